// A disk that is soon full: a small tmpfs, which only root may mount.

import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SmallDisk {
  folder: string
  /** Takes all the room that is left. */
  fill(): void
  /** Gives it back. */
  clear(): void
  stop(): void
}

/** @returns why it cannot be had, where it cannot. */
export function smallDisk(megabytes: number): SmallDisk | string {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=755`, 'folkmoot-test', folder], {
      stdio: 'pipe',
    })
  } catch (error) {
    rmdirSync(folder)
    return `no small disk can be mounted: ${String((error as { stderr?: unknown }).stderr ?? error).trim()}`
  }
  const filler = join(folder, 'filler')
  return {
    folder,
    fill() {
      const file = openSync(filler, 'w')
      for (let block = Buffer.alloc(1 << 20); ; ) {
        try {
          writeSync(file, block)
        } catch {
          if (block.length === 1) break
          block = block.subarray(0, block.length >> 1)
        }
      }
      closeSync(file)
    },
    clear: () => rmSync(filler, { force: true }),
    stop() {
      execFileSync('umount', ['-l', folder], { stdio: 'pipe' })
      rmdirSync(folder)
    },
  }
}
