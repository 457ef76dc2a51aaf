// What the page computes by itself, without a browser: the chain's hashes, the lines that two texts share, where an error
// is when a part is down, and events that wait for answers.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { makeSubject, pipe, publish, subscribe } from 'wonka'
import { checkChain } from '../../dashboard/src/chain.ts'
import { sideBySide } from '../../dashboard/src/differences.ts'
import { createGate } from '../../dashboard/src/graphql/gate.ts'
import { pathOfNull } from '../../dashboard/src/graphql/holes.ts'
import { casterInWords, outcomeInWords, questionOf, shownCounts, span, votedForYou } from '../../dashboard/src/words.ts'
import { canonical, problems } from '../../docs/verify.mjs'
import { type DecisionRecord, type FirstRecord, hashOf } from '../../subgraphs/proposals/domain/chain.ts'

interface Link {
  id: string
  hash: string
  record: DecisionRecord
}

const decided: Omit<FirstRecord, 'id' | 'position' | 'title' | 'reason' | 'previousHash'> = {
  form: 1,
  community: 'com_1',
  proposal: 'prop_1',
  trigger: null,
  policy: null,
  outcome: 'APPROVED',
  choice: null,
  madeBy: 'RULE',
  maker: null,
  tally: { counts: [], voters: 0, turnout: 0, quorumReached: true, standing: 'APPROVED', rounds: [], updatedAt: '' },
  evidence: { cred: 1 / 3, list: [2, 1], é: null },
  enforcement: 'ENFORCING',
  decidedAt: '2026-11-22T18:00:00.000Z',
}

describe('check of the chain in the page', () => {
  it('The check of the chain writes JSON as RFC 8785 does', () => {
    assert.equal(
      canonical({ b: [1, { d: null, c: 'é\n' }], a: 1e21, A: -0 }),
      '{"A":0,"a":1e+21,"b":[1,{"c":"é\\n","d":null}]}',
    )
  })

  it('The check of the chain holds for the server’s decisions, and fails if any was altered, dropped or moved', async () => {
    const made: Link[] = []
    for (const title of ['One', 'Two', 'Three']) {
      const position = made.length + 1
      const reason = `Because of “${title}”: ½ > 0.3`
      const previousHash = made.at(-1)?.hash ?? null
      const record: DecisionRecord = { ...decided, id: `dec_${position}`, position, title, reason, previousHash }
      made.push({ id: record.id, hash: hashOf(record), record })
    }
    const nodes = made.reverse()
    const check = (shown: unknown[]) => {
      const decisions = { nodes: shown, pageInfo: { hasNextPage: false, endCursor: null } }
      const signedHead = { community: 'com_1', length: 3, head: nodes[0]!.hash, at: '', signature: '', key: '' }
      const ask = async () => ({ community: { decisions }, verifyDecisions: { signedHead } })
      return checkChain('moot', ask, async () => undefined)
    }
    const good = await check(nodes)
    assert.deepEqual([good.problem, good.hashes.size, good.head], [null, 3, nodes[0]!.hash])
    const [three, two, one] = nodes as [Link, Link, Link]
    const altered = { ...two, record: { ...two.record, reason: 'Because we say so.' } }
    assert.equal((await check([three, altered, one])).brokenAt, two.id)
    assert.equal((await check([three, one])).brokenAt, three.id)
    assert.equal((await check([three, two])).brokenAt, two.id)
    assert.equal((await check([two, one])).problem, problems.head)
  })
})

describe('comparing two versions', () => {
  it('Two versions of a policy show which lines they do not share', () => {
    assert.deepEqual(sideBySide('a\nb\nc\nd', 'a\nB\nc\nnew\nd\n'), [
      { left: 'a', right: 'a' },
      { left: 'b', right: 'B' },
      { left: 'c', right: 'c' },
      { left: null, right: 'new' },
      { left: 'd', right: 'd' },
    ])
  })
})

describe('errors of parts that are down', () => {
  it('The error of a part that is down is placed where the null is, however deep the field was', () => {
    assert.deepEqual(pathOfNull({ proposal: null }, ['proposal', 'history', 'nodes']), ['proposal'])
    assert.deepEqual(pathOfNull({ community: { expenses: null } }, ['community', 'expenses']), [
      'community',
      'expenses',
    ])
    assert.deepEqual(pathOfNull(null, ['community']), [])
  })
})

describe('order of events and answers', () => {
  it('Events wait, in order, until the answers on their way have come', async () => {
    const gate = createGate()
    const operations = makeSubject<any>()
    const answers = makeSubject<any>()
    const seen: string[] = []
    const forward = (source: any) => {
      pipe(source, publish)
      return answers.source
    }
    pipe(
      gate.exchange({ forward, client: null as any, dispatchDebug: () => {} })(operations.source),
      subscribe(() => void seen.push('answer')),
    )
    gate.pass(() => seen.push('first'))
    operations.next({ key: 1, kind: 'query' })
    operations.next({ key: 2, kind: 'query' })
    gate.pass(() => seen.push('second'))
    answers.next({ operation: { key: 1 } })
    gate.pass(() => seen.push('third'))
    await Promise.resolve()
    assert.deepEqual(seen, ['first', 'answer'])
    operations.next({ key: 2, kind: 'teardown' }) // nobody wants that one any more
    await Promise.resolve()
    assert.deepEqual(seen, ['first', 'answer', 'second', 'third'])
  })
})

describe('casters in words', () => {
  it('Who cast a vote is said by name, else by id', () => {
    const caster = { kind: 'KEY', id: 'key_1', name: 'Slack bridge', own: false } as const
    assert.equal(`cast by ${casterInWords(caster)}`, 'cast by key “Slack bridge”')
    assert.equal(votedForYou(caster), 'The key “Slack bridge” voted for you')
    assert.equal(casterInWords({ ...caster, name: null }), 'key “key_1”')
    assert.equal(votedForYou({ kind: 'ADMIN', id: null, name: null, own: false }), 'The admin key voted for you')
  })
})

describe('ballots on the page', () => {
  const options = [
    { key: 'pond', label: 'A pond', means: 'OPTION' as const },
    { key: 'oven', label: 'An oven', means: 'OPTION' as const },
    { key: 'none', label: 'Neither', means: 'AGAINST' as const },
  ]

  it('A ballot asks yes or no by what its choices mean, in their own words', () => {
    const [nein, ja] = [
      { key: 'n', label: 'Nein', means: 'AGAINST' as const },
      { key: 'j', label: 'Ja', means: 'FOR' as const },
    ]
    assert.deepEqual(questionOf([nein, ja]), { yes: ja, no: nein, neither: undefined })
    assert.equal(questionOf(options), null)
    assert.equal(questionOf([...options, ja]), null)
  })

  it('A ballot’s outcome is said by the label of the choice', () => {
    assert.equal(outcomeInWords({ outcome: 'CHOSEN', choice: 'pond' }, options), 'Chosen: A pond')
    assert.equal(outcomeInWords({ outcome: 'NO_WINNER', choice: null }, options), 'No winner')
    assert.equal(outcomeInWords({ outcome: 'CHOSEN', choice: 'gone' }, options), 'Chosen: gone')
  })

  it('A ballot by run-off shows the round that decides, not who was named first', () => {
    const count = (choice: string, weight: number) => ({ choice, votes: weight, weight })
    const counts = [count('pond', 3), count('oven', 2), count('none', 2)]
    const rounds = [{ counts }, { counts: [count('pond', 3), count('oven', 4)] }]
    const leads = (tally: Parameters<typeof shownCounts>[0]) => shownCounts(tally)[0]!.choice
    assert.equal(leads({ counts, rounds }), 'oven')
    assert.equal(leads({ counts, rounds: [] }), 'pond')
  })
})

describe('spans of time in words', () => {
  it('A span of time is said in two units at most', () => {
    assert.deepEqual([0, 59_999, 3_600_000, 90_061_000, 86_400_000].map(span), ['0 s', '59 s', '1 h', '1 d 1 h', '1 d'])
  })
})
