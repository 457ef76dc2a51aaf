// A short selection of `npm run faults`: the real server, killed where it hurts most.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { freshDatabase } from '../support/template.ts'
import { someSteps, tryFaults } from './run.ts'

describe('a server that is killed on the way', () => {
  it('A server that is killed on the way loses nothing and does nothing twice', async (t) => {
    const fresh = readTestDatabaseUrl() ? await freshDatabase() : null
    t.after(() => fresh?.drop())
    const { webhooks, deaths } = await tryFaults(someSteps, {
      databaseUrl: fresh?.url ?? null,
      say: (line) => t.diagnostic(line),
    })
    assert.equal(deaths, someSteps.length)
    assert.ok(webhooks > 0)
  })
})
