// What others tell us happened, and what they ask leave for; and what the driver answers.

import { forgottenFor } from '../../../backbone/people/person.ts'
import { requireScope, type Scope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { AccountInput, ReportActionInput, SettlePermissionInput } from '../../../schema/generated/actions.ts'
import { cut, withoutTurning } from '../../../schema/policy/text.ts'
import { nextVerdict, platformOf } from '../domain/action.ts'
import { fingerprintOf, idOf, keyOf, objectOf, sameCall, textOf } from '../domain/input.ts'
import type { Platforms } from '../platforms/index.ts'
import { memberOf } from '../storage/accounts.ts'
import { actionByKey, changeAction, factOf, findAction, insertAction, lockAction } from '../storage/actions.ts'
import { connectionsTo } from '../storage/connections.ts'
import { type ActionRow, tables, within } from '../storage/tables.ts'
import { notFound } from './perform.ts'

export type ReportDeps = Pick<SubgraphDeps, 'db' | 'log' | 'ids' | 'clock' | 'directory' | 'secrets'> & {
  platforms: Platforms
  catchUp(): Promise<void>
  /** Milliseconds that an asker waits for the driver. */
  permissionWait: number
}

export async function reportAction(deps: ReportDeps, viewer: Viewer, input: ReportActionInput): Promise<ActionRow> {
  return observe(deps, viewer, input, false)
}

/** Records the question, then waits a little for the driver. @returns the action with ALLOW, DENY or WAIT. */
export async function requestPermission(
  deps: ReportDeps,
  viewer: Viewer,
  input: ReportActionInput,
): Promise<ActionRow> {
  const from = await deps.log.head()
  const row = await observe(deps, viewer, input, true)
  if (row.verdict !== null) return row
  const answered = await answerOf(deps, row, from)
  if (answered) return answered
  return deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const before = (await lockAction(on, row.id))!
    if (before.verdict !== null) return before
    const after = await changeAction(on, row.id, { verdict: 'WAIT' })
    emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
    return after
  })
}

async function answerOf(deps: ReportDeps, asked: ActionRow, from: number): Promise<ActionRow | null> {
  const signal = AbortSignal.timeout(deps.permissionWait)
  const follow = { after: from, types: ['actions.action.changed'] as const, community: asked.community, signal }
  for await (const event of deps.log.follow(follow)) {
    if (event.type !== 'actions.action.changed' || event.payload.action.id !== asked.id) continue
    if (event.payload.action.verdict !== null) return findAction(tables(deps.db), asked.id)
  }
  return null
}

const same = <T>(value: T): T => value

function nameOf(initiator: ReportActionInput['initiator'], forget: typeof same): string | null {
  const name = initiator?.username ?? initiator?.id ?? null
  const word = name?.toLowerCase() ?? null
  return forget(word) === word ? name : forget(word)
}

async function observe(deps: ReportDeps, viewer: Viewer, input: ReportActionInput, asks: boolean): Promise<ActionRow> {
  const community = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community.id, 'INTEGRATE', 'DRIVE')
  const platform = platformOf(input.kind)
  await requireReportable(deps, community.id, platform, asks)
  const subject = {
    subject_type: textOf(input.subject.type, 'subject.type', 100),
    subject_id: textOf(input.subject.id, 'subject.id', 500),
    subject_title: input.subject.title == null ? null : cut(withoutTurning(input.subject.title), 1000),
    subject_url: urlOf(input.subject.url),
  }
  const data = objectOf(input.data, 'data')
  const key = keyOf(input.idempotencyKey)
  const { community: _, idempotencyKey: __, ...rest } = input
  const hash = fingerprintOf({ does: asks ? 'ask' : 'report', ...rest })
  if (key !== null) {
    const first = await actionByKey(tables(deps.db), community.id, key)
    if (first) return sameCall(first, hash)
  }
  const initiator = input.initiator ? await initiatorOf(deps, community.id, input.initiator) : null
  return deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const whose = input.initiator?.platform ?? platform
    const forget = (await forgottenFor(tx, deps.secrets, community.id, whose)) ?? same
    const inserted = await insertAction(on, {
      id: deps.ids.next('act'),
      community: community.id,
      connection: null,
      direction: 'OBSERVED',
      platform,
      kind: input.kind,
      initiator,
      initiator_name: nameOf(input.initiator, forget),
      ...subject,
      data: JSON.stringify(forget(data)),
      status: 'OBSERVED',
      decision: null,
      proposal: null,
      asks_permission: asks,
      verdict: null,
      problem: null,
      result: null,
      occurred_at: input.occurredAt ?? deps.clock.now(),
      platform_event: null,
      idempotency_key: key,
      request_hash: hash,
    })
    if (!inserted) {
      const first = (await actionByKey(on, community.id, key!))!
      return sameCall(first, hash)
    }
    emit({ type: 'actions.action.recorded', community: community.id, payload: { action: factOf(inserted) } })
    return inserted
  })
}

/** What is read from a platform is not believed from anyone else. */
async function requireReportable(deps: ReportDeps, community: string, platform: string, asks: boolean): Promise<void> {
  const adapter = deps.platforms.get(platform)
  if (!adapter) return
  if (adapter.connects && asks) return // nothing is said to have happened
  if (adapter.connects && (await connectionsTo(tables(deps.db), community, platform)).length === 0) return
  throw new Refusal('REPORT_REFUSED', `Wanted a platform that is not read here; what happens on ${platform} is.`, {
    path: ['input', 'kind'],
  })
}

async function initiatorOf(deps: ReportDeps, community: string, account: AccountInput): Promise<string | null> {
  const { platform, host, id, username } = account
  for (const [field, most] of [
    ['platform', 40],
    ['host', 300],
    ['id', 200],
    ['username', 200],
  ] as const)
    if (account[field]?.trim()) textOf(account[field], `initiator.${field}`, most)
  if (!id && !username) {
    throw new Refusal('BAD_INPUT', 'Wanted the id or the username of the account; got neither.', {
      path: ['input', 'initiator'],
    })
  }
  const who = { ids: id ? [id] : [], username: username ?? null, name: null }
  const look = () => memberOf(tables(deps.db), community, platform, who, host?.replace(/\/+$/, '') ?? null)
  const found = await look()
  if (found) return found
  await deps.catchUp()
  return look()
}

/** The driver's answer to a permission. The same again changes nothing. */
export async function settlePermission(
  deps: ReportDeps,
  viewer: Viewer,
  input: SettlePermissionInput,
): Promise<ActionRow> {
  const reason = input.reason == null ? null : cut(input.reason, 2000)
  const decision = idOf(input.decision, 'decision')
  return change(deps, viewer, input.action, ['input', 'action'], ['DRIVE'], (before) => {
    if (!before.asks_permission) {
      throw new Refusal('BAD_INPUT', `Wanted an action that asks for permission; ${before.id} does not.`, {
        path: ['input', 'action'],
      })
    }
    const verdict = nextVerdict(before.verdict, input.verdict)
    if (verdict === null) return null
    return { verdict, decision: decision ?? before.decision, ...(reason === null ? {} : { result: { reason } }) }
  })
}

/** Why nothing could be decided on it; null when that is over. */
export async function setActionProblem(
  deps: ReportDeps,
  viewer: Viewer,
  id: string,
  problem: string | null,
): Promise<ActionRow> {
  const said = cut(problem?.trim() ?? '', 2000) || null
  return change(deps, viewer, id, ['id'], ['DRIVE'], (before) => (before.problem === said ? null : { problem: said }))
}

async function change(
  deps: ReportDeps,
  viewer: Viewer,
  id: string,
  path: readonly string[],
  scopes: Scope[],
  changeOf: (before: ActionRow) => Parameters<typeof changeAction>[2] | null,
): Promise<ActionRow> {
  const found = await findAction(tables(deps.db), id)
  const community = found && (await deps.directory.find(viewer, found.community))
  if (!found || !community) throw notFound(id, path)
  requireScope(viewer, community.id, ...scopes)
  return deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const before = (await lockAction(on, id))!
    const wanted = changeOf(before)
    if (!wanted) return before
    const after = await changeAction(on, id, wanted)
    emit({ type: 'actions.action.changed', community: after.community, payload: { action: factOf(after) } })
    return after
  })
}

function urlOf(url: string | null | undefined): string | null {
  if (!url) return null
  if (url.length <= 2000 && URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url
  throw new Refusal('BAD_INPUT', `subject.url: wanted an http(s) address; got "${url.slice(0, 100)}".`, {
    path: ['input', 'subject', 'url'],
  })
}
