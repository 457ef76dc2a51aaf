// What is asked for is done on the collective at most once, or reported as unknown and looked up.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createActions } from '../../../subgraphs/actions/index.ts'
import { type CollectiveWorld, collectiveWorld, impatient, settledAction } from '../support.ts'

const barrow = { as: 'otis-gray', description: 'A wheelbarrow', amountInCents: 12_345 }
const sent = (world: CollectiveWorld, field: string, action = '') =>
  world.oc.requests.filter(
    ({ query, variables }) =>
      query.includes(`${field}(`) && !query.includes('Probe') && JSON.stringify(variables ?? {}).includes(action),
  ).length
const acts = (world: CollectiveWorld, id: string, type: string) =>
  world.oc.expense(id).activities.filter((activity) => activity.type === `COLLECTIVE_EXPENSE_${type}`)

async function ask(world: CollectiveWorld, mutation: string, input: object) {
  const { action, userErrors } = await world.mutate(mutation, { community: world.community, ...input })
  assert.deepEqual(userErrors, [])
  return action
}
const does = async (world: CollectiveWorld, mutation: string, input: object) =>
  settledAction(world, (await ask(world, mutation, input)).id)

describe('approveExpense and rejectExpense', () => {
  it('Approving an expense approves it, and the action says that Folkmoot did it', async (t) => {
    const world = await collectiveWorld(t)
    const { id, legacyId } = world.oc.submitExpense(barrow)
    const action = await does(world, 'approveExpense', { expense: String(legacyId) })
    assert.equal(action.status, 'DONE')
    assert.equal(action.subject.id, id)
    assert.equal(action.result.already, false)
    assert.deepEqual(action.result.approvedBy, ['governance-bot'])
    assert.deepEqual(action.attempts, [{ outcome: 'DONE', detail: null }])
    assert.equal(action.expense.status, 'APPROVED')
    assert.equal(world.oc.expense(id).status, 'APPROVED')
  })

  it('Approving an expense happens once, however often it is called', async (t) => {
    const world = await collectiveWorld(t)
    const { id, url } = world.oc.submitExpense(barrow)
    const actions = await Promise.all(
      [id, url, id, url, id].map((expense) => ask(world, 'approveExpense', { expense })),
    )
    assert.equal(new Set(actions.map((action) => action.id)).size, 1)
    await settledAction(world, actions[0].id)
    assert.equal((await ask(world, 'approveExpense', { expense: id })).id, actions[0].id)
    assert.equal(acts(world, id, 'APPROVED').length, 1)
    assert.equal(sent(world, 'processExpense'), 1)
  })

  it('Approving an expense again works after someone took the approval back', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    const first = await does(world, 'approveExpense', { expense: id })
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'UNAPPROVE' })
    await world.heard()
    const second = await does(world, 'approveExpense', { expense: id })
    assert.notEqual(second.id, first.id)
    assert.equal(acts(world, id, 'APPROVED').length, 2)
  })

  it('Approving an expense that is approved already sends nothing, and is not told as our doing', async (t) => {
    const world = await collectiveWorld(t, { as: 'governance-bot' })
    const { id } = world.oc.submitExpense(barrow)
    const admin = world.oc.people().find(({ slug, adminOf }) => adminOf.length > 0 && slug !== 'governance-bot')!.slug
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    const action = await does(world, 'approveExpense', { expense: id })
    assert.equal(action.status, 'DONE')
    assert.equal(action.result.already, true)
    assert.match(action.attempts[0].detail, new RegExp(`already APPROVED by ${admin}`))
    assert.equal(sent(world, 'processExpense'), 0)
  })

  it('Rejecting an approved expense takes the approval back first, with the reason for people', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
    const action = await does(world, 'rejectExpense', { expense: id, message: 'Three to five against' })
    assert.equal(action.status, 'DONE')
    const { status, comments } = world.oc.expense(id)
    assert.equal(status, 'REJECTED')
    assert.equal(comments[0]!.html, '<p>Three to five against</p>')
    assert.equal(acts(world, id, 'UNAPPROVED').length, 1)
    await world.heard()
    const observed = await world.observed()
    assert.deepEqual(
      observed.map(({ data }) => data.byFolkmoot),
      [false, false, true, true],
    )
  })

  it('Approving and rejecting say their message as text, whatever it has of HTML, as comments do', async (t) => {
    const world = await collectiveWorld(t)
    const message =
      'Agreed: <a href="https://evil.example">click</a> & <h1>more</h1>\n\nSee https://vote.example/p/1?a=1&b=2.'
    const wanted =
      '<p>Agreed: &lt;a href="<a href="REDIRECT">https://evil.example</a>"&gt;click&lt;/a&gt; &amp; &lt;h1&gt;more&lt;/h1&gt;</p><p>See <a href="REDIRECT">https://vote.example/p/1?a=1&amp;b=2</a>.</p>'
    const said = (id: string) =>
      world.oc
        .expense(id)
        .comments.at(-1)!
        .html.replace(/href="http[^"]*\/redirect[^"]*"/g, 'href="REDIRECT"')
        .replaceAll('&quot;', '"')
    for (const verb of ['approve', 'reject']) {
      const { id } = world.oc.submitExpense(barrow)
      await does(world, `${verb}Expense`, { expense: id, message })
      assert.equal(said(id), wanted, verb)
      const parameters = { message }
      await does(world, 'performAction', { kind: 'opencollective.expense.comment', subject: id, parameters })
      assert.ok(said(id).startsWith(wanted), said(id))
    }
  })

  it('Approving or rejecting is refused if the platform refuses, with its own code and words', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.setBalance(10_000_000)
    const paid = world.oc.submitExpense(barrow)
    await world.oc.process({ as: 'hanna-lindqvist', expense: paid.id, action: 'APPROVE' })
    await world.oc.process({ as: 'hanna-lindqvist', expense: paid.id, action: 'PAY' })
    const rejected = await does(world, 'rejectExpense', { expense: paid.id })
    assert.equal(rejected.status, 'FAILED')
    assert.equal(rejected.result.code, 'EXPENSE_STATUS_UNSUPPORTED')
    assert.match(rejected.attempts[0].detail, /reject an expense that is PAID/)
    assert.equal(sent(world, 'processExpense'), 0)

    world.oc.setPolicies({ EXPENSE_AUTHOR_CANNOT_APPROVE: { enabled: true, amountInCents: 0 } })
    const own = world.oc.submitExpense({ ...barrow, as: 'governance-bot' })
    assert.equal(
      (await does(world, 'approveExpense', { expense: own.id })).result.code,
      'EXPENSE_AUTHOR_CANNOT_APPROVE',
    )

    world.oc.setTwoFactor('governance-bot', true)
    const other = world.oc.submitExpense(barrow)
    const twoFactor = await does(world, 'approveExpense', { expense: other.id })
    assert.equal(twoFactor.result.code, 'TWO_FACTOR_NOT_PREAUTHORIZED')
    assert.equal(world.oc.expense(other.id).status, 'PENDING')
  })

  it('Approving or rejecting is refused for one who is no admin, before anything is sent', async (t) => {
    const world = await collectiveWorld(t, { as: 'otis-gray' })
    const { id } = world.oc.submitExpense(barrow)
    const action = await does(world, 'approveExpense', { expense: id })
    assert.equal(action.result.code, 'PLATFORM_PERMISSION_MISSING')
    assert.equal(sent(world, 'processExpense'), 0)
    const retried = await world.run(
      'mutation($id: ID!) { retryAction(id: $id) { action { status } userErrors { code } } }',
      { id: action.id },
    )
    assert.equal(retried.retryAction.action.status, 'PENDING')
    assert.equal((await settledAction(world, action.id)).attempts.length, 2)
  })

  it('Actions asked for on one expense are done one after another, oldest first', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    const kinds = ['approve', 'reject', 'approve', 'unapprove', 'reject']
    const asked = []
    for (const verb of kinds) {
      asked.push(
        await ask(world, 'performAction', {
          kind: `opencollective.expense.${verb}`,
          subject: id,
          idempotencyKey: `${asked.length}`,
        }),
      )
    }
    for (const { id: action } of asked) assert.equal((await settledAction(world, action)).status, 'DONE')
    const order = world.oc.expense(id).activities.map(({ type }) => type.replace('COLLECTIVE_EXPENSE_', ''))
    assert.deepEqual(order, ['CREATED', 'APPROVED', 'UNAPPROVED', 'REJECTED', 'APPROVED', 'UNAPPROVED', 'REJECTED'])
  })
})

describe('lost answers of the platform', () => {
  for (const fault of ['hang-after-apply', 'reset-after-apply', '500-after-apply'] as const) {
    it(`A change whose answer is lost after it was made (${fault}) is looked up: it was done, once, by us`, async (t) => {
      const world = await collectiveWorld(t, impatient)
      const { id } = world.oc.submitExpense(barrow)
      world.oc.faults.next(fault, { field: 'processExpense' })
      const action = await does(world, 'approveExpense', { expense: id })
      assert.equal(action.status, 'DONE')
      assert.equal(action.result.already, false)
      assert.deepEqual(
        action.attempts.map(({ outcome }: any) => outcome),
        ['UNKNOWN', 'DONE'],
      )
      assert.match(action.attempts[1].detail, /earlier try/)
      assert.equal(acts(world, id, 'APPROVED').length, 1)
      assert.equal(sent(world, 'processExpense'), 1)
    })
  }

  for (const fault of ['hang', 'reset', '500', 'html'] as const) {
    it(`A change whose answer is lost before it was made (${fault}) is looked up, then sent again`, async (t) => {
      const world = await collectiveWorld(t, impatient)
      const { id } = world.oc.submitExpense(barrow)
      world.oc.faults.next(fault, { field: 'processExpense' })
      const action = await does(world, 'approveExpense', { expense: id })
      assert.deepEqual(
        action.attempts.map(({ outcome }: any) => outcome),
        ['UNKNOWN', 'DONE'],
      )
      assert.equal(acts(world, id, 'APPROVED').length, 1)
    })
  }

  it('A comment whose answer is lost is not made twice', async (t) => {
    const world = await collectiveWorld(t, impatient)
    const { id } = world.oc.submitExpense(barrow)
    world.oc.faults.next('hang-after-apply', { field: 'createComment' })
    const parameters = { message: 'A ballot is open: https://vote.example/p/1\n\nSay "yes" & <b>no</b>.' }
    const action = await does(world, 'performAction', {
      kind: 'opencollective.expense.comment',
      subject: id,
      parameters,
    })
    assert.deepEqual(
      action.attempts.map(({ outcome }: any) => outcome),
      ['UNKNOWN', 'DONE'],
    )
    const { comments } = world.oc.expense(id)
    assert.equal(comments.length, 1)
    assert.match(comments[0]!.html, /&lt;b&gt;no/)
    assert.match(action.result.url, new RegExp(`#comment-${action.result.externalId}$`))
  })

  it('A comment whose answer is lost is not made twice among very many', async (t) => {
    const world = await collectiveWorld(t, impatient)
    const { id } = world.oc.submitExpense(barrow)
    for (let each = 0; each < 1_150; each++) world.oc.comment({ as: 'otis-gray', expense: id, html: `${each}` })
    world.oc.faults.next('hang-after-apply', { field: 'createComment' })
    const parameters = { message: 'The vote is over.' }
    const action = await does(world, 'performAction', {
      kind: 'opencollective.expense.comment',
      subject: id,
      parameters,
    })
    assert.equal(action.status, 'DONE')
    assert.equal(world.oc.expense(id).comments.filter(({ html }) => html.includes('The vote is over')).length, 1)
  })

  it('A conversation whose answer is lost is not begun twice, and comments follow it', async (t) => {
    const world = await collectiveWorld(t, impatient)
    world.oc.faults.next('hang-after-apply', { field: 'createConversation' })
    const begun = await does(world, 'performAction', {
      kind: 'opencollective.conversation.create',
      parameters: { title: 'Buy a wheelbarrow?', message: 'Speak here.', tags: ['vote'] },
    })
    assert.equal(sent(world, 'createConversation'), 1)
    world.oc.faults.next('reset-after-apply', { field: 'createComment' })
    const said = await does(world, 'performAction', {
      kind: 'opencollective.conversation.comment',
      subject: begun.result.url,
      parameters: { message: 'The ballot is closed.' },
    })
    assert.equal(said.status, 'DONE')
    assert.equal(said.subject.title, 'Buy a wheelbarrow?')
    assert.equal(sent(world, 'createComment'), 1)
  })

  it('A question whose answer is lost is asked again later', async (t) => {
    const world = await collectiveWorld(t, impatient)
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    world.oc.faults.next('hang', { field: 'permissions' })
    const action = await does(world, 'approveExpense', { expense: id })
    assert.deepEqual(
      action.attempts.map(({ outcome }: any) => outcome),
      ['PENDING', 'DONE'],
    )
  })
})

describe('a platform that takes no more requests', () => {
  it('A platform that takes no more requests is left alone for the time it says, with its fraction', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    world.oc.faults.retryAfterSeconds = 0.35
    world.oc.faults.next('429', { field: 'permissions' })
    const before = Date.now()
    const action = await does(world, 'approveExpense', { expense: id })
    assert.deepEqual(
      action.attempts.map(({ outcome }: any) => outcome),
      ['PENDING', 'DONE'],
    )
    assert.match(action.attempts[0].detail, /no more requests/)
    assert.ok(Date.now() - before >= 350)
  })

  it('A change that the platform has no more requests for is not done, and is tried again', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    world.oc.faults.next('429', { field: 'processExpense' })
    const action = await does(world, 'approveExpense', { expense: id })
    assert.deepEqual(
      action.attempts.map(({ outcome }: any) => outcome),
      ['PENDING', 'DONE'],
    )
    assert.equal(acts(world, id, 'APPROVED').length, 1)
  })
})

describe('death of the process that performs', () => {
  it('A process that dies between sending and remembering does not repeat the act after the next start', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    const action = await does(world, 'approveExpense', { expense: id })
    // As it stood in the moment before the answer was stored, held by a process that is no more.
    const actions = world.backbone.db.schema<any>('actions')
    const before = {
      status: 'PENDING',
      tries: 0,
      result: null,
      claimed_by: 'the dead',
      claimed_until: new Date(Date.now() + 1500),
      next_try_at: new Date(),
    }
    await actions.updateTable('actions').set(before).where('id', '=', action.id).execute()
    await actions.deleteFrom('own_events').execute()
    const none = () => Promise.reject(new Error('nobody'))
    const call = { connectPlatform: none, disconnectPlatform: none, secondAdmin: none }
    const next = createActions({ ...world.backbone, ask: none, call }, { haste: 20 })
    await next.start()
    const after = await settledAction(world, action.id)
    await next.stop()
    assert.equal(after.status, 'DONE')
    assert.equal(after.result.already, false)
    assert.equal(acts(world, id, 'APPROVED').length, 1)
  })
})

describe('refusals when asking for an action', () => {
  it('Asking for an unknown expense, kind, platform or community, or with bad parameters, stores nothing', async (t) => {
    const world = await collectiveWorld(t)
    const community = world.community
    const codeOf = async (mutation: string, input: object) =>
      (await world.mutate(mutation, { community, ...input })).userErrors[0]!
    for (const expense of [
      'ex_000000000000000000000',
      '999999',
      'https://opencollective.com/x/expenses/424242',
      '',
      "'; drop table",
    ]) {
      const { code, path } = await codeOf('approveExpense', { expense })
      assert.equal(code, 'EXPENSE_NOT_FOUND', expense)
      assert.deepEqual(path, ['input', 'expense'])
    }
    assert.equal(
      (await codeOf('performAction', { kind: 'opencollective.expense.pay', subject: '1' })).code,
      'KIND_UNKNOWN',
    )
    assert.equal((await codeOf('performAction', { kind: 'slack.message.post', subject: '1' })).code, 'KIND_UNKNOWN')
    assert.equal((await codeOf('performAction', { kind: 'nonsense' })).code, 'BAD_INPUT')
    const comment = 'opencollective.expense.comment'
    assert.equal(
      (await codeOf('performAction', { kind: comment, subject: '1', parameters: { message: '' } })).code,
      'BAD_INPUT',
    )
    assert.equal((await codeOf('performAction', { kind: comment, subject: '1', parameters: ['x'] })).code, 'BAD_INPUT')
    assert.equal((await codeOf('approveExpense', { community: 'nowhere', expense: '1' })).code, 'COMMUNITY_NOT_FOUND')
    const elsewhere = await world.addCommunity('elsewhere')
    assert.equal(
      (await codeOf('approveExpense', { community: elsewhere, expense: '1' })).code,
      'PLATFORM_NOT_CONNECTED',
    )
    assert.deepEqual(await world.events('actions.action.recorded'), [])
  })

  it('An idempotency key is good for one input only', async (t) => {
    const world = await collectiveWorld(t)
    const [a, b] = [world.oc.submitExpense(barrow), world.oc.submitExpense(barrow)]
    const once = { expense: a.id, idempotencyKey: 'k' }
    const actions = await Promise.all([1, 2, 3].map(() => ask(world, 'approveExpense', once)))
    assert.equal(new Set(actions.map(({ id }) => id)).size, 1)
    const conflict = await world.mutate('approveExpense', { community: world.community, ...once, expense: b.id })
    assert.equal(conflict.userErrors[0]!.code, 'IDEMPOTENCY_CONFLICT')
    assert.equal(conflict.action, null)
  })

  it('An action that waits for a connection that is gone fails', async (t) => {
    const world = await collectiveWorld(t, impatient)
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    world.oc.faults.next('hang', { field: 'permissions', times: 2 })
    const { id: action } = await ask(world, 'approveExpense', { expense: id })
    await world.actions.calls.disconnectPlatform({ connection: world.connection })
    const failed = await settledAction(world, action)
    assert.equal(failed.result.code, 'PLATFORM_NOT_CONNECTED')
    const after = await world.mutate('approveExpense', { community: world.community, expense: '1' })
    assert.equal(after.userErrors[0]!.code, 'PLATFORM_NOT_CONNECTED')
  })
})

describe('two processes on one database', () => {
  it('Two processes on one database share the actions, and each is done once', async (t) => {
    const world = await collectiveWorld(t)
    const none = () => Promise.reject(new Error('nobody'))
    const second = createActions(
      { ...world.backbone, ask: none, call: { connectPlatform: none, disconnectPlatform: none, secondAdmin: none } },
      { haste: 20 },
    )
    await second.start()
    const expenses = Array.from({ length: 8 }, () => world.oc.submitExpense(barrow))
    const asked = await Promise.all(expenses.map(({ id }) => ask(world, 'approveExpense', { expense: id })))
    for (const { id } of asked) assert.equal((await settledAction(world, id)).attempts.length, 1)
    await second.stop()
    for (const { id } of expenses) assert.equal(acts(world, id, 'APPROVED').length, 1)
    assert.equal(sent(world, 'processExpense'), 8)
  })
})
