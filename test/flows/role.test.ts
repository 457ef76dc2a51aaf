import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, garden, policies } from '../support/folkmoot.ts'

const requests = `subscription ($community: ID!, $after: Cursor) { roleRequests(community: $community, after: $after) {
  cursor roleRequest { id status reason decisionId member { id name cred { status total } roles { role { name } decisionId } } } } }`
const request =
  'mutation ($input: RequestRoleInput!) { requestRole(input: $input) { roleRequest { id status } userErrors { code message } } }'

describe('flow 1: a say must be earned', () => {
  it('grants the role above the threshold, refuses it below, and says why', async (t) => {
    const all = await garden(t)
    await apply(all, policies.stewards)
    const watched = all.watch(requests, {
      community: all.community,
      after: all.beginning('roleRequests', all.community),
    })
    for (const slug of ['tobias-okafor', 'lin-yue']) {
      await all.ask(
        request,
        { input: { community: all.community, role: 'steward', member: all.people[slug]!.id } },
        all.people[slug]!.key,
      )
    }
    const of = (slug: string) => (event: any) =>
      event.roleRequest.member.id === all.people[slug]!.id && event.roleRequest.status !== 'PENDING'
    const { roleRequest: granted } = await watched.until(of('tobias-okafor'))
    const { roleRequest: refused } = await watched.until(of('lin-yue'))
    assert.equal(granted.status, 'GRANTED')
    assert.equal(refused.status, 'REFUSED')
    assert.ok(granted.member.cred.total > 25 && refused.member.cred.total < 25)
    assert.deepEqual(
      granted.member.roles.map((grant: any) => [grant.role.name, grant.decisionId]),
      [['steward', granted.decisionId]],
    )
    assert.ok(refused.reason)
    const { decision } = await all.ask(
      'query ($id: ID!) { decision(id: $id) { outcome madeBy evidence proposal { policy { name version } trigger { kind initiator { id } } } } }',
      { id: granted.decisionId },
    )
    assert.equal(decision.outcome, 'APPROVED')
    assert.equal(decision.madeBy, 'RULE')
    assert.equal(decision.proposal.policy.name, 'stewards')
    assert.equal(decision.proposal.trigger.kind, 'communities.role.requested')
    assert.equal(decision.proposal.trigger.initiator.id, all.people['tobias-okafor']!.id)
    assert.match(JSON.stringify(decision.evidence), /"cred.total":126\./)
    const { verifyDecisions } = await all.ask('query ($c: ID!) { verifyDecisions(community: $c) { valid length } }', {
      c: all.community,
    })
    assert.deepEqual(verifyDecisions, { valid: true, length: 2 })
  })

  it('leaves a request alone that no policy concerns', async (t) => {
    const all = await garden(t)
    await all.mutate('createRole', 'CreateRoleInput', { community: all.community, name: 'treasurer' }, 'role { id }')
    await apply(all, policies.stewards.replaceAll('steward"', 'treasurer"'))
    const { requestRole } = await all.ask(request, {
      input: { community: all.community, role: 'steward', account: { platform: 'github', username: 'someone-new' } },
    })
    assert.equal(requestRole.roleRequest.status, 'PENDING')
  })
})
