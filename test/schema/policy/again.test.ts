import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { holdsOn } from '../../../schema/policy/again.ts'
import { compile, type Values } from '../../../schema/policy/index.ts'
import { roomOfEvidence, seenBy } from '../../../schema/policy/reason.ts'
import { atOnce } from '../../../schema/policy/work.ts'

const told = (document: unknown, seen: unknown) => holdsOn(document, seen, (job) => atOnce.run('', job))

const ana: Values = {
  action: {
    id: 'act_1',
    kind: 'wiki.page.edited',
    platform: 'wiki',
    subject: { type: 'page', id: 'p_1', title: 'Home', url: null },
    data: {
      amountInCents: 500_000,
      tags: ['travel', 'food'],
      payee: { slug: 'ana' },
      note: null,
      text: 'long '.repeat(1_000),
      items: Array.from({ length: 300 }, (_, index) => ({ name: `item ${index}`, price: index })),
    },
    occurredAt: '2026-11-22T18:00:00Z',
    initiatorName: 'ana',
    asksPermission: false,
  },
  community: { id: 'com_1', slug: 'garden', name: 'Garden' },
  initiator: {
    id: 'mem_1',
    name: 'Ana',
    roles: ['steward'],
    accounts: [{ platform: 'github', host: null, externalId: '7', username: null }],
  },
  cred: { status: 'FOUND', total: 26, rank: 3, share: 0.25, lastWeeks: { 4: 3.5, 12: 9 }, snapshot: 'snap_1' },
}
const unknown: Values = {
  ...ana,
  initiator: null,
  cred: { status: 'NOT_FOUND', total: 0, rank: null, share: 0, lastWeeks: { 4: 0, 12: 0 }, snapshot: 'snap_1' },
}
const away: Values = { ...unknown, cred: { ...unknown.cred!, status: 'UNAVAILABLE', snapshot: null } }
const nothing: Values = { ...unknown, action: { ...ana.action, data: null, initiatorName: null } }

const documented = [
  'docs/getting-started.md',
  'docs/policies.md',
  'docs/api.md',
  'examples/community/stewards.yaml',
].flatMap((file) =>
  [...readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8').matchAll(/rule: '(.*?)'/g)].map(
    ([, rule]) => rule!,
  ),
)
const rules = new Set([
  ...documented.filter((rule) => !rule.includes('totl')),
  'true',
  'cred.rank <= 3',
  'cred.lastWeeks(4) > 3 && cred.lastWeeks(12) < 10',
  'cred.status == "UNAVAILABLE" || cred.total > 25',
  'cred.status != "UNAVAILABLE" && cred.share >= 0.25',
  '"steward" in initiator.roles && initiator.known',
  '!initiator.known && initiator.name == "ana" && initiator.accounts.size() == 0',
  'initiator.name == action.initiatorName',
  'initiator.accounts.exists(a, a.platform == "github" && a.id == "7" && a.username == "" && a.host == "")',
  'has(action.data.missing)',
  '!has(action.data.missing) && action.data.amountInCents == 500000',
  'has(action.data.payee.slug) && action.data.payee.slug == "ana"',
  'action.data.note == null',
  'size(action.data.text) == 5000',
  'action.data.items.exists(i, i.name == "item 299")',
  'action.data["amountInCents"] > 1 && action.data.payee.slug == "ana"',
  'size(action.data.tags) > 1 && "food" in action.data.tags',
  'action.occurredAt > timestamp("2026-01-01T00:00:00Z") && action.occurredAt.getFullYear() == 2026',
  'action.subject.url == "" && action.subject.title == "Home" && action.kind.startsWith("wiki.")',
  'community.slug == "garden" && !action.asksPermission',
])
const policyOf = (rule: string) => ({ name: 'p', on: 'x.y', decide: { rule } })
const stored = (value: unknown) => JSON.parse(JSON.stringify(value))

describe('rules tried again', () => {
  for (const rule of rules)
    it(`A rule that decided gives the same on what it saw: ${rule}`, async () => {
      const expression = compile(rule, 'asked', 'bool')
      let held = 0
      for (const values of [ana, unknown, away, nothing]) {
        let holds: boolean
        try {
          holds = expression.holds(values)
        } catch {
          continue // it decides nothing
        }
        held++
        const seen = stored(seenBy([expression], values, roomOfEvidence))
        assert.equal(await told(policyOf(rule), seen), holds, JSON.stringify(seen).slice(0, 500))
      }
      assert.ok(held > 0)
    })

  it('What a rule saw is told for people in short: what is long is cut, or left out', () => {
    const seen = seenBy([compile('action.data.text == "x" || action.data.items == []')], ana)
    assert.equal((seen['action.data.text'] as string).length, 1_000)
    assert.equal(seen['action.data.items'], null)
  })
})

describe('evidence that a rule saw', () => {
  const rule = 'cred.status == "FOUND" && cred.total > 25'
  const seen = { 'cred.status': 'FOUND', 'cred.total': 31 }
  it('Evidence that is not enough, or not what the rule could have seen, gives no outcome', async () => {
    assert.equal(await told(policyOf(rule), seen), true)
    for (const wrong of [
      null,
      undefined,
      7,
      'cred.total',
      [],
      {},
      { cred: { status: 'FOUND', total: 31 } },
      { 'cred.total': 31 },
      { ...seen, 'cred.total': '31' },
      { ...seen, 'cred.total': null },
      { ...seen, 'cred.total': {} },
      { ...seen, 'cred.status': ['FOUND'] },
    ])
      assert.notEqual(await told(policyOf(rule), wrong), true, JSON.stringify(wrong))
    const accounts = policyOf('initiator.accounts.exists(a, a.platform == "github")')
    for (const wrong of [7, 'github', [null], [7], { platform: 'github' }])
      assert.notEqual(await told(accounts, { 'initiator.accounts': wrong }), true)
    assert.equal(await told(policyOf('action.data.__proto__.x == 1'), { 'action.data.__proto__.x': 1 }), null)
    assert.equal(({} as any).x, undefined)
  })

  it('Evidence is not changed by trying the rule again, and no document stops it', async () => {
    const given = { 'action.data': { a: 1 }, 'action.data.b': 2 }
    assert.equal(await told(policyOf('action.data.b == 2 && action.data["a"] == 1'), given), true)
    assert.deepEqual(given, { 'action.data': { a: 1 }, 'action.data.b': 2 })
    for (const document of [null, 7, 'name: p', {}, policyOf('cred.totl > 1'), policyOf('((')])
      assert.equal(await told(document, seen), null)
    const slow = policyOf('action.data.text.split("").all(a, action.data.text.split("").all(b, a == b))')
    assert.equal(await told(slow, { 'action.data.text': 'a'.repeat(5_000) }), null)
  })
})
