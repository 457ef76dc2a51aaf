// What must hold however often the process died.

import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openPglite } from '../../backbone/database/pglite-folder.ts'
import { ask, type Subscriber, subscribe } from './client.ts'
import type { Story } from './story.ts'
import { streams, tableOf, type Village } from './village.ts'

/** In the words of a report. */
export const invariants = [
  'one decision for each proposal',
  'at most one effect on the platform',
  'the chain verifies',
  'a subscriber with its cursor has received the table',
  'every webhook answered 2xx is stored',
] as const

/** Checks all but the last, which needs the database: see `checkStored`. @throws AssertionError */
export async function check(village: Village, stories: readonly Story[]): Promise<void> {
  const table = await tableOf(village)
  oneDecisionEach(table, stories)
  oneEffectEach(village, stories)
  const chain = await ask(
    village.server.url,
    'query verify ($c: ID!) { verifyDecisions(community: $c) { valid length } }',
    { c: village.community },
  )
  assert.deepEqual(chain, { valid: true, length: table.decisions.length }, invariants[2])
  await receivedTheTable(village, table)
}

function oneDecisionEach(
  { proposals, decisions, roleRequests }: Record<string, any[]>,
  stories: readonly Story[],
): void {
  const decided = decisions!.map(({ proposal }) => proposal.id)
  assert.equal(new Set(decided).size, decided.length, invariants[0])
  assert.deepEqual(decided.sort(), proposals!.map(({ id }) => id).sort(), invariants[0])
  // Each story: two invoices, and two role requests. One who was refused while the answer to their request was lost asks once
  // more: that is another request, and decided for itself. Whoever was granted a role is told so instead.
  const roles = new Set(stories.map(({ role }) => role))
  const asked = roleRequests!.filter(({ role }) => roles.has(role.name))
  assert.equal(decided.length, stories.length * 2 + asked.length, invariants[0])
  const granted = asked.filter(({ status }) => status === 'GRANTED')
  assert.equal(granted.length, stories.length, invariants[0])
  assert.deepEqual(
    decisions!.map(({ position }) => position).sort((a, b) => a - b),
    decisions!.map((_, index) => index + 1),
    invariants[2],
  )
}

function oneEffectEach({ collective }: Village, stories: readonly Story[]): void {
  for (const { expenses } of stories) {
    for (const [outcome, id] of Object.entries(expenses)) {
      const { status, activities, comments, description } = collective.expense(id)
      assert.equal(status, outcome, description)
      const done = activities.filter(({ type }) => /_(APPROVED|REJECTED|UNAPPROVED|PAID)$/.test(type))
      assert.deepEqual(
        done,
        [{ type: `COLLECTIVE_EXPENSE_${outcome}`, by: 'governance-bot' }],
        `${invariants[1]}: ${description}`,
      )
      const announced = comments.filter(({ html }) => html.includes('A vote is open')).length
      assert.equal(announced, 1, `${invariants[1]}: the announcement on ${description}`)
      const ended = comments.filter(({ html }) => html.includes('The vote is over')).length
      assert.ok(ended <= 1, `${invariants[1]}: ${ended} times the end on ${description}`)
    }
  }
}

async function receivedTheTable(village: Village, { decisions, proposals }: Record<string, any[]>): Promise<void> {
  const inOrder = [...decisions!].sort((a, b) => a.position - b.position).map(({ hash }) => hash)
  await received(village.subscribers.decisions, ({ decision }) => decision.hash, inOrder)
  // One that was never cut off has seen the same of the proposals, from the beginning.
  const fresh = subscribe(village.server.url, streams.proposals, {
    c: village.community,
    after: village.beginning('proposals'),
  })
  try {
    const kinds = (wanted: string) => fresh.seen.filter(({ kind }) => kind === wanted)
    const whole = () =>
      kinds('DECIDED').length >= proposals!.length && fresh.seen.length >= village.subscribers.proposals.seen.length
    for (let waited = 0; !whole() && waited < 10_000; waited += 50) await pause(50)
    await pause(100)
    for (const kind of ['OPENED', 'DECIDED'])
      assert.deepEqual(
        kinds(kind)
          .map(({ proposal }) => proposal.id)
          .sort(),
        proposals!.map(({ id }) => id).sort(),
        `${invariants[3]}: each is ${kind} once`,
      )
    const what = ({ kind, proposal }: any) => `${kind} ${proposal.id}`
    await received(village.subscribers.proposals, what, fresh.seen.map(what))
  } finally {
    fresh.stop()
  }
}

async function received(subscriber: Subscriber, what: (event: any) => string, wanted: string[]): Promise<void> {
  for (let waited = 0; subscriber.seen.length < wanted.length && waited < 10_000; waited += 50) await pause(50)
  assert.deepEqual(subscriber.seen.map(what), wanted, invariants[3])
}

/** Stops the server and looks into its database: each webhook that was answered 2xx is there. */
export async function checkStored(village: Village): Promise<number> {
  const answered = village.collective.webhookDeliveries.filter(({ status }) => status !== null && status < 300)
  const stored = await storedWebhooks(village)
  for (const { body } of answered) assert.ok(stored.includes(String(body.id)), `${invariants[4]}: ${body.type}`)
  return answered.length
}

/** Stops the server and looks into its database. @returns the ids of the webhooks that are there */
export async function storedWebhooks(village: Village): Promise<string[]> {
  await village.stop()
  const query = 'select event_id as id from actions.webhooks'
  let rows: { id: string }[]
  if (village.databaseUrl) {
    const client = new pg.Client({ connectionString: village.databaseUrl })
    await client.connect()
    rows = (await client.query(query)).rows
    await client.end()
  } else {
    const { pglite, release } = await openPglite(village.server.data)
    rows = (await pglite.query<{ id: string }>(query)).rows
    await pglite.close()
    await release()
  }
  return rows.map(({ id }) => id)
}
