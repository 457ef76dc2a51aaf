// The database takes no more writes, as with a full disk: who sends a webhook is told to send it again, and who reads
// is answered. When there is room again, everything goes on.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Database } from '../../backbone/database/database.ts'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

const tables = ['actions.webhooks', 'actions.actions', 'proposals.votes', 'backbone.events']

/** Runs `work` while there is no room for what it writes. */
async function without<T>({ root }: Database, work: () => Promise<T>): Promise<T> {
  await sql`create function public.no_room() returns trigger language plpgsql as $$ begin
    raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`.execute(root)
  try {
    for (const table of tables)
      await sql`create trigger no_room before insert or update on ${sql.raw(table)} for each statement
        execute function public.no_room()`.execute(root)
    return await work()
  } finally {
    await sql`drop function public.no_room() cascade`.execute(root)
  }
}

describe('a database that refuses writes', () => {
  it('A database that refuses writes has webhooks answered 503, reading go on, and all taken up later', async (t) => {
    const all = await garden(t)
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.invoices())
    const watched = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id title decision { compliance } } } }',
      { c: all.community, after: all.beginning('proposals', all.community) },
    )
    const submit = (description: string) =>
      all.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6840 })
    const opened = (description: string) => (event: any) =>
      event.kind === 'OPENED' && event.proposal.title.includes(description)
    submit('Hose')
    const { proposal } = await watched.until(opened('Hose'))
    await all.collective.webhooksSettled()
    const { url } = all.collective.webhookDeliveries.at(-1)!

    const vote = () =>
      all.request(
        'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code } } }',
        { input: { proposal: proposal.id, choices: ['approve'] } },
        all.people['tobias-okafor']!.key,
      )
    const send = (body: object) => fetch(url, { method: 'POST', body: JSON.stringify(body) })
    const refused = await without(all.db, async () => {
      submit('Lamps')
      await all.collective.webhooksSettled()
      const { status, body } = all.collective.webhookDeliveries.at(-1)!
      assert.equal(status, 503)
      const again = await send(body)
      assert.equal(again.status, 503)
      assert.ok(Number(again.headers.get('retry-after')) > 0)
      assert.ok((await vote()).errors!.length > 0, 'a vote that could not be stored is not acknowledged')
      const { proposal: read } = await all.ask(
        'query ($id: ID!) { proposal(id: $id) { title status tally { voters } } }',
        { id: proposal.id },
      )
      assert.deepEqual(read, { title: 'Pay "Hose"?', status: 'OPEN', tally: { voters: 0 } })
      return body
    })
    assert.equal((await send(refused)).status, 200)
    await watched.until(opened('Lamps'))
    assert.equal((await vote()).errors, undefined)
    await watched.until(({ proposal: { id, decision } }) => id === proposal.id && decision?.compliance === 'FOLLOWED')
  })
})
