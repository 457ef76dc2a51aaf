// What was refused for the token is tried again once a good one comes: that alone, and only where it is still wanted.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DecisionFact } from '../../schema/events.ts'
import { actionById, type CollectiveWorld, collectiveWorld, goLive, settledAction } from './support.ts'

const admin = 'maren-holt'
const submit = (world: CollectiveWorld, description = 'A wheelbarrow') =>
  world.oc.submitExpense({ as: 'otis-gray', description, amountInCents: 12_345 })

/** A decision about the expense, made on its terms as they were told. */
async function decide(world: CollectiveWorld, expense: string, id: string, more: Partial<DecisionFact> = {}) {
  const created = (await world.events('actions.action.recorded')).find(({ action }) => action.subject.id === expense)
  const { community } = world
  const { terms, id: trigger } = created.action
  const made = { id, community, proposal: `prop_${id}`, trigger, policy: null, outcome: 'APPROVED', choice: null }
  const how = { madeBy: 'VOTE', reason: 'Most did.', enforcement: 'ENFORCING', decidedAt: new Date().toISOString() }
  const decision = { ...made, ...how, hash: 'hash', terms, termsNamed: null, ...more } as DecisionFact
  await world.backbone.log.write(async (_, emit) =>
    emit({ type: 'proposals.proposal.decided', community, payload: { proposal: decision.proposal, decision } }),
  )
  await world.actions.consumers[0]!.catchUp()
}

async function ask(world: CollectiveWorld, verb: string, subject: string, more: object = {}): Promise<string> {
  const input = { community: world.community, kind: `opencollective.expense.${verb}`, subject, ...more }
  const { action, userErrors } = await world.mutate('performAction', input)
  assert.deepEqual(userErrors, [])
  return action.id
}

/** Has the token refused while `work` is done; then it is good again, and connected anew. */
async function whileRefused(world: CollectiveWorld, work: () => Promise<string[]>): Promise<string[]> {
  const token = world.oc.tokens['governance-bot']!
  world.oc.setToken(token, 'revoked')
  const ids = await work()
  for (const id of ids) assert.equal((await settledAction(world, id)).result.code, 'CREDENTIALS_REFUSED')
  world.oc.setToken(token, 'valid')
  await world.reconnect()
  return ids
}

const statusOf = async (world: CollectiveWorld, id: string) => (await actionById(world, id)).status

describe('acts that were refused for the token', () => {
  it('An act that was refused for the token is done once a good one is connected, once', async (t) => {
    const world = await collectiveWorld(t)
    const [approved, said] = [submit(world), submit(world)]
    await world.heard()
    await decide(world, approved.id, 'dec_1')
    const ids = await whileRefused(world, async () => [
      await ask(world, 'approve', approved.id, { decision: 'dec_1' }),
      await ask(world, 'comment', said.id, { parameters: { message: 'The vote is over.' } }),
    ])
    await Promise.all([world.reconcile(), world.reconcile()])
    for (const id of ids) {
      const { status, attempts } = await settledAction(world, id)
      assert.equal(status, 'DONE')
      assert.deepEqual(
        attempts.map(({ outcome }: any) => outcome),
        ['FAILED', 'DONE'],
      )
    }
    await world.reconcile()
    assert.equal(world.oc.expense(approved.id).activities.filter(({ type }) => /_APPROVED$/.test(type)).length, 1)
    assert.equal(world.oc.expense(said.id).comments.length, 1)
  })

  it('An act that was refused for the token is done when the same token is good again, at the next reading', async (t) => {
    const world = await collectiveWorld(t)
    const { id: expense } = submit(world)
    await world.heard()
    const token = world.oc.tokens['governance-bot']!
    world.oc.setToken(token, 'suspended')
    const id = await ask(world, 'approve', expense)
    assert.equal((await settledAction(world, id)).status, 'FAILED')
    world.oc.setToken(token, 'valid')
    await world.reconcile()
    assert.equal((await settledAction(world, id)).status, 'DONE')
  })

  it('An act that lacked a scope is done once the token has it', async (t) => {
    const scopes = ['account', 'expenses', 'webhooks']
    let token = ''
    const world = await collectiveWorld(t, {
      token: (oc) => {
        token = oc.issueToken('governance-bot', { scopes })
        return token
      },
    })
    const kind = 'opencollective.conversation.create'
    const parameters = { title: 'Buy a wheelbarrow?', message: 'Speak here.' }
    const { action } = await world.mutate('performAction', { community: world.community, kind, parameters })
    assert.equal((await settledAction(world, action.id)).result.code, 'CREDENTIALS_SCOPE_MISSING')
    world.oc.setScopes(token, [...scopes, 'conversations'])
    await world.reconcile() // finds that nothing is missing any more
    await world.reconcile()
    assert.equal((await settledAction(world, action.id)).status, 'DONE')
  })

  it('An act that was refused for the token is left alone where people have acted, it is gone, or was decided anew', async (t) => {
    const world = await collectiveWorld(t)
    const names = ['rejected by hand', 'approved and back', 'deleted', 'decided anew', 'asked anew']
    const expenses = names.map((name) => submit(world, name))
    await world.heard()
    for (const [each, { id }] of expenses.entries()) await decide(world, id, `dec_${each}`)
    const [byHand, andBack, deleted, anew, again] = expenses.map(({ id }) => id) as [
      string,
      string,
      string,
      string,
      string,
    ]
    let newest = ''
    const ids = await whileRefused(world, async () => {
      const asked = await Promise.all(
        expenses.map(({ id }, each) => ask(world, 'approve', id, { decision: `dec_${each}` })),
      )
      for (const id of asked) await settledAction(world, id)
      newest = await ask(world, 'reject', again)
      await world.oc.process({ as: admin, expense: byHand, action: 'REJECT' })
      await world.oc.process({ as: admin, expense: andBack, action: 'APPROVE' })
      await world.oc.process({ as: admin, expense: andBack, action: 'UNAPPROVE' })
      world.oc.deleteExpense({ as: 'otis-gray', expense: deleted })
      await decide(world, anew, 'dec_newer', { outcome: 'REJECTED' })
      return [...asked, newest]
    })
    await world.reconcile()
    assert.equal((await settledAction(world, newest)).status, 'DONE')
    for (const [each, name] of names.entries()) assert.equal(await statusOf(world, ids[each]!), 'FAILED', name)
    assert.equal(world.oc.expense(andBack).status, 'PENDING')
    assert.equal(world.oc.expense(again).status, 'REJECTED')
  })

  it('An act that was refused for the token is refused again where the expense is not what was decided on', async (t) => {
    const world = await collectiveWorld(t)
    const { id: expense } = submit(world)
    await world.heard()
    await decide(world, expense, 'dec_1')
    const [id] = await whileRefused(world, async () => {
      world.oc.editExpense({ as: 'otis-gray', expense, amountInCents: 9_999_900 })
      return [await ask(world, 'approve', expense, { decision: 'dec_1' })]
    })
    await world.reconcile()
    const { result } = await world.until(async () => {
      const action = await actionById(world, id!)
      return action.status === 'FAILED' && action.result.code !== 'CREDENTIALS_REFUSED' && action
    })
    assert.equal(result.code, 'SUBJECT_CHANGED')
    assert.equal(world.oc.expense(expense).status, 'PENDING')
  })

  it('An announcement that was refused for the token is made of a ballot that is open, and of none that is over', async (t) => {
    const world = await collectiveWorld(t)
    const { id: expense } = submit(world)
    await world.heard()
    const parameters = { message: 'A vote is open.' }
    const [open, decided, canceled] = await whileRefused(world, () =>
      Promise.all(
        ['open', 'over', 'canceled'].map((proposal) => ask(world, 'comment', expense, { parameters, proposal })),
      ),
    )
    await decide(world, expense, 'dec_1', { proposal: 'over' })
    const [{ decision }] = await world.events('proposals.proposal.decided')
    const payload = { proposal: 'canceled', decision: { ...decision, id: 'dec_2', proposal: 'canceled' } }
    await world.backbone.log.write(async (_, emit) =>
      emit({ type: 'proposals.proposal.canceled', community: world.community, payload }),
    )
    await world.reconcile()
    assert.equal((await settledAction(world, open!)).status, 'DONE')
    assert.equal(await statusOf(world, decided!), 'FAILED')
    assert.equal(await statusOf(world, canceled!), 'FAILED')
  })

  it('An act that was refused for another reason is left alone when a token comes', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.setAdmin('governance-bot', false)
    const { id: expense } = submit(world)
    const id = await ask(world, 'approve', expense)
    assert.equal((await settledAction(world, id)).result.code, 'PLATFORM_PERMISSION_MISSING')
    world.oc.setAdmin('governance-bot', true)
    await world.reconnect()
    await world.reconcile()
    assert.equal(await statusOf(world, id), 'FAILED')
  })

  it('An act that was refused for the token is done without waiting for the next interval, where it is connected anew', async (t) => {
    const world = await collectiveWorld(t, { live: true, settings: { reconcileEverySeconds: 86_400 } })
    const { id: expense } = submit(world)
    await world.heard()
    const [id] = await whileRefused(world, async () => [await ask(world, 'approve', expense)])
    await goLive(world, world.connection, world.oc.collective.slug)
    assert.equal((await world.until(async () => (await statusOf(world, id!)) === 'DONE')) && 'DONE', 'DONE')
  })
})
