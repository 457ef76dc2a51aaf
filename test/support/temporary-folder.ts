// A folder of a test's own, or of a harness's.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

const made = new Set<string>()
process.once('exit', () => made.forEach(removed))

/**
 * The path of an empty folder, which is gone when the test is over; of no test: when this process ends. What ends with the test ends in the order in which it began: a
 * program that writes into the folder may be there yet, so what cannot be removed then is removed when this process ends.
 */
export function temporaryFolder(t?: Pick<TestContext, 'after'>): string {
  const path = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  made.add(path)
  t?.after(() => removed(path))
  return path
}

function removed(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch {
    // Somebody writes there.
  }
}
