import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Garden, garden } from '../support/folkmoot.ts'

describe('number of queries', () => {
  it('A question over 50 members asks the database as often as one over 5', async (t) => {
    const all = await garden(t)
    const members = await addMembers(all, 50)
    await openAndVote(all, members)
    const count = await queriesOf(all)
    const few = await count(5)
    const many = await count(50)
    assert.equal(many.length, few.length, `for 50:\n${many.join('\n')}\nfor 5:\n${few.join('\n')}`)
    assert.ok(few.length >= 6 && few.length <= 10, `${few.length} queries:\n${few.join('\n')}`)
  })
})

/** Members with an account and the role steward. */
async function addMembers(all: Garden, size: number): Promise<string[]> {
  const ids: string[] = []
  for (let index = 0; index < size; index++) {
    const { member } = await all.mutate(
      'addMember',
      'AddMemberInput',
      {
        community: all.community,
        name: `Person ${index}`,
        accounts: [
          { platform: 'github', username: `person-${index}` },
          { platform: 'discord', id: `90071992547409${10 + index}` },
        ],
        roles: ['steward'],
      },
      'member { id }',
    )
    ids.push(member.id)
  }
  return ids
}

async function openAndVote(all: Garden, members: string[]): Promise<void> {
  const { openProposal } = await all.ask(
    'mutation ($input: OpenProposalInput!) { openProposal(input: $input) { proposal { id } userErrors { code message } } }',
    { input: { community: all.community, title: 'Plant a hedge?', passes: { closeEarly: false } } },
  )
  for (const member of members) {
    await all.ask(
      'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code message } } }',
      { input: { proposal: openProposal.proposal.id, member, choices: ['approve'] } },
    )
  }
}

/** What the database is asked for `first` members with all that hangs on them. */
async function queriesOf(all: Garden): Promise<(first: number) => Promise<string[]>> {
  const query = `query ($community: ID!, $first: Int!) {
    community(community: $community) {
      members(first: $first) {
        nodes {
          id name
          accounts { platform externalId username }
          roles { grantedAt role { name } }
          cred { status total rank lastWeeks(weeks: 4) snapshot { id } }
          votes(first: 3) { totalCount nodes { choices proposal { title status } } }
        }
      }
    }
  }`
  return async (first) => {
    const heard: string[] = []
    const stop = all.db.onQuery((sql) => void heard.push(sql))
    try {
      const { community } = await all.ask(query, { community: all.community, first })
      assert.equal(community.members.nodes.length, first)
      // Workers and followers look at the database at their own times.
      return heard.filter(
        (sql) =>
          /^\s*select/i.test(sql) && /\b(communities|cred|proposals)\.|"(communities|cred|proposals)"\./.test(sql),
      )
    } finally {
      stop()
    }
  }
}
