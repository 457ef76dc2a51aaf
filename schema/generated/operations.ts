/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
export type ActionStatus =
  /** An advisory community: people were told instead. */
  | 'ADVISED'
  | 'DONE'
  /** The platform refused it for good, and says why. */
  | 'FAILED'
  /** An observed action: it happened. */
  | 'OBSERVED'
  /** Waiting for its turn or for the next try. */
  | 'PENDING'
  /** While it was held, somebody who may do so stopped it: `result` says who and why. */
  | 'STAYED'
  /** It may or may not have happened: the platform did not answer. It is looked up before any other try. */
  | 'UNKNOWN';

export type ChoiceInput = {
  key: string;
  label: string;
  /** By default what a common word in key or label says (yes, no, for, against, abstain, +1 …), and OPTION for all others. */
  means?: ChoiceMeaning | null | undefined;
};

export type ChoiceMeaning =
  /** Counts for `quorum` and `minVotes`, and for nothing else. */
  | 'ABSTAIN'
  /** In a question: against it. Under CONSENT: the objection. Among options: none of these. */
  | 'AGAINST'
  | 'FOR'
  | 'OPTION';

export type CredStatus =
  /** More than one identity answers to an account: none is guessed. See `matches`. */
  | 'AMBIGUOUS'
  | 'FOUND'
  /** No identity of the instance holds any of the accounts. */
  | 'NOT_FOUND'
  /** The identity has accounts of another member too, who was there first: it counts for that one only. See `heldBy`. */
  | 'SHARED'
  /** The source cannot be read and no earlier snapshot is kept; or none is connected; or the snapshot asked for is not there. */
  | 'UNAVAILABLE';

export type DecisionMaker =
  /** An external driver or a person with the authority said so. */
  | 'AUTHORITY'
  /** A rule decided without a ballot. */
  | 'RULE'
  | 'VOTE';

export type DriverKind =
  /** Policies stored here decide. */
  | 'BUILT_IN'
  /** Another system decides and answers through mutations. */
  | 'EXTERNAL';

/** Of those who stand behind the trigger, as far as they are known to be members. Where none are known, nobody is left out. */
export type ElectorateExceptInput = {
  /** Whoever submitted what it is about, and whoever did what triggered the proposal. */
  initiator?: boolean | null | undefined;
  /** Whoever is paid. */
  payee?: boolean | null | undefined;
};

/** Everyone in the community who meets all that is given. */
export type ElectorateInput = {
  /** Count minCred and weights over the last N weeks instead of all time. */
  credWeeks?: number | null | undefined;
  /** Who has no vote all the same: on their own cause. */
  except?: ElectorateExceptInput | null | undefined;
  members?: Array<string | number> | null | undefined;
  minCred?: number | null | undefined;
  role?: string | null | undefined;
  weight?: VoteWeight | null | undefined;
};

export type Enforcement =
  /** The outcome is told to the people who can act, and what they then do is recorded. */
  | 'ADVISORY'
  /** The outcome is carried out on the platform. */
  | 'ENFORCING';

export type OnChange =
  /** It is canceled. */
  | 'CANCEL'
  /** It stays open where the change is in none of the terms that the ballot names; else as REOPEN. */
  | 'KEEP'
  /** It is canceled, and a new ballot opens on the new terms. */
  | 'REOPEN';

export type OpenProposalInput = {
  body?: string | null | undefined;
  /** By default approve, reject, abstain. They make a question or a ballot of options: see Choice. */
  choices?: Array<ChoiceInput> | null | undefined;
  closesIn?: string | null | undefined;
  community: string | number;
  electorate?: ElectorateInput | null | undefined;
  enforcement?: Enforcement | null | undefined;
  /** What was known when it opened, to be pinned with it and with its decision. */
  evidence?: unknown;
  /** Repeating a call with the same key returns the first result. */
  idempotencyKey?: string | null | undefined;
  method?: VotingMethod | null | undefined;
  /** When the terms of the trigger's subject change while it is open. */
  onChange?: OnChange | null | undefined;
  passes?: PassRuleInput | null | undefined;
  policy?: string | number | null | undefined;
  /** The names of the terms that people agree to; the others may change. By default all of them. */
  terms?: Array<string> | null | undefined;
  title: string;
  trigger?: string | number | null | undefined;
  /** Kinds of actions that announce the ballot outside, for the driver to perform: opencollective.expense.comment. */
  venues?: Array<string> | null | undefined;
};

export type Outcome =
  | 'APPROVED'
  | 'CANCELED'
  /** An option won and passed the threshold: see `choice`. It is no approval. */
  | 'CHOSEN'
  /** Too few voted in time. */
  | 'NO_QUORUM'
  /** Of options none passed the threshold. */
  | 'NO_WINNER'
  /** Of options: the choice that means AGAINST, none of these, won. */
  | 'REJECTED';

export type PassRuleInput = {
  /** Close as soon as the votes still missing cannot change the outcome. */
  closeEarly?: boolean | null | undefined;
  /** Close early only once this has passed since it opened; at most `closesIn`. */
  closeEarlyAfter?: string | null | undefined;
  minVotes?: number | null | undefined;
  /** Under CONSENT: so many must object to block; 1 where nothing is said. */
  objections?: number | null | undefined;
  /** Part of the electorate (by head) that must vote, 0 to 1. */
  quorum?: number | null | undefined;
  /** Part of the weight for and against that must be for, 0 to 1; more than this passes. */
  threshold?: number | null | undefined;
};

export type PerformActionInput = {
  /** Tell people the outcome instead of carrying it out: the action ends as ADVISED. */
  advisory?: boolean | null | undefined;
  /** The role, by name or id, whose holders confirm it. Whoever submitted what it is about, or is paid, does not count. */
  by?: string | null | undefined;
  community: string | number;
  decision?: string | number | null | undefined;
  /** The role, by name or id, whose holders may stay it while it is held. Without one, only an administrator may. */
  guardian?: string | null | undefined;
  /** Wait so long before it is performed; until then it can be stayed. */
  holds?: string | null | undefined;
  /** Repeating a call with the same key changes nothing and returns the first result. */
  idempotencyKey?: string | null | undefined;
  kind: string;
  /** Wait until so many people have confirmed it. */
  needs?: number | null | undefined;
  parameters?: unknown;
  /** The ballot that this action announces: what the action makes becomes a venue of it. */
  proposal?: string | number | null | undefined;
  /** What it is to be done to, as the platform names it: an expense, a conversation, a role request. */
  subject?: string | null | undefined;
  /** The time they have for it; by default 30 days. */
  within?: string | null | undefined;
};

export type ProposalStatus =
  | 'CANCELED'
  /** Decided: see `decision`. */
  | 'DECIDED'
  | 'OPEN';

/** A decision that a rule made. */
export type RecordDecisionInput = {
  body?: string | null | undefined;
  community: string | number;
  enforcement?: Enforcement | null | undefined;
  /** What the rule looked at, to be pinned: in `seen`, the value of each path that it reads, such as `cred.total`. */
  evidence?: unknown;
  /** Repeating a call with the same key returns the first result. */
  idempotencyKey?: string | null | undefined;
  /** APPROVED or REJECTED. */
  outcome: Outcome;
  policy?: string | number | null | undefined;
  reason: string;
  title: string;
  trigger?: string | number | null | undefined;
};

export type ReportStepInput = {
  decision: string | number;
  /** The kind of action that was to be asked for. Null where that is not known, or it is about all of them. */
  kind?: string | null | undefined;
  problem?: string | null | undefined;
  /** Which of the decision's steps, in the driver's own words: approved:0. */
  step: string;
};

export type SettlePermissionInput = {
  action: string | number;
  decision?: string | number | null | undefined;
  reason?: string | null | undefined;
  verdict: Verdict;
};

/** The answer to 'may this happen?'. */
export type Verdict =
  | 'ALLOW'
  | 'DENY'
  /** A decision is being made: follow the action, or the proposal. */
  | 'WAIT';

export type VoteWeight =
  | 'CRED'
  | 'EQUAL'
  | 'SQRT_CRED';

export type VotingMethod =
  /** Any number of choices each. */
  | 'APPROVAL'
  /** Consent: a single objection blocks, or as many as `PassRule.objections` says. */
  | 'CONSENT'
  /** Choices in order; the winner is found by instant run-off. */
  | 'RANKED'
  /** One choice each. */
  | 'SINGLE_CHOICE';

export type ProposalFieldsFragment = { id: string, title: string, body: string, status: ProposalStatus, closesAt: string | null, enforcement: Enforcement, trigger: { id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, newest: { data: unknown, subject: { type: string, id: string, title: string | null, url: string | null } } | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> } | null, policy: { id: string, name: string, version: number, document: unknown } | null, choices: Array<{ key: string, label: string, means: ChoiceMeaning }>, electorate: { description: string, snapshot: { id: string } | null }, termsInWords: Array<{ label: string, value: string }>, venues: Array<{ action: { kind: string, subject: { id: string } } | null }>, decision: { id: string, outcome: Outcome, choice: string | null, madeBy: DecisionMaker, reason: string, enforcement: Enforcement, evidence: unknown, tally: { voters: number, turnout: number, quorumReached: boolean, counts: Array<{ choice: string, votes: number, weight: number }> } } | null };

export type DriverSettingQueryVariables = Exact<{
  community: string | number;
  after?: string | number | null | undefined;
}>;


export type DriverSettingQuery = { community: { id: string, slug: string, name: string, driver: { kind: DriverKind }, policies: Array<{ id: string, name: string, version: number, document: unknown }> } | null };

export type DriverWaitingQueryVariables = Exact<{
  community: string | number;
  after?: string | null | undefined;
}>;


export type DriverWaitingQuery = { community: { id: string, actions: { nodes: Array<{ id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type DriverActionQueryVariables = Exact<{
  id: string | number;
}>;


export type DriverActionQuery = { action: { id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> } | null };

export type DriverProposalQueryVariables = Exact<{
  id: string | number;
}>;


export type DriverProposalQuery = { proposal: { id: string, title: string, body: string, status: ProposalStatus, closesAt: string | null, enforcement: Enforcement, trigger: { id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, newest: { data: unknown, subject: { type: string, id: string, title: string | null, url: string | null } } | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> } | null, policy: { id: string, name: string, version: number, document: unknown } | null, choices: Array<{ key: string, label: string, means: ChoiceMeaning }>, electorate: { description: string, snapshot: { id: string } | null }, termsInWords: Array<{ label: string, value: string }>, venues: Array<{ action: { kind: string, subject: { id: string } } | null }>, decision: { id: string, outcome: Outcome, choice: string | null, madeBy: DecisionMaker, reason: string, enforcement: Enforcement, evidence: unknown, tally: { voters: number, turnout: number, quorumReached: boolean, counts: Array<{ choice: string, votes: number, weight: number }> } } | null } | null };

export type DriverProposalsQueryVariables = Exact<{
  community: string | number;
  status?: ProposalStatus | null | undefined;
  after?: string | null | undefined;
}>;


export type DriverProposalsQuery = { community: { id: string, proposals: { nodes: Array<{ id: string, trigger: { id: string } | null, policy: { name: string } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type DriverPlatformsQueryVariables = Exact<{ [key: string]: never; }>;


export type DriverPlatformsQuery = { platforms: Array<{ platform: string, parameters: unknown }> };

export type DriverHeadQueryVariables = Exact<{
  community: string | number;
}>;


export type DriverHeadQuery = { verifyDecisions: { signedHead: { length: number, head: string | null, at: string, signature: string, key: string } } };

export type DriverRecordDecisionMutationVariables = Exact<{
  input: RecordDecisionInput;
}>;


export type DriverRecordDecisionMutation = { recordDecision: { decision: { id: string, outcome: Outcome, reason: string, proposal: { id: string, title: string, body: string, status: ProposalStatus, closesAt: string | null, enforcement: Enforcement, trigger: { id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, newest: { data: unknown, subject: { type: string, id: string, title: string | null, url: string | null } } | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> } | null, policy: { id: string, name: string, version: number, document: unknown } | null, choices: Array<{ key: string, label: string, means: ChoiceMeaning }>, electorate: { description: string, snapshot: { id: string } | null }, termsInWords: Array<{ label: string, value: string }>, venues: Array<{ action: { kind: string, subject: { id: string } } | null }>, decision: { id: string, outcome: Outcome, choice: string | null, madeBy: DecisionMaker, reason: string, enforcement: Enforcement, evidence: unknown, tally: { voters: number, turnout: number, quorumReached: boolean, counts: Array<{ choice: string, votes: number, weight: number }> } } | null } } | null, userErrors: Array<{ code: string, message: string, path: Array<string> | null }> } };

export type DriverOpenProposalMutationVariables = Exact<{
  input: OpenProposalInput;
}>;


export type DriverOpenProposalMutation = { openProposal: { proposal: { id: string, title: string, body: string, status: ProposalStatus, closesAt: string | null, enforcement: Enforcement, trigger: { id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, newest: { data: unknown, subject: { type: string, id: string, title: string | null, url: string | null } } | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> } | null, policy: { id: string, name: string, version: number, document: unknown } | null, choices: Array<{ key: string, label: string, means: ChoiceMeaning }>, electorate: { description: string, snapshot: { id: string } | null }, termsInWords: Array<{ label: string, value: string }>, venues: Array<{ action: { kind: string, subject: { id: string } } | null }>, decision: { id: string, outcome: Outcome, choice: string | null, madeBy: DecisionMaker, reason: string, enforcement: Enforcement, evidence: unknown, tally: { voters: number, turnout: number, quorumReached: boolean, counts: Array<{ choice: string, votes: number, weight: number }> } } | null } | null, userErrors: Array<{ code: string, message: string, path: Array<string> | null }> } };

export type DriverPerformActionMutationVariables = Exact<{
  input: PerformActionInput;
}>;


export type DriverPerformActionMutation = { performAction: { action: { id: string, status: ActionStatus } | null, userErrors: Array<{ code: string, message: string, path: Array<string> | null }> } };

export type DriverReportStepMutationVariables = Exact<{
  input: ReportStepInput;
}>;


export type DriverReportStepMutation = { reportStep: { decision: { id: string } | null, userErrors: Array<{ code: string, message: string, path: Array<string> | null }> } };

export type DriverSetActionProblemMutationVariables = Exact<{
  id: string | number;
  problem?: string | null | undefined;
}>;


export type DriverSetActionProblemMutation = { setActionProblem: { action: { id: string, problem: string | null } | null, userErrors: Array<{ code: string, message: string, path: Array<string> | null }> } };

export type DriverSettlePermissionMutationVariables = Exact<{
  input: SettlePermissionInput;
}>;


export type DriverSettlePermissionMutation = { settlePermission: { action: { id: string, verdict: Verdict | null } | null, userErrors: Array<{ code: string, message: string, path: Array<string> | null }> } };

export type TriggerFieldsFragment = { id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> };

export type DriverInitiatorQueryVariables = Exact<{
  member: string | number;
}>;


export type DriverInitiatorQuery = { member: { id: string, name: string, accounts: Array<{ platform: string, host: string | null, externalId: string, username: string | null }>, roles: Array<{ role: { name: string } }> } | null };

export type DriverCredQueryVariables = Exact<{
  member: string | number;
  snapshot?: string | number | null | undefined;
}>;


export type DriverCredQuery = { member: { id: string, cred: { status: CredStatus, total: number, rank: number | null, share: number, heldBy: { id: string, name: string } | null, snapshot: { id: string } | null } } | null };

export type DriverCredWeeksQueryVariables = Exact<{
  member: string | number;
  snapshot?: string | number | null | undefined;
  weeks: number;
  asOf: string;
}>;


export type DriverCredWeeksQuery = { member: { id: string, cred: { status: CredStatus, lastWeeks: number } } | null };

export type DriverCredSnapshotQueryVariables = Exact<{
  community: string | number;
}>;


export type DriverCredSnapshotQuery = { community: { id: string, cred: { snapshot: { id: string } } | null } | null };

export type LastActionsQueryVariables = Exact<{
  community: string | number;
  first: number;
}>;


export type LastActionsQuery = { community: { id: string, slug: string, name: string, actions: { nodes: Array<{ decisionId: string | null, id: string, kind: string, platform: string, initiatorName: string | null, data: unknown, asks: string | null, occurredAt: string, recordedAt: string, asksPermission: boolean, verdict: Verdict | null, problem: string | null, initiator: { id: string } | null, subject: { type: string, id: string, title: string | null, url: string | null }, changed: Array<{ name: string }> }> } } | null };
