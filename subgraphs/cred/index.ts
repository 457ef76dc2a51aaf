// The cred subgraph: what each member's contribution is worth, by SourceCred.

import { guardedSchema } from '../../backbone/audit/guarded-schema.ts'
import { hourly } from '../../backbone/jobs/hourly.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { answersOf } from './answers.ts'
import { credLoaders } from './loaders.ts'
import { forgetterOf } from './people.ts'
import { pinsOf } from './pins.ts'
import { credResolvers } from './resolvers.ts'
import { rosterOf } from './roster.ts'
import { sourcesOf } from './sources.ts'
import { liveSources } from './storage/live.ts'
import { dropBodies } from './storage/pins.ts'
import { openShelf } from './storage/shelf.ts'
import { readBody } from './storage/snapshots.ts'
import { cred } from './storage/tables.ts'

export { migrations } from './storage/migrations.ts'

/** Makes the subgraph. Nothing is read or refreshed before `start`. */
export function createCred(deps: SubgraphDeps): Subgraph<'cred'> {
  const tables = cred(deps.db.root)
  const shelf = openShelf((snapshot) => readBody(tables, snapshot))
  const live = liveSources({ db: tables, log: deps.log, logger: deps.logger, rewritten: () => shelf.clear() })
  const forgetter = forgetterOf(deps)
  const sources = sourcesOf(deps, live, shelf)
  const answers = answersOf(live, shelf, deps.logger)
  const pins = pinsOf(deps)
  const roster = rosterOf(deps)
  const loaders = () => credLoaders(tables, roster, live.learn)
  const resolvers = credResolvers({ deps, shelf, answers, sources, live, roster, loaders })

  return {
    name: 'cred',
    schema: guardedSchema('cred', resolvers, deps),
    context: (viewer) => ({ viewer, loaders: loaders() }),
    consumers: [pins, roster.consumer, forgetter],
    calls: {},
    async start() {
      await live.start()
      await sources.start()
      pins.start()
      roster.consumer.start()
      forgetter.start()
      await hourly(deps, 'cred.tidy', async () => {
        await pins.catchUp() // what was pinned up to now is known
        if (deps.keep.snapshots !== null) await dropBodies(deps.db.root, deps.keep.snapshots)
      })
    },
    async stop() {
      await Promise.all([pins.stop(), roster.consumer.stop(), forgetter.stop()])
      await live.stop()
    },
    takeUp: () => sources.takeUp(),
  }
}
