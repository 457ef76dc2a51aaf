// Reading a subject anew, for what somebody else did to it.

import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import type { Platform } from '../platforms/platform.ts'
import { findConnection, openConnection } from '../storage/connections.ts'
import { type ActionRow, tables } from '../storage/tables.ts'
import { record } from './record.ts'

export type StandingDeps = Parameters<typeof record>[0] & Pick<SubgraphDeps, 'secrets' | 'logger'>

/**
 * Somebody else settled the matter: their act may not have been heard yet, so the subject is read. Where that fails, it is
 * heard with the next reading.
 */
export async function hearWhatStands(deps: StandingDeps, platform: Platform, request: ActionRow): Promise<void> {
  const connection = request.connection === null ? null : await findConnection(tables(deps.db), request.connection)
  if (!connection) return
  try {
    const reading = await platform.look(openConnection(deps.secrets, connection), [request.subject_id])
    await record(deps, platform, connection, reading)
  } catch (error) {
    deps.logger.warn({ err: error, action: request.id }, 'who settled a matter before could not be read')
  }
}
