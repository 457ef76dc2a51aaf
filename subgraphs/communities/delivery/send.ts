// Delivers what is queued: one process at a time, in order for each community, communities side by side. An event is taken
// out of the queue after the endpoint has answered 2xx: killed before that, it is sent again under the same webhook-id.
//
//   2xx ───────────────▶ the next
//   anything else ─────▶ the same again, after a wait that doubles up to an hour
//   … for three days ──▶ it is dead, and the next is tried
//
// The endpoint is whatever the community says now; signed by Standard Webhooks (https://www.standardwebhooks.com), with the
// secret before too for a day after a rotation.

import { Webhook } from 'standardwebhooks'
import { lanesOf } from '../../../backbone/concurrency/lanes.ts'
import { databaseNow } from '../../../backbone/database/database.ts'
import { type Elected, elected, fired } from '../../../backbone/database/elected.ts'
import { OutboundError } from '../../../backbone/security/outbound.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { cut } from '../../../schema/policy/text.ts'
import { envelopeOf, isOver, patience, retryAfterOf, waitBeforeNext } from '../domain/delivery.ts'
import {
  deliveriesChannel,
  type NextDelivery,
  nextDelivery,
  noteDelivered,
  noteUndelivered,
  waitingFeeds,
} from '../storage/deliveries.ts'

export type SendDeps = Pick<SubgraphDeps, 'db' | 'log' | 'cursors' | 'secrets' | 'fetch' | 'logger'> & {
  chance(): number
  /** Milliseconds for the whole exchange with an endpoint. */
  timeoutMs: number
  /** Waits that are ours to choose, and the three days, are divided by this. */
  haste: number
}

/** What the signing secrets of a community are sealed for. */
export const secretContext = (community: string) => `communities.driver:${community}`
/** The stream that cursors of deliveries are of. */
export const driverStream = 'driverEvents'

const lookEvery = 60_000 // milliseconds: should a wake-up be lost
const mostOfAnAnswer = 64 * 1024 // bytes: nobody looks at it
const afterTrouble = 5_000 // milliseconds: our own database does not answer

type Outcome = { taken: true } | { taken: false; problem: string; atLeast: number | null; lost?: boolean }

export function senderOf(deps: SendDeps): Elected {
  const { db, log, logger } = deps

  async function serve(over: AbortSignal): Promise<void> {
    const lanes = lanesOf({ run: (community) => workOff(community, over) })
    const lookAtAll = async () => {
      for (const community of await waitingFeeds(db.root)) lanes.push(community, { now: true })
    }
    const look = () => void lookAtAll().catch((error) => logger.warn({ err: error }, 'deliveries cannot be looked at'))
    const deaf = await db.listen(deliveriesChannel, (community) =>
      community === '' ? look() : lanes.push(community, { now: true }),
    )
    const timer = setInterval(look, lookEvery)
    try {
      await lookAtAll()
      await fired(over)
    } finally {
      clearInterval(timer)
      await deaf().catch(() => {})
      await lanes.stop()
    }
  }

  async function workOff(community: string, over: AbortSignal): Promise<number | null> {
    try {
      while (!over.aborted) {
        const next = await nextDelivery(db.root, community)
        if (next === null) return null
        if (next.wait > 0) return next.wait
        await deliver(community, next, over)
      }
      return null
    } catch (error) {
      if (over.aborted) return null
      logger.error({ err: error, community }, 'a delivery could not be looked after; it is tried again')
      return afterTrouble
    }
  }

  async function deliver(community: string, next: NextDelivery, over: AbortSignal): Promise<void> {
    const outcome = await post(community, next, over)
    if (outcome.taken) return noteDelivered(db.root, next.position)
    if (over.aborted) return // we broke it off ourselves
    const failures = next.failures + 1
    const { problem, atLeast } = outcome
    const given = outcome.lost || isOver(next, await databaseNow(db.root), patience / deps.haste)
    const wait = waitBeforeNext(failures, deps.chance(), atLeast, deps.haste)
    logger.warn({ community, event: next.event, failures, problem, dead: given }, 'an event was not delivered')
    await noteUndelivered(db.root, next.position, { problem: cut(problem, 1000), wait, over: given })
  }

  async function post(community: string, next: NextDelivery, over: AbortSignal): Promise<Outcome> {
    const [event] = await log.read({ after: next.position - 1, upTo: next.position, limit: 1 })
    if (!event) return { taken: false, problem: 'The log does not keep the event any more.', atLeast: null, lost: true }
    const cursor = deps.cursors.encode(driverStream, community, next.position)
    const body = JSON.stringify({ ...envelopeOf(event), cursor })
    const at = new Date(Math.floor(Date.now() / 1000) * 1000)
    const failed = (problem: string, atLeast: number | null = null) => ({ taken: false as const, problem, atLeast })
    let headers: Record<string, string>
    try {
      headers = headersOf(community, next, at, body)
    } catch (error) {
      logger.error({ err: error, community }, 'the signing secret cannot be opened')
      return failed(
        'The signing secret cannot be opened: FOLKMOOT_SECRET is another. rotateDriverSecret makes a new one.',
      )
    }
    try {
      const init = { method: 'POST', headers, body, timeoutMs: deps.timeoutMs, maxBytes: mostOfAnAnswer, signal: over }
      const answer = await deps.fetch(next.endpoint, init)
      if (answer.status >= 200 && answer.status < 300) return { taken: true }
      const what = answer.status < 400 ? `${answer.status}; redirects are not followed` : String(answer.status)
      return failed(`Wanted an answer of 2xx; got ${what}.`, retryAfterOf(answer.headers.get('retry-after'), at))
    } catch (error) {
      if (error instanceof OutboundError || error instanceof Refusal) return failed(error.message)
      throw error
    }
  }

  function headersOf(community: string, next: NextDelivery, at: Date, body: string): Record<string, string> {
    const sealed = [next.secret, ...(next.secretBefore === null ? [] : [next.secretBefore])]
    const signatures = sealed.map((each) =>
      new Webhook(deps.secrets.open(each, secretContext(community))).sign(next.event, at, body),
    )
    return {
      'content-type': 'application/json',
      'webhook-id': next.event,
      'webhook-timestamp': String(at.getTime() / 1000),
      'webhook-signature': signatures.join(' '),
    }
  }

  return elected(db, logger, 'folkmoot.communities.deliveries', serve)
}
