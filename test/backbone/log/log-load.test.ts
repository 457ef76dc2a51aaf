// Eight writers at once, of whom each rolls back now and then, and readers that stay, or come and go by their cursor: each
// reads each event once, in one order, and skips none. On PostgreSQL 100,000 events over connections of their own.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import pino from 'pino'
import type { Database } from '../../../backbone/database/database.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { typeIds } from '../../../backbone/ids.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import { type EventLog, openLog } from '../../../backbone/log/log.ts'
import { seededRandom } from '../../../sandbox/random.ts'
import { Refusal } from '../../../schema/errors.ts'
import { freshDatabase } from '../../support/template.ts'

const writers = 8
const community = (writer: number) => `c${writer}`

/** What one reader has seen: that it was in order, without a gap or a repeat, and a digest of it. */
function witness() {
  const digest = createHash('sha256')
  const written = new Map<string, number>()
  let last = 0
  return {
    at: () => last,
    sees(event: LoggedEvent): void {
      assert.equal(event.position, last + 1)
      last = event.position
      // Each writer's own events come in the order in which it wrote them.
      const n = Number((event.payload as { key: string }).key)
      assert.equal(n, written.get(event.community!) ?? 0)
      written.set(event.community!, n + 1)
      digest.update(event.id)
    },
    digest: () => digest.digest('hex'),
  }
}

describe('the event log under load', () => {
  it('The event log under load gives every reader each event once, in one order, and skips none', async (t) => {
    const { db, url, drop } = await freshDatabase()
    const total = url ? 100_000 : 4_000
    const opened: { log: EventLog; db: Database | null }[] = []
    t.after(async () => {
      for (const each of opened) await each.log.stop()
      for (const each of opened) await each.db?.close()
      await drop()
    })
    const logger = pino({ level: 'silent' })
    const open = async (poolSize: number) => {
      const own = url ? await openDatabase({ url, poolSize }) : null
      const log = openLog(own ?? db, typeIds, logger)
      opened.push({ log, db: own })
      return log
    }

    async function write(writer: number): Promise<number> {
      const log = await open(1)
      const random = seededRandom(`writer ${writer}`)
      let rolledBack = 0
      for (let written = 0; written < total / writers; ) {
        const count = Math.min(1 + Math.floor(random() * 50), total / writers - written)
        const fails = random() < 0.2
        try {
          await log.write(async (tx, emit) => {
            for (let n = 0; n < count; n++) {
              emit({
                type: 'communities.key.revoked',
                community: community(writer),
                payload: { key: String(written + n) },
              })
            }
            // What fails does so when it commits: its events have their positions by then, and give them back.
            if (fails)
              await sql`create temp table if not exists unkept (n int unique deferrable initially deferred) on commit drop`.execute(
                tx,
              )
            if (fails) await sql`insert into unkept values (1), (1)`.execute(tx)
          })
          written += count
        } catch (error) {
          if (!fails) throw error
          rolledBack++
        }
      }
      return rolledBack
    }

    /** @param stays how many events it takes before it goes, and comes back with its cursor. */
    async function read(stays: () => number): Promise<string> {
      const log = await open(2)
      const seen = witness()
      while (seen.at() < total) {
        let left = stays()
        try {
          for await (const event of log.follow({ after: seen.at() })) {
            seen.sees(event)
            if (--left === 0 || seen.at() === total) break
          }
        } catch (error) {
          if (!(error instanceof Refusal && error.code === 'CONSUMER_TOO_SLOW')) throw error
        }
      }
      return seen.digest()
    }

    const chance = seededRandom('readers')
    const reading = Promise.all([
      read(() => Number.POSITIVE_INFINITY),
      read(() => Number.POSITIVE_INFINITY),
      read(() => 1 + Math.floor(chance() * (total / 50))),
      read(() => 1 + Math.floor(chance() * (total / 10))),
    ])
    const rolledBack = await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)))
    const digests = await reading
    assert.ok(
      rolledBack.every((count) => count > 0),
      `each rolled back: ${rolledBack}`,
    )
    const late = await read(() => Number.POSITIVE_INFINITY)
    assert.deepEqual(new Set([...digests, late]).size, 1)
    assert.equal(await opened[0]!.log.head(), total)
    const { rows } = await sql<{ count: number; last: number }>`
      select count(*)::int as count, max(position)::int as last from backbone.events`.execute(db.root)
    assert.deepEqual(rows, [{ count: total, last: total }])
  })
})
