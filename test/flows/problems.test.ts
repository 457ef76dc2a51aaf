import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { apply, garden, makeSteward, policies } from '../support/folkmoot.ts'

const actions =
  'subscription ($c: ID!, $after: Cursor) { actions(community: $c, after: $after) { action { id kind problem } } }'
const broken = policies
  .invoices()
  .replace('action.data.amountInCents <= 500000', 'double(action.data.description) <= 500000')

describe('a policy that fails', () => {
  it('A policy that fails decides nothing: the action waits, visibly, until the policy is mended', async (t) => {
    const all = await garden(t)
    await makeSteward(all, 'tobias-okafor')
    await apply(all, broken)
    const watched = all.watch(actions, { c: all.community, after: all.beginning('actions', all.community) })
    const proposals = all.watch(
      'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { kind proposal { id trigger { id } } } }',
      { c: all.community, after: all.beginning('proposals', all.community) },
    )
    all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { action } = await watched.until((event) => event.action.problem !== null)
    assert.match(action.problem, /double\(action\.data\.description\)/)
    const { community } = await all.ask(
      'query ($c: ID!) { community(community: $c) { proposals { totalCount } decisions { totalCount } actions(waiting: true) { nodes { id } } } }',
      { c: all.community },
    )
    assert.deepEqual(
      [community.proposals.totalCount, community.decisions.totalCount, community.actions.nodes],
      [0, 0, [{ id: action.id }]],
    )
    await apply(all, policies.invoices())
    const { proposal } = await proposals.until(({ kind }) => kind === 'OPENED')
    assert.equal(proposal.trigger.id, action.id)
    await watched.until(
      (event) =>
        event.action.id === action.id &&
        event.action.problem === null &&
        watched.seen.indexOf(event) > watched.seen.findIndex((each) => each.action.problem !== null),
    )
  })

  it('A policy that fails on every action stops no other policy, and does not make the driver spin', async (t) => {
    const all = await garden(t)
    await makeSteward(all, 'tobias-okafor')
    await apply(all, broken)
    await apply(all, policies.stewards)
    const watched = all.watch(actions, { c: all.community, after: all.beginning('actions', all.community) })
    for (const description of ['Hose', 'Lamps', 'Paint'])
      all.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6840 })
    const input = { community: all.community, role: 'steward', member: all.people['maren-holt']!.id }
    await all.mutate('requestRole', 'RequestRoleInput', input, 'roleRequest { id }', all.people['maren-holt']!.key)
    const answer = async () =>
      (
        await all.ask(
          `query ($c: ID!) { community(community: $c) { roleRequests(status: GRANTED) { nodes { member { id } } }
            actions(waiting: true) { nodes { id problem } } } }`,
          { c: all.community },
        )
      ).community
    let now = await answer()
    const maren = ({ member }: any) => member.id === all.people['maren-holt']!.id
    while (!now.roleRequests.nodes.some(maren) || now.actions.nodes.length < 3) {
      await pause(50)
      now = await answer()
    }
    for (const { problem } of now.actions.nodes) assert.match(problem, /double\(action\.data\.description\)/)
    // What the parts are asked comes to rest: one that spins would ask for ever.
    const asked = async () => {
      const text = await (await fetch(`${all.url}/metrics`)).text()
      return text.match(/^folkmoot_subgraph_seconds_count.*$/gm)?.join() ?? ''
    }
    for (let before = ''; before === '' || before !== (await asked()); await pause(1000)) before = await asked()
    for (const { id } of now.actions.nodes) {
      const told = watched.seen.filter(({ action }) => action.id === id && action.problem !== null)
      assert.ok(told.length <= 1, 'the problem is told once')
    }
  })

  it('A policy with a bad document is refused with the place, and nothing is stored', async (t) => {
    const all = await garden(t)
    for (const [document, place] of [
      [policies.invoices().replace('<= 500000', '<='), /when/],
      [policies.invoices().replace('opencollective.expense.approve ', 'opencollective.expense.bless '), /perform/],
      [policies.invoices().replace('closesIn: P3D', 'closesIn: soon'), /closesIn/],
      [policies.stewards.replace('decide:', 'decides:'), /decide/],
    ] as const) {
      const payload = await all.mutate(
        'applyPolicy',
        'ApplyPolicyInput',
        { community: all.community, document },
        'policy { id }',
      )
      assert.equal(payload.policy, null)
      assert.equal(payload.userErrors[0].code, 'POLICY_INVALID')
      assert.match(JSON.stringify(payload.userErrors), place)
    }
    const { community } = await all.ask('query ($c: ID!) { community(community: $c) { policies { id } } }', {
      c: all.community,
    })
    assert.deepEqual(community.policies, [])
  })
})
