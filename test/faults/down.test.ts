// The process is killed and stays away for a while: what was due in the meantime is done when it is back.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { freshDatabase } from '../support/template.ts'
import { ask, tell } from './client.ts'
import { play, settled } from './story.ts'
import { settle } from './village.ts'

describe('a server that was down', () => {
  it('A server that was down counts a ballot whose deadline passed, and hears what it was not told', async (t) => {
    const fresh = readTestDatabaseUrl() ? await freshDatabase() : null
    t.after(() => fresh?.drop())
    const village = await settle(fresh?.url ?? null)
    t.after(() => village.stop())
    const { server, collective, community, people } = village
    const { proposal } = await tell(
      server.url,
      'openProposal',
      { community, title: 'Shall we?', closesIn: 'PT5S', passes: { closeEarly: false } },
      'proposal { id closesAt }',
    )
    const vote = (slug: string, choice: string, done: string[] = []) =>
      tell(server.url, 'castVote', { proposal: proposal.id, choices: [choice] }, 'vote { id }', {
        key: people[slug]!.key,
        done,
      })
    await vote('lin-yue', 'approve')
    await server.kill()

    // Nobody hears this: each webhook is sent once.
    const { id } = collective.submitExpense({ as: 'lin-yue', description: 'Lamps', amountInCents: 6840 })
    await collective.webhooksSettled()
    assert.equal(collective.webhookDeliveries.at(-1)!.status, null)
    await pause(Math.max(0, Date.parse(proposal.closesAt) - Date.now()) + 500)
    await server.start()

    assert.equal(await vote('tobias-okafor', 'reject', ['VOTE_CLOSED']), null)
    const found = async () => {
      const { proposals } = await ask(
        server.url,
        `query table ($c: ID!) { community(community: $c) { proposals { nodes {
          id tally { voters } decision { outcome } trigger { subject { id } } } } } }`,
        { c: community },
      )
      return proposals.nodes as any[]
    }
    for (;;) {
      const all = await found()
      const counted = all.find((each) => each.id === proposal.id)
      if (counted.decision && all.some((each) => each.trigger?.subject.id === id)) {
        assert.equal(counted.decision.outcome, 'APPROVED')
        assert.equal(counted.tally.voters, 1)
        break
      }
      await pause(100)
    }
    await settled(village, [await play(village, 1)])
  })
})
