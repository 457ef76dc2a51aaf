import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { openDatabase } from '../../backbone/database.ts'

function folder(t: TestContext): string {
  const made = mkdtempSync(join(tmpdir(), 'folkmoot-test-'))
  t.after(() => rmSync(made, { recursive: true, force: true }))
  return made
}

describe('the folder of the embedded database', () => {
  it('keeps what was written, also beside what a start that was killed has left', async (t) => {
    const place = folder(t)
    mkdirSync(join(place, 'database.new'))
    writeFileSync(join(place, 'database.new/PG_VERSION'), 'half')
    writeFileSync(join(place, 'lock'), '999999999')
    const first = await openDatabase({ folder: place })
    await sql`create table kept (n int)`.execute(first.root)
    await sql`insert into kept values (7)`.execute(first.root)
    await first.close()
    const second = await openDatabase({ folder: place })
    const { rows } = await sql`select n from kept`.execute(second.root)
    await second.close()
    assert.deepEqual(rows, [{ n: 7 }])
  })

  it('is refused to a second process, by the name of the first', async (t) => {
    const place = folder(t)
    writeFileSync(join(place, 'lock'), '1')
    await assert.rejects(
      openDatabase({ folder: place }),
      /is used by process 1\. Use another FOLKMOOT_DATA, or PostgreSQL/,
    )
  })
})
