// Which snapshots are kept for good: those by which somebody's say was measured. Proposals tells of them when it opens one.

import type { Consumer } from '../../backbone/log/consumer.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { pinAllUntil, pinSnapshots } from './storage/pins.ts'

export function pinsOf({ log }: Pick<SubgraphDeps, 'log'>): Consumer {
  return log.project({
    name: 'cred.pins',
    types: ['proposals.proposal.opened'],
    async handle(tx, event) {
      if (event.type !== 'proposals.proposal.opened') return
      const { community, snapshots } = event.payload.proposal
      if (snapshots) await pinSnapshots(tx, community, snapshots)
      // Version 1 did not say which: any that was there may be the one.
      else await pinAllUntil(tx, community, event.recordedAt)
    },
  })
}
