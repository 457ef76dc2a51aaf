// A folder of a test's own.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** The path of an empty folder, which is gone when the test is over. */
export function temporaryFolder(t: Pick<TestContext, 'after'>): string {
  const path = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  t.after(() => rmSync(path, { recursive: true, force: true }))
  return path
}
