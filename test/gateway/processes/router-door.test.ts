// What a part answers another router than ours, whatever its schema: docs/routers.md.

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { buildSchema } from 'graphql'
import { secretBox } from '../../../backbone/security/secrets.ts'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import type { Subgraph } from '../../../backbone/subgraph/subgraph.ts'
import { routerDoorOf } from '../../../gateway/internal/router-requests.ts'
import { sessionServerOf } from '../../../gateway/internal/session-server.ts'
import { serveSubgraph } from '../../../gateway/processes/subgraph-server.ts'
import { metricsOf } from '../../../gateway/telemetry/metrics.ts'
import { withoutTls } from '../../../gateway/wire/tls.ts'
import { patient } from '../../support/patient.ts'

const { headersFor } = await import(join(import.meta.dirname, '../../../examples/routers/token.mjs'))
const secret = 'the secret of the router in the tests'

async function partOf(t: TestContext, { secrets = [secret], seconds = 20 } = {}) {
  const schema = buildSchema('type Query { who: String hangs: String } type Mutation { from: String }')
  const resolvers = {
    who: (_: unknown, { viewer }: { viewer: Viewer }) => `${viewer.kind} ${viewer.address}`,
    hangs: () => new Promise(() => {}),
    from: (_: unknown, { viewer }: { viewer: Viewer }) => `${viewer.kind} ${viewer.address}`,
  }
  for (const type of [schema.getQueryType()!, schema.getMutationType()!])
    for (const field of Object.values(type.getFields()))
      field.resolve = (_, args, context) => resolvers[field.name as keyof typeof resolvers](args, context)
  const subgraph = { name: 'cred', schema, context: (viewer: Viewer) => ({ viewer, loaders: null }), calls: {} }
  const service = await serveSubgraph(
    {
      subgraph: subgraph as unknown as Subgraph,
      limits: { ...patient, seconds },
      sessions: sessionServerOf(secretBox('a secret of the tests'), 'cred'),
      routers: routerDoorOf(secrets, 'cred', { authenticate: async () => null }),
      tls: withoutTls,
      report: (cause) => assert.fail(cause as Error),
      metrics: metricsOf(),
      unready: async () => null,
    },
    { host: '127.0.0.1', port: 0 },
  )
  t.after(() => service.stop(0))
  return async (asked: unknown, who = {}) => {
    const body = typeof asked === 'string' ? asked : JSON.stringify(asked)
    const headers = { 'content-type': 'application/json', ...headersFor('cred', body, who, secret) }
    const answer = await fetch(`${service.url}/graphql`, { method: 'POST', headers, body })
    const { data, errors } = (await answer.json()) as any
    return { status: answer.status, data, code: errors?.[0].extensions.code }
  }
}

describe('a part behind another router', () => {
  it('A part behind another router keeps where a change was asked for from, and of IPv6 the network', async (t) => {
    const ask = await partOf(t)
    const from = async (address?: string) => (await ask({ query: 'mutation { from }' }, { address })).data.from
    assert.equal(await from('203.0.113.7'), 'anonymous 203.0.113.7')
    assert.equal(await from('::ffff:203.0.113.7'), 'anonymous 203.0.113.7')
    assert.equal(await from('2001:db8:1:2:3:4:5:6'), 'anonymous 2001:db8:1:2::/64')
    assert.equal(await from('a place'), 'anonymous undefined')
    assert.equal(await from(), 'anonymous undefined')
    // Of whoever only reads it is not kept.
    assert.equal((await ask({ query: '{ who }' }, { address: '203.0.113.7' })).data.who, 'anonymous undefined')
  })

  it('A part behind another router ends a query that takes too long', async (t) => {
    const ask = await partOf(t, { seconds: 0.05 })
    const { status, code } = await ask({ query: '{ hangs }' })
    assert.deepEqual([status, code], [200, 'TOO_SLOW'])
  })

  it('A part behind another router says what is wrong with what it is asked', async (t) => {
    const ask = await partOf(t)
    assert.deepEqual(await ask('no JSON'), { status: 400, data: undefined, code: 'BAD_REQUEST' })
    assert.equal((await ask([{ query: '{ who }' }])).status, 400)
    assert.equal((await ask({ query: '{ nothing }' })).code, 'GRAPHQL_VALIDATION_FAILED')
  })

  it('A part that no router is in front of refuses what one has signed', async (t) => {
    const ask = await partOf(t, { secrets: [] })
    assert.deepEqual(await ask({ query: '{ who }' }), { status: 401, data: undefined, code: 'UNAUTHENTICATED' })
  })
})
