import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import pino from 'pino'
import { readTestDatabaseUrl } from '../../../backbone/config.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { succeed } from '../../../backbone/database/successors.ts'
import { freshDatabase } from '../../support/template.ts'

const logger = pino({ level: 'silent' })
const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'

describe('processes that share a database', { skip }, () => {
  it('Processes that share a database see who is gone, take up their work once, and retry what fails', async (t) => {
    const { url, drop } = await freshDatabase()
    const [mine, other] = [await openDatabase({ url: url! }), await openDatabase({ url: url! })]
    const taken: string[] = []
    const done = Promise.withResolvers<void>()
    const stop = await succeed(mine, logger, async (process) => {
      taken.push(process)
      if (taken.length === 1) throw new Error('not yet')
      done.resolve()
    })
    t.after(async () => {
      await stop()
      await mine.close()
      await drop()
    })
    await other.listen('anything', () => {})
    const seen = async () => (await mine.processes()).sort()
    assert.deepEqual(await seen(), [mine.process, other.process].sort())
    // It must have been seen before it can be missed.
    const looked = Promise.withResolvers<void>()
    const unheard = mine.onQuery((sql) => sql.includes('pg_locks') && looked.resolve())
    await looked.promise
    unheard()
    await other.close()
    await done.promise
    assert.deepEqual(taken, [other.process, other.process])
    assert.deepEqual(await seen(), [mine.process])
  })

  it('A process takes up its own work after it was cut off from the shared database', async (t) => {
    const { url, db, drop } = await freshDatabase()
    const mine = await openDatabase({ url: url! })
    const taken = Promise.withResolvers<string>()
    const stop = await succeed(mine, logger, async (process) => taken.resolve(process))
    t.after(async () => {
      await stop()
      await mine.close()
      await drop()
    })
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid()`.execute(db.root)
    assert.equal(await taken.promise, mine.process)
  })
})
