import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ExportReference, ExportPage } from '../../backbone/people/exporting.ts';
import type { Entity } from '../../subgraphs/actions/domain/action.ts';
import type { ActionRow, ApprovalRow, AttemptRow, ExpenseRow } from '../../subgraphs/actions/storage/tables.ts';
import type { ActionPage, ExpensePage } from '../../subgraphs/actions/loaders.ts';
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

export type AccountInput = {
  host?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['String']['input']>;
  platform: Scalars['String']['input'];
  username?: InputMaybe<Scalars['String']['input']>;
};

export type ActionApproval = {
  __typename?: 'ActionApproval';
  at: Scalars['DateTime']['output'];
  member: Member;
};

export type ActionAttempt = {
  __typename?: 'ActionAttempt';
  at: Scalars['DateTime']['output'];
  detail: Maybe<Scalars['String']['output']>;
  outcome: ActionStatus;
};

export type ActionDirection =
  | 'OBSERVED'
  | 'REQUESTED';

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

export type ActionSubject = {
  __typename?: 'ActionSubject';
  id: Scalars['String']['output'];
  title: Maybe<Scalars['String']['output']>;
  type: Scalars['String']['output'];
  url: Maybe<Scalars['String']['output']>;
};

export type ActionSubjectInput = {
  id: Scalars['String']['input'];
  title?: InputMaybe<Scalars['String']['input']>;
  type: Scalars['String']['input'];
  url?: InputMaybe<Scalars['String']['input']>;
};

export type Community = {
  __typename?: 'Community';
  /**
   * Newest first. `waiting: true`: only those that a policy failed on, so that nothing was decided. `dead: true`: only those that
   * were asked for and given up.
   */
  actions: PlatformActionConnection;
  /** Expenses of the connected collective, as Open Collective has them; newest first. */
  expenses: ExpenseConnection;
  id: Scalars['ID']['output'];
};


export type CommunityActionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  dead?: InputMaybe<Scalars['Boolean']['input']>;
  direction?: InputMaybe<ActionDirection>;
  first?: InputMaybe<Scalars['Int']['input']>;
  kind?: InputMaybe<Scalars['String']['input']>;
  status?: InputMaybe<ActionStatus>;
  waiting?: InputMaybe<Scalars['Boolean']['input']>;
};


export type CommunityExpensesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<Array<Scalars['String']['input']>>;
};

export type ConfirmActionInput = {
  action: Scalars['ID']['input'];
  /** false: take it back. */
  confirmed?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which expenses the policies are to be asked about. */
export type ConsiderExpensesInput = {
  /** Those that are PENDING: at most 300 in a call, the oldest first, and `remaining` are left for the next. */
  all?: InputMaybe<Scalars['Boolean']['input']>;
  /** The community whose policies are asked. */
  community: Scalars['ID']['input'];
  /** Its connection to the collective that they are of. */
  connection: Scalars['ID']['input'];
  /** These, by id (ex_…), legacy id or address: at most 100. Either this or `all`. An empty list asks about none, and has `remaining` told. */
  expenses?: InputMaybe<Array<Scalars['ID']['input']>>;
};

/** How many are asked about, and how many are left. */
export type ConsiderExpensesPayload = {
  __typename?: 'ConsiderExpensesPayload';
  /** How many are asked about by this call: those that were before are not counted. */
  asked: Maybe<Scalars['Int']['output']>;
  /** How many of the connection's PENDING expenses nobody was asked about yet; counted as far as 10,000. */
  remaining: Maybe<Scalars['Int']['output']>;
  /** Why nothing was asked. */
  userErrors: Array<UserError>;
};

export type Expense = {
  __typename?: 'Expense';
  amountInCents: Scalars['Int']['output'];
  community: Community;
  createdAt: Scalars['DateTime']['output'];
  currency: Scalars['String']['output'];
  description: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  legacyId: Maybe<Scalars['Int']['output']>;
  payee: Scalars['String']['output'];
  /** As Open Collective names it: PENDING, APPROVED, REJECTED, PAID, … */
  status: Scalars['String']['output'];
  submittedBy: Scalars['String']['output'];
  tags: Array<Scalars['String']['output']>;
  url: Maybe<Scalars['String']['output']>;
};

export type ExpenseConnection = {
  __typename?: 'ExpenseConnection';
  nodes: Array<Expense>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type Member = {
  __typename?: 'Member';
  id: Scalars['ID']['output'];
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
  /** Accounts, confirmations, what they did on platforms, and what of that is kept: expenses, webhooks. */
  actions: MemberDataPage;
  community: Scalars['ID']['output'];
  person: Scalars['ID']['output'];
};


/** All that is kept of a person; see communities. */
export type MemberExportActionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Approves the expense on Open Collective, once, however often it is called. */
  approveExpense: PlatformActionPayload;
  /** Confirms an action that waits for it, or takes that back before it is performed: by a holder of the role, with the member's own key or session. */
  confirmAction: PlatformActionPayload;
  /**
   * Has the policies asked about expenses that were there before their collective was connected, of which nobody was asked: each is
   * recorded as submitted (`expense.created`), with what it is by now, and policies on that decide, or open a ballot. Each once, however
   * often it is called.
   */
  considerExpenses: ConsiderExpensesPayload;
  /** Does anything that an adapter can do. What is Folkmoot's own (granting and refusing roles) needs DRIVE. */
  performAction: PlatformActionPayload;
  /** Rejects the expense on Open Collective, once; one that is approved is unapproved first, where the token may do that. */
  rejectExpense: PlatformActionPayload;
  /** A platform without an adapter here says what happened there: 'X happened in Y'. */
  reportAction: PlatformActionPayload;
  /** A platform asks before it lets something happen. ALLOW or DENY at once where a rule decides, else WAIT. */
  requestPermission: PlatformActionPayload;
  /** Tries a requested action again now, also one that failed. What failed for the credentials alone is tried again by itself once they are taken. What is held or not confirmed goes on waiting. */
  retryAction: PlatformActionPayload;
  /** The driver says why nothing could be decided on an action; null when that is over. */
  setActionProblem: PlatformActionPayload;
  /** The driver answers a permission: ALLOW or DENY, or WAIT while a decision is being made. What was allowed or denied stays so. */
  settlePermission: PlatformActionPayload;
  /** Stops an action while it is held, for good: by a holder of its guardian role, with the member's own key or session, or by an administrator. */
  stayAction: PlatformActionPayload;
};


export type MutationApproveExpenseArgs = {
  input: SettleExpenseInput;
};


export type MutationConfirmActionArgs = {
  input: ConfirmActionInput;
};


export type MutationConsiderExpensesArgs = {
  input: ConsiderExpensesInput;
};


export type MutationPerformActionArgs = {
  input: PerformActionInput;
};


export type MutationRejectExpenseArgs = {
  input: SettleExpenseInput;
};


export type MutationReportActionArgs = {
  input: ReportActionInput;
};


export type MutationRequestPermissionArgs = {
  input: ReportActionInput;
};


export type MutationRetryActionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationSetActionProblemArgs = {
  id: Scalars['ID']['input'];
  problem?: InputMaybe<Scalars['String']['input']>;
};


export type MutationSettlePermissionArgs = {
  input: SettlePermissionInput;
};


export type MutationStayActionArgs = {
  input: StayActionInput;
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['Cursor']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
};

export type PerformActionInput = {
  /** Tell people the outcome instead of carrying it out: the action ends as ADVISED. */
  advisory?: InputMaybe<Scalars['Boolean']['input']>;
  /** The role, by name or id, whose holders confirm it. Whoever submitted what it is about, or is paid, does not count. */
  by?: InputMaybe<Scalars['String']['input']>;
  community: Scalars['ID']['input'];
  decision?: InputMaybe<Scalars['ID']['input']>;
  /** The role, by name or id, whose holders may stay it while it is held. Without one, only an administrator may. */
  guardian?: InputMaybe<Scalars['String']['input']>;
  /** Wait so long before it is performed; until then it can be stayed. */
  holds?: InputMaybe<Scalars['Duration']['input']>;
  /** Repeating a call with the same key changes nothing and returns the first result. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  kind: Scalars['String']['input'];
  /** Wait until so many people have confirmed it. */
  needs?: InputMaybe<Scalars['Int']['input']>;
  parameters?: InputMaybe<Scalars['JSON']['input']>;
  /** The ballot that this action announces: what the action makes becomes a venue of it. */
  proposal?: InputMaybe<Scalars['ID']['input']>;
  /** What it is to be done to, as the platform names it: an expense, a conversation, a role request. */
  subject?: InputMaybe<Scalars['String']['input']>;
  /** The time they have for it; by default 30 days. */
  within?: InputMaybe<Scalars['Duration']['input']>;
};

/** Something that happened on a platform, or that is to be done there. */
export type PlatformAction = {
  __typename?: 'PlatformAction';
  /** People are told the outcome instead of it being carried out. */
  advisory: Scalars['Boolean']['output'];
  /** Who has confirmed it, in order. Whoever loses the role before it is performed is not among them any more. At most 500. */
  approvals: Array<ActionApproval>;
  /** The kind of question that the subject is again, since its terms changed: policies on that kind are asked about the new terms. */
  asks: Maybe<Scalars['String']['output']>;
  /** Whether someone asked if this may happen: then `verdict` is the answer. */
  asksPermission: Scalars['Boolean']['output'];
  /** The last of them, in order. */
  attempts: Array<ActionAttempt>;
  /** How the terms differ from what was told of the subject before. Empty where they do not. */
  changed: Array<TermDifference>;
  community: Community;
  /** The role whose holders confirm it. */
  confirmers: Maybe<Scalars['String']['output']>;
  /** What the adapter made of the platform's answer, for policies and programs. */
  data: Scalars['JSON']['output'];
  /**
   * Whether it was asked for, is not done, and is not tried again by itself: refused for good (FAILED), or given up after 20
   * tries (FAILED where it was certainly not done, else UNKNOWN). `retryAction` tries it again.
   */
  dead: Scalars['Boolean']['output'];
  /** The decision that asked for it. */
  decisionId: Maybe<Scalars['ID']['output']>;
  direction: ActionDirection;
  expense: Maybe<Expense>;
  /** The role whose holders may stay it; null where only an administrator may. */
  guardian: Maybe<Scalars['String']['output']>;
  /** Until then it is not performed, and `guardian` may stay it. Null for one that does not wait for a time. */
  heldUntil: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** Who did it, where the platform says so and the account is a member's. */
  initiator: Maybe<Member>;
  /** The initiator's account as the platform names it. */
  initiatorName: Maybe<Scalars['String']['output']>;
  /** platform.object.verb, for example opencollective.expense.created or slack.message.post. */
  kind: Scalars['String']['output'];
  /** When it has FAILED unless so many have confirmed it. */
  lapsesAt: Maybe<Scalars['DateTime']['output']>;
  /** How many people must confirm it before it is performed. Null for one that waits for nobody. */
  needs: Maybe<Scalars['Int']['output']>;
  /** The newest that was observed of the same subject on the same platform: what is known of it now. Null where nothing was. */
  newest: Maybe<PlatformAction>;
  occurredAt: Scalars['DateTime']['output'];
  platform: Scalars['String']['output'];
  /** Why nothing could be decided on it, until the policy is mended. */
  problem: Maybe<Scalars['String']['output']>;
  /** The ballot that this action announces. */
  proposalId: Maybe<Scalars['ID']['output']>;
  recordedAt: Scalars['DateTime']['output'];
  /** What the platform answered to a requested action: the comment that was made, whether it was already so. */
  result: Maybe<Scalars['JSON']['output']>;
  status: ActionStatus;
  /** What it is about, as the platform names it. */
  subject: ActionSubject;
  /** The earlier decision, by id, that asked for the contrary on the same subject. */
  supersedes: Maybe<Scalars['ID']['output']>;
  /**
   * What people agree to who say yes to its subject, as it was read then: of an expense `amountInCents`, `currency`, `payee`,
   * `payoutMethod`, `account`, `type`, `description`, `longDescription`, `items`, `files` (by the SHA-256 of their address, and of their content where it can be read).
   */
  terms: Maybe<Scalars['JSON']['output']>;
  /** For a permission that was asked for: what the driver says. Null until it has said anything. */
  verdict: Maybe<Verdict>;
  /** Whether the caller may confirm it now, or take that back. */
  viewerMayConfirm: Scalars['Boolean']['output'];
  /** Whether the caller may stay it now. */
  viewerMayStay: Scalars['Boolean']['output'];
};


/** Something that happened on a platform, or that is to be done there. */
export type PlatformActionAttemptsArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};

export type PlatformActionConnection = {
  __typename?: 'PlatformActionConnection';
  nodes: Array<PlatformAction>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type PlatformActionEvent = {
  __typename?: 'PlatformActionEvent';
  action: PlatformAction;
  cursor: Scalars['Cursor']['output'];
};

export type PlatformActionPayload = {
  __typename?: 'PlatformActionPayload';
  action: Maybe<PlatformAction>;
  userErrors: Array<UserError>;
};

export type PlatformCapabilities = {
  __typename?: 'PlatformCapabilities';
  ballots: Scalars['Boolean']['output'];
  /**
   * By heard kind, or pattern of kinds (opencollective.expense.*): what action.data has, as { name: type }. A type is text, number,
   * bool, list, object or role (the name of a role of the community); with ? it may be null or absent.
   */
  fields: Scalars['JSON']['output'];
  hears: Array<Scalars['String']['output']>;
  /** By performed kind or pattern: the parameters that it takes, in the same form. Every kind takes reason and message, too. */
  parameters: Scalars['JSON']['output'];
  performs: Array<Scalars['String']['output']>;
  platform: Scalars['String']['output'];
  /** By kind or pattern: the type of what the action is about, or is done to. A kind that is not named is done to nothing in particular. */
  subjects: Scalars['JSON']['output'];
  /** The names of the terms that its subjects have: what a policy's vote.terms may name. */
  terms: Array<Scalars['String']['output']>;
};

export type Query = {
  __typename?: 'Query';
  action: Maybe<PlatformAction>;
  /** What the installed adapters can hear and do. */
  platforms: Array<PlatformCapabilities>;
};


export type QueryActionArgs = {
  id: Scalars['ID']['input'];
};

export type ReportActionInput = {
  community: Scalars['ID']['input'];
  data?: InputMaybe<Scalars['JSON']['input']>;
  /** Repeating a call with the same key changes nothing and returns the first result. */
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  initiator?: InputMaybe<AccountInput>;
  /** platform.object.verb */
  kind: Scalars['String']['input'];
  occurredAt?: InputMaybe<Scalars['DateTime']['input']>;
  subject: ActionSubjectInput;
};

export type SettleExpenseInput = {
  community: Scalars['ID']['input'];
  decision?: InputMaybe<Scalars['ID']['input']>;
  /** id (ex_…), legacy id or address of the expense */
  expense: Scalars['ID']['input'];
  idempotencyKey?: InputMaybe<Scalars['String']['input']>;
  message?: InputMaybe<Scalars['String']['input']>;
};

export type SettlePermissionInput = {
  action: Scalars['ID']['input'];
  decision?: InputMaybe<Scalars['ID']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
  verdict: Verdict;
};

export type StayActionInput = {
  action: Scalars['ID']['input'];
  reason: Scalars['String']['input'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /** One action: its state at once, then every change, until it is settled. */
  action: PlatformAction;
  /** Actions of a community as they are observed, asked for and settled. `after` as for decisions. */
  actions: PlatformActionEvent;
  actionsBatch: Array<Maybe<PlatformActionEvent>>;
};


export type SubscriptionActionArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionActionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
  direction?: InputMaybe<ActionDirection>;
  kind?: InputMaybe<Scalars['String']['input']>;
};


export type SubscriptionActionsBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
  direction?: InputMaybe<ActionDirection>;
  kind?: InputMaybe<Scalars['String']['input']>;
};

/** One term that was changed: its name, what it was and is, and both in words. */
export type TermDifference = {
  __typename?: 'TermDifference';
  after: Maybe<Scalars['JSON']['output']>;
  before: Maybe<Scalars['JSON']['output']>;
  name: Scalars['String']['output'];
  words: Scalars['String']['output'];
};

export type UserError = {
  __typename?: 'UserError';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path: Maybe<Array<Scalars['String']['output']>>;
};

/** The answer to 'may this happen?'. */
export type Verdict =
  | 'ALLOW'
  | 'DENY'
  /** A decision is being made: follow the action, or the proposal. */
  | 'WAIT';



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
  MemberExport: MemberExport;
  PlatformAction: PlatformAction;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Community:
    ( { __typename: 'Community' }
    & GraphQLRecursivePick<FederationTypes['Community'], {"id":true}> );
  MemberExport:
    ( { __typename: 'MemberExport' }
    & GraphQLRecursivePick<FederationTypes['MemberExport'], {"community":true,"person":true}> );
  PlatformAction:
    ( { __typename: 'PlatformAction' }
    & GraphQLRecursivePick<FederationTypes['PlatformAction'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccountInput: AccountInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ActionApproval: ResolverTypeWrapper<ApprovalRow>;
  ActionAttempt: ResolverTypeWrapper<AttemptRow>;
  ActionDirection: ActionDirection;
  ActionStatus: ActionStatus;
  ActionSubject: ResolverTypeWrapper<ActionSubject>;
  ActionSubjectInput: ActionSubjectInput;
  Community: ResolverTypeWrapper<Entity>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ConfirmActionInput: ConfirmActionInput;
  ConsiderExpensesInput: ConsiderExpensesInput;
  ConsiderExpensesPayload: ResolverTypeWrapper<ConsiderExpensesPayload>;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  Expense: ResolverTypeWrapper<ExpenseRow>;
  ExpenseConnection: ResolverTypeWrapper<ExpensePage>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Member: ResolverTypeWrapper<Member>;
  MemberData: ResolverTypeWrapper<MemberData>;
  MemberDataPage: ResolverTypeWrapper<ExportPage>;
  MemberExport: ResolverTypeWrapper<ExportReference>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PerformActionInput: PerformActionInput;
  PlatformAction: ResolverTypeWrapper<ActionRow>;
  PlatformActionConnection: ResolverTypeWrapper<ActionPage>;
  PlatformActionEvent: ResolverTypeWrapper<Omit<PlatformActionEvent, 'action'> & { action: ResolversTypes['PlatformAction'] }>;
  PlatformActionPayload: ResolverTypeWrapper<Omit<PlatformActionPayload, 'action'> & { action?: Maybe<ResolversTypes['PlatformAction']> }>;
  PlatformCapabilities: ResolverTypeWrapper<PlatformCapabilities>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ReportActionInput: ReportActionInput;
  SettleExpenseInput: SettleExpenseInput;
  SettlePermissionInput: SettlePermissionInput;
  StayActionInput: StayActionInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  TermDifference: ResolverTypeWrapper<TermDifference>;
  UserError: ResolverTypeWrapper<UserError>;
  Verdict: Verdict;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountInput: AccountInput;
  String: Scalars['String']['output'];
  ActionApproval: ApprovalRow;
  ActionAttempt: AttemptRow;
  ActionSubject: ActionSubject;
  ActionSubjectInput: ActionSubjectInput;
  Community: Entity;
  Boolean: Scalars['Boolean']['output'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  ConfirmActionInput: ConfirmActionInput;
  ConsiderExpensesInput: ConsiderExpensesInput;
  ConsiderExpensesPayload: ConsiderExpensesPayload;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  Duration: Scalars['Duration']['output'];
  Expense: ExpenseRow;
  ExpenseConnection: ExpensePage;
  JSON: Scalars['JSON']['output'];
  Member: Member;
  MemberData: MemberData;
  MemberDataPage: ExportPage;
  MemberExport: ExportReference;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PerformActionInput: PerformActionInput;
  PlatformAction: ActionRow;
  PlatformActionConnection: ActionPage;
  PlatformActionEvent: Omit<PlatformActionEvent, 'action'> & { action: ResolversParentTypes['PlatformAction'] };
  PlatformActionPayload: Omit<PlatformActionPayload, 'action'> & { action?: Maybe<ResolversParentTypes['PlatformAction']> };
  PlatformCapabilities: PlatformCapabilities;
  Query: Record<PropertyKey, never>;
  ReportActionInput: ReportActionInput;
  SettleExpenseInput: SettleExpenseInput;
  SettlePermissionInput: SettlePermissionInput;
  StayActionInput: StayActionInput;
  Subscription: Record<PropertyKey, never>;
  TermDifference: TermDifference;
  UserError: UserError;
};

export type ActionApprovalResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ActionApproval'] = ResolversParentTypes['ActionApproval']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
};

export type ActionAttemptResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ActionAttempt'] = ResolversParentTypes['ActionAttempt']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['ActionStatus'], ParentType, ContextType>;
};

export type ActionSubjectResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ActionSubject'] = ResolversParentTypes['ActionSubject']> = {
  id?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type CommunityResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Community'] = ResolversParentTypes['Community'], FederationReferenceType extends FederationReferenceTypes['Community'] = FederationReferenceTypes['Community']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Community']> | FederationReferenceType, FederationReferenceType, ContextType>;
  actions?: Resolver<ResolversTypes['PlatformActionConnection'], ParentType, ContextType, RequireFields<CommunityActionsArgs, 'first'>>;
  expenses?: Resolver<ResolversTypes['ExpenseConnection'], ParentType, ContextType, RequireFields<CommunityExpensesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type ConsiderExpensesPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ConsiderExpensesPayload'] = ResolversParentTypes['ConsiderExpensesPayload']> = {
  asked?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  remaining?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export interface DurationScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Duration'], any> {
  name: 'Duration';
}

export type ExpenseResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Expense'] = ResolversParentTypes['Expense']> = {
  amountInCents?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  community?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  legacyId?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  payee?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  submittedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  tags?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type ExpenseConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ExpenseConnection'] = ResolversParentTypes['ExpenseConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Expense']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MemberResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
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
  actions?: Resolver<ResolversTypes['MemberDataPage'], ParentType, ContextType, RequireFields<MemberExportActionsArgs, 'first'>>;
  community?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  approveExpense?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationApproveExpenseArgs, 'input'>>;
  confirmAction?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationConfirmActionArgs, 'input'>>;
  considerExpenses?: Resolver<ResolversTypes['ConsiderExpensesPayload'], ParentType, ContextType, RequireFields<MutationConsiderExpensesArgs, 'input'>>;
  performAction?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationPerformActionArgs, 'input'>>;
  rejectExpense?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationRejectExpenseArgs, 'input'>>;
  reportAction?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationReportActionArgs, 'input'>>;
  requestPermission?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationRequestPermissionArgs, 'input'>>;
  retryAction?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationRetryActionArgs, 'id'>>;
  setActionProblem?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationSetActionProblemArgs, 'id'>>;
  settlePermission?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationSettlePermissionArgs, 'input'>>;
  stayAction?: Resolver<ResolversTypes['PlatformActionPayload'], ParentType, ContextType, RequireFields<MutationStayActionArgs, 'input'>>;
};

export type PageInfoResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PlatformActionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformAction'] = ResolversParentTypes['PlatformAction'], FederationReferenceType extends FederationReferenceTypes['PlatformAction'] = FederationReferenceTypes['PlatformAction']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PlatformAction']> | FederationReferenceType, FederationReferenceType, ContextType>;
  advisory?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  approvals?: Resolver<Array<ResolversTypes['ActionApproval']>, ParentType, ContextType>;
  asks?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  asksPermission?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['ActionAttempt']>, ParentType, ContextType, RequireFields<PlatformActionAttemptsArgs, 'last'>>;
  changed?: Resolver<Array<ResolversTypes['TermDifference']>, ParentType, ContextType>;
  community?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
  confirmers?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  data?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  dead?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  decisionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  direction?: Resolver<ResolversTypes['ActionDirection'], ParentType, ContextType>;
  expense?: Resolver<Maybe<ResolversTypes['Expense']>, ParentType, ContextType>;
  guardian?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  heldUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  initiator?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  initiatorName?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  lapsesAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  needs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  newest?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  occurredAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  proposalId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  recordedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ActionStatus'], ParentType, ContextType>;
  subject?: Resolver<ResolversTypes['ActionSubject'], ParentType, ContextType>;
  supersedes?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  terms?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  verdict?: Resolver<Maybe<ResolversTypes['Verdict']>, ParentType, ContextType>;
  viewerMayConfirm?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  viewerMayStay?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PlatformActionConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformActionConnection'] = ResolversParentTypes['PlatformActionConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PlatformActionEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformActionEvent'] = ResolversParentTypes['PlatformActionEvent']> = {
  action?: Resolver<ResolversTypes['PlatformAction'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
};

export type PlatformActionPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformActionPayload'] = ResolversParentTypes['PlatformActionPayload']> = {
  action?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type PlatformCapabilitiesResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformCapabilities'] = ResolversParentTypes['PlatformCapabilities']> = {
  ballots?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  fields?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  hears?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  parameters?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  performs?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  subjects?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  terms?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  action?: Resolver<Maybe<ResolversTypes['PlatformAction']>, ParentType, ContextType, RequireFields<QueryActionArgs, 'id'>>;
  platforms?: Resolver<Array<ResolversTypes['PlatformCapabilities']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  action?: SubscriptionResolver<ResolversTypes['PlatformAction'], "action", ParentType, ContextType, RequireFields<SubscriptionActionArgs, 'id'>>;
  actions?: SubscriptionResolver<ResolversTypes['PlatformActionEvent'], "actions", ParentType, ContextType, RequireFields<SubscriptionActionsArgs, 'community'>>;
  actionsBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['PlatformActionEvent']>>, "actionsBatch", ParentType, ContextType, RequireFields<SubscriptionActionsBatchArgs, 'community'>>;
};

export type TermDifferenceResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['TermDifference'] = ResolversParentTypes['TermDifference']> = {
  after?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  before?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  words?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  ActionApproval?: ActionApprovalResolvers<ContextType>;
  ActionAttempt?: ActionAttemptResolvers<ContextType>;
  ActionSubject?: ActionSubjectResolvers<ContextType>;
  Community?: CommunityResolvers<ContextType>;
  ConsiderExpensesPayload?: ConsiderExpensesPayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Duration?: GraphQLScalarType;
  Expense?: ExpenseResolvers<ContextType>;
  ExpenseConnection?: ExpenseConnectionResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Member?: MemberResolvers<ContextType>;
  MemberData?: MemberDataResolvers<ContextType>;
  MemberDataPage?: MemberDataPageResolvers<ContextType>;
  MemberExport?: MemberExportResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlatformAction?: PlatformActionResolvers<ContextType>;
  PlatformActionConnection?: PlatformActionConnectionResolvers<ContextType>;
  PlatformActionEvent?: PlatformActionEventResolvers<ContextType>;
  PlatformActionPayload?: PlatformActionPayloadResolvers<ContextType>;
  PlatformCapabilities?: PlatformCapabilitiesResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  TermDifference?: TermDifferenceResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

