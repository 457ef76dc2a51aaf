import assert from 'node:assert/strict'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type OpenCollective, startOpenCollective } from '../../../sandbox/opencollective/index.ts'
import { client, PROCESS } from './client.ts'

describe('faults of the Open Collective stand-in', () => {
  let oc: OpenCollective
  let now: Date
  beforeEach(async () => {
    now = new Date('2026-11-23T12:00:00.250Z')
    oc = await startOpenCollective({ now: () => now })
  })
  afterEach(() => oc.stop())

  const submit = () => oc.submitExpense({ as: 'lin-yue', description: 'Paint', amountInCents: 4200 }).id
  const bot = () => client(oc.url, oc.tokens['governance-bot'])
  const approve = (id: string) => bot()(PROCESS, { id, action: 'APPROVE' })

  it('The stand-in breaks before or after the change, for the request that is named', async () => {
    const id = submit()
    oc.faults.next('500', { field: 'processExpense' })
    assert.equal((await bot()('{ me { slug } }')).status, 200)
    assert.equal((await approve(id)).status, 500)
    assert.equal(oc.expense(id).status, 'PENDING')
    oc.faults.next('500-after-apply')
    assert.equal((await approve(id)).status, 500)
    assert.equal(oc.expense(id).status, 'APPROVED')
    assert.equal((await approve(id)).status, 200)
  })

  it('The stand-in cuts the connection before or after the change', async () => {
    const id = submit()
    oc.faults.next('reset', { times: 2 })
    await assert.rejects(approve(id))
    await assert.rejects(approve(id))
    assert.equal(oc.expense(id).status, 'PENDING')
    oc.faults.next('reset-after-apply')
    await assert.rejects(approve(id))
    assert.deepEqual(oc.expense(id).approvedBy, ['governance-bot'])
  })

  it('The stand-in hangs until the client gives up, and stops all the same', async () => {
    oc.faults.next('hang', { field: 'loggedInAccount' })
    const giveUp = new AbortController()
    const body = JSON.stringify({ query: '{ loggedInAccount { slug } }' })
    const hanging = fetch(oc.url, { method: 'POST', body, signal: giveUp.signal })
    hanging.catch(() => {})
    while (!oc.requests.some(({ query }) => query.includes('loggedInAccount'))) await bot()('{ me { slug } }')
    giveUp.abort()
    await assert.rejects(hanging)
  })

  it('The stand-in answers 429 with a fraction of a second', async () => {
    oc.faults.next('429')
    const { status, headers } = await bot()('{ me { slug } }')
    assert.deepEqual([status, headers.get('retry-after')], [429, '0.25'])
  })

  it('The stand-in shows a page where JSON was wanted', async () => {
    oc.faults.next('html')
    await assert.rejects(bot()('{ me { slug } }'), /not valid JSON/)
  })

  it('The stand-in lets two writes race: both succeed, the last stands, each leaves an activity', async () => {
    const id = submit()
    const release = oc.faults.holdWrites()
    const both = ['APPROVE', 'APPROVE', 'REJECT'].map((action) => bot()(PROCESS, { id, action }))
    while (oc.faults.heldWrites < 3) await bot()('{ me { slug } }')
    release()
    const answers = await Promise.all(both)
    assert.deepEqual(
      answers.map(({ status, code }) => [status, code]),
      Array(3).fill([200, undefined]),
    )
    assert.equal(oc.expense(id).activities.length, 1 + 3)
  })

  it('The stand-in counts requests: so many for a token, fewer for an address', async () => {
    for (let i = 1; i <= 100; i++) {
      const { status, headers } = await bot()('{ me { slug } }')
      assert.deepEqual([status, headers.get('x-ratelimit-remaining')], [200, String(100 - i)])
    }
    now = new Date(now.getTime() + 20_048)
    const refused = await bot()('{ me { slug } }')
    assert.equal(refused.status, 429)
    assert.equal(refused.headers.get('retry-after'), '39.952')
    assert.match(refused.body.error.message, /Contact-us/)
    const nobody = client(oc.url)
    for (let i = 0; i < 10; i++) assert.equal((await nobody('{ me { slug } }')).status, 200)
    assert.match((await nobody('{ me { slug } }')).body.error.message, /Create a Personal Token/)
    now = new Date(now.getTime() + 39_952)
    assert.equal((await bot()('{ me { slug } }')).status, 200)
  })

  it('The stand-in refuses a token once it is revoked, and a scope it was not issued for', async () => {
    const token = oc.issueToken('maren-holt', { scopes: ['expenses'] })
    const ask = client(oc.url, token)
    const activities = `{ activities(account: [{ slug: "${oc.collective.slug}" }]) { totalCount nodes { id } } }`
    assert.equal((await ask(activities)).code, 'Forbidden')
    oc.setToken(token, 'revoked')
    assert.equal((await ask(activities)).status, 401)
    const outsider = await client(oc.url, oc.tokens['otis-gray'])(activities)
    assert.deepEqual(outsider.data.activities, { totalCount: 0, nodes: null })
  })

  it('The stand-in looks up a webhook address unless local ones are allowed', async () => {
    const strict = await startOpenCollective({ allowLocalWebhooks: false, resolveHost: () => Promise.reject() })
    const input = {
      account: { slug: oc.collective.slug },
      activityType: 'ACTIVITY_ALL',
      webhookUrl: 'http://127.0.0.1:1/x',
    }
    const create = 'mutation ($w: WebhookCreateInput!) { createWebhook(webhook: $w) { webhookUrl } }'
    const refused = await client(strict.url, strict.tokens['governance-bot'])(create, { w: input })
    const taken = await bot()(create, { w: input })
    await strict.stop()
    assert.match(refused.body.errors[0].message, /IP addresses cannot be used as webhooks/)
    assert.equal(taken.data.createWebhook.webhookUrl, input.webhookUrl)
  })
})
