// Hears the plan of every statement that the database runs for us, as it really ran: auto_explain sends each with its row
// counts and pages, as a notice of the connection that asked. Nothing is run twice, and nothing waits for another.

import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { openDatabase } from '../../backbone/database/open.ts'
import type { FreshDatabase } from '../support/template.ts'
import { type Ran, ranOf } from './plan.ts'

/** Stands in a statement that is the test's own: of such nothing is told. */
export const ours = '/* asked by the test */'

/** A way to the database on which everything is told. */
export interface Recorded {
  on: FreshDatabase
  /** What was heard until now. */
  readonly ran: Ran[]
  stop(): Promise<void>
}

const telling = {
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_format': 'json',
  client_min_messages: 'log',
  jit: 'off',
}

/**
 * @param on a database that stays open; an embedded one was made with the extension auto_explain
 * @param settings of the planner, such as `enable_seqscan`
 */
export async function recorded(
  { db, url }: Pick<FreshDatabase, 'db' | 'url'>,
  settings: Record<string, string> = {},
): Promise<Recorded> {
  const ran: Ran[] = []
  const heard = ({ message }: { message?: string | undefined }) => {
    const json = /^duration: .*plan:\n(.*)$/s.exec(message ?? '')?.[1]
    if (json && !json.includes(ours)) ran.push(ranOf(JSON.parse(json)))
  }
  if (db.pglite) {
    const stop = await hearEmbedded(db.pglite, heard, settings)
    return { on: { db, url: null, drop: async () => {} }, ran, stop }
  }
  const stop = hearConnections(heard)
  const told = explaining(url!, settings)
  const listened = await openDatabase({ url: told })
  return {
    on: { db: listened, url: told, drop: async () => {} },
    ran,
    async stop() {
      await listened.close()
      stop()
    },
  }
}

/** Why nothing is told by this server: loading auto_explain needs a superuser, and that it is installed. null: it is. */
export async function untold(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: explaining(url, {}) })
  try {
    await client.connect()
    return null
  } catch (error) {
    return `no plans are told here: ${(error as Error).message}`
  } finally {
    await client.end().catch(() => {})
  }
}

// Private:

/** The address with which a connection has its plans told. */
function explaining(url: string, settings: Record<string, string>): string {
  const address = new URL(url)
  const all = { session_preload_libraries: 'auto_explain', ...telling, ...settings }
  const options = Object.entries(all).map(([name, value]) => `-c ${name}=${value}`)
  const given = address.searchParams.get('options')
  address.searchParams.set('options', [...(given ? [given] : []), ...options].join(' '))
  return address.href
}

type Heard = (notice: { message?: string | undefined }) => void

/** Hears all connections that are made from now on. @returns what stops it */
function hearConnections(heard: Heard): () => void {
  const { connect } = pg.Client.prototype
  pg.Client.prototype.connect = function (this: pg.Client, ...rest: any[]) {
    this.on('notice', heard as any)
    return (connect as any).apply(this, rest)
  } as typeof connect
  return () => {
    pg.Client.prototype.connect = connect
  }
}

/** The embedded database has one session, which is told of until it is stopped. */
async function hearEmbedded(pglite: PGlite, heard: Heard, settings: Record<string, string>) {
  const all = Object.entries({ ...telling, ...settings })
  const run = pglite.execProtocolStream
  pglite.execProtocolStream = (message, options) => run.call(pglite, message, { ...options, onNotice: heard })
  // What was prepared before is planned anew, under these settings.
  await pglite.exec(
    `load 'auto_explain'; ${all.map(([name, value]) => `set ${name} = '${value}'; `).join('')}discard plans`,
  )
  return async () => {
    pglite.execProtocolStream = run
    await pglite.exec(`${all.map(([name]) => `reset ${name}; `).join('')}discard plans`)
  }
}
