// The lists that a decision's roots are over: the ballots as they come, and the electorate.

import assert from 'node:assert/strict'
import { createPublicKey, verify } from 'node:crypto'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { signingKeyOf } from '../../backbone/security/signing-key.ts'
import { canonical } from '../../schema/canonical.ts'
import { digestOf } from '../../schema/commitments.ts'
import {
  hashOfLeaf,
  leafOf,
  type VoteEvent,
  type VoteLeaf,
  voteEvents,
} from '../../subgraphs/proposals/domain/leaves.ts'
import {
  emptyRange,
  emptyRoot,
  growing,
  type Range,
  rootFromInclusion,
  rootOf,
} from '../../subgraphs/proposals/domain/merkle.ts'
import { findProposal } from '../../subgraphs/proposals/storage/proposals.ts'
import { adminViewer, anonymous, proposalsWorld, type World } from './world.ts'

async function leavesOf(world: World, proposal: string): Promise<VoteLeaf[]> {
  const events = await world.log.read({ after: 0, types: voteEvents, limit: 1000 })
  return events
    .filter(({ payload }) => (payload as { proposal: string }).proposal === proposal)
    .map((event) => leafOf(event as unknown as VoteEvent)!)
}

function listOf(hashes: readonly string[]): Range {
  const list = growing()
  hashes.forEach(list.add)
  return list.range()
}

/** What is kept of the ballots is what the log says; and the leaves. */
async function kept(world: World, proposal: string): Promise<VoteLeaf[]> {
  const leaves = await leavesOf(world, proposal)
  const { ballots } = (await findProposal(world.db.root, proposal))!
  assert.deepEqual(ballots, listOf(leaves.map(hashOfLeaf)))
  return leaves
}

const inShort = (leaves: readonly VoteLeaf[], names: Record<string, string>) =>
  leaves.map(({ member, choices, weight, revision, retracted }) =>
    [names[member], retracted ? 'taken back' : choices.join('>'), weight / 1e6, revision].join(' '),
  )

async function merge(world: World, from: string, into: string): Promise<void> {
  await world.tell({ type: 'communities.member.merged', community: world.community, payload: { from, into } })
  for (const consumer of world.subgraph.consumers) await consumer.catchUp()
}

describe('the list of ballots', () => {
  it('The list of ballots has a leaf for each vote cast, changed and taken back, and no other', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob] = await world.addMembers(3)
    const names = { [ann!]: 'ann', [bob!]: 'bob' }
    world.cred.members = { [ann!]: 2, [bob!]: 1 / 3 }
    const { id } = await world.open({ electorate: { weight: 'CRED' }, passes: { closeEarly: false } })
    assert.deepEqual((await findProposal(world.db.root, id))!.ballots, emptyRange)
    await world.vote(ann!, id, 'approve')
    await world.vote(ann!, id, 'approve')
    await world.vote(bob!, id, 'reject')
    await world.vote(ann!, id, 'reject')
    await world.make(adminViewer, 'retractVote', { proposal: id, member: ann })
    await world.vote(ann!, id, 'abstain')
    const leaves = await kept(world, id)
    assert.deepEqual(inShort(leaves, names), [
      'ann approve 2 0',
      'bob reject 0.333333 0',
      'ann reject 2 1',
      'ann taken back 2 1',
      'ann abstain 2 2',
    ])
    for (const { castAt } of leaves) assert.match(castAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })

  it('The list of ballots grows in the order of the log when many vote at once', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(40)
    const { id } = await world.open({ passes: { closeEarly: false } })
    await Promise.all([...members, ...members].map((member, n) => world.vote(member, id, n % 3 ? 'approve' : 'reject')))
    assert.ok((await kept(world, id)).length >= 40)
  })

  it('The list of ballots has the votes of a merge: the last leaf of each person is what counts', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve, dan] = await world.addMembers(4)
    const names = { [ann!]: 'ann', [bob!]: 'bob', [eve!]: 'eve', [dan!]: 'dan' }
    world.cred.members = { [ann!]: 2, [bob!]: 3, [eve!]: 5 }
    const electorate = { members: [ann, bob, eve], weight: 'CRED' }
    const { id } = await world.open({ electorate, passes: { closeEarly: false } })
    await world.vote(ann!, id, 'approve')
    await world.vote(eve!, id, 'reject')
    await merge(world, ann!, bob!) // both sit
    await merge(world, eve!, dan!) // only one sits
    assert.deepEqual(inShort(await kept(world, id), names), [
      'ann approve 2 0',
      'eve reject 5 0',
      'ann taken back 2 0',
      'bob approve 3 0',
      'eve taken back 5 0',
      'dan reject 5 0',
    ])
  })
})

const recordOf = async (world: World, decision: string) =>
  (await world.ask(adminViewer, 'query ($id: ID!) { decision(id: $id) { record hash } }', { id: decision })).decision

describe('the record of a decision', () => {
  it('The record of a decision holds the roots, the rules and the policy that it was decided under', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(3)
    const document = [
      'name: invoices',
      'on: opencollective.expense.created',
      'decide: { vote: { title: "Pay?", closesIn: P1D } }',
      'then: { approved: [{ perform: opencollective.expense.approve }] }',
    ].join('\n')
    const policy = await world.make(adminViewer, 'applyPolicy', { community: 'meadow', document }, 'id document')
    const { id } = await world.open({ policy: policy.id, passes: { closeEarly: false } })
    await world.vote(ann!, id, 'approve')
    const { id: decision } = await world.make(adminViewer, 'closeProposal', { proposal: id })
    const { record, hash } = await recordOf(world, decision)
    const proposal = (await findProposal(world.db.root, id))!
    const { form, policyHash, method, choices, passes, electorate, ballots } = record
    assert.deepEqual(
      { form, policyHash, method, choices, passes, electorate, ballots },
      {
        form: 3,
        policyHash: digestOf(policy.document),
        method: 'SINGLE_CHOICE',
        choices: proposal.choices,
        passes: { quorum: 0, threshold: 0.5, minVotes: 1, closeEarly: false },
        electorate: { size: 3, root: proposal.electorate_root },
        ballots: { size: 1, root: rootOf(proposal.ballots!) },
      },
    )
    assert.equal(digestOf(JSON.parse(JSON.stringify(record))), hash)
    const { texts } = (
      await world.ask(adminViewer, 'query ($id: ID!) { decision(id: $id) { texts } }', { id: decision })
    ).decision
    assert.ok(!('reason' in record), 'what people wrote stands beside it')
    for (const name of ['title', 'reason', 'evidence', 'terms'])
      assert.equal(digestOf([texts[name].salt, texts[name].value]), record.texts[name])
  })

  it('A rule’s record has no electorate and ballots; that of a ballot opened before has the old form', async (t) => {
    const world = await proposalsWorld(t)
    const [ann] = await world.addMembers(2)
    const rule = { community: 'meadow', title: 'A rule', outcome: 'APPROVED', reason: 'So it is.' }
    const ruled = await recordOf(world, (await world.make(adminViewer, 'recordDecision', rule)).id)
    assert.deepEqual([ruled.record.form, ruled.record.electorate], [3, { size: 0, root: emptyRoot }])
    assert.deepEqual(ruled.record.ballots, { size: 0, root: emptyRoot })
    const { id } = await world.open({ passes: { closeEarly: false } })
    await sql`update proposals.proposals set ballots = null, electorate_root = null where id = ${id}`.execute(
      world.db.root,
    )
    await world.vote(ann!, id, 'approve')
    const old = await recordOf(world, (await world.make(adminViewer, 'closeProposal', { proposal: id })).id)
    assert.deepEqual([old.record.form, 'ballots' in old.record, old.record.previousHash], [1, false, ruled.hash])
    const { verifyDecisions } = await world.ask(
      adminViewer,
      '{ verifyDecisions(community: "meadow") { valid length } }',
    )
    assert.deepEqual({ ...verifyDecisions }, { valid: true, length: 2 })
  })
})

describe('the root of the electorate', () => {
  const rootOver = (seats: Record<string, number>) =>
    rootOf(
      listOf(
        Object.entries(seats)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([member, weight]) => hashOfLeaf({ member, weight })),
      ),
    )

  it('The root of the electorate is over each seat and its weight, and follows merges while the ballot is open', async (t) => {
    const world = await proposalsWorld(t)
    const [ann, bob, eve, dan] = (await world.addMembers(4)) as [string, string, string, string]
    world.cred.members = { [ann]: 2, [bob]: 3, [eve]: 1 / 3 }
    const electorate = { members: [eve, bob, ann], weight: 'CRED' }
    const { id } = await world.open({ electorate, passes: { closeEarly: false } })
    const root = async () => (await findProposal(world.db.root, id))!.electorate_root
    assert.equal(await root(), rootOver({ [ann]: 2_000_000, [bob]: 3_000_000, [eve]: 333_333 }))
    await merge(world, eve, dan)
    assert.equal(await root(), rootOver({ [ann]: 2_000_000, [bob]: 3_000_000, [dan]: 333_333 }))
    await merge(world, ann, bob)
    const last = rootOver({ [bob]: 3_000_000, [dan]: 333_333 })
    assert.equal(await root(), last)
    await world.make(adminViewer, 'closeProposal', { proposal: id })
    await merge(world, bob, ann)
    assert.equal(await root(), last)
  })
})

const receipt = 'leaf leafHash index size path root'
const proofOf = `query ($id: ID!, $first: Int, $leaves: Cursor, $seats: Cursor, $leaf: String!) { proof(decision: $id) {
  hash record policy decision { id } head { community length head at signature key }
  electorate(first: $first, after: $seats) { nodes totalCount pageInfo { hasNextPage endCursor } }
  ballots(first: $first, after: $leaves) { nodes totalCount pageInfo { hasNextPage endCursor } }
  inclusion(leafHash: $leaf) { ${receipt} } } }`
const plain = (value: unknown): any => JSON.parse(JSON.stringify(value))

describe('receipts of votes', () => {
  it('A voter gets a receipt at casting, and finds the leaf in the tree later', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(5)
    const { id } = await world.open({ passes: { closeEarly: false } })
    const cast = async (member: string, choice: string, field = 'castVote') => {
      const type = field === 'castVote' ? 'CastVoteInput' : 'RetractVoteInput'
      const given = { proposal: id, member, ...(field === 'castVote' ? { choices: [choice] } : {}) }
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { vote { id } receipt { ${receipt} } } }`
      return plain((await world.ask(adminViewer, query, { input: given }))[field])
    }
    const receipts = []
    for (const member of members) receipts.push((await cast(member, 'approve')).receipt)
    receipts.push((await cast(members[0]!, 'reject')).receipt)
    receipts.push((await cast(members[1]!, '', 'retractVote')).receipt)
    for (const [n, { leaf, leafHash, index, size, path, root }] of receipts.entries()) {
      assert.deepEqual([index, size, leafHash], [n, n + 1, hashOfLeaf(leaf)])
      assert.equal(rootFromInclusion(leafHash, index, size, path), root)
    }
    const again = await cast(members[0]!, 'reject')
    assert.equal(again.receipt, null)
    const where = `query ($vote: ID!) { inclusion(vote: $vote) { ${receipt} } }`
    const now = plain((await world.ask(adminViewer, where, { vote: again.vote.id })).inclusion)
    assert.deepEqual([now.leaf, now.index, now.size], [receipts[5].leaf, 5, 7])

    const { id: decision } = await world.make(adminViewer, 'closeProposal', { proposal: id })
    const { record } = await recordOf(world, decision)
    assert.equal(receipts[6].root, record.ballots.root)
    for (const { leafHash, index } of receipts) {
      const proof = plain(await world.ask(anonymous, proofOf, { id: decision, leaf: leafHash })).proof
      const { inclusion } = proof
      assert.deepEqual([inclusion.index, inclusion.size], [index, 7])
      assert.equal(rootFromInclusion(leafHash, inclusion.index, 7, inclusion.path), record.ballots.root)
      assert.deepEqual([inclusion.root, inclusion.leaf], [record.ballots.root, null])
    }
    for (const leaf of ['', 'x', emptyRoot])
      assert.equal((await world.ask(anonymous, proofOf, { id: decision, leaf })).proof.inclusion, null)
  })
})

describe('proof of a decision', () => {
  it('The proof of a decision has all leaves in pages, and the head, signed', async (t) => {
    const world = await proposalsWorld(t)
    const members = await world.addMembers(5)
    const { id } = await world.open({ passes: { closeEarly: false } })
    for (const member of members.toReversed()) await world.vote(member, id, 'approve')
    const { id: decision } = await world.make(adminViewer, 'closeProposal', { proposal: id })
    const found = { seats: [] as any[], leaves: [] as any[] }
    const places: { seats?: string; leaves?: string } = {}
    for (;;) {
      const variables = { id: decision, first: 2, leaf: '', ...places }
      const { proof } = plain(await world.ask(anonymous, proofOf, variables))
      found.seats.push(...proof.electorate.nodes)
      found.leaves.push(...proof.ballots.nodes)
      assert.deepEqual([proof.electorate.totalCount, proof.ballots.totalCount], [5, 5])
      if (!proof.ballots.pageInfo.hasNextPage) break
      Object.assign(places, { seats: proof.electorate.pageInfo.endCursor, leaves: proof.ballots.pageInfo.endCursor })
    }
    assert.deepEqual(
      found.seats,
      members.toSorted().map((member) => ({ member, weight: 1_000_000 })),
    )
    assert.deepEqual(
      found.leaves.map(({ member }) => member),
      members.toReversed(),
    )
    const { proof } = plain(await world.ask(anonymous, proofOf, { id: decision, leaf: '' }))
    assert.equal(rootOf(listOf(found.leaves.map(hashOfLeaf))), proof.record.ballots.root)
    assert.equal(rootOf(listOf(found.seats.map(hashOfLeaf))), proof.record.electorate.root)
    const { signature, key, ...head } = proof.head
    assert.deepEqual([head.community, head.length, head.head], [world.community, 1, proof.hash])
    const { public: jwk } = signingKeyOf(world.secrets)
    assert.equal(key, jwk.kid)
    const text = canonical({ kind: 'folkmoot.head', ...head })
    const signs = (what: string) =>
      verify(
        null,
        Buffer.from(what),
        createPublicKey({ key: { ...jwk }, format: 'jwk' }),
        Buffer.from(signature, 'base64url'),
      )
    assert.deepEqual([signs(text), signs(text.replace('"length":1', '"length":2'))], [true, false])
  })

  it('The proof of a decision is for those who may read the community, and takes only its own cursors', async (t) => {
    const world = await proposalsWorld(t)
    const hidden = await world.addCommunity('hidden', 'PRIVATE')
    const rule = { community: hidden, title: 'A rule', outcome: 'APPROVED', reason: 'So it is.' }
    const { id } = await world.make(adminViewer, 'recordDecision', rule)
    assert.equal((await world.ask(anonymous, proofOf, { id, leaf: '' })).proof, null)
    const { proof } = plain(await world.ask(adminViewer, proofOf, { id, leaf: '' }))
    assert.deepEqual([proof.ballots.nodes, proof.electorate.nodes, proof.head.length], [[], [], 1])
    for (const more of [{ first: 0 }, { first: 1001 }, { seats: 'x' }, { leaves: 'x' }])
      assert.ok((await world.request(adminViewer, proofOf, { id, leaf: '', ...more })).errors)
    const [ann] = await world.addMembers(1, hidden)
    const open = await world.open({ community: hidden, passes: { closeEarly: false } })
    const { vote } = await world.vote(ann!, open.id, 'approve')
    const where = 'query ($vote: ID!) { inclusion(vote: $vote) { index } }'
    assert.equal((await world.ask(anonymous, where, { vote: vote.id })).inclusion, null)
    assert.equal((await world.ask(adminViewer, where, { vote: vote.id })).inclusion.index, 0)
    await world.make(adminViewer, 'retractVote', { proposal: open.id, member: ann })
    assert.equal((await world.ask(adminViewer, where, { vote: vote.id })).inclusion, null)
  })
})
