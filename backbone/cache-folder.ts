// A folder for what can be made again, beside the code: it serves every data folder, and is gone with `node_modules`. What is
// read from it runs, or becomes a database. So it counts as much as the code does, and is used only where nobody can write it
// who could not as well change the code.

import { accessSync, constants, lstatSync, mkdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'

export interface CacheFolder {
  path: string
  /** Whether this process may keep something there. */
  writable: boolean
}

/** @param code the folder that has `node_modules`. @returns null where there is none, and none can be made, or where others could write it */
export function cacheFolderOf(code: string = join(import.meta.dirname, '..')): CacheFolder | null {
  try {
    const asSafeAs = statSync(code)
    const modules = join(code, 'node_modules')
    if (!isSafe(made(modules, statSync), asSafeAs)) return null
    let path = modules
    for (const name of ['.cache', 'folkmoot']) {
      path = join(path, name)
      if (!isSafe(made(path, lstatSync), asSafeAs)) return null
    }
    return { path, writable: isWritable(path) }
  } catch {
    return null
  }
}

function made(folder: string, look: (folder: string) => Stats): Stats {
  try {
    return look(folder)
  } catch {
    mkdirSync(folder, { mode: 0o755 })
    return look(folder)
  }
}

/** Of the code's owner, of root or our own; and written by no group or others that may not write the code. */
export function isSafe(folder: Stats, code: Pick<Stats, 'uid' | 'gid' | 'mode'>): boolean {
  if (!folder.isDirectory()) return false
  const own = process.geteuid?.()
  if (own === undefined) return true // no such owners: Windows has it inherit who may write from the code's folder
  if (![own, 0, code.uid].includes(folder.uid)) return false
  const others = 0o002
  const group = 0o020
  if (folder.mode & others && !(code.mode & others)) return false
  return !(folder.mode & group) || (Boolean(code.mode & group) && folder.gid === code.gid)
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
