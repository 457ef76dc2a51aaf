import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { checkArchive } from '../../../backbone/archive/format.ts'
import { loadArchive } from '../../../backbone/archive/load.ts'
import { saveArchive } from '../../../backbone/archive/save.ts'
import { readTestDatabaseUrl } from '../../../backbone/config.ts'
import type { Database } from '../../../backbone/database/database.ts'
import { type Migrations, migrate } from '../../../backbone/database/migrate.ts'
import { migrations as backbone } from '../../../backbone/database/migrations.ts'
import { emptyDatabase, everyPart } from '../../support/template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const server = readTestDatabaseUrl()
/** From where to where: on a machine with PostgreSQL, also across. */
const ways: [from: string | null, to: string | null][] = server
  ? [
      [server, server],
      [null, server],
      [server, null],
    ]
  : [[null, null]]
const called = (at: string | null) => (at ? 'PostgreSQL' : 'the embedded database')

const odd: Record<string, Migrations> = {
  backbone,
  odd: {
    '0001_start': `
      create table parents (id int primary key);
      create table children (
        key bigint generated always as identity primary key,
        parent int references parents,
        brother bigint references children,
        note text, doc jsonb, bytes bytea, at timestamptz, tags text[], amount numeric, half float8, yes boolean,
        twice int generated always as (parent * 2) stored
      );
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
      create trigger stay before insert or update or delete on parents for each row execute function refuse();
      insert into children (note) values ('of the migration');`,
  },
}

async function empty(t: TestContext, at: string | null = server): Promise<Database> {
  const { db, drop } = await emptyDatabase(at)
  t.after(drop)
  return db
}

/** Every row of some schemas, as the database itself writes it. */
async function contents(db: Database, ...tables: string[]): Promise<string[]> {
  const all: string[] = []
  await sql`set timezone = 'UTC'`.execute(db.root)
  for (const table of tables) {
    const { rows } = await sql
      .raw<{ row: string }>(`select '${table} ' || t::text as row from ${table} t order by 1`)
      .execute(db.root)
    all.push(...rows.map(({ row }) => row))
  }
  return all
}

async function fillOdd(db: Database): Promise<void> {
  await migrate(db, odd)
  await sql.raw('alter table odd.parents disable trigger stay').execute(db.root)
  await sql.raw('insert into odd.parents select generate_series(1, 5000)').execute(db.root)
  await sql.raw('alter table odd.parents enable trigger stay').execute(db.root)
  const texts = ['', 'a\nb\tc\\n "quoted" \u2028 ü 🜁', 'null', '\\x00', '{a,b}', '\u0001', "it's"]
  const docs = ['null', '"text"', '[1, null, {"a": "\\n"}]', '1234567890123456789.0123456789', '{}']
  for (const note of texts) await sql`insert into odd.children (note, parent) values (${note}, 7)`.execute(db.root)
  for (const doc of docs) await sql`insert into odd.children (doc) values (${doc}::jsonb)`.execute(db.root)
  const bytes = randomBytes(2_000_000)
  const long = 'long '.repeat(300_000)
  await sql`insert into odd.children (bytes, note, parent, brother, at, tags, amount, half, yes)
    values (${bytes}, ${long}, 1, 3, '2026-03-29 01:59:59.123456+01', array['a,b', null, '"'], 0.1000, 0.1::float8 + 0.2::float8, false),
      ('', null, null, null, 'infinity', '{}', 'NaN', '-Infinity', true),
      (null, null, null, null, '0044-03-15 12:00:00+00 BC', null, 1e-30, 5e-324, null)`.execute(db.root)
}

describe('a backup', () => {
  for (const [from, to] of ways) {
    it(`A backup gives back every value, from ${called(from)} to ${called(to)}`, async (t) => {
      const [one, two] = [await empty(t, from), await empty(t, to)]
      await fillOdd(one)
      const file = join(temporaryFolder(t), 'backup')
      const saved = await saveArchive(one, file, '1.2.3')
      assert.equal(saved.header.version, '1.2.3')
      assert.match(saved.header.engine, from ? /^postgres \d/ : /^pglite \d/)
      assert.deepEqual(await checkArchive(file), saved.header)
      const afterwards = [`insert into odd.children (note) values ('afterwards')`]
      await loadArchive(two, { file, parts: odd, afterwards })
      const before = await contents(one, 'odd.parents', 'odd.children', 'backbone.head')
      assert.equal(before.length, 5000 + 16 + 1)
      const after = await contents(two, 'odd.parents', 'odd.children', 'backbone.head')
      assert.deepEqual(
        after.filter((row) => !row.includes('afterwards')),
        before,
      )
      // What numbers rows goes on behind them, and what guards rows guards them again.
      const { rows } = await sql<{ key: number }>`select key from odd.children where note = 'afterwards'`.execute(
        two.root,
      )
      assert.equal(Number(rows[0]!.key), 17)
      await assert.rejects(sql`update odd.parents set id = id + 9000`.execute(two.root), /no/)
      await assert.rejects(sql`insert into odd.children (parent) values (-1)`.execute(two.root), /foreign key/)
    })
  }

  it('A backup of an older version is migrated to this one', async (t) => {
    const [one, two] = [await empty(t), await empty(t)]
    const older = { backbone: { '0001_event_log': backbone['0001_event_log']! }, odd: odd.odd! }
    await migrate(one, older)
    const file = join(temporaryFolder(t), 'backup')
    await saveArchive(one, file, '0.0.1')
    const newer = { backbone, odd: { ...odd.odd, '0002_more': 'alter table children add more int not null default 9' } }
    await loadArchive(two, { file, parts: newer, afterwards: [] })
    const { rows } = await sql`select note, more from odd.children`.execute(two.root)
    assert.deepEqual(rows, [{ note: 'of the migration', more: 9 }])
  })

  it('A backup that cannot be read is refused with a sentence, and nothing is changed', async (t) => {
    const one = await empty(t)
    await migrate(one, odd)
    await sql
      .raw(`insert into odd.children (note) select 'note ' || n from generate_series(1, 3000) n`)
      .execute(one.root)
    const place = temporaryFolder(t)
    const good = join(place, 'good')
    await saveArchive(one, good, '1.2.3')
    const text = gunzipSync(readFileSync(good)).toString()
    const whole = readFileSync(good)
    const bad = async (name: string, bytes: Buffer | string, why: RegExp) => {
      const file = join(place, name)
      writeFileSync(file, typeof bytes === 'string' ? gzipSync(bytes) : bytes)
      await assert.rejects(checkArchive(file), why, name)
      await assert.rejects(loadArchive(two, { file, parts: odd, afterwards: [] }), why, name)
      const { rows } = await sql`select 1 from pg_namespace where nspname in ('backbone', 'odd')`.execute(two.root)
      assert.equal(rows.length, 0, `${name} left something`)
    }
    const two = await empty(t)
    await bad('nothing', Buffer.alloc(0), /is not a backup of Folkmoot/)
    await bad('text', Buffer.from('-- PostgreSQL database dump\n'), /is not a backup of Folkmoot/)
    await bad('another', '{"some":"json"}\n', /is not a backup of Folkmoot/)
    await bad('cut', whole.subarray(0, whole.length >> 1), /cut off/)
    await bad('short', whole.subarray(0, whole.length - 1), /cut off/)
    await bad('without end', text.split('\n').slice(0, -2).join('\n').concat('\n'), /cut off/)
    await bad('longer', `${text}["more"]\n`, /goes on after its end/)
    await bad('other value', text.replace('note 1777', 'note 1778'), /checksum does not fit/)
    await bad('row less', text.replace(/\["1778".*\n/, ''), /checksum does not fit/)
    const flipped = Buffer.from(whole)
    flipped[whole.length >> 1]! ^= 1
    await bad('flipped', flipped, /altered|checksum|cut off/)
    await bad('newer format', text.replace('"format":1', '"format":2'), /has format 2; .* use a newer Folkmoot/)
    await assert.rejects(checkArchive(join(place, 'absent')), /There is no file/)
    const fresh = { file: good, parts: odd, afterwards: [] }
    await assert.rejects(loadArchive(two, { ...fresh, afterwards: ['select 1 / 0'] }), /division by zero/)
    await assert.rejects(
      loadArchive(two, { ...fresh, parts: { backbone } }),
      /0001_start, which this version does not know/,
    )
    const changed = { backbone, odd: { '0001_start': `${odd.odd!['0001_start']} -- other` } }
    await assert.rejects(loadArchive(two, { ...fresh, parts: changed }), /applied with other contents/)
    await loadArchive(two, fresh)
    await assert.rejects(
      loadArchive(two, fresh),
      /Wanted a database without tables of Folkmoot; this one has backbone\./,
    )
  })

  it('A backup is one state of the database, though it is written to meanwhile', async (t) => {
    const [one, two] = [await empty(t), await empty(t)]
    const parts = { backbone, odd: { '0001_start': 'create table a (n int); create table z (n int)' } }
    await migrate(one, parts)
    const filling = `insert into odd.a select -n from generate_series(1, 20000) n`
    await sql.raw(filling).execute(one.root)
    let writing = true
    let written = 0
    const writer = (async () => {
      while (writing) {
        written++
        // Both or neither: a backup that reads one table after the other at different moments has more in z than in a.
        await one.transaction((tx) =>
          sql.raw(`insert into odd.a values (${written}); insert into odd.z values (${written})`).execute(tx),
        )
      }
    })()
    const file = join(temporaryFolder(t), 'backup')
    await saveArchive(one, file, '1')
    writing = false
    await writer
    await loadArchive(two, { file, parts, afterwards: [] })
    const { rows } = await sql<{ a: string; z: string }>`select
      (select coalesce(string_agg(n::text, ',' order by n), '') from odd.a where n > 0) as a,
      (select coalesce(string_agg(n::text, ',' order by n), '') from odd.z) as z`.execute(two.root)
    assert.equal(rows[0]!.a, rows[0]!.z)
  })

  it('A backup that could not be made leaves no file', async (t) => {
    const one = await empty(t)
    const file = join(temporaryFolder(t), 'backup')
    await assert.rejects(saveArchive(one, file, '1'), /nothing of Folkmoot in this database/)
    assert.ok(!existsSync(file))
    await migrate(one, odd)
    await assert.rejects(saveArchive(one, join(temporaryFolder(t), 'no/such/folder'), '1'), /ENOENT/)
    writeFileSync(file, 'mine')
    await assert.rejects(saveArchive(one, file, '1'), /EEXIST/)
    assert.equal(readFileSync(file, 'utf8'), 'mine')
  })

  it('A backup has all tables of the database', async (t) => {
    const one = await empty(t)
    const parts = await everyPart()
    await migrate(one, parts)
    const file = join(temporaryFolder(t), 'backup')
    await saveArchive(one, file, '1')
    const lines = gunzipSync(readFileSync(file)).toString().trimEnd().split('\n')
    const saved = lines.flatMap((line) => (line.startsWith('{"table"') ? [JSON.parse(line).table.join('.')] : []))
    const { rows } = await sql<{ name: string }>`select schemaname || '.' || tablename as name from pg_tables
      where schemaname in (${sql.join(Object.keys(parts))})`.execute(one.root)
    const apart = ['backbone.migrations', 'backbone.restored_jobs']
    assert.deepEqual([...saved, ...apart].sort(), rows.map(({ name }) => name).sort())
    const end = JSON.parse(lines.pop()!).end
    assert.equal(
      end.sha256,
      createHash('sha256')
        .update(`${lines.join('\n')}\n`)
        .digest('hex'),
    )
  })
})
