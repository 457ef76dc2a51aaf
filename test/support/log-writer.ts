// A process that writes to the log of a server as many do at once: `node log-writer.ts URL WRITERS EVENTS`. Each writer counts up
// one of a few rows, in turn, and appends what it counted: so who has the higher number has seen the lower one. On standard output
// a line for each that was acknowledged: KEY NUMBER.

import { sql } from 'kysely'
import pino from 'pino'
import { openDatabase } from '../../backbone/database/open.ts'
import { typeIds } from '../../backbone/ids.ts'
import { openLog } from '../../backbone/log/log.ts'

export const keys = 8

if (import.meta.main) {
  const [url, writers, events] = process.argv.slice(2)
  const db = await openDatabase({ url: url! })
  const log = openLog(db, typeIds, pino({ level: 'silent' }))
  let left = Number(events)
  const write = async (writer: number) => {
    while (left > 0) {
      left--
      const key = `k${(left + writer) % keys}`
      const number = await log.write(async (tx, emit) => {
        const { rows } = await sql<{ n: number }>`
          update public.counted set n = n + 1 where key = ${key} returning n`.execute(tx)
        const { n } = rows[0]!
        emit({ type: 'communities.key.revoked', community: key, payload: { key: String(n) } })
        return n
      })
      process.stdout.write(`${key} ${number}\n`)
    }
  }
  await Promise.all(Array.from({ length: Number(writers) }, (_, writer) => write(writer)))
  await log.stop()
  await db.close()
}
