// What happens on platforms, and what is done there.

import { guardedSchema } from '../../backbone/audit/guarded-schema.ts'
import { eraserOf } from '../../backbone/people/erasing.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { loadersFor } from './loaders.ts'
import { erasing } from './people.ts'
import { installedPlatforms, type Platforms } from './platforms/index.ts'
import { resolversOf } from './resolvers.ts'
import { countUnfinished } from './storage/performing.ts'
import { tables } from './storage/tables.ts'
import { connectPlatform, disconnectPlatform } from './work/connect.ts'
import { considererOf } from './work/consider.ts'
import { intakeOf } from './work/intake.ts'
import { outagesOf } from './work/outages.ts'
import { performerOf } from './work/perform.ts'
import { projectionOf } from './work/project.ts'
import { readersOf } from './work/read.ts'
import { reconcilerOf } from './work/reconcile.ts'
import { rolesOf } from './work/roles.ts'
import { tidierOf } from './work/tidy.ts'

export { sealed } from './storage/connections.ts'
export { migrations } from './storage/migrations.ts'
export { afterRestore } from './storage/restored.ts'

export interface ActionsOptions {
  /** Instead of those that are installed. */
  platforms?: Platforms
  /** Milliseconds that an asker for permission waits for the driver. */
  permissionWait?: number
  /** Milliseconds that a platform's answer is waited for. */
  platformTimeout?: number
  /** Milliseconds before a try whose answer was lost is looked up. */
  afterNoAnswer?: number
  /** Waits that are ours to choose are divided by this. */
  haste?: number
}

export function createActions(deps: SubgraphDeps, options: ActionsOptions = {}): Subgraph<'actions'> {
  const { permissionWait = 3_000, platformTimeout = 20_000, afterNoAnswer = 5_000, haste = 1 } = options
  const platforms = options.platforms ?? installedPlatforms({ ...deps, timeoutMs: platformTimeout })
  const projection = projectionOf({
    log: deps.log,
    ids: deps.ids,
    goLive: (tx, connection) => reconciler.goLive(tx, connection),
  })
  const roles = rolesOf(deps)
  const forgetter = eraserOf(deps, 'actions', erasing)
  const outages = outagesOf(deps)
  const shared = { ...deps, platforms, roles, outages, catchUp: () => projection.catchUp() }
  const readers = readersOf(shared)
  const reconciler = reconcilerOf({ ...deps, readers })
  const considerer = considererOf({ ...shared, readers, haste })
  const intake = intakeOf({ ...shared, heard: readers.heard })
  const performer = performerOf({ ...shared, chance: Math.random, afterNoAnswer, haste })
  const tidier = tidierOf(shared)
  const resolvers = resolversOf({ ...shared, permissionWait, performer, considerer })
  return {
    name: 'actions',
    schema: guardedSchema('actions', resolvers, deps),
    context: (viewer) => ({ viewer, loaders: loadersFor(deps, viewer) }),
    consumers: [projection, roles, forgetter],
    gauges: [
      {
        name: 'folkmoot_requested_actions',
        help: 'Acts on platforms that are not done, by state; dead: not tried again by itself.',
        read: async () => ({ ...(await countUnfinished(tables(deps.db))) }),
      },
    ],
    calls: {
      async connectPlatform(call) {
        const answer = await connectPlatform(shared, call)
        intake.forget(call.connection)
        return answer
      },
      async disconnectPlatform(call) {
        await disconnectPlatform(shared, call)
        intake.forget(call.connection)
        outages.forget(call.connection)
      },
      receiveWebhook: (webhook) => intake.receive(webhook),
    },
    async start() {
      await performer.start()
      await reconciler.start()
      await considerer.start()
      projection.start()
      roles.start()
      forgetter.start()
      await tidier.start()
    },
    async takeUp(process) {
      await performer.takeUp(process)
      await reconciler.takeUp()
      await tidier.takeUp()
    },
    async stop() {
      await projection.stop()
      await roles.stop()
      await forgetter.stop()
      await readers.stop()
    },
  }
}
