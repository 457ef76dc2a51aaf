// The server is killed while a group is written: votes that share a transaction, webhooks that share a statement. What was
// acknowledged is there; what was not is there as a whole or not at all. (`npm run faults` dies at all steps.)

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { freshDatabase } from '../support/template.ts'
import { adminKey, ask, tell } from './client.ts'
import { storedWebhooks } from './invariants.ts'
import { settle, type Village } from './village.ts'

const many = 16
/**
 * Whether those of the group that was under way may be there, though nobody was told. Else that can be said of one at most: it
 * was written alone just before, and its answer was not sent yet. (A group before would have died at the step itself.)
 */
const voteSteps = {
  'in a group of votes': false,
  'after commit proposals.vote.cast': true,
}
const webhookSteps = {
  'before a group of webhooks': false,
  'after a group of webhooks': true,
}

async function killed(t: any, work: (village: Village) => Promise<void>): Promise<void> {
  const fresh = readTestDatabaseUrl() ? await freshDatabase() : null
  t.after(() => fresh?.drop())
  const village = await settle(fresh?.url ?? null)
  t.after(() => village.stop())
  await work(village)
}

/**
 * Sends all of a burst at once, and bursts until one meets in a group and the server dies there.
 * @returns which were answered, and which were not, once it is up again
 */
async function dyingAt<T>(
  { server }: Village,
  step: string,
  items: (burst: number) => readonly T[],
  send: (item: T) => Promise<unknown>,
): Promise<{ taken: T[]; others: T[] }> {
  const before = server.deaths
  const [taken, others]: [T[], T[]] = [[], []]
  server.dieAt(step)
  for (let burst = 0; others.length === 0; burst++) {
    const sent = items(burst)
    const answers = await Promise.allSettled(sent.map((item) => send(item)))
    for (const [index, { status }] of answers.entries()) (status === 'fulfilled' ? taken : others).push(sent[index]!)
  }
  while (server.deaths === before) await pause(10) // it was killed: its end is on its way
  assert.deepEqual(server.spare(), [], step)
  await server.up()
  return { taken, others }
}

describe('a server that is killed while a group is written', () => {
  it('A server killed while a group is written has the votes it acknowledged, and of others none half', async (t) => {
    await killed(t, async (village) => {
      const { server, community } = village
      const members: string[] = []
      for (let n = 0; n < many; n++) {
        const { member } = await tell(server.url, 'addMember', { community, name: `Member ${n}` }, 'member { id }')
        members.push(member.id)
      }
      for (const [step, mayBeThere] of Object.entries(voteSteps)) {
        const input = {
          community,
          title: step,
          closesIn: 'P1D',
          electorate: { members },
          passes: { closeEarly: false },
        }
        const { proposal } = await tell(server.url, 'openProposal', input, 'proposal { id }')
        const cast = async ({ member, choice }: { member: string; choice: string }) => {
          const query =
            'mutation castVote ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code } } }'
          const variables = { input: { proposal: proposal.id, member, choices: [choice] } }
          const response = await fetch(`${server.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
            body: JSON.stringify({ query, operationName: 'castVote', variables }),
          })
          const { data } = (await response.json()) as any
          if (!data?.castVote.vote) throw new Error('It was not taken.')
        }
        // Some change their vote at once: then the group is put in two steps.
        const ballots = (burst: number) => {
          const [first, second] = burst % 2 === 0 ? ['approve', 'reject'] : ['reject', 'approve']
          return members.flatMap((member, n) => [
            { member, choice: first! },
            ...(n % 4 === 0 ? [{ member, choice: second! }] : []),
          ])
        }
        const { taken } = await dyingAt(village, step, ballots, cast)
        const voted = await ballotOf(village, proposal.id)
        const acknowledged = new Set(taken.map(({ member }) => member))
        for (const member of acknowledged) assert.ok(voted.has(member), `${step}: an acknowledged vote is gone`)
        const untold = voted.size - acknowledged.size
        assert.ok(mayBeThere || untold <= 1, `${step}: ${untold} votes are there that were not committed`)
        for (const member of members)
          await tell(server.url, 'castVote', { proposal: proposal.id, member, choices: ['approve'] }, 'vote { id }')
        assert.deepEqual(await ballotOf(village, proposal.id), new Set(members), `${step}: all can be cast again`)
      }
    })
  })

  it('A server killed while a group is written has the webhooks that it answered 2xx', async (t) => {
    await killed(t, async (village) => {
      const { server, collective } = village
      collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 100 })
      await collective.webhooksSettled()
      const { url } = collective.webhookDeliveries[0]!
      const answered: string[] = []
      const lost: [step: string, ids: string[]][] = []
      let last = 1_000_000
      for (const [step, mayBeThere] of Object.entries(webhookSteps)) {
        const ids = () => Array.from({ length: many }, () => String(++last))
        const { taken, others } = await dyingAt(village, step, ids, async (id) => {
          const body = JSON.stringify({ id: Number(id), type: 'collective.expense.created', data: {} })
          const { status } = await fetch(url, { method: 'POST', body })
          assert.equal(status, 200)
        })
        answered.push(...taken)
        if (!mayBeThere) lost.push([step, others])
      }
      await server.up()
      const stored = await storedWebhooks(village)
      assert.equal(new Set(stored).size, stored.length)
      for (const id of answered) assert.ok(stored.includes(id), `${id} was answered 2xx and is gone`)
      for (const [step, ids] of lost) {
        const untold = ids.filter((id) => stored.includes(id)).length
        assert.ok(untold <= 1, `${step}: ${untold} webhooks are there that were not stored`)
      }
    })
  })
})

/** Who voted: so say the votes, the tally and the history alike. */
async function ballotOf({ server }: Village, id: string): Promise<Set<string>> {
  const { votes, tally, history } = await ask(
    server.url,
    `query ballot ($id: ID!) { proposal(id: $id) { tally { voters counts { choice votes } }
      votes(first: 100) { nodes { revision choices member { id } } } history(first: 100) { nodes { kind } } } }`,
    { id },
  )
  assert.equal(tally.voters, votes.nodes.length)
  for (const { choice, votes: counted } of tally.counts)
    assert.equal(counted, votes.nodes.filter(({ choices }: any) => choices.includes(choice)).length, choice)
  const cast = votes.nodes.reduce((sum: number, { revision }: any) => sum + revision + 1, 0)
  assert.equal(history.nodes.filter(({ kind }: any) => /^VOTE/.test(kind)).length, cast)
  return new Set(votes.nodes.map(({ member }: any) => member.id))
}
