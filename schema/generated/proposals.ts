import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { Entity, SeatPage, DoublePage, ProposalPage, DecisionPage, VotePage, HistoryPage, CheckAnswer, TrialAnswer, ChainAsked, LeafPage, VotedPayload } from '../../subgraphs/proposals/answers.ts';
import type { ExportReference, ExportPage } from '../../backbone/people/exporting.ts';
import type { PolicyRow, ProposalRow, VoteRow, SeatRow, DoubleRow, DecisionRow, VenueRow } from '../../subgraphs/proposals/storage/tables.ts';
import type { Caster as CasterValue } from '../../subgraphs/proposals/domain/caster.ts';
import type { TallyFact } from '../../subgraphs/proposals/domain/decision.ts';
import type { HistoryRow } from '../../subgraphs/proposals/storage/history.ts';
import type { SubgraphContext } from '../../backbone/subgraph/subgraph.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  Cursor: { input: string; output: string; }
  DateTime: { input: Date; output: Date; }
  /** ISO 8601, for example P3D or PT90M. */
  Duration: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

export type ApplyPolicyInput = {
  community: Scalars['ID']['input'];
  document: Scalars['JSON']['input'];
};

export type CastVoteInput = {
  choices: Array<Scalars['String']['input']>;
  comment?: InputMaybe<Scalars['String']['input']>;
  /** With VOTE scope a member's key votes for that member; with DRIVE or INTEGRATE scope, name the voter. */
  member?: InputMaybe<Scalars['ID']['input']>;
  /** A word on it, at most 500 characters: where the vote came from. Everyone can read it. */
  note?: InputMaybe<Scalars['String']['input']>;
  proposal: Scalars['ID']['input'];
  /**
   * Not believed, and kept as the note where there is none: the server says itself where a vote was cast.
   * @deprecated Give `note`.
   */
  source?: InputMaybe<Scalars['String']['input']>;
};

/** By what a vote was cast or a proposal opened. */
export type Caster = {
  __typename?: 'Caster';
  /** KEY: the key. A session's is not told. */
  id: Maybe<Scalars['ID']['output']>;
  kind: CasterKind;
  /** The key's name, as its community called it. */
  name: Maybe<Scalars['String']['output']>;
  /** By a key or session of the voter's own. Of who opened a proposal: false. */
  own: Scalars['Boolean']['output'];
};

export type CasterKind =
  /** By the key over all communities. */
  | 'ADMIN'
  /** By an API key. */
  | 'KEY'
  /** By the member, signed in to the page. */
  | 'SESSION'
  /** By Folkmoot itself. */
  | 'SYSTEM'
  /** By a mark at a place outside that Folkmoot read itself. */
  | 'VENUE';

/**
 * What is asked is a question (one choice FOR, one AGAINST, perhaps ABSTAIN), which is approved or rejected; or it offers options
 * (two or more, perhaps AGAINST: "none of these", perhaps ABSTAIN), one of which may be chosen. Keys mean nothing by themselves.
 */
export type Choice = {
  __typename?: 'Choice';
  key: Scalars['String']['output'];
  label: Scalars['String']['output'];
  means: ChoiceMeaning;
};

export type ChoiceCount = {
  __typename?: 'ChoiceCount';
  choice: Scalars['String']['output'];
  votes: Scalars['Int']['output'];
  weight: Scalars['Float']['output'];
};

export type ChoiceInput = {
  key: Scalars['String']['input'];
  label: Scalars['String']['input'];
  /** By default what a common word in key or label says (yes, no, for, against, abstain, +1 …), and OPTION for all others. */
  means?: InputMaybe<ChoiceMeaning>;
};

export type ChoiceMeaning =
  /** Counts for `quorum` and `minVotes`, and for nothing else. */
  | 'ABSTAIN'
  /** In a question: against it. Under CONSENT: the objection. Among options: none of these. */
  | 'AGAINST'
  | 'FOR'
  | 'OPTION';

export type CloseProposalInput = {
  proposal: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};

export type Community = {
  __typename?: 'Community';
  decisions: DecisionConnection;
  id: Scalars['ID']['output'];
  /** By name. `after`: the id of the last that came. */
  policies: Array<Policy>;
  proposals: ProposalConnection;
};


export type CommunityDecisionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  outcome?: InputMaybe<Outcome>;
};


export type CommunityPoliciesArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<PolicyStatus>;
};


export type CommunityProposalsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<ProposalStatus>;
};

/** What became of the decision on the platform. */
export type Compliance =
  /** Could not be carried out: `problem` and the actions say why. */
  | 'FAILED'
  | 'FOLLOWED'
  /** Nothing to carry out. */
  | 'NOT_APPLICABLE'
  /** Someone with power on the platform did otherwise. */
  | 'OVERRIDDEN'
  | 'PENDING'
  /**
   * No longer what stands: a later decision about the same subject asked otherwise and was carried out, or the subject was changed
   * after it.
   */
  | 'SUPERSEDED';

export type CredSnapshot = {
  __typename?: 'CredSnapshot';
  id: Scalars['ID']['output'];
};

/** Made once, never changed. */
export type Decision = {
  __typename?: 'Decision';
  /** What follows from it on platforms. `after`: the id of the last that came. */
  actions: Array<PlatformAction>;
  /** CHOSEN: the key of the option. Decisions of before options were CHOSEN name it with APPROVED. */
  choice: Maybe<Scalars['String']['output']>;
  compliance: Compliance;
  decidedAt: Scalars['DateTime']['output'];
  enforcement: Enforcement;
  /**
   * What of title, reason, evidence and terms was changed when a member was erased. The hash of a record of form 1 or 2 can then not be
   * made again from it: those of the decisions after it still hold it.
   */
  erased: Array<Scalars['String']['output']>;
  /** What was known and counted: the numbers that a rule looked at, pinned. */
  evidence: Maybe<Scalars['JSON']['output']>;
  /** SHA-256 over this decision and `previousHash`: the community's decisions form a chain that anyone can check. */
  hash: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  madeBy: DecisionMaker;
  /** The member or key that decided, where one did. */
  maker: Maybe<Scalars['String']['output']>;
  outcome: Outcome;
  /**
   * The last act of people on the platform that bears on it: who overrode the decision, or did what it asked. Null where there was
   * none or it is not known, and again once an act of Folkmoot's own has taken it back. When they act once more to the same effect,
   * it is the newer act, while `compliance` stays: of that `actions` tells, and no event of proposals or decisions.
   */
  peoplesAct: Maybe<PlatformAction>;
  /** Its place in the community's chain, from 1. */
  position: Scalars['Int']['output'];
  previousHash: Maybe<Scalars['String']['output']>;
  /** FAILED: why it could not be carried out, in words. */
  problem: Maybe<Scalars['String']['output']>;
  proposal: Proposal;
  reason: Scalars['String']['output'];
  /** What the hash is over, as canonical JSON (RFC 8785). */
  record: Scalars['JSON']['output'];
  /** SUPERSEDED: the later decision that was carried out instead. Null where there is none: then what was decided about has changed. */
  supersededBy: Maybe<Decision>;
  tally: Tally;
  /**
   * Of a record of form 3, what its `texts` commit to: `{ salt, value }` for title, reason, evidence and terms. Each commitment is SHA-256,
   * in hex, over `[salt, value]` as canonical JSON. Null for one that was erased, and for older records, which hold the texts themselves.
   */
  texts: Maybe<Scalars['JSON']['output']>;
};


/** Made once, never changed. */
export type DecisionActionsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type DecisionChain = {
  __typename?: 'DecisionChain';
  /** The first that does not hold. */
  brokenAt: Maybe<Scalars['ID']['output']>;
  /** How many of those have texts that were erased with a member (`Decision.erased`): what they were cannot be checked any more. */
  erased: Scalars['Int']['output'];
  /** The hash of the last of them. */
  head: Maybe<Scalars['String']['output']>;
  /** How many decisions hold, from the first on. */
  length: Scalars['Int']['output'];
  /** What does not hold, and by what it was found. Null where all holds. */
  problem: Maybe<Scalars['String']['output']>;
  /** The end of the chain as the server says it is now, for those who keep heads. Nothing is recomputed for it. */
  signedHead: SignedHead;
  valid: Scalars['Boolean']['output'];
};

export type DecisionConnection = {
  __typename?: 'DecisionConnection';
  nodes: Array<Decision>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type DecisionEvent = {
  __typename?: 'DecisionEvent';
  cursor: Scalars['Cursor']['output'];
  decision: Decision;
};

export type DecisionMaker =
  /** An external driver or a person with the authority said so. */
  | 'AUTHORITY'
  /** A rule decided without a ballot. */
  | 'RULE'
  | 'VOTE';

export type DecisionPayload = {
  __typename?: 'DecisionPayload';
  decision: Maybe<Decision>;
  userErrors: Array<UserError>;
};

/**
 * A decision and the leaves below its roots. A leaf is canonical JSON (RFC 8785); leaves and nodes are hashed as in RFC 6962.
 * See docs/ballots.md, and docs/verify.mjs, which recounts from it.
 */
export type DecisionProof = {
  __typename?: 'DecisionProof';
  /**
   * { member, choices, weight, revision, castAt, castBy, retracted } of each vote that was cast, changed or taken back, in this order;
   * of a member the last one counts. At most 1000 at once. Null for records of form 1.
   */
  ballots: Maybe<LeafConnection>;
  decision: Decision;
  /** { member, weight } of each seat, by member; weights in millionths. At most 1000 at once. Null for records of form 1. */
  electorate: Maybe<LeafConnection>;
  hash: Scalars['String']['output'];
  head: SignedHead;
  /** The place of a leaf, given by its hash, in the tree of the ballots. Null where it is not in there. Costly: it reads all leaves. */
  inclusion: Maybe<VoteReceipt>;
  /** The document of the policy that it was decided under: `record.policyHash` is over it. */
  policy: Maybe<Scalars['JSON']['output']>;
  record: Scalars['JSON']['output'];
};


/**
 * A decision and the leaves below its roots. A leaf is canonical JSON (RFC 8785); leaves and nodes are hashed as in RFC 6962.
 * See docs/ballots.md, and docs/verify.mjs, which recounts from it.
 */
export type DecisionProofBallotsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * A decision and the leaves below its roots. A leaf is canonical JSON (RFC 8785); leaves and nodes are hashed as in RFC 6962.
 * See docs/ballots.md, and docs/verify.mjs, which recounts from it.
 */
export type DecisionProofElectorateArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/**
 * A decision and the leaves below its roots. A leaf is canonical JSON (RFC 8785); leaves and nodes are hashed as in RFC 6962.
 * See docs/ballots.md, and docs/verify.mjs, which recounts from it.
 */
export type DecisionProofInclusionArgs = {
  leafHash: Scalars['String']['input'];
};

export type DoubleSeat = {
  __typename?: 'DoubleSeat';
  member: Member;
  seatedAs: Member;
};

export type DoubleSeatConnection = {
  __typename?: 'DoubleSeatConnection';
  nodes: Array<DoubleSeat>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/** Who may vote and with what weight, fixed when the proposal opened. */
export type Electorate = {
  __typename?: 'Electorate';
  description: Scalars['String']['output'];
  /**
   * Members who have no seat because another member, who seems to be the same person, has it: their accounts belong to one identity of
   * SourceCred, or are one account in two spellings. By member.
   */
  doubles: DoubleSeatConnection;
  size: Scalars['Int']['output'];
  /** The cred that the weights were taken from. */
  snapshot: Maybe<CredSnapshot>;
  totalWeight: Scalars['Float']['output'];
  /** Whether the caller's member has a seat. */
  viewerMayVote: Scalars['Boolean']['output'];
  /** What the caller's vote weighs. Null without a seat. */
  viewerWeight: Maybe<Scalars['Float']['output']>;
  /** Who may vote, by member, and how much it weighs: one seat for each person. */
  voters: VoterConnection;
};


/** Who may vote and with what weight, fixed when the proposal opened. */
export type ElectorateDoublesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** Who may vote and with what weight, fixed when the proposal opened. */
export type ElectorateVotersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** Of those who stand behind the trigger, as far as they are known to be members. Where none are known, nobody is left out. */
export type ElectorateExceptInput = {
  /** Whoever submitted what it is about, and whoever did what triggered the proposal. */
  initiator?: InputMaybe<Scalars['Boolean']['input']>;
  /** Whoever is paid. */
  payee?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Everyone in the community who meets all that is given. */
export type ElectorateInput = {
  /** Count minCred and weights over the last N weeks instead of all time. */
  credWeeks?: InputMaybe<Scalars['Int']['input']>;
  /** Who has no vote all the same: on their own cause. */
  except?: InputMaybe<ElectorateExceptInput>;
  members?: InputMaybe<Array<Scalars['ID']['input']>>;
  minCred?: InputMaybe<Scalars['Float']['input']>;
  role?: InputMaybe<Scalars['String']['input']>;
  weight?: InputMaybe<VoteWeight>;
};

export type Enforcement =
  /** The outcome is told to the people who can act, and what they then do is recorded. */
  | 'ADVISORY'
  /** The outcome is carried out on the platform. */
  | 'ENFORCING';

export type LeafConnection = {
  __typename?: 'LeafConnection';
  nodes: Array<Scalars['JSON']['output']>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type Member = {
  __typename?: 'Member';
  id: Scalars['ID']['output'];
  votes: VoteConnection;
};


export type MemberVotesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type MemberData = {
  __typename?: 'MemberData';
  row: Scalars['JSON']['output'];
  table: Scalars['String']['output'];
};

export type MemberDataPage = {
  __typename?: 'MemberDataPage';
  nodes: Array<MemberData>;
  pageInfo: PageInfo;
};

/** All that is kept of a person; see communities. */
export type MemberExport = {
  __typename?: 'MemberExport';
  community: Scalars['ID']['output'];
  person: Scalars['ID']['output'];
  /** Votes with their comments, seats, what they proposed and decided, and what they were party to. */
  proposals: MemberDataPage;
};


/** All that is kept of a person; see communities. */
export type MemberExportProposalsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Creates the policy, or makes its next version. The document is checked whole before anything is stored. */
  applyPolicy: PolicyPayload;
  /** An integrator or external driver decides: approve. */
  approveProposal: DecisionPayload;
  cancelProposal: DecisionPayload;
  /** A second vote of the same member replaces the first. What they have cast themselves, nobody else replaces or retracts. */
  castVote: VotePayload;
  /** Counts now, whatever the closing time. */
  closeProposal: DecisionPayload;
  openProposal: ProposalPayload;
  /**
   * A driver that decides without a ballot: the proposal is opened and decided in one step. `madeBy` is RULE where the rule of the
   * policy given, evaluated here on what `evidence.seen` says that it looked at, gives this outcome; else AUTHORITY, with the `maker`.
   */
  recordDecision: DecisionPayload;
  /** An integrator or external driver decides: reject. */
  rejectProposal: DecisionPayload;
  /**
   * The driver says why a step of a decision could not be asked for, so that the decision is FAILED instead of PENDING; null when
   * that is over. A step that is asked for after all is mended by that.
   */
  reportStep: DecisionPayload;
  retractVote: VotePayload;
  setPolicyStatus: PolicyPayload;
};


export type MutationApplyPolicyArgs = {
  input: ApplyPolicyInput;
};


export type MutationApproveProposalArgs = {
  input: SettleProposalInput;
};


export type MutationCancelProposalArgs = {
  input: CloseProposalInput;
};


export type MutationCastVoteArgs = {
  input: CastVoteInput;
};


export type MutationCloseProposalArgs = {
  input: CloseProposalInput;
};


export type MutationOpenProposalArgs = {
  input: OpenProposalInput;
};


export type MutationRecordDecisionArgs = {
  input: RecordDecisionInput;
};


export type MutationRejectProposalArgs = {
  input: SettleProposalInput;
};


export type MutationReportStepArgs = {
  input: ReportStepInput;
};


export type MutationRetractVoteArgs = {
  input: RetractVoteInput;
};


export type MutationSetPolicyStatusArgs = {
  input: SetPolicyStatusInput;
};

export type OnChange =
  /** It is canceled. */
  | 'CANCEL'
  /** It stays open where the change is in none of the terms that the ballot names; else as REOPEN. */
  | 'KEEP'
  /** It is canceled, and a new ballot opens on the new terms. */
  | 'REOPEN';

export type OpenProposalInput = {
  body?: InputMaybe<Scalars['String']['input']>;
  /** By default approve, reject, abstain. They make a question or a ballot of options: see Choice. */
  choices?: InputMaybe<Array<ChoiceInput>>;
  closesIn?: InputMaybe<Scalars['Duration']['input']>;
  community: Scalars['ID']['input'];
  electorate?: InputMaybe<ElectorateInput>;
  enforcement?: InputMaybe<Enforcement>;
  /** What was known when it opened, to be pinned with it and with its decision. */
  evidence?: InputMaybe<Scalars['JSON']['input']>;
  /** Repeating a call with the same key returns the first result. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  method?: InputMaybe<VotingMethod>;
  /** When the terms of the trigger's subject change while it is open. */
  onChange?: InputMaybe<OnChange>;
  passes?: InputMaybe<PassRuleInput>;
  policy?: InputMaybe<Scalars['ID']['input']>;
  /** The names of the terms that people agree to; the others may change. By default all of them. */
  terms?: InputMaybe<Array<Scalars['String']['input']>>;
  title: Scalars['String']['input'];
  trigger?: InputMaybe<Scalars['ID']['input']>;
  /** Kinds of actions that announce the ballot outside, for the driver to perform: opencollective.expense.comment. */
  venues?: InputMaybe<Array<Scalars['String']['input']>>;
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

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['Cursor']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
};

/**
 * What it takes to pass. See PassRuleInput. Those who abstain count for `quorum` and `minVotes` only. `closeEarly` looks at
 * the votes still missing: votes already cast may be changed until the ballot closes, and closing early does not wait for that.
 */
export type PassRule = {
  __typename?: 'PassRule';
  closeEarly: Scalars['Boolean']['output'];
  /** It does not close early before this has passed since it opened. */
  closeEarlyAfter: Maybe<Scalars['Duration']['output']>;
  minVotes: Scalars['Int']['output'];
  /** Under CONSENT: so many objections block. */
  objections: Scalars['Int']['output'];
  quorum: Scalars['Float']['output'];
  threshold: Scalars['Float']['output'];
};

export type PassRuleInput = {
  /** Close as soon as the votes still missing cannot change the outcome. */
  closeEarly?: InputMaybe<Scalars['Boolean']['input']>;
  /** Close early only once this has passed since it opened; at most `closesIn`. */
  closeEarlyAfter?: InputMaybe<Scalars['Duration']['input']>;
  minVotes?: InputMaybe<Scalars['Int']['input']>;
  /** Under CONSENT: so many must object to block; 1 where nothing is said. */
  objections?: InputMaybe<Scalars['Int']['input']>;
  /** Part of the electorate (by head) that must vote, 0 to 1. */
  quorum?: InputMaybe<Scalars['Float']['input']>;
  /** Part of the weight for and against that must be for, 0 to 1; more than this passes. */
  threshold?: InputMaybe<Scalars['Float']['input']>;
};

export type PlatformAction = {
  __typename?: 'PlatformAction';
  id: Scalars['ID']['output'];
};

/** A rule of the community: when this happens, decide like this, then do that. A change makes a new version; open proposals keep theirs. */
export type Policy = {
  __typename?: 'Policy';
  community: Community;
  createdAt: Scalars['DateTime']['output'];
  /** The policy as it was written (the same document that applyPolicy takes). */
  document: Scalars['JSON']['output'];
  id: Scalars['ID']['output'];
  /** The same told in words, for people who vote under it. Null where the document is one that this version cannot read. */
  inWords: Maybe<Scalars['String']['output']>;
  name: Scalars['String']['output'];
  status: PolicyStatus;
  version: Scalars['Int']['output'];
  /** The newest first. `after`: the id of the last that came. */
  versions: Array<Policy>;
};


/** A rule of the community: when this happens, decide like this, then do that. A change makes a new version; open proposals keep theirs. */
export type PolicyVersionsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** What is wrong with a policy document, if anything. Nothing was stored. */
export type PolicyCheck = {
  __typename?: 'PolicyCheck';
  /** The policy told in words. Null where the document is not valid. */
  inWords: Maybe<Scalars['String']['output']>;
  problems: Array<PolicyProblem>;
  /** The policy of the same name, whose next version this would be; null where it would be a new one. */
  replaces: Maybe<Policy>;
  valid: Scalars['Boolean']['output'];
  /** What works and may still not be meant, in a document that is valid. It can be applied as it is. */
  warnings: Array<PolicyProblem>;
};

export type PolicyEvent = {
  __typename?: 'PolicyEvent';
  cursor: Scalars['Cursor']['output'];
  policy: Policy;
};

export type PolicyPayload = {
  __typename?: 'PolicyPayload';
  policy: Maybe<Policy>;
  userErrors: Array<UserError>;
};

export type PolicyProblem = {
  __typename?: 'PolicyProblem';
  /** As in userErrors: POLICY_INVALID, POLICY_NAME_TOO_NEAR; POLICY_WARNING in warnings. */
  code: Scalars['String']['output'];
  column: Maybe<Scalars['Int']['output']>;
  /** Where it stands in the text, counted from 1. Null for a document that is not text, and for what stands nowhere. */
  line: Maybe<Scalars['Int']['output']>;
  message: Scalars['String']['output'];
  /** The keys that lead to it from the top of the document; a list's places count from 0. Empty: the document as a whole. */
  path: Array<Scalars['String']['output']>;
};

export type PolicyStatus =
  | 'ACTIVE'
  | 'PAUSED'
  | 'RETIRED';

/** What a policy would have made of a community's last actions. Nothing was changed, and nobody was told. */
export type PolicyTrial = {
  __typename?: 'PolicyTrial';
  /** Why it was not tried. Empty: it was. */
  problems: Array<PolicyProblem>;
  /** One for each action that was looked at, the newest first. */
  results: Array<PolicyTrialResult>;
  /** The snapshot of cred that was looked at: the one that answers now, not the one that answered then. */
  snapshot: Maybe<CredSnapshot>;
};

export type PolicyTrialResult = {
  __typename?: 'PolicyTrialResult';
  action: PlatformAction;
  /** Kinds of actions that would follow; of a vote, when it is approved. */
  performs: Array<Scalars['String']['output']>;
  /** In words, with the numbers: why a rule decides so, or why nothing could be decided. Null where there is nothing to say. */
  reason: Maybe<Scalars['String']['output']>;
  /** VOTE: the title that the ballot would have. */
  title: Maybe<Scalars['String']['output']>;
  verdict: PolicyTrialVerdict;
};

export type PolicyTrialVerdict =
  /** The rule holds. */
  | 'APPROVED'
  /** An expression could not be evaluated: the action would wait until the policy is mended. */
  | 'FAILED'
  /** The policy looks at other kinds of actions, or `when` does not hold. */
  | 'NOT_CONCERNED'
  /** The rule does not hold. */
  | 'REJECTED'
  /** A ballot would open. */
  | 'VOTE';

export type Proposal = {
  __typename?: 'Proposal';
  body: Scalars['String']['output'];
  choices: Array<Choice>;
  closedAt: Maybe<Scalars['DateTime']['output']>;
  closesAt: Maybe<Scalars['DateTime']['output']>;
  community: Community;
  decision: Maybe<Decision>;
  electorate: Electorate;
  enforcement: Enforcement;
  /** What was known when it opened, pinned: the numbers that a policy looked at, and under `terms` what people agree to. */
  evidence: Maybe<Scalars['JSON']['output']>;
  /** What happened to it, the newest first: opened, announced, each vote and each change of one, closed, carried out. */
  history: ProposalHistoryConnection;
  id: Scalars['ID']['output'];
  method: VotingMethod;
  /** What happens when the terms change while it is open. */
  onChange: OnChange;
  openedAt: Scalars['DateTime']['output'];
  /** Who opened it. Null for those opened before this was kept. */
  openedBy: Maybe<Caster>;
  /** What it takes to pass. */
  passes: PassRule;
  policy: Maybe<Policy>;
  /** The one that took the place of this one. */
  replacedBy: Maybe<Proposal>;
  /** The ballot or decision about the same subject, under the same policy, whose place this one takes: its terms were others. */
  replaces: Maybe<Proposal>;
  status: ProposalStatus;
  tally: Tally;
  /** What people agree to who say yes: the terms of the trigger's subject when it was asked about. Null where it has none. */
  terms: Maybe<Scalars['JSON']['output']>;
  /** The same as people read it. */
  termsInWords: Array<TermInWords>;
  title: Scalars['String']['output'];
  /** What happened that asked for a decision. */
  trigger: Maybe<PlatformAction>;
  /** Places outside where the ballot stands: an Open Collective comment, a Slack message, a Discourse topic, a Loomio poll. The first 100. */
  venues: Array<Venue>;
  /** The caller's own vote. */
  viewerVote: Maybe<Vote>;
  /** In the order in which members first voted. */
  votes: VoteConnection;
};


export type ProposalHistoryArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


export type ProposalVotesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type ProposalConnection = {
  __typename?: 'ProposalConnection';
  nodes: Array<Proposal>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type ProposalEvent = {
  __typename?: 'ProposalEvent';
  cursor: Scalars['Cursor']['output'];
  kind: ProposalEventKind;
  proposal: Proposal;
  /** VOTE_CAST and VOTE_RETRACTED: the vote as it is now. */
  vote: Maybe<Vote>;
};

export type ProposalEventKind =
  | 'CANCELED'
  | 'COMPLIANCE_CHANGED'
  | 'DECIDED'
  | 'OPENED'
  | 'VOTE_CAST'
  | 'VOTE_RETRACTED';

export type ProposalHistoryConnection = {
  __typename?: 'ProposalHistoryConnection';
  nodes: Array<ProposalHistoryEntry>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/**
 * One thing that happened to a proposal. What became of the actions that follow from a decision is told by
 * `decision { actions { status attempts { at outcome detail } } }`.
 */
export type ProposalHistoryEntry = {
  __typename?: 'ProposalHistoryEntry';
  at: Scalars['DateTime']['output'];
  /** OPENED, VOTE_CAST and VOTE_RETRACTED: by what. Null for what happened before this was kept. */
  castBy: Maybe<Caster>;
  /** VOTE_CAST: what was marked then. Null for votes cast before this was kept. */
  choices: Maybe<Array<Scalars['String']['output']>>;
  /** COMPLIANCE_CHANGED: what it became then. */
  compliance: Maybe<Compliance>;
  /** DECIDED, CANCELED and COMPLIANCE_CHANGED */
  decision: Maybe<Decision>;
  id: Scalars['ID']['output'];
  kind: ProposalHistoryKind;
  /** Who voted or took their vote back. */
  member: Maybe<Member>;
  /** COMPLIANCE_CHANGED: the act of people that made it so. Null where it was none of theirs, and for changes before this was kept. */
  peoplesAct: Maybe<PlatformAction>;
  /** VOTE_CAST: times the member had voted before; above 0 it is a change. */
  revision: Maybe<Scalars['Int']['output']>;
  /** VENUE_ADDED */
  venue: Maybe<Venue>;
};

export type ProposalHistoryKind =
  | 'CANCELED'
  | 'COMPLIANCE_CHANGED'
  | 'DECIDED'
  | 'OPENED'
  | 'VENUE_ADDED'
  | 'VOTE_CAST'
  | 'VOTE_RETRACTED';

export type ProposalPayload = {
  __typename?: 'ProposalPayload';
  proposal: Maybe<Proposal>;
  userErrors: Array<UserError>;
};

export type ProposalStatus =
  | 'CANCELED'
  /** Decided: see `decision`. */
  | 'DECIDED'
  | 'OPEN';

export type Query = {
  __typename?: 'Query';
  /** Checks a policy document as applyPolicy does, and applies nothing. */
  checkPolicy: PolicyCheck;
  decision: Maybe<Decision>;
  /**
   * Where a vote stands in the tree of its ballot as it is now, for whoever holds a receipt. Null for a vote that was taken back, and
   * where votes were not hashed. Costly: it reads all leaves of the ballot.
   */
  inclusion: Maybe<VoteReceipt>;
  policy: Maybe<Policy>;
  /** What it takes to check the decision without us. */
  proof: Maybe<DecisionProof>;
  proposal: Maybe<Proposal>;
  /**
   * Which of the community's last actions (at most 100) would this policy have concerned, and what would it have decided?
   * Evaluated as the driver does, but with members, roles and cred as they are now.
   */
  tryPolicy: PolicyTrial;
  /** Recomputes the chain, recounts its decisions, and says whether all of it holds, and is what the event log says. */
  verifyDecisions: DecisionChain;
};


export type QueryCheckPolicyArgs = {
  community: Scalars['ID']['input'];
  document: Scalars['JSON']['input'];
};


export type QueryDecisionArgs = {
  id: Scalars['ID']['input'];
};


export type QueryInclusionArgs = {
  vote: Scalars['ID']['input'];
};


export type QueryPolicyArgs = {
  id: Scalars['ID']['input'];
};


export type QueryProofArgs = {
  decision: Scalars['ID']['input'];
};


export type QueryProposalArgs = {
  id: Scalars['ID']['input'];
};


export type QueryTryPolicyArgs = {
  community: Scalars['ID']['input'];
  document: Scalars['JSON']['input'];
  last?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryVerifyDecisionsArgs = {
  community: Scalars['ID']['input'];
};

/** A decision that a rule made. */
export type RecordDecisionInput = {
  body?: InputMaybe<Scalars['String']['input']>;
  community: Scalars['ID']['input'];
  enforcement?: InputMaybe<Enforcement>;
  /** What the rule looked at, to be pinned: in `seen`, the value of each path that it reads, such as `cred.total`. */
  evidence?: InputMaybe<Scalars['JSON']['input']>;
  /** Repeating a call with the same key returns the first result. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  /** APPROVED or REJECTED. */
  outcome: Outcome;
  policy?: InputMaybe<Scalars['ID']['input']>;
  reason: Scalars['String']['input'];
  title: Scalars['String']['input'];
  trigger?: InputMaybe<Scalars['ID']['input']>;
};

export type ReportStepInput = {
  decision: Scalars['ID']['input'];
  /** The kind of action that was to be asked for. Null where that is not known, or it is about all of them. */
  kind?: InputMaybe<Scalars['String']['input']>;
  problem?: InputMaybe<Scalars['String']['input']>;
  /** Which of the decision's steps, in the driver's own words: approved:0. */
  step: Scalars['String']['input'];
};

export type RetractVoteInput = {
  member?: InputMaybe<Scalars['ID']['input']>;
  proposal: Scalars['ID']['input'];
};

export type SetPolicyStatusInput = {
  policy: Scalars['ID']['input'];
  status: PolicyStatus;
};

export type SettleProposalInput = {
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  proposal: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};

/** A head that can be held against us. Signed (Ed25519) is the canonical JSON of { at, community, head, kind: "folkmoot.head", length }. */
export type SignedHead = {
  __typename?: 'SignedHead';
  at: Scalars['DateTime']['output'];
  community: Scalars['ID']['output'];
  head: Maybe<Scalars['String']['output']>;
  /** The `kid` of the key, which stands at /.well-known/folkmoot.json. */
  key: Scalars['String']['output'];
  length: Scalars['Int']['output'];
  /** 64 bytes in base64url. */
  signature: Scalars['String']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * Decisions of a community in the order they were made, each exactly once per cursor.
   * `after`: everything since that cursor first, then live, with no gap and no repeat. Without it: from now.
   * A cursor that is foreign, too old or from the future ends the stream with a CURSOR_INVALID error; a reader that is too slow
   * is told so (CONSUMER_TOO_SLOW, with the last cursor sent), never skipped.
   */
  decisions: DecisionEvent;
  decisionsBatch: Array<Maybe<DecisionEvent>>;
  /** Policies as they are applied, paused, resumed and retired: each version as it is when it is told. `after` as for decisions. */
  policies: PolicyEvent;
  policiesBatch: Array<Maybe<PolicyEvent>>;
  /** One proposal from now on: its state at once, then every change. */
  proposal: Proposal;
  /** Everything that happens to the proposals of a community, or to one of them. `after` as for decisions. */
  proposals: ProposalEvent;
  proposalsBatch: Array<Maybe<ProposalEvent>>;
};


export type SubscriptionDecisionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
  outcome?: InputMaybe<Outcome>;
};


export type SubscriptionDecisionsBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
  outcome?: InputMaybe<Outcome>;
};


export type SubscriptionPoliciesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionPoliciesBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionProposalArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionProposalsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
  proposal?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionProposalsBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
  proposal?: InputMaybe<Scalars['ID']['input']>;
};

export type Tally = {
  __typename?: 'Tally';
  /** The key of the option that would be chosen if it closed now. Null where none would, and in decisions of before this was kept. */
  choice: Maybe<Scalars['String']['output']>;
  counts: Array<ChoiceCount>;
  quorumReached: Scalars['Boolean']['output'];
  /** In a RANKED ballot of more than yes and no: the rounds of the run-off, the deciding one last. */
  rounds: Array<TallyRound>;
  /** The outcome if it closed now. */
  standing: Outcome;
  /** Part of the electorate that voted, 0 to 1. */
  turnout: Scalars['Float']['output'];
  updatedAt: Scalars['DateTime']['output'];
  /** Members who voted. */
  voters: Scalars['Int']['output'];
};

/** One round of an instant run-off: what each choice that is still in has, and which one leaves after it. */
export type TallyRound = {
  __typename?: 'TallyRound';
  counts: Array<ChoiceCount>;
  eliminated: Maybe<Scalars['String']['output']>;
};

export type TermInWords = {
  __typename?: 'TermInWords';
  label: Scalars['String']['output'];
  name: Scalars['String']['output'];
  value: Scalars['String']['output'];
};

export type UserError = {
  __typename?: 'UserError';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path: Maybe<Array<Scalars['String']['output']>>;
};

export type Venue = {
  __typename?: 'Venue';
  /** The act that announced it there. Null in a ballot's history. */
  action: Maybe<PlatformAction>;
  externalId: Scalars['String']['output'];
  platform: Scalars['String']['output'];
  url: Maybe<Scalars['String']['output']>;
};

export type Vote = {
  __typename?: 'Vote';
  castAt: Scalars['DateTime']['output'];
  /** By what it was cast; of one taken back, by what it was. Null for votes cast before this was kept. */
  castBy: Maybe<Caster>;
  choices: Array<Scalars['String']['output']>;
  comment: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  member: Member;
  /** What whoever cast it says of it, such as where it came from. Nobody has checked it. */
  note: Maybe<Scalars['String']['output']>;
  proposal: Proposal;
  /** Taken back: it does not count, and stands in no list. */
  retracted: Scalars['Boolean']['output'];
  /** Times the member changed it before. */
  revision: Scalars['Int']['output'];
  /** Where it was cast, as the server knows it: folkmoot by the member, key or admin for the member; the platform where it read the vote there itself. */
  source: Scalars['String']['output'];
  weight: Scalars['Float']['output'];
};

export type VoteConnection = {
  __typename?: 'VoteConnection';
  nodes: Array<Vote>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type VotePayload = {
  __typename?: 'VotePayload';
  proposal: Maybe<Proposal>;
  /** Proof for the voter. Null where nothing was changed (ask `inclusion`), and on ballots that were opened before votes were hashed. */
  receipt: Maybe<VoteReceipt>;
  userErrors: Array<UserError>;
  vote: Maybe<Vote>;
};

/** That a leaf is in the tree of a ballot: hashed with `path`, from the leaf up, it leads to `root`. */
export type VoteReceipt = {
  __typename?: 'VoteReceipt';
  /** Its place among the leaves, from 0. */
  index: Scalars['Int']['output'];
  /** Null where it was asked for by its hash. */
  leaf: Maybe<Scalars['JSON']['output']>;
  /** SHA-256 of 0x00 and the leaf as canonical JSON, in lower-case hex. */
  leafHash: Scalars['String']['output'];
  path: Array<Scalars['String']['output']>;
  root: Scalars['String']['output'];
  /** How many leaves the tree had. */
  size: Scalars['Int']['output'];
};

export type VoteWeight =
  | 'CRED'
  | 'EQUAL'
  | 'SQRT_CRED';

export type Voter = {
  __typename?: 'Voter';
  member: Member;
  weight: Scalars['Float']['output'];
};

export type VoterConnection = {
  __typename?: 'VoterConnection';
  nodes: Array<Voter>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type VotingMethod =
  /** Any number of choices each. */
  | 'APPROVAL'
  /** Consent: a single objection blocks, or as many as `PassRule.objections` says. */
  | 'CONSENT'
  /** Choices in order; the winner is found by instant run-off. */
  | 'RANKED'
  /** One choice each. */
  | 'SINGLE_CHOICE';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    

export type ResolverWithResolve<TResult, TParent, TContext, TArgs> = {
  resolve: ResolverFn<TResult, TParent, TContext, TArgs>;
};
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs> | ResolverWithResolve<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  Community: Community;
  Decision: Decision;
  Member: Member;
  MemberExport: MemberExport;
  Policy: Policy;
  Proposal: Proposal;
  Vote: Vote;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Community:
    ( { __typename: 'Community' }
    & GraphQLRecursivePick<FederationTypes['Community'], {"id":true}> );
  Decision:
    ( { __typename: 'Decision' }
    & GraphQLRecursivePick<FederationTypes['Decision'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  MemberExport:
    ( { __typename: 'MemberExport' }
    & GraphQLRecursivePick<FederationTypes['MemberExport'], {"community":true,"person":true}> );
  Policy:
    ( { __typename: 'Policy' }
    & GraphQLRecursivePick<FederationTypes['Policy'], {"id":true}> );
  Proposal:
    ( { __typename: 'Proposal' }
    & GraphQLRecursivePick<FederationTypes['Proposal'], {"id":true}> );
  Vote:
    ( { __typename: 'Vote' }
    & GraphQLRecursivePick<FederationTypes['Vote'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  ApplyPolicyInput: ApplyPolicyInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CastVoteInput: CastVoteInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Caster: ResolverTypeWrapper<CasterValue>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CasterKind: CasterKind;
  Choice: ResolverTypeWrapper<Choice>;
  ChoiceCount: ResolverTypeWrapper<ChoiceCount>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ChoiceInput: ChoiceInput;
  ChoiceMeaning: ChoiceMeaning;
  CloseProposalInput: CloseProposalInput;
  Community: ResolverTypeWrapper<Entity>;
  Compliance: Compliance;
  CredSnapshot: ResolverTypeWrapper<CredSnapshot>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Decision: ResolverTypeWrapper<DecisionRow>;
  DecisionChain: ResolverTypeWrapper<ChainAsked>;
  DecisionConnection: ResolverTypeWrapper<DecisionPage>;
  DecisionEvent: ResolverTypeWrapper<Omit<DecisionEvent, 'decision'> & { decision: ResolversTypes['Decision'] }>;
  DecisionMaker: DecisionMaker;
  DecisionPayload: ResolverTypeWrapper<Omit<DecisionPayload, 'decision'> & { decision?: Maybe<ResolversTypes['Decision']> }>;
  DecisionProof: ResolverTypeWrapper<DecisionRow>;
  DoubleSeat: ResolverTypeWrapper<DoubleRow>;
  DoubleSeatConnection: ResolverTypeWrapper<DoublePage>;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  Electorate: ResolverTypeWrapper<ProposalRow>;
  ElectorateExceptInput: ElectorateExceptInput;
  ElectorateInput: ElectorateInput;
  Enforcement: Enforcement;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LeafConnection: ResolverTypeWrapper<LeafPage>;
  Member: ResolverTypeWrapper<Entity>;
  MemberData: ResolverTypeWrapper<MemberData>;
  MemberDataPage: ResolverTypeWrapper<ExportPage>;
  MemberExport: ResolverTypeWrapper<ExportReference>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OnChange: OnChange;
  OpenProposalInput: OpenProposalInput;
  Outcome: Outcome;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PassRule: ResolverTypeWrapper<PassRule>;
  PassRuleInput: PassRuleInput;
  PlatformAction: ResolverTypeWrapper<PlatformAction>;
  Policy: ResolverTypeWrapper<PolicyRow>;
  PolicyCheck: ResolverTypeWrapper<CheckAnswer>;
  PolicyEvent: ResolverTypeWrapper<Omit<PolicyEvent, 'policy'> & { policy: ResolversTypes['Policy'] }>;
  PolicyPayload: ResolverTypeWrapper<Omit<PolicyPayload, 'policy'> & { policy?: Maybe<ResolversTypes['Policy']> }>;
  PolicyProblem: ResolverTypeWrapper<PolicyProblem>;
  PolicyStatus: PolicyStatus;
  PolicyTrial: ResolverTypeWrapper<TrialAnswer>;
  PolicyTrialResult: ResolverTypeWrapper<PolicyTrialResult>;
  PolicyTrialVerdict: PolicyTrialVerdict;
  Proposal: ResolverTypeWrapper<ProposalRow>;
  ProposalConnection: ResolverTypeWrapper<ProposalPage>;
  ProposalEvent: ResolverTypeWrapper<Omit<ProposalEvent, 'proposal' | 'vote'> & { proposal: ResolversTypes['Proposal'], vote?: Maybe<ResolversTypes['Vote']> }>;
  ProposalEventKind: ProposalEventKind;
  ProposalHistoryConnection: ResolverTypeWrapper<HistoryPage>;
  ProposalHistoryEntry: ResolverTypeWrapper<HistoryRow>;
  ProposalHistoryKind: ProposalHistoryKind;
  ProposalPayload: ResolverTypeWrapper<Omit<ProposalPayload, 'proposal'> & { proposal?: Maybe<ResolversTypes['Proposal']> }>;
  ProposalStatus: ProposalStatus;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RecordDecisionInput: RecordDecisionInput;
  ReportStepInput: ReportStepInput;
  RetractVoteInput: RetractVoteInput;
  SetPolicyStatusInput: SetPolicyStatusInput;
  SettleProposalInput: SettleProposalInput;
  SignedHead: ResolverTypeWrapper<SignedHead>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Tally: ResolverTypeWrapper<TallyFact>;
  TallyRound: ResolverTypeWrapper<TallyRound>;
  TermInWords: ResolverTypeWrapper<TermInWords>;
  UserError: ResolverTypeWrapper<UserError>;
  Venue: ResolverTypeWrapper<VenueRow>;
  Vote: ResolverTypeWrapper<VoteRow>;
  VoteConnection: ResolverTypeWrapper<VotePage>;
  VotePayload: ResolverTypeWrapper<VotedPayload>;
  VoteReceipt: ResolverTypeWrapper<VoteReceipt>;
  VoteWeight: VoteWeight;
  Voter: ResolverTypeWrapper<SeatRow>;
  VoterConnection: ResolverTypeWrapper<SeatPage>;
  VotingMethod: VotingMethod;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  ApplyPolicyInput: ApplyPolicyInput;
  ID: Scalars['ID']['output'];
  CastVoteInput: CastVoteInput;
  String: Scalars['String']['output'];
  Caster: CasterValue;
  Boolean: Scalars['Boolean']['output'];
  Choice: Choice;
  ChoiceCount: ChoiceCount;
  Int: Scalars['Int']['output'];
  Float: Scalars['Float']['output'];
  ChoiceInput: ChoiceInput;
  CloseProposalInput: CloseProposalInput;
  Community: Entity;
  CredSnapshot: CredSnapshot;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  Decision: DecisionRow;
  DecisionChain: ChainAsked;
  DecisionConnection: DecisionPage;
  DecisionEvent: Omit<DecisionEvent, 'decision'> & { decision: ResolversParentTypes['Decision'] };
  DecisionPayload: Omit<DecisionPayload, 'decision'> & { decision?: Maybe<ResolversParentTypes['Decision']> };
  DecisionProof: DecisionRow;
  DoubleSeat: DoubleRow;
  DoubleSeatConnection: DoublePage;
  Duration: Scalars['Duration']['output'];
  Electorate: ProposalRow;
  ElectorateExceptInput: ElectorateExceptInput;
  ElectorateInput: ElectorateInput;
  JSON: Scalars['JSON']['output'];
  LeafConnection: LeafPage;
  Member: Entity;
  MemberData: MemberData;
  MemberDataPage: ExportPage;
  MemberExport: ExportReference;
  Mutation: Record<PropertyKey, never>;
  OpenProposalInput: OpenProposalInput;
  PageInfo: PageInfo;
  PassRule: PassRule;
  PassRuleInput: PassRuleInput;
  PlatformAction: PlatformAction;
  Policy: PolicyRow;
  PolicyCheck: CheckAnswer;
  PolicyEvent: Omit<PolicyEvent, 'policy'> & { policy: ResolversParentTypes['Policy'] };
  PolicyPayload: Omit<PolicyPayload, 'policy'> & { policy?: Maybe<ResolversParentTypes['Policy']> };
  PolicyProblem: PolicyProblem;
  PolicyTrial: TrialAnswer;
  PolicyTrialResult: PolicyTrialResult;
  Proposal: ProposalRow;
  ProposalConnection: ProposalPage;
  ProposalEvent: Omit<ProposalEvent, 'proposal' | 'vote'> & { proposal: ResolversParentTypes['Proposal'], vote?: Maybe<ResolversParentTypes['Vote']> };
  ProposalHistoryConnection: HistoryPage;
  ProposalHistoryEntry: HistoryRow;
  ProposalPayload: Omit<ProposalPayload, 'proposal'> & { proposal?: Maybe<ResolversParentTypes['Proposal']> };
  Query: Record<PropertyKey, never>;
  RecordDecisionInput: RecordDecisionInput;
  ReportStepInput: ReportStepInput;
  RetractVoteInput: RetractVoteInput;
  SetPolicyStatusInput: SetPolicyStatusInput;
  SettleProposalInput: SettleProposalInput;
  SignedHead: SignedHead;
  Subscription: Record<PropertyKey, never>;
  Tally: TallyFact;
  TallyRound: TallyRound;
  TermInWords: TermInWords;
  UserError: UserError;
  Venue: VenueRow;
  Vote: VoteRow;
  VoteConnection: VotePage;
  VotePayload: VotedPayload;
  VoteReceipt: VoteReceipt;
  Voter: SeatRow;
  VoterConnection: SeatPage;
};

export type CasterResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Caster'] = ResolversParentTypes['Caster']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CasterKind'], ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  own?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ChoiceResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Choice'] = ResolversParentTypes['Choice']> = {
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  means?: Resolver<ResolversTypes['ChoiceMeaning'], ParentType, ContextType>;
};

export type ChoiceCountResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ChoiceCount'] = ResolversParentTypes['ChoiceCount']> = {
  choice?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  votes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CommunityResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Community'] = ResolversParentTypes['Community'], FederationReferenceType extends FederationReferenceTypes['Community'] = FederationReferenceTypes['Community']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Community']> | FederationReferenceType, FederationReferenceType, ContextType>;
  decisions?: Resolver<ResolversTypes['DecisionConnection'], ParentType, ContextType, RequireFields<CommunityDecisionsArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  policies?: Resolver<Array<ResolversTypes['Policy']>, ParentType, ContextType, RequireFields<CommunityPoliciesArgs, 'first'>>;
  proposals?: Resolver<ResolversTypes['ProposalConnection'], ParentType, ContextType, RequireFields<CommunityProposalsArgs, 'first'>>;
};

export type CredSnapshotResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredSnapshot'] = ResolversParentTypes['CredSnapshot']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DecisionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Decision'] = ResolversParentTypes['Decision'], FederationReferenceType extends FederationReferenceTypes['Decision'] = FederationReferenceTypes['Decision']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Decision']> | FederationReferenceType, FederationReferenceType, ContextType>;
  actions?: Resolver<Array<ResolversTypes['PlatformAction']>, ParentType, ContextType, RequireFields<DecisionActionsArgs, 'first'>>;
  choice?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  compliance?: Resolver<ResolversTypes['Compliance'], ParentType, ContextType>;
  decidedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  enforcement?: Resolver<ResolversTypes['Enforcement'], ParentType, ContextType>;
  erased?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  evidence?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  madeBy?: Resolver<ResolversTypes['DecisionMaker'], ParentType, ContextType>;
  maker?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['Outcome'], ParentType, ContextType>;
  peoplesAct?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  previousHash?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  record?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  supersededBy?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType>;
  tally?: Resolver<ResolversTypes['Tally'], ParentType, ContextType>;
  texts?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
};

export type DecisionChainResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DecisionChain'] = ResolversParentTypes['DecisionChain']> = {
  brokenAt?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  erased?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  head?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  length?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  signedHead?: Resolver<ResolversTypes['SignedHead'], ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type DecisionConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DecisionConnection'] = ResolversParentTypes['DecisionConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Decision']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DecisionEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DecisionEvent'] = ResolversParentTypes['DecisionEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  decision?: Resolver<ResolversTypes['Decision'], ParentType, ContextType>;
};

export type DecisionPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DecisionPayload'] = ResolversParentTypes['DecisionPayload']> = {
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type DecisionProofResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DecisionProof'] = ResolversParentTypes['DecisionProof']> = {
  ballots?: Resolver<Maybe<ResolversTypes['LeafConnection']>, ParentType, ContextType, RequireFields<DecisionProofBallotsArgs, 'first'>>;
  decision?: Resolver<ResolversTypes['Decision'], ParentType, ContextType>;
  electorate?: Resolver<Maybe<ResolversTypes['LeafConnection']>, ParentType, ContextType, RequireFields<DecisionProofElectorateArgs, 'first'>>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  head?: Resolver<ResolversTypes['SignedHead'], ParentType, ContextType>;
  inclusion?: Resolver<Maybe<ResolversTypes['VoteReceipt']>, ParentType, ContextType, RequireFields<DecisionProofInclusionArgs, 'leafHash'>>;
  policy?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  record?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type DoubleSeatResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DoubleSeat'] = ResolversParentTypes['DoubleSeat']> = {
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  seatedAs?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
};

export type DoubleSeatConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DoubleSeatConnection'] = ResolversParentTypes['DoubleSeatConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['DoubleSeat']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DurationScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Duration'], any> {
  name: 'Duration';
}

export type ElectorateResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Electorate'] = ResolversParentTypes['Electorate']> = {
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  doubles?: Resolver<ResolversTypes['DoubleSeatConnection'], ParentType, ContextType, RequireFields<ElectorateDoublesArgs, 'first'>>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  snapshot?: Resolver<Maybe<ResolversTypes['CredSnapshot']>, ParentType, ContextType>;
  totalWeight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  viewerMayVote?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  viewerWeight?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  voters?: Resolver<ResolversTypes['VoterConnection'], ParentType, ContextType, RequireFields<ElectorateVotersArgs, 'first'>>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LeafConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['LeafConnection'] = ResolversParentTypes['LeafConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['JSON']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemberResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  votes?: Resolver<ResolversTypes['VoteConnection'], ParentType, ContextType, RequireFields<MemberVotesArgs, 'first'>>;
};

export type MemberDataResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberData'] = ResolversParentTypes['MemberData']> = {
  row?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  table?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MemberDataPageResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberDataPage'] = ResolversParentTypes['MemberDataPage']> = {
  nodes?: Resolver<Array<ResolversTypes['MemberData']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MemberExportResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberExport'] = ResolversParentTypes['MemberExport'], FederationReferenceType extends FederationReferenceTypes['MemberExport'] = FederationReferenceTypes['MemberExport']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['MemberExport']> | FederationReferenceType, FederationReferenceType, ContextType>;
  community?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  proposals?: Resolver<ResolversTypes['MemberDataPage'], ParentType, ContextType, RequireFields<MemberExportProposalsArgs, 'first'>>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  applyPolicy?: Resolver<ResolversTypes['PolicyPayload'], ParentType, ContextType, RequireFields<MutationApplyPolicyArgs, 'input'>>;
  approveProposal?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationApproveProposalArgs, 'input'>>;
  cancelProposal?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationCancelProposalArgs, 'input'>>;
  castVote?: Resolver<ResolversTypes['VotePayload'], ParentType, ContextType, RequireFields<MutationCastVoteArgs, 'input'>>;
  closeProposal?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationCloseProposalArgs, 'input'>>;
  openProposal?: Resolver<ResolversTypes['ProposalPayload'], ParentType, ContextType, RequireFields<MutationOpenProposalArgs, 'input'>>;
  recordDecision?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationRecordDecisionArgs, 'input'>>;
  rejectProposal?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationRejectProposalArgs, 'input'>>;
  reportStep?: Resolver<ResolversTypes['DecisionPayload'], ParentType, ContextType, RequireFields<MutationReportStepArgs, 'input'>>;
  retractVote?: Resolver<ResolversTypes['VotePayload'], ParentType, ContextType, RequireFields<MutationRetractVoteArgs, 'input'>>;
  setPolicyStatus?: Resolver<ResolversTypes['PolicyPayload'], ParentType, ContextType, RequireFields<MutationSetPolicyStatusArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PassRuleResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PassRule'] = ResolversParentTypes['PassRule']> = {
  closeEarly?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  closeEarlyAfter?: Resolver<Maybe<ResolversTypes['Duration']>, ParentType, ContextType>;
  minVotes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  objections?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  quorum?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type PlatformActionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformAction'] = ResolversParentTypes['PlatformAction']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type PolicyResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Policy'] = ResolversParentTypes['Policy'], FederationReferenceType extends FederationReferenceTypes['Policy'] = FederationReferenceTypes['Policy']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Policy']> | FederationReferenceType, FederationReferenceType, ContextType>;
  community?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  document?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inWords?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['PolicyStatus'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  versions?: Resolver<Array<ResolversTypes['Policy']>, ParentType, ContextType, RequireFields<PolicyVersionsArgs, 'first'>>;
};

export type PolicyCheckResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PolicyCheck'] = ResolversParentTypes['PolicyCheck']> = {
  inWords?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  problems?: Resolver<Array<ResolversTypes['PolicyProblem']>, ParentType, ContextType>;
  replaces?: Resolver<Maybe<ResolversTypes['Policy']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  warnings?: Resolver<Array<ResolversTypes['PolicyProblem']>, ParentType, ContextType>;
};

export type PolicyEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PolicyEvent'] = ResolversParentTypes['PolicyEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['Policy'], ParentType, ContextType>;
};

export type PolicyPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PolicyPayload'] = ResolversParentTypes['PolicyPayload']> = {
  policy?: Resolver<Maybe<ResolversTypes['Policy']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PolicyProblemResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PolicyProblem'] = ResolversParentTypes['PolicyProblem']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  column?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  line?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PolicyTrialResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PolicyTrial'] = ResolversParentTypes['PolicyTrial']> = {
  problems?: Resolver<Array<ResolversTypes['PolicyProblem']>, ParentType, ContextType>;
  results?: Resolver<Array<ResolversTypes['PolicyTrialResult']>, ParentType, ContextType>;
  snapshot?: Resolver<Maybe<ResolversTypes['CredSnapshot']>, ParentType, ContextType>;
};

export type PolicyTrialResultResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PolicyTrialResult'] = ResolversParentTypes['PolicyTrialResult']> = {
  action?: Resolver<ResolversTypes['PlatformAction'], ParentType, ContextType>;
  performs?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  verdict?: Resolver<ResolversTypes['PolicyTrialVerdict'], ParentType, ContextType>;
};

export type ProposalResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Proposal'] = ResolversParentTypes['Proposal'], FederationReferenceType extends FederationReferenceTypes['Proposal'] = FederationReferenceTypes['Proposal']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Proposal']> | FederationReferenceType, FederationReferenceType, ContextType>;
  body?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  choices?: Resolver<Array<ResolversTypes['Choice']>, ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  closesAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  community?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType>;
  electorate?: Resolver<ResolversTypes['Electorate'], ParentType, ContextType>;
  enforcement?: Resolver<ResolversTypes['Enforcement'], ParentType, ContextType>;
  evidence?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  history?: Resolver<ResolversTypes['ProposalHistoryConnection'], ParentType, ContextType, RequireFields<ProposalHistoryArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  method?: Resolver<ResolversTypes['VotingMethod'], ParentType, ContextType>;
  onChange?: Resolver<ResolversTypes['OnChange'], ParentType, ContextType>;
  openedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  openedBy?: Resolver<Maybe<ResolversTypes['Caster']>, ParentType, ContextType>;
  passes?: Resolver<ResolversTypes['PassRule'], ParentType, ContextType>;
  policy?: Resolver<Maybe<ResolversTypes['Policy']>, ParentType, ContextType>;
  replacedBy?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType>;
  replaces?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ProposalStatus'], ParentType, ContextType>;
  tally?: Resolver<ResolversTypes['Tally'], ParentType, ContextType>;
  terms?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  termsInWords?: Resolver<Array<ResolversTypes['TermInWords']>, ParentType, ContextType>;
  title?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  trigger?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  venues?: Resolver<Array<ResolversTypes['Venue']>, ParentType, ContextType>;
  viewerVote?: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType>;
  votes?: Resolver<ResolversTypes['VoteConnection'], ParentType, ContextType, RequireFields<ProposalVotesArgs, 'first'>>;
};

export type ProposalConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ProposalConnection'] = ResolversParentTypes['ProposalConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Proposal']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProposalEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ProposalEvent'] = ResolversParentTypes['ProposalEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProposalEventKind'], ParentType, ContextType>;
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
  vote?: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType>;
};

export type ProposalHistoryConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ProposalHistoryConnection'] = ResolversParentTypes['ProposalHistoryConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['ProposalHistoryEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ProposalHistoryEntryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ProposalHistoryEntry'] = ResolversParentTypes['ProposalHistoryEntry']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  castBy?: Resolver<Maybe<ResolversTypes['Caster']>, ParentType, ContextType>;
  choices?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
  compliance?: Resolver<Maybe<ResolversTypes['Compliance']>, ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ProposalHistoryKind'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  peoplesAct?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  revision?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  venue?: Resolver<Maybe<ResolversTypes['Venue']>, ParentType, ContextType>;
};

export type ProposalPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ProposalPayload'] = ResolversParentTypes['ProposalPayload']> = {
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  checkPolicy?: Resolver<ResolversTypes['PolicyCheck'], ParentType, ContextType, RequireFields<QueryCheckPolicyArgs, 'community' | 'document'>>;
  decision?: Resolver<Maybe<ResolversTypes['Decision']>, ParentType, ContextType, RequireFields<QueryDecisionArgs, 'id'>>;
  inclusion?: Resolver<Maybe<ResolversTypes['VoteReceipt']>, ParentType, ContextType, RequireFields<QueryInclusionArgs, 'vote'>>;
  policy?: Resolver<Maybe<ResolversTypes['Policy']>, ParentType, ContextType, RequireFields<QueryPolicyArgs, 'id'>>;
  proof?: Resolver<Maybe<ResolversTypes['DecisionProof']>, ParentType, ContextType, RequireFields<QueryProofArgs, 'decision'>>;
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType, RequireFields<QueryProposalArgs, 'id'>>;
  tryPolicy?: Resolver<ResolversTypes['PolicyTrial'], ParentType, ContextType, RequireFields<QueryTryPolicyArgs, 'community' | 'document' | 'last'>>;
  verifyDecisions?: Resolver<ResolversTypes['DecisionChain'], ParentType, ContextType, RequireFields<QueryVerifyDecisionsArgs, 'community'>>;
};

export type SignedHeadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['SignedHead'] = ResolversParentTypes['SignedHead']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  community?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  head?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  key?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  length?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  signature?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  decisions?: SubscriptionResolver<ResolversTypes['DecisionEvent'], "decisions", ParentType, ContextType, RequireFields<SubscriptionDecisionsArgs, 'community'>>;
  decisionsBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['DecisionEvent']>>, "decisionsBatch", ParentType, ContextType, RequireFields<SubscriptionDecisionsBatchArgs, 'community'>>;
  policies?: SubscriptionResolver<ResolversTypes['PolicyEvent'], "policies", ParentType, ContextType, RequireFields<SubscriptionPoliciesArgs, 'community'>>;
  policiesBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['PolicyEvent']>>, "policiesBatch", ParentType, ContextType, RequireFields<SubscriptionPoliciesBatchArgs, 'community'>>;
  proposal?: SubscriptionResolver<ResolversTypes['Proposal'], "proposal", ParentType, ContextType, RequireFields<SubscriptionProposalArgs, 'id'>>;
  proposals?: SubscriptionResolver<ResolversTypes['ProposalEvent'], "proposals", ParentType, ContextType, RequireFields<SubscriptionProposalsArgs, 'community'>>;
  proposalsBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['ProposalEvent']>>, "proposalsBatch", ParentType, ContextType, RequireFields<SubscriptionProposalsBatchArgs, 'community'>>;
};

export type TallyResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Tally'] = ResolversParentTypes['Tally']> = {
  choice?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  counts?: Resolver<Array<ResolversTypes['ChoiceCount']>, ParentType, ContextType>;
  quorumReached?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  rounds?: Resolver<Array<ResolversTypes['TallyRound']>, ParentType, ContextType>;
  standing?: Resolver<ResolversTypes['Outcome'], ParentType, ContextType>;
  turnout?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  voters?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type TallyRoundResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['TallyRound'] = ResolversParentTypes['TallyRound']> = {
  counts?: Resolver<Array<ResolversTypes['ChoiceCount']>, ParentType, ContextType>;
  eliminated?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type TermInWordsResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['TermInWords'] = ResolversParentTypes['TermInWords']> = {
  label?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type VenueResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Venue'] = ResolversParentTypes['Venue']> = {
  action?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type VoteResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Vote'] = ResolversParentTypes['Vote'], FederationReferenceType extends FederationReferenceTypes['Vote'] = FederationReferenceTypes['Vote']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Vote']> | FederationReferenceType, FederationReferenceType, ContextType>;
  castAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  castBy?: Resolver<Maybe<ResolversTypes['Caster']>, ParentType, ContextType>;
  choices?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  comment?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  note?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  proposal?: Resolver<ResolversTypes['Proposal'], ParentType, ContextType>;
  retracted?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  revision?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type VoteConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['VoteConnection'] = ResolversParentTypes['VoteConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Vote']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VotePayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['VotePayload'] = ResolversParentTypes['VotePayload']> = {
  proposal?: Resolver<Maybe<ResolversTypes['Proposal']>, ParentType, ContextType>;
  receipt?: Resolver<Maybe<ResolversTypes['VoteReceipt']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
  vote?: Resolver<Maybe<ResolversTypes['Vote']>, ParentType, ContextType>;
};

export type VoteReceiptResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['VoteReceipt'] = ResolversParentTypes['VoteReceipt']> = {
  index?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  leaf?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  leafHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  root?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type VoterResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Voter'] = ResolversParentTypes['Voter']> = {
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  weight?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type VoterConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['VoterConnection'] = ResolversParentTypes['VoterConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Voter']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  Caster?: CasterResolvers<ContextType>;
  Choice?: ChoiceResolvers<ContextType>;
  ChoiceCount?: ChoiceCountResolvers<ContextType>;
  Community?: CommunityResolvers<ContextType>;
  CredSnapshot?: CredSnapshotResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Decision?: DecisionResolvers<ContextType>;
  DecisionChain?: DecisionChainResolvers<ContextType>;
  DecisionConnection?: DecisionConnectionResolvers<ContextType>;
  DecisionEvent?: DecisionEventResolvers<ContextType>;
  DecisionPayload?: DecisionPayloadResolvers<ContextType>;
  DecisionProof?: DecisionProofResolvers<ContextType>;
  DoubleSeat?: DoubleSeatResolvers<ContextType>;
  DoubleSeatConnection?: DoubleSeatConnectionResolvers<ContextType>;
  Duration?: GraphQLScalarType;
  Electorate?: ElectorateResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LeafConnection?: LeafConnectionResolvers<ContextType>;
  Member?: MemberResolvers<ContextType>;
  MemberData?: MemberDataResolvers<ContextType>;
  MemberDataPage?: MemberDataPageResolvers<ContextType>;
  MemberExport?: MemberExportResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PassRule?: PassRuleResolvers<ContextType>;
  PlatformAction?: PlatformActionResolvers<ContextType>;
  Policy?: PolicyResolvers<ContextType>;
  PolicyCheck?: PolicyCheckResolvers<ContextType>;
  PolicyEvent?: PolicyEventResolvers<ContextType>;
  PolicyPayload?: PolicyPayloadResolvers<ContextType>;
  PolicyProblem?: PolicyProblemResolvers<ContextType>;
  PolicyTrial?: PolicyTrialResolvers<ContextType>;
  PolicyTrialResult?: PolicyTrialResultResolvers<ContextType>;
  Proposal?: ProposalResolvers<ContextType>;
  ProposalConnection?: ProposalConnectionResolvers<ContextType>;
  ProposalEvent?: ProposalEventResolvers<ContextType>;
  ProposalHistoryConnection?: ProposalHistoryConnectionResolvers<ContextType>;
  ProposalHistoryEntry?: ProposalHistoryEntryResolvers<ContextType>;
  ProposalPayload?: ProposalPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  SignedHead?: SignedHeadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Tally?: TallyResolvers<ContextType>;
  TallyRound?: TallyRoundResolvers<ContextType>;
  TermInWords?: TermInWordsResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Venue?: VenueResolvers<ContextType>;
  Vote?: VoteResolvers<ContextType>;
  VoteConnection?: VoteConnectionResolvers<ContextType>;
  VotePayload?: VotePayloadResolvers<ContextType>;
  VoteReceipt?: VoteReceiptResolvers<ContextType>;
  Voter?: VoterResolvers<ContextType>;
  VoterConnection?: VoterConnectionResolvers<ContextType>;
};

