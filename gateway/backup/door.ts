// How another process of the same user asks a running server for a backup: the embedded database is open to one process
// alone. The server listens on this machine only, at a port that it leaves in its data folder together with a token; both
// are new at each start, and readable by the owner of the folder alone.

import { randomBytes } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Saved } from '../../backbone/archive/save.ts'
import { sameSecret } from '../../backbone/security/secrets.ts'
import type { Report } from '../wire/errors.ts'
import { sendJson } from '../wire/exchange.ts'

export interface LocalDoor {
  /** Lets a backup that is being made come to its end. */
  stop(): Promise<void>
}

const unfinished = /^backup-[0-9a-f]+\.partial$/
const doorIn = (folder: string) => join(folder, 'door')

/** @param save writes a backup to a file that is not there yet */
export async function openLocalDoor(
  folder: string,
  save: (file: string) => Promise<Saved>,
  report: Report,
): Promise<LocalDoor> {
  const token = randomBytes(32).toString('base64url')
  let busy = false
  // What a server that was killed has left.
  for (const left of readdirSync(folder)) if (unfinished.test(left)) rmSync(join(folder, left), { force: true })

  async function answer(asked: IncomingMessage, response: ServerResponse): Promise<void> {
    asked.resume()
    if (!sameSecret(asked.headers.authorization ?? '', `Bearer ${token}`)) {
      return refuse(response, 401, 'Wanted the token that stands in the data folder.')
    }
    if (asked.method !== 'POST' || asked.url !== '/backup') return refuse(response, 404, 'Wanted POST /backup.')
    if (busy) return refuse(response, 409, 'A backup is being made; wait until it is done.')
    busy = true
    const file = resolve(folder, `backup-${randomBytes(6).toString('hex')}.partial`)
    try {
      const saved = await save(file)
      if (response.destroyed) rmSync(file, { force: true })
      else sendJson(response, 200, { file, saved })
    } catch (error) {
      report(error)
      refuse(response, 500, `The server could not make the backup: ${(error as Error).message}`)
    } finally {
      busy = false
    }
  }

  const server = createServer((asked, response) => void answer(asked, response))
  await new Promise<void>((listening, failed) => {
    server.once('error', failed)
    server.listen(0, '127.0.0.1', listening)
  })
  const { port } = server.address() as AddressInfo
  const beside = `${doorIn(folder)}.new`
  writeFileSync(beside, JSON.stringify({ port, token }), { mode: 0o600 })
  renameSync(beside, doorIn(folder))
  return {
    async stop() {
      rmSync(doorIn(folder), { force: true })
      await new Promise((closed) => {
        server.close(closed)
        server.closeIdleConnections()
      })
    },
  }
}

/** Asks the server that has the folder open. @returns the backup, which is the caller's to move. @throws Error in a sentence */
export async function askForBackup(folder: string): Promise<{ file: string; saved: Saved }> {
  const { port, token } = read(folder)
  const { Agent, request } = await import('undici') // the server, whose door it is, needs none
  const agent = new Agent({ headersTimeout: 0, bodyTimeout: 0 }) // it takes as long as it takes
  try {
    const answer = await request(`http://127.0.0.1:${port}/backup`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      dispatcher: agent,
    })
    const body = (await answer.body.json()) as { file: string; saved: Saved; error?: string }
    if (answer.statusCode !== 200) throw new Error(body.error)
    return body
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === undefined) throw error
    throw new Error(
      `The Folkmoot that uses ${folder} does not answer (${code}): it is starting, stopping, or hangs, or runs in another container; then make the backup there.`,
    )
  } finally {
    await agent.destroy()
  }
}

function read(folder: string): { port: number; token: string } {
  try {
    return JSON.parse(readFileSync(doorIn(folder), 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error(
      `A process uses ${folder}, but it has no door there: it is starting, stopping, or of a version without backups.`,
    )
  }
}

function refuse(response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, { error })
}
