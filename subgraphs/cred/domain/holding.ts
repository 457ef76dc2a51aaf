// One person, one seat: of the members whose accounts belong to one identity, who holds it? The one who was there first.

import { hasUnseen, idSpellingKey, spellingKey } from '../../../schema/spelling.ts'
import { type Account, searchFor } from './address.ts'
import { resolve } from './resolve.ts'
import type { CredTable } from './table.ts'

/** An account of a member. Who was there first has the lower `since`. */
export interface Claim {
  member: string
  since: string
  account: Account
}

/** Two members who seem to be one person. */
export interface Double {
  member: string
  /** Who was there first. */
  heldBy: string
  /** The participant of the table that both have accounts of; null where both have one account, spelled differently. */
  identity: number | null
  /** The account of `member`, and that of who was there first. */
  accounts: [Account, Account]
}

/** The keys under which an account is kept: two that may be one have a key in common, whatever their spelling. */
export function keysOfAccount(account: Account): string[] {
  const { addresses, name } = searchFor(account)
  const keys = [...addresses.map(addressKey), ...(name === null ? [] : [nameKey(name)]), ...spelledKeys(account)]
  return [...new Set(keys)]
}

/** The keys that an account of this identity has one of. */
export function keysOfIdentity(table: CredTable, participant: number): string[] {
  const { address, aliases, name } = table.record(participant)
  return [...new Set([address, ...aliases].map(addressKey)), nameKey(name)]
}

/** The one identity that an account belongs to; null for none, and where it may be of more than one. */
export function identityOf(table: CredTable, account: Account): number | null {
  const known = remembered.get(table) ?? new Map<string, number | null>()
  remembered.set(table, known)
  const key = JSON.stringify([account.platform, account.host, account.externalId, account.username])
  let identity = known.get(key)
  if (identity === undefined) {
    const { status, matches } = resolve(table, [account])
    identity = status === 'FOUND' ? matches[0]!.participant : null
    if (known.size < mostRemembered) known.set(key, identity)
  }
  return identity
}

/** The member who holds any of the identities and was there first; null where none of the claims is on them. */
export function holderOf(table: CredTable, identities: readonly number[], claims: readonly Claim[]): Claim | null {
  let holder: Claim | null = null
  for (const claim of claims) {
    if (holder && holder.since <= claim.since) continue
    const identity = identityOf(table, claim.account)
    if (identity !== null && identities.includes(identity)) holder = claim
  }
  return holder
}

/** Everybody who seems to be one who was there before, once each, in order. @param table null: accounts are compared alone */
export function doublesOf(table: CredTable | null, claims: readonly Claim[]): Double[] {
  const shared = new Map<string, Claim[]>()
  for (const claim of claims) {
    const identity = table && identityOf(table, claim.account)
    for (const key of [identity === null ? null : String(identity), ...spelledKeys(claim.account)]) {
      if (key === null) continue
      const sharing = shared.get(key)
      if (sharing) sharing.push(claim)
      else shared.set(key, [claim])
    }
  }
  const found = new Map<string, { double: Double; since: string }>()
  for (const [key, sharing] of shared) {
    const holder = sharing.reduce((first, claim) => (claim.since < first.since ? claim : first))
    for (const { member, account } of sharing) {
      if (member === holder.member || (!/^\d/.test(key) && areTwo(account, holder.account))) continue
      const before = found.get(member)
      if (before && before.since <= holder.since) continue
      const identity = /^\d+$/.test(key) ? Number(key) : null
      const accounts: Double['accounts'] = [account, holder.account]
      found.set(member, { double: { member, heldBy: holder.member, identity, accounts }, since: holder.since })
    }
  }
  return [...found.values()].map(({ double }) => double).sort((a, b) => (a.member < b.member ? -1 : 1))
}

/** Why they seem to be one, in words. */
export function whyOf(table: CredTable | null, { identity, accounts: [account, first] }: Double): string {
  if (identity === null) return `${inWords(account)} and ${inWords(first)} are one account, spelled differently.`
  const { name } = table!.record(identity)
  return `${inWords(account)} and ${inWords(first)} belong to one identity of SourceCred, ${JSON.stringify(name)}.`
}

// Private:

/** What is not seen in a name is shown by its number. */
function inWords({ platform, host, externalId, username }: Account): string {
  const name = JSON.stringify(username ?? externalId ?? '')
  const seen = name.replace(/[^\x20-\x7e]/gu, (each) =>
    hasUnseen(each) ? `\\u{${each.codePointAt(0)!.toString(16)}}` : each,
  )
  return `${seen} on ${host ? `${platform} (${host})` : platform}`
}

const remembered = new WeakMap<CredTable, Map<string, number | null>>()
/** Accounts of all communities that one table is asked about. */
const mostRemembered = 100_000

const addressKey = (address: string) => `a:${spellingKey(address)}`
const nameKey = (name: string) => `n:${spellingKey(name)}`

/** The platform itself tells them apart, by two ids of its own. */
function areTwo(a: Account, b: Account): boolean {
  const [one, other] = [a, b].map(
    ({ platform, externalId }) => ownId(externalId) && idSpellingKey(platform, externalId!),
  )
  return Boolean(one && other) && one !== other
}

/** One known by its username only has "@username" for an id. */
const ownId = (id: string | null | undefined) => (id && !id.startsWith('@') ? id : null)

/** What the account is called on its platform, in the one form of all spellings. */
function spelledKeys({ platform, host, externalId, username }: Account): string[] {
  const where = `${platform}|${host ?? ''}|`
  const id = ownId(externalId)
  return [
    ...(id ? [`i:${where}${idSpellingKey(platform, id)}`] : []),
    ...(username ? [`u:${where}${spellingKey(username)}`] : []),
  ]
}
