// What V8 makes of our code, and Node of TypeScript: kept from one start to the next, which spares it half a second of CPU. It
// runs without being looked at again, so it lies where nobody can write who could not change the code, or read the secrets.

import { lstatSync, mkdirSync } from 'node:fs'
import { enableCompileCache, flushCompileCache, getCompileCacheDir } from 'node:module'
import { join } from 'node:path'
import { type CacheFolder, cacheFolderOf, isSafe } from '../backbone/cache-folder.ts'

/** From here on what is loaded is kept: beside the code, if it can be, or where NODE_COMPILE_CACHE says. */
export function keptBesideCode(cache: CacheFolder | null = cacheFolderOf()): void {
  if (cache?.writable) keepIn(cache.path)
}

/** As `keptBesideCode`, in the data folder, where it could not be kept there. Where it cannot here either, it is not. */
export function keptWithData(dataFolder: string): void {
  keepIn(dataFolder)
}

/** Writes down what was loaded: a process that is killed keeps nothing at its end. */
export const keepNow = flushCompileCache

function keepIn(parent: string): void {
  if (getCompileCacheDir() !== undefined) return
  const folder = join(parent, 'compiled')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const ofNobodyElse = { uid: process.geteuid?.() ?? 0, gid: 0, mode: 0o700 }
    if (isSafe(lstatSync(folder), ofNobodyElse)) enableCompileCache(folder)
  } catch {
    // Every start compiles everything, then.
  }
}
