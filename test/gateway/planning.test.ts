import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { QueryPlanner } from '@graphql-hive/router-query-planner'
import { plannerApart } from '../../gateway/planning/index.ts'
import { readSupergraph } from '../../gateway/supergraph.ts'
import { fakes } from './fakes.ts'
import { keys, testGateway } from './server.ts'

const { sdl } = readSupergraph()
const ends = new URL('./planner-that-ends.ts', import.meta.url)

function planner(t: TestContext, program?: URL, most?: number) {
  const reported: string[] = []
  const apart = plannerApart(sdl, (cause) => reported.push((cause as Error).message), most, program)
  t.after(() => apart.stop())
  return { ...apart, reported }
}

const texts = [
  '{ community(community: "x") { name members(first: 2) { nodes { name cred { total } } } } }',
  'subscription ($c: ID!) { decisions(community: $c) { cursor decision { outcome proposal { title community { name } } } } }',
  'query ($skip: Boolean!) { member(id: "x") { cred @skip(if: $skip) { total } votes { totalCount } } }',
]

describe('a planner in a process of its own', () => {
  it('plans as one in this process does', async (t) => {
    const here = new QueryPlanner(sdl)
    const { plan } = planner(t)
    const apart = await Promise.all(texts.map(plan))
    assert.deepEqual(
      apart,
      texts.map((text) => JSON.parse(JSON.stringify(here.plan(text, null, new Set(), 0)))),
    )
    await assert.rejects(plan('{ nothing }'), /^Error: Failed to normalize operation/)
  })

  it('may be ended by the planner, which ends nothing else', async (t) => {
    const { plan, reported } = planner(t)
    const below = 'roles { role { holders { nodes { cred { status } community { id: id } } } } } votes { totalCount }'
    await assert.rejects(plan(`{ member(id: "x") { ${below} } }`), /^Error: Failed to plan query/)
    assert.equal(reported.length, 1)
    assert.ok(await plan(texts[0]!))
  })

  it('refuses what ended it, and no other that came with it', async (t) => {
    const { plan, reported } = planner(t, ends)
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-planner-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const named = (name: string) =>
      plan(texts[0]!.replace('{', `query ${name} {`).replace('"x"', `"mark:${folder}/ended"`))
    const answers = await Promise.allSettled(['once', 'one', 'abort', 'two', 'abort'].map(named))
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected'],
    )
    assert.equal(reported.length, 2)
  })

  it('is ended over what it never answers', async (t) => {
    const { plan } = planner(t, ends, 500)
    await assert.rejects(plan(texts[0]!.replace('{', 'query never {')), /^Error: Failed to plan query/)
    assert.ok(await plan(texts[0]!))
  })

  it('plans nothing any more once it is stopped', async (t) => {
    const { plan, stop } = planner(t, ends)
    const never = plan(texts[0]!.replace('{', 'query never {'))
    stop()
    await assert.rejects(never, /^Error: Failed to plan query/)
    await assert.rejects(plan(texts[0]!), /^Error: Failed to plan query/)
  })

  it('is who the gateway asks, once for each operation, on every transport', async (t) => {
    const own = plannerApart(fakes().supergraph.sdl, () => {}, undefined, ends)
    t.after(() => own.stop())
    const asked: string[] = []
    const gateway = await testGateway(t, 'together', undefined, {
      planner: { ...own, plan: (text) => own.plan(asked[asked.push(text) - 1]!) },
    })
    const whole = '{ community(community: "x") { name members { nodes { name cred { total } } } } }'
    const bad = whole.replace('{', 'query abort {')
    for (let each = 0; each < 2; each++) {
      const { body } = await gateway.post(bad)
      assert.equal(body.errors[0].extensions.code, 'PLAN_FAILED')
      assert.equal((await gateway.post(whole, { key: keys.reader })).body.errors, undefined)
    }
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({
        query: 'subscription { decisions(community: "abort") { decision { actions { kind } } } }',
      }),
    })
    assert.match(await answer.text(), /PLAN_FAILED/)
    assert.equal(asked.length, 3)
  })
})
