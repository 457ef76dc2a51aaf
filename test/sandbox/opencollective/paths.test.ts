import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { type OpenCollective, startOpenCollective } from '../../../sandbox/opencollective/index.ts'

describe('plain HTTP paths of the stand-in', () => {
  let oc: OpenCollective
  before(async () => {
    oc = await startOpenCollective()
  })
  after(() => oc.stop())

  async function call(method: string, path: string, body?: object) {
    const init = body
      ? { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
      : { method }
    const response = await fetch(oc.webUrl + path, init)
    return { status: response.status, body: (await response.json()) as any }
  }

  it('The stand-in over plain HTTP lets a newcomer submit, and an admin decide', async () => {
    const { body } = await call('POST', '/sandbox/expenses', {
      as: 'lin-yue',
      description: 'Paint',
      amountInCents: 4200,
    })
    const path = `/sandbox/expenses/${body.legacyId}`
    assert.equal(body.status, 'PENDING')
    const commented = await call('POST', `${path}/comment`, { as: 'lin-yue', html: '<p>Soon, please</p>' })
    assert.deepEqual(commented.body.comments, [{ by: 'lin-yue', html: '<p>Soon, please</p>' }])
    assert.equal((await call('POST', `${path}/edit`, { as: 'lin-yue', amountInCents: 4300 })).body.amountInCents, 4300)
    assert.equal((await call('POST', `${path}/approve`, { as: 'maren-holt' })).body.status, 'APPROVED')
    assert.equal((await call('GET', path)).body.status, 'APPROVED')
    assert.equal((await call('GET', '/sandbox/expenses')).body.length, 1)
    const page = await fetch(body.url)
    assert.match(await page.text(), /<h1>Paint<\/h1>/)
    assert.match(await (await fetch(oc.webUrl)).text(), /Paint<\/a>: APPROVED/)
  })

  it('The stand-in over plain HTTP says who is there, with their tokens, and what webhooks were told', async () => {
    const { body: people } = await call('GET', '/sandbox/people')
    const bot = people.find((one: any) => one.slug === 'governance-bot')
    assert.deepEqual([bot.token, bot.adminOf], [oc.tokens['governance-bot'], [oc.collective.slug]])
    assert.deepEqual((await call('GET', '/sandbox/webhooks')).body, { webhooks: [], deliveries: [] })
  })

  it('The stand-in over plain HTTP refuses what the API refuses, and what it does not know', async () => {
    const { body } = await call('POST', '/sandbox/expenses', { as: 'lin-yue', description: 'Glue', amountInCents: 1 })
    const path = `/sandbox/expenses/${body.legacyId}`
    const refused = await call('POST', `${path}/approve`, { as: 'lin-yue' })
    assert.deepEqual([refused.status, refused.body.error.code], [400, 'MINIMAL_CONDITION_NOT_MET'])
    assert.match((await call('POST', `${path}/approve`, { as: 'nobody' })).body.error.message, /Nobody here is called/)
    assert.match((await call('POST', '/sandbox/expenses')).body.error.message, /Say who acts/)
    assert.equal((await call('POST', `${path}/explode`, { as: 'lin-yue' })).status, 404)
    assert.equal((await call('GET', '/sandbox/expenses/1')).status, 400)
    assert.equal((await call('GET', '/elsewhere')).status, 404)
  })
})
