// From the start of the process to the first 200 of /health/ready, what CPU that took, and the memory of a server that does
// nothing: of all processes of the start together. Beside the bare things that it is made of: a Node that answers, and PGlite as
// it is opened by itself.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/support/free-port.ts'
import { type Bench, median, onPostgres, type Result, round } from './harness.ts'

const runs = 5
const idleSeconds = 5
const ticks = 100 // of /proc/PID/stat in a second: Linux has no other for programs

interface Start {
  seconds: number
  /** Until it was ready, user and system. */
  cpuSeconds: number
  residentMb: number
}

const root = join(import.meta.dirname, '..')
const pglite = JSON.stringify(import.meta.resolve('@electric-sql/pglite'))

/** Answers everything with 200, after what stands before. */
const bare = (before: string) => `${before}
  const { createServer } = await import('node:http')
  createServer((_, response) => response.end()).listen(process.env.PORT, '127.0.0.1')`

const bareNode = ['--input-type=module', '-e', bare('')]
const barePglite = [
  '--input-type=module',
  '-e',
  bare(`const { PGlite } = await import(${pglite})
  await PGlite.create(process.env.FOLKMOOT_DATA)`),
]
const ours = ['gateway/main.ts']

/** Starts a server, ours as `npm start` does, waits until it is ready and then idle, and stops it. */
async function startOnce(program: readonly string[], environment: Record<string, string>): Promise<Start> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, program, {
    cwd: root,
    env: { PATH: '', PORT: String(port), LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
      await pause(10)
    }
    const seconds = (performance.now() - began) / 1000
    const cpuSeconds = sum(treeOf(child.pid!).map(cpuOf))
    await pause(idleSeconds * 1000)
    return { seconds, cpuSeconds, residentMb: sum(treeOf(child.pid!).map(residentOf)) }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  )
}

/** The process and all that it started, and these. */
function treeOf(pid: number): number[] {
  const threads = readdirSync(`/proc/${pid}/task`)
  const children = threads.flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  )
  return [pid, ...children.flatMap(treeOf)]
}

/** With that of processes which it has waited for. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return sum(fields.slice(11, 15).map(Number)) / ticks
}

function residentOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)![1]) / 1024
}

function results(
  name: string,
  starts: readonly Start[],
  baseline: { name: string; starts: readonly Start[] },
  wanted: Start,
): Result[] {
  const line = (what: string, of: (start: Start) => number, unit: string, digits: number, limit: number): Result => {
    const mine = median(starts.map(of))
    const theirs = median(baseline.starts.map(of))
    return {
      what: `${what}, ${name}`,
      ours: `${round(mine, digits)} ${unit}`,
      baseline: `${round(theirs, digits)} ${unit} ${baseline.name}`,
      ratio: round(mine / theirs),
      wanted: `≤ ${limit} ${unit}`,
      met: mine <= limit,
    }
  }
  return [
    line('start to ready', ({ seconds }) => seconds, 's', 2, wanted.seconds),
    line('CPU of it', ({ cpuSeconds }) => cpuSeconds, 's', 2, wanted.cpuSeconds),
    line(`resident memory, idle for ${idleSeconds} s`, ({ residentMb }) => residentMb, 'MB', 0, wanted.residentMb),
  ]
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const bench: Bench = {
  name: 'Start and memory',
  async run() {
    const mine = { fresh: [] as Start[], again: [] as Start[] }
    const theirs = { fresh: [] as Start[], again: [] as Start[] }
    await inFolder((folder) => startOnce(ours, { FOLKMOOT_DATA: folder })) // what is kept from the first start on
    for (let run = 0; run < runs; run++) {
      for (const [program, into] of [
        [ours, mine],
        [barePglite, theirs],
      ] as const) {
        await inFolder(async (folder) => {
          into.fresh.push(await startOnce(program, { FOLKMOOT_DATA: folder }))
          into.again.push(await startOnce(program, { FOLKMOOT_DATA: folder }))
        })
      }
    }
    const onServer = await onPostgres((url) =>
      inFolder(async (folder) => {
        const starts: Start[] = []
        const bare: Start[] = []
        for (let run = 0; run <= runs; run++) {
          starts.push(await startOnce(ours, { FOLKMOOT_DATA: folder, DATABASE_URL: url }))
          bare.push(await startOnce(bareNode, {}))
        }
        const wanted = { seconds: 1.2, cpuSeconds: 1.2, residentMb: 180 }
        return results('PostgreSQL, existing database', starts.slice(1), { name: 'bare Node', starts: bare }, wanted)
      }),
    )
    const name = 'bare PGlite'
    return [
      ...results('embedded, new folder', mine.fresh, { name, starts: theirs.fresh }, wantedOf(3, 3)),
      ...results('embedded, existing folder', mine.again, { name, starts: theirs.again }, wantedOf(1.2, 2)),
      ...(onServer ?? []),
    ]
  },
}

function wantedOf(seconds: number, cpuSeconds: number): Start {
  return { seconds, cpuSeconds, residentMb: 350 }
}
