// A server whose costs can be asked for at `control`: /usage answers the CPU time that it has used (microseconds); /queries
// what its database was asked, and how often; /memory what it holds after a collection (bytes: `resident`, what the
// process takes of the machine; `heap`, what lives in its heap and buffers); /copies/N, to ours, makes N decisions more.
// Argument: `folkmoot`, as `npm start`; or a baseline that sends to all subscribers what is posted to /broadcast
// (bench/streams-baselines.ts): `bare`, `plain`, `runtime`.

import { setTimeout as pause } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { readConfig } from '../backbone/config.ts'
import type { Database } from '../backbone/database/database.ts'
import { openDatabase } from '../backbone/database/open.ts'
import { startFolkmoot } from '../gateway/processes/start.ts'
import { run } from '../gateway/run.ts'
import { openControl } from './control.ts'
import { startBaseline } from './streams-baselines.ts'
import { copyLastDecision } from './streams-missed.ts'

export interface Usage {
  cpu: number
}
/** How often each query was asked, by its text. */
export type Queries = Record<string, number>
export interface Memory {
  resident: number
  heap: number
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void
const queries: Queries = {}
let database: Database | null = null

await run(async () => {
  const kind = process.argv[2] ?? 'folkmoot'
  const served = kind === 'folkmoot' ? await startOurs() : await startBaseline(kind)
  const control = await openControl(served.url, async (request) => {
    const copies = /^\/copies\/(\d+)$/.exec(request.url!)?.[1]
    if (copies) await copyLastDecision(database!, Number(copies))
    return request.url === '/memory' ? memory() : request.url === '/queries' ? queries : usage()
  })
  return {
    async stop() {
      control.stop()
      await served.stop()
    },
  }
})

function usage(): Usage {
  const { user, system } = process.cpuUsage()
  return { cpu: user + system }
}

/** After collections until nothing more goes: what has ended is let go of in steps. */
async function memory(): Promise<Memory> {
  for (let before = Number.POSITIVE_INFINITY, each = 0; each < 20; each++) {
    collect()
    await pause(50)
    const { heapUsed, external, rss } = process.memoryUsage()
    const heap = heapUsed + external
    if (each >= 3 && heap > before * 0.999) return { resident: rss, heap }
    before = heap
  }
  throw new Error('Wanted a heap that comes to rest; it still shrinks after 20 collections.')
}

async function startOurs() {
  const config = readConfig()
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  database = db
  db.onQuery((text) => {
    queries[text] = (queries[text] ?? 0) + 1
  })
  const folkmoot = await startFolkmoot(config, { db })
  return {
    url: folkmoot.url,
    async stop() {
      await folkmoot.stop()
      await db.close()
    },
  }
}
