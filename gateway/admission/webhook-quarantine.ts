// Webhooks of senders that may be anybody. A webhook is never refused for being one too many: platforms may send many, and
// may never send them again. But an address that has tried too many made-up ones waits: what comes from there and was not
// good before is checked one after another, so that it never takes more than one place of those who check.

import { hash } from 'node:crypto'
import { Refusal } from '../../schema/errors.ts'

export interface WebhookQuarantine {
  /** Whether a connection expects it. @throws Refusal UNAVAILABLE where too many wait to be checked */
  check(
    hook: { connection: string; secret: string },
    suspicious: boolean,
    receive: () => Promise<boolean>,
  ): Promise<boolean>
}

const mostWaiting = 200 // each holds its body
const mostKnown = 10_000

export function webhookQuarantineOf(limits: { waiting?: number; known?: number } = {}): WebhookQuarantine {
  const { waiting: most = mostWaiting, known: kept = mostKnown } = limits
  const known = new Set<string>()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()

  function inTurn(receive: () => Promise<boolean>): Promise<boolean> {
    if (waiting >= most)
      throw new Refusal('UNAVAILABLE', `Wanted at most ${most} webhooks that wait; this is one more.`)
    waiting++
    const mine = last.then(receive).finally(() => {
      waiting--
    })
    last = mine.catch(() => {})
    return mine
  }

  return {
    async check({ connection, secret }, suspicious, receive) {
      const mark = hash('sha256', `${connection}/${secret}`)
      const good = await (suspicious && !known.has(mark) ? inTurn(receive) : receive())
      known.delete(mark)
      if (good) known.add(mark)
      if (known.size > kept) known.delete(known.values().next().value!)
      return good
    },
  }
}
