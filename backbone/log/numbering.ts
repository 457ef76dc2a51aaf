// How positions are given on a server that many write to at once.
//
// The head of the log is one row, and whoever gives positions holds it to the commit: so there is no gap, and nobody who has read
// up to a position ever finds a new event before it. Held by every transaction, it would have all of them stand in one line, each
// waiting for the disk by itself. So those that run side by side append without a position (backbone.pending), and commit as they
// are ready, together as far as the database can; right after, whoever is the first to look gives positions to all that is there.
//
// What is numbered keeps the order of what depends on one another: who has seen another's change appended after its commit, and
// has the later `id`; who numbers sees the one if he sees the other. Of two that know nothing of one another either may be first.
// A process that dies between its commit and the numbering leaves what it appended to whoever writes, or looks, next.

import { sql } from 'kysely'
import { uncancelled } from '../concurrency/cancellation.ts'
import { sharedRuns } from '../concurrency/shared-runs.ts'
import type { Database } from '../database/database.ts'
import { faultPoint } from '../fault-point.ts'

/**
 * Gives positions to all that was committed without, by whichever process; one at a time, for all who ask meanwhile.
 * @returns what is resolved when all that was committed before the call has its position
 */
export function numberingOf(db: Database): () => Promise<void> {
  const runs = sharedRuns<void>()
  let known = false
  const number = async () => {
    // Embedded, nothing is pending but what came with a backup of a server.
    if (known && db.engine === 'pglite') return
    faultPoint?.('before numbering')
    await sql`select backbone.append(null, null)`.execute(db.root)
    known = true
  }
  return () => uncancelled(() => runs('', number))
}
