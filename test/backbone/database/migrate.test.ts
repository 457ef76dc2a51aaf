// Data outlives versions: what the first state of the schema held is there after every migration since.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { tablesOf } from '../../../backbone/archive/tables.ts'
import { readConfig } from '../../../backbone/config.ts'
import type { Database } from '../../../backbone/database/database.ts'
import { digestOf, migrate } from '../../../backbone/database/migrate.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { prepare } from '../../../backbone/database/prepared.ts'
import { orderFor } from '../../../backbone/fault-point.ts'
import { startFolkmoot } from '../../../gateway/processes/start.ts'
import { compiled } from '../../support/compiled.ts'
import { emptyDatabase, everyPart } from '../../support/template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../../..')
const kept = (name: string) => readFileSync(join(import.meta.dirname, 'released', name), 'utf8')

async function empty(t: TestContext): Promise<{ db: Database; url: string | null }> {
  const { db, url, drop } = await emptyDatabase()
  t.after(drop)
  return { db, url }
}

/** Every row of ours as an object, by table. */
async function rows(db: Database): Promise<Map<string, Record<string, unknown>[]>> {
  const parts = Object.keys(await everyPart())
  return db.transaction(async (tx) => {
    const found = new Map<string, Record<string, unknown>[]>()
    for (const { schema, name } of await tablesOf(tx, parts)) {
      const { rows } = await sql
        .raw<{ row: Record<string, unknown> }>(
          `select to_jsonb(t) as row from "${schema}"."${name}" t order by t::text`,
        )
        .execute(tx)
      found.set(
        `${schema}.${name}`,
        rows.map(({ row }) => row),
      )
    }
    return found
  })
}

describe('migrating the first schema', () => {
  it('A database with the first schema is migrated to this one, and everything in it is there', async (t) => {
    const { db } = await empty(t)
    await sql.raw(kept('first.sql')).execute(db.root)
    const before = await rows(db)
    assert.equal(before.get('proposals.decisions')!.length, 8)
    await migrate(db, await everyPart())
    const after = await rows(db)
    for (const [table, old] of before) {
      if (table === 'backbone.migrations') continue
      const now = after.get(table)
      assert.ok(now && now.length >= old.length, table) // a migration may add what begins now
      for (const row of old) {
        const same = now!.some((each) =>
          Object.entries(row).every(([column, value]) => JSON.stringify(each[column]) === JSON.stringify(value)),
        )
        assert.ok(same, `${table} has lost ${JSON.stringify(row).slice(0, 200)}`)
      }
    }

    // And a server goes on from it: the chain verifies, and the ballot that was open ends as any other.
    const config = {
      ...readConfig({}),
      port: 0,
      logLevel: 'silent',
      secret: 'the secret of the first state',
      adminKey: 'fma_of_the_first_state_and_of_nothing_else',
    }
    const folkmoot = await startFolkmoot(config, { db })
    t.after(() => folkmoot.stop())
    const ask = async (query: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${config.adminKey}` }
      const answer = await fetch(`${folkmoot.url}/graphql`, {
        method: 'POST',
        headers,
        body: JSON.stringify({ query }),
      })
      const { data, errors } = (await answer.json()) as any
      assert.equal(errors, undefined, JSON.stringify(errors))
      return data
    }
    const { communities } = await ask(
      '{ communities(first: 1) { nodes { id slug proposals(first: 50) { nodes { id title status } } decisions(first: 50) { nodes { outcome hash } } members(first: 50) { nodes { name cred { status total } } } } } }',
    )
    const [community] = communities.nodes
    assert.equal(community.proposals.nodes.length, 9)
    const hashes = community.decisions.nodes.map(({ hash }: any) => hash)
    for (const { hash } of before.get('proposals.decisions')!) assert.ok(hashes.includes(hash))
    assert.ok(community.members.nodes.some(({ cred }: any) => cred.status === 'FOUND' && cred.total > 25))
    const { verifyDecisions } = await ask(`{ verifyDecisions(community: "${community.id}") { valid } }`)
    assert.deepEqual(verifyDecisions, { valid: true })
    const open = community.proposals.nodes.find(({ title }: any) => title.includes('Left open'))
    const close = 'mutation { closeProposal(input: { proposal: "ID" }) { decision { outcome } userErrors { code } } }'
    const { closeProposal } = await ask(close.replace('ID', open.id))
    // Its time may be over by now: then it was counted at the start.
    if (open.status === 'OPEN') assert.ok(closeProposal.decision.outcome)
  })
})

describe('migrations', () => {
  it('Migrations that were released are as they were', async () => {
    const released: Record<string, string> = JSON.parse(kept('migrations.json'))
    const parts = await everyPart()
    for (const [id, sha256] of Object.entries(released)) {
      const [part, name] = id.split('/') as [string, string]
      const migration = parts[part]?.[name]
      assert.ok(migration !== undefined, `${id} was released and is gone`)
      assert.equal(digestOf(migration), sha256, `${id} was released; add a new migration instead of changing it`)
    }
  })

  it('Migrations of a newer version are refused, with a sentence', async (t) => {
    const { db } = await empty(t)
    const parts = { part: { '0001_start': 'create table a (n int)' } }
    await migrate(db, { part: { ...parts.part, '0002_future': 'create table b (n int)' } })
    await assert.rejects(
      migrate(db, parts),
      /has part\/0002_future, which this version does not know: use a newer Folkmoot/,
    )
  })

  it('Migrations happen once, though several processes start at the same moment', async (t) => {
    const { db, url } = await empty(t)
    const others = url ? await Promise.all([1, 2, 3].map(() => openDatabase({ url, poolSize: 1 }))) : []
    const parts = { part: { '0001_start': 'create table a (n int)', '0002_row': 'insert into a values (1)' } }
    await Promise.all([db, ...others, db].map((each) => migrate(each, parts)))
    for (const each of others) await each.close()
    const { rows: found } = await sql`select n from part.a`.execute(db.root)
    assert.deepEqual(found, [{ n: 1 }])
  })

  it('Migrations that were all applied are found so by a look, without a transaction', async (t) => {
    const { db } = await empty(t)
    const parts = await everyPart()
    await migrate(db, parts)
    const asked: string[] = []
    t.after(db.onQuery((text) => asked.push(text)))
    await migrate(db, parts)
    assert.equal(asked.length, 3, asked.join('\n'))
    assert.ok(asked.every((text) => text.startsWith('select')))
    await migrate(db, { ...parts, garden: { '0001_start': 'create table beds (n int)' } })
    await sql`select from garden.beds`.execute(db.root)
    await sql`drop schema garden cascade`.execute(db.root)
  })

  it('Migrations that fail leave nothing half done', async (t) => {
    const { db } = await empty(t)
    const good = { part: { '0001_start': 'create table a (n int)' } }
    const bad = { part: { ...good.part, '0002_bad': 'create table b (n int); select 1 / 0' } }
    await assert.rejects(migrate(db, bad), /division by zero/)
    const { rows: found } = await sql`select to_regclass('part.a') as a, to_regclass('part.b') as b`.execute(db.root)
    assert.deepEqual(found, [{ a: null, b: null }])
    await migrate(db, good)
  })

  it('Migrations go through at the next start, if a process was killed in the middle of them', async (t) => {
    const folder = temporaryFolder(t)
    const { db: given, url } = await empty(t)
    const data = join(folder, 'data')
    mkdirSync(data)
    if (!url) await prepare(join(data, 'database'), {}) // without tables
    mkdirSync(join(folder, 'die-at'))
    writeFileSync(join(folder, 'die-at', orderFor('in migration proposals/0001_start')), '')
    const env = {
      PATH: '',
      NODE_COMPILE_CACHE: compiled,
      PORT: '0',
      FOLKMOOT_DATA: data,
      FOLKMOOT_FAULTS: folder,
      ...(url ? { DATABASE_URL: url } : {}),
    }
    const child = spawn(process.execPath, ['gateway/main.ts'], { cwd: root, env, stdio: 'ignore' })
    const [, signal] = await once(child, 'exit')
    assert.equal(signal, 'SIGKILL')
    const db = url ? given : await openDatabase({ folder: data })
    try {
      const { rows: left } =
        await sql`select 1 from pg_namespace where nspname in ('backbone', 'communities', 'proposals')`.execute(db.root)
      assert.equal(left.length, 0)
      await migrate(db, await everyPart())
      await sql`select 1 from proposals.votes`.execute(db.root)
    } finally {
      if (!url) await db.close()
    }
  })
})
