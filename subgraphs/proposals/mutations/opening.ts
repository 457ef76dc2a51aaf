// Opening a proposal: everything is checked and asked first, then who may vote and what it takes is fixed in one
// transaction with the opening.

import { databaseNow, type On, type Tx } from '../../../backbone/database/database.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { OpenProposalInput, RecordDecisionInput } from '../../../schema/generated/proposals.ts'
import { holdsOn } from '../../../schema/policy/again.ts'
import { withoutTurning } from '../../../schema/policy/text.ts'
import type { Run } from '../../../schema/policy/work.ts'
import { checkChoices, checkPassRule, defaultChoices, defaultPassRule } from '../domain/ballot.ts'
import { casterOf, toldCaster } from '../domain/caster.ts'
import { after } from '../domain/duration.ts'
import {
  checkElectorateRule,
  describe,
  type ElectorateRule,
  leftOutBy,
  nobody,
  oneOfEach,
  seat,
  withDoubles,
} from '../domain/electorate.ts'
import { byMember, listOfSeats } from '../domain/leaves.ts'
import { emptyRange, emptyRoot, rootOf } from '../domain/merkle.ts'
import { checkJson, checkShown, checkText, storable } from '../domain/texts.ts'
import { emptyTotals } from '../domain/totals.ts'
import { totalWeight } from '../domain/weights.ts'
import { findDecision } from '../storage/decisions.ts'
import { holdPersons, membersOf, partiesTo, personsOf, roleNamed } from '../storage/electorates.ts'
import { madeBefore, once, take } from '../storage/idempotency.ts'
import { findPolicy } from '../storage/policies.ts'
import { findProposal, insertProposal } from '../storage/proposals.ts'
import { insertDoubles } from '../storage/seats.ts'
import { findTrigger, lastAbout, newsSince } from '../storage/subjects.ts'
import type { DecisionRow, PolicyRow, ProposalRow, TriggerRow } from '../storage/tables.ts'
import { knownCred, knownDoubles } from './cred.ts'
import { closeLater, decide, endIfMoot } from './deciding.ts'
import { caughtUp, memberNotFound, type Parts, type Writing } from './parts.ts'
import { policyNotFound } from './policies.ts'

const mostNamed = 10_000

export async function openProposal(deps: Parts, viewer: Viewer, input: OpenProposalInput): Promise<ProposalRow> {
  const { id: community } = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community, 'DRIVE')
  const question = checkQuestion(input)
  const call = once(community, 'openProposal', input)
  const before = await madeBefore(deps.db.root, call)
  if (before) return (await findProposal(deps.db.root, before))!

  const method = input.method ?? 'SINGLE_CHOICE'
  const choices = checkChoices(method, input.choices ?? defaultChoices)
  for (const { label } of choices) checkShown(label, 'choices', 500)
  const passes = { ...defaultPassRule, ...given(input.passes ?? {}) }
  checkPassRule(method, passes)
  const venues = checkVenues(input.venues ?? [])
  const rule: ElectorateRule = {
    role: input.electorate?.role ?? null,
    members: input.electorate?.members ?? null,
    minCred: input.electorate?.minCred ?? null,
    credWeeks: input.electorate?.credWeeks ?? null,
    weight: input.electorate?.weight ?? 'EQUAL',
    except: { ...nobody, ...given(input.electorate?.except ?? {}) },
  }
  checkElectorateRule(rule)
  if (input.closesIn) after(new Date(0), input.closesIn)
  if (passes.closeEarlyAfter) checkEarly(passes.closeEarlyAfter, input.closesIn ?? null)
  const termsNamed = checkTermNames(input.terms)

  await deps.members.catchUp() // what is true now decides who may vote
  const origin = await caughtUp(deps, () => originOf(deps, community, input))
  const role = rule.role === null ? null : await requireRole(deps, community, rule.role)
  if (rule.members) await requireMembers(deps, community, rule.members)
  const leftOutAmong = async (on: On) =>
    input.trigger ? leftOutBy(rule.except, await partiesTo(on, community, input.trigger)) : []
  const names = await namesOf(deps, await leftOutAmong(deps.db.root))
  const known = await knownCred(deps, community, rule, role?.id ?? null, await databaseNow(deps.db.root))
  const doubles = await knownDoubles(deps, community, known.snapshot)

  const id = deps.ids.next('prop')
  return deps.log.write(async (tx, emit) => {
    const first = await take(tx, call, id)
    if (first) return (await findProposal(tx, first))!
    await holdPersons(tx, community, 'read')
    const named = rule.members && new Set((await personsOf(tx, community, rule.members)).values())
    const candidates = await membersOf(tx, community, role?.id ?? null)
    const asked = named ? candidates.filter((member) => named.has(member)) : candidates
    const persons = await asPersons(tx, community, doubles)
    const out = (await leftOutAmong(tx)).map((one) => ({ ...one, name: names.get(one.member) ?? one.member }))
    const leftOut = withDoubles(out, asked, persons)
    const each = oneOfEach(asked, persons, known.cred)
    const seats = seat(rule, each.members, known.cred, passes, leftOut)
    const now = await databaseNow(tx)
    const proposal: ProposalRow = {
      ...question,
      ...(await aboutOf(tx, community, origin)),
      terms_named: termsNamed,
      on_change: input.onChange ?? 'REOPEN',
      id,
      community,
      status: 'OPEN',
      method,
      choices,
      passes,
      size: seats.length,
      weight: totalWeight(seats.map(({ weight }) => weight)),
      electorate: describe({ ...rule, role: role?.name ?? null }, leftOut),
      left_out: leftOut,
      snapshot: known.snapshot,
      opened_at: now,
      closes_at: input.closesIn ? after(now, input.closesIn) : null,
      early_at: passes.closeEarlyAfter ? after(now, passes.closeEarlyAfter) : null,
      closed_at: null,
      totals: emptyTotals({ choices }),
      totals_at: now,
      opened_by: casterOf(viewer, false),
      ballots: emptyRange,
      electorate_root: rootOf(listOfSeats(seats.toSorted(byMember))),
    }
    await insertProposal(tx, proposal, seats)
    await insertDoubles(tx, id, seats, each.doubles)
    await closeLater(deps, { tx, emit }, proposal)
    opened({ tx, emit }, proposal, venues)
    // What its trigger's subject became before it opened ends it as it would a moment later.
    const news = origin.trigger && (await newsSince(tx, origin.trigger))
    if (news) await endIfMoot(deps, { tx, emit }, proposal, news)
    return news ? (await findProposal(tx, id))! : proposal
  })
}

/**
 * A driver decided: opened and decided in one transaction, with nobody asked. It is the rule that did where the policy's gives
 * this outcome here, too.
 */
export async function recordDecision(deps: Parts, viewer: Viewer, input: RecordDecisionInput): Promise<DecisionRow> {
  const { id: community } = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community, 'DRIVE')
  const question = checkQuestion(input)
  const call = once(community, 'recordDecision', input)
  const before = await madeBefore(deps.db.root, call)
  if (before) return (await findDecision(deps.db.root, before))!

  const { outcome } = input
  if (outcome !== 'APPROVED' && outcome !== 'REJECTED') {
    const message = `A rule decides APPROVED or REJECTED; got ${outcome}.`
    throw new Refusal('BAD_INPUT', message, { path: ['input', 'outcome'] })
  }
  const reason = checkText(input.reason, 'reason', 5000, 1)
  const origin = await caughtUp(deps, () => originOf(deps, community, input))
  const { seen } = (question.evidence ?? {}) as { seen?: unknown }
  const run: Run = (job) => deps.policyWork.run(community, job, { patient: true })
  const byRule =
    origin.policy !== null && (await holdsOn(origin.policy.document, seen, run)) === (outcome === 'APPROVED')
  return deps.log
    .write(async (tx, emit) => {
      const now = await databaseNow(tx)
      const choices = [...defaultChoices]
      const proposal: ProposalRow = {
        ...question,
        ...(await aboutOf(tx, community, origin)),
        terms_named: null,
        on_change: 'REOPEN',
        id: deps.ids.next('prop'),
        community,
        status: 'OPEN',
        method: 'SINGLE_CHOICE',
        choices,
        passes: { ...defaultPassRule, minVotes: 0 },
        size: 0,
        weight: 0,
        electorate: 'Nobody: a rule decides.',
        left_out: [],
        snapshot: null,
        opened_at: now,
        closes_at: null,
        early_at: null,
        closed_at: null,
        totals: emptyTotals({ choices }),
        totals_at: now,
        opened_by: casterOf(viewer, false),
        ballots: emptyRange,
        electorate_root: emptyRoot,
      }
      await insertProposal(tx, proposal, [])
      opened({ tx, emit }, proposal, [])
      const decision = await decide(deps, { tx, emit }, proposal, {
        event: 'settle',
        outcome,
        choice: null,
        madeBy: byRule ? 'RULE' : 'AUTHORITY',
        maker: byRule ? viewer.key : (viewer.key ?? viewer.kind),
        reason,
      })
      const first = await take(tx, call, decision.id)
      if (first) throw new MadeMeanwhile(first)
      return decision
    })
    .catch(async (error) => {
      if (error instanceof MadeMeanwhile) return (await findDecision(deps.db.root, error.result))!
      throw error
    })
}

/** Another call with the same key was faster: what this one made is undone. */
export class MadeMeanwhile extends Error {
  readonly result: string
  constructor(result: string) {
    super('made meanwhile')
    this.result = result
  }
}

/** @throws Refusal BAD_INPUT where it is no duration, BALLOT_INVALID where the ballot would be over by then */
function checkEarly(early: string, closesIn: string | null): void {
  const path = ['input', 'passes', 'closeEarlyAfter']
  const from = after(new Date(0), early, path)
  if (closesIn === null || from <= after(new Date(0), closesIn)) return
  throw new Refusal('BALLOT_INVALID', `Wanted at most the ${closesIn} after which it closes; got ${early}.`, { path })
}

type Question = Pick<ProposalRow, 'title' | 'body' | 'trigger' | 'policy' | 'enforcement' | 'evidence'>

function checkQuestion(input: OpenProposalInput | RecordDecisionInput): Question {
  return {
    title: checkText(withoutTurning(input.title), 'title', 500, 1),
    body: checkText(input.body ?? '', 'body', 50_000),
    trigger: input.trigger ?? null,
    policy: input.policy ?? null,
    enforcement: input.enforcement ?? 'ENFORCING',
    evidence: checkJson(input.evidence, 'evidence'),
  }
}

interface Origin {
  trigger: TriggerRow | null
  policy: PolicyRow | null
}

/** @throws Refusal TRIGGER_NOT_FOUND or POLICY_NOT_FOUND unless both are of the community, where given */
async function originOf(
  deps: Parts,
  community: string,
  input: OpenProposalInput | RecordDecisionInput,
): Promise<Origin> {
  const on = deps.db.root
  const trigger = input.trigger && storable(input.trigger) ? await findTrigger(on, community, input.trigger) : undefined
  if (input.trigger && !trigger) {
    const message = `Wanted an action of the community; got "${input.trigger.slice(0, 80)}".`
    throw new Refusal('TRIGGER_NOT_FOUND', message, { path: ['input', 'trigger'] })
  }
  const policy = input.policy && storable(input.policy) ? await findPolicy(on, input.policy) : undefined
  if (input.policy && policy?.community !== community) throw policyNotFound(input.policy)
  return { trigger: trigger ?? null, policy: policy ?? null }
}

/** What the question is about, as it was when it was asked about. */
async function aboutOf(
  tx: Tx,
  community: string,
  { trigger, policy }: Origin,
): Promise<Pick<ProposalRow, 'platform' | 'subject' | 'terms' | 'replaces'>> {
  const { platform = null, subject = null, terms = null } = trigger ?? {}
  const replaces =
    platform === null || subject === null
      ? null
      : await lastAbout(tx, { community, platform, subject, policy: policy?.name ?? null })
  return { platform, subject, terms, replaces }
}

/** @throws Refusal BAD_INPUT */
function checkTermNames(names: readonly string[] | null | undefined): string[] | null {
  if (!names) return null
  const good = names.length >= 1 && names.length <= 50 && names.every((name) => /^[A-Za-z][\w-]{0,49}$/.test(name))
  if (good) return [...new Set(names)]
  throw new Refusal('BAD_INPUT', 'Wanted 1 to 50 names of terms such as amountInCents.', { path: ['input', 'terms'] })
}

async function requireRole(deps: Parts, community: string, nameOrId: string): Promise<{ id: string; name: string }> {
  const role = storable(nameOrId) ? await roleNamed(deps.db.root, community, nameOrId) : null
  if (role) return role
  const message = `Wanted a role of the community; got "${nameOrId.slice(0, 80)}".`
  throw new Refusal('ROLE_NOT_FOUND', message, { path: ['input', 'electorate', 'role'] })
}

async function requireMembers(deps: Parts, community: string, ids: readonly string[]): Promise<void> {
  if (ids.length > mostNamed) {
    const message = `Wanted at most ${mostNamed} members by name; got ${ids.length}.`
    throw new Refusal('BAD_INPUT', message, { path: ['input', 'electorate', 'members'] })
  }
  const persons = await personsOf(deps.db.root, community, ids.filter(storable))
  const unknown = ids.find((id) => !persons.has(id))
  if (unknown !== undefined) throw memberNotFound(unknown, ['input', 'electorate', 'members'])
}

const nameQuery = `query ($id: ID!) { member(id: $id) { id name } }`

/** The names of those few who are left out, for people; where the graph does not answer, their ids must do. */
async function namesOf(deps: Parts, leftOut: readonly { member: string }[]): Promise<Map<string, string>> {
  const names = await Promise.all(
    leftOut.map(async ({ member }) => {
      const answer = await deps.ask<{ member: { name: string } | null }>(nameQuery, { id: member }).catch(() => null)
      return [member, answer?.member?.name ?? member] as const
    }),
  )
  return new Map(names)
}

/** Doubles as they are by now: who was merged meanwhile is who they were merged into. */
async function asPersons(tx: Tx, community: string, doubles: ReadonlyMap<string, string>) {
  const persons = await personsOf(tx, community, [...new Set(doubles.values())])
  return new Map([...doubles].map(([member, first]) => [member, persons.get(first) ?? first] as const))
}

function checkVenues(venues: readonly string[]): string[] {
  const good =
    venues.length <= 10 && venues.every((venue) => /^[a-z][\w-]*(\.[\w-]+)+$/.test(venue) && venue.length <= 200)
  if (good) return [...venues]
  const message = 'Wanted at most 10 kinds of actions such as opencollective.expense.comment.'
  throw new Refusal('BAD_INPUT', message, { path: ['input', 'venues'] })
}

/** What was given, without nulls: those mean the default. */
function given<T extends object>(input: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const entries = Object.entries(input).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(entries) as { [K in keyof T]?: NonNullable<T[K]> }
}

function opened({ emit }: Writing, proposal: ProposalRow, venues: string[]): void {
  const { id, community, title, trigger, policy, enforcement, closes_at } = proposal
  const closesAt = closes_at?.toISOString() ?? null
  const seen = (proposal.evidence as { snapshot?: unknown } | null)?.snapshot
  const snapshots = [proposal.snapshot, seen].filter((each) => typeof each === 'string')
  const openedBy = toldCaster(proposal.opened_by!)
  emit({
    type: 'proposals.proposal.opened',
    community,
    payload: {
      proposal: { id, community, title, trigger, policy, enforcement, venues, closesAt, snapshots, openedBy },
    },
  })
}
