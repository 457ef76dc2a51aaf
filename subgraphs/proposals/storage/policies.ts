// Policies and their versions.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import { readingsOf } from '../../../schema/policy/names.ts'
import type { PolicyState } from '../domain/lifecycle.ts'
import { type PolicyRow, tables } from './tables.ts'

/** Waits until no policy whose name reads the same is being made, nor another version of this one. Ends with the transaction. */
export async function lockPolicyName(tx: Tx, community: string, name: string): Promise<void> {
  // In order, so that no two wait for each other.
  for (const reading of readingsOf(name)) {
    const key = `proposals.policy ${community} ${reading}`
    await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(tx)
  }
}

/** The name of another policy, active or paused, that people would read as this one. */
export async function nameTooNear(on: On, community: string, name: string): Promise<string | null> {
  const rows = await tables(on)
    .selectFrom('policies')
    .select('name')
    .where('community', '=', community)
    .where('newest', '=', true)
    .where('status', '<>', 'RETIRED')
    .where('name', '<>', name)
    .orderBy('name')
    .execute()
  const readings = readingsOf(name)
  return rows.find((row) => readingsOf(row.name).some((reading) => readings.includes(reading)))?.name ?? null
}

export function newestPolicy(on: On, community: string, name: string): Promise<PolicyRow | undefined> {
  return tables(on)
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

export function findPolicy(on: On, id: string): Promise<PolicyRow | undefined> {
  return tables(on).selectFrom('policies').selectAll().where('id', '=', id).executeTakeFirst()
}

export async function setStatus(tx: Tx, id: string, status: PolicyState): Promise<void> {
  await tables(tx).updateTable('policies').set({ status }).where('id', '=', id).execute()
}
