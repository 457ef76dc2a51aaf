// The whole of it, as users have it: a server on a fresh database, with a stand-in collective and a made-up instance.

import type { TestContext } from 'node:test'
import { createClient } from 'graphql-ws'
import type { Logger } from 'pino'
import WebSocket from 'ws'
import { type Config, readConfig } from '../../backbone/config.ts'
import type { Database } from '../../backbone/database/database.ts'
import type { Limits } from '../../backbone/limits.ts'
import { cursorsOf } from '../../backbone/log/cursors.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import { readSupergraph, type Supergraph } from '../../gateway/graph/supergraph.ts'
import { startFolkmoot } from '../../gateway/processes/start.ts'
import type { SubgraphModules } from '../../gateway/subgraph-modules.ts'
import {
  type OpenCollective,
  type OpenCollectiveOptions,
  startOpenCollective,
} from '../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { patient } from './patient.ts'
import { type FreshDatabase, freshDatabase } from './template.ts'
import { testAdminKey } from './world.ts'

/** Read once for all servers of this process. */
let supergraph: Supergraph | null = null

export interface Answer {
  data: any
  errors?: { message: string; path?: unknown[]; extensions: { code: string } }[]
}

export interface Watched {
  /** The first event (of those seen or to come) that matches. */
  until(matches: (event: any) => boolean): Promise<any>
  readonly seen: any[]
  /** How the stream ended: null for a completion, else the errors or the close event. */
  readonly ended: Promise<any>
  stop(): void
}

export interface TestFolkmoot {
  url: string
  adminKey: string
  db: Database
  /** The raw answer. Key null: none. */
  request(query: string, variables?: Record<string, unknown>, key?: string | null): Promise<Answer>
  /** The data. @throws Error on errors, also on user errors. */
  ask(query: string, variables?: Record<string, unknown>, key?: string | null): Promise<any>
  /** Runs a mutation of one field and returns its payload, user errors and all. */
  mutate(
    field: string,
    type: string,
    input: Record<string, unknown>,
    selection: string,
    key?: string | null,
  ): Promise<any>
  watch(query: string, variables?: Record<string, unknown>, key?: string | null): Watched
  /** The cursor before the first event of a stream: a test that subscribes with it misses nothing, however slow it connects. */
  beginning(
    stream:
      | 'decisions'
      | 'proposals'
      | 'actions'
      | 'roleRequests'
      | 'credRefreshed'
      | 'members'
      | 'policies'
      | 'driverEvents',
    community: string,
  ): string
  /** Stops the server and starts another on the same database. */
  restart(): Promise<void>
  stop(): Promise<void>
}

/**
 * @param options.logger where its log goes; without, nowhere
 * @param options.on the database it runs on, which is dropped at the end; else a fresh one
 * @param options.page whether the live page is served
 * @param options.limits other than by default
 * @param options.settings in place of the usual ones
 * @param options.modules in place of the usual ones
 */
export async function testFolkmoot(
  t: TestContext,
  {
    logger,
    on,
    page = false,
    limits = {},
    settings = {},
    modules,
  }: {
    logger?: Logger
    on?: FreshDatabase
    page?: boolean
    limits?: Partial<Limits>
    settings?: Partial<Config>
    modules?: SubgraphModules
  } = {},
): Promise<TestFolkmoot> {
  const { db, drop } = on ?? (await freshDatabase())
  const config = {
    // A machine that runs many tests at once is always late.
    ...readConfig({ FOLKMOOT_OVERLOAD_ANONYMOUS: '60000', FOLKMOOT_OVERLOAD_QUERIES: '60000' }),
    port: 0,
    adminKey: testAdminKey,
    secret: 'a secret of the tests',
    privateHosts: ['127.0.0.1', 'localhost'],
    logLevel: 'silent',
    limits: { ...patient, ...limits },
    ...settings,
  }
  const begin = () => {
    supergraph ??= readSupergraph()
    return startFolkmoot(config, {
      db,
      page,
      supergraph,
      ...(logger ? { logger } : {}),
      ...(modules ? { modules } : {}),
    })
  }
  let server: Awaited<ReturnType<typeof startFolkmoot>> | null = await begin()
  const asking = askingAt(() => server!.url)
  const stop = async () => {
    await server?.stop()
    server = null
    await asking.close()
  }
  t.after(async () => {
    await stop()
    await drop()
  })
  const more: Omit<TestFolkmoot, keyof Asking> = {
    get url() {
      return server!.url
    },
    adminKey: testAdminKey,
    db,
    beginning: (stream, community) => cursorsOf(secretBox(config.secret ?? '')).encode(stream, community, 0),
    async restart() {
      await stop()
      server = await begin()
    },
    stop,
  }
  // The same object: what is put in place of its `request` is what `ask` and `mutate` send by.
  return Object.defineProperties(asking as Asking as TestFolkmoot, Object.getOwnPropertyDescriptors(more))
}

export type Asking = Pick<TestFolkmoot, 'request' | 'ask' | 'mutate' | 'watch'>

/** Asks whatever listens there, as the admin where nothing else is said. */
export function askingAt(urlOf: () => string): Asking & { close(): Promise<void> } {
  const sockets: { dispose(): unknown }[] = []
  const authorization = (key: string | null): Record<string, string> =>
    key === null ? {} : { authorization: `Bearer ${key}` }
  const asking: Asking & { close(): Promise<void> } = {
    async close() {
      for (const socket of sockets.splice(0)) await socket.dispose()
    },
    async request(query, variables = {}, key = testAdminKey) {
      const answer = await fetch(`${urlOf()}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...authorization(key) },
        body: JSON.stringify({ query, variables }),
      })
      return (await answer.json()) as Answer
    },
    async ask(query, variables, key) {
      const { data, errors } = await asking.request(query, variables, key)
      if (errors?.length) throw new Error(`${errors[0]!.extensions?.code}: ${errors[0]!.message} in ${query}`)
      for (const field of Object.values<any>(data)) {
        const [refusal] = field?.userErrors ?? []
        if (refusal) throw new Error(`${refusal.code}: ${refusal.message} in ${query}`)
      }
      return data
    },
    async mutate(field, type, input, selection, key) {
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message path } } }`
      const { data, errors } = await asking.request(query, { input }, key)
      if (errors?.length) return { errors }
      return data[field]
    },
    watch(query, variables = {}, key = testAdminKey) {
      const client = createClient({
        url: `${urlOf().replace(/^http/, 'ws')}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: authorization(key),
        retryAttempts: 0,
      })
      sockets.push(client)
      return watching(client, query, variables)
    },
  }
  return asking
}

function watching(client: ReturnType<typeof createClient>, query: string, variables: Record<string, unknown>): Watched {
  const seen: any[] = []
  const waiting = new Set<() => void>()
  const ended = Promise.withResolvers<any>()
  const stop = client.subscribe<any>(
    { query, variables },
    {
      next({ data, errors }) {
        seen.push(errors?.length ? { errors } : Object.values(data ?? {})[0])
        for (const wake of waiting) wake()
      },
      error: (error) => ended.resolve(error),
      complete: () => ended.resolve(null),
    },
  )
  return {
    seen,
    ended: ended.promise,
    stop,
    async until(matches) {
      for (;;) {
        const found = seen.find(matches)
        if (found) return found
        const gone = Symbol('ended')
        const next = Promise.withResolvers<void>()
        waiting.add(next.resolve)
        const how = await Promise.race([next.promise, ended.promise.then((error) => [gone, error])])
        waiting.delete(next.resolve)
        if (Array.isArray(how)) throw new Error('The stream ended before what was waited for.', { cause: how[1] })
      }
    },
  }
}

export interface Garden extends TestFolkmoot {
  collective: OpenCollective
  community: string
  /** Members by their slug on Open Collective, each with a key to read and vote. */
  people: Record<string, { id: string; key: string; name: string }>
  /** A key of the community with these scopes, nobody's own. */
  key(...scopes: string[]): Promise<string>
}

/** A community with cred, a collective, the role steward and some members: `maren-holt` (an admin there) and those named. */
export async function garden(
  t: TestContext,
  options: {
    people?: string[]
    collective?: OpenCollectiveOptions
    reconcileEverySeconds?: number
    requestsPerMinute?: number
    visibility?: string
    logger?: Logger
    on?: FreshDatabase
    page?: boolean
  } = {},
): Promise<Garden> {
  const folkmoot = await testFolkmoot(t, options)
  const collective = await startOpenCollective({ rateLimit: false, ...options.collective })
  t.after(() => collective.stop())
  const instance = await startSourceCred()
  t.after(() => instance.stop())
  const { slug } = collective.collective
  const ask = async (field: string, type: string, input: Record<string, unknown>, selection: string) => {
    const payload = await folkmoot.mutate(field, type, input, selection)
    if (payload.errors?.length || payload.userErrors.length) throw new Error(JSON.stringify(payload))
    return payload
  }
  const made = await ask(
    'createCommunity',
    'CreateCommunityInput',
    { slug, name: 'Tidewater Commons', visibility: options.visibility ?? 'PUBLIC' },
    'community { id }',
  )
  const community = made.community.id as string
  await ask('connectCred', 'ConnectCredInput', { community, url: instance.url }, 'cred { total }')
  await ask(
    'connectPlatform',
    'ConnectPlatformInput',
    {
      community,
      platform: 'opencollective',
      externalId: slug,
      credentials: { personalToken: collective.tokens['governance-bot'] },
      settings: {
        apiUrl: collective.url,
        webUrl: collective.webUrl,
        reconcileEverySeconds: options.reconcileEverySeconds ?? 3600,
        ...(options.requestsPerMinute ? { requestsPerMinute: options.requestsPerMinute } : {}),
      },
    },
    'connection { status }',
  )
  await ask('createRole', 'CreateRoleInput', { community, name: 'steward' }, 'role { id }')
  const { PEOPLE } = await import('../../sandbox/people.ts')
  const people: Garden['people'] = {}
  for (const each of options.people ?? ['maren-holt', 'tobias-okafor', 'lin-yue']) {
    const person = PEOPLE.find((candidate) => candidate.slug === each)!
    const accounts = [
      { platform: 'opencollective', username: each },
      ...(person.github ? [{ platform: 'github', username: person.github }] : []),
    ]
    const { member } = await ask(
      'addMember',
      'AddMemberInput',
      { community, name: person.name, accounts },
      'member { id }',
    )
    const { secret } = await ask(
      'createApiKey',
      'CreateApiKeyInput',
      { community, name: each, scopes: ['READ', 'VOTE'], member: member.id },
      'secret',
    )
    people[each] = { id: member.id, key: secret, name: person.name }
  }
  return Object.assign(Object.create(Object.prototype, Object.getOwnPropertyDescriptors(folkmoot)) as TestFolkmoot, {
    collective,
    community,
    people,
    key: async (...scopes: string[]) =>
      (await ask('createApiKey', 'CreateApiKeyInput', { community, name: scopes.join(), scopes }, 'secret'))
        .secret as string,
  })
}

export const policies = {
  stewards: `
name: stewards
on: communities.role.requested
when: action.data.role == "steward"
decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' }
then:
  approved: [{ perform: communities.role.grant }]
  rejected: [{ perform: communities.role.refuse }]
`,
  invoices: (enforcement = 'ENFORCING', closesIn = 'P3D') => `
name: invoices
on: opencollective.expense.created
when: action.data.amountInCents <= 500000
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}"?'
    electorate: { role: steward }
    closesIn: ${closesIn}
    passes: { minVotes: 1, closeEarly: true }
    venues: [opencollective.expense.comment]
enforcement: ${enforcement}
then:
  approved: [{ perform: opencollective.expense.approve }]
  rejected: [{ perform: opencollective.expense.reject, with: { message: '{{ decision.reason }}' } }]
`,
}

/** Applies a policy to the garden's community. */
export function apply(garden: Garden, document: string): Promise<any> {
  return garden.ask(
    'mutation ($input: ApplyPolicyInput!) { applyPolicy(input: $input) { policy { id version } userErrors { code message path } } }',
    { input: { community: garden.community, document } },
  )
}

/** Makes someone a steward, by an administrator's word. */
export async function makeSteward(garden: Garden, ...slugs: string[]): Promise<void> {
  for (const slug of slugs) {
    await garden.ask(
      'mutation ($input: SettleRoleInput!) { grantRole(input: $input) { roleRequest { id } userErrors { code message } } }',
      {
        input: {
          community: garden.community,
          member: garden.people[slug]!.id,
          role: 'steward',
          reason: 'to begin with',
        },
      },
    )
  }
}
