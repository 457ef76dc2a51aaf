// The embedded database in its folder, for one process at a time.

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PGlite } from '@electric-sql/pglite'
import { lockFolder } from './folder-lock.ts'
import type { Migrations } from './migrate.ts'
import { createPglite } from './pglite.ts'
import { prepare } from './prepared.ts'

/**
 * @param parts whose tables a new database has
 * @throws Error of the code FOLDER_IN_USE when another has the folder open
 */
export async function openPglite(
  folder: string,
  parts: Record<string, Migrations> = {},
): Promise<{ pglite: PGlite; release: () => Promise<void> }> {
  return locked(folder, async () => {
    if (!hasDatabase(folder)) await prepare(databaseIn(folder), parts)
    return createPglite({ dataDir: databaseIn(folder) })
  })
}

/**
 * A database that takes its place in the folder only with `settle`: until then, whatever happens, there is none.
 * @throws Error when the folder has a database, or another has it open
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
    await prepare(beside, {})
    return createPglite({ dataDir: beside })
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

const databaseIn = (folder: string) => join(folder, 'database')

async function locked(folder: string, open: () => Promise<PGlite>) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const free = lockFolder(folder)
  const release = async () => free()
  try {
    return { pglite: await open(), release }
  } catch (error) {
    await release()
    throw new Error(`The embedded database in ${folder} cannot be opened.`, { cause: error })
  }
}
