// New databases for the embedded engine. To make one takes three seconds of CPU: so the first that is made, with its tables, is
// kept beside the code, and those after it are copies. A published package brings one.

import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type CacheFolder, cacheFolderOf } from '../cache-folder.ts'
import { packFolder, unpackFolder } from './folder-archive.ts'
import type { Migrations } from './migrate.ts'

/** What the process that makes one is told, as JSON. */
export interface Order {
  database: string
  parts: Record<string, Migrations>
}

/** What a published package brings. */
export const published = join(import.meta.dirname, '../../prepared')

const aged = 3_600_000 // milliseconds: another version's that nobody has made since is nobody's

/**
 * Makes a database with the tables of `parts`. It is made beside its place and then moved there: one that was killed half-way is
 * made anew.
 * @param cache where those are kept that were made before; null: nowhere
 */
export async function prepare(
  database: string,
  parts: Record<string, Migrations>,
  cache: CacheFolder | null = cacheFolderOf(),
): Promise<void> {
  const partial = `${database}.new`
  const name = nameOf(parts)
  const kept = [published, ...(cache ? [cache.path] : [])].map((folder) => join(folder, name))
  const isCopied = kept.some((file) => copied(file, partial))
  if (!isCopied) {
    rmSync(partial, { recursive: true, force: true })
    await make({ database: partial, parts })
    if (cache?.writable) keep(join(cache.path, name), partial)
  }
  renameSync(partial, database)
}

/** Leaves a new database with these tables in a folder, packed, for a package that is published with it. */
export async function publish(parts: Record<string, Migrations>, folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true })
  const database = join(folder, '.database')
  try {
    await make({ database, parts })
    writeFileSync(join(folder, nameOf(parts)), packFolder(database))
  } finally {
    rmSync(database, { recursive: true, force: true })
  }
}

/** A database made by the same engine with the same migrations is the same. */
function nameOf(parts: Record<string, Migrations>): string {
  const { resolve } = createRequire(import.meta.url)
  const engine = JSON.parse(readFileSync(join(resolve('@electric-sql/pglite'), '../../package.json'), 'utf8')).version
  const digest = createHash('sha256')
    .update(JSON.stringify([engine, parts]))
    .digest('hex')
  return `${prefix}${digest.slice(0, 32)}`
}

const prefix = 'database-'

/** Whatever is wrong with one that was kept, it is as if there were none. */
function copied(file: string, database: string): boolean {
  try {
    const archive = readFileSync(file)
    rmSync(database, { recursive: true, force: true })
    return unpackFolder(archive, database)
  } catch {
    return false
  }
}

/** Also where it fails there is a database: the next is then made, too. */
function keep(file: string, database: string): void {
  const partial = `${file}.${randomUUID()}`
  try {
    writeFileSync(partial, packFolder(database), { mode: 0o644 }) // whatever the umask
    renameSync(partial, file)
    for (const other of globSync(`${prefix}*`, { cwd: join(file, '..') })) {
      const path = join(file, '..', other)
      if (path !== file && Date.now() - statSync(path).mtimeMs > aged) rmSync(path, { force: true })
    }
  } catch {
    rmSync(partial, { force: true })
  }
}

/** In a process of its own: what `initdb` needs (some 600 MB) is gone with it. */
async function make(order: Order): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'pglite-init.ts')], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-10_000)
  })
  child.stdin.on('error', () => {}) // it ended, and says why
  child.stdin.end(JSON.stringify(order))
  const [code, signal] = await once(child, 'close')
  if (code !== 0) throw new Error(`A new database could not be made (${signal ?? code}): ${said}`)
}
