// The disk of the database is really full: who sends a webhook is told to send it again, who votes is told to try again,
// who reads is answered. When there is room again, everything goes on by itself. On PostgreSQL the write-ahead log is on
// another disk: where that one is full, PostgreSQL stops itself.

import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it, type TestContext } from 'node:test'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { ownPostgres, withoutPostgres } from '../../bench/own-postgres.ts'
import { smallDisk } from '../support/small-disk.ts'
import { adminKey, ask } from './client.ts'
import { check, checkStored } from './invariants.ts'
import { startServer } from './server.ts'
import { play, type Story, settled } from './story.ts'
import { settleAt } from './village.ts'

const onPostgres = readTestDatabaseUrl() !== null
const megabytes = { embedded: 140, postgres: 160 } // two to three times what an empty database takes

/** A village whose database is on the small disk. */
async function onASmallDisk(t: TestContext) {
  const without = onPostgres ? withoutPostgres() : null
  const disk = without ?? smallDisk(onPostgres ? megabytes.postgres : megabytes.embedded)
  if (typeof disk === 'string') return disk
  const postgres = onPostgres ? await ownPostgres(disk.folder) : null
  const databaseUrl = postgres?.url ?? null
  const village = await settleAt(await startServer(databaseUrl, onPostgres ? undefined : disk.folder), databaseUrl, 5)
  t.after(async () => {
    disk.clear()
    await village.stop()
    await postgres?.stop()
    disk.stop()
  })
  return { disk, village }
}

describe('a full disk', () => {
  it('A full disk costs no webhook that was taken; reading goes on, and writing when there is room', {}, async (t) => {
    const made = await onASmallDisk(t)
    if (typeof made === 'string') return t.skip(made)
    const { disk, village } = made
    const { server, collective, community } = village
    const stories: Story[] = [await play(village, 0)]
    await settled(village, stories)
    await collective.webhooksSettled()
    const { url, body } = collective.webhookDeliveries.at(-1)!
    // Each of another id, and large enough to need room of its own.
    const send = (id: number) =>
      fetch(url, {
        method: 'POST',
        body: JSON.stringify({ ...(body as object), id, padding: randomBytes(60_000).toString('base64') }),
      })
    const write = async () => {
      const answer = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
        body: JSON.stringify({
          query: 'mutation ($input: CreateRoleInput!) { createRole(input: $input) { userErrors { code } } }',
          variables: { input: { community, name: randomBytes(20).toString('hex') } },
        }),
      })
      return (await answer.json()) as { errors?: { extensions: { code: string } }[] }
    }

    disk.fill()
    let refused: Response
    let id = 1_000_000
    do refused = await send(++id)
    while (refused.status === 200) // into what room the database still had
    assert.equal(refused.status, 503)
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    let told: Awaited<ReturnType<typeof write>>
    do told = await write()
    while (!told.errors)
    assert.deepEqual(
      told.errors.map(({ extensions }) => extensions.code),
      ['UNAVAILABLE'],
    )
    const { name } = await ask(server.url, `query table { community(community: "${community}") { name } }`)
    assert.equal(name, 'Tidewater')
    const story = play(village, 1)

    disk.clear()
    assert.equal((await send(id)).status, 200, 'what was refused is taken when it is sent again')
    stories.push(await story)
    await settled(village, stories)
    await check(village, stories)
    assert.equal(server.deaths, 0)
    t.diagnostic(`${await checkStored(village)} webhooks`)
  })
})
