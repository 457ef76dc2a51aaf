// The server is killed while it delivers to an external driver: nothing is lost, nothing is overtaken, and what comes twice
// comes under the same id.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { startEndpoint, verified } from '../support/endpoint.ts'
import { freshDatabase } from '../support/template.ts'
import { ask, tell } from './client.ts'
import { startServer } from './server.ts'

describe('a server that delivers', () => {
  it('A server killed while it delivers, after an answer or anywhere, delivers the rest', {}, async (t) => {
    const fresh = readTestDatabaseUrl() ? await freshDatabase() : null
    t.after(() => fresh?.drop())
    const server = await startServer(fresh?.url ?? null)
    t.after(() => server.stop())
    const endpoint = await startEndpoint(t)
    const { community } = await tell(
      server.url,
      'createCommunity',
      { slug: 'garden', name: 'Garden' },
      'community { id }',
      {
        done: ['SLUG_TAKEN'],
      },
    )
    const { driverSecret } = await tell(
      server.url,
      'setDriver',
      { community: community.id, kind: 'EXTERNAL', endpoint: endpoint.url },
      'driverSecret',
    )
    let number = 0
    const edit = async () => {
      number += 1
      const subject = { type: 'page', id: `page ${number}` }
      const input = { community: 'garden', kind: 'wiki.page.edited', subject, idempotencyKey: `edit ${number}` }
      await tell(server.url, 'reportAction', input, 'action { id }')
    }
    const pages = () => endpoint.sent.map(({ body }) => body.payload.action.subject.id as string)
    const all = () => Array.from({ length: number }, (_, n) => `page ${n + 1}`)
    for (const step of ['after call POST /folkmoot', '#5']) {
      const { deaths } = server
      server.dieAt(step)
      for (let n = 0; n < 4 || server.deaths === deaths; n++) await edit()
      await server.up()
      await endpoint.until(() => pages().includes(`page ${number}`))
    }
    assert.equal(server.deaths, 2)
    const once = endpoint.sent.filter(({ id }, at) => endpoint.sent[at - 1]?.id !== id)
    assert.deepEqual(
      once.map(({ body }) => body.payload.action.subject.id),
      all(),
      'in order; what comes again comes next',
    )
    assert.ok(endpoint.sent.length > once.length, 'one was answered, and came again')
    for (const each of endpoint.sent) verified(driverSecret, each)
    for (;;) {
      const { driver } = await ask(server.url, '{ community(community: "garden") { driver { undelivered dead } } }')
      assert.equal(driver.dead, 0)
      if (driver.undelivered === 0) break
    }
  })
})
