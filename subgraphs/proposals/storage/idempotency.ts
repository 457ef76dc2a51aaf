// A call repeated with its key changes nothing and returns what the first one made. Only what succeeded is kept: a call
// that was refused changed nothing, and may be tried again.

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import { daysAgo, dropRows } from '../../../backbone/database/keeping.ts'
import { canonical } from '../../../schema/canonical.ts'
import { Refusal } from '../../../schema/errors.ts'
import { tables } from './tables.ts'

export interface Once {
  community: string
  key: string
  digest: string
}

/** The key with a digest of what was asked. null: nothing to remember. */
export function once(community: string, operation: string, input: { idempotencyKey?: string | null }): Once | null {
  const { idempotencyKey: key, ...rest } = input
  if (key === undefined || key === null) return null
  if (key.length < 1 || key.length > 300 || key.includes('\0') || !key.isWellFormed()) {
    throw new Refusal('BAD_INPUT', `Wanted an idempotency key of 1 to 300 characters; got ${key.length}.`, {
      path: ['input', 'idempotencyKey'],
    })
  }
  const asked = canonical({ operation, input: JSON.parse(JSON.stringify(rest)) })
  return { community, key, digest: createHash('sha256').update(asked).digest('hex') }
}

/** What the first call with this key made; null where there was none. @throws Refusal IDEMPOTENCY_CONFLICT */
export async function madeBefore(on: On, call: Once | null): Promise<string | null> {
  if (!call) return null
  const row = await tables(on)
    .selectFrom('idempotency')
    .select(['digest', 'result'])
    .where('community', '=', call.community)
    .where('key', '=', call.key)
    .executeTakeFirst()
  if (!row) return null
  if (row.digest === call.digest) return row.result
  const message = `Wanted the same input as in the first call with the key "${call.key}"; got another.`
  throw new Refusal('IDEMPOTENCY_CONFLICT', message, { path: ['input', 'idempotencyKey'] })
}

/** Takes the key for `result`; waits for another call that is taking it. Returns what that one made, or null. */
export async function take(tx: Tx, call: Once | null, result: string): Promise<string | null> {
  if (!call) return null
  const taken = await tables(tx)
    .insertInto('idempotency')
    .values({ ...call, result })
    .onConflict((conflict) => conflict.doNothing())
    .returning('result')
    .executeTakeFirst()
  return taken ? null : madeBefore(tx, call)
}

/** Forgets the keys of calls that were made long ago. @returns how many */
export async function dropOldKeys(on: On, days: number): Promise<number> {
  return dropRows(on, sql`proposals.idempotency`, sql`where created_at < ${daysAgo(days)}`)
}

/** Another call with the same key was faster: what this one made is undone. */
export class MadeMeanwhile extends Error {
  readonly result: string
  constructor(result: string) {
    super('made meanwhile')
    this.result = result
  }
}
