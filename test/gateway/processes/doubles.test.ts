// Two processes of each service over one PostgreSQL server, behind a balancer: both flows while what must be alone is
// killed and stays away, while every process is restarted one after another, and with a part that is not there at all.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { readTestDatabaseUrl } from '../../../backbone/config.ts'
import { serviceNames } from '../../../gateway/names.ts'
import { adminKey, ask } from '../../faults/client.ts'
import { check, checkStored } from '../../faults/invariants.ts'
import { startServices } from '../../faults/server.ts'
import { play, type Story, settled } from '../../faults/story.ts'
import { settleAt } from '../../faults/village.ts'
import { crowd } from '../../support/crowd.ts'
import { freshDatabase } from '../../support/template.ts'

const skip = readTestDatabaseUrl() === null && 'needs PostgreSQL: TEST_DATABASE_URL'

describe('two of each service', { skip }, () => {
  it('Two of each service lose nothing while they are killed, restarted and missed', async (t) => {
    await crowd(t)
    const { url: databaseUrl, drop } = await freshDatabase()
    const admin = new pg.Client({ connectionString: databaseUrl! })
    const village = await settleAt(await startServices(databaseUrl!), databaseUrl, 5)
    t.after(async () => {
      await village.stop()
      await admin.end()
      await drop()
    })
    const { server, community } = village
    await admin.connect()
    const stories: Story[] = []
    let number = 0
    const tell = async () => void stories.push(await play(village, number++))

    // What must be alone is killed and does not come back: the other driver and the other actions go on.
    const holderOfDriver = async () => {
      const { rows } = await admin.query<{ name: string }>(
        `select application_name as name from pg_locks join pg_stat_activity using (pid) where locktype = 'advisory'
        and objsubid = 1 and granted and (classid::bigint << 32 | objid::bigint) = hashtextextended('folkmoot.driver', 0)`,
      )
      return server.of('driver').find(({ pid }) => rows[0]?.name === `folkmoot ${pid()}`)
    }
    const holder = (await holderOfDriver())!
    const told = tell()
    const reader = server.of('actions')[0]!
    await Promise.all([holder.end('SIGKILL'), reader.end('SIGKILL')])
    const killed = performance.now()
    const seconds = () => ((performance.now() - killed) / 1000).toFixed(1)
    while (!(await holderOfDriver())) await pause(20)
    t.diagnostic(`another driver after ${seconds()} s`)
    await told
    await settled(village, stories)
    t.diagnostic(`both flows done ${seconds()} s after the kill`)
    await Promise.all([holder.start(), reader.start()])

    // Each is told to stop, ends in order, and is started again, while stories go on.
    let rolling = true
    const load = (async () => {
      for (; rolling; await pause(500)) await tell()
    })()
    for (const name of serviceNames)
      for (const one of server.of(name)) {
        assert.equal(await one.end('SIGTERM'), 0, name)
        await one.start()
      }
    rolling = false
    await load
    await settled(village, stories)
    await check(village, stories)
    t.diagnostic(`${stories.length} stories; ${village.subscribers.decisions.returns} returns of a subscriber`)

    // A part that is not there makes its own fields null; it is found again without a restart of the others.
    const look = async () => {
      const answer = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
        body: JSON.stringify({ query: `{ community(community: "${community}") { name cred { total } } }` }),
      })
      return (await answer.json()) as any
    }
    await Promise.all(server.of('cred').map((one) => one.end('SIGKILL')))
    const without = await look()
    assert.deepEqual(without.data.community, { name: 'Tidewater', cred: null })
    assert.deepEqual(
      without.errors.map(({ extensions }: any) => extensions),
      [{ code: 'UNAVAILABLE', part: 'cred' }],
    )
    await server.of('cred')[1]!.start()
    const { cred } = await ask(server.url, `{ community(community: "${community}") { cred { total } } }`)
    assert.ok(cred.total > 0)
    await checkStored(village)
  })
})
