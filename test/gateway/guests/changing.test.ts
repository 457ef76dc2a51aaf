// Guests that come, go and change while the gateway serves.

import assert from 'node:assert/strict'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { readConfig } from '../../../backbone/config.ts'
import { secretBox } from '../../../backbone/security/secrets.ts'
import { anonymous } from '../../../backbone/security/viewer.ts'
import { type GuestSettings, noGuests, readGuestSettings } from '../../../backbone/subgraph/guests.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import type { Foundation } from '../../../gateway/processes/foundation.ts'
import { type GuestGraph, graphWithGuests } from '../../../gateway/processes/guests.ts'
import { metricsOf } from '../../../gateway/telemetry/metrics.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { link } from './guest.ts'

/** A subgraph that says of itself what it is told to. */
async function subgraph(t: TestContext, sdl: string) {
  const self = { sdl: sdl as string | null, url: '', asked: 0 }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { query } = JSON.parse(body)
    const isSdl = query.includes('_service')
    if (!isSdl) self.asked++
    if (self.sdl === null) return void response.destroy()
    const data = isSdl ? { _service: { sdl: self.sdl } } : { hello: 'here', more: 'more' }
    response.end(JSON.stringify({ data }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  self.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`
  return self
}

const hello = `${link()} type Query { hello: String }`
const supergraph = readSupergraph()

interface Gateway extends GuestGraph {
  said: any[]
  metrics: ReturnType<typeof metricsOf>
  ask(query: string): Promise<any>
  stop(): Promise<void>
}

async function gateway(t: TestContext, guests: GuestSettings, dataFolder: string, planApart = false): Promise<Gateway> {
  const said: any[] = []
  const log = (more: object) => void said.push(more)
  const foundation = {
    secrets: secretBox('a secret of the tests'),
    clock: { now: () => new Date() },
    logger: { info: log, error: log, warn: log },
    directory: { catchUp: async () => {} },
  } as unknown as Foundation
  const stops: (() => unknown)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  t.after(stop)
  const metrics = metricsOf()
  const config = { ...readConfig({}), guests: { ...guests, every: 100_000 }, dataFolder }
  const report = (cause: unknown) => void said.push({ cause })
  const over = { config, foundation, supergraph, transports: {}, planApart, metrics, report, stops }
  const made = await graphWithGuests({ ...over, publicUrl: 'https://folkmoot.example' })
  const ask = async (query: string) => {
    try {
      const operation = made.graph.prepare({ query, operationName: null, variables: {} })
      const { data, errors } = await made.graph.execute(operation, {}, anonymous)
      return errors ? errors.map(({ extensions }) => extensions!.code) : { ...data }
    } catch (error) {
      return (error as any).errors[0].extensions.code
    }
  }
  return { ...made, said, metrics, ask, stop }
}

const listed = (...subgraphs: { name: string; url: string }[]) =>
  readGuestSettings({ FOLKMOOT_SUBGRAPHS: subgraphs.map(({ name, url }) => `${name}=${url}`).join() })

describe('guests that change', () => {
  it('A guest that says more of itself is served so without a restart, and one that is bad is refused', async (t) => {
    const guest = await subgraph(t, hello)
    const on = await gateway(t, listed({ name: 'greets', url: guest.url }), temporaryFolder(t))
    assert.deepEqual(
      [await on.ask('{ hello }'), await on.ask('{ more }')],
      [{ hello: 'here' }, 'GRAPHQL_VALIDATION_FAILED'],
    )
    const before = on.graph.prepare({ query: '{ hello }', operationName: null, variables: {} })

    guest.sdl = `${link()} type Query { hello: String more: String }`
    await on.look()
    assert.deepEqual(await on.ask('{ more }'), { more: 'more' })
    assert.deepEqual({ ...(await on.graph.execute(before, {}, anonymous)).data }, { hello: 'here' })

    guest.sdl = `${link()} type Query { hello: String viewer: String more: Nowhere }`
    await on.look()
    assert.deepEqual([await on.ask('{ more }'), on.states()], [{ more: 'more' }, { greets: 'kept' }])
    assert.match(JSON.stringify(on.said.at(-1)), /Query\.viewer, which is ours/)
    assert.match(await on.metrics.text(), /folkmoot_subgraphs\{name="greets"\} 0/)

    guest.sdl = hello
    await on.look()
    assert.deepEqual([await on.ask('{ more }'), on.states()], ['GRAPHQL_VALIDATION_FAILED', { greets: 'served' }])
  })

  it('A gateway starts though a guest is down: with what was kept, else without it, until it is there', async (t) => {
    const guest = await subgraph(t, hello)
    const folder = temporaryFolder(t)
    guest.sdl = null
    const first = await gateway(t, listed({ name: 'greets', url: guest.url }), folder)
    assert.deepEqual(
      [await first.ask('{ hello }'), first.states()],
      ['GRAPHQL_VALIDATION_FAILED', { greets: 'absent' }],
    )
    guest.sdl = hello
    await first.look()
    assert.deepEqual([await first.ask('{ hello }'), first.states()], [{ hello: 'here' }, { greets: 'served' }])
    await first.stop()

    guest.sdl = null
    const second = await gateway(t, listed({ name: 'greets', url: guest.url }), folder)
    assert.deepEqual([await second.ask('{ hello }'), second.states()], [['UNAVAILABLE'], { greets: 'kept' }])
    await second.stop()
    // What another address said is not taken for what this one says.
    const moved = await gateway(t, listed({ name: 'greets', url: `${guest.url}/moved` }), folder)
    assert.deepEqual(moved.states(), { greets: 'absent' })
  })

  it('A guest that does not compose leaves the others as they are', async (t) => {
    const [good, bad] = [await subgraph(t, hello), await subgraph(t, `${link()} type Query { hello: Int }`)]
    const on = await gateway(
      t,
      listed({ name: 'greets', url: good.url }, { name: 'shouts', url: bad.url }),
      temporaryFolder(t),
    )
    assert.deepEqual(
      [await on.ask('{ hello }'), on.states()],
      [{ hello: 'here' }, { greets: 'served', shouts: 'absent' }],
    )
  })

  it('A file that changes adds and takes away guests, and one that is wrong changes nothing', async (t) => {
    const guest = await subgraph(t, hello)
    const file = join(temporaryFolder(t), 'folkmoot.config.yaml')
    const say = (text: string) => writeFileSync(file, text)
    say('subgraphs: []')
    const on = await gateway(t, { ...noGuests, file }, temporaryFolder(t))
    assert.equal(await on.ask('{ hello }'), 'GRAPHQL_VALIDATION_FAILED')
    say(`subgraphs:\n  - name: greets\n    url: ${guest.url}\n`)
    await on.look()
    assert.deepEqual(await on.ask('{ hello }'), { hello: 'here' })
    say('subgraphs:\n  - name: greets\n    colour: red\n')
    await on.look()
    assert.deepEqual(await on.ask('{ hello }'), { hello: 'here' })
    assert.match(JSON.stringify(on.said), /:3: wanted the keys name, url.*got \\"colour\\"/)
    rmSync(file)
    await on.look()
    assert.deepEqual(await on.ask('{ hello }'), { hello: 'here' })
    say('subgraphs: []')
    await on.look()
    assert.equal(await on.ask('{ hello }'), 'GRAPHQL_VALIDATION_FAILED')
  })

  it('A module that is a guest is asked in this process, and is another once it was changed', async (t) => {
    const folder = temporaryFolder(t)
    const module = (word: string) => `
      export const typeDefs = \`${hello}\`
      export const resolvers = { Query: { hello: (_, __, { viewer }) => '${word}, ' + viewer.kind } }`
    writeFileSync(join(folder, 'greets.mjs'), module('hello'))
    const guests = readGuestSettings({ FOLKMOOT_SUBGRAPHS: `greets=${join(folder, 'greets.mjs')}` })
    const on = await gateway(t, guests, folder, true)
    assert.deepEqual(await on.ask('{ hello }'), { hello: 'hello, anonymous' })
    const file = join(folder, 'greets.mjs')
    writeFileSync(file, module('good morning'))
    await on.look()
    assert.deepEqual(await on.ask('{ hello }'), { hello: 'good morning, anonymous' })
    writeFileSync(file, 'export const nothing = 1')
    await on.look()
    assert.deepEqual(on.states(), { greets: 'kept' })
    assert.match(readFileSync(join(folder, 'subgraphs.json'), 'utf8'), /type Query/)
  })
})
