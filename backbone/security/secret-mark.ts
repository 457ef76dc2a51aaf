// The database remembers under which FOLKMOOT_SECRET it was written: by a mark that fits no other secret and does not tell
// this one. A server with another would find out late and badly: credentials that cannot be opened, cursors that are no good.

import { sql } from 'kysely'
import type { Database, Tx } from '../database/database.ts'
import type { SecretBox } from './secrets.ts'

/** The mark of a secret. */
export function markOf(secrets: SecretBox): string {
  return secrets.derive('mark').toString('base64url')
}

/**
 * Marks the database where it has no mark.
 * @param replace takes the secret for the new one, whatever was before
 * @throws Error where the database belongs to another secret
 */
export async function requireSecret(db: Database, secrets: SecretBox, replace = false): Promise<void> {
  const mark = markOf(secrets)
  const update = replace ? sql`do update set mark = excluded.mark` : sql`do nothing`
  await sql`insert into backbone.secret (mark) values (${mark}) on conflict (one) ${update}`.execute(db.root)
  if ((await readMark(db.root as unknown as Tx)) === mark) return
  throw new Error(
    'FOLKMOOT_SECRET is not the one that this database was written under: the credentials of platforms cannot be opened with it, and the cursors of subscribers are not good. ' +
      'Give the one of before (FOLKMOOT_SECRET, or the file "secret" in FOLKMOOT_DATA). Where it is lost, start once with --new-secret, then connect the platforms again.',
  )
}

/** null where nothing was started on this database yet. */
export async function readMark(on: Tx): Promise<string | null> {
  const { rows } = await sql<{ mark: string }>`select mark from backbone.secret`.execute(on)
  return rows[0]?.mark ?? null
}
