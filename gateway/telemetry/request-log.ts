// One line for each request. What is written never holds a secret: no header, no variable but the community, no query text.

import type { Logger } from 'pino'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { GraphQLRequest, Operation } from '../graph/operations.ts'
import type { Metrics, Transport } from './metrics.ts'

export interface RequestLog {
  /** @param status of HTTP; for streams, how they ended. */
  operation(line: OperationLine): void
  /** Someone signed in or out, or asked who they are. */
  session(line: { method: string; status: number; startedAt: number; viewer?: Viewer | null; code?: string }): void
  /** An audit log was downloaded, or asked for. @param status of HTTP; `left` where it was broken off */
  audit(line: {
    startedAt: number
    status: number | string
    viewer: Viewer | null
    community: string | undefined
    entries: number
    code?: string
  }): void
  webhook(line: { connection: string; status: number; startedAt: number }): void
}

export interface OperationLine {
  transport: Transport
  /** performance.now() when it came. */
  startedAt: number
  status: number | string
  request?: GraphQLRequest | null
  /** As `communityOf` the request; in place of it. */
  community?: string | undefined
  operation?: Operation | null
  viewer?: Viewer | null
  /** Codes of errors in the answer. */
  codes?: readonly string[]
  /** Events that a stream sent. */
  events?: number
}

export function requestLog(logger: Logger, metrics: Metrics): RequestLog {
  return {
    operation({ transport, startedAt, status, request, community, operation, viewer, codes, events }) {
      const elapsed = performance.now() - startedAt
      const type = operation?.type ?? 'unknown'
      metrics.operation(transport, type, codes?.[0] ?? 'ok', elapsed / 1000)
      logger.info(
        {
          transport,
          type,
          operation: operation?.name ?? operation?.fields.slice(0, 5).join(','),
          status,
          ms: Math.round(elapsed * 100) / 100,
          ...whoIn(viewer),
          community: viewer?.community ?? community ?? communityOf(request?.variables),
          ...(codes?.length ? { codes } : {}),
          ...(events === undefined ? {} : { events }),
        },
        'request',
      )
    },
    session({ method, status, startedAt, viewer, code }) {
      logger.info(
        {
          transport: 'session',
          method,
          status,
          ms: Math.round((performance.now() - startedAt) * 100) / 100,
          ...whoIn(viewer),
          ...(code === undefined ? {} : { codes: [code] }),
        },
        'request',
      )
    },
    audit({ startedAt, status, viewer, community, entries, code }) {
      logger.info(
        {
          transport: 'audit',
          status,
          ms: Math.round((performance.now() - startedAt) * 100) / 100,
          ...whoIn(viewer),
          community: community?.slice(0, 100),
          entries,
          ...(code === undefined ? {} : { codes: [code] }),
        },
        'request',
      )
    },
    webhook({ connection, status, startedAt }) {
      const elapsed = performance.now() - startedAt
      metrics.webhook(status, elapsed / 1000)
      logger.info(
        { transport: 'webhook', connection: connection.slice(0, 100), status, ms: Math.round(elapsed * 100) / 100 },
        'request',
      )
    },
  }
}

/** Ids only. */
function whoIn(viewer: Viewer | null | undefined): { key?: string; session?: string } {
  if (!viewer) return {}
  const key = viewer.key ?? (viewer.kind === 'key' ? undefined : viewer.kind)
  return { ...(key === undefined ? {} : { key }), ...(viewer.session ? { session: viewer.session } : {}) }
}

/** The community that the variables name, as mutations and queries of ours do. */
export function communityOf(variables: Record<string, unknown> | undefined): string | undefined {
  const named = variables?.community ?? (variables?.input as Record<string, unknown> | null | undefined)?.community
  return typeof named === 'string' ? named.slice(0, 100) : undefined
}
