// A folder is one process's alone, by a lock that the kernel holds: it is gone with the process, however that ended, and
// holds between containers on one volume, where process ids mean nothing. Node has no such lock of its own; SQLite takes one
// (fcntl) on its file for a transaction that is exclusive. Nothing is ever written to that file, and nothing else may open it
// in this process: the lock would go when that is closed.

import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

// SQLite lets go of a file that is no longer referred to.
const held = new Set<DatabaseSync>()

/** The code of the error by which a folder is refused that another has. */
export const folderInUse = 'FOLDER_IN_USE'

/**
 * @returns what gives the folder free again
 * @throws Error in a sentence; with the code FOLDER_IN_USE where another has the folder, in this process or elsewhere
 */
export function lockFolder(folder: string): () => void {
  const file = new DatabaseSync(join(folder, 'one-process.sqlite'), { open: false, timeout: 0 })
  try {
    file.open()
    file.exec('pragma journal_mode = memory; begin exclusive')
  } catch (error) {
    if (file.isOpen) file.close()
    throw refusal(folder, error)
  }
  held.add(file)
  const note = join(folder, 'lock')
  // Only words, for whoever is refused: it may be of a process that is long gone.
  writeFileSync(note, `process ${process.pid} on ${hostname()}, since ${new Date().toISOString()}\n`)
  return () => {
    if (!held.delete(file)) return
    rmSync(note, { force: true })
    file.close()
  }
}

/** In words, by SQLite's result code: https://www.sqlite.org/rescode.html */
export function refusal(folder: string, error: unknown): Error {
  const { errcode = 0, message } = error as { errcode?: number; message: string }
  const busy = 5
  const inputOrOutput = 10
  const kind = errcode & 0xff
  if (kind === busy) {
    const by = noteIn(folder)
    return Object.assign(
      new Error(
        `The folder ${folder} is used by ${by ?? 'another process'}. Stop that one, or use another FOLKMOOT_DATA, or PostgreSQL for many processes. There is no file to remove: the lock is gone as soon as the process is.${by === null ? ` If nothing runs there, the file system has no locks: ${elsewhere}` : ''}`,
      ),
      { code: folderInUse },
    )
  }
  if (kind === inputOrOutput) {
    return new Error(`The file system of ${folder} gives no lock (${message}): ${elsewhere}`, { cause: error })
  }
  return new Error(
    `Wanted to lock ${join(folder, 'one-process.sqlite')}, which this user must be able to write; got: ${message}.`,
    { cause: error },
  )
}

const elsewhere = 'use a local disk or a network share with locks for FOLKMOOT_DATA, or PostgreSQL.'

function noteIn(folder: string): string | null {
  try {
    const note = readFileSync(join(folder, 'lock'), 'utf8').trim()
    return /^process \d+ on [^\n]{1,300}$/.test(note) ? note : null
  } catch {
    return null
  }
}
