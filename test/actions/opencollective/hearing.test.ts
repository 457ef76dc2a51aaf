// What happens on the collective, heard by webhook or found by reading: each thing once, as the API tells it.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { type CollectiveWorld, collectiveWorld, goLive } from '../support.ts'

const barrow = { as: 'otis-gray', description: 'A wheelbarrow', amountInCents: 12_345 }
const kinds = (actions: { kind: string }[]) => actions.map(({ kind }) => kind.replace('opencollective.expense.', ''))
const stored = (world: CollectiveWorld) =>
  world.backbone.db.schema<any>('actions').selectFrom('webhooks').selectAll().execute()

describe('webhooks of a collective', () => {
  it('A webhook records a submitted expense once, read back from the platform', async (t) => {
    const world = await collectiveWorld(t)
    const otis = await world.addMember('Otis', [{ externalId: 'x', username: 'Otis-Gray' }])
    const expense = world.oc.submitExpense({ ...barrow, tags: ['tools'] })
    await world.heard()
    const [action, ...more] = await world.observed()
    assert.equal(more.length, 0)
    assert.equal(action.kind, 'opencollective.expense.created')
    assert.deepEqual(action.subject, { type: 'expense', id: expense.id, title: 'A wheelbarrow', url: expense.url })
    assert.equal(action.initiator.id, otis)
    assert.equal(action.initiatorName, 'otis-gray')
    assert.equal(action.data.amountInCents, 12_345)
    assert.equal(action.data.status, 'PENDING')
    assert.deepEqual(action.data.tags, ['tools'])
    assert.equal(action.data.byFolkmoot, false)
    assert.deepEqual((await world.events('actions.action.recorded'))[0].action.parties, {
      submitter: otis,
      payee: otis,
    })
    assert.deepEqual(action.expense, { id: expense.id, status: 'PENDING', amountInCents: 12_345 })
  })

  it('A webhook that comes twice and in the wrong order changes the result once', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'hold'
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'UNAPPROVE' })
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'REJECT' })
    await world.oc.faults.releaseWebhooks({ reversed: true })
    await world.heard()
    assert.deepEqual(kinds(await world.observed()), ['created', 'approved', 'unapproved', 'rejected'])
    for (const { body } of world.oc.webhookDeliveries) assert.equal(await world.receive(body), true)
    await world.heard()
    await world.reconcile()
    assert.equal((await world.observed()).length, 4)
    assert.equal((await world.events('actions.action.recorded')).length, 4)
    assert.equal((await stored(world)).length, 4)
  })

  it('A webhook that comes with many others is kept with them, and each once', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'drop'
    const { legacyId } = world.oc.submitExpense(barrow)
    const { root } = world.backbone.db
    await sql
      .raw(`alter table actions.webhooks add constraint nothing_bad check (body->>'type' <> 'bad')`)
      .execute(root)
    world.backbone.defer(() => sql.raw('alter table actions.webhooks drop constraint nothing_bad').execute(root))
    const seen: string[] = []
    const stop = world.backbone.db.onQuery((text) => seen.push(text))
    const bodies = Array.from({ length: 60 }, (_, index) => ({
      id: 1000 + (index % 50),
      // This one is refused by the database, and takes none of the others along.
      type: index === 7 ? 'bad' : 'collective.expense.created',
      data: { expense: { id: legacyId } },
    }))
    const answers = await Promise.allSettled(bodies.slice(8).map((body) => world.receive(body)))
    stop()
    assert.ok(answers.every((answer) => answer.status === 'fulfilled' && answer.value === true))
    assert.ok(seen.filter((text) => /insert into actions.webhooks/.test(text)).length < 10)
    assert.equal((await stored(world)).length, 50)
    const again = await Promise.allSettled(bodies.slice(0, 12).map((body) => world.receive(body)))
    assert.deepEqual(
      again.flatMap(({ status }, index) => (status === 'rejected' ? [index] : [])),
      [7],
    )
    assert.equal((await stored(world)).length, 50)
  })

  it('A webhook is not believed: what the API says is recorded', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'drop'
    const expense = world.oc.submitExpense(barrow)
    const lie = { idV2: expense.idV2, id: 1, description: 'Nothing', amount: 1, currency: 'XXX', publicId: expense.id }
    await world.receive({
      id: 1,
      type: 'collective.expense.approved',
      createdAt: '2020-01-01T00:00:00Z',
      data: { expense: lie },
    })
    await world.heard()
    const [action, ...more] = await world.observed()
    assert.equal(more.length, 0)
    assert.equal(action.kind, 'opencollective.expense.created')
    assert.equal(action.data.amountInCents, 12_345)
  })

  it('A webhook about an expense that is not there is stored and comes to nothing', async (t) => {
    const world = await collectiveWorld(t)
    for (const [id, publicId] of ['ex_000000000000000000000', 'ex_short_id', 'nonsense'].entries()) {
      assert.equal(
        await world.receive({ id, type: 'collective.expense.created', data: { expense: { publicId, id: 77 } } }),
        true,
      )
    }
    await world.heard()
    assert.deepEqual(await world.observed(), [])
    assert.equal((await stored(world)).length, 3)
  })

  it('A webhook that does not say what it is about makes everything new be read', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'drop'
    world.oc.submitExpense(barrow)
    await world.receive({ id: 5, type: 'collective.expense.putOnHold', data: {} })
    await world.heard()
    assert.deepEqual(kinds(await world.observed()), ['created'])
  })

  it('A webhook with a wrong secret, connection, JSON, id or size is refused and not stored', async (t) => {
    const world = await collectiveWorld(t)
    const body = { id: 1, type: 'collective.expense.created', data: {} }
    assert.equal(await world.receive(body, { secret: 'wrong' }), false)
    assert.equal(await world.receive(body, { secret: '' }), false)
    assert.equal(await world.receive(body, { connection: world.backbone.ids.next('con') }), false)
    await assert.rejects(world.receive('not json'), { code: 'BAD_INPUT' })
    await assert.rejects(world.receive('[]'), { code: 'BAD_INPUT' })
    await assert.rejects(world.receive({ type: 'x' }), { code: 'BAD_INPUT' })
    await assert.rejects(world.receive({ id: { $ne: 1 }, type: 'x' }), { code: 'BAD_INPUT' })
    await assert.rejects(world.receive({ ...body, data: 'x'.repeat(10 * 1024 * 1024) }), { code: 'TOO_LARGE' })
    assert.deepEqual(await stored(world), [])
  })

  it('A webhook is refused if what is kept of it holds NUL or half a character, and not if only the rest does', async (t) => {
    const world = await collectiveWorld(t)
    const body = { id: 1, type: 'collective.expense.created', data: {} }
    for (const bad of ['a\u0000b', '\ud800']) {
      const refused = { code: 'BAD_INPUT', message: /without NUL/ }
      await assert.rejects(world.receive({ ...body, type: bad }), refused)
      await assert.rejects(world.receive({ ...body, createdAt: bad }), refused)
      await assert.rejects(world.receive({ ...body, createdAt: { [bad]: [bad] } }), refused)
    }
    assert.deepEqual(await stored(world), [])
    for (const [id, bad] of ['a\u0000b', '\ud800'].entries())
      assert.equal(await world.receive({ ...body, id, data: { [bad]: bad, expense: { publicId: bad } } }), true)
    assert.equal((await stored(world)).length, 2)
  })

  it('A webhook is refused once its connection is gone', async (t) => {
    const world = await collectiveWorld(t)
    await world.actions.calls.disconnectPlatform({ connection: world.connection })
    assert.equal(await world.receive({ id: 1, type: 'collective.expense.created', data: {} }), false)
    const row: any = await world.backbone.db
      .schema<any>('actions')
      .selectFrom('connections')
      .selectAll()
      .executeTakeFirstOrThrow()
    assert.equal(row.credentials, null)
    world.oc.submitExpense(barrow)
    await world.oc.webhooksSettled()
    assert.deepEqual(world.oc.webhookDeliveries, [], 'the webhook was taken back')
  })

  it('A webhook stays stored while the platform is down, and is answered for later', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.next('500', { field: 'expense' })
    world.oc.submitExpense(barrow)
    const [changed] = await world.until(async () => {
      const events = await world.events('actions.connection.changed')
      return events.length > 0 && events
    })
    assert.equal(changed.status, 'UNREACHABLE')
    assert.deepEqual(await world.observed(), [])
    await world.reconcile()
    await world.heard()
    assert.deepEqual(kinds(await world.observed()), ['created'])
    assert.equal((await world.events('actions.connection.changed')).at(-1).status, 'CONNECTED')
  })
})

describe('reading a collective', () => {
  it('Reading a collective finds what no webhook told, and a late webhook does not double it', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'hold'
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
    await world.reconcile()
    assert.deepEqual(kinds(await world.observed()), ['created', 'approved'])
    await world.oc.faults.releaseWebhooks()
    await world.heard()
    assert.equal((await world.observed()).length, 2)
    assert.equal((await world.observed())[1].initiatorName, 'governance-bot')
  })

  it('Reading a collective begins when a connection goes live, and goes on by itself', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'drop'
    world.oc.submitExpense(barrow)
    await goLive(world, world.connection, world.oc.collective.slug)
    await world.until(async () => (await world.observed()).length === 1)
    const jobs = await world.until(async () => {
      const waiting = await world.backbone.jobs.waiting()
      return waiting['actions.reconcile'] === 1 && waiting
    })
    assert.equal(jobs['actions.reconcile'], 1)
  })

  it('Reading a collective sees that an expense was deleted, which no webhook and no log tells', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    world.oc.deleteExpense({ as: 'otis-gray', expense: id })
    await world.reconcile()
    await world.reconcile()
    const observed = await world.observed()
    assert.deepEqual(kinds(observed), ['created', 'deleted'])
    assert.equal(observed[1].subject.id, id)
    const { _entities } = await world.run(
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Community { expenses { totalCount } } } }',
      { r: [{ __typename: 'Community', id: world.community }] },
    )
    assert.equal(_entities[0].expenses.totalCount, 0)
  })

  it('Reading a collective tells that an edit of the amount took the approval away', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
    world.oc.editExpense({ as: 'otis-gray', expense: id, amountInCents: 99_999 })
    await world.heard()
    const edited = (await world.observed('opencollective.expense.updated'))[0]
    assert.equal(edited.data.previousStatus, 'APPROVED')
    assert.equal(edited.data.status, 'PENDING')
    assert.equal(edited.data.amountInCents, 99_999)
  })

  it('Reading a collective without the scope `account` has expenses tell what the log would', async (t) => {
    const world = await collectiveWorld(t, {
      token: (oc) => oc.issueToken('governance-bot', { scopes: ['expenses', 'conversations', 'webhooks'] }),
    })
    world.oc.faults.webhooks = 'drop'
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'REJECT' })
    await world.reconcile()
    assert.deepEqual(kinds(await world.observed()), ['created', 'rejected'])
  })

  it('Reading a collective knows expenses of before the connection, but does not tell of what happened before', async (t) => {
    const world = await collectiveWorld(t, {
      before: async (oc) => {
        const { id } = oc.submitExpense(barrow)
        await oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
      },
    })
    await world.reconcile()
    assert.deepEqual(await world.observed(), [])
    const { _entities } = await world.run(
      'query($r: [_Any!]!) { _entities(representations: $r) { ... on Community { expenses { nodes { status description } } } } }',
      { r: [{ __typename: 'Community', id: world.community }] },
    )
    assert.deepEqual(_entities[0].expenses.nodes, [{ status: 'APPROVED', description: 'A wheelbarrow' }])
    await world.oc.process({ as: 'governance-bot', expense: world.oc.expenses()[0]!.id, action: 'UNAPPROVE' })
    await world.heard()
    assert.deepEqual(kinds(await world.observed()), ['unapproved'])
  })

  it('Reading a collective says that the token is refused, and later that it works again', async (t) => {
    const world = await collectiveWorld(t)
    const token = world.oc.tokens['governance-bot']!
    world.oc.setToken(token, 'suspended')
    await assert.rejects(world.reconcile(), { code: 'CREDENTIALS_REFUSED' })
    const [refused] = await world.events('actions.connection.changed')
    assert.equal(refused.status, 'UNAUTHORIZED')
    assert.doesNotMatch(JSON.stringify(refused), new RegExp(token))
    world.oc.setToken(token, 'valid')
    await world.reconcile()
    assert.equal((await world.events('actions.connection.changed')).at(-1).status, 'CONNECTED')
  })
})
