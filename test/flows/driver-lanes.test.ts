// The driver on the real graph and log: what one community waits for, or fails on, keeps no other from being decided.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { createDriver, heard } from '../../driver/index.ts'
import { driverless } from '../support/driverless.ts'

const policy = `
name: stewards
on: communities.role.requested
decide: { rule: initiator.known }
then: { approved: [{ perform: communities.role.grant }] }
`
const made = 'userErrors { code message } }'

/** Two communities with the same policy, and a driver whose operations a test may hold up or spoil. */
async function twoCommunities(t: TestContext, meddle: (query: string, community: string | null) => Promise<void>) {
  const { log, execute, ask, stops } = await driverless(t)
  const names = new Map<string, string>()
  for (const slug of ['garden', 'orchard']) {
    const { community } = await ask(
      `mutation { createCommunity(input: { slug: "${slug}", name: "${slug}" }) { community { id } ${made} }`,
    )
    names.set(community.id, slug)
    await ask(`mutation { createRole(input: { community: "${slug}", name: "steward" }) { role { id } ${made} }`)
    await ask(
      `mutation ($document: JSON!) { applyPolicy(input: { community: "${slug}", document: $document }) { policy { id } ${made} }`,
      { document: policy },
    )
  }
  const driver = createDriver({
    async execute(query, variables) {
      const input = variables.input as { community?: string } | undefined
      await meddle(query, names.get(input?.community ?? (variables.community as string) ?? '') ?? null)
      return execute(query, variables)
    },
    logger: { info() {}, warn() {} },
    feed: (handle) => log.perform({ name: 'driver', types: heard, handle }),
  })
  stops.push(() => driver.stop())
  return {
    ask,
    start: () => driver.start(),
    async request(slug: string) {
      const { member } = await ask(
        `mutation { addMember(input: { community: "${slug}", name: "Ana" }) { member { id } ${made} }`,
      )
      await ask(
        `mutation { requestRole(input: { community: "${slug}", role: "steward", member: "${member.id}" }) { roleRequest { id } ${made} }`,
      )
    },
    /** Waits until so many requests are granted there. */
    async granted(slug: string, count: number) {
      const query = `{ community(community: "${slug}") { roleRequests(status: GRANTED) { totalCount } } }`
      for (let at = 0; ; ) {
        if ((await ask(query)).roleRequests.totalCount >= count) return
        for await (const event of log.follow({ after: at, types: ['communities.role.settled'] })) {
          at = event.position
          break
        }
      }
    },
  }
}

describe('lanes of the driver', () => {
  it('The driver decides for other communities while it waits for the platform of one', async (t) => {
    const hanging = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    const { start, request, granted, ask } = await twoCommunities(t, async (query, community) => {
      if (community !== 'garden' || !/mutation DriverPerformAction/.test(query)) return
      reached.resolve()
      await hanging.promise
    })
    await request('garden')
    await request('garden')
    start()
    await reached.promise
    for (let n = 1; n <= 3; n++) {
      await request('orchard')
      await granted('orchard', n)
    }
    const { decisions } = await ask('{ community(community: "garden") { decisions { totalCount } } }')
    assert.ok(decisions.totalCount >= 1, 'it was decided and waits to be carried out')
    hanging.resolve()
    await granted('garden', 2)
  })

  it('The driver decides for others while it fails for one community each time, and then for that one', async (t) => {
    let failures = 0
    const { start, request, granted } = await twoCommunities(t, async (query, community) => {
      if (community !== 'garden' || !/mutation DriverRecordDecision/.test(query) || failures === 3) return
      failures++
      throw new Error('a bug')
    })
    await request('garden')
    start()
    for (let n = 1; n === 1 || failures < 3; n++) {
      await request('orchard')
      await granted('orchard', n)
    }
    await granted('garden', 1)
  })
})
