// PostgreSQL that does not answer: a query, a lock, a server or a network that hangs. A relay stands between, and can fall
// silent without closing anything, as a cable does that is pulled.

import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { describe, it, type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import pino from 'pino'
import { readTestDatabaseUrl } from '../../../backbone/config.ts'
import type { Patience } from '../../../backbone/database/connection.ts'
import { type Database, sqlState } from '../../../backbone/database/database.ts'
import { openDatabase } from '../../../backbone/database/open.ts'
import { typeIds } from '../../../backbone/ids.ts'
import { openLog } from '../../../backbone/log/log.ts'
import { freshDatabase } from '../../support/template.ts'

const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'

async function database(
  t: TestContext,
  patience: Partial<Patience> = {},
  poolSize = 2,
  via: (url: string) => Promise<string> = async (url) => url,
) {
  const { url, drop } = await freshDatabase()
  const db = await openDatabase({ url: await via(url!), poolSize, patience })
  t.after(async () => {
    await db.close()
    await drop()
  })
  return { db, url: url! }
}

/** A way to the server that can fall silent: what is sent on it then is lost, and nobody is told. */
async function relayTo(t: TestContext, url: string) {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  const silent = new Set<Socket>()
  const relay = createServer((near) => {
    const far = connect(Number(target.port || 5432), target.hostname)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => !silent.has(near) && to.write(bytes))
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        if (!silent.has(near)) to.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  t.after(() => {
    relay.close()
    for (const socket of sockets) socket.destroy()
  })
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${(relay.address() as AddressInfo).port}` }).href,
    /** The connections that are there fall silent; new ones are carried. */
    cut: () => sockets.forEach((socket) => silent.add(socket)),
  }
}

describe('a database that does not answer', { skip }, () => {
  it('A database that does not answer ends a query that runs on, and serves the next', async (t) => {
    const { db } = await database(t, { statement: 200 })
    await assert.rejects(sql`select pg_sleep(600)`.execute(db.root), (error) => sqlState(error) === '57014')
    await sql`select 1`.execute(db.root)
  })

  it('A database that does not answer ends a wait for a lock that another holds', async (t) => {
    const { db } = await database(t, { lock: 200 })
    const locked = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const holding = db.transaction(async (tx) => {
      await sql`select from backbone.head for update`.execute(tx)
      locked.resolve()
      await done.promise
    })
    await locked.promise
    await assert.rejects(
      sql`update backbone.head set position = 1`.execute(db.root),
      (error) => sqlState(error) === '55P03',
    )
    done.resolve()
    await holding
    await sql`update backbone.head set position = 1`.execute(db.root)
  })

  it('A database that does not answer says so where all connections are taken, and goes on when one is free', async (t) => {
    const { db } = await database(t, { connect: 300 }, 1)
    const taken = Promise.withResolvers<void>()
    const done = Promise.withResolvers<void>()
    const holding = db.transaction(async () => {
      taken.resolve()
      await done.promise
    })
    await taken.promise
    await assert.rejects(sql`select 1`.execute(db.root), /timeout/)
    done.resolve()
    await holding
    await sql`select 1`.execute(db.root)
  })

  it('A database that does not answer costs the query that waits on a silent connection, and no other', async (t) => {
    let relay!: Awaited<ReturnType<typeof relayTo>>
    const { db } = await database(t, { statement: 300, answer: 300 }, 1, async (url) => {
      relay = await relayTo(t, url)
      return relay.url
    })
    await sql`select 1`.execute(db.root)
    relay.cut()
    await assert.rejects(sql`select 1`.execute(db.root))
    // The pool has one place: were the silent connection kept, this would wait behind the last query for ever.
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(db.root)
    assert.deepEqual(rows, [{ one: 1 }])
  })

  it('A database that does not answer is heard again by one that listened on a silent connection', async (t) => {
    let relay!: Awaited<ReturnType<typeof relayTo>>
    const { db } = await database(t, { probe: 100, connect: 2000 }, 1, async (url) => {
      relay = await relayTo(t, url)
      return relay.url
    })
    const heard: string[] = []
    let told = Promise.withResolvers<void>()
    await db.listen('channel', (payload) => {
      heard.push(payload)
      told.resolve()
    })
    await sql`select pg_notify('channel', 'before')`.execute(db.root)
    await told.promise
    told = Promise.withResolvers()
    relay.cut()
    await told.promise // made again: look for yourself
    told = Promise.withResolvers()
    const again = await openDatabase({ url: relay.url, poolSize: 1 })
    await sql`select pg_notify('channel', 'after')`.execute(again.root)
    await told.promise
    await again.close()
    assert.deepEqual(heard, ['before', '', 'after'])
  })

  it('A database that does not answer loses the hold of one whose connection fell silent, so that it stops before another begins', async (t) => {
    let relay!: Awaited<ReturnType<typeof relayTo>>
    const { db, url } = await database(t, { probe: 100, connect: 1000 }, 1, async (address) => {
      relay = await relayTo(t, address)
      return relay.url
    })
    const stop = new AbortController()
    const hold = await db.hold('test', stop.signal)
    relay.cut()
    if (!hold.lost.aborted) await once(hold.lost, 'abort')
    const other = await openDatabase({ url, poolSize: 1 })
    const { rows } = await sql<{ idle: string; timeout: string }>`
      select current_setting('tcp_keepalives_idle') as idle, current_setting('tcp_user_timeout') as timeout`.execute(
      other.root,
    )
    assert.deepEqual(rows, [{ idle: '10', timeout: '20000' }], 'the server finds out by itself, too')
    await other.close()
    await hold.release()
  })

  it('A database that does not answer costs a reader of the log no event', async (t) => {
    let relay!: Awaited<ReturnType<typeof relayTo>>
    const { db, url } = await database(
      t,
      { statement: 500, answer: 300, probe: 200, connect: 2000 },
      2,
      async (address) => {
        relay = await relayTo(t, address)
        return relay.url
      },
    )
    const log = openLog(db, typeIds, pino({ level: 'silent' }))
    const other = await openDatabase({ url })
    const writer = openLog(other, typeIds, pino({ level: 'silent' }))
    t.after(async () => {
      await writer.stop()
      await other.close()
    })
    const write = (n: number) =>
      writer.write(async (_tx, emit) =>
        emit({ type: 'communities.key.revoked', community: 'a', payload: { key: String(n) } }),
      )
    const seen: number[] = []
    const reading = (async () => {
      for await (const { position } of log.follow({ after: 0 })) {
        seen.push(position)
        if (position === 5) relay.cut()
        if (position === 10) break
      }
    })()
    for (let n = 1; n <= 10; n++) await write(n)
    await reading
    assert.deepEqual(seen, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    await log.stop()
  })
})

describe('what a process holds alone', { skip }, () => {
  const never = new AbortController().signal

  /** The connections of this process that hold names, or wait for them. */
  async function holding(db: Database): Promise<number[]> {
    const { rows } = await sql<{ pid: number }>`select pid from pg_stat_activity
      where datname = current_database() and application_name = ${`folkmoot ${process.pid}`}`.execute(db.root)
    return rows.map(({ pid }) => pid)
  }

  async function noneHolding(db: Database): Promise<void> {
    while ((await holding(db)).length > 0) await pause(10) // the server ends it in its own time
  }

  it('What a process holds alone is on one connection, however much it is, and the connection goes with the last of it', async (t) => {
    const { db } = await database(t)
    assert.deepEqual(await holding(db), [])
    const holds = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => db.hold(name, never)))
    assert.equal((await holding(db)).length, 1)
    const last = holds.pop()!
    for (const hold of holds) await hold.release()
    assert.equal((await holding(db)).length, 1)
    assert.equal(last.lost.aborted, false)
    await last.release()
    await noneHolding(db)
    const anew = await db.hold('a', never)
    assert.equal((await holding(db)).length, 1)
    await anew.release()
  })

  it('What a process holds alone is lost, all of it, with the connection, and can be had again', async (t) => {
    const { db } = await database(t)
    const holds = await Promise.all(['a', 'b', 'c'].map((name) => db.hold(name, never)))
    const told = Promise.all(holds.map(({ lost }) => once(lost, 'abort')))
    const [pid] = await holding(db)
    await sql`select pg_terminate_backend(${pid})`.execute(db.root)
    await told
    // Who had a name has it until he says that he stopped: he may be in the midst of something.
    let second = false
    const again = db.hold('a', never).then((hold) => {
      second = true
      return hold
    })
    const other = await db.hold('d', never)
    assert.equal(second, false)
    for (const hold of holds) await hold.release()
    const anew = await again
    assert.equal(anew.lost.aborted, false)
    assert.equal((await holding(db)).length, 1)
    await anew.release()
    await other.release()
    await noneHolding(db)
  })

  it('What a process holds alone is held by one at a time here too, in the order in which they came', async (t) => {
    const { db } = await database(t)
    const had: number[] = []
    let at = 0
    await Promise.all(
      [1, 2, 3, 4, 5].map(async (each) => {
        const hold = await db.hold('a', never)
        assert.equal(++at, 1)
        had.push(each)
        await sql`select 1`.execute(db.root)
        at--
        await hold.release()
        await hold.release() // said twice, it lets no second one in
      }),
    )
    assert.deepEqual(had, [1, 2, 3, 4, 5])
    await noneHolding(db)
  })

  it('What a process holds alone is held by one process, and another waits until it is free', async (t) => {
    const { db, url } = await database(t)
    const other = await openDatabase({ url, poolSize: 1 }) // another session, as of another process
    t.after(() => other.close())
    const first = await db.hold('a', never)
    const beside = await other.hold('b', never)
    let second = false
    const waiting = other.hold('a', never).then((hold) => {
      second = true
      return hold
    })
    const kept = await db.hold('c', never)
    await (await other.hold('d', never)).release()
    assert.equal(second, false)
    await first.release()
    const now = await waiting
    await now.release()
    await Promise.all([beside.release(), kept.release()])
    await noneHolding(db)
  })

  it('What a process holds alone is waited for until one is told to stop, and nobody stands behind who did', async (t) => {
    const { db, url } = await database(t)
    const other = await openDatabase({ url, poolSize: 1 })
    t.after(() => other.close())
    const first = await db.hold('a', never)
    const stopping = new AbortController()
    const here = assert.rejects(db.hold('a', stopping.signal), /that is enough/)
    const there = assert.rejects(other.hold('a', stopping.signal), /that is enough|aborted/)
    const next = db.hold('a', never)
    stopping.abort(new Error('that is enough'))
    await Promise.all([here, there])
    await assert.rejects(db.hold('b', stopping.signal), /that is enough/)
    await first.release()
    await (await next).release()
    await noneHolding(db)
  })
})
