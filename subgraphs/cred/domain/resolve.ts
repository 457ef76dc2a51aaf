// Whose cred is it? From accounts to the identities of an instance. None is ever guessed.

import { spelling } from '../../../schema/spelling.ts'
import { type Account, searchFor } from './address.ts'
import type { CredTable } from './table.ts'

export type ResolutionStatus = 'FOUND' | 'NOT_FOUND' | 'AMBIGUOUS'

export interface Match {
  /** Index in the table. */
  participant: number
  /** The address by which it was found; its own where it was found by name. */
  address: string
}

/** FOUND: every match counts. AMBIGUOUS: matches are the candidates, and none counts. */
export interface Resolution {
  status: ResolutionStatus
  matches: Match[]
}

/**
 * An exact hit wins; else whole addresses are compared however they are spelled. Several accounts may hit several identities, each
 * counted once; one account that hits several makes the whole AMBIGUOUS.
 */
export function resolve(table: CredTable, accounts: readonly Account[]): Resolution {
  const matches = new Map<number, Match>()
  let ambiguous = false
  for (const account of accounts) {
    const hits = hitsOf(table, account)
    if (hits.length > 1) ambiguous = true
    for (const hit of hits) if (!matches.has(hit.participant)) matches.set(hit.participant, hit)
  }
  const status = ambiguous ? 'AMBIGUOUS' : matches.size > 0 ? 'FOUND' : 'NOT_FOUND'
  const found = [...matches.values()]
  return { status, matches: ambiguous ? found.slice(0, mostCandidates) : found }
}

// Private:

const mostCandidates = 100 // an instance may give thousands of identities one name

function hitsOf(table: CredTable, account: Account): Match[] {
  const search = searchFor(account)
  const found = search.addresses.map((address) => ({ address, ...table.find(address) }))
  for (const way of ['exact', 'folded'] as const) {
    const hits = new Map<number, Match>()
    for (const each of found)
      for (const participant of each[way]) hits.set(participant, { participant, address: each.address })
    if (hits.size > 0) return [...hits.values()].map((hit) => ({ ...hit, address: asWritten(table, hit) }))
  }
  if (search.name === null) return []
  const { exact, folded } = table.findName(search.name)
  const named = exact.length > 0 ? exact : folded
  return named.map((participant) => ({ participant, address: table.record(participant).address }))
}

/** The address as the instance writes it, whose case may differ from what was asked. */
function asWritten(table: CredTable, { participant, address }: Match): string {
  const { address: own, aliases } = table.record(participant)
  const folded = spelling(address)
  return (
    [...aliases, own].find((each) => each === address) ??
    [...aliases, own].find((each) => spelling(each) === folded) ??
    address
  )
}
