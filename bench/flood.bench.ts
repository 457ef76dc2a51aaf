// A member votes and a platform sends webhooks while fifty attackers of one kind do their worst: how long a vote takes to be
// acknowledged beside the same votes in peace, and how many webhooks were not taken.

import { setTimeout as pause } from 'node:timers/promises'
import { startOpenCollective } from '../sandbox/opencollective/index.ts'
import { startSourceCred } from '../sandbox/sourcecred/index.ts'
import { type Made, mutateBy } from './client.ts'
import { type Bench, type Result, round, startProcess, unlimited } from './harness.ts'
import { startServer } from './server.ts'

const kinds = ['aliases', 'heavy', 'documents', 'verify', 'keys', 'subscriptions', 'sockets'] as const
const seconds = 10
export const bench: Bench = {
  name: 'A flood',
  async run() {
    const server = await startServer<{ url: string }>('bench/folkmoot-server.ts', {
      FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1,localhost',
      LOG_LEVEL: 'error',
      // As they are where nothing is set: each attacker has an address of its own.
      ...Object.fromEntries(Object.keys(unlimited).map((setting) => [setting, ''])),
    })
    const { url } = server.said
    const collective = await startOpenCollective({ rateLimit: false })
    const instance = await startSourceCred()
    const admin = mutateBy(url)
    const { slug } = collective.collective
    const made = await admin<Made<'community'>>(
      'createCommunity',
      'CreateCommunityInput',
      { slug, name: slug },
      'community { id }',
    )
    const community = made.community.id
    await admin('connectCred', 'ConnectCredInput', { community, url: instance.url }, 'cred { total }')
    const { connection } = await admin<{ connection: { webhookUrl: string } }>(
      'connectPlatform',
      'ConnectPlatformInput',
      {
        community,
        platform: 'opencollective',
        externalId: slug,
        credentials: { personalToken: collective.tokens['governance-bot'] },
        settings: { apiUrl: collective.url, webUrl: collective.webUrl, reconcileEverySeconds: 3600 },
      },
      'connection { webhookUrl }',
    )
    await admin('createRole', 'CreateRoleInput', { community, name: 'steward' }, 'role { id }')
    const members: string[] = []
    for (let each = 0; each < 50; each++) {
      const accounts = [{ platform: 'github', username: `member-${each}` }]
      const { member } = await admin<Made<'member'>>(
        'addMember',
        'AddMemberInput',
        { community, name: `Member ${each}`, accounts, roles: ['steward'] },
        'member { id }',
      )
      members.push(member.id)
    }
    const { secret } = await admin<{ secret: string }>(
      'createApiKey',
      'CreateApiKeyInput',
      { community, name: 'voter', scopes: ['READ', 'VOTE'], member: members[0] },
      'secret',
    )
    const { proposal } = await admin<Made<'proposal'>>(
      'openProposal',
      'OpenProposalInput',
      {
        community,
        title: 'Plant an oak?',
        closesIn: 'P1D',
        electorate: { role: 'steward' },
        passes: { closeEarly: false },
      },
      'proposal { id }',
    )

    const asMember = mutateBy(url, secret)
    let told = 0
    /** Some twenty votes a second, one after another, and ten webhooks. */
    async function live(): Promise<{ p99: number; votes: number; lost: number; sent: number }> {
      const until = performance.now() + seconds * 1000
      const times: number[] = []
      const hooks: Promise<number>[] = []
      const timer = setInterval(() => {
        const body = JSON.stringify({
          createdAt: new Date().toISOString(),
          id: 10_000 + ++told,
          type: 'collective.expense.created',
          CollectiveId: collective.collective.legacyId,
          data: { expense: { legacyId: 100_000 + told } },
        })
        hooks.push(
          fetch(connection.webhookUrl, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
            async (answer) => {
              await answer.text()
              return answer.status
            },
            () => 0,
          ),
        )
      }, 100)
      for (let each = 0; performance.now() < until; each++) {
        const began = performance.now()
        const choices = [each % 2 === 0 ? 'approve' : 'reject']
        await asMember('castVote', 'CastVoteInput', { proposal: proposal.id, choices }, 'vote { id }')
        times.push(performance.now() - began)
        await pause(50)
      }
      clearInterval(timer)
      const statuses = await Promise.all(hooks)
      const sorted = times.sort((a, b) => a - b)
      return {
        p99: sorted[Math.floor(sorted.length * 0.99)]!,
        votes: times.length,
        lost: statuses.filter((status) => status < 200 || status > 299).length,
        sent: statuses.length,
      }
    }

    const results: Result[] = []
    await live() // warm
    for (const kind of kinds) {
      const peace = await live()
      const attackers = await startProcess<object>('bench/attackers.ts', [kind, url, community])
      const flood = await live()
      await attackers.stop()
      results.push({
        what: `a vote, p99, under 50 attackers: ${kind} (${flood.votes} votes; ${flood.lost} of ${flood.sent} webhooks not taken)`,
        ours: `${round(flood.p99, 0)} ms`,
        baseline: `${round(peace.p99, 0)} ms in peace (${peace.votes} votes)`,
        ratio: round(flood.p99 / peace.p99, 1),
        wanted: '≤ 500 ms, no webhook lost',
        met: flood.p99 <= 500 && flood.lost === 0,
      })
    }
    await server.stop()
    await collective.stop()
    await instance.stop()
    return results
  },
}
