// What communities keeps for its own sake goes when it is old, and nothing that is still good.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { tidy } from '../../subgraphs/communities/index.ts'
import { testBackbone } from '../support/world.ts'

/** Sessions, links and deliveries, by how many days ago they were over; a negative number: they still are good. */
async function world(t: TestContext) {
  const { db, keep } = await testBackbone(t) // nothing runs here that would put away by itself
  const community = 'com_1'
  await sql`insert into communities.communities (id, slug, name, visibility) values (${community}, 'a', 'A', 'PUBLIC')`.execute(
    db.root,
  )
  const ago = (days: number) => sql`clock_timestamp() - make_interval(days => ${days})`
  await sql`insert into communities.feeds (community) values (${community}) on conflict do nothing`.execute(db.root)
  for (const days of [31, 29, 2, -1]) {
    const id = `${days}`
    await sql`insert into communities.sessions (id, community, digest, expires_at)
      values (${id}, ${community}, ${id}, ${ago(days)})`.execute(db.root)
    const { rows } = await sql<{ id: string }>`insert into communities.members (id, community, name)
      values (${`mem_${id}`}, ${community}, 'Ada') returning id`.execute(db.root)
    await sql`insert into communities.sign_in_links (digest, community, member, expires_at)
      values (${id}, ${community}, ${rows[0]!.id}, ${ago(days)})`.execute(db.root)
    await sql`insert into communities.deliveries (position, community, event, type, dead_at)
      values (${1000 + days}, ${community}, ${id}, 'x', ${days < 0 ? sql`null` : ago(days)})`.execute(db.root)
  }
  const left = async () => {
    const of = async (column: string, table: string) =>
      (
        await sql.raw<{ id: string }>(`select ${column} as id from communities.${table} order by 1`).execute(db.root)
      ).rows.map(({ id }) => Number(id))
    return [await of('id', 'sessions'), await of('digest', 'sign_in_links'), await of('event', 'deliveries')].map(
      (ids) => ids.sort((a, b) => a - b).join(' '),
    )
  }
  return { db, keep, left }
}

describe('deleting of old sessions, links and deliveries', () => {
  it('Sessions, links and deliveries are deleted a month after they were over', async (t) => {
    const { left, ...deps } = await world(t)
    await tidy(deps)
    assert.deepEqual(await left(), ['-1 2 29', '-1 2 29', '-1 2 29'])
  })

  it('Sessions, links and deliveries are deleted when the settings say', async (t) => {
    const { left, ...deps } = await world(t)
    await tidy({ ...deps, keep: { ...deps.keep, sessions: null, deliveries: 1 } })
    assert.deepEqual(await left(), ['-1 2 29 31', '-1 2 29 31', '-1'])
    await tidy({ ...deps, keep: { ...deps.keep, sessions: 1, deliveries: null } })
    assert.deepEqual(await left(), ['-1', '-1', '-1'])
  })

  it('Sessions, links and deliveries are deleted however many they are', async (t) => {
    const { left, ...deps } = await world(t)
    await sql`insert into communities.sessions (id, digest, expires_at)
      select 'many ' || n, 'many ' || n, clock_timestamp() - interval '40 days' from generate_series(1, 2500) n`.execute(
      deps.db.root,
    )
    await tidy(deps)
    assert.equal((await left())[0], '-1 2 29')
  })
})
