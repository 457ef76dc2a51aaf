// The file of a backup: lines of JSON in UTF-8, gzipped, so that `zcat FILE | head -1` tells what it is.
//
//   {"folkmoot":"backup","format":1, …}                     what it is, of when, and of which migrations
//   {"table":["proposals","votes"],"columns":["id", …]}     then a line for each row:
//   ["vote_01…","prop_01…", …]                              each value as PostgreSQL writes it as text, or null
//   {"sequence":["actions","webhooks","id"],"at":17}        where a generated column goes on
//   {"jobs":["queue","data", …]}                            then a line for each job that waits
//   {"end":{"rows":1234,"sha256":"…"}}                      of all bytes before this line
//
// Values are text, as in a dump, because that is what both engines read back as the same value, whatever its type.

import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'
import type { Applied } from '../database/migrate.ts'

export const format = 1

export interface Header {
  folkmoot: 'backup'
  format: number
  /** Of Folkmoot. */
  version: string
  /** By the database's clock, ISO 8601. */
  madeAt: string
  /** Such as "pglite 17.4" or "postgres 15.16". */
  engine: string
  /** Of the last event in the log. */
  position: number
  /** Of the FOLKMOOT_SECRET that the rows were written under; null where nothing was ever started on them. */
  secretMark: string | null
  migrations: Applied[]
}

/** A row as it stands in the file: the text of a JSON array. */
export type Row = string
export type Line =
  | Header
  | { table: [schema: string, table: string]; columns: string[] }
  | { sequence: [schema: string, table: string, column: string]; at: number }
  | { jobs: string[] }

const openingBracket = 0x5b

export interface ArchiveWriter {
  line(line: Line): Promise<void>
  /** Rows as JSON text, without line ends. */
  rows(rows: readonly string[]): Promise<void>
  /** Writes the end, and returns when the file is closed. */
  end(): Promise<{ rows: number }>
  /** Gives up; the file stays as far as it is. */
  abandon(): Promise<void>
}

/** @param file must not be there. */
export function archiveWriter(file: string): ArchiveWriter {
  const gzip = createGzip({ level: constants.Z_BEST_SPEED + 2 })
  const output = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true })
  const closed = finished(gzip.pipe(output))
  closed.catch(() => {}) // told to whoever writes next
  output.on('error', () => gzip.destroy())
  const hash = createHash('sha256')
  let count = 0
  async function write(text: string): Promise<void> {
    const bytes = Buffer.from(text)
    hash.update(bytes)
    if (gzip.destroyed) await closed
    if (!gzip.write(bytes)) await Promise.race([once(gzip, 'drain'), closed])
  }
  return {
    line: (line) => write(`${JSON.stringify(line)}\n`),
    async rows(rows) {
      if (rows.length === 0) return
      count += rows.length
      await write(`${rows.join('\n')}\n`)
    },
    async end() {
      gzip.end(`${JSON.stringify({ end: { rows: count, sha256: hash.digest('hex') } })}\n`)
      await closed
      return { rows: count }
    },
    async abandon() {
      gzip.destroy()
      output.destroy()
      await closed.catch(() => {})
    },
  }
}

/**
 * The lines of a backup, the header first; ends only after the checksum was found right.
 * @throws Error that says what is wrong with the file
 */
export async function* readArchive(file: string): AsyncGenerator<Line | Row, void> {
  const hash = createHash('sha256')
  let rows = 0
  let first = true
  let ended = false
  for await (const bytes of linesOf(file)) {
    if (ended) throw new Error(`${file} goes on after its end: it was altered.`)
    if (!first && bytes[0] === openingBracket) {
      rows++
      hash.update(bytes).update('\n')
      yield bytes.toString()
      continue
    }
    const line = first ? headerFrom(file, bytes) : parsed(file, bytes)
    first = false
    if ('end' in line) {
      ended = true
      const { end } = line as { end: { rows: number; sha256: string } }
      if (end.rows !== rows || end.sha256 !== hash.digest('hex')) {
        throw new Error(`${file} is not what was written: its checksum does not fit.`)
      }
      continue
    }
    hash.update(bytes).update('\n')
    yield line as Line
  }
  if (!ended) throw new Error(`${file} ends too early: it was cut off.`)
}

/** Reads all of it, and returns its header. @throws Error that says what is wrong with the file */
export async function checkArchive(file: string): Promise<Header> {
  let header: Header | null = null
  for await (const line of readArchive(file)) header ??= line as Header
  return header!
}

function headerFrom(file: string, bytes: Buffer): Header {
  let header: Partial<Header> = {}
  try {
    header = JSON.parse(bytes.toString())
  } catch {}
  if (header?.folkmoot !== 'backup') throw notOurs(file)
  if (header.format !== format) {
    throw new Error(`${file} has format ${header.format}; this version reads format ${format}: use a newer Folkmoot.`)
  }
  if (!Array.isArray(header.migrations)) throw notOurs(file)
  return header as Header
}

function parsed(file: string, bytes: Buffer): object {
  try {
    const line = JSON.parse(bytes.toString())
    if (typeof line === 'object' && line !== null) return line
  } catch {}
  throw new Error(`${file} has a line that cannot be read: it was altered.`)
}

const notOurs = (file: string) => new Error(`${file} is not a backup of Folkmoot.`)

async function* linesOf(file: string): AsyncGenerator<Buffer, void> {
  const input = createReadStream(file)
  const gunzip = createGunzip()
  input.on('error', (error) => gunzip.destroy(error))
  let pieces: Buffer[] = []
  let nothingYet = true
  try {
    for await (const chunk of input.pipe(gunzip) as AsyncIterable<Buffer>) {
      nothingYet = false
      let from = 0
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        pieces.push(chunk.subarray(from, at))
        yield pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
        pieces = []
        from = at + 1
      }
      if (from < chunk.length) pieces.push(chunk.subarray(from))
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new Error(`There is no file ${file}.`)
    if (code === 'Z_BUF_ERROR' && input.bytesRead > 0) throw new Error(`${file} ends too early: it was cut off.`)
    if (code?.startsWith('Z_')) throw nothingYet ? notOurs(file) : new Error(`${file} was altered: ${code}.`)
    throw error
  } finally {
    input.destroy()
  }
  if (pieces.length > 0) throw new Error(`${file} ends too early: it was cut off.`)
}
