import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, garden, makeSteward } from '../support/folkmoot.ts'

const rule = `
name: small-edits
on: wiki.page.edit
decide: { rule: 'action.data.characters < 500.0' }
`
const ballot = `
name: deletions
on: wiki.page.delete
decide:
  vote:
    title: 'Delete {{ action.subject.title }}?'
    electorate: { role: steward }
    closesIn: P1D
`
const permit = 'action { id verdict decisionId status } '
const asked = (community: string, kind: string, data: unknown) => ({
  community,
  kind,
  initiator: { platform: 'github', username: 'linyue' },
  subject: { type: 'page', id: 'p1', title: 'Front page' },
  data,
})

describe('requestPermission', () => {
  it('A permission is answered at once where a rule decides', async (t) => {
    const all = await garden(t)
    await apply(all, rule)
    const key = await all.key('INTEGRATE')
    const small = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      asked(all.community, 'wiki.page.edit', { characters: 12 }),
      permit,
      key,
    )
    const large = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      asked(all.community, 'wiki.page.edit', { characters: 900 }),
      permit,
      key,
    )
    assert.deepEqual([small.action.verdict, large.action.verdict], ['ALLOW', 'DENY'])
    assert.notEqual(small.action.decisionId, null)
  })

  it('A permission waits where a vote decides, and the verdict follows on the subscription', async (t) => {
    const all = await garden(t)
    await makeSteward(all, 'tobias-okafor')
    await apply(all, ballot)
    const key = await all.key('INTEGRATE', 'READ')
    const { action } = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      asked(all.community, 'wiki.page.delete', {}),
      permit,
      key,
    )
    assert.equal(action.verdict, 'WAIT')
    const watched = all.watch('subscription ($id: ID!) { action(id: $id) { verdict } }', { id: action.id }, key)
    const { community } = await all.ask(
      'query ($c: ID!) { community(community: $c) { proposals(status: OPEN) { nodes { id title } } } }',
      { c: all.community },
    )
    assert.equal(community.proposals.nodes[0].title, 'Delete Front page?')
    const cast = await all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: community.proposals.nodes[0].id, choices: ['reject'] },
      'vote { id }',
      all.people['tobias-okafor']!.key,
    )
    assert.deepEqual(cast.userErrors, [])
    await watched.until(({ verdict }) => verdict === 'DENY')
    assert.equal(await watched.ended, null)
  })

  it('A permission is given where no policy concerns it', async (t) => {
    const all = await garden(t)
    const key = await all.key('INTEGRATE')
    const { action } = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      asked(all.community, 'wiki.page.edit', {}),
      permit,
      key,
    )
    assert.equal(action.verdict, 'ALLOW')
  })

  it('A permission is not to be asked for without the scope, or for another community', async (t) => {
    const all = await garden(t)
    const { errors } = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      asked(all.community, 'wiki.page.edit', {}),
      permit,
      all.people['lin-yue']!.key,
    )
    assert.equal(errors[0].extensions.code, 'FORBIDDEN')
    const anonymous = await all.mutate(
      'requestPermission',
      'ReportActionInput',
      asked(all.community, 'wiki.page.edit', {}),
      permit,
      null,
    )
    assert.equal(anonymous.errors[0].extensions.code, 'UNAUTHENTICATED')
  })
})
