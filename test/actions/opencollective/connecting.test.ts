// Connecting a collective: refused with a code that says what is missing, or connected with what a person should do.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { systemClock } from '../../../backbone/clock.ts'
import { type OpenCollective, startOpenCollective } from '../../../sandbox/opencollective/index.ts'
import { createPlatform } from '../../../subgraphs/actions/platforms/opencollective/index.ts'
import { absent, recording } from '../../sandbox/opencollective/recordings.ts'
import { type ActionsWorld, actionsWorld, type CollectiveWorld, collectiveWorld, settledAction } from '../support.ts'

async function stand(t: Parameters<typeof actionsWorld>[0], options: Parameters<typeof startOpenCollective>[0] = {}) {
  const world = await actionsWorld(t)
  const oc = await startOpenCollective({ rateLimit: false, ...options })
  world.backbone.defer(() => oc.stop())
  return { world, oc }
}

function connect(world: ActionsWorld, oc: OpenCollective, given: Record<string, unknown> = {}) {
  const { personalToken = oc.tokens['governance-bot'], settings, ...rest } = given
  return world.actions.calls.connectPlatform({
    connection: world.backbone.ids.next('con'),
    community: world.community,
    platform: 'opencollective',
    externalId: oc.collective.slug,
    credentials: { personalToken },
    settings: { apiUrl: oc.url, webUrl: oc.webUrl, ...(settings as object) },
    ...rest,
  })
}

const stored = (world: ActionsWorld) =>
  world.backbone.db.schema<any>('actions').selectFrom('connections').selectAll().execute()

describe('connecting a collective', () => {
  it('Connecting a collective checks the token, registers the webhook, and keeps the token sealed', async (t) => {
    const { world, oc } = await stand(t)
    const answer = await connect(world, oc, {
      externalId: `https://opencollective.com/${oc.collective.slug.toUpperCase()}/`,
    })
    assert.equal(answer.status, 'CONNECTED')
    assert.equal(answer.problem, null)
    assert.equal(answer.externalId, oc.collective.slug)
    assert.match(answer.webhookUrl!, /\/hooks\/con_\w+\/[\w-]{32}$/)
    const rows = await stored(world)
    assert.equal(rows.length, 1)
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(oc.tokens['governance-bot']!))
    assert.ok(!JSON.stringify(rows).includes(answer.webhookUrl!.split('/').at(-1)!))
  })

  it('Connecting a collective takes an apiUrl with or without its path', async (t) => {
    const { world, oc } = await stand(t)
    const { status } = await connect(world, oc, { settings: { apiUrl: `${oc.webUrl}/` } })
    assert.equal(status, 'CONNECTED')
  })

  it('Connecting a collective again, under the same id, keeps the address of its webhook', async (t) => {
    const { world, oc } = await stand(t)
    const connection = world.backbone.ids.next('con')
    const first = await connect(world, oc, { connection })
    const second = await connect(world, oc, { connection, personalToken: oc.issueToken('governance-bot') })
    assert.equal(second.webhookUrl, first.webhookUrl)
    assert.equal(second.problem, null)
    assert.equal((await stored(world)).length, 1)
  })

  it('Connecting a collective makes room for its webhook where an older connection left one', async (t) => {
    const { world, oc } = await stand(t)
    await connect(world, oc)
    const { problem } = await connect(world, oc)
    assert.equal(problem, null)
  })

  it('Connecting a collective says what a person must do if the platform does not take the webhook address', async (t) => {
    const { world, oc } = await stand(t, { allowLocalWebhooks: false })
    const { status, problem, webhookUrl } = await connect(world, oc)
    assert.equal(status, 'CONNECTED')
    assert.match(problem!, /only to names that resolve on the internet, and 127\.0\.0\.1:\d+ is none/)
    assert.match(problem!, /FOLKMOOT_PUBLIC_URL/)
    assert.match(problem!, /reads every 300 s/)
    assert.ok(!problem!.includes(webhookUrl!.split('/').at(-1)!), 'the secret is not told')
  })

  it('Connecting a collective says so if the token is no admin’s, or lacks the scope for webhooks', async (t) => {
    const { world, oc } = await stand(t)
    const outsider = await connect(world, oc, { personalToken: oc.tokens['otis-gray'] })
    assert.equal(outsider.status, 'CONNECTED')
    assert.match(outsider.problem!, /otis-gray, who is no admin/)
    const scopeless = await connect(world, oc, {
      personalToken: oc.issueToken('governance-bot', { scopes: ['expenses'] }),
    })
    assert.match(scopeless.problem!, /scope "webhooks"/)
  })

  it('Connecting a collective says which scopes the token lacks, and what will not work; nothing is made there to find out', async (t) => {
    const { world, oc } = await stand(t)
    const all = ['account', 'expenses', 'conversations', 'webhooks']
    const problemWithout = async (...without: string[]) => {
      const scopes = all.filter((scope) => !without.includes(scope))
      return (await connect(world, oc, { personalToken: oc.issueToken('governance-bot', { scopes }) })).problem
    }
    assert.equal(await problemWithout(), null)
    const account = await problemWithout('account')
    assert.match(account!, /lacks the scope "account": the activity log .* cannot be read/)
    assert.doesNotMatch(account!, /conversations/)
    const conversations = await problemWithout('conversations')
    assert.match(conversations!, /lacks the scope "conversations": conversations cannot be begun/)
    assert.doesNotMatch(conversations!, /"account"/)
    for (const scope of ['account', 'conversations', 'webhooks'])
      assert.match((await problemWithout('account', 'conversations', 'webhooks'))!, new RegExp(`scope "${scope}"`))
    const { data } = await (
      await fetch(oc.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: `{ account(slug: "${oc.collective.slug}") { conversations(limit: 5) { totalCount } } }`,
        }),
      })
    ).json()
    assert.equal(data.account.conversations.totalCount, 0)
  })

  it('Connecting a collective knows a missing scope as the real server says it', { skip: absent }, async () => {
    const { body } = recording('createConversation-error-missing-scope').response
    const ok = {
      me: { id: 'acc_1', slug: 'bot' },
      account: { id: 'acc_2', slug: 'garden', type: 'COLLECTIVE', isAdmin: true },
      activities: { nodes: [] },
    }
    const asked: string[] = []
    const outbound = async (_url: unknown, { body: sent }: { body: string }) => {
      asked.push(JSON.parse(sent).query)
      const answer = sent.includes('createConversation') ? body : { data: ok }
      return { status: 200, headers: new Headers(), body: Buffer.from(JSON.stringify(answer)) }
    }
    const platform = createPlatform({ fetch: outbound, clock: systemClock } as never)
    const given = { externalId: 'garden', credentials: { personalToken: 'f'.repeat(40) }, settings: {} }
    const connection = { ...platform.prepare(given), id: 'con_1', community: 'com_1', self: null }
    const { problems } = await platform.check(connection)
    assert.equal(problems.length, 1)
    assert.match(problems[0]!, /scope "conversations"/)
    assert.ok(asked.some((query) => query.includes('createConversation')))
  })

  it('Connecting a collective says so if two-factor authentication is wanted', async (t) => {
    const { world, oc } = await stand(t)
    oc.setTwoFactor('governance-bot', true)
    const { problem } = await connect(world, oc)
    assert.match(problem!, /Pre-authorize the token for 2FA|not pre-authorized/)
    const token = oc.issueToken('governance-bot', { preAuthorized2FA: true })
    assert.equal((await connect(world, oc, { personalToken: token })).problem, null)
  })
})

describe('what a person should still do', () => {
  const problems = async (world: CollectiveWorld) =>
    (await world.events('actions.connection.changed')).map(({ problem }) => problem)

  it('What a person should still do about webhooks is over when one comes, and told so', async (t) => {
    const world = await collectiveWorld(t, { oc: { allowLocalWebhooks: false } })
    await world.reconcile()
    assert.deepEqual(await problems(world), [])
    await world.receive({ id: 1, type: 'collective.expense.created', data: {} })
    await world.heard()
    assert.deepEqual(await problems(world), [null])
    await world.reconcile()
    assert.deepEqual(await problems(world), [null], 'it is not told again while they come')
  })

  it('What a person should still do is told as it is now, and the webhook registered once the token may', async (t) => {
    let token = ''
    const world = await collectiveWorld(t, {
      token: (oc) => {
        token = oc.issueToken('governance-bot', { scopes: ['account', 'expenses', 'conversations'] })
        return token
      },
    })
    world.oc.setAdmin('governance-bot', false)
    await world.reconcile()
    const [told] = await problems(world)
    assert.match(told, /governance-bot, who is no admin/)
    assert.match(told, /scope "webhooks"/)
    world.oc.setScopes(token, ['account', 'expenses', 'conversations', 'webhooks'])
    world.oc.setAdmin('governance-bot', true)
    await world.reconcile()
    assert.equal((await problems(world)).at(-1), null)
    world.oc.submitExpense({ as: 'otis-gray', description: 'A wheelbarrow', amountInCents: 12_345 })
    await world.oc.webhooksSettled()
    assert.equal(world.oc.webhookDeliveries.length, 1)
  })

  it('What a person should still do is looked at again after an hour, also where all was well', async (t) => {
    let now = Date.now()
    const world = await collectiveWorld(t, { clock: { now: () => new Date(now) } })
    world.oc.setAdmin('governance-bot', false)
    const reconcile = () => world.reconcile({ clock: { now: () => new Date(now) } })
    await reconcile()
    assert.deepEqual(await problems(world), [])
    now += 3_600_000
    await reconcile()
    assert.match((await problems(world)).at(-1), /no admin/)
    world.oc.setAdmin('governance-bot', true)
    await reconcile()
    assert.equal((await problems(world)).at(-1), null)
  })

  it('A problem of a connection is over when an act goes well', async (t) => {
    const world = await collectiveWorld(t)
    const { id: expense } = world.oc.submitExpense({ as: 'otis-gray', description: 'A barrow', amountInCents: 12_345 })
    await world.heard()
    world.oc.faults.next('500', { times: 2 })
    await assert.rejects(world.reconcile())
    world.oc.faults.clear()
    const { action } = await world.mutate('approveExpense', { community: world.community, expense })
    assert.equal((await settledAction(world, action.id)).status, 'DONE')
    assert.equal((await problems(world)).at(-1), null)
  })

  it('What a person should still do is told after an outage, too', async (t) => {
    const world = await collectiveWorld(t, { as: 'otis-gray' })
    world.oc.faults.next('500', { times: 2 })
    await assert.rejects(world.reconcile())
    assert.match((await problems(world)).at(-1), /HTTP 500/)
    world.oc.faults.clear()
    await world.reconcile()
    assert.match((await problems(world)).at(-1), /no admin/)
  })
})

describe('refusals when connecting a collective', () => {
  const refusedWith = async (world: ActionsWorld, oc: OpenCollective, given: Record<string, unknown>, code: string) => {
    await assert.rejects(connect(world, oc, given), (error: any) => {
      assert.equal(error.code, code, error.message)
      assert.ok(!JSON.stringify([error.message, error.details]).includes(oc.tokens['governance-bot']!))
      return true
    })
    assert.deepEqual(await stored(world), [])
  }

  it('Connecting is refused with credentials that are absent, anonymous, wrong, expired, suspended or lack scope', async (t) => {
    const { world, oc } = await stand(t)
    await refusedWith(world, oc, { personalToken: '0'.repeat(40) }, 'CREDENTIALS_REFUSED')
    for (const state of ['expired', 'suspended', 'revoked'] as const) {
      const personalToken = oc.issueToken('governance-bot')
      oc.setToken(personalToken, state)
      await refusedWith(world, oc, { personalToken }, 'CREDENTIALS_REFUSED')
    }
    const noExpenses = oc.issueToken('governance-bot', { scopes: ['account', 'webhooks', 'conversations'] })
    await refusedWith(world, oc, { personalToken: noExpenses }, 'CREDENTIALS_SCOPE_MISSING')
    await refusedWith(world, oc, { credentials: null }, 'CREDENTIALS_MISSING')
    await refusedWith(world, oc, { credentials: { personalToken: 'a b\r\nX-Injected: 1' } }, 'CREDENTIALS_MISSING')
  })

  it('Connecting is refused where nobody is logged in though the platform answers', async (t) => {
    const { world, oc } = await stand(t)
    const { createServer } = await import('node:http')
    const anonymous = createServer((_, response) => response.end('{"data":{"me":null,"account":null}}'))
    await new Promise<void>((resolve) => anonymous.listen(0, '127.0.0.1', resolve))
    world.backbone.defer(() => anonymous.close())
    const apiUrl = `http://127.0.0.1:${(anonymous.address() as any).port}`
    await refusedWith(world, oc, { settings: { apiUrl } }, 'CREDENTIALS_ANONYMOUS')
  })

  it('Connecting is refused for an unknown collective, bad settings, a private address and a server that is down', async (t) => {
    const { world, oc } = await stand(t)
    await refusedWith(world, oc, { externalId: 'no-such-collective' }, 'PLATFORM_ACCOUNT_NOT_FOUND')
    await refusedWith(world, oc, { externalId: '../admin' }, 'BAD_INPUT')
    await refusedWith(world, oc, { settings: { reconcileEverySeconds: 1 } }, 'BAD_INPUT')
    for (const requestsPerMinute of [9, 100_001, 12.5, 'many', null])
      await refusedWith(world, oc, { settings: { requestsPerMinute } }, 'BAD_INPUT')
    await refusedWith(world, oc, { settings: { apiUrl: 'file:///etc/passwd' } }, 'BAD_INPUT')
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty'])
      await refusedWith(world, oc, { settings: JSON.parse(`{"${name}": "x"}`) }, 'BAD_INPUT')
    for (const more of ['?token=abc', '#abc'])
      for (const name of ['apiUrl', 'webUrl'])
        await refusedWith(world, oc, { settings: { [name]: `https://a.example/${more}` } }, 'BAD_INPUT')
    await refusedWith(world, oc, { settings: { personalToken: 'f'.repeat(40) } }, 'BAD_INPUT')
    await refusedWith(world, oc, { settings: { apiUrl: 'http://169.254.169.254/' } }, 'ADDRESS_REFUSED')
    await refusedWith(world, oc, { settings: { apiUrl: 'http://127.0.0.1:1/' } }, 'PLATFORM_UNREACHABLE')
    await refusedWith(world, oc, { platform: 'communities' }, 'BAD_INPUT')
  })

  it('Connecting a platform that has no adapter here is not refused, and stores nothing', async (t) => {
    const { world, oc } = await stand(t)
    const answer = await connect(world, oc, { platform: 'our-wiki', externalId: 'wiki' })
    assert.deepEqual(answer, { status: 'CONNECTED', problem: null, webhookUrl: null, externalId: 'wiki' })
    assert.deepEqual(await stored(world), [])
  })
})
