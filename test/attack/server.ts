// The server that is attacked, as a user starts it: in a process of its own, started again whenever it ends.

import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { compiled } from '../support/compiled.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import type { Target } from './village.ts'

export interface Attacked extends Target {
  /** How often the process ended though nobody had asked it to. */
  deaths(): number
  /** Descriptors that are no files of the embedded database, which opens each table once; null where that cannot be seen. */
  descriptors(): number | null
  /** Waits until it is there. */
  up(): Promise<void>
  stop(): Promise<void>
}

const root = join(import.meta.dirname, '../..')

/** One that is closed meanwhile leads nowhere. */
function linkedTo(descriptor: string): string {
  try {
    return readlinkSync(descriptor)
  } catch {
    return ''
  }
}

export async function startAttacked(): Promise<Attacked> {
  const folder = temporaryFolder()
  const port = await freePort()
  const adminKey = 'fma_of_the_attack_and_of_nothing_else'
  let deaths = 0
  let wanted = true
  let child: ChildProcess
  let listening: Promise<void>

  function launch(): void {
    const { promise, resolve } = Promise.withResolvers<void>()
    listening = promise
    child = spawn(process.execPath, ['gateway/main.ts'], {
      cwd: root,
      env: {
        NODE_COMPILE_CACHE: compiled,
        FOLKMOOT_DATA: folder,
        FOLKMOOT_ADMIN_KEY: adminKey,
        FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1,localhost',
        LOG_LEVEL: 'error',
        PORT: String(port),
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.stdout!.on('data', (text) => {
      if (String(text).includes('Folkmoot listens')) resolve()
      // What it masked is a fault, and said here.
      for (const line of String(text).split('\n'))
        if (line.startsWith('{')) console.log(`     log: ${line.slice(0, 600)}`)
    })
    child.once('exit', () => {
      if (!wanted) return
      deaths++
      launch()
      void listening.then(resolve)
    })
  }
  const kill = () => void child.kill('SIGKILL')
  process.once('exit', kill)
  launch()
  await listening!
  return {
    url: `http://127.0.0.1:${port}`,
    adminKey,
    deaths: () => deaths,
    descriptors() {
      try {
        const open = `/proc/${child.pid}/fd`
        return readdirSync(open).filter((each) => !linkedTo(join(open, each)).startsWith(folder)).length
      } catch {
        return null
      }
    },
    up: () => listening,
    async stop() {
      wanted = false
      process.off('exit', kill)
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await ended
    },
  }
}
