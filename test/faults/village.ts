// The place where faults happen: a server in a process of its own, a collective and an instance in this one, a community
// with two stewards, and subscribers that watch from the beginning.

import { cursorsOf } from '../../backbone/log/cursors.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import { type OpenCollective, startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { ask, type Subscriber, subscribe, tell } from './client.ts'
import { type FaultServer, startServer, startServices } from './server.ts'

export interface Village {
  server: FaultServer
  collective: OpenCollective
  community: string
  /** Members by slug, with a key to vote. */
  people: Record<string, { id: string; key: string }>
  subscribers: Record<'decisions' | 'proposals', Subscriber>
  databaseUrl: string | null
  /** The cursor before the first event of a stream. */
  beginning(stream: string): string
  stop(): Promise<void>
}

export const streams = {
  decisions:
    'subscription ($c: ID!, $after: Cursor) { decisions(community: $c, after: $after) { cursor decision { id hash } } }',
  proposals:
    'subscription ($c: ID!, $after: Cursor) { proposals(community: $c, after: $after) { cursor kind proposal { id } } }',
}

const policies = [
  `
name: elders
on: communities.role.requested
when: action.data.role.startsWith("elder")
decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' }
then:
  approved: [{ perform: communities.role.grant }]
  rejected: [{ perform: communities.role.refuse }]
`,
  `
name: invoices
on: opencollective.expense.created
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}"?'
    electorate: { role: steward }
    closesIn: P3D
    passes: { minVotes: 1, closeEarly: true }
    venues: [opencollective.expense.comment]
then:
  approved: [{ perform: opencollective.expense.approve }]
  rejected: [{ perform: opencollective.expense.reject, with: { message: '{{ decision.reason }}' } }]
`,
]
const names = ['tobias-okafor', 'ines-carvalho', 'lin-yue']

/** @param doubled two processes of each service, which needs PostgreSQL. */
export async function settle(databaseUrl: string | null = null, doubled = false): Promise<Village> {
  if (!doubled) return settleAt(await startServer(databaseUrl), databaseUrl)
  // A webhook that dies with a gateway is not sent again, and no part that reads platforms starts anew because of it.
  return settleAt(await startServices(databaseUrl!), databaseUrl, 5)
}

export async function settleAt<Server extends FaultServer>(
  server: Server,
  databaseUrl: string | null,
  reconcileEverySeconds = 3600,
): Promise<Village & { server: Server }> {
  const collective = await startOpenCollective({ rateLimit: false })
  const instance = await startSourceCred()
  const { PEOPLE } = await import('../../sandbox/people.ts')
  const say = (field: string, input: Record<string, unknown>, selection: string) =>
    tell(server.url, field, input, selection)
  const made = await say('createCommunity', { slug: 'tidewater', name: 'Tidewater' }, 'community { id }')
  const community = made.community.id as string
  await say('connectCred', { community, url: instance.url }, 'cred { total }')
  await say(
    'connectPlatform',
    {
      community,
      platform: 'opencollective',
      externalId: collective.collective.slug,
      credentials: { personalToken: collective.tokens['governance-bot'] },
      settings: { apiUrl: collective.url, webUrl: collective.webUrl, reconcileEverySeconds },
    },
    'connection { status }',
  )
  await say('createRole', { community, name: 'steward' }, 'role { id }')
  const members: Village['people'] = {}
  for (const slug of names) {
    const person = PEOPLE.find((each) => each.slug === slug)!
    const accounts = [
      { platform: 'opencollective', username: slug },
      ...(person.github ? [{ platform: 'github', username: person.github }] : []),
    ]
    const { member } = await say('addMember', { community, name: person.name, accounts }, 'member { id }')
    const { secret } = await say(
      'createApiKey',
      { community, name: slug, scopes: ['READ', 'VOTE'], member: member.id },
      'secret',
    )
    members[slug] = { id: member.id, key: secret }
  }
  for (const slug of ['tobias-okafor', 'ines-carvalho'])
    await say(
      'grantRole',
      { community, member: members[slug]!.id, role: 'steward', reason: 'to begin with' },
      'roleRequest { id }',
    )
  for (const document of policies) await say('applyPolicy', { community, document }, 'policy { id }')

  const cursors = cursorsOf(secretBox('a secret of the fault harness'))
  const beginning = (stream: string) => cursors.encode(stream, community, 0)
  const watch = (stream: 'decisions' | 'proposals') =>
    subscribe(server.url, streams[stream], { c: community, after: beginning(stream) })
  const subscribers = { decisions: watch('decisions'), proposals: watch('proposals') }
  return {
    server,
    collective,
    community,
    people: members,
    subscribers,
    databaseUrl,
    beginning,
    async stop() {
      for (const each of Object.values(subscribers)) each.stop()
      await server.stop()
      await collective.stop()
      await instance.stop()
    },
  }
}

const fields = {
  roleRequests: 'id status member { id } role { name } decisionId',
  proposals:
    'id status trigger { id subject { id } } venues { externalId } tally { voters } decision { id outcome compliance }',
  decisions: 'id hash position proposal { id }',
  actions: 'id kind direction status subject { id }',
}

/** All that the API says of the community now, page by page. */
export async function tableOf(village: Village): Promise<Record<keyof typeof fields, any[]>> {
  const table = {} as Record<keyof typeof fields, any[]>
  for (const [list, selection] of Object.entries(fields)) {
    const nodes: any[] = []
    for (let after: string | null = null; ; ) {
      const community: any = await ask(
        village.server.url,
        `query table ($c: ID!, $after: Cursor) { community(community: $c) {
          ${list}(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ${selection} } } } }`,
        { c: village.community, after },
      )
      nodes.push(...community[list].nodes)
      if (!community[list].pageInfo.hasNextPage) break
      after = community[list].pageInfo.endCursor
    }
    table[list as keyof typeof fields] = nodes
  }
  return table
}
