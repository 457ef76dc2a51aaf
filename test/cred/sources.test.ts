// How an instance is connected, read again, and lost.

import assert from 'node:assert/strict'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { EventType } from '../../schema/events.ts'
import { cred } from '../../subgraphs/cred/storage/tables.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'
import { accountsFile, credGrainView, json, serve, zlib } from './instances.ts'
import { type CredWorld, credWorld } from './world.ts'

const view = (cred: number) => zlib(credGrainView([{ name: 'ada', cred: [cred] }]))
const files = (cred = 1) => ({ 'output/credGrainView': view(cred) })
const account = { platform: 'github', username: 'ada' }
const credQuery = `query ($community: ID!, $account: AccountInput!) { cred(community: $community, account: $account) {
  status total snapshot { id stale fetchedAt } } }`

async function connected(t: TestContext, input: object = {}) {
  const world = await credWorld(t)
  const community = await world.community('moot')
  const instance = await serve(t, files())
  const { cred } = await world.connect(community, instance.url, input)
  const ask = async (of?: CredWorld['subgraph']) =>
    (await world.data(credQuery, { community, account }, undefined, of)).cred
  const events = async () => {
    const types = [
      'cred.source.connected',
      'cred.source.failed',
      'cred.source.recovered',
      'cred.snapshot.taken',
    ] as EventType[]
    return (await world.deps.log.read({ after: 0, types, limit: 100 })).map(({ type }) => type.replace('cred.', ''))
  }
  return { world, community, instance, first: cred.snapshot, ask, events }
}

describe('rereading an instance', () => {
  it('Reading an instance again takes no snapshot and tells nobody when the bytes are the same', async (t) => {
    const { world, community, first, events } = await connected(t)
    const before = (await world.refresh(community)).cred
    assert.equal(before.snapshot.id, first.id)
    const after = (await world.refresh(community)).cred
    assert.ok(Date.parse(after.source.refreshedAt) >= Date.parse(before.source.refreshedAt))
    assert.deepEqual(await events(), ['source.connected', 'snapshot.taken'])
  })

  it('Reading an instance again takes a snapshot when the bytes differ', async (t) => {
    const { world, community, instance, first, ask, events } = await connected(t)
    instance.files = files(2)
    const { cred } = await world.refresh(community)
    assert.notEqual(cred.snapshot.id, first.id)
    assert.equal((await ask()).total, 2)
    assert.deepEqual(await events(), ['source.connected', 'snapshot.taken', 'snapshot.taken'])
  })

  it('Reading an instance again happens once for all who ask at the same time', async (t) => {
    const { world, community, instance, events } = await connected(t)
    instance.files = files(2)
    instance.asked.length = 0
    await Promise.all(Array.from({ length: 10 }, () => world.refresh(community)))
    assert.equal(instance.asked.filter(({ path }) => path === '/output/credGrainView').length, 1)
    assert.equal((await events()).length, 3)
  })

  it('Reading an instance again happens by itself, at the interval', async (t) => {
    const { world, community, instance, ask } = await connected(t)
    // The shortest interval is too long for a test.
    await cred(world.deps.db.root)
      .updateTable('sources')
      .set({ refresh_every_seconds: 1, attempted_at: new Date(0) })
      .execute()
    await world.deps.db.schema<any>('jobs').deleteFrom('job').execute()
    instance.files = files(2)
    const later = await world.start()
    await until('the new cred is there', async () => (await ask(later)).total === 2)
    instance.files = files(3)
    await until('and the newer', async () => (await ask(later)).total === 3)
    assert.ok(community)
  })

  it('Reading an instance again is scheduled once, however often a process starts', async (t) => {
    const { world } = await connected(t)
    await world.start()
    await world.start()
    assert.equal((await world.deps.jobs.waiting())['cred.refresh'], 1)
  })
})

describe('an instance that is lost', () => {
  it('An instance that is lost is answered for by its last good snapshot, marked stale, until it is back', async (t) => {
    const { world, community, instance, first, ask, events } = await connected(t)
    instance.down = true
    const { cred, userErrors } = await world.refresh(community)
    assert.deepEqual(userErrors[0].code, 'CRED_SOURCE_UNREACHABLE')
    assert.equal(cred.source.status, 'UNREACHABLE')
    assert.match(cred.source.problem, /status 503/)
    assert.deepEqual({ ...cred.snapshot }, { id: first.id, sha256: first.sha256, stale: true })
    assert.deepEqual([(await ask()).total, (await ask()).snapshot.stale], [1, true])
    await world.refresh(community)
    assert.deepEqual(await events(), ['source.connected', 'snapshot.taken', 'source.failed'], 'told once')
    instance.down = false
    const back = await world.refresh(community)
    assert.deepEqual([back.userErrors, back.cred.source.problem, back.cred.snapshot.stale], [[], null, false])
    assert.deepEqual((await events()).at(-1), 'source.recovered')
    assert.equal((await ask()).snapshot.stale, false)
  })

  it('An instance that turns into a web page, half a file, or nothing counts as lost', async (t) => {
    const { world, community, instance, ask } = await connected(t)
    for (const [bad, code] of [
      ['<html>', 'CRED_SOURCE_HTML'],
      [view(1).subarray(0, 20), 'CRED_SOURCE_TRUNCATED'],
      [json(credGrainView([])), 'CRED_SOURCE_EMPTY'],
    ] as const) {
      instance.files = { 'output/credGrainView': bad }
      const { cred, userErrors } = await world.refresh(community)
      assert.deepEqual([userErrors[0].code, cred.source.status, cred.snapshot.stale], [code, 'INVALID', true])
      assert.deepEqual([(await ask()).status, (await ask()).total], ['FOUND', 1])
    }
  })

  it('An instance that is lost is answered for after a restart too', async (t) => {
    const { world, instance, first, ask } = await connected(t)
    instance.down = true
    const later = await world.start()
    const { status, total, snapshot } = await ask(later)
    assert.deepEqual([status, total, snapshot.id], ['FOUND', 1, first.id])
  })

  it('An instance that is lost, and back, is heard of by other processes', async (t) => {
    const { world, community, instance, ask } = await connected(t)
    const other = await world.start()
    assert.equal((await ask(other)).total, 1)
    instance.files = files(2)
    await world.refresh(community)
    await until('the other has the new snapshot', async () => (await ask(other)).total === 2)
    instance.down = true
    await world.refresh(community)
    await until('the other knows it is stale', async () => (await ask(other)).snapshot.stale)
    instance.down = false
    await world.refresh(community)
    await until('the other knows it is back', async () => !(await ask(other)).snapshot.stale)
  })
})

describe('connectCred', () => {
  it('Connecting to another instance goes on with that one, and the old snapshots stay', async (t) => {
    const { world, community, first, ask } = await connected(t)
    const another = await serve(t, { 'output/accounts.json': json(accountsFile([{ name: 'ada', cred: [7] }])) })
    const { cred } = await world.connect(community, another.url)
    assert.deepEqual([cred.source.url, (await ask()).total], [another.url, 7])
    const query = '{ credSnapshot(id: "ID") { stale } }'.replace('ID', first.id)
    assert.equal((await world.data(query)).credSnapshot.stale, true)
  })

  it('Connecting again to the same bytes keeps the snapshot', async (t) => {
    const { world, community, instance, first, events } = await connected(t)
    const { cred } = await world.connect(community, instance.url, { refreshEverySeconds: 60 })
    assert.equal(cred.snapshot.id, first.id)
    assert.deepEqual(await events(), ['source.connected', 'snapshot.taken', 'source.connected'])
  })

  it('Connecting to another instance drops a reading that was begun before', async (t) => {
    const { world, community, instance, ask } = await connected(t)
    const { promise: held, resolve: release } = Promise.withResolvers<void>()
    let begun = false
    instance.files = {
      'output/credGrainView': (_, response) => {
        begun = true
        held.then(() => response.end(view(99)))
      },
    }
    const slow = world.refresh(community)
    await until('the slow reading has begun', async () => begun)
    const another = await serve(t, files(5))
    await world.connect(community, another.url)
    release()
    await slow
    assert.equal((await ask()).total, 5)
  })

  it('Connecting to a folder is for who is admin over all', async (t) => {
    const world = await credWorld(t)
    const community = await world.community('moot')
    const folder = temporaryFolder(t)
    await mkdir(join(folder, 'output'))
    await writeFile(join(folder, 'output/credGrainView'), view(3))
    const url = pathToFileURL(folder).href
    const { cred, userErrors } = await world.connect(community, url)
    assert.deepEqual([userErrors, cred.source.url], [[], `${url}/`])
  })
})
