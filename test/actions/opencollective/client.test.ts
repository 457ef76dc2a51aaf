// Every answer of Open Collective, and what it means. Made here in the shape that was recorded; where the recordings are
// at hand, they are tried too.

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { systemClock } from '../../../backbone/clock.ts'
import { OutboundError, type OutboundRequest } from '../../../backbone/security/outbound.ts'
import { refusals } from '../../../schema/errors.ts'
import { createClient } from '../../../subgraphs/actions/platforms/opencollective/client.ts'
import { referenceOf } from '../../../subgraphs/actions/platforms/opencollective/expense.ts'
import { hear } from '../../../subgraphs/actions/platforms/opencollective/hear.ts'
import { markedHtmlOf } from '../../../subgraphs/actions/platforms/opencollective/html.ts'
import { bucketOf, retryAfter } from '../../../subgraphs/actions/platforms/opencollective/limits.ts'
import { refusalOf } from '../../../subgraphs/actions/platforms/opencollective/refusals.ts'
import { type Connection, NoAnswer, TryLater } from '../../../subgraphs/actions/platforms/platform.ts'

const token = '0101010101010101010101010101010101010101'
const connection: Connection = {
  ...{ id: 'con_1', community: 'com_1', externalId: 'garden', self: null, credentials: { personalToken: token } },
  settings: { apiUrl: 'https://api.example/graphql/v2' },
}

type Given = { status: number; body: unknown; headers?: Record<string, string> } | Error

function clientThatGets(...answers: Given[]) {
  const sent: (OutboundRequest & { url: string })[] = []
  const client = createClient({
    clock: systemClock,
    fetch: async (url, init = {}) => {
      sent.push({ url, ...init })
      const given = answers.shift() ?? new Error('nothing more was expected')
      if (given instanceof Error) throw given
      const text = typeof given.body === 'string' ? given.body : JSON.stringify(given.body)
      return { status: given.status, headers: new Headers(given.headers), body: Buffer.from(text), url }
    },
  })
  return { client, sent }
}
const errors = (message: string, code: string) => ({
  status: 200,
  body: { data: null, errors: [{ message, extensions: { code } }] },
})
const offline = (code: string) => new OutboundError('network', code, Object.assign(new Error(code), { code }))

describe('Open Collective client', () => {
  it('The Open Collective client sends the token in Personal-Token, and as nothing else', async () => {
    const { client, sent } = clientThatGets({ status: 200, body: { data: { me: { id: 'x' } } } })
    assert.deepEqual(await client.query(connection, 'query { me { id } }'), { me: { id: 'x' } })
    assert.equal(sent[0]!.headers!['Personal-Token'], token)
    assert.equal(sent[0]!.headers!.authorization, undefined)
    assert.ok(!sent[0]!.url.includes(token))
    assert.equal(sent[0]!.redirects, 0)
  })

  it('The Open Collective client sends no more in a minute than its connection says the platform grants', async () => {
    const answer = { status: 200, body: { data: {} } }
    const { client, sent } = clientThatGets(...Array.from({ length: 9 }, () => answer))
    const limited = { ...connection, settings: { ...connection.settings, requestsPerMinute: 10 } }
    for (let sends = 0; sends < 8; sends++) await client.query(limited, '{ me { id } }') // two are left to others
    await assert.rejects(client.query(limited, '{ me { id } }'), (error: any) => error.code === 'PLATFORM_RATE_LIMITED')
    await client.query({ ...limited, settings: { ...limited.settings, requestsPerMinute: 20 } }, '{ me { id } }')
    assert.equal(sent.length, 9)
  })

  it('The Open Collective client never repeats the token in what it refuses', async () => {
    const body = { error: { code: 401, message: `Invalid Personal Token (Api Key): ${token}` } }
    await assert.rejects(
      clientThatGets({ status: 401, body }).client.query(connection, '{ me { id } }'),
      (error: any) => {
        assert.equal(error.code, 'CREDENTIALS_REFUSED')
        assert.ok(!error.message.includes(token))
        return true
      },
    )
    for (const code of ['Forbidden', 'INTERNAL_SERVER_ERROR']) {
      const { client } = clientThatGets(errors(`No: ${token}`, code), errors(`No: ${token}`, code))
      for (const call of [client.query, client.mutate]) {
        await assert.rejects(call(connection, '{ x }'), (error: any) => !error.message.includes(token))
      }
    }
  })

  it('The Open Collective client tells what was not sent from what may have arrived', async () => {
    const change = (given: Given) => clientThatGets(given).client.mutate(connection, 'mutation { x }')
    const question = (given: Given) => clientThatGets(given).client.query(connection, '{ x }')
    for (const code of ['ECONNREFUSED', 'ENOTFOUND']) await assert.rejects(change(offline(code)), TryLater)
    await assert.rejects(change(offline('ECONNRESET')), NoAnswer)
    await assert.rejects(change(new OutboundError('timeout', 'slow')), NoAnswer)
    await assert.rejects(change(new OutboundError('too_large', 'big')), NoAnswer)
    for (const status of [500, 502, 503, 504]) {
      await assert.rejects(change({ status, body: '<html>' }), NoAnswer)
      await assert.rejects(change({ status, body: { errors: [{ message: 'oops' }] } }), NoAnswer)
      await assert.rejects(question({ status, body: '<html>' }), TryLater)
    }
    await assert.rejects(change({ status: 200, body: '<html>' }), NoAnswer)
    await assert.rejects(change(errors('Something broke', 'INTERNAL_SERVER_ERROR')), NoAnswer)
    await assert.rejects(question(errors('Something broke', 'INTERNAL_SERVER_ERROR')), {
      code: 'PLATFORM_ANSWER_UNEXPECTED',
    })
    await assert.rejects(question({ status: 302, body: '' }), TryLater)
  })

  it('The Open Collective client waits as long as it is told, to the fraction of a second', async () => {
    const headers = { 'retry-after': '58.062', 'x-ratelimit-remaining': '0' }
    const { client, sent } = clientThatGets({
      status: 429,
      headers,
      body: { error: { message: 'Rate limit exceeded.' } },
    })
    await assert.rejects(client.query(connection, '{ x }'), { code: 'PLATFORM_RATE_LIMITED', afterMs: 58_062 })
    await assert.rejects(client.query(connection, '{ x }'), { code: 'PLATFORM_RATE_LIMITED' })
    assert.equal(sent.length, 1, 'the second was not even sent')
  })
})

describe('recorded errors and webhooks of Open Collective', () => {
  const table: [string, string, string | null][] = [
    ['Can not reject expense in current status (APPROVED)', 'UNSUPPORTED_STATUS', 'EXPENSE_STATUS_UNSUPPORTED'],
    [
      'You do not have the necessary permissions to perform this action',
      'MINIMAL_CONDITION_NOT_MET',
      'PLATFORM_PERMISSION_MISSING',
    ],
    ['The Personal Token is not allowed for operations in scope "expenses".', 'Forbidden', 'CREDENTIALS_SCOPE_MISSING'],
    [
      "You don't have sufficient permissions to create a webhook on this account.",
      'Forbidden',
      'PLATFORM_PERMISSION_MISSING',
    ],
    ['You need to be logged in to manage expenses', 'Unauthorized', 'CREDENTIALS_ANONYMOUS'],
    ['You must be logged in to create a comment', 'Unauthorized', 'CREDENTIALS_ANONYMOUS'],
    ['You are not allowed to comment on this expense', 'Unauthorized', 'PLATFORM_PERMISSION_MISSING'],
    ['Item not found', 'NotFound', 'EXPENSE_NOT_FOUND'],
    ['User cannot approve their own expenses', 'AUTHOR_CANNOT_APPROVE', 'EXPENSE_AUTHOR_CANNOT_APPROVE'],
    ['This personal token is not pre-authorized for 2FA', 'INTERNAL_SERVER_ERROR', 'TWO_FACTOR_NOT_PREAUTHORIZED'],
    ['Two factor authentication must be configured', '2FA_REQUIRED', 'TWO_FACTOR_REQUIRED'],
    ["You're not allowed to use this feature", 'FeatureNotAllowedForUser', 'PLATFORM_FEATURE_NOT_ALLOWED'],
    ['Comment is empty', 'ValidationFailed', 'PLATFORM_INPUT_REFUSED'],
    ['Invalid expense id: nonsense', 'BadRequest', 'PLATFORM_INPUT_REFUSED'],
    ['Validation error', 'INTERNAL_SERVER_ERROR', null],
  ]
  for (const [message, code, wanted] of table) {
    it(`Open Collective’s error ${code} "${message.slice(0, 40)}" is ${wanted ?? 'not foreseen'}`, () => {
      const refusal = refusalOf({ message, code })
      assert.equal(refusal?.code ?? null, wanted)
      if (refusal) {
        assert.ok(refusal.message.includes(message))
        assert.ok(refusal.code in refusals)
      }
    })
  }

  const folder = new URL('../../../../shared/data/opencollective/graphql/', import.meta.url)
  const skip = existsSync(folder) ? false : 'the recorded exchanges are not here'
  it('Each error of Open Collective as recorded on the real server has a refusal', { skip }, () => {
    const unforeseen: string[] = []
    for (const file of readdirSync(folder).filter((name) =>
      /^(processExpense|createComment|createConversation|createWebhook|oauth).*error/.test(name),
    )) {
      const { response } = JSON.parse(readFileSync(new URL(file, folder), 'utf8'))
      for (const { message, extensions } of response.body.errors ?? []) {
        if (!refusalOf({ message, code: extensions?.code ?? null })) unforeseen.push(`${extensions?.code} ${message}`)
      }
    }
    // Only what the server itself did not foresee.
    assert.deepEqual(
      unforeseen.filter((line) => !line.startsWith('INTERNAL_SERVER_ERROR')),
      [],
    )
  })

  const hooks = new URL('../webhooks/', folder)
  it('Each recorded webhook of Open Collective is heard, and leads to its expense or to none', { skip }, () => {
    for (const file of readdirSync(hooks).filter((name) => !name.startsWith('_'))) {
      const { body } = JSON.parse(readFileSync(new URL(file, hooks), 'utf8'))
      const heard = hear({ headers: {}, body: Buffer.from(JSON.stringify(body)) })
      assert.equal(heard.id, String(body.id))
      assert.equal(heard.subject, body.data.expense?.publicId ?? null)
    }
  })
})

describe('bucket of requests to Open Collective', () => {
  it('The bucket of requests lets through what the platform grants, and no more', () => {
    const bucket = bucketOf(100)
    const at = 1_000_000
    const taken = Array.from({ length: 120 }, () => bucket.take(at)).filter((wait) => wait === 0).length
    assert.equal(taken, 98)
    assert.ok(bucket.take(at) > 0)
    assert.equal(bucket.take(at + 60_000), 0)
  })

  it('The bucket of requests believes the platform about what remains, and until when', () => {
    const bucket = bucketOf(100)
    const at = 1_795_371_900_000
    bucket.learn(new Headers({ 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(at / 1000 + 30) }), at)
    assert.equal(bucket.take(at), 30_000)
    assert.equal(bucket.take(at + 30_000), 0)
  })

  it('The bucket of requests goes on when the clock is set back', () => {
    const bucket = bucketOf(100)
    const at = 1_795_371_900_000
    const hour = 3_600_000
    while (bucket.take(at) === 0);
    const wait = bucket.take(at - hour)
    assert.ok(wait > 0 && wait < 1000, `${wait} ms`)
    assert.equal(bucket.take(at - hour + wait), 0)
    bucket.learn(new Headers({ 'retry-after': '2' }), at - hour + wait)
    assert.equal(bucket.take(at - 2 * hour), 2000)
  })

  it('The bucket of requests is not fooled by headers that make no sense', () => {
    const bucket = bucketOf(100)
    bucket.learn(new Headers({ 'x-ratelimit-remaining': '-5', 'x-ratelimit-reset': 'never', 'retry-after': 'soon' }), 5)
    assert.equal(bucket.take(5), 0)
    assert.equal(retryAfter(new Headers({ 'retry-after': '59.952' })), 59_952)
    assert.equal(retryAfter(new Headers()), null)
    // However long it is: a date beyond all dates would leave the action in nobody's hands.
    for (const absurd of ['9'.repeat(400), '1e', '99999999999']) {
      assert.ok((retryAfter(new Headers({ 'retry-after': absurd })) ?? 0) <= 3_600_000, absurd.slice(0, 20))
    }
  })
})

describe('references to an expense', () => {
  it('A reference to an expense may be an id, an older id, a number, or the address of its page', () => {
    assert.deepEqual(referenceOf('ex_05Z5dbVC2611tP49rKIbk'), { id: 'ex_05Z5dbVC2611tP49rKIbk' })
    assert.deepEqual(referenceOf('o0v89qxw-z463rbox-p6bae7ky-lpndgomd'), { id: 'o0v89qxw-z463rbox-p6bae7ky-lpndgomd' })
    assert.deepEqual(referenceOf(' 2377 '), { legacyId: 2377 })
    assert.deepEqual(referenceOf('https://opencollective.com/garden/expenses/2377?x=1#top'), { legacyId: 2377 })
    assert.deepEqual(referenceOf('https://opencollective.com/a/projects/b/expenses/ex_05Z5dbVC2611tP49rKIbk'), {
      id: 'ex_05Z5dbVC2611tP49rKIbk',
    })
    for (const bad of [
      '',
      'nonsense',
      '-1',
      '1e9',
      '99999999999',
      'ex_',
      'ex_"){x}',
      'https://opencollective.com/garden',
    ]) {
      assert.equal(referenceOf(bad), null, bad)
    }
  })
})

describe('text of a comment', () => {
  it('Text of a comment stays text: tags are escaped, addresses are links, and it carries its mark', () => {
    const html = markedHtmlOf(
      'Pay <script>alert(1)</script> & "co"?\nSee https://x.example/a?b=1&c=2.\n\nThanks',
      'act_1',
    )
    assert.ok(!html.includes('<script>'))
    assert.match(html, /<a href="https:\/\/x\.example\/a\?b=1&amp;c=2">/)
    assert.match(html, /<br>/)
    assert.match(html, /<p>Thanks<\/p><p><em>Folkmoot act_1<\/em><\/p>$/)
  })
})
