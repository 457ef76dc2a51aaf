import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

describe('a community with an external driver', () => {
  it('An external driver settles roles, proposals and expenses by mutation, and nothing else decides', async (t) => {
    const all = await garden(t)
    await makeSteward(all, 'tobias-okafor')
    await apply(all, policies.stewards)
    await apply(all, policies.invoices())
    const set = await all.mutate(
      'setDriver',
      'SetDriverInput',
      { community: all.community, kind: 'EXTERNAL' },
      'community { driver { kind } }',
    )
    assert.equal(set.community.driver.kind, 'EXTERNAL')
    const key = await all.key('DRIVE', 'INTEGRATE', 'READ')

    const { roleRequest } = await all.mutate(
      'requestRole',
      'RequestRoleInput',
      { community: all.community, role: 'steward', member: all.people['lin-yue']!.id },
      'roleRequest { id status }',
      key,
    )
    const granted = await all.mutate(
      'grantRole',
      'SettleRoleInput',
      { request: roleRequest.id, reason: 'PolicyKit says so' },
      'roleRequest { status reason }',
      key,
    )
    assert.deepEqual(granted.roleRequest, { status: 'GRANTED', reason: 'PolicyKit says so' })

    const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const actions = all.watch(
      'subscription ($c: ID!, $after: Cursor) { actions(community: $c, after: $after) { action { id kind status expense { id status } } } }',
      { c: all.community, after: all.beginning('actions', all.community) },
      key,
    )
    const { action } = await actions.until((event) => event.action.kind === 'opencollective.expense.created')

    const opened = await all.mutate(
      'openProposal',
      'OpenProposalInput',
      {
        community: all.community,
        title: 'Pay it?',
        trigger: action.id,
        closesIn: 'P1D',
        electorate: { role: 'steward' },
      },
      'proposal { id status electorate { size } }',
      key,
    )
    assert.deepEqual([opened.proposal.status, opened.proposal.electorate.size], ['OPEN', 2])
    const decided = await all.mutate(
      'approveProposal',
      'SettleProposalInput',
      { proposal: opened.proposal.id, reason: 'the board agreed' },
      'decision { id outcome madeBy reason }',
      key,
    )
    assert.deepEqual(
      [decided.decision.outcome, decided.decision.madeBy, decided.decision.reason],
      ['APPROVED', 'AUTHORITY', 'the board agreed'],
    )
    const again = await all.mutate(
      'rejectProposal',
      'SettleProposalInput',
      { proposal: opened.proposal.id, reason: 'no' },
      'decision { id }',
      key,
    )
    assert.equal(again.userErrors.length, 1)

    const settle = { community: all.community, expense: action.expense.id, decision: decided.decision.id }
    await all.mutate('approveExpense', 'SettleExpenseInput', settle, 'action { id status }', key)
    await actions.until(
      (event) => event.action.kind === 'opencollective.expense.approve' && event.action.status === 'DONE',
    )
    assert.equal(all.collective.expense(expense.legacyId).status, 'APPROVED')
    const { community } = await all.ask(
      'query ($c: ID!) { community(community: $c) { proposals { totalCount } decisions { nodes { compliance } } } }',
      { c: all.community },
    )
    assert.equal(community.proposals.totalCount, 1)
  })
})
