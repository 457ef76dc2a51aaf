// What can happen to a proposal and to a policy, in every state. No gaps: what may not happen has its refusal here.

import { Refusal, type RefusalCode } from '../../../schema/errors.ts'

export type ProposalState = 'OPEN' | 'DECIDED' | 'CANCELED'
export type ProposalEvent =
  /** A vote is cast or changed. */
  | 'cast'
  | 'retract'
  /** The ballot is counted: its time is over, the missing votes cannot matter, or somebody closes it. */
  | 'count'
  /** Somebody with the authority approves or rejects. */
  | 'settle'
  | 'cancel'

type Table<State extends string, Event extends string> = Record<State, Record<Event, State | { refused: RefusalCode }>>

const over = { refused: 'PROPOSAL_CLOSED' } as const
const tooLate = { refused: 'VOTE_CLOSED' } as const

export const proposalTable: Table<ProposalState, ProposalEvent> = {
  OPEN: { cast: 'OPEN', retract: 'OPEN', count: 'DECIDED', settle: 'DECIDED', cancel: 'CANCELED' },
  DECIDED: { cast: tooLate, retract: tooLate, count: over, settle: over, cancel: over },
  CANCELED: { cast: tooLate, retract: tooLate, count: over, settle: over, cancel: over },
}

export type PolicyState = 'ACTIVE' | 'PAUSED' | 'RETIRED'
export type PolicyEvent = 'activate' | 'pause' | 'retire'

const retired = { refused: 'POLICY_RETIRED' } as const

export const policyTable: Table<PolicyState, PolicyEvent> = {
  ACTIVE: { activate: 'ACTIVE', pause: 'PAUSED', retire: 'RETIRED' },
  PAUSED: { activate: 'ACTIVE', pause: 'PAUSED', retire: 'RETIRED' },
  RETIRED: { activate: retired, pause: retired, retire: 'RETIRED' },
}

/** The proposal's next state. @throws Refusal VOTE_CLOSED or PROPOSAL_CLOSED */
export function nextProposalState(state: ProposalState, event: ProposalEvent): ProposalState {
  return next(proposalTable[state][event], `Wanted a proposal that is OPEN; this one is ${state}.`)
}

/** The policy's next state. @throws Refusal POLICY_RETIRED */
export function nextPolicyState(state: PolicyState, event: PolicyEvent): PolicyState {
  return next(
    policyTable[state][event],
    'A retired policy stays retired; apply its document again to make a new version.',
  )
}

function next<State extends string>(to: State | { refused: RefusalCode }, message: string): State {
  if (typeof to === 'string') return to
  throw new Refusal(to.refused, message)
}
