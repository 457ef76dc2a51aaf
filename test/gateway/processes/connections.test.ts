import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { readConfig, readTestDatabaseUrl } from '../../../backbone/config.ts'
import { layFoundation } from '../../../gateway/processes/foundation.ts'
import { freshDatabase } from '../../support/template.ts'

const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'

describe('FOLKMOOT_DATABASE_CONNECTIONS', () => {
  it('A number of connections that is none, or too few, is refused', () => {
    assert.equal(readConfig({}).databaseConnections, 10)
    for (const FOLKMOOT_DATABASE_CONNECTIONS of ['1', '0', '-3', '2.5', '1001', 'many'])
      assert.throws(() => readConfig({ FOLKMOOT_DATABASE_CONNECTIONS }), {
        message: `FOLKMOOT_DATABASE_CONNECTIONS: wanted a whole number from 2 to 1000; got "${FOLKMOOT_DATABASE_CONNECTIONS}".`,
      })
  })

  it('A number of connections bounds how many statements run at once', { skip }, async (t) => {
    const { url: databaseUrl, drop } = await freshDatabase()
    t.after(drop)
    const config = readConfig({ FOLKMOOT_DATABASE_CONNECTIONS: '3', LOG_LEVEL: 'silent' })
    const secrets = { secret: 'a secret of the tests', adminKey: 'fma_of_the_tests_and_of_nothing_else' }
    const foundation = await layFoundation({ ...config, ...secrets, databaseUrl }, {})
    try {
      const asked = Array.from({ length: 12 }, () =>
        sql<{ pid: number }>`select pg_backend_pid() as pid, pg_sleep(0.05)`.execute(foundation.db.root),
      )
      const pids = (await Promise.all(asked)).map(({ rows }) => rows[0]!.pid)
      assert.equal(new Set(pids).size, 3)
    } finally {
      await foundation.stop()
    }
  })
})
