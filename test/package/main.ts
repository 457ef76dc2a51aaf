// `npm run packed`: the package as its users get it. Built, packed, installed into an empty folder, and used by its command and
// from a program; a registry of its own serves it, as npm reads a shrinkwrap only of what comes from one. Takes the network.

import assert from 'node:assert/strict'
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { build } from '../../package/build.ts'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'folkmoot-packed-'))
const app = join(folder, 'node_modules/folkmoot')
const command = join(folder, 'node_modules/.bin/folkmoot')
const data = join(folder, 'data')
const env = { ...process.env, FOLKMOOT_DATA: data, PORT: '0', LOG_LEVEL: 'error' }
const run = (file: string, ...args: string[]) => promisify(execFile)(file, args, { cwd: folder, env })
const step = (what: string) => console.log(`${(performance.now() / 1000).toFixed(1).padStart(6)} s  ${what}`)

/** Answers for our package alone, and sends npm to the real registry for all others. */
async function registryOf(tarball: string, upstream: string) {
  const bytes = readFileSync(tarball)
  const manifest = JSON.parse(readFileSync(join(root, 'dist/package.json'), 'utf8'))
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`
  const server = createServer(({ url }, response) => {
    const { port } = server.address() as AddressInfo
    if (url === '/folkmoot.tgz') return response.end(bytes)
    if (url !== '/folkmoot') return response.writeHead(302, { location: new URL(url!, upstream).href }).end()
    const dist = { tarball: `http://127.0.0.1:${port}/folkmoot.tgz`, integrity }
    const versions = { [manifest.version]: { ...manifest, _hasShrinkwrap: true, dist } }
    response.end(JSON.stringify({ name: 'folkmoot', 'dist-tags': { latest: manifest.version }, versions }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() }
}

try {
  await build()
  step('built')
  const { stdout: packed } = await promisify(execFile)(
    'npm',
    ['pack', './dist', '--json', '--pack-destination', folder],
    {
      cwd: root,
      maxBuffer: 2 ** 26,
    },
  )
  const [{ filename, size }] = Object.values(JSON.parse(packed)) as [{ filename: string; size: number }]
  assert.ok(size < 3_500_000, `${size} bytes`)
  step(`packed: ${filename}, ${Math.round(size / 1024)} KiB`)

  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const upstream = (await run('npm', 'config', 'get', 'registry')).stdout.trim()
  const registry = await registryOf(join(folder, filename), upstream)
  await run('npm', 'install', '--no-audit', '--no-fund', '--ignore-scripts', '--registry', registry.url, 'folkmoot')
  registry.stop()
  const { packages } = JSON.parse(readFileSync(join(app, 'npm-shrinkwrap.json'), 'utf8'))
  for (const [path, { version, optional }] of Object.entries(packages) as [
    string,
    { version: string; optional?: true },
  ][]) {
    if (optional && !existsSync(join(app, path))) continue // of another platform
    assert.equal(JSON.parse(readFileSync(join(app, path, 'package.json'), 'utf8')).version, version, path)
  }
  step('installed, each package in the version that was tested')

  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  assert.equal((await run(command, '--version')).stdout.trim(), version)
  await assert.rejects(run(command, 'dance'), ({ stderr }) => /^Wanted one of start, .*; got "dance"\.$/m.test(stderr))
  const server = spawn(command, [], { cwd: folder, env, stdio: ['ignore', 'pipe', 'inherit'] })
  let url = ''
  let key = ''
  for await (const line of createInterface({ input: server.stdout })) {
    url = /listens at (.*)\/graphql/.exec(line)?.[1] ?? url
    key = /(fma_\S+)/.exec(line)?.[1] ?? key
    if (url && key) break
  }
  const kept = readdirSync(join(app, 'node_modules/.cache/folkmoot'))
  assert.deepEqual(kept, ['compiled'], 'its new database is the one that the package brought')
  const ask = async (query: string) => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
    const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) })
    const { data, errors } = (await answer.json()) as { data: any; errors?: unknown }
    assert.equal(errors, undefined, JSON.stringify(errors))
    return data
  }
  await ask('mutation { createCommunity(input: { slug: "garden", name: "Garden" }) { community { id } } }')
  // Planned in its process, checked on its thread.
  const rule = String.raw`"name: pages\non: wiki.page.edited\ndecide: { rule: 'cred.total > 25' }"`
  const { checkPolicy, community } = await ask(
    `{ checkPolicy(community: "garden", document: ${rule}) { valid } community(community: "garden") { name decisions { totalCount } } }`,
  )
  assert.deepEqual([checkPolicy.valid, community.name], [true, 'Garden'])
  const page = await (await fetch(`${url}/`)).text()
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1]
  assert.ok(script, 'the page is served built')
  assert.equal((await fetch(new URL(script, url))).status, 200)
  const licenses = await (await fetch(`${url}/licenses.txt`)).text()
  const bundled = [...licenses.matchAll(/^## (.*) - .* \((.*)\)$/gm)]
  assert.ok(bundled.some(([, name]) => name === 'react'))
  for (const [text, , license] of bundled) assert.match(license!, /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/, text)
  step('the server answers, and the page is there')

  await run(command, 'backup', join(folder, 'backup'))
  assert.match((await run(command, 'verify', `${url}/graphql`, 'garden', '--key', key)).stdout, /0 decisions hold/)
  server.kill('SIGTERM')
  await once(server, 'exit')
  const program = `import { start } from 'folkmoot'
    import { check } from 'folkmoot/verify'
    const { url, stop } = await start({ LOG_LEVEL: 'silent' })
    const answer = await fetch(url + '/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ __typename }"}' })
    console.log(answer.status, typeof check)
    await stop()`
  writeFileSync(join(folder, 'program.js'), program)
  assert.equal((await run(process.execPath, 'program.js')).stdout.trim(), '200 function')
  step('backed up, checked, and started from a program')
  // Planned in its process, by the package alone, over a supergraph that anybody may have.
  const gateway = `import { readFileSync } from 'node:fs'
    import { fileURLToPath } from 'node:url'
    import { createGateway } from 'folkmoot/gateway'
    const supergraph = readFileSync(fileURLToPath(import.meta.resolve('folkmoot/schema/supergraph.graphql')), 'utf8')
    const answering = (data) => ({ execute: async () => ({ data }) })
    const gateway = await createGateway({
      supergraph,
      transports: {
        communities: answering({ community: { __typename: 'Community', id: 'com_1', name: 'Garden' } }),
        cred: answering({ _entities: [{ __typename: 'Community', cred: { total: 7 } }] }),
      },
    })
    const answer = await gateway.execute({ query: '{ community(community: "garden") { name cred { total } } }' })
    console.log(JSON.stringify(answer.errors ?? answer.data))
    await gateway.close()`
  writeFileSync(join(folder, 'gateway.js'), gateway)
  const { stdout: composed } = await run(process.execPath, 'gateway.js')
  assert.equal(composed.trim(), '{"community":{"name":"Garden","cred":{"total":7}}}')
  step('a gateway of one’s own')
  const { stdout: told } = await run(command, 'demo', '--exit', '--port', '0')
  assert.match(told, /Both flows passed/)
  step('the demonstration')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
