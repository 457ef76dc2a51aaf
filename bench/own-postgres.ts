// A PostgreSQL server of our own, in a temporary folder on a free port: one that may be stopped and started again.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../test/support/free-port.ts'

export interface OwnPostgres {
  url: string
  /**
   * Ends every connection, stops the server, and starts it again.
   * @param how `SIGINT`: in order; `SIGQUIT`: as a crash, which it must recover from.
   * @returns milliseconds until it answered again.
   */
  restart(how?: 'SIGINT' | 'SIGQUIT'): Promise<number>
  stop(): Promise<void>
}

const programs = globSync('/usr/lib/postgresql/*/bin/initdb').sort().map(dirname).at(-1)

/** Why none can be had here; null when one can. */
export function withoutPostgres(): string | null {
  if (!programs) return 'no PostgreSQL server of our own: no initdb is installed'
  return whoRunsIt() ? null : 'no PostgreSQL server of our own: root has no user postgres'
}

/**
 * null, with the reason printed, where it cannot be had.
 * @param dataIn a folder for its data, but for the write-ahead log; without, all is in a temporary one.
 */
export async function ownPostgres(dataIn?: string): Promise<OwnPostgres | null> {
  const reason = withoutPostgres()
  const identity = whoRunsIt()
  if (reason || !identity) {
    console.log(`  ${reason}`)
    return null
  }
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-postgres-'))
  if (identity.uid !== undefined) chownSync(folder, identity.uid, identity.gid)
  const data = join(dataIn ?? folder, 'data')
  mkdirSync(data)
  if (identity.uid !== undefined) chownSync(data, identity.uid, identity.gid)
  const options = { cwd: folder, ...identity } as const
  const wal = join(folder, 'wal')
  const made = spawnSync(
    join(programs!, 'initdb'),
    ['-D', data, '-X', wal, '-U', 'postgres', '-A', 'trust', '--no-sync'],
    options,
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let server: ChildProcess | null = null

  async function start(): Promise<void> {
    const settings = { listen_addresses: '127.0.0.1', port, unix_socket_directories: folder, log_min_messages: 'fatal' }
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    server = spawn(join(programs!, 'postgres'), ['-D', data, ...args], { ...options, stdio: 'ignore' })
    for (let tries = 0; !(await answers(url)); tries++) {
      if (server.exitCode !== null || tries > 300) throw new Error(`PostgreSQL did not start (${server.exitCode}).`)
      await pause(100)
    }
  }

  // By default "fast": connections are ended, what was committed is kept.
  async function end(how: 'SIGINT' | 'SIGQUIT' = 'SIGINT'): Promise<void> {
    if (!server || server.exitCode !== null || server.signalCode !== null) return
    const ended = once(server, 'exit')
    server.kill(how)
    await ended
  }

  const killed = () => void server?.kill('SIGKILL')
  process.once('exit', killed)
  await start()
  return {
    url,
    async restart(how) {
      const began = performance.now()
      await end(how)
      await start()
      return performance.now() - began
    },
    async stop() {
      await end()
      process.off('exit', killed)
      for (const each of [data, folder]) rmSync(each, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL does not run as root. @returns whom it runs as: as ourselves where we are another; null where it cannot. */
function whoRunsIt(): { uid?: undefined } | { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(spawnSync('id', [flag, 'postgres']).stdout || Number.NaN)
  const [uid, gid] = [id('-u'), id('-g')]
  return Number.isInteger(uid) && Number.isInteger(gid) ? { uid, gid } : null
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}
