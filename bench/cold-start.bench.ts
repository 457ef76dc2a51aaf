// From the start of the process to the first 200 of /health/ready, and the memory of a server that does nothing.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { freePort } from '../test/support/free-port.ts'
import { type Bench, median, onPostgres, type Result, round } from './harness.ts'

const runs = 5
const idleSeconds = 5

interface Start {
  seconds: number
  residentMb: number
}

/** Starts a server as `npm start` does, waits until it is ready and then idle, and stops it. */
async function startOnce(environment: Record<string, string>): Promise<Start> {
  const port = await freePort()
  const began = performance.now()
  const child = spawn(process.execPath, ['gateway/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: { PATH: '', PORT: String(port), LOG_LEVEL: 'silent', ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  try {
    while (!(await isReady(port))) {
      if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode}.`)
      await pause(10)
    }
    const seconds = (performance.now() - began) / 1000
    await pause(idleSeconds * 1000)
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    return { seconds, residentMb: Number(status.match(/VmRSS:\s+(\d+)/)![1]) / 1024 }
  } finally {
    child.kill('SIGTERM')
    if (child.exitCode === null) await once(child, 'exit')
  }
}

async function isReady(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ status }) => status === 200,
    () => false,
  )
}

function results(name: string, starts: Start[], wantedSeconds: number, wantedMb: number): Result[] {
  const seconds = median(starts.map((start) => start.seconds))
  const mb = median(starts.map((start) => start.residentMb))
  return [
    {
      what: `start to ready, ${name}`,
      ours: `${round(seconds)} s`,
      baseline: '–',
      ratio: round(seconds),
      wanted: `≤ ${wantedSeconds} s`,
      met: seconds <= wantedSeconds,
    },
    {
      what: `resident memory, idle for ${idleSeconds} s, ${name}`,
      ours: `${round(mb, 0)} MB`,
      baseline: '–',
      ratio: round(mb, 0),
      wanted: `≤ ${wantedMb} MB`,
      met: mb <= wantedMb,
    },
  ]
}

export const bench: Bench = {
  name: 'Start and memory',
  async run() {
    const all: Result[] = []
    const fresh: Start[] = []
    const again: Start[] = []
    for (let run = 0; run < runs; run++) {
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
      fresh.push(await startOnce({ FOLKMOOT_DATA: folder }))
      again.push(await startOnce({ FOLKMOOT_DATA: folder }))
      rmSync(folder, { recursive: true })
    }
    all.push(...results('embedded, new folder', fresh, 10, 600), ...results('embedded, existing folder', again, 4, 600))

    const onServer = await onPostgres(async (url) => {
      const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
      const starts: Start[] = []
      for (let run = 0; run <= runs; run++) starts.push(await startOnce({ FOLKMOOT_DATA: folder, DATABASE_URL: url }))
      rmSync(folder, { recursive: true })
      return results('PostgreSQL, existing database', starts.slice(1), 4, 300)
    })
    return [...all, ...(onServer ?? [])]
  },
}
