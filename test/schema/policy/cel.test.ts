import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Refusal } from '../../../schema/errors.ts'
import { compile, compileTemplate, needsOf, type Values } from '../../../schema/policy/index.ts'

const values: Values = {
  action: {
    id: 'act_1',
    kind: 'opencollective.expense.created',
    platform: 'opencollective',
    subject: { type: 'expense', id: 'ex_1', title: 'Hosting', url: null },
    data: {
      amountInCents: 500000,
      tags: ['travel', 'food'],
      payee: { slug: 'ana' },
      note: null,
      letters: 'a'.repeat(60),
      long: 'a'.repeat(5_000),
      'odd key': 1,
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
    accounts: [{ platform: 'github', host: null, externalId: '7', username: 'ana' }],
  },
  cred: { status: 'FOUND', total: 26, rank: 3, share: 0.25, lastWeeks: { 4: 3.5 }, snapshot: 'snap_1' },
  decision: {
    id: 'dec_1',
    outcome: 'REJECTED',
    choice: null,
    choiceLabel: null,
    madeBy: 'VOTE',
    reason: '2 of 3 were against.',
  },
  tally: {
    voters: 3,
    turnout: 0.6,
    quorumReached: true,
    counts: [{ choice: 'approve', votes: 1, weight: 1.5 }],
    for: 1.5,
    against: 2,
    abstain: 0,
  },
}

function refusal(source: string, given: Values = values): Refusal {
  try {
    compile(source, 'decided').evaluate(given)
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error))
    assert.equal(error.code, 'POLICY_FAILED')
    return error
  }
  assert.fail(`${source} had a value`)
}

describe('expressions of policies', () => {
  for (const [source, wanted] of [
    ['action.data.amountInCents <= 500000', true],
    ['action.data.amountInCents <= 500000.0', true],
    ['action.data.amountInCents == 500000', true],
    ['500000 == action.data.amountInCents', true],
    ['action.data.amountInCents != 500000', false],
    ['action.data.amountInCents in [1, 500000]', true],
    ['action.data.amountInCents / 100', 5000],
    ['action.data.amountInCents % 7', 4],
    ['1000 - action.data.amountInCents * 2', -999000],
    ['action.data.amountInCents * 1.5 > 700000', true],
    ['string(action.data.amountInCents)', '500000'],
    ['tally.for < tally.against && tally.abstain == 0', true],
    ['decision.choiceLabel', ''],
    ['fixed(action.data.amountInCents / 100, 2)', '5000.00'],
    ['cred.total > 25', true],
    ['cred.total > 25.0', true],
    ['cred.total == 26', true],
    ['cred.total == 26.0', true],
    ['cred.rank <= 3', true],
    ['cred.lastWeeks(4) > 3', true],
    ['cred.share >= 0.25', true],
    ['"steward" in initiator.roles && initiator.known', true],
    ['initiator.accounts.exists(a, a.platform == "github" && a.username == "ana")', true],
    ['"travel" in action.data.tags', true],
    ['size(action.data.tags) > 1', true],
    ['has(action.data.payee.slug)', true],
    ['has(action.data.missing)', false],
    ['has(action.data.missing) && action.data.missing > 1', false],
    ['action.data.note == null', true],
    ['action.data.note == "x" || action.data.letters == null || action.data.tags == null', false],
    ['action.data["odd key"] == 1', true],
    ['action.subject.url == ""', true],
    ['action.subject.title.matches("^Host")', true],
    ['action.subject.title.matches("(?i)HOSTing$")', true],
    ['action.data.letters.matches("^(a+)+b$")', false], // in a time that grows with the text only
    ['action.occurredAt.getFullYear() == 2026', true],
    ['decision.outcome == "REJECTED" && tally.voters == 3 && tally.votes.approve == 1', true],
    ['tally.weights.approve', 1.5],
  ] as const)
    it(`The expression ${source} equals ${wanted}`, () =>
      assert.equal(compile(source, 'decided').evaluate(values), wanted))

  for (const [source, reason] of [
    ['action.data.missing > 1', /No such key: missing/],
    ['action.data.tags > 1', /no such overload/],
    ['action.data.constructor == 1', /No such key/],
    ['action.data.amountInCents / 0', /division by zero/],
    ['action.data.tags[7] == "x"', /got none/],
    ['action.data.letters.matches("(")', /Invalid regular expression "\(": missing closing \)/],
    ['action.data.letters.matches("(?=a)a")', /RE2 has no look-around/],
    ['action.data.letters.matches(r"(a)\\1")', /RE2 has no back-references/],
    ['action.data.letters != action.occurredAt', /text was compared with a time: they are never equal/],
    ['action.occurredAt == action.data.letters', /text was compared with a time/],
    ['action.data.amountInCents == "500000"', /text was compared with a number/],
    ['action.data.tags == "travel"', /text was compared with a list/],
    ['action.data.payee != action.data.tags', /a list was compared with an object/],
  ] as const)
    it(`The expression ${source} is refused a value`, () => assert.match(refusal(source).message, reason))

  it('An expression is never true by mistake', () => {
    assert.throws(() => compile('action.data.payee', 'asked', 'bool').holds(values), { code: 'POLICY_FAILED' })
    assert.throws(() => compile('action.data.note', 'asked', 'bool').holds(values), { code: 'POLICY_FAILED' })
  })

  it('An expression sees an initiator who is no member as one without roles', () => {
    const stranger = { ...values, initiator: null }
    assert.equal(compile('initiator.known || "steward" in initiator.roles').evaluate(stranger), false)
    assert.equal(compile('initiator.name').evaluate(stranger), 'ana')
  })

  it('An expression does not take cred that cannot be read for no cred', () => {
    const down: Values = {
      ...values,
      cred: { status: 'UNAVAILABLE', total: 0, rank: null, share: 0, lastWeeks: {}, snapshot: null },
    }
    assert.equal(refusal('cred.total > 25', down).details?.reason, 'CRED_UNAVAILABLE')
    assert.equal(compile('cred.status == "UNAVAILABLE" || cred.total > 25').evaluate(down), true)
  })

  it('An expression that would take for ever is ended', () => {
    const slow = 'action.data.long.split("").all(a, action.data.long.split("").all(b, a == b))'
    const error = refusal(slow)
    assert.equal(error.details?.reason, 'TOO_EXPENSIVE')
  })

  for (const [what, source] of [
    ['is too deep', `${'('.repeat(60)}1${')'.repeat(60)}`],
    ['is too large', Array.from({ length: 400 }, () => '1').join('+')],
    ['nests three loops', '[1].all(a, [1].all(b, [1].all(c, true)))'],
    ['repeats loops', Array.from({ length: 5 }, () => '[1].all(a, true)').join(' && ')],
    ['binds names', 'cel.bind(a, [1], a + a) == []'],
    ['splits and joins', '"a".split("").map(a, "b").join() == ""'],
  ] as const)
    it(`An expression that ${what} is refused`, () => assert.throws(() => compile(source)))

  it('An expression says what values it needs', () => {
    const needs = needsOf([
      compile('action.kind == "x"'),
      compile('cred.lastWeeks(4) + cred.lastWeeks(12) > 1 && community.slug == "x"'),
    ])
    assert.deepEqual(needs, {
      community: true,
      initiator: false,
      cred: true,
      lastWeeks: [4, 12],
      expectsUnavailable: false,
    })
    assert.equal(compile('[1].exists(x, [2].exists(y, cred.total > 1))').needs.cred, true)
  })
})

describe('paths that an expression reads', () => {
  it('What an expression reads is named by dotted paths', () => {
    const { reads } = compile(
      'cred.total > 25 && "a" in initiator.roles && action.data.tags.exists(t, t == action.kind) && has(action.data.n) && cred.lastWeeks(4) > 1',
    )
    assert.deepEqual(reads, [
      'cred.total',
      'initiator.roles',
      'action.data.tags',
      'action.kind',
      'action.data.n',
      'cred.lastWeeks(4)',
    ])
  })
})

describe('templates of policies', () => {
  it('A template puts values into text', () => {
    const template = compileTemplate(
      'Pay "{{ action.subject.title }}" ({{ action.data.amountInCents / 100 }}), {{ "}}" }}{{ action.data.note }}!',
      'asked',
    )
    assert.equal(template.render(values), 'Pay "Hosting" (5000), }}!')
    assert.equal(
      compileTemplate('{{ action.data.tags }} {{ size(action.data.tags) }}', 'asked').render(values),
      '["travel","food"] 2',
    )
  })

  it('A template is text as it stands where nothing is asked', () => {
    const template = compileTemplate('100 { } %', 'asked')
    assert.equal(template.render(values), '100 { } %')
    assert.equal(template.needs.cred, false)
  })

  it('A template fails when a value is missing', () => {
    assert.throws(() => compileTemplate('{{ action.data.missing }}', 'asked').render(values), { code: 'POLICY_FAILED' })
  })
})
