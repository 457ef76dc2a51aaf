// What happened and was done on platforms, for triggers, venues, and what became of decisions, as events of actions tell it.

import type { Tx } from '../../../backbone/database/database.ts'
import type { LoggedEvent } from '../../../backbone/log/event.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import type { ActionFact } from '../../../schema/events.ts'
import { settledInWords } from '../../../schema/policy/words.ts'
import { endIfMoot } from '../mutations/deciding.ts'
import { followUp } from '../mutations/following.ts'
import type { Parts } from '../mutations/parts.ts'
import { lockProposal } from '../storage/proposals.ts'
import { newsOf, noteNews, openAbout } from '../storage/subjects.ts'
import { tables } from '../storage/tables.ts'
import type { Deps } from './merging.ts'

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
