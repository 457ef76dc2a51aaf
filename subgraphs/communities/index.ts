// Who governs, who belongs, which accounts are one person, who holds which role.

import { readFileSync } from 'node:fs'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse } from 'graphql'
import { audited } from '../../backbone/acts.ts'
import { applyCeilings, applyScopes } from '../../backbone/graphql.ts'
import type { EndSessionCall, StartSessionCall, Subgraph, SubgraphDeps } from '../../backbone/subgraph.ts'
import { anonymous } from '../../backbone/viewer.ts'
import { feedOf } from './delivery/feed.ts'
import { senderOf } from './delivery/send.ts'
import { loadersFor } from './loaders.ts'
import { forgettersOf } from './mutations/erasing.ts'
import { endSession, startSession } from './mutations/sessions.ts'
import { resolversOf } from './resolvers.ts'
import { noteConnection } from './storage/connections.ts'
import { countDeliveries } from './storage/deliveries.ts'
import { noteSeen, type Seen } from './storage/keys.ts'

export { migrations } from './storage/migrations.ts'
export { sealed } from './storage/sealed.ts'

export interface CommunitiesOptions {
  /** Milliseconds that the endpoint of a driver has for one delivery. */
  deliveryTimeout?: number
  /** Waits between deliveries that are ours to choose, and the three days, are divided by this. */
  haste?: number
}

export function createCommunities(deps: SubgraphDeps, options: CommunitiesOptions = {}): Subgraph {
  const { deliveryTimeout = 15_000, haste = 1 } = options
  const typeDefs = parse(readFileSync(new URL('../../schema/communities.graphql', import.meta.url), 'utf8'))
  const connections = deps.log.project({
    name: 'communities.connections',
    types: ['actions.connection.changed'],
    async handle(tx, event) {
      if (event.type !== 'actions.connection.changed') return
      await noteConnection(tx, event.payload.connection, event.community, event.payload)
    },
  })
  const feed = feedOf(deps)
  const forgetters = forgettersOf(deps)
  const sender = senderOf({ ...deps, chance: Math.random, timeoutMs: deliveryTimeout, haste })
  return {
    name: 'communities',
    schema: audited(
      applyCeilings(applyScopes(buildSubgraphSchema([{ typeDefs, resolvers: resolversOf(deps) as any }]))),
    ),
    context: (viewer) => ({ viewer, loaders: loadersFor(deps, viewer) }),
    consumers: [connections, feed, ...forgetters],
    gauges: [
      {
        name: 'folkmoot_driver_events',
        help: 'Events for external drivers that are not delivered, by state.',
        read: async () => ({ ...(await countDeliveries(deps.db.root)) }),
      },
    ],
    calls: {
      startSession: (call: StartSessionCall) => startSession(deps, call),
      noteSeen: (seen: Seen) => noteSeen(deps.db.root, seen),
      // A gateway of the version before says only which session it is.
      endSession: (call: EndSessionCall) => endSession(deps, { ...anonymous, ...call }),
    },
    async start() {
      connections.start()
      feed.start()
      for (const forgetter of forgetters) forgetter.start()
      sender.start()
    },
    async stop() {
      await sender.stop()
      await Promise.all(forgetters.map((forgetter) => forgetter.stop()))
      await feed.stop()
      await connections.stop()
    },
  }
}
