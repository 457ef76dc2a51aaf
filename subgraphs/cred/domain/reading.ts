// One reading of a SourceCred instance, whichever of its files it came from.

export type ParticipantKind = 'USER' | 'PROJECT' | 'ORGANIZATION' | 'BOT'
export const participantKinds: readonly ParticipantKind[] = ['USER', 'PROJECT', 'ORGANIZATION', 'BOT']

export interface Reading {
  /** Start and end of each week in milliseconds, ascending. */
  weeks: { start: number; end: number }[]
  participants: Participant[]
}

export interface Participant {
  /** Not stable between readings: keep the address of an account instead. For an unclaimed account, that address. */
  identityId: string
  name: string
  kind: ParticipantKind
  /** The identity's own address. */
  address: string
  /** Accounts, and the own addresses of identities that were merged into this one. */
  aliases: string[]
  /** Opted in to Grain. Says nothing about whether anybody is there. */
  active: boolean
  total: number
  /** One number for each week of the reading. */
  cred: number[]
  /** Null where neither accounts.json nor a ledger says. */
  grain: GrainAmounts | null
}

/** attoGrain, exact. */
export interface GrainAmounts {
  balance: bigint
  paid: bigint
  /** Where it is paid out, by currency, from the ledger. */
  payouts: { currency: string; address: string }[]
}

/** Whether a participant counts among the people: bots, projects and organisations do not. */
export function isPerson(kind: ParticipantKind): boolean {
  return kind === 'USER'
}
