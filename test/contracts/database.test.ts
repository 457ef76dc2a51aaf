// What both engines promise to whoever asks through `Database`. The engine under test is the one of the suite.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { type Database, sqlState, violatedConstraint } from '../../backbone/database/database.ts'
import { freshDatabase } from '../support/template.ts'

async function database(t: TestContext): Promise<Database> {
  const { db, drop } = await freshDatabase()
  t.after(async () => {
    await sql.raw('drop schema if exists contract cascade').execute(db.root)
    await drop()
  })
  await sql
    .raw(
      `create schema contract;
       create table contract.things (id bigint generated always as identity primary key, name text not null unique,
         count bigint, ok boolean, at timestamptz, doc jsonb, part int check (part > 0))`,
    )
    .execute(db.root)
  return db
}

const add = (on: Database['root'], name: string) =>
  sql<{ id: number; name: string }>`insert into contract.things (name) values (${name}) returning id, name`.execute(on)
const names = async (on: Database['root']) =>
  (await sql<{ name: string }>`select name from contract.things order by name`.execute(on)).rows.map(({ name }) => name)

describe('queries of the database', () => {
  it('A query takes and gives each type the same the first time and later', async (t) => {
    const db = await database(t)
    const at = new Date('2026-11-25T18:00:00.123Z')
    const doc = { text: 'é 😀 "\\', list: [1, null] }
    for (let times = 0; times < 8; times++) {
      const { rows } = await sql<Record<string, unknown>>`
        insert into contract.things (name, count, ok, at, doc, part)
        values (${`n${times}`}, ${2 ** 40}, ${true}, ${at}, ${JSON.stringify(doc)}, ${null})
        returning name, count, ok, at, doc, part, array[name, null] as list, 1.5::float8 as half, ''::text as empty
      `.execute(db.root)
      assert.deepEqual(rows, [
        {
          name: `n${times}`,
          count: 2 ** 40,
          ok: true,
          at,
          doc,
          part: null,
          list: [`n${times}`, null],
          half: 1.5,
          empty: '',
        },
      ])
    }
  })

  it('A query tells how many rows it changed', async (t) => {
    const db = await database(t)
    for (const name of ['a', 'b']) assert.equal((await add(db.root, name)).numAffectedRows, 1n)
    const update = () => sql`update contract.things set count = ${1}`.execute(db.root)
    assert.equal((await update()).numAffectedRows, 2n)
    assert.equal((await update()).numAffectedRows, 2n)
    assert.equal((await sql`delete from contract.things where name = ${'z'}`.execute(db.root)).numAffectedRows, 0n)
  })

  it('A query that fails tells SQLSTATE and constraint, and leaves the next unharmed', async (t) => {
    const db = await database(t)
    for (let times = 0; times < 3; times++) {
      await add(db.root, `same${times}`)
      await assert.rejects(add(db.root, `same${times}`), (error) => {
        assert.equal(violatedConstraint(error), 'things_name_key')
        return true
      })
      const check = sql`insert into contract.things (name, part) values (${'x'}, ${-1})`.execute(db.root)
      await assert.rejects(
        check,
        (error: any) => sqlState(error) === '23514' && error.constraint === 'things_part_check',
      )
      await assert.rejects(
        sql`select * from contract.nothing where a = ${1}`.execute(db.root),
        (error) => sqlState(error) === '42P01',
      )
      await assert.rejects(sql`select ${'x'}::text::int`.execute(db.root), (error) => sqlState(error) === '22P02')
    }
    assert.equal((await names(db.root)).length, 3)
  })

  it('A query without parameters may be several statements: all are done, or none', async (t) => {
    const db = await database(t)
    await sql
      .raw(`insert into contract.things (name) values ('semi;colon'); update contract.things set count = 1`)
      .execute(db.root)
    const counted = sql<{ n: number }>`select count(*)::int as n from contract.things where count = ${1}`
    assert.deepEqual((await counted.execute(db.root)).rows, [{ n: 1 }])
    await assert.rejects(
      sql.raw(`insert into contract.things (name) values ('b'); select 1/0`).execute(db.root),
      (error) => sqlState(error) === '22012',
    )
    assert.deepEqual(await names(db.root), ['semi;colon'])
  })

  it('A query asked before gives what its tables hold after they were altered', async (t) => {
    const db = await database(t)
    const all = () => sql<Record<string, unknown>>`select * from contract.things where name = ${'a'}`.execute(db.root)
    await add(db.root, 'a')
    for (let times = 0; times < 7; times++) await all()
    await sql.raw(`alter table contract.things add column more text not null default 'm'`).execute(db.root)
    assert.equal((await all()).rows[0]!.more, 'm')
    await sql.raw('alter table contract.things drop column more, alter column count type text').execute(db.root)
    const [row] = (await all()).rows
    assert.ok(row && !('more' in row))
    await sql.raw('drop table contract.things; create table contract.things (name int, other int)').execute(db.root)
    await assert.rejects(all(), (error) => ['22P02', '42883'].includes(sqlState(error) ?? ''))
    const byNumber = await sql`select * from contract.things where name = ${1}`.execute(db.root)
    assert.deepEqual(byNumber.rows, [])
  })

  it('A query whose table was altered beside the interface is prepared anew', async (t) => {
    const db = await database(t)
    const all = () => sql<Record<string, unknown>>`select * from contract.things where name = ${'a'}`.execute(db.root)
    await add(db.root, 'a')
    await all()
    const beside = 'alter table contract.things add column late int default 7'
    if (db.pglite) await db.pglite.exec(beside)
    else await sql.raw(beside).execute(db.root)
    assert.equal((await all()).rows[0]!.late, 7)
  })

  it('Queries may be of more different texts than are kept prepared', async (t) => {
    const db = await database(t)
    const ask = (n: number) => sql<{ n: number }>`select ${sql.raw(String(n))} + ${n}::int as n`.execute(db.root)
    for (const round of [1, 2])
      for (let n = 0; n < 350; n++) assert.equal((await ask(n)).rows[0]!.n, 2 * n, `round ${round}`)
  })

  it('A query finds its rows as fast as ever when the table has grown under it', async (t) => {
    const db = await database(t)
    const find = sql<{ id: number }>`select id from contract.things where name = ${'n77'}`
    for (let times = 0; times < 10; times++) await find.execute(db.root)
    await sql`insert into contract.things (name) select 'n' || n from generate_series(1, ${20_000}) n`.execute(db.root)
    assert.equal((await find.execute(db.root)).rows.length, 1)
  })
})

describe('transactions of the database', () => {
  it('A transaction is all or nothing, and keeps others out of it', async (t) => {
    const db = await database(t)
    const inside = db.transaction(async (tx) => {
      await add(tx, 'in')
      assert.ok((await names(tx)).includes('in')) // beside what others have committed meanwhile
      throw new Error('changed my mind')
    })
    const outside = add(db.root, 'out')
    await assert.rejects(inside, /changed my mind/)
    await outside
    assert.deepEqual(await names(db.root), ['out'])
  })

  it('A transaction that failed inside can be rolled back, and another begun', async (t) => {
    const db = await database(t)
    await add(db.root, 'a')
    for (let times = 0; times < 3; times++) {
      await assert.rejects(
        db.transaction(async (tx) => {
          await add(tx, `lost${times}`)
          await add(tx, 'a')
        }),
        (error) => violatedConstraint(error) === 'things_name_key',
      )
      await db.transaction((tx) => add(tx, `kept${times}`))
    }
    assert.deepEqual(await names(db.root), ['a', 'kept0', 'kept1', 'kept2'])
  })

  it('A transaction refuses everything after an error', async (t) => {
    const db = await database(t)
    await assert.rejects(
      db.transaction(async (tx) => {
        await sql`select 1/${0}::int`.execute(tx).catch(() => {})
        await add(tx, 'late')
      }),
      (error) => sqlState(error) === '25P02',
    )
    assert.deepEqual(await names(db.root), [])
  })

  it('A transaction may change the schema, and forgets it when it is rolled back', async (t) => {
    const db = await database(t)
    await add(db.root, 'a')
    const all = (on: Database['root']) => sql<Record<string, unknown>>`select * from contract.things`.execute(on)
    await all(db.root)
    await assert.rejects(
      db.transaction(async (tx) => {
        await all(tx)
        await sql.raw('alter table contract.things add column extra int default 3').execute(tx)
        assert.equal((await all(tx)).rows[0]!.extra, 3)
        throw new Error('back')
      }),
      /back/,
    )
    assert.ok(!('extra' in (await all(db.root)).rows[0]!))
  })

  it('A transaction has the search path that it sets, and leaves none behind', async (t) => {
    const db = await database(t)
    const here = sql<{ path: string }>`select current_schema() as path where ${1}::int = 1`
    const before = (await here.execute(db.root)).rows[0]!.path
    await db.transaction(async (tx) => {
      await sql.raw('set local search_path to contract').execute(tx)
      assert.equal((await here.execute(tx)).rows[0]!.path, 'contract')
      assert.equal((await sql`select * from things where name = ${'x'}`.execute(tx)).rows.length, 0)
    })
    assert.equal((await here.execute(db.root)).rows[0]!.path, before)
  })

  it('A notification is heard when its transaction commits, and never when it does not', async (t) => {
    const db = await database(t)
    const heard: string[] = []
    let last: () => void = () => {}
    const done = new Promise<void>((resolve) => {
      last = resolve
    })
    const stop = await db.listen('contract_channel', (payload) => {
      heard.push(payload)
      if (payload === 'last') last()
    })
    const tell = (on: Database['root'], word: string) => sql`select pg_notify('contract_channel', ${word})`.execute(on)
    await db
      .transaction(async (tx) => {
        await tell(tx, 'never')
        throw new Error('back')
      })
      .catch(() => {})
    await db.transaction((tx) => tell(tx, 'first'))
    await tell(db.root, 'last')
    await done
    assert.deepEqual(heard, ['first', 'last'])
    await stop()
  })

  it('Many transactions at once wait for their turn', async (t) => {
    const db = await database(t)
    await add(db.root, 'counter')
    await Promise.all(
      Array.from({ length: 30 }, () =>
        db.transaction(async (tx) => {
          const { rows } = await sql<{ count: number | null }>`
            select count from contract.things where name = ${'counter'} for update`.execute(tx)
          await sql`update contract.things set count = ${(rows[0]!.count ?? 0) + 1} where name = ${'counter'}`.execute(
            tx,
          )
        }),
      ),
    )
    const { rows } = await sql<{ count: number }>`select count from contract.things where name = ${'counter'}`.execute(
      db.root,
    )
    assert.equal(rows[0]!.count, 30)
  })
})
