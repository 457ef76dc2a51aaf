// Asking for something to be done on a platform: checked, then stored together with the job that will do it.

import { sql } from 'kysely'
import { databaseNow } from '../../../backbone/database/database.ts'
import type { Consumer } from '../../../backbone/log/consumer.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { PerformActionInput, SettleExpenseInput } from '../../../schema/generated/actions.ts'
import { platformOf, type Subject } from '../domain/action.ts'
import { fingerprintOf, idOf, keyOf, objectOf, sameCall } from '../domain/input.ts'
import { lackingOf, type Waiting, waitingOf } from '../domain/waiting.ts'
import { type Platforms, scopesToPerform } from '../platforms/index.ts'
import { referenceOf } from '../platforms/opencollective/expense.ts'
import { expenseKind } from '../platforms/opencollective/kinds.ts'
import { type Connection, type Parameters, type Platform, TryLater } from '../platforms/platform.ts'
import { actionByKey, factOf, insertAction, latestRequest } from '../storage/actions.ts'
import { connectionsTo, openConnection } from '../storage/connections.ts'
import { findExpense } from '../storage/expenses.ts'
import { roleNamed } from '../storage/roles.ts'
import { decidedRequests } from '../storage/standings.ts'
import { type ActionRow, type Queries, tables, within } from '../storage/tables.ts'
import { now } from './connect.ts'
import { performQueue } from './perform-queue.ts'
import { settlingKinds } from './standing.ts'

export type RequestDeps = Pick<SubgraphDeps, 'db' | 'log' | 'ids' | 'clock' | 'secrets' | 'directory' | 'jobs'> & {
  platforms: Platforms
  roles: Consumer
}

interface Wanted {
  community: string
  kind: string
  subject: string | null
  parameters: Parameters
  decision: string | null
  proposal: string | null
  advisory: boolean
  key: string | null
  waits?: Waiting
}

export async function performAction(deps: RequestDeps, viewer: Viewer, input: PerformActionInput): Promise<ActionRow> {
  const community = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community.id, 'INTEGRATE', 'DRIVE')
  requireScope(viewer, community.id, ...scopesToPerform(deps.platforms.get(platformOf(input.kind))))
  const asked = waitingOf(input)
  return store(deps, {
    waits: {
      ...asked,
      guardian: await roleId(deps, community.id, asked.guardian, 'guardian'),
      by: await roleId(deps, community.id, asked.by, 'by'),
    },
    community: community.id,
    kind: input.kind,
    subject: input.subject ?? null,
    parameters: objectOf(input.parameters, 'parameters'),
    decision: idOf(input.decision, 'decision'),
    proposal: idOf(input.proposal, 'proposal'),
    advisory: input.advisory ?? false,
    key: keyOf(input.idempotencyKey),
  })
}

/** @throws Refusal ROLE_NOT_FOUND */
async function roleId(deps: RequestDeps, community: string, named: string | null, field: string) {
  if (named === null) return null
  const look = () => roleNamed(tables(deps.db), community, named)
  const found = (await look()) ?? (await deps.roles.catchUp().then(look))
  if (found !== null) return found
  const message = `Wanted a role of the community; got "${named.slice(0, 80)}".`
  throw new Refusal('ROLE_NOT_FOUND', message, { path: ['input', field] })
}

/** Without a key of the caller's, the expense itself is the key: it is approved once, however often that is called. */
export async function settleExpense(
  deps: RequestDeps,
  viewer: Viewer,
  verb: 'approve' | 'reject',
  input: SettleExpenseInput,
): Promise<ActionRow> {
  const community = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community.id, 'INTEGRATE', 'DRIVE')
  return store(
    deps,
    {
      community: community.id,
      kind: expenseKind(verb),
      subject: input.expense,
      parameters: input.message ? { message: input.message } : {},
      decision: idOf(input.decision, 'decision'),
      proposal: null,
      advisory: false,
      key: keyOf(input.idempotencyKey),
    },
    { once: true, field: 'expense' },
  )
}

async function store(
  deps: RequestDeps,
  wanted: Wanted,
  { once = false, field = 'subject' }: { once?: boolean; field?: string } = {},
): Promise<ActionRow> {
  const platform = installed(deps.platforms, wanted.kind)
  platform.accept(wanted.kind, wanted.parameters)
  const { waits: waited, ...plain } = wanted
  const hash = fingerprintOf({ does: 'perform', ...plain, ...waited })
  if (wanted.key !== null) {
    const first = await actionByKey(tables(deps.db), wanted.community, wanted.key)
    if (first) return sameCall(first, hash)
  }
  const { subject, connection } = await findSubject(deps, platform, wanted, field)
  const row = await deps.log.write(async (tx, emit) => {
    const on = within(tx)
    if (once && wanted.key === null) {
      await sql`select pg_advisory_xact_lock(hashtextextended(${`actions.once:${wanted.community}:${subject.id}`}, 0))`.execute(
        tx,
      )
      const standing = await findStanding(on, platform, wanted, subject)
      if (standing) return standing
    }
    const supersedes = await contraryTo(on, platform, wanted, subject, connection)
    const waits = waitsOn(wanted.waits, await databaseNow(tx))
    const row = { ...rowOf(deps, platform, wanted, subject, connection, hash), ...waits, supersedes }
    const inserted = await insertAction(on, row)
    if (!inserted) {
      const first = (await actionByKey(on, wanted.community, wanted.key!))!
      return sameCall(first, hash)
    }
    emit({ type: 'actions.action.recorded', community: inserted.community, payload: { action: factOf(inserted) } })
    await deps.jobs.send(
      performQueue(platform.name),
      { action: inserted.id },
      { tx, key: inserted.id, group: connection, ...(waits.next_try_at && { startAt: waits.next_try_at }) },
    )
    return inserted
  })
  deps.jobs.wake(performQueue(platform.name))
  return row
}

type WaitingColumns = Partial<
  Pick<ActionRow, 'held_until' | 'lapses_at' | 'guardian' | 'needs' | 'confirmers' | 'lacking' | 'next_try_at'>
>

/** What it waits for, from now on by the database's clock. */
function waitsOn(waits: Waiting | undefined, now: Date): WaitingColumns {
  if (!waits || (waits.holds === null && waits.needs === null)) return {}
  const after = (seconds: number | null) => (seconds === null ? null : new Date(now.getTime() + seconds * 1000))
  const [held_until, lapses_at] = [after(waits.holds), after(waits.within)]
  return {
    ...{ held_until, lapses_at, guardian: waits.guardian, needs: waits.needs, confirmers: waits.by },
    ...{ lacking: lackingOf(waits.needs, 0), next_try_at: lapses_at ?? held_until },
  }
}

function installed(platforms: Platforms, kind: string): Platform {
  const platform = platforms.get(platformOf(kind))
  if (platform?.performs.includes(kind)) return platform
  const can = platform?.performs ?? [...platforms.values()].flatMap(({ performs }) => performs)
  throw new Refusal('KIND_UNKNOWN', `Wanted one of ${can.join(', ')}; got "${kind}".`, { path: ['input', 'kind'] })
}

/** What the reference names: by what was read before, where that knows it; else the platform is asked. */
async function findSubject(
  deps: RequestDeps,
  platform: Platform,
  { community, kind, subject: reference }: Wanted,
  field: string,
): Promise<{ subject: Subject; connection: string | null }> {
  if (!platform.connects) {
    const builtIn: Connection = { id: '', community, externalId: '', settings: {}, credentials: {}, self: null }
    return { subject: await now(() => platform.find(builtIn, kind, reference)), connection: null }
  }
  const known = await findKnown(tables(deps.db), platform, community, kind, reference)
  if (known) return known
  const connections = await connectionsTo(tables(deps.db), community, platform.name)
  let refused: unknown = new Refusal(
    'PLATFORM_NOT_CONNECTED',
    `Wanted a community that is connected to ${platform.name}; this one is not.`,
    { path: ['input', 'community'] },
  )
  for (const row of connections) {
    try {
      return { subject: await platform.find(openConnection(deps.secrets, row), kind, reference), connection: row.id }
    } catch (error) {
      if (!(error instanceof Refusal) && !(error instanceof TryLater)) throw error
      refused = error
    }
  }
  if (refused instanceof TryLater) throw new Refusal(refused.code, refused.message, { cause: refused })
  const { code, message, path, details } = refused as Refusal
  const named = path?.at(-1) === 'subject' ? ['input', field] : path
  throw new Refusal(code, message, { ...(named ? { path: named } : {}), ...(details ? { details } : {}) })
}

async function findKnown(on: Queries, platform: Platform, community: string, kind: string, reference: string | null) {
  const wanted = reference !== null && kind.startsWith(`${platform.name}.expense.`) ? referenceOf(reference) : null
  const expense = wanted && (await findExpense(on, community, wanted))
  if (!expense) return null
  const { id, description, url, connection } = expense
  return { subject: { type: 'expense', id, title: description, url }, connection }
}

/** The request that already does the same: under way, or done and still standing. */
async function findStanding(
  on: Queries,
  platform: Platform,
  wanted: Wanted,
  subject: Subject,
): Promise<ActionRow | null> {
  const kinds = settlingKinds(platform)
  const latest = await latestRequest(on, {
    community: wanted.community,
    platform: platform.name,
    subject: subject.id,
    kinds,
  })
  if (!latest || latest.kind !== wanted.kind || latest.advisory) return null
  if (wanted.decision !== null && wanted.decision !== latest.decision) return null
  if (latest.status === 'PENDING' || latest.status === 'UNKNOWN') return latest
  if (latest.status !== 'DONE') return null
  const expense = await findExpense(on, wanted.community, { id: subject.id })
  if (!expense) return null
  const state = { status: expense.status, onHold: null, gone: false }
  return platform.standing(wanted.kind, state) === 'DONE' ? latest : null
}

/** The newest earlier decision that asked for what this request, once it is done, leaves undone. */
async function contraryTo(
  on: Queries,
  platform: Platform,
  { community, kind, decision, advisory }: Wanted,
  subject: Subject,
  connection: string | null,
): Promise<string | null> {
  const last = platform.consequences(kind)?.causes.at(-1)
  const left = last === undefined || decision === null || advisory ? null : platform.left(last, {})
  if (!left || connection === null) return null
  const about = {
    community,
    platform: platform.name,
    connection,
    subjects: [subject.id],
    kinds: settlingKinds(platform),
  }
  const newest = (await decidedRequests(on, about)).find((request) => request.decision !== decision)
  return newest && platform.standing(newest.kind, left) !== 'DONE' ? newest.decision : null
}

function rowOf(
  deps: RequestDeps,
  platform: Platform,
  wanted: Wanted,
  subject: Subject,
  connection: string | null,
  hash: string,
) {
  const at = deps.clock.now()
  return {
    id: deps.ids.next('act'),
    community: wanted.community,
    connection,
    direction: 'REQUESTED' as const,
    platform: platform.name,
    kind: wanted.kind,
    initiator: null,
    initiator_name: null,
    subject_type: subject.type,
    subject_id: subject.id,
    subject_title: subject.title,
    subject_url: subject.url,
    data: JSON.stringify(wanted.parameters),
    status: 'PENDING' as const,
    decision: wanted.decision,
    proposal: wanted.proposal,
    advisory: wanted.advisory,
    verdict: null,
    problem: null,
    result: null,
    occurred_at: at,
    platform_event: null,
    idempotency_key: wanted.key,
    request_hash: hash,
    next_try_at: at,
  }
}
