import assert from 'node:assert/strict'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, it } from 'node:test'
import { type OpenCollective, startOpenCollective } from '../../../sandbox/opencollective/index.ts'
import { client } from './client.ts'
import { absent, recordedWebhook } from './recordings.ts'

interface Heard {
  path: string
  headers: IncomingHttpHeaders
  body: any
}

describe('webhooks of the stand-in', () => {
  let oc: OpenCollective
  let listener: Server
  let heard: Heard[]
  let answer: number
  let hook: string

  beforeEach(async () => {
    heard = []
    answer = 200
    listener = createServer(async (request, response) => {
      let text = ''
      for await (const chunk of request) text += chunk
      heard.push({ path: request.url!, headers: request.headers, body: JSON.parse(text) })
      response.writeHead(answer, answer === 302 ? { location: '/elsewhere' } : {})
      response.end()
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    hook = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hooks/secret`
    oc = await startOpenCollective()
    await register('ACTIVITY_ALL', hook)
  })
  afterEach(async () => {
    await oc.stop()
    listener.closeAllConnections()
    await new Promise((resolve) => listener.close(resolve))
  })

  async function register(activityType: string, webhookUrl: string, as = 'governance-bot') {
    const { data } = await client(oc.url, oc.tokens[as])(
      'mutation ($w: WebhookCreateInput!) { createWebhook(webhook: $w) { id } }',
      { w: { account: { slug: oc.collective.slug }, activityType, webhookUrl } },
    )
    return data.createWebhook.id as string
  }
  const submit = () => oc.submitExpense({ as: 'lin-yue', description: 'Paint', amountInCents: 4200 })

  it('Webhooks of the stand-in are told what happened, unsigned', async () => {
    const { id, idV2, legacyId } = submit()
    await oc.webhooksSettled()
    const [{ path, headers, body }] = heard as [Heard]
    assert.equal(path, '/hooks/secret')
    assert.match(headers['user-agent']!, /^axios\//)
    assert.equal(headers['content-type'], 'application/json')
    assert.equal(body.type, 'collective.expense.created')
    assert.equal(body.CollectiveId, oc.collective.legacyId)
    assert.deepEqual([body.data.expense.publicId, body.data.expense.idV2, body.data.expense.id], [id, idV2, legacyId])
    assert.deepEqual(
      oc.webhookDeliveries.map(({ status }) => status),
      [200],
    )
  })

  it('Webhooks of the stand-in have the shape of the recorded ones', { skip: absent }, async () => {
    const expense = submit()
    await oc.process({ as: 'maren-holt', expense, action: 'REJECT', message: 'Too dear' })
    await oc.webhooksSettled()
    const recorded = [
      'expense-created--collective.expense.created',
      'processExpense-REJECT-ok-with-message--collective.expense.rejected',
      'processExpense-REJECT-ok-with-message--expense.comment.created',
    ].map(recordedWebhook)
    for (const { body, headers } of recorded) {
      const mine = heard.find((one) => one.body.type === body.type)!
      assert.deepEqual(shape(mine.body), shape(body), body.type)
      const names = (all: object) =>
        Object.keys(all)
          .map((name) => name.toLowerCase())
          .sort()
      assert.deepEqual(names(mine.headers), names(headers))
    }
  })

  it('Webhooks of the stand-in say nothing about comments, and are never sent for a deletion', async () => {
    const expense = submit()
    oc.comment({ as: 'lin-yue', expense, html: 'The receipt follows' })
    oc.deleteExpense({ as: 'lin-yue', expense })
    await oc.webhooksSettled()
    const about = heard.map(({ body }) => [body.type, Object.keys(body.data)])
    assert.deepEqual(about.toSorted(), [
      ['collective.expense.created', ['expense', 'fromCollective', 'collective']],
      ['expense.comment.created', []],
    ])
  })

  it('Webhooks of the stand-in get one attempt, whatever they answer, and no redirect is followed', async () => {
    for (const status of [500, 302]) {
      answer = status
      submit()
      await oc.webhooksSettled()
    }
    assert.deepEqual(
      heard.map(({ path }) => path),
      ['/hooks/secret', '/hooks/secret'],
    )
    assert.deepEqual(
      oc.webhookDeliveries.map(({ status }) => status),
      [500, 302],
    )
  })

  it('Webhooks of the stand-in have one id for one activity, over all hooks', async () => {
    await register('COLLECTIVE_EXPENSE_CREATED', `${hook}-too`, 'maren-holt')
    const expense = submit()
    await oc.process({ as: 'maren-holt', expense, action: 'APPROVE' })
    await oc.webhooksSettled()
    const created = heard.filter(({ body }) => body.type === 'collective.expense.created')
    assert.deepEqual(created.map(({ path }) => path).toSorted(), ['/hooks/secret', '/hooks/secret-too'])
    assert.equal(created[0]!.body.id, created[1]!.body.id)
    assert.equal(heard.length, 3, 'the second hook hears of its own type alone')
  })

  it('Webhooks of the stand-in are silent once deleted, and after a success that did nothing', async () => {
    const expense = submit()
    await oc.process({ as: 'maren-holt', expense, action: 'APPROVE' })
    await oc.process({ as: 'otis-gray', expense, action: 'APPROVE' })
    await oc.webhooksSettled()
    assert.equal(heard.length, 2)
    const ask = client(oc.url, oc.tokens['governance-bot'])
    const { data } = await ask(`{ account(slug: "${oc.collective.slug}") { webhooks { nodes { id } } } }`)
    const { id } = data.account.webhooks.nodes[0]
    await ask(`mutation { deleteWebhook(webhook: { id: "${id}" }) { __typename } }`)
    submit()
    await oc.webhooksSettled()
    assert.equal(heard.length, 2)
  })

  it('Webhooks of the stand-in are dropped, doubled, held and turned round on demand', async () => {
    oc.faults.webhooks = 'drop'
    submit()
    oc.faults.webhooks = 'duplicate'
    submit()
    await oc.webhooksSettled()
    assert.deepEqual(
      heard.map(({ body }) => body.id),
      [heard[0]!.body.id, heard[0]!.body.id],
    )
    oc.faults.webhooks = 'hold'
    const expense = submit()
    await oc.process({ as: 'maren-holt', expense, action: 'APPROVE' })
    await oc.webhooksSettled()
    assert.equal(heard.length, 2)
    await oc.faults.releaseWebhooks({ reversed: true })
    assert.deepEqual(
      heard.slice(2).map(({ body }) => body.type),
      ['collective.expense.approved', 'collective.expense.created'],
    )
  })
})

function shape(value: any): unknown {
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shape(inner)]))
}
