// A server whose database can also be inserted into without anything around it: GET /insert?n=100&pause=1 at `control`
// answers the milliseconds that each of n bare inserts took, `pause` milliseconds after the one before. They go to the
// engine by its own client, PGlite's or node-postgres's, as whoever has no Folkmoot would send them.

import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { readConfig } from '../backbone/config.ts'
import { openDatabase } from '../backbone/database.ts'
import { run } from '../gateway/run.ts'
import { startFolkmoot } from '../gateway/start.ts'
import { openControl } from './control.ts'

await run(async () => {
  const config = readConfig()
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  const folkmoot = await startFolkmoot(config, { db })
  await sql`create table if not exists public.bare (id bigint generated always as identity primary key, body jsonb)`.execute(
    db.root,
  )
  const pool = config.databaseUrl ? new pg.Pool({ connectionString: config.databaseUrl, max: 1 }) : null
  const text = 'insert into public.bare (body) values ($1::jsonb)'
  const insert = (body: string) => (pool ? pool.query(text, [body]) : db.pglite!.query(text, [body]))
  const control = await openControl(folkmoot.url, async (request) => {
    const { searchParams } = new URL(request.url!, 'http://control')
    const wait = Number(searchParams.get('pause'))
    const body = JSON.stringify({
      id: 1,
      type: 'collective.expense.created',
      data: { expense: { id: 2000, description: 'Hose', amount: 6840 } },
    })
    const took: number[] = []
    for (let n = 0; n < Number(searchParams.get('n')); n++) {
      if (wait > 0) await pause(wait)
      const began = performance.now()
      await insert(body)
      took.push(performance.now() - began)
    }
    return took
  })
  return {
    async stop() {
      control.stop()
      await pool?.end()
      await folkmoot.stop()
      await db.close()
    },
  }
})
