// Votes that are cast or taken back at the same time, on whichever proposals, in one transaction: the proposals are locked, the
// voters' seats and earlier votes are read, the votes are put where the time is not over, the running totals are moved, and the
// events appended. Six statements, however many they are. Each is judged for itself, in the order they came, as if it were alone.
//
// No proposal keeps the others waiting. Those on one that somebody else has locked, or that a vote decides, are cast in a line of
// that proposal's own, which may wait; so are all, where the transaction of many failed: what fails alone, fails alone.

import { isOutage } from '../../../backbone/database/database.ts'
import { inGroups, type Outcome } from '../../../backbone/database/groups.ts'
import { currentAct, withoutAct } from '../../../backbone/log/acts.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { Voted } from '../answers.ts'
import { lockFreeProposals, lockProposal } from '../storage/proposals.ts'
import { castOn, type Item } from './counting.ts'
import { type Ballot, type Parts, visible, type Writing } from './parts.ts'

const most = 400 // votes of a transaction

/** Casts a vote on a proposal or takes it back, together with those that come meanwhile. */
export function castingOf(given: Omit<Parts, 'cast'>): (proposal: string, ballot: Ballot) => Promise<Voted> {
  const deps = given as Parts
  const write = <T>(work: (writing: Writing) => Promise<T>) =>
    withoutAct(() => deps.log.write((tx, emit) => work({ tx, emit })))
  /** How many wait in the line of their proposal: who comes after them waits behind them. */
  const apart = new Map<string, number>()

  const together = inGroups<Item, Voted | null>(
    async (items) => {
      const waits = items.map(({ proposal }) => apart.has(proposal))
      const free = items.filter((_, index) => !waits[index])
      const cast = free.length === 0 ? [] : await castMany(free)
      let next = 0
      const outcomes = waits.map((must) => (must ? null : cast[next++]!) ?? { value: null })
      for (const [index, outcome] of outcomes.entries())
        if ('value' in outcome && outcome.value === null)
          apart.set(items[index]!.proposal, (apart.get(items[index]!.proposal) ?? 0) + 1)
      return outcomes
    },
    most,
    'votes',
  )

  async function castMany(items: readonly Item[]): Promise<(Outcome<Voted> | null)[]> {
    const ids = [...new Set(items.map(({ proposal }) => proposal))]
    try {
      return await write(async (writing) => {
        const free = await lockFreeProposals(writing.tx, ids)
        return free.length === 0 ? items.map(() => null) : castOn(deps, writing, free, items)
      })
    } catch (error) {
      if (ids.length === 1 || isOutage(error)) throw error
      return items.map(() => null)
    }
  }

  const alone = inGroups<Item, Voted>(
    (items) =>
      write(async (writing) => {
        const { proposal: id } = items[0]!
        const found = await lockProposal(writing.tx, id)
        if (!found) return items.map(({ ballot }) => refusalOf(() => visible(deps, ballot.viewer, id, null)))
        return (await castOn(deps, writing, [found], items)).map((outcome) => outcome!)
      }),
    most,
    'votes',
  )

  return async (proposal, ballot) => {
    const item = { proposal, ballot: { ...ballot, act: currentAct() } }
    const voted = await together('of all', item)
    if (voted) return voted
    try {
      return await alone(proposal, item)
    } finally {
      const left = apart.get(proposal)! - 1
      if (left > 0) apart.set(proposal, left)
      else apart.delete(proposal)
    }
  }
}

// Private:

function refusalOf(work: () => unknown): { error: unknown } {
  try {
    work()
  } catch (error) {
    if (error instanceof Refusal) return { error }
    throw error
  }
  throw new Error('Wanted a refusal; got none.')
}
