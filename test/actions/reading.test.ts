// Lists, streams and what they cost.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse, subscribe } from 'graphql'
import { adminViewer, anonymous } from '../../backbone/security/viewer.ts'
import { type ActionsWorld, actionsWorld } from './support.ts'

const page = `query($r: [_Any!]!, $first: Int, $after: Cursor, $kind: String, $direction: ActionDirection) {
  _entities(representations: $r) { ... on Community {
    actions(first: $first, after: $after, kind: $kind, direction: $direction) {
      totalCount pageInfo { hasNextPage endCursor } nodes { id kind subject { id } attempts { outcome } initiator { id } expense { id } community { id } }
    } } } }`

async function report(world: ActionsWorld, count: number, community = world.community, kind = 'wiki.page.edited') {
  for (let n = 0; n < count; n++) {
    await world.mutate('reportAction', { community, kind, subject: { type: 'page', id: String(n) } })
  }
}
const entities = (...ids: string[]) => ids.map((id) => ({ __typename: 'Community', id }))

describe('ids that no database holds', () => {
  it('An id with NUL finds no action, and a kind with NUL is refused as BAD_INPUT', async (t) => {
    const world = await actionsWorld(t)
    assert.deepEqual(await world.run('query($id: ID!) { action(id: $id) { id } }', { id: 'act_\0' }), { action: null })
    const { errors } = await world.answer(
      `query($r: [_Any!]!) { _entities(representations: $r) { ... on Community {
        actions(kind: "a\\u0000") { totalCount } } } }`,
      { r: [{ __typename: 'Community', id: world.community }] },
    )
    assert.equal(errors![0]!.extensions.code, 'BAD_INPUT')
  })
})

describe('Community.actions', () => {
  it('The actions of a community come newest first, in pages without gap or repeat', async (t) => {
    const world = await actionsWorld(t)
    await report(world, 7)
    const seen: string[] = []
    let after: string | null = null
    do {
      const { _entities }: any = await world.run(page, { r: entities(world.community), first: 3, after })
      const { nodes, pageInfo, totalCount } = _entities[0].actions
      assert.equal(totalCount, 7)
      seen.push(...nodes.map(({ subject }: any) => subject.id))
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null
    } while (after)
    assert.deepEqual(seen, ['6', '5', '4', '3', '2', '1', '0'])
  })

  it('The actions of a community are chosen by kind, or by how a kind begins', async (t) => {
    const world = await actionsWorld(t)
    await report(world, 2)
    await report(world, 1, world.community, 'wiki.page_x.edited')
    await report(world, 1, world.community, 'forum.post.edited')
    const count = async (kind: string) =>
      (await world.run(page, { r: entities(world.community), kind }))._entities[0].actions.totalCount
    assert.equal(await count('wiki.page.edited'), 2)
    assert.equal(await count('wiki.page.*'), 2)
    assert.equal(await count('wiki.*'), 3)
    assert.equal(await count('%.*'), 0)
  })

  it('The actions of a community refuse a page of none or of too many, and a foreign cursor', async (t) => {
    const world = await actionsWorld(t)
    await report(world, 2)
    const other = await world.addCommunity('other')
    for (const first of [0, -1, 101]) {
      const { errors } = await world.answer(page, { r: entities(world.community), first })
      assert.equal(errors![0]!.extensions.code, 'BAD_INPUT')
    }
    const { _entities } = await world.run(page, { r: entities(world.community), first: 1 })
    const after = _entities[0].actions.pageInfo.endCursor
    for (const [id, cursor] of [
      [other, after],
      [world.community, `${after}x`],
      [world.community, 'abc'],
    ] as const) {
      const { errors } = await world.answer(page, { r: entities(id), after: cursor })
      assert.equal(errors![0]!.extensions.code, 'CURSOR_INVALID')
    }
  })

  it('The actions of communities cost the same number of queries for two communities as for thirty', async (t) => {
    const world = await actionsWorld(t)
    const ids = [world.community]
    for (let n = 1; n < 30; n++) ids.push(await world.addCommunity(`community-${n}`))
    for (const id of ids) await report(world, 2, id)
    const cost = async (some: string[]) => {
      let count = 0
      const stop = world.backbone.db.onQuery((sql) => void (sql.includes('"actions"."actions"') && count++))
      const { _entities } = await world.run(page, { r: entities(...some), first: 5, direction: 'OBSERVED' })
      stop()
      for (const { actions } of _entities) assert.equal(actions.nodes.length, 2)
      return count
    }
    assert.equal(await cost(ids), await cost(ids.slice(0, 2)))
  })
})

describe('the stream of actions', () => {
  const open = async (world: ActionsWorld, variables: object, viewer = anonymous) =>
    (await subscribe({
      schema: world.actions.schema,
      document: parse(
        'subscription($c: ID!, $after: Cursor, $kind: String) { actions(community: $c, after: $after, kind: $kind) { cursor action { kind status subject { id } } } }',
      ),
      variableValues: { c: world.community, ...variables },
      contextValue: world.actions.context(viewer),
    })) as AsyncIterableIterator<any>

  it('The stream of actions goes on after a cursor with nothing missed and nothing twice', async (t) => {
    const world = await actionsWorld(t)
    const first = await open(world, {})
    await report(world, 3)
    const seen = [await first.next(), await first.next()].map(({ value }) => value.data.actions)
    await first.return!()
    const second = await open(world, { after: seen[1].cursor })
    await report(world, 1)
    const more = [await second.next(), await second.next()].map(({ value }) => value.data.actions)
    await second.return!()
    assert.deepEqual(
      [...seen, ...more].map(({ action }) => action.subject.id),
      ['0', '1', '2', '0'],
    )
  })

  it('The stream of actions is of one kind where that is asked', async (t) => {
    const world = await actionsWorld(t)
    const stream = await open(world, { kind: 'forum.*' })
    await report(world, 2)
    await report(world, 1, world.community, 'forum.post.edited')
    assert.equal((await stream.next()).value.data.actions.action.kind, 'forum.post.edited')
    await stream.return!()
  })

  it('The stream of actions refuses a community that is not to be seen, and a cursor that is not its own', async (t) => {
    const world = await actionsWorld(t)
    const hidden = await world.addCommunity('hidden', 'PRIVATE')
    const refused: any = await open(world, { c: hidden })
    assert.equal(refused.errors[0].extensions.code, 'COMMUNITY_NOT_FOUND')
    const bad: any = await open(world, { after: 'nonsense' }, adminViewer)
    assert.equal(bad.errors[0].extensions.code, 'CURSOR_INVALID')
  })

  it('The stream of one action refuses an action that is not there', async (t) => {
    const world = await actionsWorld(t)
    const refused: any = await subscribe({
      schema: world.actions.schema,
      document: parse('subscription { action(id: "act_nobody") { id } }'),
      contextValue: world.actions.context(adminViewer),
    })
    assert.equal(refused.errors[0].extensions.code, 'ACTION_NOT_FOUND')
  })
})

describe('the list of platforms', () => {
  it('The list of platforms says what each hears and does', async (t) => {
    const world = await actionsWorld(t)
    const { platforms } = await world.run('{ platforms { platform hears performs ballots } }')
    const oc = platforms.find(({ platform }: any) => platform === 'opencollective')
    assert.ok(oc.hears.includes('opencollective.expense.created'))
    assert.ok(oc.performs.includes('opencollective.expense.approve'))
    assert.deepEqual(platforms.find(({ platform }: any) => platform === 'communities').performs, [
      'communities.role.grant',
      'communities.role.refuse',
    ])
  })
})
