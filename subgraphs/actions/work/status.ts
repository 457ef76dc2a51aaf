// What is known of a connection: whether it works, why not, and when something was last heard.

import { sql } from 'kysely'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal, type RefusalCode } from '../../../schema/errors.ts'
import { TryLater } from '../platforms/platform.ts'
import { findConnection, noticeOf } from '../storage/connections.ts'
import { type ConnectionRow, type ConnectionStatus, type Queries, tables, within } from '../storage/tables.ts'
import type { Outages } from './outages.ts'

const quiet = 10_000 // milliseconds: a newer last event is told only when it is this much newer

/** The platform answered: the connection works, and so do its webhooks where one came. Its place only moves on. */
export async function noteWorks(
  on: Queries,
  emit: Emit,
  id: string,
  seen: { place: Date | null; lastEventAt: Date | null; webhook: boolean },
): Promise<ConnectionRow | null> {
  const before = await on.selectFrom('connections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!before || before.status === 'DISCONNECTED') return null
  const after = await on
    .updateTable('connections')
    .set({
      status: 'CONNECTED',
      problem: null,
      retry_due: before.retry_due || before.status === 'UNAUTHORIZED',
      ...(seen.webhook && { webhook_notice: null }),
      place: seen.place ? sql<Date>`greatest(place, ${seen.place})` : before.place,
      last_event_at: seen.lastEventAt ? sql<Date>`greatest(last_event_at, ${seen.lastEventAt})` : before.last_event_at,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const heard = (after.last_event_at?.getTime() ?? 0) - (before.last_event_at?.getTime() ?? 0) > quiet
  if (heard || before.status !== after.status || said(before) !== said(after)) emitChanged(emit, after)
  return after
}

/** An act went well on a connection that was thought not to work. */
export async function noteAnswered(
  deps: Pick<SubgraphDeps, 'db' | 'log'> & { outages: Outages },
  id: string,
): Promise<void> {
  deps.outages.works(id)
  const row = await findConnection(tables(deps.db), id)
  if (!row || row.status === 'CONNECTED' || row.status === 'DISCONNECTED') return
  const nothing = { place: null, lastEventAt: null, webhook: false }
  await deps.log.write(async (tx, emit) => void (await noteWorks(within(tx), emit, id, nothing)))
}

/** The platform could not be asked, or refused us. */
export async function noteFailure(
  deps: Pick<SubgraphDeps, 'log'> & { outages: Outages },
  id: string,
  error: unknown,
): Promise<void> {
  const failure = failureOf(error)
  if (!failure) return
  const { code, ...change } = failure
  deps.outages.failed(id, { code, message: change.problem })
  await deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const before = await on.selectFrom('connections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!before || before.status === 'DISCONNECTED') return
    if (before.status === change.status && before.problem === change.problem) return
    const after = await on
      .updateTable('connections')
      .set(change)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    emitChanged(emit, after)
  })
}

function failureOf(error: unknown): { status: ConnectionStatus; problem: string; code: RefusalCode } | null {
  if (!(error instanceof TryLater || error instanceof Refusal)) return null
  const { code, message: problem } = error
  if (error instanceof TryLater)
    return code === 'PLATFORM_RATE_LIMITED' ? null : { status: 'UNREACHABLE', problem, code }
  return { status: code.startsWith('CREDENTIALS_') ? 'UNAUTHORIZED' : 'UNREACHABLE', problem, code }
}

/** What a person is told of it. */
const said = (row: ConnectionRow): string | null => row.problem ?? noticeOf(row)

/** What was found when it was checked what the token may do, and whether webhooks come. */
export async function noteChecked(
  deps: Pick<SubgraphDeps, 'log' | 'clock'>,
  checked: ConnectionRow,
  found: { notice: string | null; webhook: { id: string | null; problem: string | null } | null },
): Promise<void> {
  const { id } = checked
  await deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const before = await on.selectFrom('connections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    // What was found holds for the credentials that were used.
    if (!before || before.status === 'DISCONNECTED' || before.credentials !== checked.credentials) return
    const { notice, webhook } = found
    const after = await on
      .updateTable('connections')
      .set({
        ...{ notice, checked_at: deps.clock.now() },
        retry_due: before.retry_due || before.notice !== notice,
        ...(webhook && { webhook_id: webhook.id, webhook_notice: hasCome(before) ? null : webhook.problem }),
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (said(before) !== said(after)) emitChanged(emit, after)
  })
}

/** Whether webhooks come, registered or not: somebody added the address by hand. */
function hasCome({ webhook_notice, checked_at }: ConnectionRow): boolean {
  return webhook_notice === null && checked_at !== null
}

function emitChanged(emit: Emit, row: ConnectionRow): void {
  const { id, community, status, last_event_at } = row
  emit({
    type: 'actions.connection.changed',
    community,
    payload: { connection: id, status, problem: said(row), lastEventAt: last_event_at?.toISOString() ?? null },
  })
}
