// The embedded database in its folder, for one process at a time.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PGlite } from '@electric-sql/pglite'

/** @throws Error when a running process has the folder open. */
export async function openPglite(folder: string): Promise<{ pglite: PGlite; release: () => Promise<void> }> {
  return locked(folder, async () => {
    if (!hasDatabase(folder)) await initialise(databaseIn(folder))
    return PGlite.create(databaseIn(folder))
  })
}

/**
 * A database that takes its place in the folder only with `settle`: until then, whatever happens, there is none.
 * @throws Error when the folder has a database, or a running process has it open
 */
export async function newPglite(
  folder: string,
): Promise<{ pglite: PGlite; settle: () => Promise<void>; release: () => Promise<void> }> {
  const beside = `${databaseIn(folder)}.restored`
  if (hasDatabase(folder)) {
    throw new Error(`Wanted a folder without a database; ${folder} has one. Name a new folder by FOLKMOOT_DATA.`)
  }
  const opened = await locked(folder, async () => {
    rmSync(beside, { recursive: true, force: true })
    await initialise(beside)
    return PGlite.create(beside)
  })
  return {
    pglite: opened.pglite,
    async settle() {
      if (!opened.pglite.closed) await opened.pglite.close()
      renameSync(beside, databaseIn(folder))
    },
    async release() {
      if (!opened.pglite.closed) await opened.pglite.close()
      rmSync(beside, { recursive: true, force: true })
      await opened.release()
    },
  }
}

export const hasDatabase = (folder: string) => existsSync(databaseIn(folder))

/** The running process that has the folder open; null when none has. */
export function holderOf(folder: string): number | null {
  try {
    const holder = Number(readFileSync(join(folder, 'lock'), 'utf8'))
    return holder && isRunning(holder) ? holder : null
  } catch {
    return null
  }
}

const databaseIn = (folder: string) => join(folder, 'database')

async function locked(folder: string, open: () => Promise<PGlite>) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const lock = join(folder, 'lock')
  takeLock(lock, folder)
  const release = async () => rmSync(lock, { force: true })
  try {
    return { pglite: await open(), release }
  } catch (error) {
    await release()
    throw new Error(`The embedded database in ${folder} cannot be opened.`, { cause: error })
  }
}

/** Made beside its place and then moved there: one that was killed half-way is made anew. */
async function initialise(database: string): Promise<void> {
  const partial = `${database}.new`
  rmSync(partial, { recursive: true, force: true })
  await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'pglite-init.ts'), partial])
  renameSync(partial, database)
}

function takeLock(lock: string, folder: string): void {
  for (let tries = 0; ; tries++) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || tries > 3) throw error
    }
    const holder = Number(readFileSync(lock, 'utf8'))
    if (holder && holder !== process.pid && isRunning(holder)) {
      throw new Error(
        `The folder ${folder} is used by process ${holder}. Use another FOLKMOOT_DATA, or PostgreSQL for many processes.`,
      )
    }
    rmSync(lock, { force: true })
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
