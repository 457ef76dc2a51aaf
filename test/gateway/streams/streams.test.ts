// One suite over both stream transports and both arrangements.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../../../schema/errors.ts'
import { listen, streamTransports, until } from '../clients.ts'
import { arrangements, keys, testGateway } from '../server.ts'

const watch = `subscription { decisions(community: "x") {
  cursor decision { id outcome maker { name cred { total } } actions { kind initiator { name } } } } }`

for (const arrangement of arrangements) {
  for (const transport of streamTransports) {
    describe(`subscriptions over ${transport}, subgraphs ${arrangement}`, () => {
      it(`A subscription sends each event with fields of four subgraphs, in order, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const heard = listen(t, transport, gateway.url, watch)
        await until(() => gateway.fakes.watchers() === 1)
        for (const id of ['dec_1', 'dec_2', 'dec_3']) gateway.fakes.publish({ id })
        const action = { kind: 'opencollective.expense.created', initiator: { name: 'name of mem_2' } }
        const maker = { name: 'name of mem_1', cred: { total: 42.5 } }
        for (const id of ['dec_1', 'dec_2', 'dec_3']) {
          const decision = { id, outcome: 'APPROVED', maker, actions: [action, action] }
          assert.deepEqual(await heard.next(), {
            value: { data: { decisions: { cursor: `cursor of ${id}`, decision } } },
          })
        }
        heard.leave()
        await until(() => gateway.fakes.watchers() === 0)
      })

      it(`A subscription serves many, and one that leaves takes no other along, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const watchers = Array.from({ length: 5 }, () => listen(t, transport, gateway.url, watch))
        await until(async () => (await gateway.readers(transport)) === 5 && gateway.fakes.watchers() === 1)
        watchers[0]!.leave()
        await until(async () => (await gateway.readers(transport)) === 4)
        gateway.fakes.publish({ id: 'dec_1' })
        for (const each of watchers.slice(1))
          assert.equal((await each.next()).value.data.decisions.decision.id, 'dec_1')
      })

      it(`A subscription costs the subgraphs the same for one and for many, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const questions = async (id: string, readers: ReturnType<typeof listen>[]) => {
          const before = gateway.fakes.viewers.length
          gateway.fakes.publish({ id })
          for (const each of readers) assert.equal((await each.next()).value.data.decisions.decision.id, id)
          return gateway.fakes.viewers.length - before
        }
        const one = listen(t, transport, gateway.url, watch)
        await until(() => gateway.fakes.watchers() === 1)
        const alone = await questions('dec_1', [one])
        const others = Array.from({ length: 25 }, () => listen(t, transport, gateway.url, watch))
        await until(async () => (await gateway.readers(transport)) === 26)
        assert.ok(alone > 0)
        assert.equal(await questions('dec_2', [one, ...others]), alone)
      })

      it(`A subscription sends events resolved together as if each came alone, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const heard = listen(t, transport, gateway.url, watch)
        await until(() => gateway.fakes.watchers() === 1)
        const ids = Array.from({ length: 50 }, (_, index) => `dec_${index}`)
        const asked = async (some: string[]) => {
          const before = gateway.fakes.viewers.length
          for (const id of some) gateway.fakes.publish({ id })
          for (const id of some) {
            const { data, errors } = (await heard.next()).value
            assert.equal(errors, undefined)
            assert.deepEqual([data.decisions.cursor, data.decisions.decision.id], [`cursor of ${id}`, id])
            assert.equal(data.decisions.decision.maker.cred.total, 42.5)
          }
          return gateway.fakes.viewers.length - before
        }
        const alone = await asked(['dec_alone'])
        // The first may be on its way before the others are there.
        assert.ok((await asked(ids)) <= 3 * alone)
      })

      it(`A subscription to one thing sends its state at once, shared by all, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const one = 'subscription { decision(id: "dec_1") { id outcome actions { kind } maker { name } } }'
        const all = Array.from({ length: 25 }, () => listen(t, transport, gateway.url, one))
        for (const each of all) assert.equal((await each.next()).value.data.decision.maker.name, 'name of mem_1')
        await until(async () => (await gateway.readers(transport)) === 25 && gateway.fakes.watchers() === 1)
        const questions = async (id: string, readers: typeof all) => {
          const before = gateway.fakes.viewers.length
          gateway.fakes.publish({ id })
          for (const each of readers) assert.equal((await each.next()).value.data.decision.id, id)
          return gateway.fakes.viewers.length - before
        }
        const many = await questions('dec_2', all)
        for (const each of all.slice(1)) each.leave()
        await until(async () => (await gateway.readers(transport)) === 1)
        assert.equal(await questions('dec_3', all.slice(0, 1)), many)
      })

      it(`A subscription tells why it ends, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const heard = listen(t, transport, gateway.url, watch)
        await until(() => gateway.fakes.watchers() === 1)
        gateway.fakes.publish({ id: 'dec_1' })
        gateway.fakes.publish(
          new Refusal('CONSUMER_TOO_SLOW', 'Wanted a quicker reader.', { details: { cursor: 'c1' } }),
        )
        assert.equal((await heard.next()).value.data.decisions.decision.id, 'dec_1')
        const { value } = await heard.next()
        assert.equal(value.data ?? null, null)
        assert.deepEqual(value.errors[0].extensions, { code: 'CONSUMER_TOO_SLOW', cursor: 'c1' })
        assert.equal((await heard.next()).done, true)
      })

      it(`A subscription is refused at once where it cannot begin, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const refused = async (query: string, key?: string) => {
          const heard = listen(t, transport, gateway.url, query, key)
          const { value, error } = await heard.next()
          return (value?.errors ?? error)[0].extensions.code
        }
        assert.equal(
          await refused('subscription { decisions(community: "x", after: "bad") { cursor } }'),
          'CURSOR_INVALID',
        )
        assert.equal(await refused('subscription { secret }'), 'UNAUTHENTICATED')
        assert.equal(await refused('subscription { secret }', keys.driver), 'FORBIDDEN')
        assert.equal(await refused('subscription { nope }'), 'GRAPHQL_VALIDATION_FAILED')
        assert.equal(await refused('subscription { decisions(community: "x") { cursor } '), 'GRAPHQL_PARSE_FAILED')
        assert.equal(gateway.fakes.watchers(), 0)
      })

      it(`A subscription is open to a key with the scope, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        listen(t, transport, gateway.url, 'subscription { secret }', keys.admin)
        await until(() => gateway.fakes.watchers() === 1)
        assert.equal(gateway.fakes.viewers.at(-1)!.kind, 'admin')
      })

      it(`A stream transport answers queries and mutations too, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const query = listen(t, transport, gateway.url, '{ viewer { kind } }', keys.admin)
        assert.deepEqual((await query.next()).value, { data: { viewer: { kind: 'admin' } } })
        assert.equal((await query.next()).done, true)
        const mutation = listen(
          t,
          transport,
          gateway.url,
          'mutation { decide(outcome: "NO") { outcome } }',
          keys.driver,
        )
        assert.deepEqual((await mutation.next()).value, { data: { decide: { outcome: 'NO' } } })
      })

      it(`A subscription follows aliases, fragments and conditions, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const heard = listen(
          t,
          transport,
          gateway.url,
          `subscription { news: decisions(community: "x") { ...E } }
          fragment E on DecisionEvent { at: cursor decision { what: outcome maker @skip(if: true) { name } actions @include(if: true) { k: kind } } }`,
        )
        await until(() => gateway.fakes.watchers() === 1)
        gateway.fakes.publish({ id: 'dec_1' })
        const actions = [{ k: 'opencollective.expense.created' }, { k: 'opencollective.expense.created' }]
        const news = { at: 'cursor of dec_1', decision: { what: 'APPROVED', actions } }
        assert.deepEqual((await heard.next()).value, { data: { news } })
      })

      it(`A subscription may stand in fragments, but not under a condition, ${transport}, ${arrangement}`, async (t) => {
        const gateway = await testGateway(t, arrangement)
        const [whole, inner] = [
          'subscription { ...F } fragment F on Subscription { decisions(community: "x") { decision { id } } }',
          'subscription { ... on Subscription { ...F } } fragment F on Subscription { decisions(community: "x") { decision { id } } }',
        ].map((query) => listen(t, transport, gateway.url, query))
        await until(async () => (await gateway.readers(transport)) === 2 && gateway.fakes.watchers() === 1)
        gateway.fakes.publish({ id: 'dec_1' })
        for (const heard of [whole!, inner!])
          assert.deepEqual((await heard.next()).value, { data: { decisions: { decision: { id: 'dec_1' } } } })
        for (const query of [
          'subscription { decisions(community: "x") @skip(if: true) { cursor } }',
          'subscription { ... on Subscription @include(if: true) { decisions(community: "x") { cursor } } }',
        ]) {
          const { value, error } = await listen(t, transport, gateway.url, query).next()
          assert.equal((value?.errors ?? error)[0].extensions.code, 'GRAPHQL_VALIDATION_FAILED')
        }
      })
    })
  }
}

for (const transport of streamTransports) {
  describe(`streams over ${transport} while a part is down`, () => {
    it(`A stream over ${transport} while a part is down keeps its decisions, and does not repeat errors`, async (t) => {
      const gateway = await testGateway(t, 'apart')
      const heard = listen(t, transport, gateway.url, watch)
      await until(() => gateway.fakes.watchers() === 1)
      await gateway.down('actions')
      for (const id of ['dec_1', 'dec_2']) {
        gateway.fakes.publish({ id })
        const { value } = await heard.next()
        assert.equal(value.data.decisions.decision.outcome, 'APPROVED')
        assert.deepEqual(value.data.decisions.decision.actions[0], { kind: null, initiator: null })
        assert.deepEqual(
          value.errors.map(({ path, extensions }: any) => [path.join('.'), extensions.code]).sort(),
          [0, 1].flatMap((action) =>
            ['initiator', 'kind'].map((field) => [`decisions.decision.actions.${action}.${field}`, 'UNAVAILABLE']),
          ),
        )
      }
    })

    it(`A stream over ${transport} while a part is down tells each of many events what it lacks`, async (t) => {
      const gateway = await testGateway(t, 'apart')
      const heard = listen(t, transport, gateway.url, watch)
      await until(() => gateway.fakes.watchers() === 1)
      await gateway.down('actions')
      const ids = Array.from({ length: 20 }, (_, index) => `dec_${index}`)
      for (const id of ids) gateway.fakes.publish({ id })
      for (const id of ids) {
        const { data, errors } = (await heard.next()).value
        assert.deepEqual([data.decisions.decision.id, data.decisions.decision.outcome], [id, 'APPROVED'])
        assert.deepEqual(
          errors.map(({ path, extensions }: any) => [path.join('.'), extensions.code]).sort(),
          [0, 1].flatMap((action) =>
            ['initiator', 'kind'].map((field) => [`decisions.decision.actions.${action}.${field}`, 'UNAVAILABLE']),
          ),
        )
      }
    })

    it(`A stream over ${transport} ends as UNAVAILABLE where its source goes down`, async (t) => {
      const gateway = await testGateway(t, 'apart')
      const heard = listen(t, transport, gateway.url, watch)
      await until(() => gateway.fakes.watchers() === 1)
      await gateway.down('proposals')
      assert.equal((await heard.next()).value.errors[0].extensions.code, 'UNAVAILABLE')
      assert.equal((await heard.next()).done, true)
    })
  })
}

describe('server-sent events', () => {
  const quiet = { waits: { heartbeat: 3_600_000 } } // no heartbeat between the events

  it('Server-sent events carry the cursor as their id, and can be opened by GET as an EventSource does', async (t) => {
    const gateway = await testGateway(t, 'together', undefined, quiet)
    const query = encodeURIComponent(
      'subscription { ...F } fragment F on Subscription { decisions(community: "x") { cursor decision { id } } }',
    )
    const answer = await fetch(`${gateway.url}/graphql?query=${query}`, { headers: { accept: 'text/event-stream' } })
    assert.equal(answer.status, 200)
    assert.match(answer.headers.get('content-type')!, /^text\/event-stream/)
    await until(() => gateway.fakes.watchers() === 1)
    gateway.fakes.publish({ id: 'dec_1' })
    const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader()
    const { value } = await reader.read()
    const data = JSON.stringify({ data: { decisions: { cursor: 'cursor of dec_1', decision: { id: 'dec_1' } } } })
    assert.equal(value, `event: next\nid: cursor of dec_1\ndata: ${data}\n\n`)
    await reader.cancel()
    await until(() => gateway.fakes.watchers() === 0)
  })

  it('Server-sent events bring all of a burst that is larger than what a connection holds, to one who reads late', async (t) => {
    const gateway = await testGateway(t, 'together', 10_000, quiet)
    const query = encodeURIComponent('subscription { decisions(community: "x") { cursor decision { id } } }')
    const answer = await fetch(`${gateway.url}/graphql?query=${query}`, { headers: { accept: 'text/event-stream' } })
    await until(() => gateway.fakes.watchers() === 1)
    const events = 2000
    const padding = 'x'.repeat(5000)
    for (let each = 0; each < events; each++) gateway.fakes.publish({ id: `${each} ${padding}` })
    let text = ''
    let seen = 0
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
      const whole = `${text}${chunk}`.split('\n\n')
      text = whole.pop()!
      for (const event of whole) assert.match(event, new RegExp(`"id":"${seen++} x`))
      if (seen === events) break
    }
  })

  it('Server-sent events are not opened for a bad key or a bad body', async (t) => {
    const gateway = await testGateway(t)
    const open = (body: string, headers: Record<string, string> = {}) =>
      gateway.post('', { body, headers: { accept: 'text/event-stream', ...headers } })
    const good = JSON.stringify({ query: watch })
    assert.equal((await open(good, { authorization: 'Bearer nope' })).status, 401)
    assert.equal((await open('{')).status, 400)
    assert.equal((await open(good, { 'content-type': 'text/plain' })).status, 415)
    assert.equal((await open(`"${'x'.repeat(1024 * 1024)}"`)).status, 413)
    assert.equal(gateway.fakes.watchers(), 0)
  })
})
