// What is kept of other subgraphs, by their events: who belongs and who is who (for electorates), and what happened and
// was done on platforms (for triggers, venues, and what became of decisions).

import { databaseNow, type Tx } from '../../backbone/database/database.ts'
import type { LoggedEvent } from '../../backbone/log/event.ts'
import type { Emit } from '../../backbone/log/write.ts'
import { erasedName } from '../../backbone/people/redact.ts'
import type { ActionFact } from '../../schema/events.ts'
import { nameKey } from '../../schema/policy/roles.ts'
import { settledInWords } from '../../schema/policy/words.ts'
import { merging, passesOver } from './domain/caster.ts'
import { ballotLog } from './domain/leaves.ts'
import { withoutVote, withVote } from './domain/totals.ts'
import { castEvent, retractedEvent } from './mutations/casting.ts'
import { countIfCertain, endIfMoot } from './mutations/deciding.ts'
import { followUp } from './mutations/following.ts'
import type { Parts } from './mutations/parts.ts'
import { holdPersons } from './storage/electorates.ts'
import { lockProposal, saveElectorate } from './storage/proposals.ts'
import { doubleSeats, electorateRoot, giveUpSeat, keptOutOf, moveSeats, voidSeat } from './storage/seats.ts'
import { newsOf, noteNews, openAbout } from './storage/subjects.ts'
import { type ProposalRow, tables } from './storage/tables.ts'
import { enterBooths, putVotes, takeVote } from './storage/votes.ts'

type Deps = Omit<Parts, 'members' | 'actions' | 'cast'>

export function projectMembers(deps: Deps) {
  return deps.log.project({
    name: 'proposals.members',
    types: [
      'communities.key.created',
      'communities.member.added',
      'communities.member.merged',
      'communities.member.erased',
      'communities.role.created',
      'communities.role.granted',
      'communities.role.revoked',
      'communities.role.settled',
    ],
    handle: (tx, event, emit) => noteMember(deps, tx, event, emit),
  })
}

export function projectActions(deps: Deps) {
  return deps.log.project({
    name: 'proposals.actions',
    types: [
      'actions.action.recorded',
      'actions.action.changed',
      'actions.decision.contradicted',
      'actions.decision.fulfilled',
      'actions.decision.standing',
    ],
    handle: (tx, event, emit) => noteAction(deps, tx, event, emit),
  })
}

async function noteMember(deps: Deps, tx: Tx, event: LoggedEvent, emit: Emit): Promise<void> {
  const on = tables(tx)
  switch (event.type) {
    case 'communities.key.created': {
      const { key: id, name } = event.payload
      if (name === undefined) return
      await on
        .insertInto('keys')
        .values({ id, community: event.community!, name })
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.member.added': {
      const { id, community } = event.payload.member
      await on
        .insertInto('members')
        .values({ id, community, person: id })
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.role.created': {
      const { id, name } = event.payload.role
      const role = { id, community: event.community!, name, name_key: nameKey(name) }
      await on
        .insertInto('roles')
        .values(role)
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.role.granted': {
      const { role, member } = event.payload
      await on
        .insertInto('role_holders')
        .values({ role, member })
        .onConflict((c) => c.doNothing())
        .execute()
      return
    }
    case 'communities.role.revoked': {
      const { role, member } = event.payload
      await on.deleteFrom('role_holders').where('role', '=', role).where('member', '=', member).execute()
      return
    }
    case 'communities.role.settled': {
      const { id, community, status } = event.payload.request
      const how = {
        GRANTED: 'The role was granted.',
        REFUSED: 'The role was refused.',
        WITHDRAWN: 'The request was withdrawn.',
      }
      if (status === 'PENDING') return
      for (const open of await openAbout(tx, community, 'communities', id)) {
        const proposal = await lockProposal(tx, open)
        if (proposal?.status !== 'OPEN') continue
        await endIfMoot(deps as Parts, { tx, emit }, proposal, { terms: null, settles: ['*'], how: how[status] })
      }
      return
    }
    case 'communities.member.erased': {
      const { members, keys } = event.payload
      await on.updateTable('members').set({ erased: true }).where('id', 'in', members).execute()
      if (keys.length > 0) await on.updateTable('keys').set({ name: erasedName }).where('id', 'in', keys).execute()
      return
    }
    case 'communities.member.merged':
      await holdPersons(tx, event.community!, 'merge')
      await merge(deps, tx, emit, event.community!, event.payload.from, event.payload.into)
  }
}

/** Two records are one person: it keeps the roles of both, and has one seat on each open ballot. */
async function merge(deps: Deps, tx: Tx, emit: Emit, community: string, from: string, into: string): Promise<void> {
  const on = tables(tx)
  await on.updateTable('members').set({ person: into }).where('person', '=', from).execute()
  await on
    .insertInto('role_holders')
    .columns(['role', 'member'])
    .expression((eb) =>
      eb
        .selectFrom('role_holders')
        .select(['role', eb.val(into).as('member')])
        .where('member', '=', from),
    )
    .onConflict((c) => c.doNothing())
    .execute()
  await on.deleteFrom('role_holders').where('member', '=', from).execute()
  for (const proposal of await doubleSeats(tx, from, into)) await unseat(deps, tx, emit, proposal, from, into)
  for (const proposal of await keptOutOf(tx, community, from, into)) await keepOut(deps, tx, emit, proposal, from, into)
  for (const proposal of await moveSeats(tx, from, into)) await reseat(tx, emit, proposal, from, into)
}

/** One of two records that are one person was left out as it opened: the other is, too, with the seat and vote it had. */
async function keepOut(deps: Deps, tx: Tx, emit: Emit, id: string, from: string, into: string): Promise<void> {
  const locked = await lockProposal(tx, id)
  if (locked?.status !== 'OPEN') return
  const known = locked.left_out.find(({ member }) => member === from || member === into)!
  const other = known.member === from ? into : from
  const proposal = { ...locked, left_out: [...locked.left_out, { ...known, member: other }] }
  const given = await giveUpSeat(tx, id, other)
  if (given !== null) {
    proposal.size -= 1
    proposal.weight -= given
    const vote = await takeVote(tx, id, other)
    if (vote && !vote.retracted) {
      const ballots = telling(proposal, emit)
      proposal.totals = withoutVote(proposal.totals, proposal, vote.choices, vote.weight)
      ballots.tell(retractedEvent(proposal, { ...vote, cast_by: merging }, await databaseNow(tx)))
      proposal.ballots = ballots.range()
    }
  }
  await saveSeats(tx, proposal)
  await countIfCertain(deps as Parts, { tx, emit }, proposal)
}

/** Both records had a seat: one is given up, and its vote passes to the other seat where that has none of its own. */
async function unseat(deps: Deps, tx: Tx, emit: Emit, id: string, from: string, into: string): Promise<void> {
  const locked = await lockProposal(tx, id)
  if (locked?.status !== 'OPEN') return
  const { given, kept } = await voidSeat(tx, id, from, into)
  const proposal = { ...locked, size: locked.size - 1, weight: locked.weight - given }
  const vote = await takeVote(tx, id, from)
  const ballots = telling(proposal, emit)
  if (vote && !vote.retracted) {
    proposal.totals = withoutVote(proposal.totals, proposal, vote.choices, vote.weight)
    ballots.tell(retractedEvent(proposal, { ...vote, cast_by: merging }, await databaseNow(tx)))
  }
  const other = vote && ((await enterBooths(tx, proposal, [into])).booths.get(into)?.vote ?? null)
  if (vote && passesOver(vote, other)) {
    const moved = { ...vote, id: deps.ids.next('vote'), member: into, weight: kept }
    const [put] = await putVotes(tx, { ...proposal, closes_at: null }, [moved])
    const stood = other !== null && !other.retracted
    if (stood) proposal.totals = withoutVote(proposal.totals, proposal, other.choices, other.weight)
    if (!vote.retracted) {
      proposal.totals = withVote(proposal.totals, proposal, vote.choices, kept)
      ballots.tell(castEvent(proposal, put!.vote))
    } else if (stood) ballots.tell(retractedEvent(proposal, put!.vote, put!.at))
  }
  proposal.ballots = ballots.range()
  await saveSeats(tx, proposal)
  await countIfCertain(deps as Parts, { tx, emit }, proposal)
}

/** Only `from` had a seat, which is now that of `into`: the vote is told as taken back by one and cast by the other. */
async function reseat(tx: Tx, emit: Emit, id: string, from: string, into: string): Promise<void> {
  const proposal = (await lockProposal(tx, id))!
  const ballots = telling(proposal, emit)
  const vote = (await enterBooths(tx, proposal, [into])).booths.get(into)?.vote
  if (vote && !vote.retracted) {
    ballots.tell(retractedEvent(proposal, { ...vote, member: from, cast_by: merging }, await databaseNow(tx)))
    ballots.tell(castEvent(proposal, vote))
  }
  await saveSeats(tx, { ...proposal, ballots: ballots.range() })
}

/** What is told of votes is also put on the proposal's list of ballots. */
function telling({ ballots }: ProposalRow, emit: Emit) {
  const list = ballotLog(ballots)
  return {
    range: list.range,
    tell(event: ReturnType<typeof castEvent>) {
      emit(event)
      list.add(event)
    },
  }
}

async function saveSeats(tx: Tx, proposal: ProposalRow): Promise<void> {
  const hashed = proposal.electorate_root !== null
  await saveElectorate(tx, { ...proposal, electorate_root: hashed ? await electorateRoot(tx, proposal.id) : null })
}

async function noteAction(deps: Deps, tx: Tx, event: LoggedEvent, emit: Emit): Promise<void> {
  switch (event.type) {
    case 'actions.action.recorded':
    case 'actions.action.changed': {
      const { action } = event.payload
      if (event.type === 'actions.action.recorded') {
        const { initiator, parties } = action
        const { submitter = null, payee = null } = parties ?? {}
        await tables(tx)
          .insertInto('triggers')
          .values({
            id: action.id,
            community: action.community,
            initiator,
            submitter,
            payee,
            platform: action.platform,
            subject: action.subject.id,
            terms: action.terms ? JSON.stringify(action.terms) : null,
            occurred_at: new Date(action.occurredAt),
          })
          .onConflict((c) => c.doNothing())
          .execute()
        if (action.direction === 'OBSERVED') await noteSubject(deps, tx, emit, action)
      }
      if (action.proposal && action.status === 'DONE') await addVenue(tx, emit, action, action.proposal)
      if (action.decision && action.direction === 'REQUESTED') {
        await followUp(tx, emit, event.community, action.decision, {
          kind: 'action',
          action: action.id,
          // Given up, it is as good as failed, though it may have been done.
          status: action.status === 'UNKNOWN' && action.dead ? 'FAILED' : action.status,
          does: action.kind,
          problem: problemOf(action),
        })
      }
      return
    }
    case 'actions.decision.standing': {
      const { decision, platform, subject, requests, standing, by, action: act, later } = event.payload
      const told = { requests, standing, by, act, later }
      return followUp(tx, emit, event.community, decision, {
        kind: 'standing',
        subject: `${platform}:${subject}`,
        ...told,
      })
    }
    case 'actions.decision.contradicted':
    case 'actions.decision.fulfilled': {
      const { decision, action: act } = event.payload
      const kind = event.type === 'actions.decision.fulfilled' ? 'fulfilled' : 'contradicted'
      return followUp(tx, emit, event.community, decision, { kind, act })
    }
  }
}

/** What is newly known of a subject ends the open ballots about it that it leaves without a question. */
async function noteSubject(deps: Deps, tx: Tx, emit: Emit, action: ActionFact): Promise<void> {
  const news = newsOf(action, settledInWords(action))
  if (!news) return
  await noteNews(tx, action, news)
  for (const id of await openAbout(tx, action.community, action.platform, action.subject.id)) {
    const proposal = await lockProposal(tx, id)
    if (proposal?.status !== 'OPEN' || proposal.trigger === action.id) continue
    // What came after its time was over changes nothing of what was voted by then.
    if (proposal.closes_at !== null && proposal.closes_at <= new Date(action.occurredAt)) continue
    await endIfMoot(deps as Parts, { tx, emit }, proposal, news)
  }
}

/** Why an action is not done and will not be, in words. */
function problemOf({ kind, status, dead, result }: ActionFact): string | null {
  if (typeof result?.message === 'string') return result.message
  if (status === 'FAILED') return `${kind} was given up: the platform did not take it.`
  return dead ? `${kind} was given up: the platform did not say whether it is done.` : null
}

const mostVenues = 100

async function addVenue(tx: Tx, emit: Emit, action: ActionFact, proposal: string): Promise<void> {
  const home = await tables(tx)
    .selectFrom('proposals')
    .select('community')
    .where('id', '=', proposal)
    .executeTakeFirst()
  if (home?.community !== action.community) return
  const { many } = await tables(tx)
    .selectFrom('venues')
    .select((select) => select.fn.countAll<number>().as('many'))
    .where('proposal', '=', proposal)
    .executeTakeFirstOrThrow()
  if (Number(many) >= mostVenues) return // it was announced there all the same: the action says so
  const venue = {
    action: action.id,
    proposal,
    platform: action.platform,
    url: action.result?.url ?? action.subject.url,
    external_id: String(action.result?.externalId ?? action.subject.id),
  }
  const { numInsertedOrUpdatedRows } = await tables(tx)
    .insertInto('venues')
    .values(venue)
    .onConflict((c) => c.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) return
  const { platform, url, external_id: externalId } = venue
  emit({
    type: 'proposals.venue.added',
    community: action.community,
    payload: { proposal, platform, url, externalId },
  })
}
