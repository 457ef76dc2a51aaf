// Advice that found the matter settled already: nobody will act on it any more, so what it means for the decision is said
// now, with the act of people that made it so.

import type { Emit } from '../../../backbone/log.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph.ts'
import type { Platform, Receipt } from '../platforms/platform.ts'
import { latestObserved } from '../storage/actions.ts'
import { findConnection, openConnection } from '../storage/connections.ts'
import { type ActionRow, type Queries, tables } from '../storage/tables.ts'
import { record } from './record.ts'

export type StandingDeps = Parameters<typeof record>[0] & Pick<SubgraphDeps, 'secrets' | 'logger'>

/** That act may not have been heard yet: the subject is read. Where that fails, the standing is told without it. */
export async function hearWhatStands(
  deps: StandingDeps,
  platform: Platform,
  advice: ActionRow,
  { place }: Receipt,
): Promise<void> {
  const connection = advice.connection === null ? null : await findConnection(tables(deps.db), advice.connection)
  if (!connection || !place) return
  try {
    const reading = await platform.look(openConnection(deps.secrets, connection), [advice.subject_id])
    // What happened since is judged once the advice is settled: whoever hears of it then.
    const events = reading.events.filter(({ occurredAt }) => occurredAt.getTime() <= place.getTime())
    await record(deps, platform, connection, { ...reading, events })
  } catch (error) {
    deps.logger.warn({ err: error, action: advice.id }, 'who settled a matter before the advice could not be read')
  }
}

export async function tellStanding(
  on: Queries,
  emit: Emit,
  platform: Platform,
  advice: ActionRow,
  standing: Receipt['standing'],
): Promise<void> {
  if (!standing || advice.decision === null) return
  const { decision, community, subject_id: subject } = advice
  const { fulfilledBy = [], contradictedBy = [] } = platform.consequences(advice.kind) ?? {}
  const kinds = standing === 'fulfilled' ? fulfilledBy : contradictedBy
  const found = await latestObserved(on, { community, platform: platform.name, subject, kinds })
  // What Folkmoot did for an earlier decision is no act of people: then only the advice itself can be named.
  const act = found && found.data.byFolkmoot !== true ? found : null
  const { id: action, kind } = act ?? advice
  const payload = { decision, action, kind, by: act?.initiator_name ?? null }
  emit({ type: `actions.decision.${standing}`, community, payload })
}
