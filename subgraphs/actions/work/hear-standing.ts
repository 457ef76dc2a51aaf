// Reading a subject anew: for what somebody else did to it, or for how it was found.

import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import type { Terms } from '../../../schema/terms.ts'
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

/** What was found changed is heard at once, so that the question is asked again; else the next reading tells. */
export async function hearChange(deps: StandingDeps, platform: Platform, row: ActionRow, terms: Terms): Promise<void> {
  const connection = row.connection === null ? null : await findConnection(tables(deps.db), row.connection)
  if (!connection) return
  try {
    const reading = await platform.look(openConnection(deps.secrets, connection), [row.subject_id])
    const expenses = reading.expenses.map((state) => ({ ...state, terms: { ...state.terms, ...terms } }))
    // Other readings may have come meanwhile that did not open the attached files: this one holds.
    await record(deps, platform, connection, { ...reading, expenses, readAt: deps.clock.now() })
  } catch (error) {
    deps.logger.warn({ err: error, action: row.id }, 'a change of the subject could not be read yet')
  }
}
