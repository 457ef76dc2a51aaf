// Erasing goes a few rows at a time, keeps how far it came, and goes on there after a death.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { verifyAudit } from '../../../backbone/audit/audit.ts'
import { acting } from '../../../backbone/log/acts.ts'
import { erase, rowsAtOnce, type Step } from '../../../backbone/people/erasing.ts'
import { logSteps } from '../../../backbone/people/log.ts'
import {
  beginErasure,
  findErasures,
  forgottenOn,
  liftTombstones,
  partsWithPeople,
} from '../../../backbone/people/person.ts'
import { digestOf } from '../../../schema/commitments.ts'
import { testBackbone } from '../../support/world.ts'

const words = [
  { platform: null, text: 'Ada Lovelace' },
  { platform: 'github', text: 'ada-l' },
]
const batches = 5

/** A log in which half of the events name somebody. */
async function filled(t: TestContext) {
  const backbone = await testBackbone(t)
  const { db, secrets } = backbone
  await sql`insert into backbone.events (position, id, community, type, version, payload)
    select n, 'evt_' || n, case when n % 7 = 0 then 'com_other' else 'com' end, 'actions.action.recorded', 1,
      jsonb_build_object('action', jsonb_build_object('platform', 'github', 'initiator', null, 'subject', jsonb_build_object('title', 'x'),
        'initiatorName', case when n % 2 = 0 then 'ada-l' else 'bob' end, 'data', '{}'::jsonb, 'problem', null, 'result', null))
    from generate_series(1, ${rowsAtOnce * batches}) as n`.execute(db.root)
  await sql`update backbone.head set position = ${rowsAtOnce * batches}`.execute(db.root)
  await db.transaction((tx) => beginErasure(tx, secrets, { id: 'mem_a', community: 'com', ids: ['mem_a'], words }))
  const naming = async (community: string) => {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from backbone.events
      where community = ${community} and payload::text like '%ada-l%'`.execute(db.root)
    return rows[0]!.count
  }
  return { ...backbone, naming }
}

describe('erasing people', () => {
  it('Erasing a person keeps how far it came, and goes on from there after the process died', async (t) => {
    const backbone = await filled(t)
    const { db, naming } = backbone
    const places: (string | null)[] = []
    const dyingAt = (death: number): Step[] => [
      async (tx, person, after) => {
        if (places.length === death) throw new Error('killed')
        places.push(after)
        return logSteps[0]!(tx, person, after)
      },
      logSteps[1]!,
    ]
    const before = await naming('com')
    await assert.rejects(erase(backbone, 'log', 'mem_a', dyingAt(2)), /killed/)
    const left = await naming('com')
    assert.ok(left > 0 && left < before, 'a part is done, and stays so')
    await erase(backbone, 'log', 'mem_a', dyingAt(99))
    assert.equal(await naming('com'), 0)
    assert.equal(new Set(places).size, places.length, 'no batch is done again')
    assert.ok(places.length >= 4)
    assert.ok((await naming('com_other')) > 0, "another community's log is its own")
    await erase(backbone, 'log', 'mem_a', [async () => assert.fail('it is done')])

    // The words are kept, sealed, until every part is done; then nothing is.
    const kept = () => sql<{ words: string | null }>`select words from backbone.erasures`.execute(db.root)
    assert.match((await kept()).rows[0]!.words!, /^v1\./)
    for (const part of partsWithPeople) await erase(backbone, part, 'mem_a', [])
    assert.equal((await kept()).rows[0]!.words, null)
    assert.ok((await findErasures(db.root, ['mem_a']))[0]!.doneAt)
    await erase(backbone, 'log', 'mem_b', [async () => assert.fail('nobody asked for it')])
  })

  it('Erasing a person takes addresses out of the audit log, whose chain holds', async (t) => {
    const backbone = await filled(t)
    const { db, log } = backbone
    const by = { kind: 'key' as const, key: 'key_a', member: 'mem_a', address: '192.0.2.7' }
    const acts = async (member: string, times: number) => {
      for (let n = 0; n < times; n++)
        await acting({ mutation: 'castVote', by: { ...by, member } }, () =>
          log.write(async (_tx, _emit, note) => note('com', ['prop_1'])),
        )
    }
    // One of before, whose record holds the address itself.
    const old = {
      ...{ form: 1, community: 'com', at: new Date(0).toISOString(), mutation: 'signIn', address: '192.0.2.7' },
      ...{ by: { kind: 'KEY', key: 'key_a', session: null, member: 'mem_a' }, subjects: [], events: [] },
    }
    const entry = { community: 'com', mutation: 'signIn', actor: 'mem_a', record: old, digest: digestOf(old) }
    await sql`select backbone.record_audit(${JSON.stringify([entry])}::jsonb)`.execute(db.root)
    await acts('mem_a', 3)
    await acts('mem_b', 2)
    const before = await verifyAudit(db.root, 'com')
    assert.deepEqual([before.valid, before.erased], [true, 0])
    await erase(backbone, 'log', 'mem_a', logSteps)
    const after = await verifyAudit(db.root, 'com')
    assert.deepEqual(after, { ...before, erased: 4 })
    const addresses = async () =>
      (
        await sql<{ n: number }>`select count(*)::int as n from backbone.audit
        where address is not null or record ->> 'address' is not null or salt is not null`.execute(db.root)
      ).rows[0]!.n
    assert.equal(await addresses(), 2, "another's stay")
    // An address that was put in place of another is found; and so is a record that was changed under the name of an erasure.
    for (const [place, change] of [
      [6, sql`address = '192.0.2.9'`],
      [6, sql`address = null`],
      [2, sql`record = jsonb_set(record, '{mutation}', '"other"')`],
    ] as const) {
      await assert.rejects(
        db.transaction(async (tx) => {
          await sql`update backbone.audit set ${change} where community = 'com' and place = ${place}`.execute(tx)
          assert.equal((await verifyAudit(tx, 'com')).brokenAt, place)
          throw new Error('as it was')
        }),
        /as it was/,
      )
    }
  })

  it('Erasing a person marks their accounts in platform and community, by which they are known if they return', async (t) => {
    const { db, secrets } = await filled(t)
    const forget = (await forgottenOn(db.root, secrets, 'com', 'github'))!
    assert.match(forget('ada-l'), /^erased:/)
    assert.equal(forget('Ada Lovelace'), 'Ada Lovelace', 'others may be called so')
    assert.equal(await forgottenOn(db.root, secrets, 'com', 'slack'), null)
    assert.equal(await forgottenOn(db.root, secrets, 'com_other', 'github'), null)
    await db.transaction((tx) => liftTombstones(tx, secrets, 'com', [{ platform: 'github', text: 'Ada-L' }]))
    assert.equal(await forgottenOn(db.root, secrets, 'com', 'github'), null)
  })
})
