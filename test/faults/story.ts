// Both flows, once: a role is earned by one and not by another; an invoice is approved by a vote and another rejected.

import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { ask, tell } from './client.ts'
import { tableOf, type Village } from './village.ts'

export interface Story {
  /** The name of its role. */
  role: string
  /** Expenses by the outcome that they shall have. */
  expenses: { APPROVED: number; REJECTED: number }
}

const patience = 180_000

/** @param number another for each story of a village. */
export async function play(village: Village, number: number): Promise<Story> {
  const { server, collective, community, people } = village
  const role = `elder ${number}`
  await tell(server.url, 'createRole', { community, name: role }, 'role { id }', { done: ['ROLE_TAKEN'] })
  const expenses = { APPROVED: 0, REJECTED: 0 }
  const submit = (description: string) =>
    collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6840 }).legacyId
  expenses.APPROVED = submit(`Hose ${number}`)
  expenses.REJECTED = submit(`Fountain ${number}`)
  const request = (slug: string) => {
    const { id, key } = people[slug]!
    const done = ['ROLE_ALREADY_HELD']
    return tell(server.url, 'requestRole', { community, role, member: id }, 'roleRequest { id }', { key, done })
  }
  await Promise.all([request('tobias-okafor'), request('lin-yue')])
  await Promise.all([vote(village, expenses.APPROVED, 'approve'), vote(village, expenses.REJECTED, 'reject')])
  return { role, expenses }
}

/** Both stewards vote alike on the ballot of an expense, as soon as there is one. */
async function vote(village: Village, expense: number, choice: string): Promise<void> {
  const proposal = await ballotOf(village, expense)
  for (const slug of ['tobias-okafor', 'ines-carvalho']) {
    const input = { proposal, choices: [choice] }
    // Sent again after a lost answer, it may find that it was the last vote needed.
    const { key } = village.people[slug]!
    await tell(village.server.url, 'castVote', input, 'vote { id }', { key, done: ['VOTE_CLOSED'] })
  }
}

/** The ballot on an expense, once it is announced there. */
async function ballotOf(village: Village, expense: number): Promise<string> {
  const until = Date.now() + patience
  const query = `query ballots ($c: ID!) { community(community: $c) { proposals(first: 50) {
    nodes { id venues { externalId } trigger { expense { legacyId } } } } } }`
  for (;;) {
    const { proposals } = await ask(village.server.url, query, { c: village.community })
    const found = proposals.nodes.find((each: any) => each.trigger?.expense?.legacyId === expense)
    if (found?.venues.length > 0) return found.id
    if (Date.now() > until) throw new Error(`No ballot on the expense ${expense} is announced`)
    await pause(100)
  }
}

/** Waits until nothing more is to come of the stories, and checks that each came out as it should. */
export async function settled(village: Village, stories: readonly Story[]): Promise<void> {
  const until = Date.now() + patience
  for (;;) {
    const wrong = await unsettled(village, stories)
    if (wrong === null) return
    if (Date.now() > until) throw new Error(`It does not come to rest: ${wrong}`)
    await pause(150)
  }
}

async function unsettled(village: Village, stories: readonly Story[]): Promise<string | null> {
  const { roleRequests, proposals, actions } = await tableOf(village)
  const open = actions.find(({ status }) => status === 'PENDING' || status === 'UNKNOWN')
  if (open) return `${open.kind} is ${open.status}`
  for (const { role, expenses } of stories) {
    for (const [slug, wanted] of [
      ['tobias-okafor', 'GRANTED'],
      ['lin-yue', 'REFUSED'],
    ] as const) {
      const mine = roleRequests.filter((each) => each.role.name === role && each.member.id === village.people[slug]!.id)
      if (!mine.some(({ status }) => status === wanted)) return `${slug} has no ${role} that is ${wanted}`
      if (mine.some(({ status }) => status === 'PENDING')) return `${slug} waits for ${role}`
    }
    for (const [outcome, expense] of Object.entries(expenses)) {
      const { id } = village.collective.expense(expense)
      const mine = proposals.filter((each) => each.trigger?.subject.id === id)
      if (mine.length === 0) return `the expense ${id} has no proposal`
      assert.equal(mine.length, 1, `the expense ${id} has one proposal`)
      const { decision } = mine[0]
      if (!decision) return `the expense ${id} is not decided`
      assert.equal(decision.outcome, outcome)
      assert.notEqual(decision.compliance, 'OVERRIDDEN')
      if (decision.compliance !== 'FOLLOWED') return `the decision on ${id} is ${decision.compliance}`
    }
  }
  return null
}
