// The end of the log, read once for each process and handed to all who follow.
//
// A follower lives in three phases: it reads pages up to where the tail is, then (in one step, with nothing awaited
// between) stands at the tail, then takes what the tail hands on. So it has no gap and no repeat.

import type { Logger } from 'pino'
import { Refusal } from '../../schema/errors.ts'
import { abortable } from '../concurrency/abortable.ts'
import { type LoggedEvent, type Query, type Selection, selects } from './event.ts'

export interface Tail {
  follow(query: Following): AsyncIterableIterator<LoggedEvent>
  /**
   * As `follow`, but what is there is handed on together: at most `pageSize` events. One that began at a position is
   * handed an empty page, once, when it has had all that was there.
   */
  pages(query: Following): AsyncIterableIterator<LoggedEvent[]>
  /** Calls `heard` with each event as it is seen, from now on. Returns what stops it. */
  watch(heard: (event: LoggedEvent) => void): Promise<() => void>
  /** Look now. */
  wake(): void
  stop(): Promise<void>
}

export type Following = Selection & { after?: number; signal?: AbortSignal }

interface Source {
  /** Gives positions to what was committed without, should nobody have done so. */
  number(): Promise<void>
  head(): Promise<number>
  read(query: Query): Promise<LoggedEvent[]>
  listen(heard: () => void): Promise<() => Promise<void>>
  logger: Logger
}

export const pageSize = 500 // events
const queueLimit = 10_000 // events that a follower may be behind before it is told so
const pollEvery = 1000 // milliseconds: the fallback when a wake-up is lost

export function tailOf(source: Source): Tail {
  const watchers = new Set<(event: LoggedEvent) => void>()
  const ending = new AbortController()
  let position = 0
  let started: Promise<void> | null = null
  let reading: Promise<void> | null = null
  let again = false
  let stopListening: (() => Promise<void>) | null = null
  let timer: NodeJS.Timeout | null = null
  let looking: Promise<void> = Promise.resolve()

  function start(): Promise<void> {
    started ??= (async () => {
      stopListening = await source.listen(wake)
      await source.number()
      position = await source.head()
      timer = setInterval(look, pollEvery)
      timer.unref()
    })()
    return started
  }

  function look(): void {
    looking = source.number().then(wake, wake)
  }

  function wake(): void {
    if (!started || ending.signal.aborted) return
    again = true
    reading ??= readOn().finally(() => {
      reading = null
      if (again) wake()
    })
  }

  async function readOn(): Promise<void> {
    try {
      await started
      while (again && !ending.signal.aborted) {
        again = false
        const events = await source.read({ after: position, limit: pageSize })
        for (const event of events) {
          position = event.position
          for (const heard of watchers) heard(event)
        }
        if (events.length === pageSize) again = true
      }
    } catch (error) {
      again = false // the poll looks again
      if (!ending.signal.aborted) source.logger.warn({ err: error }, 'the event log cannot be read')
    }
  }

  const whole = ({ signal }: Following) => (signal ? AbortSignal.any([signal, ending.signal]) : ending.signal)

  async function* paging(query: Following, signal: AbortSignal): AsyncGenerator<LoggedEvent[], void> {
    const wanted = selects(query)
    let queue: LoggedEvent[] = []
    let overflow = false
    let woken: () => void = () => {}
    const wakeUp = () => woken()
    const heard = (event: LoggedEvent) => {
      if (!wanted(event)) return
      if (queue.length >= queueLimit) overflow = true
      else queue.push(event)
      woken()
    }
    await start()
    let at = query.after ?? position
    if (query.after === undefined) watchers.add(heard)
    signal.addEventListener('abort', wakeUp)
    try {
      while (query.after !== undefined && !signal.aborted) {
        if (at >= position) {
          watchers.add(heard)
          break
        }
        const upTo = position
        const page = await source.read({ ...query, after: at, upTo, limit: pageSize })
        if (page.length > 0) yield page
        at = page.length === pageSize ? page.at(-1)!.position : upTo
      }
      if (query.after !== undefined && !signal.aborted) yield []
      while (!signal.aborted) {
        if (queue.length > 0) {
          const next = queue.slice(0, pageSize)
          queue = queue.slice(pageSize)
          // A follower that came with a position ahead of the tail has the first of these already.
          const unseen = next.filter((event) => event.position > at)
          if (unseen.length > 0) yield unseen
        } else if (overflow) {
          throw new Refusal(
            'CONSUMER_TOO_SLOW',
            `Wanted a reader at most ${queueLimit} events behind; this one is further.`,
          )
        } else {
          await new Promise<void>((resolve) => {
            woken = resolve
          })
        }
      }
    } finally {
      watchers.delete(heard)
      signal.removeEventListener('abort', wakeUp)
    }
  }

  async function* following(query: Following, signal: AbortSignal): AsyncGenerator<LoggedEvent, void> {
    for await (const page of paging(query, signal)) {
      for (const event of page) {
        if (signal.aborted) return
        yield event
      }
    }
  }

  return {
    follow: (query) => abortable((signal) => following(query, signal), whole(query)),
    pages: (query) => abortable((signal) => paging(query, signal), whole(query)),
    async watch(heard) {
      await start()
      watchers.add(heard)
      return () => void watchers.delete(heard)
    },
    wake,
    async stop() {
      ending.abort()
      if (timer) clearInterval(timer)
      await started?.catch(() => {})
      await looking
      await reading
      await stopListening?.()
    },
  }
}
