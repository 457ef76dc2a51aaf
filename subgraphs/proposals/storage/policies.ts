// Policies and their versions.

import { sql } from 'kysely'
import type { Tx } from '../../../backbone/database.ts'
import type { PolicyState } from '../domain/lifecycle.ts'
import { type PolicyRow, tables } from './tables.ts'

/** Waits until no other version of this policy is being made. Ends with the transaction. */
export async function lockPolicyName(tx: Tx, community: string, name: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`proposals.policy ${community} ${name}`}, 0))`.execute(tx)
}

export function newestPolicy(tx: Tx, community: string, name: string): Promise<PolicyRow | undefined> {
  return tables(tx)
    .selectFrom('policies')
    .selectAll()
    .where('community', '=', community)
    .where('name', '=', name)
    .where('newest', '=', true)
    .executeTakeFirst()
}

/** Puts a version in the place of the one before, which is retired. */
export async function addPolicy(tx: Tx, row: PolicyRow): Promise<void> {
  await tables(tx)
    .updateTable('policies')
    .set({ newest: false, status: 'RETIRED' })
    .where('community', '=', row.community)
    .where('name', '=', row.name)
    .where('newest', '=', true)
    .execute()
  await tables(tx)
    .insertInto('policies')
    .values({ ...row, document: JSON.stringify(row.document) })
    .execute()
}

export function lockPolicy(tx: Tx, id: string): Promise<PolicyRow | undefined> {
  return tables(tx).selectFrom('policies').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

export function findPolicy(on: Tx, id: string): Promise<PolicyRow | undefined> {
  return tables(on).selectFrom('policies').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function setStatus(tx: Tx, id: string, status: PolicyState): Promise<void> {
  await tables(tx).updateTable('policies').set({ status }).where('id', '=', id).execute()
}
