// Getting one file of an instance, from the web or from a folder.

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { OutboundError, type OutboundFetch } from '../../../backbone/security/outbound.ts'
import { tooLarge } from './inflate.ts'
import { SourceProblem } from './problem.ts'

/** The largest file that is fetched: an accounts.json of 100,000 accounts, which is not compressed, fits. */
export const mostFetchedBytes = 128 * 1024 * 1024
const mostRedirects = 5
const timeoutMs = 60_000

/** `absent`: the instance does not have the file. `same`: it has not changed since it had the given ETag. */
export type Fetched = { state: 'absent' } | { state: 'same' } | { state: 'got'; bytes: Uint8Array; etag: string | null }
export type FetchFile = (path: string, etag: string | null) => Promise<Fetched>

/** Files of the instance at an http(s) or `file:` address that `instanceUrl` has let through. */
export function filesOf(url: string, fetch: OutboundFetch): FetchFile {
  return url.startsWith('file:') ? fromFolder(fileURLToPath(url)) : fromWeb(url, fetch)
}

export function sha256(...parts: Uint8Array[]): string {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

// Private:

function fromWeb(base: string, fetch: OutboundFetch): FetchFile {
  return async (path, etag) => {
    const url = new URL(path, base.endsWith('/') ? base : `${base}/`).href
    const answer = await exchange(path, () =>
      fetch(url, {
        headers: { accept: '*/*', ...(etag ? { 'if-none-match': etag } : {}) },
        redirects: mostRedirects,
        maxBytes: mostFetchedBytes,
        timeoutMs,
      }),
    )
    const { status } = answer
    if (status === 304 && etag) return { state: 'same' }
    if (status === 200) return { state: 'got', bytes: answer.body, etag: answer.headers.get('etag') }
    if (status === 404 || status === 410) return { state: 'absent' }
    throw new SourceProblem('UNREACHABLE', `Wanted ${path}; ${new URL(url).host} answered with status ${status}.`)
  }
}

async function exchange<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof OutboundError) {
      if (error.kind === 'too_large') throw tooLarge(path, mostFetchedBytes)
      const kind = error.kind === 'redirects' ? 'REDIRECTS' : 'UNREACHABLE'
      throw new SourceProblem(kind, error.message, { cause: error })
    }
    if ((error as NodeJS.ErrnoException).code === 'ERR_INVALID_URL') {
      throw new SourceProblem('REDIRECTS', `${path} is redirected to what is no address.`, { cause: error })
    }
    throw error
  }
}

function fromFolder(folder: string): FetchFile {
  return async (path) => {
    try {
      const place = join(folder, path)
      const found = await stat(place)
      if (!found.isFile()) throw new SourceProblem('MALFORMED', `${path} is not a regular file.`)
      if (found.size > mostFetchedBytes) throw tooLarge(path, mostFetchedBytes)
      return { state: 'got', bytes: await readFile(place), etag: null }
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent' }
      if (error instanceof SourceProblem || !code) throw error
      throw new SourceProblem('UNREACHABLE', `${path} cannot be read: ${code ?? message}.`, { cause: error })
    }
  }
}
