// The live page at `/`. It is built from `dashboard/` once for each state of its sources, in a process of its own, while
// the server already answers; then it is served from memory. Nothing else depends on it.

import { type ChildProcess, spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { type BuiltPage, readBuild, sendFile } from './files.ts'
import { nameOfBuild } from './sources.ts'
import { sendWords, type Words } from './words.ts'

export interface Page {
  /** @returns whether the path is one of the page's. */
  answer(request: IncomingMessage, response: ServerResponse, path: string): boolean
  /** Resolves when nothing is being built. */
  readonly settled: Promise<void>
  stop(): Promise<void>
}

/** Where the page itself finds its way; a new address of its own belongs in here. */
const ownPaths = /^\/(?:$|sign-in$|(?:communities|proposals|decisions|policies|members)\/.)/

export { foldersOf } from './sources.ts'

/** A page that is not built: it says what this server is. */
export const plainPage: Page = pageOf(
  () => 'plain',
  Promise.resolve(),
  async () => {},
)

/**
 * Serves what is built already, else begins to build it.
 * @param folders where builds may be, the one to build into first: see `foldersOf`.
 */
export function openPage(logger: Logger, folders: readonly string[]): Page {
  const found = cached(folders)
  if (found)
    return pageOf(
      () => found,
      Promise.resolve(),
      async () => {},
    )
  let state: BuiltPage | Words = 'building'
  let stopped = false
  const building = builder(folders)
  const settled = finished(building).then(({ code, said }) => {
    const built = code === 0 ? cached(folders) : null
    state = built ?? (said.includes("Cannot find package 'vite'") ? 'missing' : 'broken')
    if (stopped) return
    if (built) logger.info('the page is built')
    else if (state === 'missing')
      logger.warn('the page is not built: Vite is not installed (npm install; npm run dashboard)')
    else logger.error({ said: said.slice(-4000) }, 'the page could not be built')
  })
  logger.info('the page is being built')
  return pageOf(
    () => state,
    settled,
    async () => {
      stopped = true
      building.kill()
      await settled
    },
  )
}

/** A page in the state that `state` says. */
export function pageOf(state: () => BuiltPage | Words, settled: Promise<void>, stop: () => Promise<void>): Page {
  return {
    settled,
    stop,
    answer(request, response, path) {
      if (request.method !== 'GET' && request.method !== 'HEAD') return false
      const now = state()
      if (typeof now === 'string') {
        if (path !== '/' && (now === 'plain' || !ownPaths.test(path))) return false
        sendWords(request, response, now)
        return true
      }
      const file = now.get(path) ?? (ownPaths.test(path) ? now.get('/index.html') : undefined)
      if (file) sendFile(request, response, file)
      return file !== undefined
    },
  }
}

function cached(folders: readonly string[]): BuiltPage | null {
  const name = nameOfBuild()
  for (const folder of folders) {
    try {
      return readBuild(join(folder, name))
    } catch {
      // not built there
    }
  }
  return null
}

function builder(folders: readonly string[]): ChildProcess {
  const into = folders.find(isWritable) ?? folders[0]!
  return spawn(process.execPath, [join(import.meta.dirname, 'build.ts'), into], { stdio: ['ignore', 'ignore', 'pipe'] })
}

function isWritable(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function finished(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = ''
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-100_000)
  })
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: null, said: error.message }))
    child.once('close', (code) => resolve({ code, said }))
  })
}
