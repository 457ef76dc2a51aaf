// Grain: paid to the active in proportion to their cred of a week, written into the ledger, and sent on from there.
// Amounts are attoGrain in integer strings; they exceed what a number can hold.
import { type LedgerEvent, makeId, type Participant } from './identities.ts'
import type { Interval } from './weeks.ts'

const BUDGET = 100n * 10n ** 18n
const EVERY = 4

/** Pays a budget every fourth week, and appends what happened to the ledger. */
export function payGrain(
  participants: Participant[],
  intervals: Interval[],
  cred: number[][],
  events: LedgerEvent[],
  random: () => number,
) {
  const paid = new Map<string, Map<number, bigint>>()
  const sent = new Map<string, bigint>()
  const active = participants.map((one, index) => ({ ...one, index })).filter((one) => one.active)
  const say = (ledgerTimestamp: number, action: LedgerEvent['action']) =>
    events.push({ action, ledgerTimestamp, uuid: makeId(random), version: '1' })

  intervals.forEach(({ endTimeMs }, week) => {
    if (week % EVERY !== EVERY - 1 || active.length === 0) return
    const total = active.reduce((sum, { index }) => sum + cred[index]![week]!, 0)
    const receipts = active.map(({ identity, index }) => {
      const amount = (BUDGET * BigInt(Math.round((cred[index]![week]! / total) * 1e9))) / 1_000_000_000n
      const mine = paid.get(identity.id) ?? new Map<number, bigint>()
      paid.set(identity.id, mine.set(endTimeMs, amount))
      return { amount: String(amount), id: identity.id }
    })
    const policy = { budget: String(BUDGET), numIntervalsLookback: 1, policyType: 'RECENT' }
    const allocations = [{ id: makeId(random), policy, receipts }]
    const distribution = { allocations, credTimestamp: endTimeMs, id: makeId(random) }
    say(endTimeMs + 3_600_000, { distribution, type: 'DISTRIBUTE_GRAIN' })
  })

  const [first, second] = active.map(({ identity }) => identity.id)
  const last = (intervals.at(-1)?.endTimeMs ?? 0) + 7_200_000
  if (first && second && paid.has(first)) {
    const amount = 5n * 10n ** 18n
    sent.set(first, -amount)
    sent.set(second, amount)
    say(last, { amount: String(amount), from: first, memo: 'for the paint', to: second, type: 'TRANSFER_GRAIN' })
    say(last + 1000, {
      currency: { chainId: '1', tokenAddress: '0x0000000000000000000000000000000000000000' },
      id: first,
      payoutAddress: '0x00000000000000000000000000000000000C0FFE',
      type: 'SET_PAYOUT_ADDRESS',
    })
  }
  const paidTo = (id: string) => [...(paid.get(id)?.values() ?? [])].reduce((sum, amount) => sum + amount, 0n)
  return {
    paid: paidTo,
    paidAt: (id: string, endTimeMs: number) => paid.get(id)?.get(endTimeMs) ?? 0n,
    balance: (id: string) => paidTo(id) + (sent.get(id) ?? 0n),
  }
}
