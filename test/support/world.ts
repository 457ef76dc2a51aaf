// What a test stands on: a fresh database with everything of the backbone over it, gone when the test ends.

import type { TestContext } from 'node:test'
import pino from 'pino'
import { type Clock, systemClock } from '../../backbone/clock.ts'
import { keptByDefault } from '../../backbone/database/keeping.ts'
import { typeIds } from '../../backbone/ids.ts'
import { openJobs } from '../../backbone/jobs/jobs.ts'
import { cursorsOf } from '../../backbone/log/cursors.ts'
import { openDirectory } from '../../backbone/log/directory.ts'
import { openLog } from '../../backbone/log/log.ts'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { atOnce } from '../../schema/policy/work.ts'
import { freshDatabase } from './template.ts'

export const testAdminKey = 'fma_of_the_tests_and_of_nothing_else'

export type TestBackbone = Omit<SubgraphDeps, 'ask' | 'call'> & {
  /** The database's address, where it has one: for a second process. */
  url: string | null
  adminKey: string
  /** Run at the end, before the backbone is stopped, last first. */
  defer(stop: () => Promise<unknown> | unknown): void
}

/** A fresh, migrated database and all that stands on it. Give `ask` and `call` yourself where a subgraph needs them. */
export async function testBackbone(t: TestContext, clock: Clock = systemClock): Promise<TestBackbone> {
  const { db, url, drop } = await freshDatabase()
  const logger = pino({ level: 'silent' })
  const log = openLog(db, typeIds, logger)
  const jobs = await openJobs(db, logger)
  const directory = await openDirectory({ log, clock, adminKey: testAdminKey, adminMark: 'mark' })
  const secrets = secretBox('a secret of the tests')
  const outbound = openOutbound(['127.0.0.1', 'localhost'])
  const deferred: (() => Promise<unknown> | unknown)[] = []
  t.after(async () => {
    for (const stop of deferred.reverse()) await stop()
    await jobs.stop()
    await directory.stop()
    await log.stop()
    await outbound.close()
    await drop()
  })
  return {
    db,
    url,
    log,
    jobs,
    ids: typeIds,
    clock,
    directory,
    secrets,
    cursors: cursorsOf(secrets),
    logger,
    keep: keptByDefault,
    fetch: outbound.fetch,
    checkAddress: outbound.check,
    policyWork: atOnce,
    publicUrl: 'https://folkmoot.example',
    adminKey: testAdminKey,
    defer: (stop) => void deferred.push(stop),
  }
}
