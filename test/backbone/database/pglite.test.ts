import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, it } from 'node:test'

describe('PGlite as it is opened', () => {
  it('PGlite is compiled once: a loop over many rows has nothing optimised', () => {
    const database = join(import.meta.dirname, '../../../backbone/database/pglite.ts')
    const program = `
      import { createPglite } from ${JSON.stringify(database)}
      const pglite = await createPglite()
      await pglite.query('select sum(n * 2) from generate_series(1, 100000) as t (n) where n % 3 = 0')
      await pglite.close()
      process.exit()`
    const { status, stdout } = spawnSync(
      process.execPath,
      ['--trace-wasm-compilation-times', '--input-type=module', '-e', program],
      { encoding: 'utf8', maxBuffer: 2 ** 28 },
    )
    assert.equal(status, 0)
    const compiled = stdout.match(/^Compiled function .*/gm) ?? []
    assert.ok(compiled.length > 1000, `only ${compiled.length} functions were seen`)
    const optimised = compiled.filter((line) => /turbofan/i.test(line) && !/wrapper/i.test(line))
    assert.deepEqual(optimised.slice(0, 3), [])
  })
})
