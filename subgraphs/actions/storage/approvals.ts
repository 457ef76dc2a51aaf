// Who has confirmed an action. Each person once; they are those who held the role then and still do.

import type { ActionRow, ApprovalRow, Queries } from './tables.ts'

export function approvalsOf(on: Queries, actions: readonly string[]): Promise<ApprovalRow[]> {
  return on.selectFrom('approvals').selectAll().where('action', 'in', actions).orderBy('at').orderBy('member').execute()
}

/** @returns whether that is new. */
export async function putApproval(on: Queries, action: string, member: string): Promise<boolean> {
  const inserted = await on
    .insertInto('approvals')
    .values({ action, member })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return inserted.numInsertedOrUpdatedRows === 1n
}

/** @returns whether there was one. */
export async function takeApproval(on: Queries, action: string, member: string): Promise<boolean> {
  const deleted = await on
    .deleteFrom('approvals')
    .where('action', '=', action)
    .where('member', '=', member)
    .executeTakeFirst()
  return deleted.numDeletedRows === 1n
}

export async function countApprovals(on: Queries, action: string): Promise<number> {
  const { many } = await on
    .selectFrom('approvals')
    .select((select) => select.fn.countAll<number>().as('many'))
    .where('action', '=', action)
    .executeTakeFirstOrThrow()
  return Number(many)
}

/** Actions not yet sent that a member has confirmed, as holder of the role where one is named; locked, in order. */
export function confirmedBy(on: Queries, member: string, role: string | null): Promise<ActionRow[]> {
  return on
    .selectFrom('actions')
    .selectAll('actions')
    .where('id', 'in', (select) => select.selectFrom('approvals').select('action').where('member', '=', member))
    .where('status', '=', 'PENDING')
    .where('sent_at', 'is', null)
    .$if(role !== null, (query) => query.where('confirmers', '=', role))
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** The members who submitted a subject and who are paid by it, as last observed. */
export async function partiesOf(on: Queries, { community, platform, subject_id }: ActionRow): Promise<string[]> {
  const row = await on
    .selectFrom('actions')
    .select('parties')
    .where('community', '=', community)
    .where('platform', '=', platform)
    .where('subject_id', '=', subject_id)
    .where('direction', '=', 'OBSERVED')
    .where('parties', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const { submitter = null, payee = null } = row?.parties ?? {}
  return [submitter, payee].filter((member) => member !== null)
}
