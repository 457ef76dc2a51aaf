// What proposals keeps of people, and taking somebody out of it: votes stay, and so do texts that people wrote about others.

import { sql } from 'kysely'
import { type About, type Step, throughRows } from '../../backbone/people/erasing.ts'
import { among, type Kept, type Whose } from '../../backbone/people/kept.ts'
import type { Person } from '../../backbone/people/person.ts'
import { erasedName } from '../../backbone/people/redact.ts'
import { type TextName, textNames } from './domain/chain.ts'
import type { DecisionRow, FollowUpRow, ProposalRow, SubjectRow, TriggerRow } from './storage/tables.ts'

const ofCommunity = ({ community }: Person) => sql`t.community = ${community}`

/** The voter's own words, and those of whoever voted in their name. Nothing but these is of the vote alone. */
const votes: Step = async (tx, { ids }) => {
  for (const id of ids)
    for (const which of [sql`not retracted`, sql`retracted`])
      await sql`update proposals.votes set comment = null, note = null
        where member = ${id} and ${which} and (comment is not null or note is not null)`.execute(tx)
  return null
}

const isParty = (ids: readonly string[]) => sql`(coalesce(trigger.initiator, '') = any(${ids}::text[])
  or coalesce(trigger.submitter, '') = any(${ids}::text[]) or coalesce(trigger.payee, '') = any(${ids}::text[]))`

/** What it is about is theirs: they did it, or are paid. */
const aboutThem = (ids: readonly string[]) =>
  sql`coalesce((select ${isParty(ids)} from proposals.triggers trigger where trigger.id = t.trigger), false)`
const aboutPerson = ({ ids }: Person) => aboutThem([...ids])

/** Whether they are who is paid, by an account that nobody knew as theirs then. */
function paysThem(terms: unknown, { exact }: Person): boolean {
  const payee = (terms as { payee?: unknown } | null)?.payee ?? null
  return exact(payee) !== payee
}

/**
 * Titles that a policy made name whom it is about; those that people wrote stay. What is about others stays whole, whatever
 * somebody was called: nobody takes a word out of all decisions by being called like it.
 */
const proposals = throughRows<ProposalRow>(
  'proposals.proposals',
  ['community', 'id'],
  ['title', 'body', 'policy', 'evidence', 'terms', 'electorate', 'left_out'],
  ofCommunity,
  ({ title, body, policy, evidence, terms, electorate, left_out, about }: ProposalRow & About, person) => {
    const { ids, redact, exact } = person
    const isOut = left_out.some((one) => ids.has(one.member))
    if (!about && !isOut && !paysThem(terms, person)) return null
    return {
      ...(policy === null ? {} : { title: redact(title), body: redact(body) }),
      evidence: redact(evidence),
      terms: exact(terms),
      electorate: redact(electorate),
      left_out: left_out.map((one) => (ids.has(one.member) ? { ...one, name: erasedName } : one)),
    }
  },
  aboutPerson,
)

/** What is taken out of a text goes with the salt of its commitment: so nobody finds by trying what it was. */
const decisions = throughRows<DecisionRow>(
  'proposals.decisions',
  ['community', 'position'],
  ['title', 'reason', 'evidence', 'terms', 'policy', 'made_by', 'form', 'salts', 'erased'],
  ofCommunity,
  ({ policy, made_by, form, salts, erased, about, ...texts }: DecisionRow & About, person) => {
    if (!about && !paysThem(texts.terms, person)) return null
    const { redact, exact } = person
    const written = (name: TextName) =>
      (name === 'title' && policy === null) || (name === 'reason' && made_by === 'AUTHORITY')
    const changed = textNames.flatMap((name): [TextName, unknown][] => {
      const now = written(name) ? texts[name] : (name === 'terms' ? exact : redact)(texts[name])
      return JSON.stringify(now) === JSON.stringify(texts[name]) ? [] : [[name, now]]
    })
    if (changed.length === 0) return null
    const names = changed.map(([name]) => name)
    const kept = Object.entries(salts ?? {}).filter(([name]) => !names.includes(name as TextName))
    return {
      ...Object.fromEntries(changed),
      ...(form === 3 ? { salts: Object.fromEntries(kept) } : {}),
      erased: [...new Set([...(erased ?? []), ...names])],
    }
  },
  aboutPerson,
)

const triggers = throughRows<TriggerRow>(
  'proposals.triggers',
  ['id'],
  ['terms'],
  ofCommunity,
  ({ terms }, { exact }) => ({
    terms: exact(terms),
  }),
)

const subjects = throughRows<SubjectRow>(
  'proposals.subjects',
  ['community', 'platform', 'id'],
  ['terms', 'settled_how'],
  ofCommunity,
  ({ terms, settled_how }, { redact, exact }) => ({ terms: exact(terms), settled_how: redact(settled_how) }),
)

const followUps = throughRows<FollowUpRow>(
  'proposals.follow_ups',
  ['decision'],
  ['known'],
  ofCommunity,
  ({ known }, { redact }) => ({
    known: redact(known),
  }),
)

export const erasing: readonly Step[] = [votes, proposals, decisions, triggers, subjects, followUps]

const inCommunity = ({ community }: Whose) => sql`t.community = ${community}`
const theirs = ({ ids }: Whose) => among('member', ids)

/** What they did by a mutation is in the audit log, with what it was about. */
const didIt = ({ community, ids }: Whose) => sql`t.id in (
  select jsonb_array_elements_text(a.record -> 'subjects') from backbone.audit a
  where a.community = ${community} and a.actor = any(${ids}::text[]))`

export const kept: readonly Kept[] = [
  { table: 'proposals.members', keys: ['id'], of: ({ ids }) => among('id', ids) },
  { table: 'proposals.role_holders', keys: ['member', 'role'], of: theirs },
  { table: 'proposals.votes', keys: ['member', 'id'], of: (whose) => sql`${theirs(whose)} and not t.retracted` },
  { table: 'proposals.votes', keys: ['member', 'id'], of: (whose) => sql`${theirs(whose)} and t.retracted` },
  { table: 'proposals.seats', keys: ['member', 'proposal'], of: theirs },
  {
    table: 'proposals.doubles',
    keys: ['proposal', 'member'],
    of: ({ ids }) => sql`(t.member = any(${ids}::text[]) or t.seated_as = any(${ids}::text[]))`,
    through: ({ community }) => sql`t.proposal in (select id from proposals.proposals where community = ${community})`,
  },
  {
    table: 'proposals.triggers',
    keys: ['id'],
    of: ({ ids }) => sql`exists (select from (select t.*) trigger where ${isParty(ids)})`,
    through: inCommunity,
  },
  {
    table: 'proposals.proposals',
    keys: ['id'],
    of: (whose) => sql`(${didIt(whose)} or ${aboutThem(whose.ids)} or exists (
      select from jsonb_array_elements(t.left_out) as one where one ->> 'member' = any(${whose.ids}::text[])))`,
    through: inCommunity,
  },
  {
    table: 'proposals.decisions',
    keys: ['id'],
    of: (whose) => sql`(${didIt(whose)} or ${aboutThem(whose.ids)})`,
    through: inCommunity,
    without: ['salts'],
  },
]
