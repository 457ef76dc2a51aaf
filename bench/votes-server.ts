// A server with ballots of many voters, and on the same database what anyone would write first: a transaction for each
// vote, of the three statements that a vote cannot do without, by the engine's own client. At `control`:
// GET /members?n=1000 makes members and answers their ids; GET /naive?proposal=…&connections=1&members=… (JSON in the
// body) casts a vote for each and answers the milliseconds it took.

import type { IncomingMessage } from 'node:http'
import type { Transaction } from '@electric-sql/pglite'
import pg from 'pg'
import pino from 'pino'
import { readConfig } from '../backbone/config.ts'
import type { Database } from '../backbone/database/database.ts'
import { openDatabase } from '../backbone/database/open.ts'
import { typeIds } from '../backbone/ids.ts'
import { openLog } from '../backbone/log/log.ts'
import { startFolkmoot } from '../gateway/processes/start.ts'
import { run } from '../gateway/run.ts'
import type { Totals } from '../subgraphs/proposals/domain/totals.ts'
import { openControl } from './control.ts'

type Query = (text: string, values: unknown[]) => Promise<unknown>

async function vote(query: Query, proposal: string, member: string): Promise<void> {
  const { rows } = (await query(
    `select proposal.totals, seat.weight from proposals.proposals proposal
     join proposals.seats seat on seat.proposal = proposal.id and seat.member = $2
     where proposal.id = $1 for update of proposal`,
    [proposal, member],
  )) as { rows: { totals: Totals; weight: number }[] }
  const { totals, weight } = rows[0]!
  await query(
    `insert into proposals.votes (id, proposal, member, choices, weight, source, cast_at, revision, retracted)
     values ($1, $2, $3, '["approve"]', $4, 'bench', clock_timestamp(), 0, false)
     on conflict (proposal, member) do update set choices = excluded.choices, revision = votes.revision + 1`,
    [typeIds.next('vote'), proposal, member, weight],
  )
  totals.cast.votes++
  await query('update proposals.proposals set totals = $2, totals_at = clock_timestamp() where id = $1', [
    proposal,
    JSON.stringify(totals),
  ])
}

/** @returns what casts each vote in a transaction of its own, over so many connections. */
async function naive(db: Database, proposal: string, members: string[], connections: number): Promise<number> {
  const left = [...members]
  if (db.pglite) {
    const began = performance.now()
    for (const member of left)
      await db.pglite.transaction((tx: Transaction) => vote((text, values) => tx.query(text, values), proposal, member))
    return performance.now() - began
  }
  const clients = Array.from({ length: connections }, () => new pg.Client({ connectionString: db.url! }))
  await Promise.all(clients.map((client) => client.connect()))
  const began = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let member = left.pop(); member !== undefined; member = left.pop()) {
        await client.query('begin')
        await vote((text, values) => client.query(text, values), proposal, member)
        await client.query('commit')
      }
    }),
  )
  const took = performance.now() - began
  await Promise.all(clients.map((client) => client.end()))
  return took
}

await run(async () => {
  const config = readConfig()
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  const folkmoot = await startFolkmoot(config, { db })
  const log = openLog(db, typeIds, pino({ level: 'silent' }))
  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname, searchParams } = new URL(request.url!, 'http://control')
    const given = (name: string) => searchParams.get(name)!
    if (pathname === '/members') {
      const members = Array.from({ length: Number(given('n')) }, () => typeIds.next('mem'))
      const community = given('community')
      await log.write(async (_, emit) => {
        for (const member of members) {
          const payload = { member: { id: member, community, name: member, accounts: [] } }
          emit({ type: 'communities.member.added', community, payload })
        }
      })
      return members
    }
    let body = ''
    for await (const chunk of request) body += chunk
    return naive(db, given('proposal'), JSON.parse(body), Number(given('connections')))
  }
  const control = await openControl(folkmoot.url, answer)
  return {
    async stop() {
      control.stop()
      await log.stop()
      await folkmoot.stop()
      await db.close()
    },
  }
})
