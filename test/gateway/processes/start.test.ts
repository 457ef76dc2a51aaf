// The whole of it, started and stopped as its users do.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { readConfig } from '../../../backbone/config.ts'
import { startFolkmoot } from '../../../gateway/processes/start.ts'
import { compiled } from '../../support/compiled.ts'
import { patient } from '../../support/patient.ts'
import { freshDatabase } from '../../support/template.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { testAdminKey } from '../../support/world.ts'
import { listen } from '../clients.ts'

const root = join(import.meta.dirname, '../../..')

async function program(t: TestContext, args: string[], env: Record<string, string>) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: '', NODE_COMPILE_CACHE: compiled, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.after(() => child.kill('SIGKILL'))
  let said = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (said += chunk))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return {
    child,
    exit,
    said: () => said,
    /** The first match in what it says. @throws when it ends without. */
    async says(pattern: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const found = pattern.exec(said)
        if (found) return found
        const ended = await Promise.race([exit.then(() => true), once(child.stdout, 'data').then(() => false)])
        if (ended && !pattern.test(said)) throw new Error(`It ended, and said: ${said}`)
      }
    },
  }
}

const ask = async (url: string, query: string, key?: string) => {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}) },
    body: JSON.stringify({ query }),
  })
  return (await answer.json()) as any
}

describe('a server', () => {
  const config = {
    ...readConfig({}),
    limits: { ...patient },
    port: 0,
    adminKey: testAdminKey,
    secret: 'a secret of the tests',
    logLevel: 'silent',
  }

  it('A server serves the first request and the first stream right after its start', async (t) => {
    const { db, drop } = await freshDatabase()
    t.after(drop)
    const folkmoot = await startFolkmoot({ ...config, metrics: { host: '127.0.0.1', port: 0 } }, { db })
    t.after(() => folkmoot.stop())
    const stream = listen(t, 'ws', folkmoot.url, 'subscription { decisions(community: "nowhere") { cursor } }')
    assert.equal((await stream.next()).value.errors[0].extensions.code, 'COMMUNITY_NOT_FOUND')
    assert.deepEqual((await ask(folkmoot.url, '{ viewer { scopes } }')).data, { viewer: { scopes: [] } })
    const made =
      'mutation { createCommunity(input: { slug: "garden", name: "Garden" }) { community { slug } userErrors { code } } }'
    assert.equal((await ask(folkmoot.url, made)).errors[0].extensions.code, 'UNAUTHENTICATED')
    const { data } = await ask(folkmoot.url, made, folkmoot.adminKey)
    assert.deepEqual(data.createCommunity, { community: { slug: 'garden' }, userErrors: [] })
    const hook = await fetch(`${folkmoot.url}/hooks/hook_nope/secret`, { method: 'POST', body: '{}' })
    assert.equal(hook.status, 404)

    // Metrics and health have a port of their own here, and it has nothing else.
    const status = async (url: string, path: string) => (await fetch(url + path)).status
    for (const path of ['/metrics', '/health/live', '/health/ready', '/health'])
      assert.equal(await status(folkmoot.url, path), 404, path)
    for (const path of ['/metrics', '/health/live', '/health/ready'])
      assert.equal(await status(folkmoot.metricsUrl!, path), 200, path)
    for (const path of ['/graphql', '/session', '/', '/hooks/a/b', '/.well-known/folkmoot.json'])
      assert.equal(await status(folkmoot.metricsUrl!, path), 404, path)
  })

  it('A server leaves the database to whoever gave it, and can be started on it again', async (t) => {
    const { db, drop } = await freshDatabase()
    t.after(drop)
    for (let time = 0; time < 2; time++) {
      const folkmoot = await startFolkmoot(config, { db })
      assert.equal((await ask(folkmoot.url, '{ __typename }')).data.__typename, 'Query')
      await folkmoot.stop()
    }
    await db.root.selectNoFrom(({ val }) => val(1).as('one')).execute()
  })

  it('A server leaves nothing running where its port is taken', async (t) => {
    const { db, drop } = await freshDatabase()
    t.after(drop)
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    t.after(() => taken.close())
    const { port } = taken.address() as { port: number }
    await assert.rejects(startFolkmoot({ ...config, port }, { db }), /EADDRINUSE/)
  })
})

/** Says each package that is loaded, as `loaded: undici`. */
const sayingPackages = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const known = new Set()
  registerHooks({
    load(url, context, next) {
      const name = /.*node_modules.((?:@[^/]+.)?[^/]+)/.exec(url)?.[1]
      if (name && !known.has(name)) console.error('loaded: ' + name)
      known.add(name)
      return next(url, context)
    },
  })`)}`

describe('npm start', () => {
  it('npm start loads no package that only some need before they do', async (t) => {
    const env = { PORT: '0', FOLKMOOT_DATA: temporaryFolder(t) }
    const { said, says } = await program(t, ['--import', sayingPackages, 'gateway/main.ts'], env)
    await says(/The page is at/)
    const loaded = new Set([...said().matchAll(/^loaded: (.*)/gm)].map(([, name]) => name))
    assert.ok(loaded.has('graphql') && loaded.has('@electric-sql/pglite'), [...loaded].join())
    const forSome = ['undici', 'jose', '@theguild/federation-composition', '@apollo/server', 'vite']
    assert.deepEqual(
      forSome.filter((name) => loaded.has(name)),
      [],
    )
  })

  it('npm start prints the admin key once, and ends in order when told to', async (t) => {
    const env = { FOLKMOOT_DATA: temporaryFolder(t), PORT: '0', LOG_LEVEL: 'error' }
    const first = await program(t, ['gateway/main.ts'], env)
    const [, url] = await first.says(/listens at (\S+)\/graphql\n/)
    const [, key] = await first.says(/printed once\): (\S+)\n/)
    const viewer = await ask(url!, '{ viewer { scopes } }', key)
    assert.ok(viewer.data.viewer.scopes.includes('ADMIN'))
    first.child.kill('SIGTERM')
    assert.equal(await first.exit, 0)

    const second = await program(t, ['gateway/main.ts'], env)
    const [, again] = await second.says(/listens at (\S+)\/graphql\n/)
    assert.ok((await ask(again!, '{ viewer { scopes } }', key)).data.viewer.scopes.includes('ADMIN'))
    assert.doesNotMatch(second.said(), /printed once|fma_/)
    second.child.kill('SIGINT')
    assert.equal(await second.exit, 0)
  })

  it('npm start says in a sentence what is wrong with its environment', async (t) => {
    const started = await program(t, ['gateway/main.ts'], { PORT: 'x', FOLKMOOT_DATA: temporaryFolder(t) })
    assert.equal(await started.exit, 1)
    assert.match(started.said(), /^PORT: wanted a whole number/)
  })
})

describe('npm run service', () => {
  it('npm run service wants the database that all services share', async (t) => {
    for (const name of ['cred', 'driver', 'gateway']) {
      const service = await program(t, ['gateway/service.ts', name], { FOLKMOOT_DATA: temporaryFolder(t) })
      assert.equal(await service.exit, 1)
      assert.match(service.said(), /^DATABASE_URL: wanted/)
    }
  })

  it('npm run service knows the names of services', async (t) => {
    const service = await program(t, ['gateway/service.ts', 'nope'], {})
    assert.equal(await service.exit, 1)
    assert.match(service.said(), /communities, cred, proposals, actions, driver, gateway/)
  })
})
