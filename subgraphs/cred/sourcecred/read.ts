// One reading of an instance: the best file of cred that can be read, and the ledger where there is one.

import { type FetchFile, sha256 } from './fetch.ts'
import { html, looksLikeHtml } from './inflate.ts'
import { credFiles, type InstanceFile, ledgerFile, type Parsed } from './parse.ts'
import { parseApart } from './parse-apart.ts'
import { SourceProblem } from './problem.ts'

/** What is known of the files from the last reading. */
export interface KnownFiles {
  sha256: string
  /** ETag (or null) of each file that was used. */
  etags: Record<string, string | null>
}

export interface ReadFile {
  path: string
  sha256: string
  bytes: number
}

export type ReadOutcome =
  | { state: 'same'; etags: KnownFiles['etags'] }
  | { state: 'read'; sha256: string; etags: KnownFiles['etags']; files: ReadFile[]; parsed: Parsed }

/**
 * Reads an instance, unless its bytes are those of the last reading.
 * A file that is not there or cannot be understood gives way to the next best; an address that does not answer ends it.
 * @throws SourceProblem
 */
export async function readSource(fetchFile: FetchFile, known: KnownFiles | null): Promise<ReadOutcome> {
  let problem: SourceProblem | null = null
  let ledger: InstanceFile | null | undefined
  const etags: KnownFiles['etags'] = {}

  const get = async (path: string): Promise<InstanceFile | 'same' | null> => {
    const fetched = await fetchFile(path, known?.etags[path] ?? null)
    if (fetched.state === 'absent') return null
    etags[path] = fetched.state === 'got' ? fetched.etag : known!.etags[path]!
    return fetched.state === 'got' ? { path, bytes: fetched.bytes } : 'same'
  }
  /** The bytes of a file that has not changed, when they are wanted all the same. */
  const again = async (path: string): Promise<InstanceFile | null> => {
    const fetched = await fetchFile(path, null)
    if (fetched.state !== 'got') return null
    etags[path] = fetched.etag
    return { path, bytes: fetched.bytes }
  }

  for (const path of credFiles) {
    try {
      let file = await get(path)
      if (file === null) continue
      if (file !== 'same' && looksLikeHtml(file.bytes)) throw html(path)
      if (ledger === undefined) {
        const got = await get(ledgerFile)
        const unchanged = got === 'same' || (got === null && !(ledgerFile in (known?.etags ?? {})))
        if (file === 'same' && unchanged) return { state: 'same', etags }
        ledger = got === 'same' ? await again(ledgerFile) : got
        // Many hosts answer a web page for what is not there; a ledger need not be there.
        if (ledger && looksLikeHtml(ledger.bytes)) ledger = null
        if (!ledger) delete etags[ledgerFile]
      }
      if (file === 'same') file = await again(path)
      if (file === null) continue
      const used = ledger ? [file, ledger] : [file]
      const digests = used.map(({ bytes }) => sha256(bytes))
      const digest = used.length === 1 ? digests[0]! : sha256(...used.map(({ bytes }) => bytes))
      if (digest === known?.sha256) return { state: 'same', etags: usedOf(etags, used) }
      const files = used.map(({ path, bytes }, index) => ({ path, sha256: digests[index]!, bytes: bytes.length }))
      const parsed = await parseApart(file, ledger?.bytes ?? null)
      return { state: 'read', sha256: digest, etags: usedOf(etags, used), files, parsed }
    } catch (error) {
      if (!(error instanceof SourceProblem) || error.status === 'UNREACHABLE') throw error
      problem ??= error
    }
  }
  throw (
    problem ??
    new SourceProblem('NOT_FOUND', `Wanted one of ${credFiles.slice(0, 3).join(', ')}; the address has none of them.`)
  )
}

// Private:

function usedOf(etags: KnownFiles['etags'], used: InstanceFile[]): KnownFiles['etags'] {
  return Object.fromEntries(used.map(({ path }) => [path, etags[path] ?? null]))
}
