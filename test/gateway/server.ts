// A gateway over the fakes, with doors open on a port of its own: subgraphs in this process, or each behind its own port.

import { randomBytes } from 'node:crypto'
import type { TestContext } from 'node:test'
import { promisify } from 'node:util'
import pino from 'pino'
import type { TlsSettings } from '../../backbone/config.ts'
import type { Limits } from '../../backbone/limits.ts'
import { keyDigest } from '../../backbone/log/directory.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import { signInCodes } from '../../backbone/security/sign-in-codes.ts'
import { signingKeyOf } from '../../backbone/security/signing-key.ts'
import { adminViewer, type Viewer } from '../../backbone/security/viewer.ts'
import { addressReader, proxyReader } from '../../gateway/admission/addresses.ts'
import { siteOf } from '../../gateway/admission/cookie.ts'
import { type Guard, guardOf } from '../../gateway/admission/overload.ts'
import { ratesOf } from '../../gateway/admission/rates.ts'
import { triesOf } from '../../gateway/admission/tries.ts'
import { webhookQuarantineOf } from '../../gateway/admission/webhook-quarantine.ts'
import { anyDocument, type Documents } from '../../gateway/graph/documents.ts'
import { openGraph } from '../../gateway/graph/graph.ts'
import type { Planner } from '../../gateway/graph/planning/index.ts'
import type { Turns } from '../../gateway/graph/turns.ts'
import type { AuditSource } from '../../gateway/http/audit.ts'
import { connectionsOf } from '../../gateway/http/connections.ts'
import { originsOf } from '../../gateway/http/origins.ts'
import { bind, openDoors } from '../../gateway/http/server.ts'
import type { Sessions } from '../../gateway/http/session.ts'
import type { SseDoor } from '../../gateway/http/sse.ts'
import { vanishedOf } from '../../gateway/http/vanished.ts'
import { answerCall, answerGreeting, callerOf } from '../../gateway/internal/calls.ts'
import { serviceClientOf } from '../../gateway/internal/service-client.ts'
import { sessionClientOf } from '../../gateway/internal/session-client.ts'
import { greetingPath } from '../../gateway/internal/session-messages.ts'
import { sessionServerOf } from '../../gateway/internal/session-server.ts'
import { type SubgraphName, subgraphNames } from '../../gateway/names.ts'
import { serveSubgraph } from '../../gateway/processes/subgraph-server.ts'
import { streamsOf } from '../../gateway/streams/streams.ts'
import { metricsOf } from '../../gateway/telemetry/metrics.ts'
import { requestLog } from '../../gateway/telemetry/request-log.ts'
import { localTransport } from '../../gateway/transports/local.ts'
import { remoteTransport } from '../../gateway/transports/remote.ts'
import type { Transport } from '../../gateway/transports/transport.ts'
import { withoutTls } from '../../gateway/wire/tls.ts'
import { Refusal } from '../../schema/errors.ts'
import { patient } from '../support/patient.ts'
import { type Fakes, fakes } from './fakes.ts'

export type Arrangement = 'together' | 'apart'
export const arrangements: readonly Arrangement[] = ['together', 'apart']

export const keys = {
  admin: 'admin-key',
  driver: 'driver-key',
  reader: 'reader-key',
} as const

const usualViewers: Record<string, Viewer> = {
  [keys.admin]: adminViewer,
  [keys.driver]: { kind: 'key', key: 'key_driver', community: 'com_1', member: null, scopes: ['DRIVE'] },
  [keys.reader]: { kind: 'key', key: 'key_reader', community: 'com_1', member: null, scopes: ['READ'] },
}

const emptyAudit: AuditSource = {
  end: async () => ({ length: 0, hash: '' }),
  hashAt: async () => null,
  read: async () => [],
}

export interface TestGateway {
  url: string
  fakes: Fakes
  /** Addresses of subgraphs that stand apart. */
  addresses: Partial<Record<SubgraphName, string>>
  /** What was logged, each line parsed. */
  lines: any[]
  /** Causes of masked errors. */
  reported: unknown[]
  revoked: Set<string>
  /** The code of a link that signs the reader in, once. */
  link(): string
  /** How often the part that keeps sessions was asked for one. */
  starts(): number
  /** Calls back each time that the log would be read for a key that is not known. */
  missing(looked: () => void): void
  /** The one that every stream is of. */
  community: { id: string; visibility: 'PUBLIC' | 'PRIVATE' }
  /** How many read streams over a transport. */
  readers(transport: 'sse' | 'ws'): Promise<number>
  /** How many connections are open. */
  connections(): Promise<number>
  /** Makes a subgraph that stands apart go away. */
  down(name: SubgraphName): Promise<void>
  stop(patience?: number): Promise<void>
  /** One operation by POST; the answer, its status and its headers. */
  post(
    query: string,
    options?: { variables?: object; key?: string; headers?: Record<string, string>; body?: string },
  ): Promise<{
    status: number
    headers: Headers
    body: any
  }>
}

/** @param kept events that a reader of a stream may be behind. @param settings of the doors. */
export async function testGateway(
  t: TestContext,
  arrangement: Arrangement = 'together',
  kept?: number,
  settings: Partial<Limits> & {
    origins?: string[]
    proxies?: string[]
    waits?: NonNullable<SseDoor['waits']>
    /** Milliseconds by which budgets fill. */
    now?: () => number
    guard?: Guard
    tls?: TlsSettings
    documents?: Documents
    introspection?: boolean
    anonymousTurns?: Turns
    planner?: Planner
    audit?: AuditSource
    /** By their keys, beside the usual ones. */
    viewers?: Record<string, Viewer>
  } = {},
): Promise<TestGateway> {
  const limits = { ...patient, ...settings }
  const viewers = { ...usualViewers, ...settings.viewers }
  const proxies = settings.proxies ?? null
  const addressOf = addressReader(proxies)
  const fake = fakes()
  const lines: any[] = []
  const reported: unknown[] = []
  const revoked = new Set<string>()
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const report = (cause: unknown) => {
    reported.push(cause)
    logger.error({ err: cause }, 'masked')
  }
  const unready = async () => null
  const metrics = metricsOf()
  const secrets = secretBox('a secret of the tests')
  const serviceClient = serviceClientOf(sessionClientOf(secrets))
  const tls = settings.tls ?? withoutTls
  const addresses: TestGateway['addresses'] = {}
  const services: Partial<Record<SubgraphName, { stop(patience?: number): Promise<void> }>> = {}
  const transports = {} as Record<SubgraphName, Transport>
  for (const name of subgraphNames) {
    const subgraph = fake.subgraphs[name]
    if (arrangement === 'together') {
      transports[name] = localTransport(subgraph, report)
      continue
    }
    const door = {
      subgraph,
      limits,
      report,
      metrics: metricsOf(),
      unready,
      tls,
      sessions: sessionServerOf(secrets, name),
    }
    const service = await serveSubgraph(door, { host: '127.0.0.1', port: 0 })
    services[name] = service
    addresses[name] = service.url
    transports[name] = remoteTransport(name, [service.url], serviceClient, report, { mostBytes: limits.answer, tls })
  }
  const caller = callerOf((name) => [addresses[name as SubgraphName]!], serviceClient, tls)
  const graph = await openGraph({
    supergraph: fake.supergraph,
    limits,
    introspection: settings.introspection ?? true,
    transports,
    report,
    fetched: metrics.fetched,
    caughtUp: () => directory.catchUp(),
    ...(settings.anonymousTurns ? { anonymousTurns: settings.anonymousTurns } : {}),
    planner: settings.planner ?? null,
    ...(settings.now ? { now: settings.now } : {}),
  })
  const stop = new AbortController()
  const community: TestGateway['community'] = { id: 'com_1', visibility: 'PUBLIC' }
  const sessions = new Map<string, string>() // digest to key
  const codes = signInCodes(secretBox('a secret of the tests'))
  const links = new Map<string, boolean>() // code to whether it is good
  let starts = 0
  const fakeSessions: Sessions = {
    async start(call) {
      starts++
      const key =
        'viewer' in call
          ? Object.entries(viewers).find(([, each]) => each.key === call.viewer.key)?.[0]
          : links.get(call.code) && keys.reader
      if (!key) throw new Refusal('SIGN_IN_CODE_USED', 'The link was used before.')
      if ('code' in call) links.set(call.code, false)
      sessions.set(call.digest, key)
      return { session: `ses_${call.digest}`, expiresAt: '2999-01-01T00:00:00Z' }
    },
    async end({ session }) {
      sessions.delete(session.slice(4))
    },
  }
  let looked = () => {}
  const directory: any = {
    adminMark: 'mark',
    catchUp: async () => {
      for (const key of fake.revocations) revoked.add(key)
    },
    sessionExpiry: () => '2999-01-01T00:00:00Z',
    authenticateSession: async (token: string) => {
      const digest = keyDigest(token)
      const key = sessions.get(digest)
      return key && !revoked.has(key) ? { ...viewers[key]!, session: `ses_${digest}` } : null
    },
    async authenticate(secret: string, missed?: () => void) {
      if (!(secret in viewers)) {
        missed?.()
        looked()
      }
      return revoked.has(secret) ? null : (viewers[secret] ?? null)
    },
    holds: (viewer: Viewer) =>
      !Object.entries(viewers).some(([key, each]) => each.key !== null && each.key === viewer.key && revoked.has(key)),
    find: async () => community,
    require: async () => community,
    byId: () => community,
  }
  const inside = { sessions: sessionServerOf(secrets, 'gateway'), tls, report, limits }
  const server = await bind({ host: '127.0.0.1', port: 0 }, withoutTls, settings.waits)
  const listening = openDoors(
    {
      graph,
      documents: settings.documents ?? anyDocument,
      tokens: null,
      limits,
      directory,
      metrics,
      report,
      unready,
      keys: [],
      signs: signingKeyOf(secrets),
      audit: settings.audit ?? emptyAudit,
      requestKeys: [],
      viewerKeys: [],
      subgraphs: null,
      stop,
      stopping: stop.signal,
      origins: originsOf(settings.origins ?? [], 'https://folkmoot.example'),
      connections: connectionsOf(limits, addressOf),
      waits: settings.waits ?? {},
      vanished: vanishedOf(),
      streams: streamsOf({ graph, directory, metrics, limits, ...(kept ? { kept } : {}) }),
      log: requestLog(logger, metrics),
      site: siteOf(null),
      sessions: fakeSessions,
      tries: triesOf({ most: 5 }),
      codes,
      addressOf,
      rates: ratesOf(limits, settings.now),
      guard: settings.guard ?? guardOf(limits),
      quarantine: webhookQuarantineOf(),
      isProxy: proxyReader(proxies),
      receive: (webhook) =>
        arrangement === 'together'
          ? fake.subgraphs.actions.calls.receiveWebhook(webhook)
          : caller.call('receiveWebhook', webhook),
      more(request, response, path) {
        if (path === greetingPath) {
          void answerGreeting(inside, request, response)
          return true
        }
        if (path !== '/internal/gateway') return false
        void answerCall(
          'gateway',
          { answer: ({ query, variables }) => graph.answer(query, variables) },
          inside,
          request,
          response,
        )
        return true
      },
    },
    server,
  )
  let stopped: Promise<void> | null = null
  const stopOnce = async (patience?: number) => {
    await listening.stop(patience)
    for (const name of subgraphNames) {
      await transports[name].close()
      await services[name]?.stop(500)
    }
    await caller.close()
  }
  const stopAll = (patience?: number) => {
    stopped ??= stopOnce(patience)
    return stopped
  }
  t.after(() => stopAll(0))
  return {
    url: listening.url,
    fakes: fake,
    addresses,
    lines,
    reported,
    revoked,
    link() {
      const code = codes.make(randomBytes(32))
      links.set(code, true)
      return code
    },
    starts: () => starts,
    missing(callback) {
      looked = callback
    },
    community,
    async readers(transport) {
      const found = new RegExp(`folkmoot_streams\\{transport="${transport}"\\} (\\d+)`).exec(await metrics.text())
      return Number(found?.[1] ?? 0)
    },
    connections: () => promisify(server.getConnections.bind(server))(),
    stop: stopAll,
    async down(name) {
      await services[name]!.stop(0)
    },
    async post(query, { variables, key, headers, body } = {}) {
      const answer = await fetch(`${listening.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(key ? { authorization: `Bearer ${key}` } : {}), ...headers },
        body: body ?? JSON.stringify({ query, variables }),
      })
      return { status: answer.status, headers: answer.headers, body: await answer.json() }
    },
  }
}
