import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { cursorsOf } from '../../backbone/log/cursors.ts'
import { pageSize } from '../../backbone/log/tail.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import { listen, streamTransports } from '../gateway/clients.ts'
import { garden, makeSteward } from '../support/folkmoot.ts'

const decisions =
  'subscription ($c: ID!, $after: Cursor) { decisions(community: $c, after: $after) { cursor decision { id reason } } }'

describe('resuming a subscription', () => {
  it('A subscriber back with its cursor, also after a restart, misses nothing and gets nothing twice', async (t) => {
    const all = await garden(t)
    const decide = async (reason: string) => {
      const { proposal } = await all.mutate(
        'openProposal',
        'OpenProposalInput',
        { community: all.community, title: reason, electorate: { members: [all.people['lin-yue']!.id] } },
        'proposal { id }',
      )
      const { decision } = await all.mutate(
        'approveProposal',
        'SettleProposalInput',
        { proposal: proposal.id, reason },
        'decision { id }',
      )
      return decision.id as string
    }
    const first = all.watch(decisions, { c: all.community, after: all.beginning('decisions', all.community) }, null)
    const ids = [await decide('one'), await decide('two')]
    const { cursor } = await first.until(({ decision }) => decision.id === ids[0])
    await first.until(({ decision }) => decision.id === ids[1])
    first.stop()
    ids.push(await decide('three'))
    await all.restart()
    ids.push(await decide('four'))
    const second = all.watch(decisions, { c: all.community, after: cursor }, null)
    ids.push(await decide('five'))
    await second.until(({ decision }) => decision.id === ids[4])
    assert.deepEqual(
      second.seen.map(({ decision }: any) => decision.id),
      ids.slice(1),
    )
  })

  it('Subscribers who come back cost the database what one costs at one place, and little more from many', async (t) => {
    const all = await garden(t)
    const missed = 100
    for (let each = 0; each < missed; each++) {
      await all.ask(
        'mutation ($input: RecordDecisionInput!) { recordDecision(input: $input) { userErrors { code message } } }',
        { input: { community: all.community, title: 'x', outcome: 'APPROVED', reason: `${each}` } },
      )
    }
    const after = all.beginning('decisions', all.community)
    const reader = all.watch(decisions, { c: all.community, after }, null)
    await reader.until(({ decision }) => decision.reason === `${missed - 1}`)
    const cursors = [after, ...reader.seen.map(({ cursor }: any) => cursor as string)]
    reader.stop()
    const open = async () =>
      Number(/^folkmoot_streams\{transport="ws"\} (\d+)/m.exec(await (await fetch(`${all.url}/metrics`)).text())?.[1])

    /** What the database is asked, that only a reader who comes back makes it be asked, until all have what they missed. */
    const queriesOf = async (places: readonly number[]) => {
      while ((await open()) > 0) await new Promise((resolve) => setImmediate(resolve))
      const queries = { places: 0, pages: 0, decisions: 0 }
      const stop = all.db.onQuery((text, parameters) => {
        if (/min\(position\) from backbone\.events/.test(text)) queries.places++
        else if (/ union all /.test(text) && parameters.includes(pageSize)) queries.pages++
        else if (/from "proposals"\."decisions" where "id" in/.test(text)) queries.decisions++
      })
      const some = places.map((place) => all.watch(decisions, { c: all.community, after: cursors[place]! }, null))
      for (const each of some) await each.until(({ decision }) => decision.reason === `${missed - 1}`)
      stop()
      for (const [index, { seen }] of some.entries()) {
        assert.deepEqual(
          seen.map(({ decision }: any) => decision.reason),
          Array.from({ length: missed - places[index]! }, (_, each) => `${places[index]! + each}`),
        )
      }
      for (const each of some) each.stop()
      return queries
    }
    const one = await queriesOf([0])
    assert.deepEqual(one, { places: 1, pages: 1, decisions: 1 })
    assert.deepEqual(await queriesOf(Array(200).fill(0)), one)
    const spread = Array.from({ length: missed }, (_, each) => (each * 37 + 50) % missed)
    // Once more each time that one comes who is older than all before: of a hundred in any order, about five times.
    const { places, pages, decisions: resolved } = await queriesOf(spread)
    assert.ok(places >= 1 && places <= 20, `${places} times`)
    assert.deepEqual({ pages, decisions: resolved }, { pages: places, decisions: places })
  })

  it('A subscriber to any list, over any transport, is told why its cursor is not taken, and is ended', async (t) => {
    const all = await garden(t)
    const { encode } = cursorsOf(secretBox('a secret of the tests'))
    const lists = ['decisions', 'proposals', 'actions', 'roleRequests', 'credRefreshed', 'members', 'policies']
    await sql`delete from backbone.events where position <= 3`.execute(all.db.root)
    for (const [place, list] of lists.entries()) {
      const good = encode(list, all.community, 3)
      const cursors = {
        MALFORMED: ['nonsense', '', '!', good.slice(0, 12), `${good}=`],
        FOREIGN: [
          'x'.repeat(5000),
          encode(lists[(place + 1) % lists.length]!, all.community, 3),
          encode(list, 'com_other', 3),
          cursorsOf(secretBox('another secret of the tests')).encode(list, all.community, 3),
          `${good[0] === 'A' ? 'B' : 'A'}${good.slice(1)}`,
        ],
        FUTURE: [encode(list, all.community, 1_000_000)],
        TOO_OLD: [encode(list, all.community, 0), encode(list, all.community, 2)],
      }
      for (const transport of streamTransports) {
        const open = (after: string) =>
          listen(
            t,
            transport,
            all.url,
            `subscription { ${list}(community: "${all.community}", after: "${after}") { cursor } }`,
            all.adminKey,
          )
        for (const [reason, bad] of Object.entries(cursors)) {
          for (const after of bad) {
            const heard = open(after)
            const { extensions, message } = (await heard.next()).value.errors[0]
            assert.deepEqual(extensions, { code: 'CURSOR_INVALID', reason }, `${list} ${transport}: ${message}`)
            assert.equal((await heard.next()).done, true)
          }
        }
      }
    }
    // Where nothing is missing between the cursor and what is kept, it is good.
    const after = encode('roleRequests', all.community, 3)
    const watched = all.watch(
      'subscription ($c: ID!, $after: Cursor) { roleRequests(community: $c, after: $after) { cursor } }',
      { c: all.community, after },
    )
    await makeSteward(all, 'lin-yue')
    assert.ok((await watched.until(() => true)).cursor)
  })

  it('A subscriber is told when the server stops', async (t) => {
    const all = await garden(t)
    const watched = all.watch(decisions, { c: all.community, after: all.beginning('decisions', all.community) })
    const { proposal } = await all.mutate(
      'openProposal',
      'OpenProposalInput',
      { community: all.community, title: 'x', electorate: { members: [all.people['lin-yue']!.id] } },
      'proposal { id }',
    )
    await all.mutate(
      'approveProposal',
      'SettleProposalInput',
      { proposal: proposal.id, reason: 'x' },
      'decision { id }',
    )
    await watched.until(() => true)
    await all.stop()
    assert.notEqual(await watched.ended, null)
  })
})
