import assert from 'node:assert/strict'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { pathToFileURL } from 'node:url'
import { QueryPlanner } from '@graphql-hive/router-query-planner'
import { type Planner, plannerApart, Unplanned } from '../../../gateway/graph/planning/index.ts'
import { readSupergraph } from '../../../gateway/graph/supergraph.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'
import { fakes } from '../fakes.ts'
import { keys, testGateway } from '../server.ts'

const { sdl } = readSupergraph()
const ends = new URL('./planner-that-ends.ts', import.meta.url)

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function planner(t: TestContext, program?: URL, most?: number, idle?: number) {
  const reported: string[] = []
  const apart = plannerApart(sdl, (cause) => reported.push((cause as Error).message), most, program, idle)
  t.after(() => apart.stop())
  return { ...apart, reported }
}

const texts = [
  '{ community(community: "x") { name members(first: 2) { nodes { name cred { total } } } } }',
  'subscription ($c: ID!) { decisions(community: $c) { cursor decision { outcome proposal { title community { name } } } } }',
  'query ($skip: Boolean!) { member(id: "x") { cred @skip(if: $skip) { total } votes { totalCount } } }',
]

describe('planner process', () => {
  it('The planner process plans as a planner in this process does', async (t) => {
    const here = new QueryPlanner(sdl)
    const { plan } = planner(t)
    const apart = await Promise.all(texts.map((text) => plan(text)))
    assert.deepEqual(
      apart,
      texts.map((text) => JSON.parse(JSON.stringify(here.plan(text, null, new Set(), 0)))),
    )
    await assert.rejects(plan('{ nothing }'), { code: 'PLAN_FAILED', cause: /^Failed to normalize operation/ })
  })

  it('A query that makes the planner process abort fails, and ends nothing else', async (t) => {
    const { plan, reported } = planner(t)
    const below = 'roles { role { holders { nodes { cred { status } community { id: id } } } } } votes { totalCount }'
    await assert.rejects(plan(`{ member(id: "a secret") { ${below} } }`), { code: 'PLAN_FAILED' })
    assert.equal(reported.length, 1)
    assert.match(reported[0]!, /SIGABRT.*member\(id: ""\) \{\n {4}roles/s)
    assert.doesNotMatch(reported[0]!, /secret/)
    assert.ok(await plan(texts[0]!))
  })

  it('The planner process refuses the query that ended it, and no other that came with it', async (t) => {
    const { plan, reported } = planner(t, ends)
    const folder = temporaryFolder(t)
    const named = (name: string) =>
      plan(texts[0]!.replace('{', `query ${name} {`).replace('"x"', `"mark:${folder}/ended"`))
    const answers = await Promise.allSettled(['once', 'one', 'abort', 'two', 'abort'].map(named))
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'rejected'],
    )
    assert.equal(reported.length, 2)
  })

  it('The planner process is ended over a query that it never answers', async (t) => {
    const { plan } = planner(t, ends, 500)
    await assert.rejects(plan(texts[0]!.replace('{', 'query never {')), { code: 'PLAN_FAILED' })
    assert.ok(await plan(texts[0]!))
  })

  it('The planner process plans nothing any more once it is stopped', async (t) => {
    const { plan, stop } = planner(t, ends)
    const never = plan(texts[0]!.replace('{', 'query never {'))
    stop()
    await assert.rejects(never, { code: 'UNAVAILABLE' })
    await assert.rejects(plan(texts[0]!), { code: 'UNAVAILABLE' })
  })

  it('The planner process serves others while one has many plans made', async (t) => {
    const { plan } = planner(t, ends)
    const done: string[] = []
    const asked = (name: string, owner: string) =>
      plan(texts[0]!.replace('{', `query ${name} {`), { community: 'anonymous', owner }).then(
        () => done.push(name),
        () => done.push(name),
      )
    const many = ['abort1', 'abort2', 'abort3', 'abort4'].map((name) => asked(name, 'a'))
    await Promise.all([...many, asked('mine', 'b')])
    assert.equal(done[1], 'mine')
  })

  it('The planner process is there from the first plan on, and is ended when there was nothing to plan', async (t) => {
    const folder = temporaryFolder(t)
    const telling = (name: string) => {
      const program = join(folder, `${name}.mjs`)
      writeFileSync(
        program,
        `import { appendFileSync } from 'node:fs'
        appendFileSync(${JSON.stringify(join(folder, name))}, process.pid + '\\n')
        await import(${JSON.stringify(ends.href)})`,
      )
      return pathToFileURL(program)
    }
    const begun = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n').map(Number)
    planner(t, telling('never asked'))
    const { plan } = planner(t, telling('asked'), undefined, 20)
    await plan(texts[0]!)
    assert.ok(!existsSync(join(folder, 'never asked')))
    const [first] = begun('asked')
    await until('the end of the process', () => !isAlive(first!))
    assert.ok(await plan(texts[0]!))
    assert.equal(begun('asked').length, 2)
  })

  it('The planner process that cannot be started is told once, and plans when it can again', async (t) => {
    const folder = temporaryFolder(t)
    const program = join(folder, 'planner.mjs')
    const { plan, reported } = planner(t, pathToFileURL(program))
    for (let each = 0; each < 2; each++) await assert.rejects(plan(texts[0]!), { code: 'UNAVAILABLE' })
    // How it ended, or that nothing could be said to it any more: whichever is known first.
    assert.equal(reported.length, 1)
    assert.match(reported[0]!, /^Operations cannot be planned: their process does not start: ./)
    writeFileSync(program, `import ${JSON.stringify(ends.href)}`)
    assert.ok(await plan(texts[0]!))
  })

  it('A query that ended the planner process is tried again after a minute, one refused beside it at once', async (t) => {
    let time = 0
    let ending: Unplanned | null = null
    const own = plannerApart(fakes().supergraph.sdl, () => {}, undefined, ends)
    t.after(() => own.stop())
    const planner: Planner = {
      ...own,
      async plan(text, by) {
        if (ending) throw ending
        return own.plan(text, by)
      },
    }
    const gateway = await testGateway(t, 'together', undefined, { planner, now: () => time })
    const query = '{ community(community: "x") { name members { nodes { name cred { total } } } } }'
    const code = async () => (await gateway.post(query)).body.errors?.[0].extensions.code
    ending = new Unplanned('UNAVAILABLE', 0)
    assert.equal(await code(), 'UNAVAILABLE')
    ending = new Unplanned('PLAN_FAILED', 60_000)
    assert.equal(await code(), 'PLAN_FAILED')
    ending = null
    time = 59_999
    assert.equal(await code(), 'PLAN_FAILED')
    time = 60_000
    assert.equal(await code(), undefined)
  })

  it('The gateway asks the planner process once for each operation, on every transport', async (t) => {
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
