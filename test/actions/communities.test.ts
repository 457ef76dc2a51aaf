// Role requests as actions: seen from the log, settled through the graph.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import type { Scope, Viewer } from '../../backbone/security/viewer.ts'
import { type Ask, AskFailed } from '../../backbone/subgraph/subgraph.ts'
import { type ActionsWorld, actionById, actionsWorld, settledAction } from './support.ts'

type Answers = (name: string, variables: any) => unknown

/** The graph, as far as this platform asks it. */
function graphOf(
  request: { id: string; status: string; decisionId: string | null; community: { id: string } },
  also: Answers = () => undefined,
) {
  const calls: string[] = []
  const ask: Ask = async (query, variables: any) => {
    const name = /roleRequest\(|grantRole|refuseRole/.exec(query)![0].replace('(', '')
    calls.push(name)
    const instead = also(name, variables)
    if (instead !== undefined) return instead as any
    if (name === 'roleRequest')
      return { roleRequest: variables.id === request.id ? { ...request, reason: null } : null } as any
    request.status = name === 'grantRole' ? 'GRANTED' : 'REFUSED'
    request.decisionId = variables.input.decision
    return { [name]: { roleRequest: { ...request, reason: variables.input.reason }, userErrors: [] } } as any
  }
  return { ask, calls }
}

const pending = (id: string, community: string) => ({
  id,
  status: 'PENDING',
  decisionId: null,
  community: { id: community },
})

async function grant(world: ActionsWorld, subject: string, more: object = {}, viewer?: Viewer) {
  const input = {
    community: world.community,
    kind: 'communities.role.grant',
    subject,
    decision: 'dec_1',
    parameters: { reason: 'Cred is 31.' },
    ...more,
  }
  return world.mutate('performAction', input, viewer)
}
const keyWith = (world: ActionsWorld, ...scopes: Scope[]): Viewer => {
  return { kind: 'key', key: 'key_1', community: world.community, member: null, scopes }
}
describe('role requests as actions', () => {
  it('A role request is recorded as an observed action, once', async (t) => {
    const world = await actionsWorld(t)
    const member = await world.addMember('Ada', [])
    const request = {
      ...{
        id: 'req_1',
        community: world.community,
        member,
        role: 'role_1',
        roleName: 'steward',
        status: 'PENDING' as const,
      },
      ...{ reason: null, decision: null, requestedAt: '2026-11-22T10:00:00.000Z' },
    }
    await world.backbone.log.write(async (_, emit) =>
      emit({ type: 'communities.role.requested', community: world.community, payload: { request } }),
    )
    await world.actions.consumers[0]!.catchUp()
    await world.actions.consumers[0]!.catchUp()
    const recorded = await world.events('actions.action.recorded')
    assert.equal(recorded.length, 1)
    const action = await actionById(world, recorded[0].action.id)
    assert.equal(action.kind, 'communities.role.requested')
    assert.equal(action.initiator.id, member)
    assert.deepEqual(action.subject, { type: 'roleRequest', id: 'req_1', title: 'steward', url: null })
    assert.deepEqual(action.data, { role: 'steward', request: 'req_1', member })
    assert.equal(action.occurredAt, '2026-11-22T10:00:00.000Z')
  })

  it('A grant asked for as an action goes through grantRole in the graph, with its reason and decision', async (t) => {
    const request = pending('req_1', '')
    const graph = graphOf(request)
    const world = await actionsWorld(t, { ask: graph.ask })
    request.community.id = world.community
    const { action } = await grant(world, 'req_1')
    const done = await settledAction(world, action.id)
    assert.equal(done.status, 'DONE')
    assert.equal(done.result.status, 'GRANTED')
    assert.deepEqual(graph.calls, ['roleRequest', 'roleRequest', 'grantRole'])
  })

  it('A role that was granted although the answer was lost is not granted twice', async (t) => {
    const request = pending('req_1', '')
    let lost = false
    const graph = graphOf(request, (name, { input }) => {
      if (name !== 'grantRole' || lost) return undefined
      lost = true
      request.status = 'GRANTED'
      request.decisionId = input.decision as never
      throw new AskFailed('the connection was cut', ['UNAVAILABLE'])
    })
    const world = await actionsWorld(t, { ask: graph.ask })
    request.community.id = world.community
    const { action } = await grant(world, 'req_1')
    const done = await settledAction(world, action.id)
    assert.deepEqual(
      done.attempts.map(({ outcome }: any) => outcome),
      ['UNKNOWN', 'DONE'],
    )
    assert.equal(done.result.already, false)
    assert.equal(graph.calls.filter((name) => name === 'grantRole').length, 1)
  })

  it('A grant of a request that was settled the other way fails with the code of communities', async (t) => {
    const request = pending('req_1', '')
    const graph = graphOf(request, (name) =>
      name === 'grantRole'
        ? { grantRole: { roleRequest: null, userErrors: [{ code: 'ALREADY_SETTLED', message: 'It was refused.' }] } }
        : undefined,
    )
    const world = await actionsWorld(t, { ask: graph.ask })
    request.community.id = world.community
    const { action } = await grant(world, 'req_1')
    const failed = await settledAction(world, action.id)
    assert.equal(failed.status, 'FAILED')
    assert.equal(failed.result.code, 'ALREADY_SETTLED')
  })

  it('A grant of a role request that is not there, or of another community, is refused at once', async (t) => {
    const graph = graphOf(pending('req_1', 'com_other'))
    const world = await actionsWorld(t, { ask: graph.ask })
    for (const subject of ['req_1', 'req_nobody']) {
      assert.equal((await grant(world, subject)).userErrors[0]!.code, 'ROLE_REQUEST_NOT_FOUND')
    }
    assert.deepEqual(await world.events('actions.action.recorded'), [])
  })

  it('A grant with an advisory decision is left to people', async (t) => {
    const request = pending('req_1', '')
    const graph = graphOf(request)
    const world = await actionsWorld(t, { ask: graph.ask })
    request.community.id = world.community
    const { action } = await grant(world, 'req_1', { advisory: true })
    assert.equal((await settledAction(world, action.id)).status, 'ADVISED')
    assert.equal(request.status, 'PENDING')
  })
})

describe('initiators of actions', () => {
  const report = (world: ActionsWorld, id: string | undefined, username?: string) =>
    world.mutate('reportAction', {
      community: world.community,
      kind: 'wiki.page.edited',
      subject: { type: 'page', id: 'x' },
      initiator: { platform: 'wiki', ...(id ? { id } : {}), ...(username ? { username } : {}) },
    })
  const emit = (world: ActionsWorld, event: any) =>
    world.backbone.log.write(async (_, emit) => emit({ community: world.community, ...event }))
  const wiki = (externalId: string, username: string | null = null) => ({
    platform: 'wiki',
    host: null,
    externalId,
    username,
  })

  it('The initiator of an action is the member by account id, then by username, and nobody if two have the name', async (t) => {
    const world = await actionsWorld(t)
    const ada = await world.addMember('Ada', [wiki('1', 'ada')])
    const bob = await world.addMember('Bob', [wiki('2', 'sam')])
    await world.addMember('Sam', [wiki('3', 'sam')])
    assert.equal((await report(world, '1', 'sam')).action.initiator.id, ada)
    assert.equal((await report(world, undefined, 'Ada')).action.initiator.id, ada)
    assert.equal((await report(world, '2')).action.initiator.id, bob)
    assert.equal((await report(world, undefined, 'sam')).action.initiator, null)
  })

  it('The initiator of an action follows links, unlinks and mergers of members', async (t) => {
    const world = await actionsWorld(t)
    const ada = await world.addMember('Ada', [])
    const twin = await world.addMember('Ada again', [])
    await emit(world, { type: 'communities.account.linked', payload: { member: twin, account: wiki('1') } })
    assert.equal((await report(world, '1')).action.initiator.id, twin)
    await emit(world, { type: 'communities.member.merged', payload: { from: twin, into: ada } })
    await world.actions.consumers[0]!.catchUp()
    assert.equal((await report(world, '1')).action.initiator.id, ada)
    await emit(world, { type: 'communities.account.unlinked', payload: { member: ada, account: wiki('1') } })
    await world.actions.consumers[0]!.catchUp()
    assert.equal((await report(world, '1')).action.initiator, null)
  })
})

describe('tries of an action', () => {
  it('A try of an action that has lost its claim to another process sends nothing', async (t) => {
    const request = pending('req_1', '')
    let stolen: () => Promise<unknown> = async () => {}
    const { ask, calls } = graphOf(request, (name) => {
      if (name === 'roleRequest' && world) return stolen().then(() => ({ roleRequest: { ...request, reason: null } }))
      return undefined
    })
    const world: ActionsWorld = await actionsWorld(t, { ask })
    request.community.id = world.community
    const { root } = world.backbone.db
    stolen = () =>
      sql`update actions.actions set claimed_by = 'another', claimed_until = clock_timestamp() + interval '2 seconds'
        where direction = 'REQUESTED'`.execute(root)
    const { action } = await grant(world, 'req_1')
    await world.until(async () => {
      const { rows } = await sql<any>`select claimed_by from actions.actions where id = ${action.id}`.execute(root)
      return rows[0].claimed_by === 'another'
    })
    await new Promise((resolve) => setTimeout(resolve, 300))
    assert.ok(!calls.includes('grantRole'))
    stolen = async () => {}
    assert.equal((await settledAction(world, action.id)).status, 'DONE')
    assert.equal(calls.filter((name) => name === 'grantRole').length, 1)
  })
})

describe('rights over role requests', () => {
  it('A role request is settled by no key without DRIVE, by none of the mutations', async (t) => {
    const request = pending('req_1', '')
    const { ask, calls } = graphOf(request)
    const world = await actionsWorld(t, { ask })
    request.community.id = world.community
    const integrator = keyWith(world, 'INTEGRATE')
    await assert.rejects(grant(world, 'req_1', {}, integrator), { extensions: { code: 'FORBIDDEN' } })
    const forged = { kind: 'communities.role.requested', subject: { type: 'roleRequest', id: 'req_1' } }
    for (const mutation of ['reportAction', 'requestPermission']) {
      const { userErrors } = await world.mutate(mutation, { community: world.community, ...forged }, integrator)
      assert.equal(userErrors[0]!.code, 'REPORT_REFUSED', mutation)
    }
    assert.deepEqual(await world.events('actions.action.recorded'), [])

    const { action } = await grant(world, 'req_1', { subject: 'req_1' }, keyWith(world, 'DRIVE'))
    await settledAction(world, action.id)
    await assert.rejects(
      world.run('mutation($id: ID!) { retryAction(id: $id) { action { id } } }', { id: action.id }, integrator),
      { extensions: { code: 'FORBIDDEN' } },
    )
    assert.equal(calls.filter((name) => name === 'grantRole').length, 1)
  })
})
