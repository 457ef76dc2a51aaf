// examples/badges, run as it stands: a subgraph of one's own, in the gateway's process, and in one of its own.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readConfig, readTestDatabaseUrl } from '../../backbone/config.ts'
import { readGuestSettings } from '../../backbone/subgraph/guests.ts'
import { serviceNames } from '../../gateway/names.ts'
import { startService } from '../../gateway/processes/service.ts'
import { subgraphModules } from '../../gateway/subgraph-modules.ts'
import { crowd } from '../support/crowd.ts'
import { type Asking, askingAt, testFolkmoot } from '../support/folkmoot.ts'
import { freePort } from '../support/free-port.ts'
import { program } from '../support/program.ts'
import { freshDatabase } from '../support/template.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { testAdminKey } from '../support/world.ts'

const folder = join(import.meta.dirname, '../../examples/badges')

/** A badge is given, told and read; and refused where it must be. */
async function giveBadges(on: Asking): Promise<void> {
  const make = (field: string, type: string, input: object, selection: string) =>
    on.mutate(field, type, { ...input }, selection)
  const { community } = await make(
    'createCommunity',
    'CreateCommunityInput',
    { slug: 'garden', name: 'Garden' },
    'community { id }',
  )
  const other = await make(
    'createCommunity',
    'CreateCommunityInput',
    { slug: 'orchard', name: 'Orchard' },
    'community { id }',
  )
  const memberOf = async (id: string, name: string) =>
    (await make('addMember', 'AddMemberInput', { community: id, name }, 'member { id }')).member.id as string
  const [lin, ana] = [await memberOf(community.id, 'Lin'), await memberOf(community.id, 'Ana')]
  const keyOf = async (id: string, scopes: string[], member?: string) =>
    (await make('createApiKey', 'CreateApiKeyInput', { community: id, name: scopes.join(), scopes, member }, 'secret'))
      .secret as string
  const admin = await keyOf(community.id, ['ADMIN'], ana)
  const reader = await keyOf(community.id, ['READ'])
  const stranger = await keyOf(other.community.id, ['ADMIN'])

  const watched = on.watch(
    'subscription ($c: ID!) { badgeGiven(community: $c) { name by { name } } }',
    { c: community.id },
    reader,
  )
  const give = (name: string, key: string, member = lin) =>
    on.request(
      'mutation ($c: ID!, $m: ID!, $n: String!) { giveBadge(community: $c, member: $m, name: $n) { name member { id name } } }',
      { c: community.id, m: member, n: name },
      key,
    )
  // Nobody is told before the subgraph has heard of the subscription: until then some are given to nobody.
  for (let nobody = 0; watched.seen.length === 0; nobody++) await give('trial', admin, `nobody ${nobody}`)
  assert.deepEqual((await give('gardener', admin)).data?.giveBadge, {
    name: 'gardener',
    member: { id: lin, name: 'Lin' },
  })
  const told = await watched.until(({ name }) => name === 'gardener')
  assert.deepEqual(told.by, { name: 'Ana' })

  const { member } = await on.ask(
    'query ($m: ID!) { member(id: $m) { name community { slug } badges { name by { name } } } }',
    { m: lin },
    reader,
  )
  assert.deepEqual(member, {
    name: 'Lin',
    community: { slug: 'garden' },
    badges: [{ name: 'gardener', by: { name: 'Ana' } }],
  })

  const codeOf = async (answer: ReturnType<typeof give>) =>
    (await answer).errors?.map(({ message, extensions }) => [extensions.code, message])
  assert.deepEqual(await codeOf(give('gardener', admin)), [['BADGES_HELD', 'gardener was given before.']])
  assert.deepEqual((await codeOf(give('weeder', reader)))?.[0]?.[0], 'FORBIDDEN')
  // Whoever owns the subgraph may name anybody: who is told what of them is not theirs to say.
  const hidden = { slug: 'grotto', name: 'Grotto', visibility: 'PRIVATE' }
  const grotto = await make('createCommunity', 'CreateCommunityInput', hidden, 'community { id }')
  const named = await give('mole', admin, await memberOf(grotto.community.id, 'Nobody knows'))
  assert.equal(named.data.giveBadge?.member?.name ?? null, null)
  assert.deepEqual(await codeOf(give('weeder', stranger)), [
    ['FORBIDDEN', 'Wanted a key with the scope ADMIN in this community; got another.'],
  ])
}

describe('examples/badges', () => {
  it('examples/badges gives badges in the process of the gateway, by two lines of configuration', async (t) => {
    const guests = readGuestSettings({ FOLKMOOT_CONFIG: join(folder, 'folkmoot.config.yaml') })
    const folkmoot = await testFolkmoot(t, { settings: { guests, dataFolder: temporaryFolder(t) } })
    await giveBadges(folkmoot)
    const ready = await fetch(`${folkmoot.url}/health/ready`)
    assert.deepEqual(await ready.json(), { status: 'ready', subgraphs: { badges: 'served' } })
  })

  it('examples/badges gives badges in a process of its own, which checks who asks', async (t) => {
    const port = await freePort()
    const own = await freePort()
    const url = `http://127.0.0.1:${own}`
    const badges = program(t, folder, ['node', 'server.mjs'], { FOLKMOOT: url, PORT: String(port) })
    await badges.says(/answers at/)
    const guests = readGuestSettings({ FOLKMOOT_SUBGRAPHS: `badges=http://127.0.0.1:${port}/graphql` })
    await giveBadges(await testFolkmoot(t, { settings: { guests, port: own, dataFolder: temporaryFolder(t) } }))
    const forged = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      body: '{"query":"{ __typename }"}',
    })
    assert.equal(forged.status, 401)
  })

  const apart = readTestDatabaseUrl() === null ? { skip: 'needs TEST_DATABASE_URL' } : {}
  it('examples/badges gives badges where every part has a process of its own', apart, async (t) => {
    await crowd(t)
    const { url: databaseUrl, drop } = await freshDatabase()
    t.after(drop)
    const ports = Object.fromEntries(
      await Promise.all(serviceNames.map(async (name) => [name, await freePort()] as const)),
    )
    const at = (name: string) => `http://127.0.0.1:${ports[name]}`
    const port = await freePort()
    const badges = program(t, folder, ['node', 'server.mjs'], { FOLKMOOT: at('gateway'), PORT: String(port) })
    await badges.says(/answers at/)
    const config = {
      ...readConfig({ FOLKMOOT_SUBGRAPHS: `badges=http://127.0.0.1:${port}/graphql`, DATABASE_URL: databaseUrl! }),
      services: Object.fromEntries(serviceNames.map((name) => [name, [at(name)]])),
      adminKey: testAdminKey,
      secret: 'a secret of the tests',
      logLevel: 'silent',
      dataFolder: temporaryFolder(t),
    }
    for (const name of serviceNames) {
      const service = await startService(name, { ...config, port: ports[name]! }, subgraphModules)
      t.after(() => service.stop())
    }
    const asking = askingAt(() => at('gateway'))
    t.after(() => asking.close())
    await giveBadges(asking)
  })
})
