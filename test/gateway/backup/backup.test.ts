// `npm run backup` and `npm run restore` as their users run them: beside a server, without one, and where they cannot.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { readConfig, readTestDatabaseUrl } from '../../../backbone/config.ts'
import { restore } from '../../../gateway/backup/restore.ts'
import { backUp } from '../../../gateway/backup/save.ts'
import { startFolkmoot } from '../../../gateway/processes/start.ts'
import { compiled } from '../../support/compiled.ts'
import { crowd } from '../../support/crowd.ts'
import { emptyDatabase } from '../../support/template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../../..')
const server = readTestDatabaseUrl()

/** A configuration of its own: a folder, and on PostgreSQL an empty database. */
async function place(t: TestContext) {
  const dataFolder = temporaryFolder(t)
  const quiet = { ...readConfig({}), port: 0, logLevel: 'silent', dataFolder }
  if (!server) return quiet
  const { url, drop } = await emptyDatabase()
  t.after(drop)
  return { ...quiet, databaseUrl: url }
}

function command(script: string, args: string[], env: Record<string, string>): Promise<{ code: number; said: string }> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, 'gateway/backup', script), ...args],
      { cwd: root, env: { PATH: '', NODE_COMPILE_CACHE: compiled, ...env } },
      (error, out, err) => done({ code: error ? Number(error.code ?? 1) : 0, said: out + err }),
    )
  })
}

const make =
  'mutation { createCommunity(input: { slug: "garden", name: "Garden" }) { community { id } userErrors { code } } }'

async function ask(url: string, key: string, query: string): Promise<any> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
  return ((await answer.json()) as any).data
}

describe('npm run backup and npm run restore', () => {
  it('npm run backup and npm run restore move a running community elsewhere, to start with its secret', async (t) => {
    await crowd(t)
    const [from, to] = [await place(t), await place(t)]
    const file = join(temporaryFolder(t), 'backup')
    const env = (config: typeof from) => ({
      FOLKMOOT_DATA: config.dataFolder,
      ...(config.databaseUrl ? { DATABASE_URL: config.databaseUrl } : {}),
    })
    const running = await startFolkmoot(from)
    t.after(() => running.stop())
    const { createCommunity } = await ask(running.url, running.adminKey, make)
    const saved = await command('save.ts', [file], env(from))
    assert.equal(saved.code, 0, saved.said)
    assert.match(saved.said, /rows up to event 1, as of 20.*Keep .*secret with it/s)
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.deepEqual(
      readdirSync(from.dataFolder).filter((name) => name.includes('partial')),
      [],
    )

    const again = await command('save.ts', [file], env(from))
    assert.deepEqual(
      [again.code, again.said.trim()],
      [1, `There is a file ${file} already: wanted the name of a new one.`],
    )
    await running.stop()
    if (!from.databaseUrl) {
      assert.ok(!existsSync(join(from.dataFolder, 'door')), 'the door is gone with the server')
      const later = await backUp(from, `${file}-2`)
      assert.equal(later.header.position, 1)
    }

    const restored = await command('restore.ts', [file], env(to))
    assert.equal(restored.code, 0, restored.said)
    assert.match(restored.said, /everything up to event 1.*put the secret of the Folkmoot that was saved into/s)
    const twice = await command('restore.ts', [file], env(to))
    assert.equal(twice.code, 1)
    assert.match(twice.said, /^Wanted a (database without tables of Folkmoot|folder without a database)/)

    // Without the secret, it does not start, and says why; with it, all is there.
    await assert.rejects(startFolkmoot(to), /FOLKMOOT_SECRET is not the one that this database was written under/)
    await assert.rejects(restore(to, file), /FOLKMOOT_SECRET .* is not the one that this backup was written under/)
    copyFileSync(join(from.dataFolder, 'secret'), join(to.dataFolder, 'secret'))
    const there = await startFolkmoot(to)
    t.after(() => there.stop())
    const { community } = await ask(there.url, there.adminKey, '{ community(community: "garden") { id } }')
    assert.equal(community.id, createCommunity.community.id)
    await there.stop()

    // A secret that is lost can be given up.
    const lost = { ...to, secret: 'another secret, made later' }
    await assert.rejects(startFolkmoot(lost), /start once with --new-secret/)
    await (await startFolkmoot({ ...lost, newSecret: true })).stop()
    await (await startFolkmoot(lost)).stop()
  })

  it('npm run backup and npm run restore say in a sentence what is missing, and leave nothing', async (t) => {
    const there = temporaryFolder(t)
    const env = { FOLKMOOT_DATA: join(there, 'data') }
    const said = async (script: string, ...args: string[]) => {
      const { code, said } = await command(script, args, env)
      assert.equal(code, 1)
      return said.trim()
    }
    assert.equal(await said('save.ts', join(there, 'b')), `There is no database in ${env.FOLKMOOT_DATA}.`)
    assert.match(await said('save.ts'), /^Wanted the name of one file: npm run backup -- FILE; got 0\.$/)
    assert.match(await said('restore.ts', '--nonsense'), /^Unknown option '--nonsense'/)
    assert.equal(await said('restore.ts', join(there, 'b')), `There is no file ${join(there, 'b')}.`)
    writeFileSync(join(there, 'b'), 'create table x;')
    assert.equal(await said('restore.ts', join(there, 'b')), `${join(there, 'b')} is not a backup of Folkmoot.`)
    assert.deepEqual(readdirSync(there), ['b'])
  })

  it('npm run backup and npm run restore knock at a door that opens to nobody without its token', {
    skip: server !== null && 'there is none on PostgreSQL',
  }, async (t) => {
    const config = await place(t)
    const running = await startFolkmoot(config)
    t.after(() => running.stop())
    const door = join(config.dataFolder, 'door')
    assert.equal(statSync(door).mode & 0o777, 0o600)
    const { port, token } = JSON.parse(readFileSync(door, 'utf8'))
    const knock = async (authorization: string, path = '/backup') =>
      (await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', headers: { authorization } })).status
    assert.equal(await knock(''), 401)
    assert.equal(await knock(`Bearer ${token}x`), 401)
    assert.equal(await knock(`Bearer ${running.adminKey}`), 401)
    assert.equal(await knock(`Bearer ${token}`, '/else'), 404)
    writeFileSync(door, JSON.stringify({ port: 1, token }))
    await assert.rejects(backUp(config, join(temporaryFolder(t), 'b')), /does not answer \(ECONNREFUSED\)/)
  })
})
