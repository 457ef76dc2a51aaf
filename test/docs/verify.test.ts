// docs/verify.mjs: it counts as the server does, and finds what was changed in what it is given.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { check, inWords, problems, recount } from '../../docs/verify.mjs'
import { canonical } from '../../schema/canonical.ts'
import type { Ballot, Method } from '../../subgraphs/proposals/domain/ballot.ts'
import { hashOf } from '../../subgraphs/proposals/domain/chain.ts'
import { tallyOf } from '../../subgraphs/proposals/domain/decision.ts'
import { hashOfLeaf } from '../../subgraphs/proposals/domain/leaves.ts'
import { growing, rooted } from '../../subgraphs/proposals/domain/merkle.ts'
import { resultOf } from '../../subgraphs/proposals/domain/result.ts'
import { emptyTotals, withVote } from '../../subgraphs/proposals/domain/totals.ts'
import { random } from '../proposals/domain/random.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = join(import.meta.dirname, '../../docs/verify.mjs')
const run = async (...args: string[]) => {
  const { stdout, code } = await promisify(execFile)(process.execPath, [program, ...args]).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error) => error,
  )
  return { said: stdout.trim(), code }
}
const rootedOver = (leaves: readonly any[]) => {
  const list = growing()
  for (const leaf of leaves) list.add(hashOfLeaf(leaf))
  return rooted(list.range())
}

describe('docs/verify.mjs', () => {
  it('docs/verify.mjs counts as the server does, by every method', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const { pick, below } = random(seed)
      const method = pick<Method>(['SINGLE_CHOICE', 'APPROVAL', 'CONSENT', 'RANKED'])
      const question = ['approve', 'reject', 'abstain']
      const keys =
        method === 'CONSENT' || below(3) === 0 ? question : [...['a', 'b', 'c', 'd'], ...question.slice(below(3))]
      const choices = keys.map((key) => ({ key, label: key.toUpperCase() }))
      const passes = { quorum: pick([0, 0.3, 0.57]), threshold: pick([0, 0.5, 0.57, 2 / 3]), minVotes: below(4) }
      const size = 1 + below(12)
      const ballot: Ballot = { method, choices, passes: { ...passes, closeEarly: false }, size, weight: 0 }
      const votes = Array.from({ length: below(size + 1) }, () => {
        const weight = pick([1_000_000, 2_000_000, 333_333])
        if (below(6) === 0 && keys.includes('abstain')) return { choices: ['abstain'], weight }
        const shuffled = keys.filter((key) => key !== 'abstain').sort(() => below(3) - 1)
        const many = method === 'APPROVAL' || method === 'RANKED' ? 1 + below(shuffled.length) : 1
        return { choices: shuffled.slice(0, many), weight }
      })
      const totals = votes.reduce((sum, vote) => withVote(sum, ballot, vote.choices, vote.weight), emptyTotals(ballot))
      const { updatedAt: _, ...tally } = tallyOf(ballot, totals, new Date(0))
      const again = recount({ method, choices, passes, electorate: { size } }, votes)
      for (const [key, value] of Object.entries(again.tally))
        assert.deepEqual(value, (tally as any)[key], `seed ${seed}: ${key}`)
      const { outcome, choice } = resultOf(ballot, totals)
      assert.deepEqual([again.outcome, again.choice], [outcome, choice], `seed ${seed}`)
    }
  })

  it('docs/verify.mjs finds what was changed, by what it belongs to', async () => {
    const choices = ['approve', 'reject', 'abstain'].map((key) => ({ key, label: key }))
    const passes = { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: false }
    const seats = ['ann', 'bob', 'eve'].map((member) => ({ member, weight: 1_000_000 }))
    const vote = (member: string, choice: string, retracted = false) => ({
      ...{ member, choices: retracted ? [] : [choice], weight: 1_000_000, revision: 0 },
      ...{ castAt: '2026-11-22T18:00:00.000Z', castBy: null, retracted },
    })
    const votes = [vote('bob', 'approve'), vote('ann', 'reject'), vote('eve', 'reject'), vote('eve', '', true)]
    votes.push(vote('ann', 'approve'))
    const decision = (position: number, previousHash: string | null, over: object = {}) => {
      const electorate = rootedOver(seats)
      const { outcome, choice, tally } = recount({ method: 'SINGLE_CHOICE', choices, passes, electorate }, [
        votes[0]!,
        votes[4]!,
      ])
      const record: any = {
        ...{ form: 2, id: `dec_${position}`, position, previousHash, madeBy: 'VOTE', outcome, choice, tally },
        ...{ method: 'SINGLE_CHOICE', choices, passes, electorate, ballots: rootedOver(votes), ...over },
        policyHash: createHash('sha256').update(canonical('a policy')).digest('hex'),
      }
      return [
        { kind: 'decision', record, hash: hashOf(record), policy: 'a policy' },
        { kind: 'electorate', decision: record.id, leaves: seats.slice(0, 2) },
        { kind: 'electorate', decision: record.id, leaves: seats.slice(2) },
        { kind: 'ballots', decision: record.id, leaves: votes },
      ] as any[]
    }
    const first = decision(1, null)
    const head = (of: any, length: number) => ({ kind: 'head', community: 'com', length, head: of, at: '' })
    const whole = [...first, ...decision(2, first[0].hash)]
    const lines = [...whole, head(whole[4].hash, 2)]
    const found = await check(lines)
    assert.deepEqual([found.problem, found.decisions, found.recounted], [null, 2, 2])
    assert.equal(inWords(found), `2 decisions hold, 2 of them counted again from the votes. Head ${whole[4].hash}.`)

    const changed = (at: number, change: (line: any) => void) => {
      const copy = structuredClone(lines)
      change(copy[at])
      return copy
    }
    const anew = (over: object) => {
      const made = decision(1, null, over)
      return [...made, head(made[0].hash, 1)]
    }
    // Form 3: texts stand beside the record; one that was erased is missed, and nothing else.
    const saltOf = { title: '5a', reason: 'c3' }
    const committed = (reason: string, told?: Record<string, string>, erased?: string[]) => {
      const texts = { title: 'Pay?', reason }
      const names = ['title', 'reason'] as const
      const commitment = (name: 'title' | 'reason') => [
        name,
        createHash('sha256')
          .update(canonical([saltOf[name], texts[name]]))
          .digest('hex'),
      ]
      const [line, ...leaves] = decision(1, null, { form: 3, texts: Object.fromEntries(names.map(commitment)) })
      const opened = Object.entries(told ?? texts).map(([name, value]) => [
        name,
        { salt: saltOf[name as 'title' | 'reason'], value },
      ])
      return [{ ...line, texts: Object.fromEntries(opened), ...(erased && { erased }) }, ...leaves] as any[]
    }
    const headOf = ([line]: any[]) => head(line.hash, 1)
    const third = committed('so')
    assert.equal((await check([...third, headOf(third)])).problem, null)
    const gone = await check([...committed('so', { title: 'Pay?' }, ['reason']), headOf(third)])
    assert.deepEqual([gone.problem, gone.erased, gone.recounted], [null, 1, 1])
    assert.match(inWords(gone), /, 1 of them without texts that were erased with a member\./)
    // Of before, a record that is not whole any more is held by those after it.
    const old = changed(0, (line) => {
      line.record.reason = 'erased'
      line.erased = ['reason']
    })
    assert.deepEqual([(await check(old)).problem, (await check(old)).erased], [null, 1])
    const lost = changed(4, (line) => {
      line.record.previousHash = '0'.repeat(64)
      line.erased = ['reason']
    })
    assert.equal((await check(lost)).problem, problems.follows)

    const attacks: [keyof typeof problems, readonly any[], object?][] = [
      ['hash', changed(0, ({ record }) => (record.outcome = 'REJECTED'))],
      ['policy', changed(0, (line) => (line.policy = 'another'))],
      ['electorate', changed(1, ({ leaves }) => (leaves[0].weight = 5))],
      ['electorate', lines.toSpliced(2, 1)],
      ['electorate', changed(2, ({ leaves }) => leaves.push({ member: 'mia', weight: 1_000_000 }))],
      ['ballots', changed(3, ({ leaves }) => (leaves[0].choices = ['reject']))],
      ['ballots', changed(3, ({ leaves }) => leaves.reverse())],
      ['ballots', lines.toSpliced(3, 1)],
      ['follows', lines.slice(4)],
      ['end', lines.slice(0, -1)],
      ['head', [...lines.slice(0, 4), lines.at(-1)]],
      ['outcome', anew({ outcome: 'REJECTED' })],
      ['tally', anew({ tally: { ...whole[0].record.tally, voters: 3 } })],
      ['form', anew({ form: 4 })],
      ['texts', [...committed('so', { title: 'other' }), headOf(committed('so'))]],
      ['texts', [...committed('so', {}), headOf(committed('so'))]],
      ['known', lines, { heads: ['0'.repeat(64)] }],
      ['stranger', lines, { signedBy: 'somebody' }],
    ]
    for (const [problem, given, options] of attacks)
      assert.equal((await check(given, options)).problem, problems[problem])

    const receipt = { leaf: votes[0], leafHash: hashOfLeaf(votes[0]!), index: 0, size: 1, path: [] as string[] }
    const good = { ...receipt, root: receipt.leafHash }
    assert.equal((await check(lines, { receipts: [good] })).problem, null)
    for (const bad of [
      { ...good, root: '0'.repeat(64) },
      { ...good, leaf: votes[1] },
      {
        ...good,
        leaf: vote('mia', 'reject'),
        leafHash: hashOfLeaf(vote('mia', 'reject')),
        root: hashOfLeaf(vote('mia', 'reject')),
      },
    ])
      assert.equal((await check(lines, { receipts: [bad] })).problem, problems.receipt)
  })

  it('docs/verify.mjs reads a community from its server, keeps what it read, and checks that again without it', async (t) => {
    const folkmoot = await testFolkmoot(t)
    const { ask } = folkmoot
    const folder = temporaryFolder(t)
    const kept = join(folder, 'garden.jsonl')
    await ask('mutation { createCommunity(input: { slug: "garden", name: "Garden" }) { community { id } } }')
    const record = `mutation ($title: String!, $evidence: JSON) { recordDecision(input: { community: "garden", title: $title, outcome: APPROVED, reason: "so it is", evidence: $evidence }) { decision { hash } userErrors { code message } } }`
    await ask(record, { title: 'Ünïcode, "quotes"', evidence: { b: [1, 0.1, null], a: { z: 1e21, y: 'é' } } })
    const member =
      'mutation ($name: String!) { addMember(input: { community: "garden", name: $name }) { member { id } } }'
    const people: string[] = []
    for (const name of ['Ada', 'Ben', 'Cy']) people.push((await ask(member, { name })).addMember.member.id)
    const open = `mutation { openProposal(input: { community: "garden", title: "Tea?", method: RANKED, passes: { closeEarly: false },
      choices: [{ key: "tea", label: "Tea" }, { key: "milk", label: "Milk" }, { key: "water", label: "Water" }] }) { proposal { id } userErrors { message } } }`
    const proposal = (await ask(open)).openProposal.proposal.id
    const cast = `mutation ($input: CastVoteInput!) { castVote(input: $input) { receipt { leaf leafHash index size path root } userErrors { message } } }`
    const receipts = []
    for (const [n, name] of people.entries()) {
      const choices = [['tea', 'milk'], ['milk'], ['water', 'tea']][n]
      receipts.push((await ask(cast, { input: { proposal, member: name, choices } })).castVote.receipt)
    }
    const close = 'mutation ($id: ID!) { closeProposal(input: { proposal: $id }) { decision { hash } } }'
    const { hash } = (await ask(close, { id: proposal })).closeProposal.decision
    const [url, save] = [`${folkmoot.url}/graphql`, '--save']
    const good = `2 decisions hold, 1 of them counted again from the votes. Head ${hash}, signed.`
    assert.deepEqual(await run(url, 'garden', save, kept), { said: good, code: 0 })
    const receiptFile = join(folder, 'receipts.json')
    writeFileSync(receiptFile, JSON.stringify(receipts))
    assert.deepEqual(await run(kept, '--head', hash, '--receipt', receiptFile), { said: good, code: 0 })

    const text = readFileSync(kept, 'utf8')
    const answer = await fetch(`${folkmoot.url}/.well-known/folkmoot.json`)
    const { keys } = (await answer.json()) as any
    assert.match(answer.headers.get('cache-control')!, /public/)
    assert.deepEqual([keys.length, keys[0].kty, keys[0].crv, Object.keys(keys[0]).length], [1, 'OKP', 'Ed25519', 4])
    assert.equal((await run(kept, '--signed-by', keys[0].kid)).code, 0)
    for (const [what, other, problem] of [
      ['a vote', text.replace('"choices":["tea","milk"]', '"choices":["milk","tea"]'), problems.ballots],
      [
        'the length that was signed',
        text.replace(/"at":"(\d{3})\d(-[^"]*","signature)/, '"at":"$10$2'),
        problems.signature,
      ],
    ] as const) {
      assert.notEqual(other, text, what)
      writeFileSync(kept, other)
      const { said, code } = await run(kept)
      assert.equal(code, 1, what)
      assert.ok(said.endsWith(problem!), said)
    }
    assert.equal((await run(join(folder, 'nothing'))).code, 2)
  })
})
