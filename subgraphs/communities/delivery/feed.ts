// Queues what is to be delivered, each event once and in the order of the log. Who has a feed is known as of each event: it
// is opened and closed by the same log.

import type { Consumer } from '../../../backbone/log/consumer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { deliveredTypes, isDelivered } from '../domain/delivery.ts'
import { closeFeed, openFeed, queueDelivery } from '../storage/deliveries.ts'

export function feedOf({ log }: Pick<SubgraphDeps, 'log'>): Consumer {
  return log.project({
    name: 'communities.deliveries',
    types: [...deliveredTypes, 'communities.driver.set'],
    async handle(tx, event) {
      const { community } = event
      if (community === null) return
      if (event.type === 'communities.driver.set') {
        const { kind, endpoint } = event.payload
        await (kind === 'EXTERNAL' && endpoint !== null ? openFeed(tx, community) : closeFeed(tx, community))
      } else if (isDelivered(event)) {
        await queueDelivery(tx, { ...event, community })
      }
    },
  })
}
