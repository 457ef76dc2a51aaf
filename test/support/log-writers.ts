// Many processes that write to one log, some of them killed meanwhile, and what must hold of the log afterwards.

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { sql } from 'kysely'
import pino from 'pino'
import type { Database } from '../../backbone/database/database.ts'
import { typeIds } from '../../backbone/ids.ts'
import { openLog } from '../../backbone/log/log.ts'
import { keys } from './log-writer.ts'

export interface Wanted {
  processes: number
  /** Of each process. */
  writers: number
  /** Of all. */
  events: number
  /** How many are killed without a word, spread over the run; each is followed by another. */
  kills: number
}

/**
 * Has them write, and follows the log meanwhile.
 * @throws AssertionError where a position is missing or was seen twice, where what saw another does not stand after it, or where
 *   something that was acknowledged is not there.
 * @returns how many events there are, how many were acknowledged, and seconds
 */
export async function writeTogether(
  db: Database,
  { processes, writers, events, kills }: Wanted,
): Promise<{ events: number; acknowledged: number; seconds: number }> {
  await sql`create table public.counted (key text primary key, n bigint not null)`.execute(db.root)
  for (let key = 0; key < keys; key++) await sql`insert into public.counted values (${`k${key}`}, 0)`.execute(db.root)
  const log = openLog(db, typeIds, pino({ level: 'silent' }))
  const began = performance.now()
  const acknowledged = new Map<string, Set<number>>(Array.from({ length: keys }, (_, key) => [`k${key}`, new Set()]))
  const following = new AbortController()
  const seen: { position: number; community: string; n: number }[] = []
  const reading = (async () => {
    for await (const page of log.pages({ after: 0, signal: following.signal }))
      for (const { position, community, payload } of page)
        seen.push({ position, community: community!, n: Number((payload as { key: string }).key) })
  })()
  let said = 0
  let killed = 0
  const running = new Set<ChildProcess>()
  const begin = async (many: number): Promise<void> => {
    const script = new URL('log-writer.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [script, db.url!, String(writers), String(many)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.add(child)
    let own = 0
    const exited = once(child, 'exit')
    for await (const line of createInterface({ input: child.stdout! })) {
      const [key, n] = line.split(' ')
      if (!/^\d+$/.test(n ?? '')) continue // cut off as it was killed
      acknowledged.get(key!)!.add(Number(n))
      said++
      own++
      if (killed < kills && said >= ((killed + 1) * events) / (kills + 1)) {
        killed++
        child.kill('SIGKILL')
      }
    }
    const [code, signal] = await exited
    running.delete(child)
    if (signal === 'SIGKILL') return own < many ? begin(many - own) : undefined
    assert.equal(code, 0)
  }
  try {
    await Promise.all(Array.from({ length: processes }, () => begin(Math.ceil(events / processes))))
  } finally {
    for (const child of running) child.kill('SIGKILL')
  }
  const seconds = (performance.now() - began) / 1000
  const { rows } = await sql<{ n: number }>`select sum(n)::bigint as n from public.counted`.execute(db.root)
  const there = Number(rows[0]!.n)
  // What a killed one had committed and nobody had numbered yet is found by who looks.
  for await (const event of log.follow({ after: 0 })) if (event.position === there) break
  while (seen.length < there) await new Promise((resolve) => setImmediate(resolve))
  following.abort()
  await reading
  await log.stop()
  assert.equal(killed, kills)
  assert.equal(seen.length, there)
  for (const [index, { position }] of seen.entries()) assert.equal(position, index + 1)
  const last = new Map<string, number>()
  for (const { community, n } of seen) {
    assert.equal(n, (last.get(community) ?? 0) + 1, `of ${community}`)
    last.set(community, n)
  }
  for (const [key, numbers] of acknowledged)
    for (const n of numbers) assert.ok(n <= last.get(key)!, `${key} ${n} was acknowledged, and is not there`)
  return { events: there, acknowledged: said, seconds }
}
