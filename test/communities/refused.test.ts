// What gateways refused at their doors stands in the audit log of whose it is: once, and never without end.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { verifyAudit } from '../../backbone/audit/audit.ts'
import { mostOfAll, mostOfKind, type Refused } from '../../backbone/security/refused.ts'
import { tidy } from '../../subgraphs/communities/index.ts'
import { noteRefused } from '../../subgraphs/communities/mutations/refused.ts'
import { refusedCaller } from '../support/refused.ts'
import { testBackbone } from '../support/world.ts'

async function world(t: TestContext) {
  const state = { now: Date.now() }
  const backbone = await testBackbone(t, { now: () => new Date(state.now) })
  const { root } = backbone.db
  await sql`insert into communities.communities (id, slug, name, visibility) values ('com_1', 'a', 'A', 'PUBLIC')`.execute(
    root,
  )
  await sql`insert into communities.members (id, community, name) values ('mem_1', 'com_1', 'Ada')`.execute(root)
  await sql`insert into communities.sign_in_links (digest, community, member, expires_at)
    values ('digest', 'com_1', 'mem_1', now())`.execute(root)
  await sql`insert into communities.api_keys (id, community, name, digest, scopes, member)
    values ('key_1', 'com_1', 'Ada’s', 'd', '["READ"]', 'mem_1')`.execute(root)
  const entries = async (community: string) => {
    const { rows } = await sql<{ actor: string; address: string; record: any }>`
      select actor, address, record from backbone.audit where community = ${community} order by place`.execute(root)
    return rows.map(({ actor, address, record: { mutation, by, subjects, events } }) => [
      ...[mutation, by.kind, actor, address, subjects.join(' ')],
      events.length,
    ])
  }
  const note = (...refused: Refused[]) => noteRefused(backbone, refused)
  return { ...backbone, state, entries, note }
}

describe('audit log of refused callers', () => {
  it('A refused caller is logged in the community of its key or link, or else in none', async (t) => {
    const { note, entries, db } = await world(t)
    await note(
      refusedCaller(),
      refusedCaller({ kind: 'revokedKeyRefused', community: 'com_1', key: 'key_1' }),
      refusedCaller({ kind: 'usedCodeRefused', link: 'digest' }),
      refusedCaller({ kind: 'unknownCodeRefused', link: 'no such link' }),
      refusedCaller({ kind: 'made up by somebody' as any }),
    )
    assert.deepEqual(await entries('com_1'), [
      ['revokedKeyRefused', 'KEY', 'mem_1', '192.0.2.1', 'key_1', 0],
      ['usedCodeRefused', 'NOBODY', 'mem_1', '192.0.2.1', 'mem_1', 0],
    ])
    assert.deepEqual(await entries(''), [
      ['unknownKeyRefused', 'NOBODY', 'anonymous', '192.0.2.1', '', 0],
      ['unknownCodeRefused', 'NOBODY', 'anonymous', '192.0.2.1', '', 0],
    ])
    for (const community of ['com_1', '']) assert.equal((await verifyAudit(db.root, community)).problem, null)
  })

  it('A refused caller is logged once an hour, though several gateways say it at once and again', async (t) => {
    const { note, entries, state, log } = await world(t)
    const head = await log.head()
    await Promise.all([note(refusedCaller(), refusedCaller()), note(refusedCaller()), note(refusedCaller())])
    await note(refusedCaller())
    assert.equal((await entries('')).length, 1)
    state.now += 3_600_000
    await note(refusedCaller())
    await note(refusedCaller())
    assert.equal((await entries('')).length, 2)
    assert.equal(await log.head(), head, 'it is no event')
  })

  it('Refused callers are logged up to a number of addresses, and one kind leaves room for others', async (t) => {
    const { note, entries, db } = await world(t)
    for (let n = 0; n < 5; n++)
      await note(...Array.from({ length: 50 }, (_, index) => refusedCaller({ address: `10.0.${n}.${index}` })))
    await note(refusedCaller({ kind: 'triesRefused' }))
    assert.equal((await entries('')).length, mostOfKind + 1)
    const flood = Array.from({ length: 1500 }, (_, n) =>
      refusedCaller({ kind: 'expiredKeyRefused', community: `com_${n >> 4}`, key: `key_${n}` }),
    )
    await note(...flood)
    await note(...flood.toReversed())
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from backbone.audit`.execute(db.root)
    assert.equal(rows[0]!.count, mostOfAll)
  })

  it('A refused caller with a key of somebody who was erased is logged without address', async (t) => {
    const { note, entries, db } = await world(t)
    await sql`update communities.members set erased_at = now() where id = 'mem_1'`.execute(db.root)
    await note(refusedCaller({ kind: 'revokedKeyRefused', community: 'com_1', key: 'key_1' }))
    assert.deepEqual(await entries('com_1'), [['revokedKeyRefused', 'KEY', 'mem_1', null, 'key_1', 0]])
    assert.equal((await verifyAudit(db.root, 'com_1')).valid, true)
  })

  it('A refused caller is not remembered for long by itself', async (t) => {
    const { note, state, db, keep } = await world(t)
    const count = async () =>
      (await sql<{ count: number }>`select count(*)::int as count from communities.refused`.execute(db.root)).rows[0]!
        .count
    await note(refusedCaller())
    state.now -= 3 * 3_600_000
    await note(refusedCaller())
    assert.equal(await count(), 2)
    await tidy({ db, keep })
    assert.equal(await count(), 1)
  })
})
