// PostgreSQL is restarted while stories are told: in order, and as by a crash.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { ownPostgres, withoutPostgres } from '../../bench/own-postgres.ts'
import { check, checkStored } from './invariants.ts'
import { startServer } from './server.ts'
import { play, type Story, settled } from './story.ts'
import { settleAt } from './village.ts'

const skip = readTestDatabaseUrl() === null ? 'is tried with the tests on PostgreSQL' : (withoutPostgres() ?? false)

describe('a PostgreSQL server that is restarted under load', { skip }, () => {
  it('A PostgreSQL server restarted under load costs no webhook, decision, effect or event', async (t) => {
    const postgres = (await ownPostgres())!
    t.after(() => postgres.stop())
    // A webhook that comes in the moment is answered 503, and not sent again: reading finds it.
    const village = await settleAt(await startServer(postgres.url), postgres.url, 5)
    t.after(() => village.stop())
    const stories: Story[] = []
    let number = 0
    let restarting = true
    const load = [0, 1].map(async () => {
      while (restarting) stories.push(await play(village, number++))
    })
    for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
      const before = stories.length
      while (stories.length === before) await pause(20)
      await postgres.restart(signal)
    }
    restarting = false
    await Promise.all(load)
    await settled(village, stories)
    await check(village, stories)
    assert.equal(village.server.deaths, 0)
    t.diagnostic(`${stories.length} stories, ${await checkStored(village)} webhooks`)
  })
})
