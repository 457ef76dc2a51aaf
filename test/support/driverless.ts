// The real graph over HTTP without its own driver: a test brings one that it may hold up, spoil or kill.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import pino from 'pino'
import { readConfig } from '../../backbone/config.ts'
import { typeIds } from '../../backbone/ids.ts'
import { openLog } from '../../backbone/log/log.ts'
import type { Execute } from '../../driver/index.ts'
import { startFolkmoot } from '../../gateway/processes/start.ts'
import { freshDatabase } from './template.ts'
import { testAdminKey } from './world.ts'

/** A server without its own driver, and a log to read. What is given to `stops` ends before them. */
export async function driverless(t: TestContext) {
  const { db, drop } = await freshDatabase()
  const stops: (() => Promise<unknown>)[] = []
  t.after(async () => {
    for (const stop of stops.reverse()) await stop()
    await drop()
  })
  const config = {
    ...readConfig({}),
    port: 0,
    adminKey: testAdminKey,
    secret: 'a secret of the tests',
    logLevel: 'silent' as const,
  }
  const folkmoot = await startFolkmoot(config, { db, driver: false })
  stops.push(() => folkmoot.stop())
  const log = openLog(db, typeIds, pino({ level: 'silent' }))
  stops.push(() => log.stop())
  const execute: Execute = async (query, variables) => {
    const answer = await fetch(`${folkmoot.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${testAdminKey}` },
      body: JSON.stringify({ query, variables }),
    })
    return (await answer.json()) as Awaited<ReturnType<Execute>>
  }
  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors } = await execute(query, variables)
    assert.deepEqual(errors ?? [], [])
    const [payload] = Object.values<any>(data!)
    assert.deepEqual(payload.userErrors ?? [], [])
    return payload
  }
  return { log, execute, ask, stops }
}
