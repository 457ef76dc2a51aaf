// Who governs, who belongs, which accounts are one person, who holds which role.

import { guardedSchema } from '../../backbone/audit/guarded-schema.ts'
import { hourly } from '../../backbone/jobs/hourly.ts'
import { anonymous } from '../../backbone/security/viewer.ts'
import type { Handlers } from '../../backbone/subgraph/calls.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { feedOf } from './delivery/feed.ts'
import { senderOf } from './delivery/send.ts'
import { loadersFor } from './loaders.ts'
import { secondAdmin } from './mutations/acts.ts'
import { forgettersOf } from './mutations/erasing.ts'
import { noteRefused } from './mutations/refused.ts'
import { endSession, startSession } from './mutations/sessions.ts'
import { resolversOf } from './resolvers.ts'
import { noteConnection } from './storage/connections.ts'
import { countDeliveries, dropOldDead } from './storage/deliveries.ts'
import { noteSeen } from './storage/keys.ts'
import { dropOldRefused } from './storage/refused.ts'
import { dropOldSessions } from './storage/sessions.ts'

export { migrations } from './storage/migrations.ts'
export { sealed } from './storage/sealed.ts'

export interface CommunitiesOptions {
  /** Milliseconds that the endpoint of a driver has for one delivery. */
  deliveryTimeout?: number
  /** Waits between deliveries that are ours to choose, and the three days, are divided by this. */
  haste?: number
}

export function createCommunities(deps: SubgraphDeps, options: CommunitiesOptions = {}): Subgraph<'communities'> {
  const { deliveryTimeout = 15_000, haste = 1 } = options
  const connections = deps.log.project({
    name: 'communities.connections',
    types: ['actions.connection.changed'],
    async handle(tx, event) {
      if (event.type !== 'actions.connection.changed') return
      await noteConnection(tx, event.payload.connection, event.community, event.payload)
    },
  })
  // It keeps them itself.
  const calls: Handlers<'secondAdmin'> = { secondAdmin: (call) => secondAdmin(deps, call) }
  const feed = feedOf(deps)
  const forgetters = forgettersOf(deps)
  const sender = senderOf({ ...deps, chance: Math.random, timeoutMs: deliveryTimeout, haste })
  return {
    name: 'communities',
    schema: guardedSchema('communities', resolversOf(deps), { directory: deps.directory, call: calls }),
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
      ...calls,
      startSession: (call) => startSession(deps, call),
      noteRefused: (refused) => noteRefused(deps, refused),
      noteSeen: (seen) => noteSeen(deps.db.root, seen),
      endSession: (call) => endSession(deps, { ...anonymous, ...call }),
    },
    async start() {
      connections.start()
      feed.start()
      for (const forgetter of forgetters) forgetter.start()
      sender.start()
      await hourly(deps, 'communities.tidy', () => tidy(deps))
    },
    async stop() {
      await sender.stop()
      await Promise.all(forgetters.map((forgetter) => forgetter.stop()))
      await feed.stop()
      await connections.stop()
    },
  }
}

/** What nobody needs any more is put away. */
export async function tidy({ db, keep }: Pick<SubgraphDeps, 'db' | 'keep'>): Promise<void> {
  await dropOldRefused(db.root)
  if (keep.deliveries !== null) await dropOldDead(db.root, keep.deliveries)
  if (keep.sessions !== null) await dropOldSessions(db.root, keep.sessions)
}
