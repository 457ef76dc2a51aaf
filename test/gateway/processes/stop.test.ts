import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { WebSocket } from 'ws'
import { closeCodes } from '../../../gateway/wire/close-codes.ts'
import { listen, until } from '../clients.ts'
import { arrangements, testGateway } from '../server.ts'

const watch = 'subscription { decisions(community: "x") { cursor } }'

for (const arrangement of arrangements) {
  describe(`stopping the gateway, subgraphs ${arrangement}`, () => {
    it(`Stopping lets a request that is under way end, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const answer = gateway.post('{ slow }')
      await gateway.fakes.slowAsked
      const stopped = gateway.stop()
      gateway.fakes.release()
      assert.deepEqual((await answer).body, { data: { slow: 'done' } })
      await stopped
      await assert.rejects(gateway.post('{ __typename }'))
    })

    it(`Stopping does not wait for ever for a request, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const answer = gateway.post('{ slow }')
      answer.catch(() => {})
      await gateway.fakes.slowAsked
      await gateway.stop(0)
      await assert.rejects(answer)
    })

    it(`Stopping tells streams to come back, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const sse = listen(t, 'sse', gateway.url, watch)
      const ws = listen(t, 'ws', gateway.url, watch)
      await until(async () => (await gateway.readers('sse')) === 1 && (await gateway.readers('ws')) === 1)
      await until(() => gateway.fakes.watchers() === 1)
      await gateway.stop()
      assert.equal((await sse.next()).value.errors[0].extensions.code, 'SHUTTING_DOWN')
      // The client of graphql-sse knows by the missing `complete` that there is more, and would connect again.
      assert.match(String((await sse.next()).error), /Connection closed/)
      assert.equal((await ws.next()).error.code, closeCodes.SHUTTING_DOWN.code)
      assert.equal(gateway.fakes.watchers(), 0)
      const ends = gateway.lines.filter(({ type }) => type === 'subscription').map(({ status }) => status)
      assert.deepEqual(ends, ['stopping', 'stopping'])
    })

    it(`Stopping closes a WebSocket that has said nothing yet, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      const socket = new WebSocket(`${gateway.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
      await new Promise((resolve) => socket.once('open', resolve))
      const closed = new Promise((resolve) => socket.once('close', resolve))
      await gateway.stop()
      assert.equal(await closed, closeCodes.SHUTTING_DOWN.code)
    })

    it(`Stopping may be asked for twice, subgraphs ${arrangement}`, async (t) => {
      const gateway = await testGateway(t, arrangement)
      await Promise.all([gateway.stop(), gateway.stop()])
    })
  })
}
