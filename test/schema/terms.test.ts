import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differencesInWords, differencesOf, termsInWords } from '../../schema/terms.ts'

const hose = {
  amountInCents: 6840,
  currency: 'USD',
  payee: 'lin-yue',
  description: 'Garden hose',
  items: [
    {
      description: 'Hose',
      amountInCents: 6840,
      currency: 'USD',
      file: { address: 'https://x.example/a.pdf', sha256: null },
    },
  ],
  files: [],
}

test('Terms in another order of keys do not differ', () => {
  const turned = Object.fromEntries(Object.entries(hose).reverse())
  assert.deepEqual(differencesOf(hose, turned), [])
  assert.deepEqual(differencesOf(hose, structuredClone(hose)), [])
})

test('A difference of terms is told by name, with both values and in words', () => {
  const [amount, ...others] = differencesOf(hose, { ...hose, amountInCents: 9_999_900 })
  assert.deepEqual(others, [])
  assert.equal(amount!.name, 'amountInCents')
  assert.equal(amount!.before, 6840)
  assert.equal(amount!.after, 9_999_900)
  assert.equal(amount!.words, 'amount: 68.40 USD, now 99,999.00 USD')
})

test('Terms in another currency with the same number differ', () => {
  assert.deepEqual(
    differencesOf(hose, { ...hose, currency: 'EUR' }).map(({ name }) => name),
    ['currency'],
  )
})

test('Terms differ by items that were taken away, added, turned or reworded', () => {
  const [item] = hose.items
  for (const items of [[], [item, item], [{ ...item, description: 'A yacht' }]]) {
    assert.equal(differencesOf(hose, { ...hose, items }).length, 1, JSON.stringify(items))
  }
})

test('Only the terms that are named count for a difference', () => {
  const after = { ...hose, description: 'Hose', amountInCents: 1 }
  assert.deepEqual(
    differencesOf(hose, after, ['amountInCents', 'payee']).map(({ name }) => name),
    ['amountInCents'],
  )
  assert.deepEqual(differencesOf(hose, { ...hose, description: 'Hose' }, ['amountInCents']), [])
})

test('Terms that were not read at the time say nothing of a difference', () => {
  assert.deepEqual(differencesOf(null, hose), [])
  assert.deepEqual(differencesOf(hose, null), [])
  assert.deepEqual(differencesOf({ payee: 'lin-yue' }, hose), [])
})

test('A term with a file of another content differs; one that could not be read does not', () => {
  const withHash = (sha256: string | null) => ({ files: [{ address: 'https://x.example/a.pdf', sha256 }] })
  assert.equal(differencesOf(withHash('aa'), withHash('bb')).length, 1)
  assert.deepEqual(differencesOf(withHash('aa'), withHash(null)), [])
  assert.deepEqual(differencesOf(withHash(null), withHash('bb')), [])
})

test('Terms are told in words, without what is empty', () => {
  assert.deepEqual(
    termsInWords(hose).map(({ label, value }) => `${label} ${value}`),
    ['amount 68.40 USD', 'payee "lin-yue"', 'description "Garden hose"', 'items Hose, 68.40 USD, a.pdf'],
  )
})

test('Terms are told to voters with every item, the details and the type, of HTML the text alone', () => {
  const items = Array.from({ length: 20 }, (_, each) => ({
    description: `A tool of some length, number ${each}`,
    amountInCents: 100 * each,
    currency: 'USD',
    incurredAt: '2026-11-20T00:00:00.000Z',
    file: { address: `sha256:${'ab'.repeat(32)}`, sha256: 'cd'.repeat(32) },
  }))
  const longDescription = `<p>For the <a href="javascript:alert(1)">spring</a> &amp; summer&nbsp;planting &lt;3</p>${' why'.repeat(400)}`
  const told = Object.fromEntries(
    termsInWords({ ...hose, type: 'INVOICE', longDescription, items }).map(({ name, value }) => [name, value]),
  )
  assert.equal(told.type, '"INVOICE"')
  assert.match(told.longDescription!, /^"For the spring & summer planting <3 why why/)
  assert.ok(told.longDescription!.endsWith('why"'))
  for (const { description } of items) assert.ok(told.items!.includes(description), description)
  assert.match(told.items!, /number 19, 19\.00 USD, file abababab \(cdcdcdcd\)$/)
})

test('Terms are told to voters in so many words, however many and long they are', () => {
  const items = Array.from({ length: 50 }, () => ({
    description: '🪴'.repeat(2_000),
    amountInCents: 1,
    currency: 'USD',
  }))
  for (const { value } of termsInWords({ longDescription: '🪴'.repeat(9_000), items, files: items }))
    assert.ok(value.length <= 8_100 && value.isWellFormed(), `${value.length}`)
})

test('Terms in words are bounded, and keep no markup, NUL or half of a character', () => {
  const long = `<b>${'x'.repeat(4_999)}</b>\0\ud83d`
  const words = differencesInWords(differencesOf({ longDescription: 'a' }, { longDescription: long }))
  assert.ok(words.length < 1_000)
  assert.ok(words.isWellFormed() && !words.includes('\0') && !words.includes('<b>'))
})

test('Terms that matter most are told first, however the keys are kept', () => {
  const after = { ...hose, amountInCents: 1, items: [], description: 'x' }
  const kept = (terms: object) => Object.fromEntries(Object.entries(terms).sort(([a], [b]) => a.length - b.length))
  assert.deepEqual(
    differencesOf(kept(hose), kept(after)).map(({ name }) => name),
    ['amountInCents', 'description', 'items'],
  )
})

test('A term named like a property of every object is a term like any other', () => {
  const before = JSON.parse('{"constructor": 1, "toString": 2}')
  assert.deepEqual(differencesOf({}, before), [])
  assert.deepEqual(
    differencesOf(before, { ...before, constructor: 3 }).map(({ name }) => name),
    ['constructor'],
  )
})
