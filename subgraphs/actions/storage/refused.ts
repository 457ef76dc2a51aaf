// Requested actions that were refused for the credentials of their connection.

import { sql } from 'kysely'
import type { ActionRow, Queries } from './tables.ts'

/**
 * Those that are still wanted, oldest first, locked.
 * @param about.settling requested kinds that change what their subject is: of these, those that nobody has acted on since
 * @param about.bearing observed kinds by which somebody acts on a subject
 */
export async function refusedAndWanted(
  on: Queries,
  about: {
    community: string
    connection: string
    platform: string
    settling: readonly string[]
    bearing: readonly string[]
    most: number
  },
): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select act.* from actions.actions act
    where act.community = ${about.community} and act.dead and act.connection = ${about.connection}
      and act.status = 'FAILED' and act.result->>'code' like 'CREDENTIALS\\_%'
      and not exists (select from actions.decisions over where over.proposal = act.proposal)
      and (act.decision is null or not exists (
        select from actions.actions trigger
        join actions.decisions newer on newer.trigger = trigger.id
        where trigger.community = act.community and trigger.platform = act.platform
          and trigger.subject_id = act.subject_id and newer.id <> act.decision
          and newer.outcome not in ('CANCELED', 'NO_QUORUM')
          and newer.decided_at >= (select made.decided_at from actions.decisions made where made.id = act.decision)))
      and (act.kind <> all(${about.settling}::text[]) or not (
        exists (select from actions.expenses gone
          where gone.connection = act.connection and gone.id = act.subject_id and gone.deleted_at is not null)
        or exists (select from actions.actions later
          where later.community = act.community and later.platform = act.platform
            and later.subject_id = act.subject_id and later.id > act.id
            and (later.direction = 'REQUESTED' and later.kind = any(${about.settling}::text[])
              or later.direction = 'OBSERVED' and later.kind = any(${about.bearing}::text[])
                and later.data->>'byFolkmoot' is distinct from 'true'))))
    order by act.id limit ${about.most}
    for update of act`.execute(on)
  return rows
}
