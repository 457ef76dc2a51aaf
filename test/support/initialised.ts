// An embedded database that is initialised and has nothing of ours in it, for servers in a process of their own: initialised
// once and copied, since it takes some seconds. That a server does it itself is tried by the tests of its start.

import { constants, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openPglite } from '../../backbone/database/pglite-folder.ts'

const modules = join(import.meta.dirname, '../../node_modules')
const { version } = JSON.parse(readFileSync(join(modules, '@electric-sql/pglite/package.json'), 'utf8'))
const cache = join(modules, '.cache/folkmoot')
const made = join(cache, `initialised-${version}`)

/** @param folder of a server that has not been started yet */
export async function initialiseIn(folder: string): Promise<void> {
  if (!existsSync(made)) await make()
  cpSync(join(made, 'database'), join(folder, 'database'), { recursive: true, mode: constants.COPYFILE_FICLONE })
}

async function make(): Promise<void> {
  const partial = `${made}.${process.pid}`
  mkdirSync(cache, { recursive: true })
  const { pglite, release } = await openPglite(partial)
  await pglite.close()
  await release()
  try {
    renameSync(partial, made)
  } catch (error) {
    if (!existsSync(made)) throw error
    rmSync(partial, { recursive: true }) // somebody else was first
  }
}
