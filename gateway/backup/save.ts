// `npm run backup -- FILE`, whether Folkmoot runs or not.

import { copyFileSync, existsSync, renameSync, rmSync, statSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Saved, saveArchive } from '../../backbone/archive/save.ts'
import { type Config, readConfig } from '../../backbone/config.ts'
import { folderInUse } from '../../backbone/database/folder-lock.ts'
import { openDatabase } from '../../backbone/database/open.ts'
import { hasDatabase } from '../../backbone/database/pglite-folder.ts'
import { run } from '../run.ts'
import { askForBackup } from './door.ts'
import { version } from './version.ts'

/** Makes a backup of the database that the configuration names. @throws Error in a sentence; then there is no file */
export async function backUp(config: Config, file: string): Promise<Saved> {
  if (existsSync(file)) throw new Error(`There is a file ${file} already: wanted the name of a new one.`)
  const partial = `${file}.partial`
  rmSync(partial, { force: true })
  try {
    const saved = await saveInto(config, partial)
    renameSync(partial, file)
    return saved
  } finally {
    rmSync(partial, { force: true })
  }
}

async function saveInto(config: Config, partial: string): Promise<Saved> {
  const { databaseUrl, dataFolder } = config
  if (!databaseUrl && !hasDatabase(dataFolder)) throw new Error(`There is no database in ${dataFolder}.`)
  const db = await open()
  if (db === null) {
    const { file, saved } = await askForBackup(dataFolder)
    try {
      move(file, partial)
    } finally {
      rmSync(file, { force: true })
    }
    return saved
  }
  try {
    return await saveArchive(db, partial, version)
  } finally {
    await db.close()
  }

  /** null where a running server has the folder: then it is asked. */
  async function open() {
    try {
      return await openDatabase(databaseUrl ? { url: databaseUrl, poolSize: 1 } : { folder: dataFolder })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === folderInUse) return null
      throw error
    }
  }
}

function move(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    copyFileSync(from, to) // it lies on another disk
  }
}

/** What runs this file as a program. */
export function command(): Promise<void> {
  return run(async () => {
    const { positionals } = parseArgs({ allowPositionals: true })
    const [file] = positionals
    if (positionals.length !== 1 || !file) {
      throw new Error(`Wanted the name of one file: npm run backup -- FILE; got ${positionals.length}.`)
    }
    const config = readConfig()
    const { header, rows } = await backUp(config, file)
    const size = Math.ceil(statSync(file).size / 1024)
    console.log(`${file}: ${rows} rows up to event ${header.position}, as of ${header.madeAt}; ${size} KiB.`)
    const kept = config.secret ? 'FOLKMOOT_SECRET' : `${config.dataFolder}/secret`
    console.log(`Keep ${kept} with it, in another place: without it the credentials in it cannot be opened.`)
    process.exit(0)
  })
}

if (import.meta.main) await command()
