// What every measurement shares: medians, a load over kept-alive connections, a server in a process of its own.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import pg from 'pg'
import { Client } from 'undici'
import { readTestDatabaseUrl } from '../backbone/config.ts'

/** One line of RESULTS.md: ours beside a named baseline of the same run. */
export interface Result {
  what: string
  ours: string
  baseline: string
  /** ours / baseline, or the value itself where there is no baseline. */
  ratio: number
  wanted: string
  met: boolean
}

export interface BenchOptions {
  /** How long one lasts that can last longer or shorter. */
  minutes?: number
}

export interface Bench {
  name: string
  /** Takes so long that it is run only when it is asked for by name. */
  alone?: boolean
  run(options?: BenchOptions): Promise<Result[]>
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

export const round = (value: number, digits = 2) => Number(value.toFixed(digits))

export interface Load {
  url: string
  body?: string
  headers?: Record<string, string>
  expect?: string
  connections?: number
  ms: number
}

/** How many requests were answered a second. @throws as `answersTo` */
export async function requestsPerSecond(load: Load): Promise<number> {
  const { count, seconds } = await answersTo(load)
  return count / seconds
}

/**
 * Requests over `connections` kept-alive connections, one at a time on each, for `ms` milliseconds.
 * @throws Error at the first answer that is not 200 or does not contain `expect`.
 */
export async function answersTo(load: Load): Promise<{ count: number; seconds: number }> {
  const { origin, pathname } = new URL(load.url)
  const { body, headers } = load
  const asked = {
    path: pathname,
    method: body === undefined ? ('GET' as const) : ('POST' as const),
    ...(body === undefined ? {} : { body }),
    ...(headers === undefined ? {} : { headers }),
  }
  const clients = Array.from({ length: load.connections ?? 10 }, () => new Client(origin, { pipelining: 1 }))
  const ends = performance.now() + load.ms
  const began = performance.now()
  let count = 0
  await Promise.all(
    clients.map(async (client) => {
      while (performance.now() < ends) {
        const answer = await client.request(asked)
        const text = await answer.body.text()
        if (answer.statusCode !== 200 || (load.expect && !text.includes(load.expect))) {
          throw new Error(`Wanted 200 with ${load.expect}; got ${answer.statusCode}: ${text.slice(0, 300)}`)
        }
        count++
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  await Promise.all(clients.map((client) => client.close()))
  return { count, seconds }
}

/** Everything comes from one address: what it may ask for is not what is measured. */
export const unlimited = Object.fromEntries(
  [
    'RATE_PER_ADDRESS',
    'RATE_PER_KEY',
    'RATE_PER_COMMUNITY',
    'RATE_PER_ADMIN',
    'OVERLOAD_ANONYMOUS',
    'OVERLOAD_QUERIES',
  ].map((limit) => [`FOLKMOOT_${limit}`, '999999999999']),
)

/** Starts a script of ours in a process of its own; resolves with the first line it prints that is JSON. */
export async function startProcess<T>(
  script: string,
  args: string[] = [],
  env: Record<string, string> = {},
): Promise<{ said: T; child: ChildProcess; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: '', ...unlimited, ...env },
  })
  const said = await new Promise<T>((resolve, reject) => {
    let text = ''
    const listen = (chunk: Buffer) => {
      text += chunk
      const line = text
        .split('\n')
        .slice(0, -1)
        .find((each) => /^{(?!"level")/.test(each)) // no line of log
      if (line === undefined) return
      resolve(JSON.parse(line))
      // What it says later (a line of log for each request) is read, or it would block; and let go.
      child.stdout!.off('data', listen).resume()
    }
    child.stdout!.on('data', listen)
    child.on('exit', (code) => reject(new Error(`${script} ended with ${code} before it said anything.`)))
  })
  return {
    said,
    child,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGTERM')
      await once(child, 'exit')
    },
  }
}

let databases = 0

/** Runs `work` with a new database on the machine's PostgreSQL server, and drops it; null, with the reason printed, where none answers. */
export async function onPostgres<T>(work: (url: string) => Promise<T>): Promise<T | null> {
  const server = readTestDatabaseUrl() ?? 'postgres://postgres@127.0.0.1:5432/postgres'
  const admin = new pg.Client({ connectionString: server, connectionTimeoutMillis: 2000 })
  try {
    await admin.connect()
  } catch {
    console.log('  skipped on PostgreSQL: no server answers there')
    return null
  }
  const name = `folkmoot_bench_${process.pid}_${++databases}`
  await admin.query(`create database ${name}`)
  try {
    return await work(Object.assign(new URL(server), { pathname: `/${name}` }).href)
  } finally {
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
}
