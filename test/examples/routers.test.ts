// examples/routers, run as they stand: routers of others in front of our four parts. They are installed by the federation bench
// (`npm ci` in bench/peers) and part of nothing else; where they are not, nothing of them is tried.

import assert from 'node:assert/strict'
import { copyFileSync, existsSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { parse } from 'graphql'
import { defaultLimits } from '../../backbone/limits.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { committedSdl } from '../../gateway/graph/committed.ts'
import { compose } from '../../gateway/graph/compose.ts'
import { forRouters } from '../../gateway/graph/for-routers.ts'
import { routerDoorOf } from '../../gateway/internal/router-requests.ts'
import { sessionServerOf } from '../../gateway/internal/session-server.ts'
import { subgraphNames } from '../../gateway/names.ts'
import { serveSubgraph } from '../../gateway/processes/subgraph-server.ts'
import { type SubgraphModules, subgraphModules } from '../../gateway/subgraph-modules.ts'
import { metricsOf } from '../../gateway/telemetry/metrics.ts'
import { withoutTls } from '../../gateway/wire/tls.ts'
import { askingAt, type TestFolkmoot, testFolkmoot } from '../support/folkmoot.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const examples = join(root, 'examples/routers')
const peers = join(root, 'bench/peers/node_modules')
const { headersFor } = await import(join(examples, 'token.mjs'))
const secret = 'the secret of the router in the tests'

interface Parts {
  folkmoot: TestFolkmoot
  addressOf(name: string): string
  garden: Awaited<ReturnType<typeof gardenOf>>
}

/** The four parts, each at an address of its own, that another router may ask. */
async function parts(t: TestContext): Promise<Parts> {
  const made: { subgraph: Subgraph; deps: SubgraphDeps }[] = []
  const modules = Object.fromEntries(
    subgraphNames.map((name) => [
      name,
      async () => {
        const module = await subgraphModules[name]()
        const create = (deps: SubgraphDeps) => {
          const subgraph = module.create(deps)
          made.push({ subgraph, deps })
          return subgraph
        }
        return { ...module, create }
      },
    ]),
  ) as unknown as SubgraphModules
  const folkmoot = await testFolkmoot(t, { modules })
  const addresses = new Map<string, string>()
  for (const { subgraph, deps } of made) {
    const door = {
      subgraph,
      limits: defaultLimits,
      sessions: sessionServerOf(secretBox('a secret of the tests'), subgraph.name),
      routers: routerDoorOf([secret], subgraph.name, deps.directory),
      tls: withoutTls,
      report: (cause: unknown) => assert.fail(cause as Error),
      metrics: metricsOf(),
      unready: async () => null,
    }
    const service = await serveSubgraph(door, { host: '127.0.0.1', port: 0 })
    t.after(() => service.stop(0))
    addresses.set(subgraph.name, service.url)
  }
  return { folkmoot, addressOf: (name) => `${addresses.get(name)}/graphql`, garden: await gardenOf(folkmoot) }
}

/** A community that only its own may see, with a member and keys; and a key of another. */
async function gardenOf({ mutate }: TestFolkmoot) {
  const community = async (slug: string, visibility: string): Promise<string> => {
    const input = { slug, name: slug, visibility }
    return (await mutate('createCommunity', 'CreateCommunityInput', input, 'community { id }')).community.id
  }
  const id = await community('garden', 'PRIVATE')
  const other = await community('orchard', 'PUBLIC')
  const member = { community: id, name: 'Lin' }
  await mutate('addMember', 'AddMemberInput', member, 'member { id }')
  const keyOf = async (community: string, scopes: string[]): Promise<{ key: string; secret: string }> => {
    const input = { community, name: scopes.join(), scopes }
    const { id, secret } = await mutate('createApiKey', 'CreateApiKeyInput', input, 'id secret')
    return { key: id, secret }
  }
  return {
    id,
    reader: await keyOf(id, ['READ']),
    admin: await keyOf(id, ['ADMIN']),
    stranger: await keyOf(other, ['ADMIN']),
  }
}

const page = `query Page($c: ID!) {
  community(community: $c) { name members(first: 5) { nodes { name cred { status total } } } proposals(first: 5) { nodes { title } } actions(first: 5) { nodes { id } } }
}`

const installed = existsSync(join(peers, '@apollo/gateway')) && existsSync(join(peers, '@graphql-hive/gateway-runtime'))
const skip = !installed && 'needs other gateways: npm ci --ignore-scripts in bench/peers'

describe('another router in front of the parts', () => {
  it('A part answers a router of the operator’s, and nobody who says that they are one', async (t) => {
    const { addressOf, garden } = await parts(t)
    const ask = async (query: string, headers: (body: string) => Record<string, string>, part = 'communities') => {
      const body = JSON.stringify({ query })
      const sent = { 'content-type': 'application/json', ...headers(body) }
      const answer = await fetch(addressOf(part), { method: 'POST', headers: sent, body })
      return { status: answer.status, ...((await answer.json()) as any) }
    }
    const query = `{ community(community: "${garden.id}") { name } }`
    const by =
      (key: string | null, part = 'communities') =>
      (body: string) =>
        headersFor(part, body, { authorization: key && `Bearer ${key}` }, secret)
    assert.deepEqual((await ask(query, by(garden.reader.secret))).data, { community: { name: 'garden' } })
    assert.deepEqual((await ask(query, by(null))).data, { community: null })
    assert.deepEqual((await ask(query, by(garden.stranger.secret))).data, { community: null })
    const unknown = await ask(query, by('made-up'))
    assert.deepEqual([unknown.status, unknown.errors[0].extensions.code], [200, 'UNAUTHENTICATED'])
    // What a process of ours says of who asks is nothing that a router could say.
    const viewer = Buffer.from(JSON.stringify({ kind: 'admin', scopes: ['ADMIN'] })).toString('base64url')
    const told = await ask(query, (body) => ({ ...by(null)(body), 'folkmoot-viewer': viewer, cookie: 'a=b' }))
    assert.deepEqual(told.data, { community: null })
    for (const headers of [
      () => ({}),
      () => ({ authorization: `Bearer ${garden.admin.secret}` }),
      () => ({ 'folkmoot-viewer': viewer }),
      () => ({ 'folkmoot-router': 'e30.e30.' }),
      by(garden.admin.secret, 'cred'),
    ]) {
      const { status, data, errors } = await ask(query, headers)
      assert.deepEqual([status, data, errors[0].extensions.code], [401, undefined, 'UNAUTHENTICATED'])
    }
    // Nor is the body looked at by its look alone.
    const other = (body: string) => by(garden.admin.secret)(body.replace('name', 'slug'))
    assert.equal((await ask(query, other)).status, 401)
  })

  it('What routers are told has no scopes and no subscriptions, and is the same else', () => {
    const { supergraph } = compose(committedSdl)
    const told = forRouters(subgraphNames, committedSdl, (name) => `https://${name}.example/graphql`)
    for (const text of [told.supergraph, ...Object.values(told.parts)])
      assert.doesNotMatch(text, /requiresScopes|authenticated\(|^type Subscription|^ {2}subscription:/m)
    for (const name of subgraphNames) assert.ok(told.supergraph.includes(`"https://${name}.example/graphql"`))
    const namesOf = (sdl: string) =>
      parse(sdl).definitions.flatMap((each) => ('name' in each && each.name ? [each.name.value] : []))
    const gone = namesOf(supergraph).filter((name) => !namesOf(told.supergraph).includes(name))
    // What is inaccessible are subscriptions alone.
    assert.deepEqual(gone.sort(), ['Subscription', 'inaccessible', 'requiresScopes', 'requiresScopes__Scope'])
  })

  for (const router of ['hive', 'apollo'] as const) {
    it(`Behind ${router} each is answered what their own key may see`, { skip }, async (t) => {
      const { folkmoot, addressOf, garden } = await parts(t)
      const folder = temporaryFolder(t)
      for (const file of readdirSync(examples)) copyFileSync(join(examples, file), join(folder, file))
      symlinkSync(peers, join(folder, 'node_modules'))
      const { supergraph } = forRouters(subgraphNames, committedSdl, addressOf)
      writeFileSync(join(folder, 'supergraph.graphql'), supergraph)
      const { says } = program(t, folder, ['node', `${router}.mjs`], { PORT: '0', FOLKMOOT_ROUTER_SECRET: secret })
      const [, url] = await says(/^(http\S+)\/graphql$/m)
      const at = askingAt(() => url!)
      const variables = { c: garden.id }
      const ours = await folkmoot.request(page, variables)
      assert.equal(ours.data.community.members.nodes.length, 1)
      // Over all four, at once by all: what one is answered, no other is.
      const keys = [garden.reader.secret, null, garden.stranger.secret, garden.admin.secret]
      for (let round = 0; round < 3; round++) {
        const answers = await Promise.all([...keys, ...keys].map((key) => at.request(page, variables, key)))
        const seen = answers.map(({ data, errors }) => [data.community?.name ?? null, errors])
        const wanted = ['garden', null, null, 'garden'].map((name) => [name, undefined])
        assert.deepEqual(seen, [...wanted, ...wanted])
        assert.deepEqual(answers[0]!.data, ours.data)
      }
      // Scopes are kept by the parts.
      const audit = 'query ($c: ID!) { community(community: $c) { audit(first: 1) { nodes { mutation } } } }'
      const audited = await at.request(audit, variables, garden.admin.secret)
      assert.equal(audited.data.community.audit.nodes.length, 1)
      const codesOf = ({ errors = [] }: Awaited<ReturnType<typeof at.request>>) =>
        errors.map(({ extensions }) => extensions.code)
      assert.equal((await at.request(audit, variables, garden.reader.secret)).data.community.audit, null)
      const all = await at.request('{ audit(first: 1) { nodes { mutation } } }', {}, garden.reader.secret)
      assert.deepEqual(codesOf(all), ['FORBIDDEN'])
      // A change is done, and the audit log has where it was asked for from.
      const added = { community: garden.id, name: 'Ana' }
      const { member } = await at.mutate('addMember', 'AddMemberInput', added, 'member { name }', garden.admin.secret)
      assert.deepEqual(member, { name: 'Ana' })
      const refused = await at.mutate('addMember', 'AddMemberInput', added, 'member { name }', garden.reader.secret)
      assert.deepEqual(codesOf(refused), ['FORBIDDEN'])
      const last = 'query ($c: ID!) { community(community: $c) { audit(first: 1) { nodes { mutation address } } } }'
      const { data } = await folkmoot.request(last, variables)
      assert.deepEqual(data.community.audit.nodes[0].mutation, 'addMember')
      assert.equal(data.community.audit.nodes[0].address, '127.0.0.1')
      // Nothing that a client sends beside its key says who asks, and no token of its own is one.
      const body = JSON.stringify({
        query: page,
        variables,
        extensions: { headers: { 'folkmoot-router': 'mine' }, viewer: { kind: 'admin' } },
      })
      const viewer = Buffer.from(JSON.stringify({ kind: 'admin', scopes: ['ADMIN'] })).toString('base64url')
      const forged = { 'folkmoot-viewer': viewer, 'folkmoot-router': 'mine', cookie: 'folkmoot=1' }
      const sent = { 'content-type': 'application/json', ...forged }
      const answer = await (await fetch(`${url}/graphql`, { method: 'POST', headers: sent, body })).json()
      assert.equal((answer as { data: any }).data?.community ?? null, null)
      // A key that is revoked is none from then on.
      await folkmoot.ask('mutation ($id: ID!) { revokeApiKey(id: $id) { id userErrors { code } } }', {
        id: garden.reader.key,
      })
      const { data: gone, errors } = await at.request(page, variables, garden.reader.secret)
      assert.equal(gone?.community ?? null, null)
      assert.ok(errors!.length > 0)
    })
  }

  it('The parts’ own SDL composes for those who compose themselves', { skip }, async () => {
    const { composeServices } = await import(join(peers, '@apollo/composition/dist/index.js'))
    const { parse: parsed } = await import(join(peers, 'graphql/index.js'))
    const addressOf = (name: string) => `https://${name}.example/graphql`
    const told = forRouters(subgraphNames, committedSdl, addressOf)
    const services = Object.entries(told.parts).map(([name, sdl]) => ({
      name,
      typeDefs: parsed(sdl),
      url: addressOf(name),
    }))
    const { errors, supergraphSdl } = composeServices(services)
    assert.deepEqual(errors ?? [], [])
    assert.doesNotMatch(supergraphSdl, /requiresScopes/)
  })
})
