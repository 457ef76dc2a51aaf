// A server whose database can also be inserted into without anything around it. At `control`, GET /insert?n=100&pause=1
// answers the milliseconds that each of n bare inserts took, `pause` milliseconds after the one before; GET /naive?n=100
// those of what anyone would write first to keep a webhook: the statement that keeps ours, into a table with the same
// indexes, in a transaction for each. They go to the engine by its own client, PGlite's or node-postgres's, as whoever
// has no Folkmoot would send them.

import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { readConfig } from '../backbone/config.ts'
import { openDatabase } from '../backbone/database/open.ts'
import { startFolkmoot } from '../gateway/processes/start.ts'
import { run } from '../gateway/run.ts'
import { openControl } from './control.ts'

await run(async () => {
  const config = readConfig()
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  const folkmoot = await startFolkmoot(config, { db })
  await sql`create table if not exists public.bare (id bigint generated always as identity primary key, body jsonb)`.execute(
    db.root,
  )
  await sql`create table if not exists public.naive (like actions.webhooks including all)`.execute(db.root)
  const client = config.databaseUrl ? new pg.Client({ connectionString: config.databaseUrl }) : null
  await client?.connect()
  const text = 'insert into public.bare (body) values ($1::jsonb)'
  const insert = (body: string) => (client ? client.query(text, [body]) : db.pglite!.query(text, [body]))
  const keep = `insert into public.naive (connection, event_id, subject, body) values ('con_1', $1, $2, $3::jsonb)
    on conflict (connection, event_id) do nothing`
  let kept = 0
  async function keepInTransaction(body: string): Promise<void> {
    const values = [`collective.expense.created:${++kept}`, '2000', body]
    if (!client) {
      await db.pglite!.transaction((tx) => tx.query(keep, values))
      return
    }
    await client.query('begin')
    await client.query(keep, values)
    await client.query('commit')
  }
  const control = await openControl(folkmoot.url, async (request) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://control')
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
      await (pathname === '/naive' ? keepInTransaction(body) : insert(body))
      took.push(performance.now() - began)
    }
    return took
  })
  return {
    async stop() {
      control.stop()
      await client?.end()
      await folkmoot.stop()
      await db.close()
    },
  }
})
