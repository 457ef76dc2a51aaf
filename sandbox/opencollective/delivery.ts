// The post room: what leaves for webhooks, when, how often. A mutation never waits for it.
import type { WebhookMode } from './faults.ts'
import { bodyOf, deliver, type WebhookDelivery, webhooksFor } from './webhooks.ts'
import type { Activity, World } from './world.ts'

type Letter = { url: string; body: WebhookDelivery['body'] }

/** Sends what happens in the world to its webhooks, in the mode of the moment. */
export function createPostRoom(world: World, mode: () => WebhookMode) {
  const deliveries: WebhookDelivery[] = []
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  let held: Letter[] = []

  const send = ({ url, body }: Letter) => {
    const task = deliver(url, body, stopping.signal).then((delivery) => {
      deliveries.push(delivery)
      underWay.delete(task)
    })
    underWay.add(task)
    return task
  }
  const settled = async () => {
    while (underWay.size) await Promise.all(underWay)
  }

  world.onActivity = (activity: Activity) => {
    for (const { webhookUrl: url } of webhooksFor(world, activity)) {
      const letter = { url, body: bodyOf(activity) }
      const chosen = mode()
      if (chosen === 'hold') held.push(letter)
      if (chosen === 'deliver' || chosen === 'duplicate') void send(letter)
      if (chosen === 'duplicate') void send(letter)
    }
  }
  return {
    deliveries,
    settled,
    /** One after the other, so that the order is the one asked for. */
    async release(reversed: boolean) {
      const letters = reversed ? held.reverse() : held
      held = []
      for (const letter of letters) await send(letter)
    },
    async stop() {
      stopping.abort()
      await settled()
    },
  }
}
