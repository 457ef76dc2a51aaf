// `npm run rotate-secret`: nothing that is sealed is lost, nothing is left sealed under the old secret, and it may be killed.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { type Config, readConfig, readTestDatabaseUrl } from '../../../backbone/config.ts'
import type { Database } from '../../../backbone/database/database.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { secretBox } from '../../../backbone/security/secrets.ts'
import { rotateSecret } from '../../../gateway/backup/rotate-secret.ts'
import { startFolkmoot } from '../../../gateway/processes/start.ts'
import { subgraphModules } from '../../../gateway/subgraph-modules.ts'
import { subgraphNames } from '../../../schema/subgraph-names.ts'
import { compiled } from '../../support/compiled.ts'
import { crowd } from '../../support/crowd.ts'
import { emptyDatabase } from '../../support/template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function place(t: TestContext): Promise<Config> {
  const dataFolder = temporaryFolder(t)
  const quiet = { ...readConfig({}), port: 0, logLevel: 'silent', dataFolder }
  if (!readTestDatabaseUrl()) return quiet
  const { url, drop } = await emptyDatabase()
  t.after(drop)
  return { ...quiet, databaseUrl: url }
}

function command({ dataFolder, databaseUrl }: Config): Promise<{ code: number; said: string }> {
  const env = {
    PATH: '',
    NODE_COMPILE_CACHE: compiled,
    FOLKMOOT_DATA: dataFolder,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  const script = join(import.meta.dirname, '../../../gateway/backup/rotate-secret.ts')
  return new Promise((done) => {
    execFile(process.execPath, [script], { env }, (error, out, err) =>
      done({ code: error ? Number(error.code ?? 1) : 0, said: out + err }),
    )
  })
}

async function onDatabase<T>(config: Config, work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  return work(db).finally(() => db.close())
}

/** Everything in the database that looks sealed, by its column. */
async function sealedTexts(db: Database): Promise<{ table: string; column: string; id: string; sealed: string }[]> {
  const { rows: columns } = await sql<{ table: string; column: string }>`
    select table_schema || '.' || table_name as table, column_name as column from information_schema.columns
    where table_schema in (${sql.join(['backbone', ...subgraphNames, 'jobs'])})
      and data_type in ('text', 'jsonb')`.execute(db.root)
  const found = []
  for (const { table, column } of columns) {
    const { rows } = await sql<{ row: any; sealed: string }>`
      select to_jsonb(t) as row, ${sql.ref(column)}::text as sealed from ${sql.table(table)} t
      where ${sql.ref(column)}::text ~ '\\mv1\\.[A-Za-z0-9_-]{38,}'`.execute(db.root)
    found.push(...rows.map(({ row, sealed }) => ({ table, column, id: row.id as string, sealed })))
  }
  return found
}

describe('npm run rotate-secret', () => {
  it('npm run rotate-secret seals all anew, or nothing, and goes on where it was killed', async (t) => {
    await crowd(t)
    const config = await place(t)
    const file = (name: string) => join(config.dataFolder, name)
    await assert.rejects(rotateSecret(config), /^Error: Wanted the present secret/)
    const running = await startFolkmoot(config)
    const old = readFileSync(file('secret'), 'utf8').trim()
    const box = secretBox(old)
    const ask = async (url: string, query: string) => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${running.adminKey}` }
      const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
      return (await answer.json()) as any
    }
    await ask(
      running.url,
      'mutation { createCommunity(input: { slug: "garden", name: "Garden" }) { community { id } } }',
    )
    const set = 'setDriver(input: { community: "garden", kind: EXTERNAL, endpoint: "https://driver.example/events" })'
    const { driverSecret } = (await ask(running.url, `mutation { ${set} { driverSecret } }`)).data.setDriver
    const rotate = 'mutation { rotateDriverSecret(input: { community: "garden" }) { driverSecret } }'
    const newest = (await ask(running.url, rotate)).data.rotateDriverSecret.driverSecret
    const { community } = (
      await ask(running.url, '{ community(community: "garden") { id cursor(stream: DECISIONS) } }')
    ).data
    const { code, said } = await command(config) // as a process of its own: this one has the database
    assert.equal(code, 1)
    assert.match(said, /is used by process|Wanted that nothing runs on this database/)
    await running.stop()

    const hook = 'https://folkmoot.example/hooks/con_1/a-secret'
    await onDatabase(config, async ({ root }) => {
      await sql`insert into communities.connections (id, community, platform, external_id, settings, webhook_url, status)
        values ('con_1', ${community.id}, 'wiki', 'w', '{}', ${box.seal(hook, 'communities.webhook:con_1')}, 'CONNECTED')`.execute(
        root,
      )
      await sql`insert into actions.connections (id, community, platform, external_id, settings, credentials, webhook_secret, status)
        values ('con_1', ${community.id}, 'wiki', 'w', '{}', ${box.seal('{"token":"t"}', 'actions.credentials:con_1')},
          ${box.seal('a-secret', 'actions.webhook:con_1')}, 'CONNECTED')`.execute(root)
    })
    await assert.rejects(rotateSecret({ ...config, secret: 'some other secret' }), /FOLKMOOT_NEXT_SECRET/)
    const wrong = { ...config, secret: 'some other secret', nextSecret: 'the next one of all' }
    await assert.rejects(rotateSecret(wrong), /not the one that this database was written under/)

    // Killed after the database was written, before the file was: as if it had not yet been told.
    copyFileSync(file('secret'), file('kept'))
    assert.equal(await rotateSecret(config), 5)
    const next = readFileSync(file('secret'), 'utf8').trim()
    assert.notEqual(next, old)
    assert.ok(!existsSync(file('secret.next')))
    copyFileSync(file('secret'), file('secret.next'))
    copyFileSync(file('kept'), file('secret'))
    assert.equal(await rotateSecret(config), 0)
    assert.equal(readFileSync(file('secret'), 'utf8').trim(), next)

    // Everything that is sealed is in a column that is known, and opens with the next secret only.
    const known = (await Promise.all(Object.values(subgraphModules).map((load) => load()))).flatMap(
      ({ sealed }) => sealed ?? [],
    )
    const plain = await onDatabase(config, async (db) =>
      (await sealedTexts(db)).map(({ table, column, id, sealed }) => {
        const of = known.find((each) => each.table === table && each.column === column)
        assert.ok(of, `${table}.${column} is sealed: tell npm run rotate-secret of it`)
        assert.throws(() => box.open(sealed, of.context(id)))
        return secretBox(next).open(sealed, of.context(id))
      }),
    )
    assert.deepEqual(plain.sort(), [driverSecret, newest, hook, '{"token":"t"}', 'a-secret'].sort())

    const again = await startFolkmoot(config)
    t.after(() => again.stop())
    const read = (await ask(again.url, '{ community(community: "garden") { connections { webhookUrl } } }')).data
    assert.equal(read.community.connections[0].webhookUrl, hook)
    await again.stop()

    // Given by the environment, from one to the next.
    const given = { ...config, secret: next, nextSecret: 'a third one, given by hand' }
    assert.equal(await rotateSecret(given), 5)
    await assert.rejects(
      startFolkmoot({ ...config, secret: next }),
      /is not the one that this database was written under/,
    )
    await (await startFolkmoot({ ...config, secret: given.nextSecret })).stop()
    writeFileSync(file('secret.next'), 'one that was left there\n')
    await assert.rejects(rotateSecret({ ...config, nextSecret: 'and yet another one' }), /has another next secret/)
  })
})
