import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { tables } from '../../subgraphs/proposals/storage/tables.ts'
import { adminViewer, anonymous, proposalsWorld } from './world.ts'

async function worldWithStewards(t: TestContext) {
  const world = await proposalsWorld(t)
  await world.addRole('steward')
  return world
}

const invoices = {
  name: 'invoices',
  on: 'opencollective.expense.created',
  decide: { vote: { title: 'Pay?', electorate: { role: 'steward' }, closesIn: 'P3D' } },
  // biome-ignore lint/suspicious/noThenProperty: `then` is the community's word; nothing awaits a document.
  then: { approved: [{ perform: 'opencollective.expense.approve' }] },
}
const all = `query ($status: PolicyStatus) { _entities(representations: [{ __typename: "Community", id: "ID" }]) {
  ... on Community { policies(status: $status) { name version status } } } }`

describe('applyPolicy', () => {
  it('A policy gets a new version with each new document, and the same one again changes nothing', async (t) => {
    const world = await worldWithStewards(t)
    const apply = (document: unknown) =>
      world.make(
        adminViewer,
        'applyPolicy',
        { community: 'meadow', document },
        'id version status document versions { version status }',
      )
    const first = await apply(invoices)
    assert.deepEqual([first.version, first.status, first.document], [1, 'ACTIVE', invoices])
    assert.equal((await apply(structuredClone(invoices))).id, first.id)
    const second = await apply({ ...invoices, enforcement: 'ADVISORY' })
    assert.notEqual(second.id, first.id)
    assert.deepEqual(
      second.versions.map((each: any) => [each.version, each.status]),
      [
        [2, 'ACTIVE'],
        [1, 'RETIRED'],
      ],
    )
    const parts = `{ policy(id: "${first.id}") { newest: versions(first: 1) { version } older: versions(after: "${second.id}") { version }
      none: versions(after: "${first.id}") { version } strange: versions(after: "pol_\\u0000") { version } } }`
    assert.deepEqual(JSON.parse(JSON.stringify(await world.ask(adminViewer, parts))), {
      policy: {
        newest: [{ version: 2 }],
        older: [{ version: 1 }],
        none: [],
        strange: [{ version: 2 }, { version: 1 }],
      },
    })
    const { errors } = await world.request(
      adminViewer,
      `{ policy(id: "${first.id}") { versions(first: 101) { version } } }`,
    )
    assert.equal(errors?.[0]?.extensions.code, 'BAD_INPUT')
    const events = await world.log.read({ after: 0, types: ['proposals.policy.applied'], limit: 10 })
    assert.deepEqual(
      events.map((event: any) => event.payload.version),
      [1, 2],
    )
  })

  it('A policy is taken as YAML, and shown as it was written', async (t) => {
    const world = await worldWithStewards(t)
    const document = 'name: stewards\non: communities.role.requested\ndecide: { rule: "cred.total > 25.0" }\n'
    const policy = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document }, 'name document')
    assert.deepEqual([policy.name, policy.document], ['stewards', document])
  })

  it('A policy leaves an open proposal the version it began with', async (t) => {
    const world = await worldWithStewards(t)
    await world.addMembers(1)
    const first = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: invoices })
    const { id } = await world.open({ policy: first.id })
    await world.make(adminViewer, 'applyPolicy', {
      community: 'meadow',
      document: { ...invoices, enforcement: 'ADVISORY' },
    })
    const { proposal } = await world.ask(
      adminViewer,
      'query ($id: ID!) { proposal(id: $id) { policy { id version status } } }',
      { id },
    )
    assert.deepEqual([proposal.policy.id, proposal.policy.version, proposal.policy.status], [first.id, 1, 'RETIRED'])
  })

  it('A policy is paused, taken up again and retired', async (t) => {
    const world = await worldWithStewards(t)
    const { id } = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: invoices })
    const list = async (status?: string) =>
      (await world.ask(adminViewer, all.replace('"ID"', JSON.stringify(world.community)), { status }))._entities[0]
        .policies.length
    for (const status of ['PAUSED', 'ACTIVE', 'RETIRED']) {
      assert.equal((await world.make(adminViewer, 'setPolicyStatus', { policy: id, status })).status, status)
      assert.deepEqual([await list(status), await list()], [1, 1])
    }
    assert.equal(
      (await world.mutate(adminViewer, 'setPolicyStatus', { policy: id, status: 'ACTIVE' })).code,
      'POLICY_RETIRED',
    )
    const events = await world.log.read({ after: 0, types: ['proposals.policy.status'], limit: 10 })
    assert.deepEqual(
      events.map((event: any) => event.payload.status),
      ['PAUSED', 'ACTIVE', 'RETIRED'],
    )
    assert.equal((await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: invoices })).version, 2)
  })

  it('A policy applied by many at once makes one line of versions', async (t) => {
    const world = await worldWithStewards(t)
    await Promise.all(
      [1, 2, 3, 4, 5, 6].map((n) =>
        world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: { ...invoices, description: `${n}` } }),
      ),
    )
    const rows = await tables(world.db.root).selectFrom('policies').selectAll().orderBy('version').execute()
    assert.deepEqual(
      rows.map((row) => row.version),
      [1, 2, 3, 4, 5, 6],
    )
    assert.deepEqual(
      rows.map((row) => row.newest),
      [false, false, false, false, false, true],
    )
  })
})

describe('names of policies', () => {
  it('The name of a policy reads like no other, except a retired one’s', async (t) => {
    const world = await worldWithStewards(t)
    const apply = (name: string) =>
      world.mutate(adminViewer, 'applyPolicy', { community: 'meadow', document: { ...invoices, name } })
    const first = (await apply('invoices')).policy
    for (const name of ['Invoices', 'invoiсes', 'invoices ', 'inv0ices']) {
      const { code, path, message } = await apply(name)
      assert.deepEqual([code, path], ['POLICY_NAME_TOO_NEAR', ['input', 'document', 'name']], name)
      assert.match(message, /there is "invoices"/)
      const document = JSON.stringify({ ...invoices, name }, null, 1)
      const { checkPolicy } = await world.ask(
        adminViewer,
        'query ($d: JSON!) { checkPolicy(community: "meadow", document: $d) { valid problems { code path line } } }',
        { d: document },
      )
      const [problem] = checkPolicy.problems
      assert.deepEqual([checkPolicy.valid, problem.code, problem.path, problem.line], [false, code, ['name'], 2])
    }
    await world.make(adminViewer, 'setPolicyStatus', { policy: first.id, status: 'PAUSED' })
    assert.equal((await apply('Invoices')).code, 'POLICY_NAME_TOO_NEAR')
    assert.equal((await apply('invoice')).policy.version, 1)
    await world.make(adminViewer, 'setPolicyStatus', { policy: first.id, status: 'RETIRED' })
    assert.equal((await apply('Invoices')).policy.version, 1)
    assert.equal((await apply('invoices')).code, 'POLICY_NAME_TOO_NEAR')
  })

  it('The name of a policy can be applied again where another was near before', async (t) => {
    const world = await worldWithStewards(t)
    await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: invoices })
    await tables(world.db.root)
      .insertInto('policies')
      .values({
        ...{ id: 'pol_old', community: world.community, name: 'Invoices', version: 1, newest: true, status: 'ACTIVE' },
        ...{ document: JSON.stringify({ ...invoices, name: 'Invoices' }), created_at: new Date() },
      })
      .execute()
    for (const name of ['invoices', 'Invoices']) {
      const document = { ...invoices, name, enforcement: 'ADVISORY' }
      assert.equal((await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document })).version, 2)
    }
  })

  it('The name of a policy is of one only where several are applied at once', async (t) => {
    const world = await worldWithStewards(t)
    const names = ['Invoices', 'invoices', 'INVOICES', 'invoiсes', 'inv0ices']
    const answers = await Promise.all(
      names.map((name) =>
        world.mutate(adminViewer, 'applyPolicy', { community: 'meadow', document: { ...invoices, name } }),
      ),
    )
    const refused = answers.filter(({ policy }) => policy === null).map(({ code }) => code)
    assert.deepEqual(refused, Array(4).fill('POLICY_NAME_TOO_NEAR'))
  })
})

describe('refusals of applyPolicy', () => {
  it('A policy is refused whole, with the place and the reason', async (t) => {
    const world = await worldWithStewards(t)
    const refusal = async (document: unknown) => {
      const refused = await world.mutate(adminViewer, 'applyPolicy', { community: 'meadow', document })
      assert.equal(refused.policy, null)
      return [refused.code, refused.path?.join('.')]
    }
    assert.deepEqual(await refusal({ ...invoices, when: 'action.data.amount <=' }), [
      'POLICY_INVALID',
      'input.document.when',
    ])
    assert.deepEqual(await refusal({ ...invoices, on: 'opencollective.expense.creatd' }), [
      'POLICY_INVALID',
      'input.document.on.0',
    ])
    const wrongStep = JSON.parse(JSON.stringify(invoices).replace('expense.approve', 'expense.pay'))
    assert.deepEqual(await refusal(wrongStep), ['POLICY_INVALID', 'input.document.then.approved.0.perform'])
    assert.deepEqual(await refusal({ ...invoices, when: '"stewrd" in initiator.roles' }), [
      'POLICY_INVALID',
      'input.document.when',
    ])
    const elsewhere = JSON.parse(JSON.stringify(invoices).replace('steward', 'treasurer'))
    assert.deepEqual(await refusal(elsewhere), ['POLICY_INVALID', 'input.document.decide.vote.electorate.role'])
    for (const long of [`name: x\n# ${'['.repeat(650_000)}`, { ...invoices, description: Array(40_000).fill([]) }])
      assert.deepEqual(await refusal(long), ['POLICY_INVALID', 'input.document'])
    for (const bad of [5, [], 'not: [a policy', {}, { ...invoices, name: '' }])
      assert.equal((await refusal(bad))[0], 'POLICY_INVALID', JSON.stringify(bad))
    assert.equal((await refusal({ ...invoices, description: 'nul \0' }))[0], 'BAD_INPUT')
    assert.equal((await tables(world.db.root).selectFrom('policies').selectAll().execute()).length, 0)
  })

  it('A policy is refused to whoever is no administrator of the community', async (t) => {
    const world = await worldWithStewards(t)
    const { id: policy } = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document: invoices })
    const elsewhere = await world.addCommunity('elsewhere')
    const attempts: [string, Awaited<ReturnType<typeof world.key>>][] = [
      ['UNAUTHENTICATED', anonymous],
      ['FORBIDDEN', await world.key(['READ', 'VOTE', 'INTEGRATE', 'DRIVE'])],
      ['FORBIDDEN', await world.key(['ADMIN'], { community: elsewhere })],
    ]
    for (const [code, viewer] of attempts) {
      assert.equal((await world.mutate(viewer, 'applyPolicy', { community: 'meadow', document: invoices })).code, code)
      assert.equal((await world.mutate(viewer, 'setPolicyStatus', { policy, status: 'PAUSED' })).code, code)
    }
    assert.equal(
      (await world.mutate(adminViewer, 'setPolicyStatus', { policy: 'pol_nowhere', status: 'PAUSED' })).code,
      'POLICY_NOT_FOUND',
    )
  })
})
