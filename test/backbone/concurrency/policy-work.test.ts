import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { openPolicyWork } from '../../../backbone/concurrency/policy-work.ts'
import { compile, compileTemplate, type Values } from '../../../schema/policy/index.ts'
import { holds, isShort, ofDocument, type PolicyJob, type PolicyWork, rendered } from '../../../schema/policy/work.ts'

const bounds = { policyThreads: 2, policyWaiting: 3, policyTime: 20_000, policyMemory: 64 * 1024 ** 2 }

function opened(t: TestContext, some: Partial<typeof bounds> = {}) {
  const work = openPolicyWork({ ...bounds, ...some })
  t.after(() => work.stop())
  return work
}

const values = (data: unknown): Values => ({
  action: {
    id: 'act_1',
    kind: 'a.b.c',
    platform: 'a',
    subject: { type: 'x', id: '1', title: 'Paint', url: null },
    data,
    occurredAt: '2026-11-05T00:00:00Z',
    initiatorName: null,
    asksPermission: false,
  },
})
const policy = (rule: string) => ({ name: 'p', on: 'a.b.c', decide: { rule } })
/** Takes as long as it may, each of its expressions. */
const slow = (count: number) => {
  const each = 'action.data.x.split("").all(a, action.data.x.split("").all(b, a == b))'
  return Array.from({ length: count }, () => `{{ ${each} }}`).join('')
}
const long = values({ x: 'a'.repeat(20_000) })
const inspect = (document: unknown) => ({ kind: 'inspect' as const, document, capabilities: null, roles: null })

describe('policy work in a thread', () => {
  it('Policy work in a thread gives the same results and refusals as in the main thread', async (t) => {
    const work = opened(t)
    const wide = policy(`true || ${JSON.stringify('x'.repeat(1_900))} == "" || true`)
    assert.deepEqual(
      await work.run('com', { kind: 'describe', document: wide }),
      await ofDocument(work, 'com', { kind: 'describe', document: wide }),
    )
    const wrong = await work.run('com', inspect('name: p\non: a.b.c\ndecide: { rule: "cred.totl > 1" }'))
    assert.deepEqual([wrong.problems[0]!.line, wrong.problems[0]!.path], [3, ['decide', 'rule']])
    await assert.rejects(
      work.run('com', { kind: 'accept', document: policy('1 +'), capabilities: null, roles: null }),
      {
        name: 'Refusal',
        code: 'POLICY_INVALID',
        path: ['input', 'document', 'decide', 'rule'],
      },
    )
    assert.equal(await work.run('com', { kind: 'holds', source: 'action.data.x == 1', values: values({ x: 1 }) }), true)
    await assert.rejects(work.run('com', { kind: 'holds', source: 'action.data.y == 1', values: values({}) }), {
      code: 'POLICY_FAILED',
    })
    const roles = [{ id: 'role_1', name: 'Steward' }]
    const named = {
      kind: 'inspect' as const,
      document: policy('"steward" in initiator.roles'),
      capabilities: null,
      roles,
    }
    assert.match((await work.run('com', named)).problems[0]!.message, /write "Steward"/)
  })

  it('Policy work that takes too long or too much ends with its thread, and the next is served', async (t) => {
    // To start a thread alone takes longer than this.
    const hurried = opened(t, { policyTime: 1 })
    await assert.rejects(hurried.run('com', { kind: 'render', texts: [slow(50)], stage: 'asked', values: long }), {
      code: 'WORK_LIMITED',
      message: 'Wanted a policy that is looked at within 1 ms; got one that takes longer.',
    })
    const work = opened(t, { policyMemory: 48 * 1024 ** 2 })
    const grows = 'action.data.x.split("").map(a, action.data.x.split("")).size() > 0'
    await assert.rejects(
      work.run('busy', { kind: 'holds', source: grows, values: values({ x: 'ab'.repeat(200_000) }) }),
      {
        code: /^(WORK_LIMITED|POLICY_FAILED)$/,
      },
    )
    assert.equal(await work.run('busy', { kind: 'holds', source: 'true', values: values({}) }), true)
  })

  it('Policy work that is surely short needs no thread, and the rest has one', async () => {
    const jobs: PolicyJob['kind'][] = []
    const work: PolicyWork = {
      run: async (_, job) => {
        jobs.push(job.kind)
        return true as any
      },
    }
    const run = (job: PolicyJob) => work.run('com', job) as any
    const small = values({ role: 'steward', roles: ['a', 'b'], amount: 5 })
    for (const source of [
      'action.data.amount > 5',
      'action.data.roles.exists(r, r == "c")',
      'action.data.role.matches("^(a|b)$")',
    ])
      assert.equal(await holds(compile(source), small, run), false, source)
    assert.deepEqual(await rendered([compileTemplate('{{ action.data.amount }} EUR', 'asked')], 'asked', small, run), [
      '5 EUR',
    ])
    await ofDocument(work, 'com', inspect(policy('action.data.roles.exists(r, r == "c")')))
    assert.deepEqual(jobs, [])
    const heavy = [
      'action.data.role.matches("(a{0,30}){0,30}b")',
      'action.data.role.matches(action.data.role)',
      '[1, 2].all(a, [1, 2].all(b, a == b)) && action.data.x.split("").all(a, a in action.data.x.split(""))',
    ]
    for (const source of heavy) assert.equal(await holds(compile(source), long, run), true, source)
    await rendered([compileTemplate(slow(1), 'asked')], 'asked', long, run)
    for (const document of [
      policy('"a".matches("b")'),
      '['.repeat(500),
      `name: p # ${'x'.repeat(4_000)}`,
      policy('[1].all(a, [1].all(b, a == b))'),
    ]) {
      assert.equal(isShort(document), false)
      await ofDocument(work, 'com', inspect(document))
    }
    assert.deepEqual(jobs, ['holds', 'holds', 'holds', 'render', 'inspect', 'inspect', 'inspect', 'inspect'])
  })
})
