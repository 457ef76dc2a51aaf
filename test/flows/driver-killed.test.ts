// The driver as a client over HTTP, on the real graph, killed at each of its calls: the rest is done, and once.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { createDriver, type DriverEvent, type Execute, heard } from '../../driver/index.ts'
import { driverless } from '../support/driverless.ts'

const policies = [
  `
name: stewards
on: communities.role.requested
when: action.data.role == "steward"
decide: { rule: initiator.known }
then: { approved: [{ perform: communities.role.grant }] }
`,
  `
name: elders
on: communities.role.requested
when: action.data.role == "elder"
decide: { vote: { title: 'Is {{ initiator.name }} an elder?', closesIn: PT1H } }
then: { approved: [{ perform: communities.role.grant, with: { reason: '{{ tally.voters }} said so.' } }] }
`,
]

describe('the driver', () => {
  it('The driver, killed before or after any call, does the rest once', async (t) => {
    const { log, execute, ask } = await driverless(t)
    let communities = 0

    /** The whole story in a new community, with one death. Returns how many calls the driver made. */
    async function story(dies: number, after: boolean): Promise<number> {
      const slug = `garden-${++communities}`
      const made = 'userErrors { code message } }'
      const { community } = await ask(
        `mutation { createCommunity(input: { slug: "${slug}", name: "Garden" }) { community { id } ${made} }`,
      )
      for (const role of ['steward', 'elder'])
        await ask(`mutation { createRole(input: { community: "${slug}", name: "${role}" }) { role { id } ${made} }`)
      for (const document of policies)
        await ask(
          `mutation ($document: JSON!) { applyPolicy(input: { community: "${slug}", document: $document }) { policy { id } ${made} }`,
          { document },
        )
      const { member } = await ask(
        `mutation { addMember(input: { community: "${slug}", name: "Ana" }) { member { id } ${made} }`,
      )
      for (const role of ['steward', 'elder'])
        await ask(
          `mutation { requestRole(input: { community: "${slug}", role: "${role}", member: "${member.id}" }) { roleRequest { id } ${made} }`,
        )

      let calls = 0
      const dying: Execute = async (query, variables) => {
        calls += 1
        if (calls === dies && !after) throw new Error('killed')
        const answer = await execute(query, variables)
        if (calls === dies) throw new Error('killed')
        return answer
      }
      const begin = () =>
        createDriver({
          execute: dying,
          logger: { info() {}, warn() {} },
          feed: () => ({ start() {}, async stop() {} }),
        })
      let driver = begin()
      let at = 0
      let voted = false
      for (let done = 0; done < 2; ) {
        const events = await log.read({ after: at, types: heard, community: community.id, limit: 100 })
        for (const event of events) {
          try {
            await driver.handle(event as DriverEvent)
            at = event.position
          } catch (error) {
            assert.equal((error as Error).message, 'killed')
            driver = begin()
            break
          }
        }
        const { proposals } = await ask(
          `{ community(community: "${slug}") { proposals(status: OPEN) { nodes { id title } } } }`,
        )
        if (proposals.nodes.length > 0 && !voted) {
          assert.equal(proposals.nodes[0].title, 'Is Ana an elder?')
          await ask(
            `mutation { castVote(input: { proposal: "${proposals.nodes[0].id}", member: "${member.id}", choices: ["approve"] }) { vote { id } ${made} }`,
          )
          voted = true
        }
        const { roleRequests } = await ask(
          `{ community(community: "${slug}") { roleRequests(status: GRANTED) { totalCount } } }`,
        )
        done = roleRequests.totalCount
        if (events.length === 0) await pause(20)
      }
      const { decisions, actions, proposals } = await ask(`{ community(community: "${slug}") {
        decisions { nodes { outcome madeBy } } proposals { totalCount }
        actions(direction: REQUESTED) { nodes { kind data } } } }`)
      const death = `killed ${after ? 'after' : 'before'} call ${dies}`
      assert.equal(proposals.totalCount, 2, death)
      assert.deepEqual(
        decisions.nodes.map((each: any) => `${each.outcome} by ${each.madeBy}`).sort(),
        ['APPROVED by RULE', 'APPROVED by VOTE'],
        death,
      )
      assert.equal(actions.nodes.length, 2, death)
      assert.ok(
        actions.nodes.some((action: any) => action.data.reason === '1 said so.'),
        death,
      )
      return calls
    }

    const calls = await story(0, false)
    assert.ok(calls >= 10, `${calls} calls`)
    for (let dies = 1; dies <= calls; dies++) for (const after of [false, true]) await story(dies, after)
  })
})
