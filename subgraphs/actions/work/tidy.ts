// What nobody needs any more is put away, hourly: webhooks that were answered long ago, and connections that were checked
// and stored here, of which communities never heard (a process ended between the two).

import { sql } from 'kysely'
import { hourly } from '../../../backbone/jobs/hourly.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import type { Platforms } from '../platforms/index.ts'
import { orphanedConnections } from '../storage/connections.ts'
import { tables } from '../storage/tables.ts'
import { dropOldWebhooks } from '../storage/webhooks.ts'
import { disconnectPlatform } from './connect.ts'

export const tidyQueue = 'actions.tidy'

type Deps = Pick<SubgraphDeps, 'db' | 'jobs' | 'clock' | 'secrets' | 'publicUrl' | 'logger' | 'keep'> & {
  platforms: Platforms
  catchUp(): Promise<void>
}

// Asked for once, in a query of its own: an index cannot be read by what may change from row to row.
const grace = sql<Date>`(select clock_timestamp()) - interval '1 hour'` // connecting takes a minute at most

export async function tidy(deps: Omit<Deps, 'jobs' | 'clock'>): Promise<void> {
  await deps.catchUp() // what communities has is live from here on
  for (const { id, platform } of await orphanedConnections(tables(deps.db), grace)) {
    deps.logger.warn({ connection: id, platform }, 'a connection that was begun and not finished is taken back')
    await disconnectPlatform(deps, { connection: id })
  }
  // A webhook that comes again is known by its activity, too.
  if (deps.keep.webhooks !== null) await dropOldWebhooks(tables(deps.db), deps.keep.webhooks)
}

export function tidierOf(deps: Deps) {
  let again: () => Promise<unknown> = async () => {}
  return {
    async start(): Promise<void> {
      again = await hourly(deps, tidyQueue, () => tidy(deps))
    },
    takeUp: () => again(),
  }
}
