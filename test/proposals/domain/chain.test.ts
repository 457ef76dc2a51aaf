import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'node:test'
import { canonical } from '../../../schema/canonical.ts'
import {
  type Basis,
  checkChain,
  type DecisionRecord,
  emptyChain,
  hashOf,
  type Link,
} from '../../../subgraphs/proposals/domain/chain.ts'
import { random } from './random.ts'

const root = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const basis: Basis = {
  terms: { amount: 5000 },
  policyHash: root,
  method: 'SINGLE_CHOICE',
  choices: [{ key: 'approve', label: 'Yes' }],
  passes: { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: true },
  electorate: { size: 0, root },
  ballots: { size: 0, root },
}

const record = (position: number, previousHash: string | null): DecisionRecord => ({
  ...(position % 2 ? { form: 1 } : { form: 2, ...basis }), // old ones and new ones in one chain

  id: `dec_${position}`,
  community: 'com_1',
  position,
  proposal: `prop_${position}`,
  title: 'Pay "Hosting"?',
  trigger: null,
  policy: null,
  outcome: 'APPROVED',
  choice: null,
  madeBy: 'VOTE',
  maker: null,
  reason: 'Approved.',
  tally: {
    counts: [],
    voters: 1,
    turnout: 1 / 3,
    quorumReached: true,
    standing: 'APPROVED',
    rounds: [],
    updatedAt: '2026-11-22T18:00:00.000Z',
  },
  evidence: { cred: 25.5 },
  enforcement: 'ENFORCING',
  decidedAt: '2026-11-22T18:00:00.000Z',
  previousHash,
})

function chain(length: number): Link[] {
  const links: Link[] = []
  for (let position = 1; position <= length; position++) {
    const next = record(position, links.at(-1)?.hash ?? null)
    links.push({ record: next, hash: hashOf(next) })
  }
  return links
}

describe('chain with erased votes', () => {
  it('A chain with something erased holds by the hashes of what follows, and form 3 keeps the whole record', () => {
    const links = chain(4)
    const without = (at: number) =>
      links.map((link, index) =>
        index === at ? { ...link, record: { ...link.record, reason: 'erased' } as DecisionRecord, erased: true } : link,
      )
    assert.equal(checkChain(emptyChain, without(1)).brokenAt, null)
    const other = without(1).map((link, index) => (index === 1 ? { ...link, hash: '0'.repeat(64) } : link))
    assert.equal(checkChain(emptyChain, other).brokenAt, 'dec_3', 'its hash is what the next one says')
    const third = { ...links[0]!.record, form: 3 } as unknown as DecisionRecord
    const changed = { record: { ...third, outcome: 'REJECTED' } as DecisionRecord, hash: hashOf(third), erased: true }
    assert.equal(checkChain(emptyChain, [changed]).brokenAt, 'dec_1')
  })
})

describe('canonical JSON (RFC 8785)', () => {
  it('Canonical JSON sorts keys and writes numbers as RFC 8785 shows', () => {
    const given = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '€$\u000f\nA\'B"\\\\"/',
      literals: [null, true, false],
    }
    assert.equal(
      canonical(given),
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
    assert.equal(
      canonical({ '€': 1, '\r': 2, \ufb33: 3, '1': 4, '😂': 5, '\u0080': 6, ö: 7 }),
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😂":5,"\ufb33":3}',
    )
  })
  it('Canonical JSON refuses what JSON cannot hold', () => {
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, undefined, 1n])
      assert.throws(() => canonical({ bad }), TypeError)
  })
})

describe('chain of decisions', () => {
  it('The chain of decisions hashes the record, which anyone can do again', () => {
    const [first] = chain(1)
    assert.equal(first!.hash, createHash('sha256').update(canonical(first!.record), 'utf8').digest('hex'))
    assert.match(first!.hash, /^[0-9a-f]{64}$/)
  })
  it('The chain of decisions holds when nothing was touched, in one piece or in many', () => {
    const links = chain(7)
    const whole = checkChain(emptyChain, links)
    assert.deepEqual(whole, { length: 7, head: links[6]!.hash, brokenAt: null })
    assert.deepEqual(checkChain(checkChain(emptyChain, links.slice(0, 3)), links.slice(3)), whole)
    assert.deepEqual(checkChain(emptyChain, []), { length: 0, head: null, brokenAt: null })
  })
  it('The chain of decisions breaks at the first link that was changed, dropped, swapped or slipped in', () => {
    const links = chain(5)
    const changed = links.with(2, { ...links[2]!, record: { ...links[2]!.record, outcome: 'REJECTED' } })
    assert.equal(checkChain(emptyChain, changed).brokenAt, 'dec_3')
    assert.equal(checkChain(emptyChain, links.toSpliced(1, 1)).brokenAt, 'dec_3')
    assert.equal(checkChain(emptyChain, links.slice(1)).brokenAt, 'dec_2')
    const rehashed = record(2, null)
    assert.equal(checkChain(emptyChain, links.with(1, { record: rehashed, hash: hashOf(rehashed) })).brokenAt, 'dec_2')
    const swapped = links.with(1, links[2]!).with(2, links[1]!)
    assert.equal(checkChain(emptyChain, swapped).brokenAt, 'dec_3')
  })
  it('The chain of decisions breaks for any change of any field', () => {
    for (let seed = 1; seed <= 100; seed++) {
      const { pick, below } = random(seed)
      const links = chain(4)
      const at = below(4)
      const field = pick(Object.keys(links[at]!.record))
      const altered = { ...links[at]!.record, [field]: 'altered' } as unknown as DecisionRecord
      const broken = checkChain(emptyChain, links.with(at, { ...links[at]!, record: altered }))
      assert.equal(broken.length, at, `seed ${seed}: ${field}`)
    }
  })
})
