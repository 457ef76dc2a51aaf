import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, type Stats, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { cacheFolderOf, isSafe } from '../../backbone/cache-folder.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the folder for what can be made again', () => {
  it('The cache folder stands beside the code, and is made where it is not there', (t) => {
    const code = temporaryFolder(t)
    const made = cacheFolderOf(code)
    assert.deepEqual(made, { path: join(code, 'node_modules/.cache/folkmoot'), writable: true })
    assert.deepEqual(cacheFolderOf(code), made)
    assert.equal(statSync(made!.path).mode & 0o022, 0)
  })

  it('The cache folder is none where others could write what lies in it', (t) => {
    for (const open of ['node_modules', 'node_modules/.cache', 'node_modules/.cache/folkmoot']) {
      const code = temporaryFolder(t)
      cacheFolderOf(code)
      chmodSync(join(code, open), 0o777)
      assert.equal(cacheFolderOf(code), null, open)
      chmodSync(join(code, open), 0o1777)
      assert.equal(cacheFolderOf(code), null, `${open}, sticky`)
    }
  })

  it('The cache folder is none where something else has its name', (t) => {
    const linked = temporaryFolder(t)
    mkdirSync(join(linked, 'node_modules'))
    symlinkSync(temporaryFolder(t), join(linked, 'node_modules/.cache'))
    assert.equal(cacheFolderOf(linked), null)
    const file = temporaryFolder(t)
    writeFileSync(join(file, 'node_modules'), '')
    assert.equal(cacheFolderOf(file), null)
    assert.equal(cacheFolderOf(join(file, 'nowhere')), null)
  })

  it('The cache folder of somebody else is not used, that of the code or of root is', () => {
    const own = process.geteuid!()
    const stats = (uid: number, mode = 0o755, gid = 7) => ({ uid, gid, mode, isDirectory: () => true }) as Stats
    const code = stats(own + 1)
    assert.ok(isSafe(stats(own), code))
    assert.ok(isSafe(stats(own + 1), code))
    assert.ok(isSafe(stats(0), code))
    assert.ok(!isSafe(stats(own + 2), code))
    assert.ok(!isSafe(stats(own, 0o775), code))
    assert.ok(isSafe(stats(own, 0o775), stats(own, 0o775)))
    assert.ok(!isSafe(stats(own, 0o775, 8), stats(own, 0o775)))
    assert.ok(!isSafe(stats(own, 0o757), stats(own, 0o775)))
  })
})
