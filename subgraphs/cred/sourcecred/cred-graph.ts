// output/credGraph: scores of a graph, from which cred is computed. It knows identities by their own address alone; their
// accounts, names and kinds come from the ledger.

import type { Participant, Reading } from '../domain/reading.ts'
import { weekMs } from '../domain/weeks.ts'
import { ascending, readable } from './identity.ts'
import type { LedgerState } from './ledger.ts'
import { fields, list, malformed, number, numbers, text } from './shape.ts'

/** @throws SourceProblem */
export function readCredGraph(path: string, json: unknown, ledger: LedgerState | null): Reading {
  const { mpg: graph, scores: scoresGiven } = fields(json, path)
  const mpg = fields(graph, `${path}: mpg`)
  const starts = list(mpg.epochStarts, `${path}: epochStarts`).map((start) => number(start, `${path}: epochStarts`))
  const weeks = weeksOfEpochs(path, starts, mpg.lastEpochEndMs)
  const people = list(mpg.participants, `${path}: participants`).map((each) => fields(each, `${path}: participants`))
  const firstScore = list(mpg.nodes, `${path}: nodes`).length + 1
  const scores = numbersFrom(scoresGiven, firstScore, weeks.length * (1 + people.length), `${path}: scores`)
  const beta = number(fields(mpg.parameters, `${path}: parameters`).beta, `${path}: parameters.beta`)
  const attributed = attributions(path, mpg.personalAttributions ?? [])

  return {
    weeks,
    participants: people.map(({ id, address, description }, index): Participant => {
      const identityId = text(id, `${path}: participants[${index}].id`)
      const cred = starts.map((start, epoch) => {
        const score = scores[firstScore + epoch * (1 + people.length) + 1 + index]!
        const given = (attributed.get(identityId) ?? []).reduce((sum, proportionAt) => sum + proportionAt(start), 0)
        return score * (beta - given * beta)
      })
      const own = readable(address, `${path}: participants[${index}].address`)
      const known = ledger?.identityOf([own])
      return {
        identityId,
        name: known?.name ?? text(description, `${path}: participants[${index}].description`),
        kind: known?.kind ?? 'USER',
        address: own,
        aliases: known ? [...known.aliases] : [],
        active: known?.active ?? false,
        total: cred.reduce((sum, each) => sum + each, 0),
        cred,
        grain: null,
      }
    }),
  }
}

// Private:

function weeksOfEpochs(path: string, starts: number[], lastEnd: unknown): Reading['weeks'] {
  if (starts.length === 0) return ascending(path, [])
  const end = number(lastEnd, `${path}: lastEpochEndMs`)
  return ascending(
    path,
    starts.map((start, index) => ({ start, end: starts[index + 1] ?? (end > start ? end : start + weekMs) })),
  )
}

/** The scores: checked from the first that is used. */
function numbersFrom(value: unknown, first: number, count: number, place: string): number[] {
  const all = list(value, place)
  if (all.length < first + count) throw malformed(place, `at least ${first + count} numbers`, `${all.length} of them`)
  numbers(all.slice(first, first + count), count, place)
  return all as number[]
}

/** For each giver and recipient, the proportion that holds at a time: the latest that began by then. */
function attributions(path: string, value: unknown): Map<string, ((time: number) => number)[]> {
  const place = `${path}: personalAttributions`
  const all = new Map<string, ((time: number) => number)[]>()
  for (const each of list(value, place)) {
    const { fromParticipantId, recipients } = fields(each, place)
    const from = text(fromParticipantId, place)
    const given = all.get(from) ?? []
    all.set(from, given)
    for (const recipient of list(recipients, place)) {
      const proportions = list(fields(recipient, place).proportions, place)
        .map((proportion) => fields(proportion, place))
        .map(({ timestampMs, proportionValue }) => ({
          at: number(timestampMs, place),
          value: number(proportionValue, place),
        }))
        .sort((a, b) => a.at - b.at)
      given.push((time) => proportions.findLast(({ at }) => at <= time)?.value ?? 0)
    }
  }
  return all
}
