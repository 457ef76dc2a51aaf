// Opening a proposal: everything is checked and asked first, then who may vote and what it takes is fixed in one
// transaction with the opening.

import { databaseNow, type On, type Tx } from '../../../backbone/database/database.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { OpenProposalInput } from '../../../schema/generated/proposals.ts'
import { checkChoices, checkPassRule, defaultChoices, defaultPassRule } from '../domain/ballot.ts'
import { casterOf } from '../domain/caster.ts'
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
import { emptyRange, rootOf } from '../domain/merkle.ts'
import { checkShown, storable } from '../domain/texts.ts'
import { emptyTotals } from '../domain/totals.ts'
import { totalWeight } from '../domain/weights.ts'
import { holdPersons, membersOf, partiesTo, personsOf, roleNamed } from '../storage/electorates.ts'
import { madeBefore, once, take } from '../storage/idempotency.ts'
import { findProposal, insertProposal } from '../storage/proposals.ts'
import { insertDoubles } from '../storage/seats.ts'
import { newsSince } from '../storage/subjects.ts'
import type { ProposalRow } from '../storage/tables.ts'
import { knownCred, knownDoubles } from './cred.ts'
import { closeLater, endIfMoot } from './deciding.ts'
import { caughtUp, memberNotFound, type Parts } from './parts.ts'
import { aboutOf, checkQuestion, opened, originOf } from './question.ts'

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

/** @throws Refusal BAD_INPUT where it is no duration, BALLOT_INVALID where the ballot would be over by then */
function checkEarly(early: string, closesIn: string | null): void {
  const path = ['input', 'passes', 'closeEarlyAfter']
  const from = after(new Date(0), early, path)
  if (closesIn === null || from <= after(new Date(0), closesIn)) return
  throw new Refusal('BALLOT_INVALID', `Wanted at most the ${closesIn} after which it closes; got ${early}.`, { path })
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
