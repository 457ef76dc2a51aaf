// Identities and weeks, as credGrainView and accounts.json both write them.

import { readableAddress } from '../domain/address.ts'
import { type ParticipantKind, participantKinds, type Reading } from '../domain/reading.ts'
import { weekMs } from '../domain/weeks.ts'
import { SourceProblem } from './problem.ts'
import { fields, list, malformed, number, text } from './shape.ts'

export interface IdentityParts {
  identityId: string
  name: string
  kind: ParticipantKind
  address: string
  aliases: string[]
}

export function identity(value: unknown, place: string): IdentityParts {
  const { id, name, subtype, address, aliases } = fields(value, place)
  return {
    identityId: text(id, `${place}.id`),
    name: text(name, `${place}.name`),
    kind: kind(subtype, `${place}.subtype`),
    address: readable(address, `${place}.address`),
    aliases: list(aliases, `${place}.aliases`).map((each) => alias(each, `${place}.aliases`)),
  }
}

/** An alias is an object with an address; the oldest ledgers write the address alone. */
export function alias(value: unknown, place: string): string {
  return readable(typeof value === 'string' ? value : fields(value, place).address, place)
}

export function kind(value: unknown, place: string): ParticipantKind {
  const known = participantKinds.find((each) => each === value)
  if (!known) throw malformed(place, `one of ${participantKinds.join(', ')}`, value)
  return known
}

export function readable(value: unknown, place: string): string {
  const address = readableAddress(text(value, place))
  if (address === null) throw malformed(place, 'the address of a node', value)
  return address
}

/** Weeks from `intervals`, or from the end times that old files have. @throws SourceProblem EMPTY when there are none */
export function weeksOfIntervals(path: string, intervals: unknown, intervalEndpoints?: unknown): Reading['weeks'] {
  const weeks =
    intervals === undefined && intervalEndpoints !== undefined
      ? list(intervalEndpoints, 'intervalEndpoints').map((value) => {
          const end = number(value, 'intervalEndpoints')
          return { start: end - weekMs, end }
        })
      : list(intervals, 'intervals').map((value) => {
          const { startTimeMs, endTimeMs } = fields(value, 'intervals')
          return { start: number(startTimeMs, 'intervals.startTimeMs'), end: number(endTimeMs, 'intervals.endTimeMs') }
        })
  return ascending(path, weeks)
}

/** The last instant that RFC 3339 can write. */
const latest = Date.UTC(9999, 11, 31)

/** @throws SourceProblem EMPTY without weeks; MALFORMED when they do not follow one another. */
export function ascending(path: string, weeks: Reading['weeks']): Reading['weeks'] {
  if (weeks.length === 0)
    throw new SourceProblem('EMPTY', `${path} has no weeks yet: SourceCred has not computed any cred.`)
  weeks.forEach(({ start, end }, index) => {
    const follows = start < end && (index === 0 || start >= weeks[index - 1]!.end)
    if (!follows || start < 0 || end > latest)
      throw malformed(`${path}: week ${index}`, 'weeks in order', { start, end })
  })
  return weeks
}
