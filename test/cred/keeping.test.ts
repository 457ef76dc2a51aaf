// How long the numbers of a snapshot are kept.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { keepingTable } from '../../backbone/database/keeping.ts'
import { dropBodies } from '../../subgraphs/cred/storage/pins.ts'
import { until } from '../support/until.ts'
import { credGrainView, serve, zlib } from './instances.ts'
import { credWorld } from './world.ts'

const daysKept = keepingTable.snapshots.default
const view = (cred: number) => ({ 'output/credGrainView': zlib(credGrainView([{ name: 'ada', cred: [cred] }])) })
const at = `query ($community: ID!, $snapshot: ID) {
  cred(community: $community, account: { platform: "github", username: "ada" }, snapshot: $snapshot) { status total snapshot { id } } }`

/** A community with four snapshots, one each day, of which the last answers now. */
async function world(t: TestContext) {
  const world = await credWorld(t)
  const community = await world.community('moot')
  const instance = await serve(t, view(1))
  const snapshots = [(await world.connect(community, instance.url)).cred.snapshot.id as string]
  for (const cred of [2, 3, 4]) {
    Object.assign(instance.files, view(cred))
    snapshots.push((await world.refresh(community)).cred.snapshot.id)
  }
  assert.equal(new Set(snapshots).size, 4)
  const { root } = world.deps.db
  /** As if the last one had been read so many days ago, and each before it ten days earlier. */
  const age = async (days: number) => {
    for (const [index, id] of snapshots.entries())
      await sql`update cred.snapshots set fetched_at = clock_timestamp() - make_interval(days => ${days + 10 * (3 - index)})
        where id = ${id}`.execute(root)
  }
  return { world, community, snapshots, root, age, pins: world.subgraph.consumers[0]! }
}

const proposal = (community: string, snapshots?: string[]) => ({
  type: 'proposals.proposal.opened' as const,
  community,
  payload: {
    proposal: {
      ...{ id: 'prop_1', community, title: 'A shed?', trigger: null, policy: null, enforcement: 'ENFORCING' as const },
      ...{ venues: [], closesAt: null, ...(snapshots ? { snapshots } : {}) },
    },
  },
})

describe('deleting numbers of old snapshots', () => {
  it('The numbers of a snapshot are deleted 90 days after a newer one came, unless a proposal pinned it', async (t) => {
    const { world: all, community, snapshots, root, age, pins } = await world(t)
    const elsewhere = await all.community('elsewhere')
    await all.deps.log.write(async (_, emit) => {
      emit(proposal(community, [snapshots[0]!]))
      emit(proposal(elsewhere, [snapshots[1]!])) // not that community's: pins nothing
    })
    await pins.catchUp()
    await age(daysKept - 10)
    // The second was replaced 90 days ago; the third, 80 days ago.
    assert.equal(await dropBodies(root, daysKept), 1)
    assert.equal(await dropBodies(root, daysKept), 0)
    const fresh = await all.start() // with nothing in memory
    const ask = async (snapshot: string | null) => (await all.data(at, { community, snapshot }, undefined, fresh)).cred
    const answers = await Promise.all([...snapshots, null].map(ask))
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['FOUND', 'UNAVAILABLE', 'FOUND', 'FOUND', 'FOUND'],
    )
    assert.equal(answers[1].snapshot.id, snapshots[1])
    const { credSnapshot } = await all.data(
      'query ($id: ID!) { credSnapshot(id: $id) { sha256 participantCount } }',
      { id: snapshots[1] },
      undefined,
      fresh,
    )
    assert.equal(credSnapshot.participantCount, 1)

    await age(daysKept * 10)
    assert.equal(await dropBodies(root, daysKept), 1)
    assert.equal((await ask(null)).status, 'FOUND', 'the newest stays, however old it is')
  })

  it('The numbers of a snapshot stay if an old proposal does not say which it was opened with', async (t) => {
    const { world: all, community, root, age, pins } = await world(t)
    await all.deps.log.write(async (_, emit) => emit(proposal(community)))
    await pins.catchUp()
    await age(daysKept * 10)
    assert.equal(await dropBodies(root, daysKept), 0)
  })

  it('The numbers of old snapshots are looked through every hour', async (t) => {
    const { world: all } = await world(t)
    await until('the next look is to come', async () => (await all.deps.jobs.waiting())['cred.tidy'] === 1)
  })
})
