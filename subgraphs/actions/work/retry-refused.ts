// What was refused for the credentials alone is tried again once they are taken, where it is still wanted: nobody has acted on
// its subject since, no newer decision was made about it, and a ballot that was to be announced is still open. Whether the
// subject is what was decided on is looked at by the try itself, as ever.

import { databaseNow, type Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { actionTable } from '../domain/action.ts'
import type { Platform } from '../platforms/platform.ts'
import { changeAction, factOf } from '../storage/actions.ts'
import { refusedAndWanted } from '../storage/refused.ts'
import { within } from '../storage/tables.ts'
import { performQueue } from './perform-queue.ts'
import { settlingKinds } from './standing.ts'

const most = 200 // in one transaction; the others after the next reading

/** @returns whether there may be more of them */
export async function retryRefused(
  deps: Pick<SubgraphDeps, 'jobs'>,
  tx: Tx,
  emit: Emit,
  platform: Platform,
  connection: { id: string; community: string },
): Promise<boolean> {
  const on = within(tx)
  const refused = await refusedAndWanted(on, {
    ...{ community: connection.community, connection: connection.id, platform: platform.name, most },
    settling: settlingKinds(platform),
    bearing: platform.hears.filter((kind) => platform.left(kind, {}) !== null),
  })
  for (const before of refused) {
    const { retry: status } = actionTable[before.status]
    if (typeof status !== 'string') continue
    const row = await changeAction(on, before.id, { status, next_try_at: await databaseNow(tx), result: null })
    emit({ type: 'actions.action.changed', community: row.community, payload: { action: factOf(row) } })
    await deps.jobs.send(performQueue(platform.name), { action: row.id }, { tx, group: row.connection })
  }
  return refused.length === most
}
