import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountsFile, discord, github, json, serve } from '../cred/instances.ts'
import { apply, garden, policies } from '../support/folkmoot.ts'

const requests = `subscription ($community: ID!, $after: Cursor) { roleRequests(community: $community, after: $after) {
  cursor roleRequest { id status reason decisionId member { id name cred { status total } roles { role { name } decisionId } } } } }`
const request =
  'mutation ($input: RequestRoleInput!) { requestRole(input: $input) { roleRequest { id status } userErrors { code message } } }'

describe('flow 1: roles', () => {
  it('A role is granted above the threshold of cred and refused below it, with the reason', async (t) => {
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

  it('A role request that no policy concerns is left alone', async (t) => {
    const all = await garden(t)
    await all.mutate('createRole', 'CreateRoleInput', { community: all.community, name: 'treasurer' }, 'role { id }')
    await apply(all, policies.stewards.replaceAll('steward"', 'treasurer"'))
    const { requestRole } = await all.ask(request, {
      input: { community: all.community, role: 'steward', account: { platform: 'github', username: 'someone-new' } },
    })
    assert.equal(requestRole.roleRequest.status, 'PENDING')
  })

  it('One person has one say, whichever of their accounts asks for the role first', async (t) => {
    const all = await garden(t, { people: ['maren-holt'] })
    const { community } = all
    const snowflake = '111222333444555666'
    const people = [
      { name: 'lin', cred: [50], aliases: [github('linyue'), discord(snowflake)] },
      { name: 'tob', cred: [30], aliases: [github('tokafor')] },
    ]
    const instance = await serve(t, { 'output/accounts.json': json(accountsFile(people)) })
    const connect = `mutation ($input: ConnectCredInput!) { connectCred(input: $input) { cred { total } userErrors { code message } } }`
    await all.ask(connect, { input: { community, url: instance.url } })
    await apply(all, policies.stewards)
    const add = async (name: string, account: object) => {
      const input = { community, name, accounts: [account] }
      return (await all.mutate('addMember', 'AddMemberInput', input, 'member { id }')).member.id as string
    }
    const lin = await add('Lin Yue', { platform: 'github', username: 'LinYue' })
    const second = await add('lin on Discord', { platform: 'discord', id: snowflake })
    const tob = await add('Tobias', { platform: 'github', username: 'tokafor' })
    const watched = all.watch(requests, { community, after: all.beginning('roleRequests', community) })
    for (const member of [second, lin, tob]) await all.ask(request, { input: { community, role: 'steward', member } })
    const settled = async (member: string) => {
      const of = ({ roleRequest: { member: asked, status } }: any) => asked.id === member && status !== 'PENDING'
      return (await watched.until(of)).roleRequest
    }
    const refused = await settled(second)
    assert.deepEqual([refused.status, refused.member.cred], ['REFUSED', { status: 'SHARED', total: 0 }])
    assert.match(refused.reason, /same person as Lin Yue \(mem_\w+\)/)
    for (const member of [lin, tob]) assert.equal((await settled(member)).status, 'GRANTED')

    const open = async (electorate: object) => {
      const selection = `proposal { id electorate { size totalWeight doubles { nodes { member { name } seatedAs { name } } }
        voters { nodes { member { name } weight } } } }`
      return (await all.mutate('openProposal', 'OpenProposalInput', { community, title: '?', electorate }, selection))
        .proposal.electorate
    }
    const weighed = await open({ weight: 'CRED', minCred: 10 })
    assert.deepEqual([weighed.size, weighed.totalWeight], [2, 80])
    assert.deepEqual(weighed.voters.nodes, [
      { member: { name: 'Lin Yue' }, weight: 50 },
      { member: { name: 'Tobias' }, weight: 30 },
    ])
    assert.deepEqual(weighed.doubles.nodes, [{ member: { name: 'lin on Discord' }, seatedAs: { name: 'Lin Yue' } }])
    const everybody = { size: 3, totalWeight: 3 } // with the admin of the collective
    const { size, totalWeight } = await open({})
    assert.deepEqual({ size, totalWeight }, everybody)

    const doubles =
      'query ($c: ID!) { community(community: $c) { doubles { nodes { kind member { id } heldBy { id } } } } }'
    const [double] = (await all.ask(doubles, { c: community })).community.doubles.nodes
    assert.deepEqual(double, { kind: 'ONE_IDENTITY', member: { id: second }, heldBy: { id: lin } })
    await all.mutate('mergeMembers', 'MergeMembersInput', { from: second, into: lin }, 'member { id }')
    assert.deepEqual((await all.ask(doubles, { c: community })).community.doubles.nodes, [])
    const cred = 'query ($id: ID!) { member(id: $id) { id cred { status total } } }'
    assert.deepEqual((await all.ask(cred, { id: second })).member, { id: lin, cred: { status: 'FOUND', total: 50 } })
  })
})
