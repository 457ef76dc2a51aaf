// Every list that takes no length, with the most that it can have, and what holds it to that.

export interface Ceiling {
  most: number
  /** Where that is held: a limit of what is written, or of what makes the list. */
  by: string
}

const one: Ceiling = { most: 1, by: 'the first refusal ends a mutation' }
const path: Ceiling = { most: 64, by: 'the levels that an input may have' }
const choices: Ceiling = { most: 50, by: 'the choices of a ballot (BALLOT_INVALID)' }
const scopes: Ceiling = { most: 5, by: 'the scopes that there are, each once' }
const terms: Ceiling = { most: 50, by: 'the terms that an adapter reads' }
const problems: Ceiling = { most: 100, by: 'the problems that are told; the last says how many more' }
const steps: Ceiling = { most: 200, by: 'the steps that a policy may have' }
const adapters: Ceiling = { most: 100, by: 'what the installed adapters say of themselves' }
/** It grows by itself, where we write nothing: over the ceiling it is an error, and never shorter. */
const others: Ceiling = { most: 1000, by: 'what another system publishes: LIST_TOO_LONG beyond' }

export const ceilings: Readonly<Record<string, Ceiling>> = {
  'UserError.path': path,
  'AuditEntry.subjects': { most: 100, by: 'what is written with the entry' },
  'AuditEntry.events': { most: 100, by: 'the types of events that there are, each once' },
  'ApiKey.scopes': scopes,
  'Viewer.scopes': scopes,
  'Decision.erased': { most: 4, by: 'the texts that a record commits to' },
  'Member.accounts': { most: 100, by: 'linkAccount, addMember and mergeMembers (TOO_MANY)' },
  'Member.roles': { most: 200, by: 'granting, addMember and mergeMembers (TOO_MANY)' },
  'Proposal.choices': choices,
  'Proposal.termsInWords': terms,
  'Proposal.venues': { most: 100, by: 'announcing: what comes after is no venue' },
  'Tally.counts': choices,
  'Tally.rounds': choices,
  'TallyRound.counts': choices,
  'Vote.choices': choices,
  'ProposalHistoryEntry.choices': choices,
  'PolicyCheck.problems': problems,
  'PolicyCheck.warnings': problems,
  'PolicyProblem.path': path,
  'PolicyTrial.problems': problems,
  'PolicyTrialResult.performs': steps,
  'VoteReceipt.path': { most: 64, by: 'the height of a tree' },
  'PlatformAction.changed': terms,
  'PlatformAction.approvals': { most: 500, by: 'confirmAction (TOO_MANY)' },
  'Expense.tags': others,
  'Query.platforms': adapters,
  'PlatformCapabilities.hears': adapters,
  'PlatformCapabilities.performs': adapters,
  'PlatformCapabilities.terms': adapters,
  'CredSnapshot.files': { most: 2, by: 'the files that are read' },
  'MemberCred.matches': { most: 100, by: 'the accounts of a member, and the candidates that are told' },
  'Grain.payoutAddresses': others,
  'CredParticipant.addresses': others,
}

/** Of each payload. */
export const userErrors = one
