// A program of ours in a process of its own, started again at once when it was killed, as a supervisor would.

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { compiled } from '../support/compiled.ts'

export interface Supervised {
  /** How often it died by SIGKILL and was started again. */
  readonly deaths: number
  /** Waits until it is up. */
  up(): Promise<void>
  /** The operating system's number for it; undefined while it is not there. */
  pid(): number | undefined
  /** SIGKILL; it is started again. */
  strike(): void
  /** Ends it by a signal and leaves it down until `start`. @returns its exit code; null after a kill */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
  start(): Promise<void>
  /** The end of what it said, for when something is wrong. */
  log(): string
}

const root = join(import.meta.dirname, '../..')
const patience = 60_000 // milliseconds for a start

export async function supervise(program: {
  /** A script of ours and its arguments. */
  command: readonly string[]
  environment: Record<string, string>
  /** What it says once it is up. */
  up: string
  logFile: string
}): Promise<Supervised> {
  const { command, environment, logFile } = program
  let child: ChildProcess | null = null
  let wanted = false
  let up = false
  let deaths = 0
  let starting = promised()

  function launch(): void {
    const out = openSync(logFile, 'a')
    const mine = spawn(process.execPath, command, {
      cwd: root,
      env: { NODE_COMPILE_CACHE: compiled, ...environment },
      stdio: ['ignore', 'pipe', out],
    })
    closeSync(out)
    child = mine
    const { resolve, reject } = starting
    const timer = setTimeout(() => reject(new Error(`${command} did not start in time:\n${log()}`)), patience)
    mine.stdout!.on('data', (chunk: Buffer) => {
      writeFileSync(logFile, chunk, { flag: 'a' })
      if (!up && String(chunk).includes(program.up)) {
        clearTimeout(timer)
        up = true
        resolve()
      }
    })
    mine.on('exit', (code, signal) => {
      clearTimeout(timer)
      if (child !== mine) return
      child = null
      up = false
      if (!wanted) return
      if (signal !== 'SIGKILL') return reject(new Error(`${command} ended (${code ?? signal}):\n${log()}`))
      deaths += 1
      const waiting = starting
      starting = promised()
      starting.promise.then(waiting.resolve, waiting.reject)
      launch()
    })
  }

  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-5000) : '')
  const killWithUs = () => void child?.kill('SIGKILL')

  const supervised: Supervised = {
    get deaths() {
      return deaths
    },
    up: () => starting.promise,
    pid: () => child?.pid,
    strike: () => void child?.kill('SIGKILL'),
    async end(signal) {
      wanted = false
      process.off('exit', killWithUs)
      const mine = child
      if (!mine) return null
      const ended = new Promise<number | null>((resolve) => mine.once('exit', resolve))
      mine.kill(signal)
      return ended
    },
    async start() {
      wanted = true
      process.once('exit', killWithUs).setMaxListeners(50)
      starting = promised()
      launch()
      await starting.promise
    },
    log,
  }
  await supervised.start()
  return supervised
}

function promised() {
  const it = Promise.withResolvers<void>()
  it.promise.catch(() => {})
  return it
}
