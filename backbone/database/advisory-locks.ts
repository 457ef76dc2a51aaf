// What a process holds alone among those that share a PostgreSQL server: session advisory locks, all on one connection. They
// are gone with the process, so another takes over.
//
// A session may take a lock twice, so those of one process that want the same name wait for each other here.

import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { connectionTo, cut, goneSoon, type Patience, probing } from './connection.ts'
import type { Hold } from './database.ts'

export interface AdvisoryLocks {
  /** Waits to be the only holder of `name`, here and anywhere. `lost` fires if the connection breaks, for all that is held on it. */
  hold(name: string, stop: AbortSignal): Promise<Hold>
}

/** One connection, there while somebody holds a name or waits for one. */
interface Session {
  readonly client: pg.Client
  readonly ready: Promise<unknown>
  readonly lost: AbortSignal
  uses: number
  end(): Promise<void>
}

const again = 1000 // milliseconds until a name that another process has is asked for again

export function advisoryLocks(url: string, bounds: Patience): AdvisoryLocks {
  let current: Session | null = null
  const queues = queuesByName()

  function enter(): Session {
    if (!current || current.lost.aborted) current = openSession(url, bounds)
    current.uses++
    return current
  }

  async function leave(session: Session): Promise<void> {
    if (--session.uses > 0) return
    if (current === session) current = null
    await session.end()
  }

  /** Null: the connection broke. */
  async function taken(session: Session, name: string, stop: AbortSignal): Promise<Hold | null> {
    await session.ready
    while (!session.lost.aborted) {
      if (await tryLock(session, name)) {
        if (!stop.aborted) return held(session, name)
        await unlock(session, name)
      }
      await pause(again, undefined, { signal: stop })
    }
    return null
  }

  function held(session: Session, name: string): Hold {
    let released: Promise<void> | null = null
    const release = async () => {
      await unlock(session, name)
      queues.pass(name)
      await leave(session)
    }
    return {
      lost: session.lost,
      release: () => {
        released ??= release()
        return released
      },
    }
  }

  async function takenAtLast(name: string, stop: AbortSignal): Promise<Hold> {
    for (;;) {
      stop.throwIfAborted()
      const session = enter()
      let hold: Hold | null = null
      try {
        hold = await taken(session, name, stop)
        if (hold) return hold
      } catch (error) {
        if (stop.aborted) throw error
      } finally {
        if (!hold) await leave(session)
      }
      await pause(again, undefined, { signal: stop })
    }
  }

  return {
    async hold(name, stop) {
      await queues.turn(name, stop)
      try {
        return await takenAtLast(name, stop)
      } catch (error) {
        queues.pass(name)
        throw error
      }
    },
  }
}

function openSession(url: string, bounds: Patience): Session {
  const client = new pg.Client({
    ...connectionTo(url, bounds),
    query_timeout: bounds.connect,
    application_name: `folkmoot ${process.pid}`,
  })
  askedInTurn(client)
  const lost = new AbortController()
  client.on('error', () => lost.abort())
  client.on('end', () => lost.abort())
  let stopProbing = () => {}
  const connected = async () => {
    try {
      await client.connect()
      await goneSoon(client)
      if (!lost.signal.aborted) stopProbing = probing(client, bounds, () => lost.abort())
    } catch (error) {
      lost.abort()
      throw error
    }
  }
  return {
    client,
    ready: connected(),
    lost: lost.signal,
    uses: 0,
    async end() {
      stopProbing()
      await client.end().catch(() => {})
    },
  }
}

/** pg wants to be asked one thing at a time. */
function askedInTurn(client: pg.Client): void {
  const query = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>
  let before: Promise<unknown> = Promise.resolve()
  client.query = ((...args: unknown[]) => {
    const answer = before.then(() => query(...args))
    before = answer.catch(() => {})
    return answer
  }) as unknown as typeof client.query
}

async function tryLock(session: Session, name: string): Promise<boolean> {
  const { rows } = await ask(session, 'select pg_try_advisory_lock(hashtextextended($1, 0)) as held', name)
  return rows[0].held
}

async function unlock(session: Session, name: string): Promise<void> {
  if (session.lost.aborted) return
  // What could not be asked was cut off, and with the connection went all its locks.
  await ask(session, 'select pg_advisory_unlock(hashtextextended($1, 0))', name).catch(() => {})
}

/** A connection on which no answer comes is cut: what was asked may have been done. */
async function ask({ client }: Session, question: string, name: string): Promise<pg.QueryResult> {
  try {
    return await client.query(question, [name])
  } catch (error) {
    cut(client)
    throw error
  }
}

/** Who of this process has a name, or asks for it, and who waits behind. */
function queuesByName() {
  const queues = new Map<string, (() => void)[]>()
  return {
    async turn(name: string, stop: AbortSignal): Promise<void> {
      stop.throwIfAborted()
      const queue = queues.get(name)
      if (!queue) return void queues.set(name, [])
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      const leave = () => {
        if (!queue.includes(resolve)) return // it is passed on already
        queue.splice(queue.indexOf(resolve), 1)
        reject(stop.reason)
      }
      queue.push(resolve)
      stop.addEventListener('abort', leave, { once: true })
      await promise.finally(() => stop.removeEventListener('abort', leave))
    },
    pass(name: string): void {
      const next = queues.get(name)?.shift()
      if (next) next()
      else queues.delete(name)
    },
  }
}
