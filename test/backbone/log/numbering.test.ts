// Positions on a server that many write to at once: no gap, none twice, and what has seen another stands after it.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import pino from 'pino'
import { typeIds } from '../../../backbone/ids.ts'
import { acting } from '../../../backbone/log/acts.ts'
import type { EventLog } from '../../../backbone/log/log.ts'
import { openLog } from '../../../backbone/log/log.ts'
import { writeTogether } from '../../support/log-writers.ts'
import { type TestBackbone, testBackbone } from '../../support/world.ts'

const revoked = (community: string, key: string) => ({
  type: 'communities.key.revoked' as const,
  community,
  payload: { key },
})
const keysOf = async (log: EventLog) =>
  (await log.read({ after: 0, limit: 1000 })).map(({ payload }) => (payload as { key: string }).key)

async function onServer(t: TestContext, work: (backbone: TestBackbone) => Promise<void>): Promise<void> {
  const backbone = await testBackbone(t)
  if (backbone.db.engine === 'pglite') return t.skip('the embedded database has one transaction at a time')
  await work(backbone)
}

/** What a process left that died between its commit and the numbering. */
const left = ({ db, ids }: TestBackbone, key: string) => {
  const rows = [{ offset: 1, id: ids.next('evt'), version: 1, ...revoked('a', key) }]
  return sql`insert into backbone.pending (events) values (${JSON.stringify(rows)})`.execute(db.root)
}
const pending = async ({ db }: TestBackbone) =>
  (await sql<{ many: number }>`select count(*) as many from backbone.pending`.execute(db.root)).rows[0]!.many

/** While a transaction of the log is held open, those beside it are not the only one. */
async function beside(log: EventLog, work: () => Promise<void>): Promise<void> {
  const open = Promise.withResolvers<void>()
  const holding = log.write(async () => open.promise)
  try {
    await work()
  } finally {
    open.resolve()
    await holding
  }
}

describe('numbering of the event log', () => {
  it('Numbering gives what was written side by side positions without a gap, before it is acknowledged', (t) =>
    onServer(t, async (backbone) => {
      const { log } = backbone
      await beside(log, async () => {
        for (let n = 1; n <= 3; n++) {
          await log.write(async (_, emit) => emit(revoked('a', String(n))))
          assert.equal(await log.head(), n)
        }
      })
      assert.deepEqual(await keysOf(log), ['1', '2', '3'])
      assert.equal(await pending(backbone), 0)
    }))

  it('Numbering leaves nothing of a transaction that failed', (t) =>
    onServer(t, async (backbone) => {
      const { log } = backbone
      await beside(log, async () => {
        const failing = log.write(async (tx, emit) => {
          emit(revoked('a', 'no'))
          await sql`select 1 / 0`.execute(tx)
        })
        await assert.rejects(failing, /division by zero/)
        await log.write(async (_, emit) => emit(revoked('a', 'yes')))
      })
      assert.deepEqual(await keysOf(log), ['yes'])
      assert.equal(await log.head(), 1)
    }))

  it('Numbering takes what a process that died had committed, before what is written after it', (t) =>
    onServer(t, async (backbone) => {
      const { log } = backbone
      await left(backbone, 'one')
      await left(backbone, 'two')
      await log.write(async (_, emit) => emit(revoked('a', 'three')))
      assert.deepEqual(await keysOf(log), ['one', 'two', 'three'])
    }))

  it('Numbering takes what a process that died had committed, though nobody writes any more', (t) =>
    onServer(t, async (backbone) => {
      const other = openLog(backbone.db, typeIds, pino({ level: 'silent' }))
      backbone.defer(() => other.stop())
      const heard = other.follow({ after: 0 })
      const first = heard.next()
      await left(backbone, 'one')
      assert.deepEqual((await first).value?.payload, { key: 'one' })
      await heard.return?.()
    }))

  it('Numbering takes what was begun before others were numbered, and is committed after', (t) =>
    onServer(t, async (backbone) => {
      const { log, db, ids } = backbone
      const open = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const slow = db.transaction(async (tx) => {
        const rows = [{ offset: 1, id: ids.next('evt'), version: 1, ...revoked('a', 'slow') }]
        await sql`insert into backbone.pending (events) values (${JSON.stringify(rows)})`.execute(tx)
        begun.resolve()
        await open.promise
      })
      await begun.promise
      for (const key of ['1', '2']) await log.write(async (_, emit) => emit(revoked('a', key)))
      open.resolve()
      await slow
      await log.write(async (_, emit) => emit(revoked('a', '3')))
      assert.deepEqual(await keysOf(log), ['1', '2', 'slow', '3'])
    }))

  it('Numbering goes on where the data came from a server that had counted further', (t) =>
    onServer(t, async (backbone) => {
      const { log, db } = backbone
      await sql`update backbone.head set floor = '9000000000000000'`.execute(db.root)
      await left(backbone, 'one')
      await log.write(async (_, emit) => emit(revoked('a', 'two')))
      await left(backbone, 'three')
      await log.write(async (_, emit) => emit(revoked('a', 'four')))
      assert.deepEqual(await keysOf(log), ['one', 'two', 'three', 'four'])
    }))

  it('Numbering does not look again at what a long transaction keeps from being removed', (t) =>
    onServer(t, async (backbone) => {
      const { log, db } = backbone
      const open = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const backup = db.snapshot(async (tx) => {
        await sql`select count(*) from backbone.events`.execute(tx)
        begun.resolve()
        await open.promise
      })
      await begun.promise
      const floor = async () =>
        BigInt((await sql<{ floor: string }>`select floor::text from backbone.head`.execute(db.root)).rows[0]!.floor)
      try {
        const before = await floor()
        // It goes up, though what was removed is still there for this transaction; later where another database's holds it.
        await beside(log, async () => {
          while ((await floor()) <= before + 3n) await log.write(async (_, emit) => emit(revoked('a', '1')))
        })
      } finally {
        open.resolve()
        await backup
      }
    }))

  it('Numbering keeps the audit log in order, of what was written side by side and by itself', (t) =>
    onServer(t, async (backbone) => {
      const { log, db } = backbone
      const by = { kind: 'admin' as const, key: null, member: null }
      const write = (key: string) =>
        acting({ mutation: 'revokeKey', by }, () => log.write(async (_, emit) => emit(revoked('a', key))))
      await write('1')
      await beside(log, async () => {
        await Promise.all(['2', '3', '4', '5'].map(write))
      })
      await write('6')
      const { rows } = await sql<{ place: number; before: string | null; digest: string; hash: string }>`
        select place, lag(hash) over (order by place) as before, digest, hash from backbone.audit
        where community = 'a' order by place`.execute(db.root)
      assert.deepEqual(
        rows.map(({ place }) => place),
        [1, 2, 3, 4, 5, 6],
      )
      for (const { before, digest, hash } of rows) {
        const { rows: made } = await sql<{ hash: string }>`
          select encode(sha256(convert_to(${(before ?? '') + digest}, 'UTF8')), 'hex') as hash`.execute(db.root)
        assert.equal(hash, made[0]!.hash)
      }
    }))

  it('Numbering of decisions is in their own transaction, whoever writes beside', (t) =>
    onServer(t, async (backbone) => {
      const { log } = backbone
      await beside(log, async () => {
        await left(backbone, 'before')
        await log.write(async (tx, emit) => {
          emit({ type: 'proposals.proposal.decided', community: 'a', payload: { proposal: 'p' } as any })
          void tx
        })
        assert.equal(await pending(backbone), 0)
      })
      const types = (await log.read({ after: 0, limit: 10 })).map(({ type }) => type)
      assert.deepEqual(types, ['communities.key.revoked', 'proposals.proposal.decided'])
    }))

  it('Numbering holds under processes that write at once and are killed', (t) =>
    onServer(t, async ({ db }) => {
      const written = await writeTogether(db, { processes: 2, writers: 8, events: 1000, kills: 2 })
      assert.ok(written.events >= 1000)
    }))
})
