// A folder as one file: a line with the SHA-256 of what follows, which is compressed: a line that names folders and files,
// and their bytes. What was cut off or changed by a fault is found before anything of it is used.

import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

interface Contents {
  folders: string[]
  files: [path: string, bytes: number][]
}

/** A database has most of its files three times, megabytes apart: so it takes a third. */
const farApart = { [constants.ZSTD_c_enableLongDistanceMatching]: 1, [constants.ZSTD_c_windowLog]: 26 }
const digestLength = 64
const newLine = 10

/** The folder with all in it, as bytes. */
export function packFolder(folder: string): Buffer {
  const all = globSync('**/*', { cwd: folder, withFileTypes: true })
  const path = (entry: (typeof all)[number]) => join(entry.parentPath, entry.name).slice(folder.length + 1)
  const files = all
    .filter((entry) => entry.isFile())
    .map((entry) => ({ path: path(entry), bytes: readFileSync(join(folder, path(entry))) }))
  const contents: Contents = {
    folders: all
      .filter((entry) => entry.isDirectory())
      .map(path)
      .sort(),
    files: files.map(({ path, bytes }) => [path, bytes.length]),
  }
  const packed = zstdCompressSync(
    Buffer.concat([Buffer.from(`${JSON.stringify(contents)}\n`), ...files.map(({ bytes }) => bytes)]),
    { params: farApart },
  )
  return Buffer.concat([Buffer.from(`${digestOf(packed)}\n`), packed])
}

/**
 * Makes the folder, which is not there, of what `packFolder` gave.
 * @returns false, and there is no folder, where the bytes are not what was packed
 */
export function unpackFolder(archive: Buffer, folder: string): boolean {
  const packed = archive.subarray(digestLength + 1)
  if (archive.subarray(0, digestLength).toString('latin1') !== digestOf(packed)) return false
  const whole = zstdDecompressSync(packed)
  const end = whole.indexOf(newLine)
  const { folders, files } = JSON.parse(whole.subarray(0, end).toString()) as Contents
  mkdirSync(folder, { recursive: true })
  for (const path of folders) mkdirSync(join(folder, path), { recursive: true })
  let at = end + 1
  for (const [path, bytes] of files) {
    writeFileSync(join(folder, path), whole.subarray(at, at + bytes))
    at += bytes
  }
  return true
}

const digestOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
