// PGlite as it is opened everywhere: with little memory, and compiled once.

import { setFlagsFromString } from 'node:v8'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'

/**
 * PostgreSQL's own default, 128 MB, is written over at each start, which takes half a second, and stays taken: what is read from
 * the folder is in the operating system's memory as well.
 */
const sharedBuffers = '32MB'

/** @param options what differs; without `dataDir` it is in memory */
export async function createPglite(options: PGliteOptions = {}): Promise<PGlite> {
  compileOnce()
  const startParams = [...PGlite.defaultStartParams, '-c', `shared_buffers=${sharedBuffers}`]
  return PGlite.create({ startParams, ...options })
}

/**
 * V8 compiles WebAssembly quickly at first, and what runs often once more. One function of PGlite, PostgreSQL's loop over
 * expressions, then takes two seconds of CPU and 600 MB for a while (docs/decisions/embedded-database.md). What was compiled
 * before is not concerned.
 */
function compileOnce(): void {
  setFlagsFromString('--no-wasm-tier-up')
  setFlagsFromString('--no-wasm-dynamic-tiering')
}
