// What was refused at the door, for the audit log: keys that do not hold, and tries to sign in that failed. Whoever knocks is nobody
// and may knock a million times: so of one kind, from one address, with one key or link, there is one entry an hour, and so many in
// all. What may be written is decided here, whoever writes it.

export const refusedKinds = [
  'unknownKeyRefused',
  'revokedKeyRefused',
  'expiredKeyRefused',
  'unknownCodeRefused',
  'usedCodeRefused',
  'expiredCodeRefused',
  'triesRefused',
] as const
export type RefusedKind = (typeof refusedKinds)[number]

export interface Refused {
  kind: RefusedKind
  /** The network address; of IPv6 the /64. */
  address: string
  /** The community's, and the id of the key, where it was one. */
  community: string | null
  key: string | null
  /** SHA-256 of the code of a link that was made here. */
  link: string | null
}

/** Entries of an hour: of one kind in one chain, and of all. */
export const mostOfKind = 20
export const mostOfAll = 1000

/** One that is to be written. `about`: the key or the member whose link it was; empty where nobody knows. */
export interface Told {
  kind: string
  /** Empty: of none. */
  community: string
  address: string
  about: string
}

/** Of these, those that the hour has room for: none that it has already. `nameOf`: whose room each takes, and what it is known by there. */
export function roomFor<T>(hour: Room, given: readonly T[], nameOf: (each: T) => { whose: string; name: string }): T[] {
  return given.filter((each) => {
    const { whose, name } = nameOf(each)
    const whole = `${whose}\0${name}`
    const count = hour.counts.get(whose) ?? 0
    if (hour.names.has(whole) || count >= mostOfKind || hour.names.size >= mostOfAll) return false
    hour.names.add(whole)
    hour.counts.set(whose, count + 1)
    return true
  })
}

/** What an hour has had. */
export interface Room {
  names: Set<string>
  counts: Map<string, number>
}

export const emptyRoom = (): Room => ({ names: new Set(), counts: new Map() })

const span = 3_600_000 // milliseconds

/** When the hour began that this is in. */
export function hourOf(milliseconds: number): number {
  return Math.floor(milliseconds / span) * span
}
