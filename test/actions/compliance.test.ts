// What people do on the platform, held against what was decided: never hindered, always seen.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DecisionFact } from '../../schema/events.ts'
import { type Platform, TryLater } from '../../subgraphs/actions/platforms/platform.ts'
import { findAction } from '../../subgraphs/actions/storage/actions.ts'
import { tables } from '../../subgraphs/actions/storage/tables.ts'
import { hearWhatStands } from '../../subgraphs/actions/work/hear-standing.ts'
import { outagesOf } from '../../subgraphs/actions/work/outages.ts'
import { actionById, type CollectiveWorld, collectiveWorld, impatient, settledAction } from './support.ts'

const barrow = { as: 'otis-gray', description: 'A wheelbarrow', amountInCents: 12_345 }
const decision = 'dec_01jvh3k5n8f0000000000000001'

async function request(world: CollectiveWorld, verb: string, subject: string, more: object = {}) {
  const input = { community: world.community, kind: `opencollective.expense.${verb}`, subject, decision, ...more }
  const { action, userErrors } = await world.mutate('performAction', input)
  assert.deepEqual(userErrors, [])
  return settledAction(world, action.id)
}

/** The last that was told of how a decision's subject stands; that nothing was told twice. */
async function stood(world: CollectiveWorld, of = decision): Promise<any> {
  const told = (await world.events('actions.decision.standing')).filter((event) => event.decision === of)
  for (const [index, event] of told.entries()) assert.notDeepEqual(event, told[index - 1])
  return told.at(-1)
}
const short = ({ standing, by, kind, initiatorName, later }: any) => [
  standing,
  by,
  kind?.split('.')[2],
  initiatorName,
  later,
]
const adminOf = (world: CollectiveWorld) =>
  world.oc.people().find(({ slug, adminOf }) => adminOf.length > 0 && slug !== 'governance-bot')!.slug

describe('standing of a decision that was carried out', () => {
  it('A decision that was carried out stands by our own act until another decision the other way supersedes it', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    const first = await request(world, 'approve', id)
    assert.equal(first.status, 'DONE')
    const second = await request(world, 'reject', id, { decision: `${decision}2` })
    assert.equal(second.status, 'DONE')
    await world.heard()
    await world.reconcile()
    assert.equal((await world.observed()).length, 4)
    const bot = 'governance-bot'
    assert.deepEqual(short(await stood(world)), ['OPPOSITE', 'US', 'rejected', bot, `${decision}2`])
    assert.deepEqual(short(await stood(world, `${decision}2`)), ['DONE', 'US', 'rejected', bot, null])
    const query = 'query ($id: ID!) { action(id: $id) { supersedes attempts { detail } } }'
    assert.deepEqual((await world.run(query, { id: first.id })).action, {
      supersedes: null,
      attempts: [{ detail: null }],
    })
    const { supersedes, attempts } = (await world.run(query, { id: second.id })).action
    assert.equal(supersedes, decision)
    assert.match(attempts[0].detail, new RegExp(`supersedes what was done for the decision ${decision}\\.`))
  })

  it('A decision that was carried out is contradicted by an admin who does otherwise, once, with their name', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'reject', id)
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    await world.heard()
    await world.reconcile()
    const last = await stood(world)
    assert.deepEqual(short(last), ['OPPOSITE', 'PEOPLE', 'approved', admin, null])
    assert.equal((await actionById(world, last.action)).data.byFolkmoot, false)
    const before = (await world.events('actions.decision.standing')).length
    await world.reconcile()
    assert.equal((await world.events('actions.decision.standing')).length, before)
  })

  it('A decision that the token’s owner undoes by hand is undone, and stands again when approved again', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'UNAPPROVE' })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['UNDONE', 'PEOPLE', 'unapproved', 'governance-bot', null])
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['DONE', 'PEOPLE', 'approved', admin, null])
  })

  it('A decision that was carried out is HELD while a host marks it incomplete or puts it on hold', async (t) => {
    const world = await collectiveWorld(t)
    const host = world.oc
      .people()
      .find(({ adminOf }) => adminOf.some((slug) => slug !== world.oc.collective.slug))!.slug
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    const after = async (action: 'HOLD' | 'RELEASE' | 'MARK_AS_INCOMPLETE' | 'APPROVE' | 'PAY') => {
      await world.oc.process({ as: host, expense: id, action })
      await world.heard()
      await world.reconcile()
      return short(await stood(world))
    }
    assert.deepEqual(await after('HOLD'), ['HELD', 'PEOPLE', 'putOnHold', host, null])
    assert.deepEqual(await after('RELEASE'), ['DONE', 'PEOPLE', 'releasedFromHold', host, null])
    assert.deepEqual(await after('MARK_AS_INCOMPLETE'), ['HELD', 'PEOPLE', 'incomplete', host, null])
    assert.deepEqual(await after('APPROVE'), ['DONE', 'PEOPLE', 'approved', host, null])
    assert.deepEqual(await after('PAY'), ['DONE', 'PEOPLE', 'paid', host, null])
  })

  it('A decision that was carried out is GONE when its expense is deleted', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    await world.heard()
    await world.oc.process({ as: admin, expense: id, action: 'UNAPPROVE' })
    await world.oc.process({ as: admin, expense: id, action: 'REJECT' })
    await world.heard()
    world.oc.deleteExpense({ as: admin, expense: id })
    await world.reconcile()
    assert.deepEqual(short(await stood(world)), ['GONE', 'PEOPLE', 'deleted', null, null])
  })

  it('An approval that was carried out is undone by an edit of the expense that takes it away', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    world.oc.editExpense({ as: 'otis-gray', expense: id, amountInCents: 888_800 })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['UNDONE', 'PEOPLE', 'updated', 'otis-gray', null])
  })

  it('A decision is CHANGED once the terms that it named are not what was decided on', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    const [created] = await world.events('actions.action.recorded')
    const { community } = world
    for (const [of, named] of [
      [decision, 'amountInCents'],
      [`${decision}2`, 'payee'],
    ] as const) {
      const made = {
        id: of,
        proposal: 'prop_1',
        community,
        trigger: created.action.id,
        outcome: 'APPROVED',
        choice: null,
      }
      const how = {
        madeBy: 'VOTE',
        reason: '',
        enforcement: 'ENFORCING',
        policy: null,
        hash: '',
        decidedAt: '2026-11-27T00:00:00Z',
      }
      const told = { ...made, ...how, terms: created.action.terms, termsNamed: [named] } as DecisionFact
      await world.backbone.log.write(async (_, emit) =>
        emit({ type: 'proposals.proposal.decided', community, payload: { proposal: 'prop_1', decision: told } }),
      )
      await request(world, 'approve', id, { decision: of })
    }
    world.oc.editExpense({ as: 'otis-gray', expense: id, amountInCents: 888_800 })
    await world.heard()
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await world.heard()
    assert.equal((await stood(world)).standing, 'CHANGED')
    assert.equal((await stood(world, `${decision}2`)).standing, 'DONE')
    world.oc.editExpense({ as: 'otis-gray', expense: id, amountInCents: barrow.amountInCents })
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await world.heard()
    assert.equal((await stood(world)).standing, 'DONE')
  })

  it('A decision that was carried out is DONE whatever was heard late of what came before it', async (t) => {
    const world = await collectiveWorld(t)
    world.oc.faults.webhooks = 'hold'
    const { id } = world.oc.submitExpense(barrow)
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await request(world, 'reject', id)
    await world.oc.faults.releaseWebhooks()
    await world.heard()
    assert.equal((await world.observed()).length, 4)
    assert.deepEqual(short(await stood(world)), ['DONE', 'US', 'rejected', 'governance-bot', null])
    const told = await world.events('actions.decision.standing')
    assert.ok(told.every(({ standing }) => standing === 'DONE'))
  })

  it('A decision is not taken for overridden while the answer to our own act is lost', async (t) => {
    const world = await collectiveWorld(t, { actions: { ...impatient.actions, afterNoAnswer: 1500 } })
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    await world.oc.process({ as: 'governance-bot', expense: id, action: 'APPROVE' })
    world.oc.faults.next('hang-after-apply', { field: 'processExpense' })
    const rejecting = request(world, 'reject', id)
    await world.until(() => world.oc.expense(id).status !== 'APPROVED')
    await world.heard()
    assert.equal((await rejecting).status, 'DONE')
    await world.heard()
    assert.deepEqual(
      (await world.observed()).map(({ data }) => data.byFolkmoot),
      [false, false, true, true],
    )
    assert.deepEqual(short(await stood(world)), ['DONE', 'US', 'rejected', 'governance-bot', null])
  })

  it('A decision is overridden by an action asked for without a decision', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'reject', id)
    await request(world, 'approve', id, { decision: null })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['OPPOSITE', 'PEOPLE', 'approved', 'governance-bot', null])
  })
})

describe('standing of advice', () => {
  it('Advice is left as a comment, and an admin who follows it fulfils the decision', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    const action = await request(world, 'approve', id, { advisory: true, parameters: { message: 'Six to one.' } })
    assert.equal(action.status, 'ADVISED')
    const { comments, status } = world.oc.expense(id)
    assert.equal(status, 'PENDING')
    assert.match(comments[0]!.html, /should be approved[\s\S]*Six to one/)
    assert.deepEqual(short(await stood(world)), ['UNDONE', null, undefined, null, null])
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['DONE', 'PEOPLE', 'approved', admin, null])
    await world.oc.process({ as: admin, expense: id, action: 'UNAPPROVE' })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['UNDONE', 'PEOPLE', 'unapproved', admin, null])
  })

  it('Advice is contradicted when an admin does the opposite', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'reject', id, { advisory: true })
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await world.heard()
    assert.deepEqual(short(await stood(world)), ['OPPOSITE', 'PEOPLE', 'approved', adminOf(world), null])
  })

  it('Advice on what is already done says at once that it is done, and by whom', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    world.oc.faults.webhooks = 'drop' // nobody has heard of it before the advice asks
    await world.oc.process({ as: admin, expense: id, action: 'APPROVE' })
    const advice = await request(world, 'approve', id, { advisory: true })
    const [approved] = await world.observed('opencollective.expense.approved')
    assert.deepEqual(await stood(world), {
      ...{ decision, platform: 'opencollective', subject: id, requests: [advice.id], standing: 'DONE', by: 'PEOPLE' },
      ...{ action: approved.id, kind: 'opencollective.expense.approved', initiatorName: admin, later: null },
    })
  })

  it('Advice on an expense of which the opposite was done says so at once, and by whom', async (t) => {
    const world = await collectiveWorld(t)
    const admin = adminOf(world)
    const { id } = world.oc.submitExpense(barrow)
    for (const action of ['APPROVE', 'UNAPPROVE', 'APPROVE'] as const)
      await world.oc.process({ as: admin, expense: id, action })
    await world.heard()
    await request(world, 'reject', id, { advisory: true })
    const contradicted = await stood(world)
    const approved = await world.observed('opencollective.expense.approved')
    assert.equal(approved.length, 2)
    assert.equal(contradicted.initiatorName, admin)
    assert.equal(contradicted.action, approved.toSorted((a, b) => (a.occurredAt < b.occurredAt ? 1 : -1))[0].id)
  })

  it('Advice does not fail where the platform cannot be asked who settled the expense', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    const { id: action } = await request(world, 'approve', id, { advisory: true })
    const advice = (await findAction(tables(world.backbone.db), action))!
    let asked = 0
    const silent = {
      async look() {
        asked++
        throw new TryLater('PLATFORM_UNREACHABLE', 'It does not answer.')
      },
    }
    const deps = { ...world.backbone, outages: outagesOf(world.backbone), catchUp: async () => {} }
    await hearWhatStands(deps, silent as unknown as Platform, advice)
    assert.equal(asked, 1)
  })

  it('Advice on what Folkmoot itself did for an earlier decision names no act of people', async (t) => {
    const world = await collectiveWorld(t)
    const { id } = world.oc.submitExpense(barrow)
    await request(world, 'approve', id)
    await world.heard()
    const advice = await request(world, 'reject', id, { advisory: true, decision: `${decision}2` })
    assert.deepEqual(short(await stood(world, `${decision}2`)), ['OPPOSITE', 'US', 'approved', 'governance-bot', null])
    assert.deepEqual((await stood(world)).later, null)
    assert.equal((await findAction(tables(world.backbone.db), advice.id))!.supersedes, null)
  })
})

describe('standing of a decision that could not be carried out', () => {
  it('A decision that could not be carried out is fulfilled or contradicted by what a person then does', async (t) => {
    const world = await collectiveWorld(t, { as: 'otis-gray' })
    const [a, b] = [world.oc.submitExpense(barrow), world.oc.submitExpense(barrow)]
    assert.equal((await request(world, 'approve', a.id)).status, 'FAILED')
    assert.equal((await request(world, 'approve', b.id, { decision: `${decision}2` })).status, 'FAILED')
    await world.oc.process({ as: 'governance-bot', expense: a.id, action: 'APPROVE' })
    await world.oc.process({ as: 'governance-bot', expense: b.id, action: 'REJECT' })
    await world.reconcile()
    assert.deepEqual((await stood(world)).standing, 'DONE')
    assert.deepEqual((await stood(world, `${decision}2`)).standing, 'OPPOSITE')
  })

  it('A decision that failed because the expense was paid says who paid, also if nobody heard of it', async (t) => {
    const world = await collectiveWorld(t)
    const host = world.oc
      .people()
      .find(({ adminOf }) => adminOf.some((slug) => slug !== world.oc.collective.slug))!.slug
    const { id } = world.oc.submitExpense(barrow)
    await world.heard()
    world.oc.faults.webhooks = 'drop'
    await world.oc.process({ as: adminOf(world), expense: id, action: 'APPROVE' })
    await world.oc.process({ as: host, expense: id, action: 'PAY' })
    const { status, result } = await request(world, 'reject', id)
    assert.deepEqual([status, result.code], ['FAILED', 'EXPENSE_STATUS_UNSUPPORTED'])
    assert.deepEqual(short(await stood(world)), ['OPPOSITE', 'PEOPLE', 'paid', host, null])
  })
})
