// The public doors of a gateway, over whatever stands behind them: all parts in its own process, or each in another.

import { endOfAudit, hashOfAudit, readAuditOn } from '../../backbone/audit/audit.ts'
import type { Config } from '../../backbone/config.ts'
import type { Directory } from '../../backbone/log/directory.ts'
import { signInCodes } from '../../backbone/security/sign-in-codes.ts'
import { requestKeyOf, signingKeyOf, viewerKeyOf } from '../../backbone/security/signing-key.ts'
import { addressReader, proxyReader } from '../admission/addresses.ts'
import { siteOf } from '../admission/cookie.ts'
import { guardOf, watchLoop } from '../admission/overload.ts'
import { ratesOf } from '../admission/rates.ts'
import { refusalsOf } from '../admission/refused.ts'
import { sightingsOf } from '../admission/seen.ts'
import type { Tokens } from '../admission/tokens.ts'
import { triesOf } from '../admission/tries.ts'
import { webhookQuarantineOf } from '../admission/webhook-quarantine.ts'
import { registeredBy } from '../graph/documents.ts'
import type { Graph } from '../graph/graph.ts'
import type { AuditSource } from '../http/audit.ts'
import { connectionsOf } from '../http/connections.ts'
import { originsOf } from '../http/origins.ts'
import { type Listening, openAside, type PublicDoors } from '../http/server.ts'
import { vanishedOf } from '../http/vanished.ts'
import { ownDocuments } from '../page/documents.ts'
import { foldersOf, openPage, plainPage } from '../page/index.ts'
import { streamsOf } from '../streams/streams.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { requestLog } from '../telemetry/request-log.ts'
import type { Report } from '../wire/errors.ts'
import type { Foundation } from './foundation.ts'

/** What ends what was started, the last first. */
export type Stops = (() => Promise<unknown> | unknown)[]

export interface Behind extends Pick<PublicDoors, 'receive' | 'sessions' | 'more'> {
  config: Config
  foundation: Foundation
  graph: Graph
  metrics: Metrics
  report: Report
  /** Keeps when keys and sessions were last used. */
  noteSeen: Parameters<typeof sightingsOf>[0]
  /** Keeps what was refused at the doors. */
  noteRefused: Parameters<typeof refusalsOf>[0]
  /** Where pages of our own come from. */
  publicUrl: string
  /** What became of the subgraphs that were added; null: there are none. */
  guests: (() => Record<string, string>) | null
  /** Whether the live page is served. */
  withPage: boolean
  stops: Stops
}

/** The doors, and where health and metrics are answered that have an address of their own. */
export async function doorsOver(behind: Behind): Promise<{ doors: PublicDoors; aside: Listening | null }> {
  const { config, foundation, graph, metrics, report, stops } = behind
  const { limits } = config
  const page = behind.withPage ? openPage(foundation.logger, foldersOf(config.dataFolder)) : plainPage
  stops.push(() => page.stop())
  const stopping = new AbortController()
  const tokens = config.oidc === null ? null : await tokensBy(config.oidc, behind)
  const directory = directoryWith(foundation.directory, tokens)
  const aside = await openSide(behind, stopping)
  const addressOf = addressReader(config.trustedProxies)
  const guard = guardOf(limits, metrics.shed)
  stops.push(watchLoop(guard))
  const sightings = sightingsOf(behind.noteSeen)
  stops.push(() => sightings.stop())
  const refusals = refusalsOf(behind.noteRefused, metrics.refused)
  stops.push(() => refusals.stop())
  const signs = signingKeyOf(foundation.secrets)
  const doors: PublicDoors = {
    graph,
    documents: registeredBy(config, ownDocuments),
    tokens,
    limits,
    streams: streamsOf({ graph, metrics, limits, directory }),
    metrics,
    report,
    directory,
    log: requestLog(foundation.logger, metrics),
    origins: originsOf(config.origins, behind.publicUrl),
    connections: connectionsOf(limits, addressOf),
    vanished: vanishedOf(),
    receive: behind.receive,
    site: siteOf(config.publicUrl),
    sessions: behind.sessions,
    tries: triesOf(),
    codes: signInCodes(foundation.secrets),
    addressOf,
    rates: ratesOf(limits),
    guard,
    quarantine: webhookQuarantineOf(),
    seen: sightings.note,
    refused: refusals.note,
    isProxy: proxyReader(config.trustedProxies),
    aside: aside !== null,
    unready: foundation.unready,
    keys: [signs.public],
    signs,
    audit: auditOf(foundation.db),
    requestKeys: [requestKeyOf(foundation.secrets).public],
    viewerKeys: [viewerKeyOf(foundation.secrets).public],
    subgraphs: behind.guests,
    page,
    stop: stopping,
    stopping: stopping.signal,
    ...(behind.more ? { more: behind.more } : {}),
  }
  return { doors, aside }
}

/** The directory, to which tokens count as keys do. */
function directoryWith(directory: Directory, tokens: Tokens | null): Directory {
  return tokens ? { ...directory, holds: (viewer) => directory.holds(viewer) && tokens.holds(viewer) } : directory
}

/** What checks them is loaded only where they are taken. */
async function tokensBy(file: string, { foundation, graph }: Behind): Promise<Tokens> {
  const { readTokenIssuers } = await import('../admission/token-settings.ts')
  const { tokensOf } = await import('../admission/tokens.ts')
  return tokensOf({ ...foundation, issuers: readTokenIssuers(file), answer: graph.answer })
}

function auditOf({ root }: Foundation['db']): AuditSource {
  return {
    end: (community) => endOfAudit(root, community),
    hashAt: (community, place) => hashOfAudit(root, community, place),
    read: (...page) => readAuditOn(root, ...page),
  }
}

/** Health and metrics on an address of their own, where that is configured. */
export async function openSide(
  {
    config,
    foundation,
    metrics,
    report = foundation.report,
    guests = null,
    stops,
  }: Pick<Behind, 'config' | 'foundation' | 'metrics' | 'stops'> & Partial<Pick<Behind, 'report' | 'guests'>>,
  stop: AbortController,
): Promise<Listening | null> {
  if (!config.metrics) return null
  const { unready } = foundation
  const aside = await openAside({ metrics, report, unready, subgraphs: guests, stop }, config.metrics, config.limits)
  stops.push(() => aside.stop())
  return aside
}
