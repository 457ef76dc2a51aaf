// What is heard by subscription while the story is played, and told.

import { Ear, type Narrator } from './narrator.ts'
import type { Stage } from './stage.ts'

export interface Ears {
  roles: Ear<RoleEvent>
  proposals: Ear<ProposalEvent>
  decisions: Ear<DecisionEvent>
  actions: Ear<ActionEvent>
}
interface RoleEvent {
  roleRequest: {
    status: string
    reason: string | null
    member: { name: string; cred: { total: number } }
  }
}
export interface ProposalEvent {
  kind: string
  proposal: {
    id: string
    title: string
    electorate: { size: number }
    tally: { voters: number; standing: string; counts: { choice: string; votes: number }[] }
    trigger: OfExpense
  }
}
interface DecisionEvent {
  decision: {
    id: string
    outcome: string
    reason: string
    hash: string
    proposal: { id: string; trigger: OfExpense }
  }
}
interface ActionEvent {
  action: {
    direction: string
    kind: string
    status: string
    initiatorName: string | null
    subject: { title: string | null }
  }
}
type OfExpense = { expense: { legacyId: number } | null } | null
/** An event of any of the subscriptions. */
type Heard = Partial<RoleEvent & ProposalEvent & DecisionEvent & ActionEvent>

const subscriptions = {
  roles: `subscription ($community: ID!, $after: Cursor) { roleRequests(community: $community, after: $after) {
  roleRequest { status reason member { name cred { status total } } role { name } } } }`,
  proposals: `subscription ($community: ID!, $after: Cursor) { proposals(community: $community, after: $after) {
  kind proposal { id title status electorate { size } tally { voters standing counts { choice votes } } trigger { subject { id title } expense { legacyId } } } } }`,
  decisions: `subscription ($community: ID!, $after: Cursor) { decisions(community: $community, after: $after) {
  decision { id outcome reason hash compliance proposal { id title trigger { expense { legacyId } } } } } }`,
  actions: `subscription ($community: ID!, $after: Cursor) { actions(community: $community, after: $after) {
  action { id direction kind status initiatorName decisionId subject { title } } } }`,
}

export async function listen({ api, tell }: Stage, community: { id: string }): Promise<Ears> {
  const ears: Ears = { roles: new Ear(), proposals: new Ear(), decisions: new Ear(), actions: new Ear() }
  // Whatever happens between this question and the first subscription is heard all the same.
  const { community: now } = await api.ask<{ community: Record<keyof Ears, string> }>(
    `query ($community: ID!) { community(community: $community) {
    roles: cursor(stream: ROLE_REQUESTS) proposals: cursor(stream: PROPOSALS)
    decisions: cursor(stream: DECISIONS) actions: cursor(stream: ACTIONS) } }`,
    { community: community.id },
  )
  const lost = (cause: unknown) => {
    throw new Error('A subscription was lost.', { cause })
  }
  const watch = <T extends Heard>(name: keyof Ears, ear: Ear<T>) => {
    const heard = (event: T) => {
      ear.hear(event)
      tellOf(tell, event)
    }
    api.watch<T>(subscriptions[name], { community: community.id, after: now[name] }, heard, lost)
  }
  watch('roles', ears.roles)
  watch('proposals', ears.proposals)
  watch('decisions', ears.decisions)
  watch('actions', ears.actions)
  tell.says('From here on, lines with ◂ are heard by subscription, over one WebSocket:')
  tell.shows(subscriptions.proposals)
  return ears
}

function tellOf(tell: Narrator, event: Heard): void {
  const { roleRequest, proposal, decision, action } = event
  if (roleRequest && roleRequest.status !== 'PENDING') {
    tell.hears(
      `${roleRequest.member.name} (cred ${roleRequest.member.cred.total.toFixed(2)}): ${roleRequest.status}. ${roleRequest.reason ?? ''}`,
    )
  } else if (proposal && event.kind === 'OPENED' && proposal.trigger?.expense) {
    tell.hears(`A ballot opened: ${proposal.title} ${proposal.electorate.size} may vote.`)
  } else if (proposal && event.kind === 'VOTE_CAST') {
    const counts = proposal.tally.counts.filter((count) => count.votes > 0)
    tell.hears(
      `${counts.map((count) => `${count.choice} ${count.votes}`).join(', ')}; standing: ${proposal.tally.standing}`,
    )
  } else if (decision?.proposal.trigger?.expense) {
    tell.hears(`Decided: ${decision.outcome}. ${decision.reason}  [${decision.hash.slice(0, 12)}…]`)
  } else if (action?.direction === 'OBSERVED' && action.kind.startsWith('opencollective.')) {
    tell.hears(
      `Seen on Open Collective: ${action.kind} by ${action.initiatorName ?? '?'}: ${action.subject.title ?? ''}`,
    )
  } else if (
    action?.direction === 'REQUESTED' &&
    action.status !== 'PENDING' &&
    action.kind.startsWith('opencollective.')
  ) {
    tell.hears(`${action.kind}: ${action.status}`)
  }
}
