// What was refused at the door is gathered here and told some seconds later, together: so that who knocks with wrong keys costs no
// write, and takes no turn from a vote. What the hour has no room for ends here.

import { emptyRoom, hourOf, mostOfAll, type Refused, roomFor } from '../../backbone/security/refused.ts'

export interface Refusals {
  note(refused: Refused): void
  /** Tells what was gathered. */
  stop(): Promise<void>
}

const after = 10_000 // milliseconds from the first to the telling

/**
 * @param tell what it throws for is told again with the next
 * @param count is called for each, told or not
 */
export function refusalsOf(
  tell: (refused: readonly Refused[]) => Promise<unknown>,
  count: (kind: string) => void = () => {},
  { now = Date.now, wait = after }: { now?: () => number; wait?: number } = {},
): Refusals {
  let hour = 0
  let room = emptyRoom()
  let waiting: Refused[] = []
  let timer: NodeJS.Timeout | null = null
  let telling: Promise<void> = Promise.resolve()
  let stopped = false

  function flush(): Promise<void> {
    if (timer) clearTimeout(timer)
    timer = null
    telling = telling.then(async () => {
      const told = waiting.splice(0)
      if (told.length === 0) return
      try {
        await tell(told)
      } catch {
        waiting = [...told, ...waiting].slice(0, mostOfAll)
        arm()
      }
    })
    return telling
  }

  function arm(): void {
    if (!stopped && !timer) timer = setTimeout(flush, wait).unref()
  }

  return {
    note(refused) {
      count(refused.kind)
      const current = hourOf(now())
      if (current !== hour) {
        hour = current
        room = emptyRoom()
      }
      if (waiting.length >= mostOfAll || roomFor(room, [refused], nameOf).length === 0) return
      waiting.push(refused)
      arm()
    },
    async stop() {
      stopped = true
      await flush()
    },
  }
}

/** Whose link it is, is not known here: each has room of its own. */
function nameOf({ kind, address, community, key, link }: Refused) {
  return { whose: `${kind}\0${link ?? community ?? ''}`, name: `${address}\0${key ?? ''}` }
}
