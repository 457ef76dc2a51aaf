// Everything that is stored of a community's decisions, held against what else is stored: the chain against its hashes and the
// event log, and below each record its electorate against the seats, its ballots against the log and the votes, its tally
// against a new count, its policy against the document. Whoever changes one of them has to change all, and then still the
// heads that have left the house. Read in pages, the database between them being everybody's; what is remembered is bounded.

import type { On } from '../../backbone/database/database.ts'
import type { EventOf } from '../../backbone/log/event.ts'
import type { EventLog } from '../../backbone/log/log.ts'
import { canonical } from '../../schema/canonical.ts'
import { digestOf } from '../../schema/commitments.ts'
import type { Verified } from './answers.ts'
import type { Ballot } from './domain/ballot.ts'
import { emptyChain, problemOfLink, problemOfTexts, textNames } from './domain/chain.ts'
import { tallyOf } from './domain/decision.ts'
import { hashOfLeaf, leafOf, listOfSeats, type VoteLeaf } from './domain/leaves.ts'
import { emptyRange, emptyRoot, growing, leafHash, type Rooted, rooted } from './domain/merkle.ts'
import { resultOf } from './domain/result.ts'
import { emptyTotals, type Totals, withVote } from './domain/totals.ts'
import { castEvent } from './mutations/counting.ts'
import { chainEnd, decisionsAfter } from './storage/decisions.ts'
import { allSeats } from './storage/seats.ts'
import { type DecisionRow, openedOf, recordOf, tables } from './storage/tables.ts'
import { allLeaves } from './storage/vote-leaves.ts'
import { allVotes } from './storage/votes.ts'

type Log = Pick<EventLog, 'read'>

/** Members whose last leaves are remembered at once: of a larger ballot the log is read again for each so many. */
const mostRemembered = 200_000

/** @param remembered see `mostRemembered` */
export async function verifyChain(log: Log, on: On, community: string, remembered = mostRemembered): Promise<Verified> {
  const { length, head, position } = await chainEnd(on, community)
  const told = decisionsTold(log, community, position)
  const policies = policiesOf(log, on, community)
  let checked = emptyChain
  let erased = 0
  const broken = (problem: string, brokenAt: string | null = null) => ({
    ...checked,
    brokenAt,
    valid: false,
    problem,
    erased,
  })
  while (checked.length < length) {
    const rows = await decisionsAfter(on, community, checked.length, length, 100)
    if (rows.length === 0) return broken(`The chain says that it has ${length} decisions; ${checked.length} are there.`)
    for (const row of rows) {
      const problem =
        problemOfLink(checked, { record: recordOf(row), hash: row.hash, erased: row.erased !== null }) ??
        problemOfOpened(row) ??
        problemOfTold(row, (await told.next()).value ?? null) ??
        (row.form === 1 ? null : ((await policies(row)) ?? (await recounted(on, row, remembered))))
      if (problem) return broken(problem, row.id)
      checked = { length: checked.length + 1, head: row.hash, brokenAt: null }
      if (row.erased !== null) erased++
    }
  }
  if (checked.head !== head) return broken('The chain says that it has another head than its last decision.')
  if (!(await told.next()).done) return broken('The event log has more decisions: the end of the chain was cut off.')
  return { ...checked, valid: true, problem: null, erased }
}

/** A text without a salt must be one that was erased. */
function problemOfOpened(row: DecisionRow): string | null {
  const record = recordOf(row)
  const opened = openedOf(row)
  if (record.form !== 3 || opened === null) return null
  const missing = textNames.find((name) => opened[name] === null && !row.erased?.includes(name))
  return missing === undefined ? problemOfTexts(record, opened) : `The salt of its ${missing} is missing.`
}

/** What the event log says was decided, in the order of the chain. */
async function* decisionsTold(log: Log, community: string, upTo: number) {
  const types = ['proposals.proposal.decided', 'proposals.proposal.canceled'] as const
  for (let after = 0; ; ) {
    const events = await log.read({ community, types, after, upTo, limit: 500 })
    for (const event of events) yield (event as EventOf<(typeof types)[number]>).payload.decision
    if (events.length < 500) return
    after = events.at(-1)!.position
  }
}

function problemOfTold({ id, hash }: DecisionRow, told: { id: string; hash: string } | null): string | null {
  if (told === null) return 'The event log knows nothing of it: it was slipped in.'
  if (told.id !== id) return `In its place, the event log has decision ${told.id}.`
  return told.hash === hash ? null : 'The event log has another hash for it: the chain was made anew.'
}

/** Checks of each decision the policy that it was made under, against the document as it is stored and as it was told. */
function policiesOf(log: Log, on: On, community: string) {
  const stored = new Map<string, string | null>()
  let told: Map<string, string> | undefined
  return async ({ policy, policy_hash }: DecisionRow): Promise<string | null> => {
    if (policy === null || policy_hash === null) return null
    told ??= await policiesTold(log, community)
    if (!stored.has(policy)) {
      const found = tables(on).selectFrom('policies').select('document').where('id', '=', policy)
      const row = await found.executeTakeFirst()
      stored.set(policy, row ? digestOf(row.document) : null)
    }
    if (told.get(policy) !== policy_hash) return `The event log has another document of the policy ${policy}.`
    return stored.get(policy) === policy_hash ? null : `The document of the policy ${policy} was changed since.`
  }
}

async function policiesTold(log: Log, community: string): Promise<Map<string, string>> {
  const told = new Map<string, string>()
  for (let after = 0; ; ) {
    const events = await log.read({ community, types: ['proposals.policy.applied'], after, limit: 100 })
    for (const { payload } of events as EventOf<'proposals.policy.applied'>[])
      told.set(payload.policy, digestOf(payload.document))
    if (events.length < 100) return told
    after = events.at(-1)!.position
  }
}

/** Counts a decision again, from the seats and the log. @returns what does not hold */
async function recounted(on: On, row: DecisionRow, remembered: number): Promise<string | null> {
  const [electorate, ballots] = [row.electorate!, row.ballots!]
  let weight = 0
  let seats = emptyRange
  // Of nobody nothing is asked: so it is with each decision of a rule.
  if (electorate.size > 0) {
    for await (const page of allSeats(on, row.proposal)) {
      seats = listOfSeats(page, seats)
      weight += page.reduce((sum, seat) => sum + seat.weight, 0)
    }
  }
  if (!same(rooted(seats), electorate)) return 'The seats in the database are not those that its electorate was.'
  const ballot: Ballot = {
    method: row.method!,
    choices: row.choices!,
    passes: row.passes!,
    size: electorate.size,
    weight,
  }
  let totals = emptyTotals(ballot)
  if (ballots.size === 0) {
    if (ballots.root !== emptyRoot) return 'The event log does not have the votes that its ballots were.'
  } else {
    const counted = await countedAgain(on, row, ballot, remembered)
    if (typeof counted === 'string') return counted
    totals = counted
  }
  const again: Record<string, unknown> = { ...tallyOf(ballot, totals, new Date(row.tally.updatedAt)) }
  for (const [key, value] of Object.entries(row.tally))
    if (canonical(again[key] ?? null) !== canonical(value)) return 'Counted again, the votes come to another tally.'
  const result = resultOf(ballot, totals)
  if (row.made_by === 'VOTE' && (result.outcome !== row.outcome || result.choice !== row.choice))
    return `Counted again, the votes come to ${result.outcome}.`
  return null
}

const same = (a: Rooted, b: Rooted) => a.size === b.size && a.root === b.root

async function countedAgain(
  on: On,
  { proposal, ballots, community }: DecisionRow,
  ballot: Ballot,
  remembered: number,
): Promise<Totals | string> {
  const parts = Math.ceil(ballots!.size / remembered)
  const partOf = (member: string) => (parts === 1 ? 0 : Number.parseInt(leafHash(member).slice(0, 8), 16) % parts)
  let totals = emptyTotals(ballot)
  for (let part = 0; part < parts; part++) {
    const last = new Map<string, VoteLeaf>()
    const list = growing()
    for await (const page of allLeaves(on, proposal)) {
      for (const { leaf } of page) {
        if (leaf === null) return 'The event log does not say all of a vote on it.'
        if (part === 0) list.add(hashOfLeaf(leaf))
        if (partOf(leaf.member) === part) last.set(leaf.member, leaf)
      }
    }
    if (part === 0 && !same(rooted(list.range()), ballots!))
      return 'The event log does not have the votes that its ballots were.'
    for await (const page of allVotes(on, proposal)) {
      for (const { seat, ...vote } of page) {
        if (partOf(vote.member) !== part) continue
        const leaf = last.get(vote.member)
        last.delete(vote.member)
        const stands = leaf && !leaf.retracted
        if (vote.retracted && !stands) continue
        const told = vote.retracted ? null : leafOf(castEvent({ id: proposal, community }, vote))
        if (!stands || told === null || canonical(told) !== canonical(leaf))
          return `The vote of ${vote.member} in the database is not the one in the event log.`
        if (seat !== leaf.weight) return `The vote of ${vote.member} does not weigh what its seat weighs.`
        totals = withVote(totals, ballot, leaf.choices, leaf.weight)
      }
    }
    for (const { member, retracted } of last.values())
      if (!retracted) return `The vote of ${member}, which the event log has, is not in the database.`
  }
  return totals
}
