// What others say happened, what they ask leave for, and what the driver answers.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { anonymous, type Scope, type Viewer } from '../../backbone/security/viewer.ts'
import { type ActionsWorld, actionById, actionsWorld, collectiveWorld } from './support.ts'

const post = {
  kind: 'wiki.page.deleted',
  subject: { type: 'page', id: 'Home', title: 'Home', url: 'https://wiki.example/Home' },
}

const keyOf = (world: ActionsWorld, community: string, ...scopes: Scope[]): Viewer => {
  return { kind: 'key', key: world.backbone.ids.next('key'), community, member: null, scopes }
}

describe('reportAction', () => {
  it('A reported action is recorded as observed, with the member behind the account', async (t) => {
    const world = await actionsWorld(t)
    const ada = await world.addMember('Ada', [
      { platform: 'wiki', host: 'https://wiki.example', externalId: '7', username: 'ada' },
    ])
    const initiator = { platform: 'wiki', host: 'https://wiki.example/', username: 'ADA' }
    const { action } = await world.mutate('reportAction', {
      community: 'garden',
      ...post,
      initiator,
      data: { words: 12 },
    })
    assert.equal(action.status, 'OBSERVED')
    assert.equal(action.initiator.id, ada)
    assert.equal(action.initiatorName, 'ADA')
    assert.deepEqual(action.data, { words: 12 })
    const [{ action: told }] = await world.events('actions.action.recorded')
    assert.equal(told.id, action.id)
    assert.equal(told.asksPermission, false)
  })

  it('A report repeated with its key, even at once, is recorded once, and refused with other input', async (t) => {
    const world = await actionsWorld(t)
    const report = { community: world.community, ...post, idempotencyKey: 'once' }
    const answers = await Promise.all([1, 2, 3, 4].map(() => world.mutate('reportAction', report)))
    assert.equal(new Set(answers.map(({ action }) => action.id)).size, 1)
    const other = await world.mutate('reportAction', { ...report, kind: 'wiki.page.created' })
    assert.equal(other.userErrors[0]!.code, 'IDEMPOTENCY_CONFLICT')
    assert.equal((await world.events('actions.action.recorded')).length, 1)
  })

  it('A report of what is read here (role requests, a connected collective) is refused', async (t) => {
    const world = await collectiveWorld(t)
    for (const kind of ['communities.role.requested', 'opencollective.expense.created']) {
      const { userErrors } = await world.mutate('reportAction', { community: world.community, ...post, kind })
      assert.equal(userErrors[0]!.code, 'REPORT_REFUSED')
    }
    assert.deepEqual(await world.events('actions.action.recorded'), [])
  })

  it('A report that holds what no database does is refused', async (t) => {
    const world = await actionsWorld(t)
    let deep: object = {}
    for (let level = 0; level < 5000; level++) deep = { deep }
    for (const more of [
      { data: { a: 'x\0' } },
      { data: { 'x\0': 1 } },
      { data: { a: '\ud800' } },
      { data: deep },
      { subject: { type: 'page', id: 'a\0' } },
      { subject: { type: 'page', id: '1', title: '\udfff' } },
      { idempotencyKey: 'a\0' },
      { initiator: { platform: 'wiki', id: 'a\0' } },
    ]) {
      const { userErrors } = await world.mutate('reportAction', { community: world.community, ...post, ...more })
      assert.equal(userErrors[0]!.code, 'BAD_INPUT')
    }
    const fine = { ...post, data: { text: 'a backslash, u and zeros: \\u0000, and 👍️' } }
    assert.deepEqual((await world.mutate('reportAction', { community: world.community, ...fine })).userErrors, [])
  })

  it('A report that is malformed is refused', async (t) => {
    const world = await actionsWorld(t)
    const bad = [
      { kind: 'nonsense' },
      { kind: 'Wiki.page.deleted' },
      { subject: { type: '', id: 'x' } },
      { subject: { type: 'page', id: 'x', url: 'javascript:alert(1)' } },
      { data: ['a list'] },
      { data: { text: 'x'.repeat(70_000) } },
      { initiator: { platform: 'wiki' } },
      { idempotencyKey: '' },
    ]
    for (const wrong of bad) {
      const { userErrors } = await world.mutate('reportAction', { community: world.community, ...post, ...wrong })
      assert.equal(userErrors[0]?.code, 'BAD_INPUT', JSON.stringify(wrong).slice(0, 80))
    }
    const missing = await world.mutate('reportAction', { community: 'nowhere', ...post })
    assert.equal(missing.userErrors[0]!.code, 'COMMUNITY_NOT_FOUND')
  })
})

describe('requestPermission', () => {
  const ask = (world: ActionsWorld, more: object = {}) =>
    world.mutate('requestPermission', { community: world.community, ...post, ...more })
  const settle = (world: ActionsWorld, action: string, verdict: string, more: object = {}) =>
    world.mutate('settlePermission', { action, verdict, ...more })
  const asked = (world: ActionsWorld) =>
    world.until(async () => (await world.events('actions.action.recorded')).at(-1)?.action)

  it('A permission is answered at once where the driver decides at once', async (t) => {
    const world = await actionsWorld(t, { actions: { permissionWait: 5000 } })
    const answer = ask(world)
    const { id, asksPermission } = await asked(world)
    assert.equal(asksPermission, true)
    await settle(world, id, 'DENY', { reason: 'Cred is 3; 25 are needed.', decision: 'dec_x' })
    const { action } = await answer
    assert.equal(action.verdict, 'DENY')
    assert.deepEqual(action.result, { reason: 'Cred is 3; 25 are needed.' })
    assert.equal(action.decisionId, 'dec_x')
  })

  it('A permission waits where nobody answers, and the verdict follows on the subscription', async (t) => {
    const world = await actionsWorld(t)
    const { action } = await ask(world)
    assert.equal(action.verdict, 'WAIT')
    const { subscribe, parse } = await import('graphql')
    const document = parse('subscription($id: ID!) { action(id: $id) { verdict } }')
    const stream = (await subscribe({
      schema: world.actions.schema,
      document,
      variableValues: { id: action.id },
      contextValue: world.actions.context(anonymous),
    })) as AsyncIterableIterator<any>
    assert.equal((await stream.next()).value.data.action.verdict, 'WAIT')
    await settle(world, action.id, 'ALLOW')
    assert.equal((await stream.next()).value.data.action.verdict, 'ALLOW')
    assert.equal((await stream.next()).done, true)
  })

  it('A permission that was settled stays so, and settling it the same way again changes nothing', async (t) => {
    const world = await actionsWorld(t)
    const { action } = await ask(world)
    await settle(world, action.id, 'ALLOW')
    const changes = (await world.events('actions.action.changed')).length
    assert.equal((await settle(world, action.id, 'ALLOW')).action.verdict, 'ALLOW')
    assert.equal((await world.events('actions.action.changed')).length, changes)
    assert.equal((await settle(world, action.id, 'DENY')).userErrors[0]!.code, 'VERDICT_SETTLED')
    assert.equal((await actionById(world, action.id)).verdict, 'ALLOW')
  })

  it('A permission asked for again with its key returns the first question and its answer', async (t) => {
    const world = await actionsWorld(t)
    const first = await ask(world, { idempotencyKey: 'k' })
    await settle(world, first.action.id, 'DENY')
    const second = await ask(world, { idempotencyKey: 'k' })
    assert.equal(second.action.id, first.action.id)
    assert.equal(second.action.verdict, 'DENY')
  })

  it('A permission is settled only on actions that ask for one', async (t) => {
    const world = await actionsWorld(t)
    const { action } = await world.mutate('reportAction', { community: world.community, ...post })
    assert.equal((await settle(world, action.id, 'ALLOW')).userErrors[0]!.code, 'BAD_INPUT')
    assert.equal((await settle(world, 'act_nobody', 'ALLOW')).userErrors[0]!.code, 'ACTION_NOT_FOUND')
  })
})

describe('reportProblem', () => {
  it('A problem is told on its action, which waits until the problem is cleared', async (t) => {
    const world = await actionsWorld(t)
    const { action } = await world.mutate('reportAction', { community: world.community, ...post })
    const set =
      'mutation($id: ID!, $problem: String) { setActionProblem(id: $id, problem: $problem) { action { problem } userErrors { code } } }'
    const list =
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Community { waiting: actions(waiting: true) { totalCount nodes { id } } } } }'
    const waiting = async () =>
      (await world.run(list, { r: [{ __typename: 'Community', id: world.community }] }))._entities[0].waiting
    await world.run(set, { id: action.id, problem: 'invoices: no such key: amount' })
    assert.deepEqual(await waiting(), { totalCount: 1, nodes: [{ id: action.id }] })
    await world.run(set, { id: action.id, problem: null })
    assert.equal((await waiting()).totalCount, 0)
    assert.equal(
      (await world.run(set, { id: 'act_nobody', problem: 'x' })).setActionProblem.userErrors[0].code,
      'ACTION_NOT_FOUND',
    )
  })
})

describe('rights over actions', () => {
  const mutations: Record<string, object> = {
    approveExpense: { expense: '1' },
    rejectExpense: { expense: '1' },
    performAction: { kind: 'opencollective.expense.approve', subject: '1' },
    reportAction: post,
    requestPermission: post,
  }

  it('An action is reported by nobody without a key, with READ or VOTE, or with a key of another community', async (t) => {
    const world = await actionsWorld(t)
    const other = await world.addCommunity('other')
    for (const [name, input] of Object.entries(mutations)) {
      const given = { community: world.community, ...input }
      await assert.rejects(world.mutate(name, given, anonymous), { extensions: { code: 'UNAUTHENTICATED' } })
      await assert.rejects(world.mutate(name, given, keyOf(world, world.community, 'READ', 'VOTE')), {
        extensions: { code: 'FORBIDDEN' },
      })
      await assert.rejects(world.mutate(name, given, keyOf(world, other, 'ADMIN')), {
        extensions: { code: 'FORBIDDEN' },
      })
    }
    assert.deepEqual(await world.events('actions.action.recorded'), [])
  })

  it('Permissions are settled and problems said by the driver alone', async (t) => {
    const world = await actionsWorld(t)
    const { action } = await world.mutate('requestPermission', { community: world.community, ...post })
    const integrator = keyOf(world, world.community, 'INTEGRATE')
    await assert.rejects(world.mutate('settlePermission', { action: action.id, verdict: 'ALLOW' }, integrator), {
      extensions: { code: 'FORBIDDEN' },
    })
    const driver = keyOf(world, world.community, 'DRIVE')
    assert.equal(
      (await world.mutate('settlePermission', { action: action.id, verdict: 'ALLOW' }, driver)).action.verdict,
      'ALLOW',
    )
  })

  it('An action of a private community does not exist for others', async (t) => {
    const world = await actionsWorld(t)
    const hidden = await world.addCommunity('hidden', 'PRIVATE')
    const { action } = await world.mutate('reportAction', { community: hidden, ...post })
    const member = keyOf(world, hidden, 'READ')
    const stranger = keyOf(world, world.community, 'ADMIN')
    const query =
      'query($id: ID!, $r: [_Any!]!) { action(id: $id) { id } _entities(representations: $r) { __typename } }'
    const r = [
      { __typename: 'Community', id: hidden },
      { __typename: 'PlatformAction', id: action.id },
    ]
    const seen = async (viewer: Viewer) => world.run(query, { id: action.id, r }, viewer)
    assert.equal((await seen(member)).action.id, action.id)
    for (const viewer of [anonymous, stranger])
      assert.deepEqual(await seen(viewer), { action: null, _entities: [null, null] })
    const retry = 'mutation($id: ID!) { retryAction(id: $id) { userErrors { code } } }'
    assert.equal(
      (await world.run(retry, { id: action.id }, stranger)).retryAction.userErrors[0].code,
      'ACTION_NOT_FOUND',
    )
  })
})
