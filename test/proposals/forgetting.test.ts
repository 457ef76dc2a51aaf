// How long a call may be repeated with its key; and that a proposal tells which cred it was opened with.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { keepingTable } from '../../backbone/database/keeping.ts'
import { dropOldKeys } from '../../subgraphs/proposals/storage/idempotency.ts'
import { proposalsWorld } from './world.ts'

const daysRemembered = keepingTable.idempotencyKeys.default

describe('idempotency keys', () => {
  it('An idempotency key is known for a year, and then forgotten', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(3)
    const open = (idempotencyKey: string) => world.open({ idempotencyKey }, 'id')
    const [young, old] = [await open('young'), await open('old')]
    const age = (key: string, days: number) =>
      sql`update proposals.idempotency set created_at = clock_timestamp() - make_interval(days => ${days}) where key = ${key}`.execute(
        world.db.root,
      )
    await age('young', daysRemembered - 1)
    await age('old', daysRemembered + 1)
    assert.equal(await dropOldKeys(world.db.root, daysRemembered), 1)
    assert.equal((await open('young')).id, young.id)
    assert.notEqual((await open('old')).id, old.id)
  })
})

describe('event of an opened proposal', () => {
  it('The event of an opened proposal says which snapshots of cred it was opened with', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(3)
    for (const member of members) world.cred.members[member] = 30
    await world.open({ electorate: { minCred: 10 }, evidence: { snapshot: 'snap_seen' } }, 'id')
    await world.open({ evidence: { snapshot: 7 } }, 'id')
    const events = await world.log.read({ after: 0, types: ['proposals.proposal.opened'], limit: 10 })
    assert.deepEqual(
      events.map(({ version, payload }: any) => [version, payload.proposal.snapshots]),
      [
        [2, ['snap_1', 'snap_seen']],
        [2, []],
      ],
    )
  })
})
