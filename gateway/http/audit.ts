// GET /audit/COMMUNITY: the audit log as JSON lines, the oldest entry first, as it stands when it is asked for; GET /audit: that of no
// community. As much is read as the other side takes. docs/verify.mjs checks what comes, by the lines alone.

import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AuditEnd, AuditRow } from '../../backbone/audit/audit.ts'
import { restAfter } from '../../backbone/concurrency/background-work.ts'
import type { SigningKey } from '../../backbone/security/signing-key.ts'
import { overAll, requireScope, type Viewer } from '../../backbone/security/viewer.ts'
import { canonical } from '../../schema/canonical.ts'
import { Refusal, type RefusalCode } from '../../schema/errors.ts'
import { Admission } from '../admission/admission.ts'
import { viewerOfRequest } from '../admission/auth.ts'
import { presentedThrown } from '../wire/errors.ts'
import { sendJson } from '../wire/exchange.ts'
import { type GraphQLDoor, headersOfRefusal } from './graphql.ts'

/** The audit log where it is kept. Community '': what is of none. */
export interface AuditSource {
  end(community: string): Promise<AuditEnd>
  /** The hash at a place. */
  hashAt(community: string, place: number): Promise<string | null>
  /** Entries after a place, up to another, the oldest first. */
  read(community: string, after: number, upTo: number, limit: number): Promise<(AuditRow & { digest: string })[]>
}

export interface AuditDoor extends GraphQLDoor {
  audit: AuditSource
  signs: Pick<SigningKey, 'sign' | 'public'>
  stopping: AbortSignal
}

export type AnswerAudit = (
  request: IncomingMessage,
  response: ServerResponse,
  community: string | null,
  query: string,
) => Promise<void>

const pageLength = 100 // entries: some fifty kilobytes
const mostAtOnce = 2 // downloads of one community by its admins, and as many by who is over all

export function auditAnswers(door: AuditDoor): AnswerAudit {
  const open = new Map<string, number>()
  let last: Promise<unknown> = Promise.resolve()

  /** One page at a time, whoever downloads, and with rests: votes come to the same database. */
  function inTurn<T>(read: () => Promise<T>): Promise<T> {
    let from = 0
    const mine = last.then(() => {
      from = performance.now()
      return read()
    })
    last = mine.catch(() => {}).then(() => restAfter(from))
    return mine
  }

  function enter(whose: string): () => void {
    const count = open.get(whose) ?? 0
    if (count >= mostAtOnce) {
      const message = `Wanted at most ${mostAtOnce} downloads of one audit log at a time; this is one more.`
      throw new Refusal('TOO_MANY_CONNECTIONS', message)
    }
    open.set(whose, count + 1)
    return () => {
      const now = open.get(whose)! - 1
      if (now === 0) open.delete(whose)
      else open.set(whose, now)
    }
  }

  return async (request, response, named, query) => {
    const startedAt = performance.now()
    const admission = new Admission(door, request)
    let viewer: Viewer | null = null
    let leave = () => {}
    let entries = 0
    let code: string | undefined
    try {
      requireRead(request, response)
      viewer = await viewerOfRequest(door, request, null, admission.missed)
      admission.recognise(viewer)
      door.guard.admit('query')
      admission.request()
      const community = await communityFor(door, viewer, named)
      const after = placeIn(query)
      // Who is over all has a place that no admin of the community can take.
      leave = enter(`${overAll(viewer) ? 'over all' : 'own'} ${community}`)
      const end = await inTurn(() => door.audit.end(community))
      const before = after === 0 ? '' : await inTurn(() => door.audit.hashAt(community, after))
      if (before === null || after > end.length) {
        throw new Refusal('BAD_REQUEST', `Wanted a place up to ${end.length}, the last; got ${after}.`)
      }
      response.writeHead(200, {
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="audit${community && `-${community}`}.jsonl"`,
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        ...admission.payer.headers(),
      })
      if (request.method === 'HEAD') response.end()
      else entries = await send(response, { viewer, admission, community, after, before, end })
    } catch (error) {
      code = refuse(response, error)
    } finally {
      leave()
      const status = response.writableEnded ? response.statusCode : 'left'
      const community = viewer?.community ?? named ?? undefined
      door.log.audit({ startedAt, status, viewer, community, entries, ...(code ? { code } : {}) })
    }
  }

  /** @returns how many entries were sent. Where it is broken off, the last line is missing, and the connection ends. */
  async function send(response: ServerResponse, of: Download): Promise<number> {
    const { viewer, admission, community, after, before, end } = of
    const at = new Date().toISOString()
    const whose = community || null
    const line = (value: object) => `${JSON.stringify(value)}\n`
    let place = after
    const halt = () => response.destroy()
    door.stopping.addEventListener('abort', halt)
    response.once('close', () => door.stopping.removeEventListener('abort', halt))
    await taken(response, line({ kind: 'folkmoot.audit', form: 1, community: whose, after, before, at }))
    while (place < end.length) {
      if (response.destroyed || !door.directory.holds(viewer)) break
      const rows = await inTurn(() => door.audit.read(community, place, end.length, pageLength))
      if (rows.length === 0) break // the chain says that it is longer than it is
      admission.payer.owe(rows.length)
      place = rows.at(-1)!.place
      const lines = rows.map((row) => line(entryOf(row)))
      await taken(response, lines.join(''))
    }
    if (place < end.length || response.destroyed) response.destroy()
    else response.end(line(signed(door.signs, whose, end, at)))
    return place - after
  }

  function refuse(response: ServerResponse, error: unknown): string {
    const { message, extensions } = presentedThrown(error, door.report)
    const code = String(extensions.code)
    const said = error instanceof Refusal ? (error.details?.status ?? 400) : 500
    const status = Number(statuses[code as RefusalCode] ?? said)
    if (response.headersSent) response.destroy()
    else sendJson(response, status, { error: { code, message } }, headersOfRefusal(door.site, status, error))
    return code
  }
}

/** What stands beside the record: the address that it commits to, or that it was erased, which a record of form 1 held itself. */
function entryOf({ place, hash, digest, record, address, salt, erased }: AuditRow & { digest: string }): object {
  const beside = erased ? { erased, ...(record.form === 1 ? { digest } : {}) } : salt === null ? {} : { address, salt }
  return { kind: 'entry', place, hash, record, ...beside }
}

interface Download {
  viewer: Viewer
  admission: Admission
  community: string
  after: number
  before: string
  end: AuditEnd
}

const statuses: Partial<Record<RefusalCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  CROSS_SITE: 403,
  COMMUNITY_NOT_FOUND: 404,
  RATE_LIMITED: 429,
  TOO_MANY_CONNECTIONS: 429,
  OVERLOADED: 503,
  UNAVAILABLE: 503,
}

function requireRead({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === 'GET' || method === 'HEAD') return
  response.setHeader('allow', 'GET, HEAD')
  throw new Refusal('BAD_REQUEST', 'Wanted GET.', { details: { status: 405 } })
}

/** The id of the community that is asked for; '' for none. @throws Refusal */
async function communityFor(door: AuditDoor, viewer: Viewer, named: string | null): Promise<string> {
  if (named !== null) {
    const { id } = await door.directory.require(viewer, named)
    requireScope(viewer, id, 'ADMIN')
    return id
  }
  if (overAll(viewer)) return ''
  const wanted = 'This needs the key that is admin over all communities'
  if (viewer.kind === 'anonymous') throw new Refusal('UNAUTHENTICATED', `${wanted}; the request had no key.`)
  throw new Refusal('FORBIDDEN', `${wanted}; this key is not.`)
}

/** @throws Refusal BAD_REQUEST */
function placeIn(query: string): number {
  const text = new URLSearchParams(query).get('after') ?? '0'
  if (/^\d{1,15}$/.test(text)) return Number(text)
  throw new Refusal('BAD_REQUEST', `Wanted "after" as the place of an entry; got "${text.slice(0, 100)}".`)
}

/** Resolves when there is room for more, or nobody takes it any more. */
async function taken(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return
  const free = Promise.withResolvers<void>()
  response.once('drain', free.resolve)
  response.once('close', free.resolve)
  await free.promise
  response.off('drain', free.resolve)
  response.off('close', free.resolve)
}

/** What is signed is the end as canonical JSON, with its kind: no head of decisions looks like it. */
function signed(key: AuditDoor['signs'], community: string | null, { length, hash }: AuditEnd, at: string): object {
  const end = { community, length, head: hash || null, at }
  const signature = key.sign(canonical({ kind: 'folkmoot.audit-head', ...end }))
  return { kind: 'audit-head', ...end, signature, key: key.public.kid, keys: [key.public] }
}
