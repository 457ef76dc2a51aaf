// data/ledger.json, replayed: who claims which accounts, who was merged into whom, and who holds how much Grain. Amounts
// are attoGrain, always BigInt. Ledger and output may be of different days, so they are joined by address.

import { identityAddress } from '../domain/address.ts'
import type { GrainAmounts, ParticipantKind, Reading } from '../domain/reading.ts'
import { alias, identity, kind } from './identity.ts'
import { inflatedText } from './inflate.ts'
import { SourceProblem } from './problem.ts'
import { attoGrain, type Fields, fields, list, malformed, text } from './shape.ts'

export interface LedgerIdentity {
  identityId: string
  name: string
  kind: ParticipantKind
  active: boolean
  /** Its own address, those of its accounts, and the own addresses of identities merged into it. */
  addresses: Set<string>
  readonly aliases: string[]
  balance: bigint
  paid: bigint
  payouts: Map<string, string>
}

export interface LedgerState {
  identities: LedgerIdentity[]
  /** The identity that holds one of the addresses. */
  identityOf(addresses: readonly string[]): LedgerIdentity | undefined
}

/** Replays a ledger. @throws SourceProblem */
export function readLedger(path: string, bytes: Uint8Array): LedgerState {
  const identities = new Map<string, LedgerIdentity>()
  const books = { identities, accounting: true }
  ledgerEvents(path, inflatedText(path, bytes)).forEach((event, index) => {
    const place = `${path}: event ${index}`
    apply(books, fields(fields(event, place).action, `${place}.action`), place)
  })
  // An identity that was merged away stays under its old id, as the one it was merged into.
  const living = [...new Set(identities.values())]
  const byAddress = new Map(living.flatMap((each) => [...each.addresses].map((address) => [address, each] as const)))
  return {
    identities: living,
    identityOf: (addresses) => addresses.map((address) => byAddress.get(address)).find((each) => each !== undefined),
  }
}

/** Adds to a reading what the ledger knows best: Grain, who opted in to it, and the ids of merged identities. */
export function joinLedger(reading: Reading, ledger: LedgerState): Reading {
  const taken = new Set(reading.participants.flatMap(({ address, aliases }) => [address, ...aliases]))
  const participants = reading.participants.map((participant) => {
    // Accounts first: the ids of identities differ between runs. One participant may be two identities of an older ledger.
    const joined = new Set<LedgerIdentity>()
    for (const address of [...participant.aliases, participant.address]) {
      const found = ledger.identityOf([address])
      if (found) joined.add(found)
    }
    if (joined.size === 0) return participant
    const merged = [...joined]
      .flatMap((each) => each.aliases)
      .filter((address) => isIdentity(address) && !taken.has(address))
    for (const address of merged) taken.add(address)
    return {
      ...participant,
      aliases: [...participant.aliases, ...merged],
      active: [...joined].some((each) => each.active),
      grain: together([...joined]),
    }
  })
  return { ...reading, participants }
}

// Private:

/** Newer ledgers have one event on each line; older ones are one list. */
function ledgerEvents(path: string, content: string): unknown[] {
  try {
    if (content.startsWith('[')) return list(JSON.parse(content), path)
    return content.split('\n').flatMap((line) => (line.trim() ? [JSON.parse(line)] : []))
  } catch (cause) {
    if (cause instanceof SourceProblem) throw cause
    const whole = /[}\]]$/.test(content)
    if (!whole) throw new SourceProblem('TRUNCATED', `${path} ends in the middle of an event.`, { cause })
    throw new SourceProblem('MALFORMED', `Wanted JSON on each line of ${path}; a line is not.`, { cause })
  }
}

interface Books {
  identities: Map<string, LedgerIdentity>
  /** Without accounting Grain is paid out elsewhere at once: balances are and stay 0. */
  accounting: boolean
}

function apply(books: Books, action: Fields, place: string): void {
  const { identities } = books
  const known = (id: unknown): LedgerIdentity => {
    const found = identities.get(text(id, place))
    if (!found) throw malformed(place, 'an identity that was created before', id)
    return found
  }
  switch (action.type) {
    case 'CREATE_IDENTITY': {
      const parts = identity(action.identity, `${place}.identity`)
      identities.set(parts.identityId, newIdentity(parts))
      return
    }
    case 'RENAME_IDENTITY':
      known(action.identityId).name = text(action.newName, `${place}.newName`)
      return
    case 'CHANGE_IDENTITY_TYPE':
      known(action.identityId).kind = kind(action.newType, `${place}.newType`)
      return
    case 'ADD_ALIAS':
      known(action.identityId).addresses.add(alias(action.alias, `${place}.alias`))
      return
    case 'TOGGLE_ACTIVATION': {
      const toggled = known(action.identityId)
      toggled.active = !toggled.active
      return
    }
    case 'MERGE_IDENTITIES':
      merge(identities, known(action.base), known(action.target))
      return
    case 'DISTRIBUTE_GRAIN':
      for (const receipt of receipts(action.distribution, place)) {
        const amount = attoGrain(receipt.amount, `${place}.amount`)
        const receiver = known(receipt.id)
        if (books.accounting) receiver.balance += amount
        receiver.paid += amount
      }
      return
    case 'TRANSFER_GRAIN': {
      const amount = attoGrain(action.amount, `${place}.amount`)
      known(action.from).balance -= amount
      known(action.to).balance += amount
      return
    }
    case 'SET_PAYOUT_ADDRESS': {
      const currency = currencyName(action.currency)
      const { payouts } = known(action.id)
      if (typeof action.payoutAddress === 'string') payouts.set(currency, action.payoutAddress)
      else payouts.delete(currency)
      return
    }
    case 'DISABLE_ACCOUNTING':
      books.accounting = false
      for (const each of identities.values()) each.balance = 0n
      return
    case 'ENABLE_ACCOUNTING':
      books.accounting = true
      return
    default: // others say nothing about who or how much
  }
}

function newIdentity({ aliases, address, ...parts }: ReturnType<typeof identity>): LedgerIdentity {
  const addresses = new Set([address, ...aliases])
  return {
    ...parts,
    active: false,
    addresses,
    get aliases() {
      return [...addresses].filter((each) => each !== address)
    },
    balance: 0n,
    paid: 0n,
    payouts: new Map(),
  }
}

function merge(identities: Map<string, LedgerIdentity>, base: LedgerIdentity, target: LedgerIdentity): void {
  if (base === target) return
  for (const address of target.addresses) base.addresses.add(address)
  base.balance += target.balance
  base.paid += target.paid
  for (const [currency, address] of target.payouts) if (!base.payouts.has(currency)) base.payouts.set(currency, address)
  for (const [id, identity] of identities) if (identity === target) identities.set(id, base)
}

/** Chain and token, as in `1:0x6b17…`. */
function currencyName(currency: unknown): string {
  if (typeof currency !== 'object' || currency === null) return String(currency ?? 'unknown')
  const { chainId, tokenAddress } = currency as Fields
  return [chainId, tokenAddress].filter((part) => part !== undefined && part !== null).join(':')
}

function receipts(distribution: unknown, place: string): Fields[] {
  const { allocations } = fields(distribution, `${place}.distribution`)
  return list(allocations, `${place}.allocations`)
    .flatMap((each) => list(fields(each, `${place}.allocations`).receipts, `${place}.receipts`))
    .map((each) => fields(each, `${place}.receipts`))
}

const identityPrefix = identityAddress('')
const isIdentity = (address: string) => address.startsWith(identityPrefix)

function together(identities: LedgerIdentity[]): GrainAmounts {
  return {
    balance: identities.reduce((sum, each) => sum + each.balance, 0n),
    paid: identities.reduce((sum, each) => sum + each.paid, 0n),
    payouts: identities.flatMap((each) => [...each.payouts].map(([currency, address]) => ({ currency, address }))),
  }
}
