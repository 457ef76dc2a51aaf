// What is known of a connection: whether it works, why not, and when something was last heard.

import { sql } from 'kysely'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { TryLater } from '../platforms/platform.ts'
import { type ConnectionRow, type ConnectionStatus, type Queries, within } from '../storage/tables.ts'

const quiet = 10_000 // milliseconds: a newer last event is told only when it is this much newer

/** The platform answered: the connection works. Its place only moves on. */
export async function noteWorks(
  on: Queries,
  emit: Emit,
  id: string,
  seen: { place: Date | null; lastEventAt: Date | null },
): Promise<void> {
  const before = await on.selectFrom('connections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  if (!before || before.status === 'DISCONNECTED') return
  const after = await on
    .updateTable('connections')
    .set({
      status: 'CONNECTED',
      problem: null,
      place: seen.place ? sql<Date>`greatest(place, ${seen.place})` : before.place,
      last_event_at: seen.lastEventAt ? sql<Date>`greatest(last_event_at, ${seen.lastEventAt})` : before.last_event_at,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const heard = (after.last_event_at?.getTime() ?? 0) - (before.last_event_at?.getTime() ?? 0) > quiet
  if (heard || before.status !== after.status || before.problem !== after.problem) emitChanged(emit, after)
}

/** The platform could not be asked, or refused us. */
export async function noteFailure(deps: Pick<SubgraphDeps, 'log'>, id: string, error: unknown): Promise<void> {
  const failure = failureOf(error)
  if (!failure) return
  await deps.log.write(async (tx, emit) => {
    const on = within(tx)
    const before = await on.selectFrom('connections').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
    if (!before || before.status === 'DISCONNECTED') return
    if (before.status === failure.status && before.problem === failure.problem) return
    const after = await on
      .updateTable('connections')
      .set(failure)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    emitChanged(emit, after)
  })
}

function failureOf(error: unknown): { status: ConnectionStatus; problem: string } | null {
  if (error instanceof TryLater) {
    return error.code === 'PLATFORM_RATE_LIMITED' ? null : { status: 'UNREACHABLE', problem: error.message }
  }
  if (!(error instanceof Refusal)) return null
  if (error.code.startsWith('CREDENTIALS_')) return { status: 'UNAUTHORIZED', problem: error.message }
  return { status: 'UNREACHABLE', problem: error.message }
}

function emitChanged(emit: Emit, { id, community, status, problem, notice, last_event_at }: ConnectionRow): void {
  emit({
    type: 'actions.connection.changed',
    community,
    payload: { connection: id, status, problem: problem ?? notice, lastEventAt: last_event_at?.toISOString() ?? null },
  })
}
