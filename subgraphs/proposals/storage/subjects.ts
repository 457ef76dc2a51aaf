// What is newest known of the subjects that ballots are about: their terms, and whether somebody has settled the matter.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import type { ActionFact } from '../../../schema/events.ts'
import type { News } from '../domain/subject.ts'
import { type SubjectRow, type TriggerRow, tables } from './tables.ts'

/** The action with this id, of this community. */
export function findTrigger(on: On, community: string, action: string): Promise<TriggerRow | undefined> {
  return tables(on)
    .selectFrom('triggers')
    .selectAll()
    .where('id', '=', action)
    .where('community', '=', community)
    .executeTakeFirst()
}

/** What an observed action says of its subject; null where it says nothing of it. */
export function newsOf(action: ActionFact, how: string): News | null {
  const settles = action.ends ? ['*'] : (action.settles ?? null)
  if (settles === null && !action.terms) return null
  return { terms: action.terms ?? null, settles, how: settles && settles.length > 0 ? how : null }
}

/** Keeps the news of a subject. Its row is locked from here on: whoever opens a ballot about it waits, or is waited for. */
export async function noteNews(tx: Tx, action: ActionFact, news: News): Promise<void> {
  const settled = news.settles !== null
  const open = settled && news.settles!.length === 0
  const values = {
    community: action.community,
    platform: action.platform,
    id: action.subject.id,
    action: action.id,
    terms: news.terms && JSON.stringify(news.terms),
    settles: open || !settled ? null : JSON.stringify(news.settles),
    settled_by: open || !settled ? null : action.id,
    settled_how: open || !settled ? null : news.how,
    settled_at: open || !settled ? null : new Date(action.occurredAt),
  }
  await tables(tx)
    .insertInto('subjects')
    .values(values)
    .onConflict((conflict) =>
      conflict.columns(['community', 'platform', 'id']).doUpdateSet((excluded) => ({
        action: excluded.ref('excluded.action'),
        terms: sql`coalesce(excluded.terms, subjects.terms)` as never,
        ...(settled && {
          settles: excluded.ref('excluded.settles'),
          settled_by: excluded.ref('excluded.settled_by'),
          settled_how: excluded.ref('excluded.settled_how'),
          settled_at: excluded.ref('excluded.settled_at'),
        }),
      })),
    )
    .execute()
}

/** The news of a subject since an action on it; null where there is none. Keeps others from noting any until the transaction ends. */
export async function newsSince(tx: Tx, trigger: TriggerRow): Promise<News | null> {
  if (trigger.platform === null || trigger.subject === null) return null
  const row: SubjectRow | undefined = await tables(tx)
    .selectFrom('subjects')
    .selectAll()
    .where('community', '=', trigger.community)
    .where('platform', '=', trigger.platform)
    .where('id', '=', trigger.subject)
    .forShare()
    .executeTakeFirst()
  if (!row || row.action === trigger.id) return null
  const after =
    row.settled_at !== null &&
    row.settled_by !== trigger.id &&
    (trigger.occurred_at === null || row.settled_at >= trigger.occurred_at)
  return { terms: row.terms, settles: after ? row.settles : null, how: after ? row.settled_how : null }
}

/** Open proposals about a subject, in the order in which they are to be locked. */
export async function openAbout(on: On, community: string, platform: string, subject: string) {
  const rows = await tables(on)
    .selectFrom('proposals')
    .select('id')
    .where('community', '=', community)
    .where('platform', '=', platform)
    .where('subject', '=', subject)
    .where('status', '=', 'OPEN')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

/** The newest proposal about a subject under a policy of this name (null: under none). */
export async function lastAbout(
  on: On,
  about: { community: string; platform: string; subject: string; policy: string | null },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select p.id from proposals.proposals p left join proposals.policies used on used.id = p.policy
    where p.community = ${about.community} and p.platform = ${about.platform} and p.subject = ${about.subject}
      and used.name is not distinct from ${about.policy}::text
    order by p.community desc, p.platform desc, p.subject desc, p.id desc limit 1`.execute(on)
  return rows[0]?.id ?? null
}
