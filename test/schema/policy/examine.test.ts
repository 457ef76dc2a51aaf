// What compiles, and still cannot work: found when it is written.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkPolicy, knownRoles, parsePolicy, policyWarnings } from '../../../schema/policy/index.ts'
import { readingsOf } from '../../../schema/policy/names.ts'
import { ofTheDriver, publishKind } from '../../../schema/policy/publishing.ts'

const capabilities = [
  {
    platform: 'shop',
    hears: ['shop.bill.sent', 'shop.bill.paid', 'shop.talk.begun'],
    performs: ['shop.bill.pay', 'shop.talk.begin', 'shop.talk.answer'],
    fields: {
      'shop.bill.*': {
        title: 'text',
        sentAt: 'text',
        note: 'text?',
        amountInCents: 'number',
        currency: 'text',
        amountInCollectiveCurrency: 'number',
        tags: 'list',
        payee: 'object',
        urgent: 'bool',
      },
      'shop.talk.begun': { title: 'text', by: 'text' },
    },
    parameters: {
      'shop.bill.pay': { account: 'text?' },
      'shop.talk.begin': { title: 'text', tags: 'list?' },
      'shop.talk.answer': { message: 'text' },
    },
    terms: ['amountInCents', 'payee'],
    subjects: { 'shop.bill.*': 'bill', 'shop.talk.begun': 'longTalk', 'shop.talk.answer': 'longTalk' },
  },
  {
    platform: 'communities',
    hears: ['communities.role.requested'],
    performs: ['communities.role.grant'],
    fields: { 'communities.role.requested': { role: 'role', member: 'text' } },
    parameters: { 'communities.role.grant': {} },
    subjects: { 'communities.role.*': 'roleRequest' },
  },
] as const
const roles = knownRoles([
  { id: 'role_1', name: 'steward' },
  { id: 'role_2', name: 'Gärtnerin' },
])

const bill = 'shop.bill.sent'
const role = 'communities.role.requested'
const unknown = 'wiki.page.edited'

function problems(document: object): string[] {
  const policy = parsePolicy({ name: 'p', decide: { rule: 'true' }, ...document })
  return checkPolicy(policy, [...capabilities, ofTheDriver], roles).map(
    ({ path, message }) => `${path.join('.')}: ${message}`,
  )
}

const refused: [on: string | string[], when: string, why: RegExp][] = [
  // what is written out
  [unknown, 'duration("1d") < duration("30h")', /^when: At character 1: .* got "1d"\. Write duration\("24h"\)\.$/],
  [unknown, 'duration("h") < duration("30h")', /Wanted a duration/],
  [unknown, 'action.occurredAt > timestamp("2026-01-01")', /RFC 3339 .* Write timestamp\("2026-01-01T00:00:00Z"\)\./],
  [unknown, 'action.occurredAt > timestamp("2026-02-30T00:00:00Z")', /RFC 3339/],
  [unknown, 'action.occurredAt > timestamp("2026-11-27T05:00:00")', /RFC 3339/],
  [unknown, 'action.occurredAt > timestamp("Fri, 27 Nov 2026 05:00")', /RFC 3339/],
  [unknown, 'action.occurredAt.getHours("Europe/Berln") >= 0', /Unknown time zone .* Did you mean "Europe\/Berlin"\?/],
  [unknown, 'action.occurredAt.getDayOfYear("Moon") >= 0', /Unknown time zone "Moon"/],
  [unknown, 'action.subject.title.matches("(?=paint)")', /RE2 has no look-around/],
  [unknown, 'action.subject.title.matches(r"(a)\\1")', /RE2 has no back-references/],
  [unknown, 'action.subject.title.matches("(" + "a")', /missing closing \)/],
  [unknown, 'action.data.n > int("many")', /int\("many"\) has no value/],
  [unknown, 'action.data.n / (1 - 1) > 2', /divides by zero/],
  [unknown, 'fixed(action.data.n, 101) == "1"', /0 to 100 digits/],
  [unknown, 'action.data.list[-1] == 2', /counted from 0/],
  [unknown, 'false && [1].exists(x, duration("1d") > duration("1h"))', /Wanted a duration/],
  [unknown, '1 == 2', /It is never true/],
  [unknown, 'action.data.n > 1 && !("a" == "a")', /It is never true/],
  [unknown, '[1, 2].exists(x, x > 5)', /It is never true/],
  [unknown, '"x" in initiator.roles', /no role "x"\. It has steward, Gärtnerin\. .*createRole/],
  // times, texts and numbers
  [bill, 'action.data.sentAt != timestamp("2026-11-27T05:00:00Z")', /write timestamp\(action\.data\.sentAt\)\.$/],
  [bill, 'action.data.sentAt in [timestamp("2026-11-27T05:00:00Z")]', /write timestamp\(action\.data\.sentAt\)\.$/],
  [bill, 'action.data["sentAt"] == action.occurredAt', /write timestamp\(action\.data\["sentAt"\]\)\.$/],
  [bill, 'action.data.payee.since < action.occurredAt', /write timestamp\(action\.data\.payee\.since\)\.$/],
  [unknown, 'action.data.sentAt != timestamp("2026-11-27T05:00:00Z")', /data, which has no times/],
  [unknown, 'action.data.days.exists(d, duration("1h") == d)', /write duration\(d\)\.$/],
  [unknown, 'action.occurredAt == "2026-11-27T05:00:00Z"', /Write timestamp\("2026-11-27T05:00:00Z"\)\.$/],
  [bill, 'action.data.amountInCents == "5"', /action\.data\.amountInCents is a number: write 5\.$/],
  [bill, 'action.data.amountInCents > action.data.title', /write double\(action\.data\.title\)/],
  [bill, 'action.data.tags == "food"', /write "food" in action\.data\.tags\.$/],
  [bill, 'size(action.data.amountInCents) > 1', /no matching overload/],
  [bill, 'action.data.title', /true or false; got string/],
  // fields
  [bill, 'action.data.amount > 5', /No such field in action\.data: amount\. Did you mean "amountInCents"\?/],
  [bill, 'has(action.data.titel)', /No such field in action\.data: titel\. Did you mean "title"\?/],
  [bill, 'action.data["by"] == "x"', /No such field in action\.data: by\. It has title, sentAt/],
  [['shop.bill.*', 'shop.talk.begun'], 'action.data.role == "x"', /No such field/],
  // names
  [bill, '"stewrd" in initiator.roles', /no role "stewrd"\. Did you mean "steward"\?/],
  [bill, '"Steward" in initiator.roles', /letter by letter: write "steward"\.$/],
  [bill, 'initiator.roles.exists(r, "boss" == r)', /^when: At character 27: .*no role "boss"/],
  [bill, '["steward", "boss"].exists(r, r in initiator.roles)', /no role "boss"/],
  [role, 'action.data.role == "stewrd"', /no role "stewrd"/],
  [role, 'action.data.role in ["steward", "boss"]', /no role "boss"/],
  [bill, 'cred.status == "FUOND"', /cred\.status is one of .* Did you mean "FOUND"\?/],
]
const taken: [on: string | string[], when: string][] = [
  [unknown, 'true'],
  [unknown, 'action.subject.title.matches("(?i)paint")'],
  [unknown, '"😀".matches("😀") && action.data.x == "😀"'],
  [unknown, 'action.occurredAt.getHours("Europe/Berlin") >= 0'],
  [unknown, 'timestamp(action.data.at) > timestamp("2026-01-01T00:00:00+02:00") - duration("1h30m")'],
  [unknown, 'action.data.role == "boss"'],
  [bill, 'timestamp(action.data.sentAt) < action.occurredAt'],
  [bill, 'action.data.note == null || null != action.data.tags'],
  [bill, 'action.data.amountInCents in [1, 2] && action.data.urgent && action.data.currency == "EUR"'],
  [bill, '(action.data.urgent ? action.data.amountInCents : 0) > 100 && action.data.currency == "EUR"'],
  [bill, '"food" in action.data.tags && action.data.payee.slug == "ana" && "any" in action.data'],
  [['shop.bill.*', 'shop.talk.begun'], 'has(action.data.by) || action.data.urgent'],
  [[bill, unknown], 'action.data.anything == 5'],
  [bill, '"steward" in initiator.roles || "Gärtnerin" in initiator.roles'],
  [role, 'action.data.role == "steward"'],
]

describe('examining expressions', () => {
  for (const [on, when, why] of refused)
    it(`An expression in a policy is refused: ${when}`, () => {
      const found = problems({ on, when })
      assert.equal(found.length, 1, JSON.stringify(found))
      assert.match(found[0]!, why)
    })
  for (const [on, when] of taken)
    it(`An expression in a policy is taken: ${when}`, () => assert.deepEqual(problems({ on, when }), []))

  it('An expression in a rule, question or step is examined, too', () => {
    const bad = 'timestamp("soon") < action.occurredAt'
    assert.match(problems({ on: bill, decide: { rule: bad } })[0]!, /^decide\.rule: .*RFC 3339/)
    const vote = { title: `Pay {{ 1 }} {{ ${bad} }}?`, closesIn: 'P1D' }
    assert.match(problems({ on: bill, decide: { vote } })[0]!, /^decide\.vote\.title: In "\{\{" at character 13: /)
    const then = { approved: [{ perform: 'shop.bill.pay', with: { account: '{{ action.data.amont }}' } }] }
    assert.match(problems({ on: bill, then })[0]!, /^then\.approved\.0\.with\.account: .* No such field/)
  })

  it('An expression that always decides the same may be written', () =>
    assert.deepEqual(problems({ on: bill, decide: { rule: '1 == 2' } }), []))

  it('An expression does not hold the check up, however long its constant parts take', () => {
    // A quarter of a million matches of 2 ms each: minutes, on any machine.
    const letters = `"${'a'.repeat(500)}".split("")`
    const heavy = `("${'a'.repeat(500)}" + a).matches("(a?){100}" + b + "$")`
    const [problem] = problems({ on: bill, when: `${letters}.all(a, ${letters}.all(b, ${heavy}))` })
    assert.match(problem!, /^when: Its constant parts cannot be evaluated: it took longer/)
  })
})

describe('examining steps', () => {
  const step = (on: unknown, perform: string, parameters?: object) =>
    // biome-ignore lint/suspicious/noThenProperty: a key of the document.
    problems({ on, then: { approved: [{ perform, ...(parameters && { with: parameters }) }] } })

  it('A step takes what its kind takes, and a reason and a message', () => {
    assert.deepEqual(step(bill, 'shop.bill.pay', { account: null, reason: 'x', message: '{{ decision.reason }}' }), [])
    assert.deepEqual(step(bill, 'shop.talk.begin', { title: 'x', tags: ['a'] }), [])
    assert.match(step(bill, 'shop.bill.pay', { acount: 'x' })[0]!, /^then\.approved\.0\.with\.acount: .*"account"\?$/)
    assert.match(step(bill, 'shop.talk.begin', { title: 'x', tags: 'a' })[0]!, /Wanted a list in "tags"; got a text/)
    assert.match(step(bill, 'shop.talk.begin')[0]!, /^then\.approved\.0\.with\.title: Missing/)
    assert.match(step(bill, 'shop.bill.pay', { constructor: 'x' })[0]!, /takes no "constructor"/)
  })

  it('A step publishes the chain at what says something, and where that is done', () => {
    const publish = (on: unknown, parameters: object) => step(on, publishKind, parameters)
    assert.deepEqual(publish(bill, { at: 'shop.talk.answer', subject: 'talk_1', message: 'Kept here' }), [])
    assert.deepEqual(publish('shop.talk.begun', { at: 'shop.talk.answer' }), [])
    assert.match(publish(bill, { at: 'shop.talk.answer' })[0]!, /^then\.approved\.0\.with\.at: .*long talk/)
    assert.match(
      publish(bill, { at: 'shop.bill.pay' })[0]!,
      /^then\.approved\.0\.with\.at: Wanted a kind that says something/,
    )
    assert.match(publish(bill, { at: 'nobody.says.this' })[0]!, /Wanted a kind that says something/)
    assert.match(publish(bill, {})[0]!, /^then\.approved\.0\.with\.at: Missing/)
  })

  it('A step waits for holders of a role that exists', () => {
    const waiting = (more: object) => {
      // biome-ignore lint/suspicious/noThenProperty: a key of the document.
      return problems({ on: bill, then: { approved: [{ perform: 'shop.bill.pay', ...more }] } })
    }
    assert.deepEqual(waiting({ holds: 'P1D', guardian: 'Steward' }), [])
    assert.match(waiting({ holds: 'P1D', guardian: 'stewrd' })[0]!, /^then\.approved\.0\.guardian: .*"steward"\?/)
    assert.match(waiting({ needs: 2, by: 'boss' })[0]!, /^then\.approved\.0\.by: .*no role "boss"/)
  })

  it('A step is refused if it cannot be done to what the policy is about', () => {
    const about = /^then\.approved\.0\.perform: .*done to the (bill|long talk|role request) that/
    for (const [on, perform, parameters] of [
      [role, 'shop.bill.pay', {}],
      [[bill, role], 'communities.role.grant', {}],
      [unknown, 'shop.bill.pay', {}],
      [bill, 'shop.talk.answer', { message: 'x' }],
    ] as const)
      assert.match(step(on, perform, parameters)[0] ?? '', about, perform)
    assert.deepEqual(step('shop.*', 'shop.bill.pay'), [])
    assert.deepEqual(step(role, 'shop.talk.begin', { title: 'x' }), [])
    const vote = { title: 'x', closesIn: 'P1D', venues: ['shop.bill.pay'] }
    assert.match(problems({ on: role, decide: { vote } })[0]!, /^decide\.vote\.venues\.0: /)
  })
})

describe('examining terms', () => {
  it('Terms in a policy are those of what is voted on, where they are known', () => {
    const terms = (on: string, ...names: string[]) =>
      problems({ on, decide: { vote: { title: 'x', closesIn: 'P1D', onChange: 'KEEP', terms: names } } })
    assert.deepEqual(terms(bill, 'payee', 'amountInCents'), [])
    assert.deepEqual(terms(unknown, 'anything'), [])
    assert.match(terms(bill, 'payee', 'payees')[0]!, /^decide\.vote\.terms\.1: No such term .* Did you mean "payee"\?$/)
  })
})

describe('examining electorates', () => {
  const electorate = (name: string) =>
    problems({ on: bill, decide: { vote: { title: 'x', closesIn: 'P1D', electorate: { role: name } } } })

  it('An electorate in a policy is of a role that exists, in any case, or by its id', () => {
    for (const name of ['steward', 'Steward', 'role_2']) assert.deepEqual(electorate(name), [])
    assert.match(electorate('stewrad')[0]!, /^decide\.vote\.electorate\.role: .* Did you mean "steward"\?/)
    const none = checkPolicy(parsePolicy({ name: 'p', on: bill, decide: { rule: '"a" in initiator.roles' } }), null, {
      problemOf: knownRoles([]).problemOf,
    })
    assert.match(none[0]!.message, /It has none\. Correct the name, or create the role first \(createRole\)\./)
  })
})

describe('examining amounts', () => {
  const warned = (document: object) =>
    policyWarnings(parsePolicy({ name: 'p', on: bill, decide: { rule: 'true' }, ...document }), capabilities)

  it('An amount compared without looking at its currency is warned of', () => {
    const [warning, ...more] = warned({ when: 'action.data.amountInCents / 100 <= 50' })
    assert.deepEqual([warning?.path, more], [['when'], []])
    assert.match(warning!.message, /currency of each expense: compare action\.data\.amountInCollectiveCurrency/)
    assert.equal(warned({ decide: { rule: '5 < action.data["amountInCents"]' } }).length, 1)
    for (const fine of [
      { when: 'action.data.amountInCents <= 50 && action.data.currency == "EUR"' },
      { when: 'action.data.currency == "EUR"', decide: { rule: 'action.data.amountInCents <= 50' } },
      { when: 'action.data.amountInCollectiveCurrency <= 50' },
      { when: 'has(action.data.amountInCents)' },
      { on: unknown, when: 'action.data.amountInCents < 5' },
    ])
      assert.deepEqual(warned(fine), [], JSON.stringify(fine))
  })
})

describe('names that read the same', () => {
  const near = (one: string, other: string) => readingsOf(one).some((each) => readingsOf(other).includes(each))

  for (const other of [
    'Invoices',
    'INVOICES',
    'invoiсes', // a Cyrillic с
    'іnvoіces', // a Ukrainian і
    'invoices ',
    'ｉｎｖｏｉｃｅｓ',
    '𝐢𝐧𝐯𝐨𝐢𝐜𝐞𝐬',
    'inv0ices',
    'invοices', // a Greek ο
    'invоiсеѕ',
    'iոvoices', // an Armenian ո
  ])
    it(`A policy named invoices reads the same as: ${other}`, () => assert.ok(near('invoices', other)))
  for (const [one, other] of [
    ['large sums', 'large  sums'],
    ['Invoices', 'lnvoices'], // a small L
    ['modern', 'modem'],
    ['café', 'cafe\u0301'],
    ['СОРА', 'COPA'], // capitals that are alike only as capitals
  ] as const)
    it(`Two names of policies read the same: ${one}, ${other}`, () => assert.ok(near(one, other)))
  for (const [one, other] of [
    ['invoices', 'invoice'],
    ['invoices', 'invoices 2'],
    ['large-sums', 'large_sums'],
    ['café', 'cafe'],
    ['stewards', 'steward'],
    ['счета', 'cueta'],
  ] as const)
    it(`Two names of policies do not read the same: ${one}, ${other}`, () => assert.ok(!near(one, other)))
})
