import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, it } from 'node:test'
import { temporaryFolder } from '../support/temporary-folder.ts'

const module = join(import.meta.dirname, '../../gateway/compiled.ts')

/** Where a process keeps what it compiles, from the folder's point of view. */
function kept(folder: string, writable: boolean, environment: Record<string, string> = {}): string | null {
  const program = `
    import { getCompileCacheDir } from 'node:module'
    import { keepNow, keptBesideCode, keptWithData } from ${JSON.stringify(module)}
    keptBesideCode(${JSON.stringify({ path: join(folder, 'cache'), writable })})
    keptWithData(${JSON.stringify(join(folder, 'data'))})
    await import('yaml')
    keepNow()
    console.log(JSON.stringify(getCompileCacheDir() ?? null))
    process.kill(process.pid, 'SIGKILL')`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: join(import.meta.dirname, '../..'),
    encoding: 'utf8',
    env: environment,
  })
  const found = JSON.parse(stdout) as string | null
  if (found === null) return null
  assert.ok(readdirSync(found).length > 0, 'nothing was written before it was killed')
  return relative(folder, join(found, '..'))
}

describe('what was compiled', () => {
  it('Compiled code is kept beside the code, with the data where that cannot be written, or where it is said', (t) => {
    const folder = temporaryFolder(t)
    mkdirSync(join(folder, 'cache'))
    assert.equal(kept(folder, true), 'cache/compiled')
    assert.equal(kept(folder, false), 'data/compiled')
    assert.equal(kept(folder, true, { NODE_COMPILE_CACHE: join(folder, 'said') }), 'said')
    assert.equal(kept(folder, true, { NODE_DISABLE_COMPILE_CACHE: '1' }), null)
  })

  it('Compiled code is not kept where others could write it', (t) => {
    const folder = temporaryFolder(t)
    for (const name of ['cache', 'data']) mkdirSync(join(folder, name))
    const elsewhere = temporaryFolder(t)
    symlinkSync(elsewhere, join(folder, 'cache/compiled'))
    mkdirSync(join(folder, 'data/compiled'))
    chmodSync(join(folder, 'data/compiled'), 0o770)
    assert.equal(kept(folder, true), null)
    assert.deepEqual(readdirSync(elsewhere), [])
  })
})
