import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { MemberReference, MemberAnswer, DoubleAnswer, ParticipantAnswer } from '../../subgraphs/cred/answers.ts';
import type { ExportReference, ExportPage } from '../../backbone/people/exporting.ts';
import type { SourceRow, SnapshotRow } from '../../subgraphs/cred/storage/tables.ts';
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
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

/**
 * GitHub goes by the username, Discord by the id (the snowflake), Discourse by host and username, Ethereum by the address.
 * With platform sourcecred: the id (or an address, as matches have it) of an identity, or its name as username.
 */
export type AccountInput = {
  host?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['String']['input']>;
  platform: Scalars['String']['input'];
  username?: InputMaybe<Scalars['String']['input']>;
};

export type Community = {
  __typename?: 'Community';
  /** Null until a source is connected. */
  cred: Maybe<CommunityCred>;
  /**
   * Members who seem to be one person: their accounts belong to one identity of SourceCred, or are one account in two spellings.
   * They have one seat on each ballot; mergeMembers makes the two one. By member; null without ADMIN scope.
   */
  doubles: Maybe<DoubleConnection>;
  id: Scalars['ID']['output'];
};


export type CommunityDoublesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};

export type CommunityCred = {
  __typename?: 'CommunityCred';
  /** Cred minted in each of N calendar weeks, oldest first, up to the last that the instance has data for. */
  history: Array<CredInterval>;
  /**
   * Participants by all-time cred, or by that of the last N whole calendar weeks before now. A cursor goes on in the order
   * that it came from, also when a newer snapshot answers by then.
   */
  leaderboard: CredParticipantConnection;
  /** The snapshot that answers now. Pin its id, and every answer stays what it was. */
  snapshot: CredSnapshot;
  source: CredSource;
  /** All-time cred of everyone, without bots, projects and organisations unless asked for: what shares are parts of. */
  total: Scalars['Float']['output'];
};


export type CommunityCredHistoryArgs = {
  includeBots?: InputMaybe<Scalars['Boolean']['input']>;
  weeks?: InputMaybe<Scalars['Int']['input']>;
};


export type CommunityCredLeaderboardArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  includeBots?: InputMaybe<Scalars['Boolean']['input']>;
  weeks?: InputMaybe<Scalars['Int']['input']>;
};


export type CommunityCredTotalArgs = {
  includeBots?: InputMaybe<Scalars['Boolean']['input']>;
};

export type CommunityCredPayload = {
  __typename?: 'CommunityCredPayload';
  cred: Maybe<CommunityCred>;
  userErrors: Array<UserError>;
};

export type ConnectCredInput = {
  community: Scalars['ID']['input'];
  /** From 10 (seconds) to 2592000 (30 days). */
  refreshEverySeconds?: InputMaybe<Scalars['Int']['input']>;
  /** http(s), or file:///folder with the key that is admin over all communities. No password or query: everyone can see it. */
  url: Scalars['String']['input'];
};

export type CredEvent = {
  __typename?: 'CredEvent';
  cursor: Scalars['Cursor']['output'];
  snapshot: CredSnapshot;
};

export type CredFile = {
  __typename?: 'CredFile';
  bytes: Scalars['Int']['output'];
  path: Scalars['String']['output'];
  sha256: Scalars['String']['output'];
};

export type CredInterval = {
  __typename?: 'CredInterval';
  cred: Scalars['Float']['output'];
  end: Scalars['DateTime']['output'];
  start: Scalars['DateTime']['output'];
};

export type CredMatch = {
  __typename?: 'CredMatch';
  /** Of the account that was matched: its parts joined by slashes, as sourcecred/github/USERLIKE/USER/ada. */
  address: Scalars['String']['output'];
  cred: Scalars['Float']['output'];
  /** Differs between runs of some instances: keep the address instead. Of an account that no identity claims, the address. */
  identityId: Scalars['String']['output'];
  name: Scalars['String']['output'];
};

export type CredParticipant = {
  __typename?: 'CredParticipant';
  active: Scalars['Boolean']['output'];
  /** Of the identity's accounts; see CredMatch.address. */
  addresses: Array<Scalars['String']['output']>;
  identityId: Scalars['String']['output'];
  kind: CredParticipantKind;
  name: Scalars['String']['output'];
  rank: Scalars['Int']['output'];
  share: Scalars['Float']['output'];
  total: Scalars['Float']['output'];
};

export type CredParticipantConnection = {
  __typename?: 'CredParticipantConnection';
  nodes: Array<CredParticipant>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type CredParticipantKind =
  | 'BOT'
  | 'ORGANIZATION'
  | 'PROJECT'
  | 'USER';

export type CredSnapshot = {
  __typename?: 'CredSnapshot';
  fetchedAt: Scalars['DateTime']['output'];
  /** The files that were read: one of cred and, where there is one, the ledger. */
  files: Array<CredFile>;
  id: Scalars['ID']['output'];
  /** End of the last week that the instance has data for; it may lie far in the past. */
  lastIntervalEnd: Maybe<Scalars['DateTime']['output']>;
  /** Why there is no Grain, where a ledger was there but could not be understood. */
  ledgerProblem: Maybe<Scalars['String']['output']>;
  participantCount: Scalars['Int']['output'];
  /** Of the bytes that were read: of `files` one after the other. */
  sha256: Scalars['String']['output'];
  sourceUrl: Scalars['String']['output'];
  /** The instance may say something else by now: it could not be read again, or a newer snapshot was taken. */
  stale: Scalars['Boolean']['output'];
};

export type CredSource = {
  __typename?: 'CredSource';
  problem: Maybe<Scalars['String']['output']>;
  refreshEverySeconds: Scalars['Int']['output'];
  refreshedAt: Maybe<Scalars['DateTime']['output']>;
  status: CredSourceStatus;
  /** A SourceCred instance: an http(s) address, or file: for a folder. */
  url: Scalars['String']['output'];
};

/** UNREACHABLE and INVALID: the last reading failed; the snapshot before it goes on answering, marked stale. */
export type CredSourceStatus =
  | 'INVALID'
  | 'LOADING'
  | 'READY'
  | 'UNREACHABLE';

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

/** Two members who seem to be one person. */
export type Double = {
  __typename?: 'Double';
  /** Who was there first: they hold what both have, and have the seat. */
  heldBy: Member;
  /** ONE_IDENTITY: the identity that both have accounts of, and by which account of `member`. */
  identity: Maybe<CredMatch>;
  kind: DoubleKind;
  member: Member;
  /** In words for people. */
  why: Scalars['String']['output'];
};

export type DoubleConnection = {
  __typename?: 'DoubleConnection';
  nodes: Array<Double>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type DoubleKind =
  | 'ONE_ACCOUNT'
  | 'ONE_IDENTITY';

/** Amounts in attoGrain (1 Grain = 10^18 attoGrain), as decimal strings without loss. */
export type Grain = {
  __typename?: 'Grain';
  /** Opted in to Grain. Says nothing about whether the account is in use. */
  active: Scalars['Boolean']['output'];
  balance: Scalars['String']['output'];
  paid: Scalars['String']['output'];
  /** Where Grain is paid out, by currency, from the ledger. */
  payoutAddresses: Array<PayoutAddress>;
};

export type Member = {
  __typename?: 'Member';
  accounts: Array<PlatformAccount>;
  community: Community;
  /** Cred of all this member's accounts together. Never fails the member: see `status`. */
  cred: MemberCred;
  id: Scalars['ID']['output'];
};


export type MemberCredArgs = {
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};

export type MemberCred = {
  __typename?: 'MemberCred';
  grain: Maybe<Grain>;
  /**
   * SHARED: the member who was there first and holds the identity. Of an account that was asked for, whatever its status: the member who
   * holds its identity, where that is not the one whose account it is.
   */
  heldBy: Maybe<Member>;
  /** N calendar weeks, oldest first, up to the last that the instance has data for; a week without data counts 0. */
  intervals: Array<CredInterval>;
  /** Cred of the last N whole calendar weeks (Sunday 00:00 UTC) before `asOf`, by default now; a week without data counts 0. */
  lastWeeks: Scalars['Float']['output'];
  /** The SourceCred identities that were matched, and by which account; where that is AMBIGUOUS, the first 100 candidates. */
  matches: Array<CredMatch>;
  /** 1 is the highest; bots, projects and organisations are left out unless asked for. */
  rank: Maybe<Scalars['Int']['output']>;
  /** Part of the community's total, 0 to 1. */
  share: Scalars['Float']['output'];
  snapshot: Maybe<CredSnapshot>;
  status: CredStatus;
  /** All-time cred. 0 where the status is not FOUND. */
  total: Scalars['Float']['output'];
};


export type MemberCredIntervalsArgs = {
  last?: InputMaybe<Scalars['Int']['input']>;
};


export type MemberCredLastWeeksArgs = {
  asOf?: InputMaybe<Scalars['DateTime']['input']>;
  weeks: Scalars['Int']['input'];
};


export type MemberCredRankArgs = {
  includeBots?: InputMaybe<Scalars['Boolean']['input']>;
};


export type MemberCredShareArgs = {
  includeBots?: InputMaybe<Scalars['Boolean']['input']>;
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
  /** Accounts, and what each snapshot that is kept says of them. At most five snapshots at once. */
  cred: MemberDataPage;
  person: Scalars['ID']['output'];
};


/** All that is kept of a person; see communities. */
export type MemberExportCredArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  /** Reads the instance before it answers; a source that cannot be read is refused with the reason. */
  connectCred: CommunityCredPayload;
  /**
   * Reads the instance again, now. Where it cannot be read, `userErrors` says why and `cred` is what the last good snapshot
   * says, marked stale.
   */
  refreshCred: CommunityCredPayload;
};


export type MutationConnectCredArgs = {
  input: ConnectCredInput;
};


export type MutationRefreshCredArgs = {
  community: Scalars['ID']['input'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['Cursor']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
};

/** The currency is a chain id and, for a token, its address, joined by a colon. */
export type PayoutAddress = {
  __typename?: 'PayoutAddress';
  address: Scalars['String']['output'];
  currency: Scalars['String']['output'];
};

export type PlatformAccount = {
  __typename?: 'PlatformAccount';
  externalId: Scalars['String']['output'];
  host: Maybe<Scalars['String']['output']>;
  platform: Scalars['String']['output'];
  username: Maybe<Scalars['String']['output']>;
};

export type Query = {
  __typename?: 'Query';
  /** The question of flow 1: what is the cred of this account in the community's SourceCred instance? */
  cred: MemberCred;
  credSnapshot: Maybe<CredSnapshot>;
};


export type QueryCredArgs = {
  account: AccountInput;
  community: Scalars['ID']['input'];
  snapshot?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryCredSnapshotArgs = {
  id: Scalars['ID']['input'];
};

export type Subscription = {
  __typename?: 'Subscription';
  /** A new snapshot was taken and differs from the last. See `after` on decisions. */
  credRefreshed: CredEvent;
  credRefreshedBatch: Array<Maybe<CredEvent>>;
};


export type SubscriptionCredRefreshedArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionCredRefreshedBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};

export type UserError = {
  __typename?: 'UserError';
  code: Scalars['String']['output'];
  message: Scalars['String']['output'];
  path: Maybe<Array<Scalars['String']['output']>>;
};



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
  CredSnapshot: CredSnapshot;
  Member: Member;
  MemberExport: MemberExport;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Community:
    ( { __typename: 'Community' }
    & GraphQLRecursivePick<FederationTypes['Community'], {"id":true}> );
  CredSnapshot:
    ( { __typename: 'CredSnapshot' }
    & GraphQLRecursivePick<FederationTypes['CredSnapshot'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}>
    & ( Record<PropertyKey, never>
        | GraphQLRecursivePick<FederationTypes['Member'], {"community":{"id":true},"accounts":{"platform":true,"host":true,"externalId":true,"username":true}}> ) );
  MemberExport:
    ( { __typename: 'MemberExport' }
    & GraphQLRecursivePick<FederationTypes['MemberExport'], {"community":true,"person":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccountInput: AccountInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Community: ResolverTypeWrapper<Omit<Community, 'cred' | 'doubles'> & { cred?: Maybe<ResolversTypes['CommunityCred']>, doubles?: Maybe<ResolversTypes['DoubleConnection']> }>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  CommunityCred: ResolverTypeWrapper<SourceRow>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  CommunityCredPayload: ResolverTypeWrapper<Omit<CommunityCredPayload, 'cred'> & { cred?: Maybe<ResolversTypes['CommunityCred']> }>;
  ConnectCredInput: ConnectCredInput;
  CredEvent: ResolverTypeWrapper<Omit<CredEvent, 'snapshot'> & { snapshot: ResolversTypes['CredSnapshot'] }>;
  CredFile: ResolverTypeWrapper<CredFile>;
  CredInterval: ResolverTypeWrapper<CredInterval>;
  CredMatch: ResolverTypeWrapper<CredMatch>;
  CredParticipant: ResolverTypeWrapper<ParticipantAnswer>;
  CredParticipantConnection: ResolverTypeWrapper<Omit<CredParticipantConnection, 'nodes'> & { nodes: Array<ResolversTypes['CredParticipant']> }>;
  CredParticipantKind: CredParticipantKind;
  CredSnapshot: ResolverTypeWrapper<SnapshotRow>;
  CredSource: ResolverTypeWrapper<SourceRow>;
  CredSourceStatus: CredSourceStatus;
  CredStatus: CredStatus;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Double: ResolverTypeWrapper<DoubleAnswer>;
  DoubleConnection: ResolverTypeWrapper<Omit<DoubleConnection, 'nodes'> & { nodes: Array<ResolversTypes['Double']> }>;
  DoubleKind: DoubleKind;
  Grain: ResolverTypeWrapper<Grain>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Member: ResolverTypeWrapper<MemberReference>;
  MemberCred: ResolverTypeWrapper<MemberAnswer>;
  MemberData: ResolverTypeWrapper<MemberData>;
  MemberDataPage: ResolverTypeWrapper<ExportPage>;
  MemberExport: ResolverTypeWrapper<ExportReference>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PayoutAddress: ResolverTypeWrapper<PayoutAddress>;
  PlatformAccount: ResolverTypeWrapper<PlatformAccount>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UserError: ResolverTypeWrapper<UserError>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountInput: AccountInput;
  String: Scalars['String']['output'];
  Community: Omit<Community, 'cred' | 'doubles'> & { cred?: Maybe<ResolversParentTypes['CommunityCred']>, doubles?: Maybe<ResolversParentTypes['DoubleConnection']> } | FederationReferenceTypes['Community'];
  Int: Scalars['Int']['output'];
  ID: Scalars['ID']['output'];
  CommunityCred: SourceRow;
  Boolean: Scalars['Boolean']['output'];
  Float: Scalars['Float']['output'];
  CommunityCredPayload: Omit<CommunityCredPayload, 'cred'> & { cred?: Maybe<ResolversParentTypes['CommunityCred']> };
  ConnectCredInput: ConnectCredInput;
  CredEvent: Omit<CredEvent, 'snapshot'> & { snapshot: ResolversParentTypes['CredSnapshot'] };
  CredFile: CredFile;
  CredInterval: CredInterval;
  CredMatch: CredMatch;
  CredParticipant: ParticipantAnswer;
  CredParticipantConnection: Omit<CredParticipantConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['CredParticipant']> };
  CredSnapshot: SnapshotRow;
  CredSource: SourceRow;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  Double: DoubleAnswer;
  DoubleConnection: Omit<DoubleConnection, 'nodes'> & { nodes: Array<ResolversParentTypes['Double']> };
  Grain: Grain;
  JSON: Scalars['JSON']['output'];
  Member: MemberReference;
  MemberCred: MemberAnswer;
  MemberData: MemberData;
  MemberDataPage: ExportPage;
  MemberExport: ExportReference;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PayoutAddress: PayoutAddress;
  PlatformAccount: PlatformAccount;
  Query: Record<PropertyKey, never>;
  Subscription: Record<PropertyKey, never>;
  UserError: UserError;
};

export type CommunityResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Community'] = ResolversParentTypes['Community'], FederationReferenceType extends FederationReferenceTypes['Community'] = FederationReferenceTypes['Community']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Community']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cred?: Resolver<Maybe<ResolversTypes['CommunityCred']>, ParentType, ContextType>;
  doubles?: Resolver<Maybe<ResolversTypes['DoubleConnection']>, ParentType, ContextType, RequireFields<CommunityDoublesArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type CommunityCredResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CommunityCred'] = ResolversParentTypes['CommunityCred']> = {
  history?: Resolver<Array<ResolversTypes['CredInterval']>, ParentType, ContextType, RequireFields<CommunityCredHistoryArgs, 'includeBots' | 'weeks'>>;
  leaderboard?: Resolver<ResolversTypes['CredParticipantConnection'], ParentType, ContextType, RequireFields<CommunityCredLeaderboardArgs, 'first' | 'includeBots'>>;
  snapshot?: Resolver<ResolversTypes['CredSnapshot'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['CredSource'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Float'], ParentType, ContextType, RequireFields<CommunityCredTotalArgs, 'includeBots'>>;
};

export type CommunityCredPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CommunityCredPayload'] = ResolversParentTypes['CommunityCredPayload']> = {
  cred?: Resolver<Maybe<ResolversTypes['CommunityCred']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type CredEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredEvent'] = ResolversParentTypes['CredEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  snapshot?: Resolver<ResolversTypes['CredSnapshot'], ParentType, ContextType>;
};

export type CredFileResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredFile'] = ResolversParentTypes['CredFile']> = {
  bytes?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CredIntervalResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredInterval'] = ResolversParentTypes['CredInterval']> = {
  cred?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  end?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  start?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type CredMatchResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredMatch'] = ResolversParentTypes['CredMatch']> = {
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  cred?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  identityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type CredParticipantResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredParticipant'] = ResolversParentTypes['CredParticipant']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  addresses?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  identityId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['CredParticipantKind'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  rank?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type CredParticipantConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredParticipantConnection'] = ResolversParentTypes['CredParticipantConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['CredParticipant']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CredSnapshotResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredSnapshot'] = ResolversParentTypes['CredSnapshot'], FederationReferenceType extends FederationReferenceTypes['CredSnapshot'] = FederationReferenceTypes['CredSnapshot']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['CredSnapshot']> | FederationReferenceType, FederationReferenceType, ContextType>;
  fetchedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  files?: Resolver<Array<ResolversTypes['CredFile']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastIntervalEnd?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  ledgerProblem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  participantCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  sha256?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sourceUrl?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  stale?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type CredSourceResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CredSource'] = ResolversParentTypes['CredSource']> = {
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  refreshEverySeconds?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  refreshedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CredSourceStatus'], ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DoubleResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Double'] = ResolversParentTypes['Double']> = {
  heldBy?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  identity?: Resolver<Maybe<ResolversTypes['CredMatch']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DoubleKind'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DoubleConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DoubleConnection'] = ResolversParentTypes['DoubleConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Double']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type GrainResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Grain'] = ResolversParentTypes['Grain']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  balance?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  paid?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  payoutAddresses?: Resolver<Array<ResolversTypes['PayoutAddress']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MemberResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cred?: Resolver<ResolversTypes['MemberCred'], ParentType, ContextType, Partial<MemberCredArgs>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MemberCredResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberCred'] = ResolversParentTypes['MemberCred']> = {
  grain?: Resolver<Maybe<ResolversTypes['Grain']>, ParentType, ContextType>;
  heldBy?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  intervals?: Resolver<Array<ResolversTypes['CredInterval']>, ParentType, ContextType, RequireFields<MemberCredIntervalsArgs, 'last'>>;
  lastWeeks?: Resolver<ResolversTypes['Float'], ParentType, ContextType, RequireFields<MemberCredLastWeeksArgs, 'weeks'>>;
  matches?: Resolver<Array<ResolversTypes['CredMatch']>, ParentType, ContextType>;
  rank?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType, RequireFields<MemberCredRankArgs, 'includeBots'>>;
  share?: Resolver<ResolversTypes['Float'], ParentType, ContextType, RequireFields<MemberCredShareArgs, 'includeBots'>>;
  snapshot?: Resolver<Maybe<ResolversTypes['CredSnapshot']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['CredStatus'], ParentType, ContextType>;
  total?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
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
  cred?: Resolver<ResolversTypes['MemberDataPage'], ParentType, ContextType, RequireFields<MemberExportCredArgs, 'first'>>;
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  connectCred?: Resolver<ResolversTypes['CommunityCredPayload'], ParentType, ContextType, RequireFields<MutationConnectCredArgs, 'input'>>;
  refreshCred?: Resolver<ResolversTypes['CommunityCredPayload'], ParentType, ContextType, RequireFields<MutationRefreshCredArgs, 'community'>>;
};

export type PageInfoResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PayoutAddressResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PayoutAddress'] = ResolversParentTypes['PayoutAddress']> = {
  address?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  currency?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type PlatformAccountResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformAccount'] = ResolversParentTypes['PlatformAccount']> = {
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  username?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  cred?: Resolver<ResolversTypes['MemberCred'], ParentType, ContextType, RequireFields<QueryCredArgs, 'account' | 'community'>>;
  credSnapshot?: Resolver<Maybe<ResolversTypes['CredSnapshot']>, ParentType, ContextType, RequireFields<QueryCredSnapshotArgs, 'id'>>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  credRefreshed?: SubscriptionResolver<ResolversTypes['CredEvent'], "credRefreshed", ParentType, ContextType, RequireFields<SubscriptionCredRefreshedArgs, 'community'>>;
  credRefreshedBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['CredEvent']>>, "credRefreshedBatch", ParentType, ContextType, RequireFields<SubscriptionCredRefreshedBatchArgs, 'community'>>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  Community?: CommunityResolvers<ContextType>;
  CommunityCred?: CommunityCredResolvers<ContextType>;
  CommunityCredPayload?: CommunityCredPayloadResolvers<ContextType>;
  CredEvent?: CredEventResolvers<ContextType>;
  CredFile?: CredFileResolvers<ContextType>;
  CredInterval?: CredIntervalResolvers<ContextType>;
  CredMatch?: CredMatchResolvers<ContextType>;
  CredParticipant?: CredParticipantResolvers<ContextType>;
  CredParticipantConnection?: CredParticipantConnectionResolvers<ContextType>;
  CredSnapshot?: CredSnapshotResolvers<ContextType>;
  CredSource?: CredSourceResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Double?: DoubleResolvers<ContextType>;
  DoubleConnection?: DoubleConnectionResolvers<ContextType>;
  Grain?: GrainResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Member?: MemberResolvers<ContextType>;
  MemberCred?: MemberCredResolvers<ContextType>;
  MemberData?: MemberDataResolvers<ContextType>;
  MemberDataPage?: MemberDataPageResolvers<ContextType>;
  MemberExport?: MemberExportResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PayoutAddress?: PayoutAddressResolvers<ContextType>;
  PlatformAccount?: PlatformAccountResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
};

