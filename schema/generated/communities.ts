import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { CommunityRow, ViewerRow, ConnectionRow, MemberRow, AccountRow, RoleRow, GrantRow, RequestRow, DeliveryRow, KeyRow, SessionRow, ActRow } from '../../subgraphs/communities/storage/tables.ts';
import type { DeliveryPage, MemberPage, RequestPage, CommunityPage, AuditPage, KeyPage, SessionPage, ActPage } from '../../subgraphs/communities/storage/pages.ts';
import type { AuditRow, AuditActorRow } from '../../backbone/audit/audit.ts';
import type { ExportReference, ExportPage } from '../../backbone/people/exporting.ts';
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
  /** Opaque position in a list or in the event log; only this API makes them. */
  Cursor: { input: string; output: string; }
  /** RFC 3339 instant in UTC, for example 2026-11-22T18:00:00Z. */
  DateTime: { input: Date; output: Date; }
  /** ISO 8601 duration, for example P3D or PT90M. */
  Duration: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: unknown; output: unknown; }
};

/**
 * An account on a platform: give the id, or the username where the platform has lasting ones, or both. Platform names are
 * taken in lower case; `host` is the server's address, for platforms that have many.
 */
export type AccountInput = {
  host?: InputMaybe<Scalars['String']['input']>;
  id?: InputMaybe<Scalars['String']['input']>;
  platform: Scalars['String']['input'];
  username?: InputMaybe<Scalars['String']['input']>;
};

export type ActPayload = {
  __typename?: 'ActPayload';
  act: Maybe<PendingAct>;
  userErrors: Array<UserError>;
};

export type ActStatus =
  /** Whoever asked may send the same mutation again, once. */
  | 'APPROVED'
  | 'REFUSED'
  /** It was sent again, and let through. */
  | 'USED'
  | 'WAITING';

export type AddMemberInput = {
  accounts?: InputMaybe<Array<AccountInput>>;
  community: Scalars['ID']['input'];
  name: Scalars['String']['input'];
  roles?: InputMaybe<Array<Scalars['String']['input']>>;
};

/** A key of a community. Its secret is told once, when it is made or rotated. */
export type ApiKey = {
  __typename?: 'ApiKey';
  createdAt: Scalars['DateTime']['output'];
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  /** When it was last used, to a minute or so. Null: it never was. */
  lastUsedAt: Maybe<Scalars['DateTime']['output']>;
  /** Whose key it is. Null: nobody's in particular. */
  member: Maybe<Member>;
  name: Scalars['String']['output'];
  /** Until when the secret before is good, too. */
  overlapsUntil: Maybe<Scalars['DateTime']['output']>;
  revokedAt: Maybe<Scalars['DateTime']['output']>;
  /** When it got its present secret, after its first. */
  rotatedAt: Maybe<Scalars['DateTime']['output']>;
  scopes: Array<Scope>;
};

export type ApiKeyConnection = {
  __typename?: 'ApiKeyConnection';
  nodes: Array<ApiKey>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type ApiKeyPayload = {
  __typename?: 'ApiKeyPayload';
  id: Maybe<Scalars['ID']['output']>;
  name: Maybe<Scalars['String']['output']>;
  secret: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type AuditActor = {
  __typename?: 'AuditActor';
  key: Maybe<ApiKey>;
  kind: AuditActorKind;
  /** The member whose key or session it was. */
  member: Maybe<Member>;
  /** The id of the session. */
  session: Maybe<Scalars['ID']['output']>;
};

export type AuditActorKind =
  /** The key that is admin over all communities, or a session with it. */
  | 'ADMIN'
  | 'KEY'
  /** Somebody who was refused. */
  | 'NOBODY'
  | 'SESSION'
  /** A part of Folkmoot itself: its driver. */
  | 'SYSTEM';

/** Whether a chain of audit entries holds. */
export type AuditChain = {
  __typename?: 'AuditChain';
  /** The place of the first that does not hold. */
  brokenAt: Maybe<Scalars['Int']['output']>;
  /** How many of those had an address that was erased. */
  erased: Scalars['Int']['output'];
  /** The hash of the last that holds. */
  head: Maybe<Scalars['String']['output']>;
  /** How many entries hold. */
  length: Scalars['Int']['output'];
  /** What does not hold, in words for people. */
  problem: Maybe<Scalars['String']['output']>;
  valid: Scalars['Boolean']['output'];
};

export type AuditConnection = {
  __typename?: 'AuditConnection';
  nodes: Array<AuditEntry>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/**
 * A change that somebody asked for: it was written together with the change. Or a key or a try to sign in that was refused: of one
 * kind, address, and key or member once an hour, and twenty of a kind at most. Entries are chained: `hash` is SHA-256, in hex, over the
 * hash of the one before (nothing for the first) and the SHA-256 of `record` as canonical JSON (RFC 8785), one after the other in hex.
 */
export type AuditEntry = {
  __typename?: 'AuditEntry';
  /** The network address that it was asked from, of IPv6 the /64. Null: by a part of Folkmoot itself, or it was erased with its member. */
  address: Maybe<Scalars['String']['output']>;
  /** The other administrator, where it needed one. */
  approvedBy: Maybe<AuditActor>;
  at: Scalars['DateTime']['output'];
  by: AuditActor;
  /** The member whose address it was is erased. Of a record of form 1, which held the address itself, the hash cannot be made again. */
  erased: Scalars['Boolean']['output'];
  /** Types of the events that tell of it: empty where none does. */
  events: Array<Scalars['String']['output']>;
  hash: Scalars['String']['output'];
  /**
   * The name of the mutation; signIn and signOut for those. What was refused: unknownKeyRefused, revokedKeyRefused, expiredKeyRefused
   * (or its secret was rotated out), unknownCodeRefused, usedCodeRefused, expiredCodeRefused, triesRefused (too many tries).
   */
  mutation: Scalars['String']['output'];
  /** The place in the chain, from 1. */
  place: Scalars['Int']['output'];
  record: Scalars['JSON']['output'];
  /**
   * Of a record of form 2: with it `record.addressHash` is SHA-256, in hex, over `[salt, address]` as canonical JSON. It is erased with
   * the address, and the chain holds all the same.
   */
  salt: Maybe<Scalars['String']['output']>;
  /** Ids of what it is about; of many the first 100. */
  subjects: Array<Scalars['ID']['output']>;
};

/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type Community = {
  __typename?: 'Community';
  /** The newest first, those that were revoked among them. Null without ADMIN scope. */
  apiKeys: Maybe<ApiKeyConnection>;
  /**
   * Who did what: every change that somebody asked for, the newest first, and keys of the community and links of its members that were
   * refused. `mutation`: its name (signIn and signOut among them);
   * `by`: the id of a member, or of a key that is nobody's. Null without ADMIN scope.
   */
  audit: Maybe<AuditConnection>;
  /**
   * Accounts of the community on platforms: the collective, the workspace, the forum. Secrets never come back. At most 100 at once, as of
   * all lists: `after` takes the id of the last that came.
   */
  connections: Array<PlatformConnection>;
  createdAt: Scalars['DateTime']['output'];
  /**
   * Where a stream of the community stands now. Ask for it, then for what you show, then subscribe with it as `after`: nothing that
   * happens in between is missed.
   */
  cursor: Scalars['Cursor']['output'];
  /** Who answers 'X happened in Y, what should happen?' for this community. */
  driver: Driver;
  id: Scalars['ID']['output'];
  /** Whose account this is. A username is compared without regard to case, an id exactly. */
  member: Maybe<Member>;
  /** In the order they joined. `role`: those who hold it, by name or id; `search`: those whose name or username contains it. */
  members: MemberConnection;
  name: Scalars['String']['output'];
  /**
   * Dangerous acts that wait for another administrator, or that one has approved and nobody has done yet; the newest first. Null
   * without ADMIN scope.
   */
  pendingActs: Maybe<PendingActConnection>;
  /** The newest first. */
  roleRequests: RoleRequestConnection;
  /** In the order they were made. */
  roles: Array<Role>;
  /** Who is signed in to the live page, the newest first. Null without ADMIN scope. */
  sessions: Maybe<SessionConnection>;
  slug: Scalars['String']['output'];
  /** Whether an administrator needs another one for what is dangerous: docs/security.md has the list. */
  twoAdmins: Scalars['Boolean']['output'];
  visibility: Visibility;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityApiKeysArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityAuditArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  by?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  mutation?: InputMaybe<Scalars['String']['input']>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityConnectionsArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityCursorArgs = {
  stream: StreamName;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityMemberArgs = {
  account: AccountInput;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityMembersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  role?: InputMaybe<Scalars['String']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityPendingActsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityRoleRequestsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  status?: InputMaybe<RoleRequestStatus>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunityRolesArgs = {
  after?: InputMaybe<Scalars['ID']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};


/** A group that governs itself. Arguments named `community` take its id or its slug. */
export type CommunitySessionsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type CommunityConnection = {
  __typename?: 'CommunityConnection';
  nodes: Array<Community>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type CommunityPayload = {
  __typename?: 'CommunityPayload';
  community: Maybe<Community>;
  /** Of setDriver and rotateDriverSecret: the secret (whsec_…) that was made, which is told once and never again. Else null. */
  driverSecret: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

export type ConnectPlatformInput = {
  community: Scalars['ID']['input'];
  /** Tokens and the like; stored encrypted, never returned, never logged. */
  credentials?: InputMaybe<Scalars['JSON']['input']>;
  externalId: Scalars['String']['input'];
  platform: Scalars['String']['input'];
  settings?: InputMaybe<Scalars['JSON']['input']>;
};

export type ConnectionStatus =
  | 'CONNECTED'
  | 'DISCONNECTED'
  /** Credentials were refused or lack a scope. */
  | 'UNAUTHORIZED'
  /** The platform does not answer. */
  | 'UNREACHABLE';

export type CreateApiKeyInput = {
  community: Scalars['ID']['input'];
  expiresAt?: InputMaybe<Scalars['DateTime']['input']>;
  member?: InputMaybe<Scalars['ID']['input']>;
  name: Scalars['String']['input'];
  scopes: Array<Scope>;
};

export type CreateCommunityInput = {
  name: Scalars['String']['input'];
  slug: Scalars['String']['input'];
  visibility?: InputMaybe<Visibility>;
};

export type CreateRoleInput = {
  community: Scalars['ID']['input'];
  description?: InputMaybe<Scalars['String']['input']>;
  name: Scalars['String']['input'];
};

export type CreateSignInLinkInput = {
  member: Scalars['ID']['input'];
};

/** An event that the driver's endpoint has not taken. */
export type Delivery = {
  __typename?: 'Delivery';
  /** The place just before the event: `driverEvents(after: …)` begins with it. */
  before: Scalars['Cursor']['output'];
  /** When it was given up. Null: it waits. */
  deadAt: Maybe<Scalars['DateTime']['output']>;
  /** The event's, as in the header webhook-id. */
  id: Scalars['ID']['output'];
  /** Why the last try failed, in words for people. */
  problem: Maybe<Scalars['String']['output']>;
  queuedAt: Scalars['DateTime']['output'];
  tries: Scalars['Int']['output'];
  type: Scalars['String']['output'];
};

export type DeliveryConnection = {
  __typename?: 'DeliveryConnection';
  nodes: Array<Delivery>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type DisconnectPlatformInput = {
  community: Scalars['ID']['input'];
  connection: Scalars['ID']['input'];
};

export type Driver = {
  __typename?: 'Driver';
  /**
   * Events that the endpoint did not take within three days. They are not delivered any more; `driverEvents` still has them.
   * They are forgotten after 30 days (or as it is set), or with the endpoint.
   */
  dead: Scalars['Int']['output'];
  /** What waits, or with `dead: true` what was given up; the oldest first. Null without ADMIN or DRIVE scope. */
  deliveries: Maybe<DeliveryConnection>;
  /**
   * Where events are delivered to an EXTERNAL driver such as PolicyKit: POSTed in order, signed by Standard Webhooks
   * (docs/drivers.md). Null without ADMIN or DRIVE scope.
   */
  endpoint: Maybe<Scalars['String']['output']>;
  kind: DriverKind;
  /** When the endpoint last took an event. Null where it never did. */
  lastDeliveryAt: Maybe<Scalars['DateTime']['output']>;
  /** When the oldest that waits is tried again. Null where nothing failed. */
  nextTryAt: Maybe<Scalars['DateTime']['output']>;
  /** Why the endpoint did not take what it was sent last, in words for people. Null where it did, and without ADMIN or DRIVE scope. */
  problem: Maybe<Scalars['String']['output']>;
  /** Events that wait to be delivered. */
  undelivered: Scalars['Int']['output'];
};


export type DriverDeliveriesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  dead?: InputMaybe<Scalars['Boolean']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

/** An event as it is delivered to a driver: docs/drivers.md has the types and their payloads. */
export type DriverEvent = {
  __typename?: 'DriverEvent';
  /** The id of the community. */
  community: Scalars['ID']['output'];
  cursor: Scalars['Cursor']['output'];
  /** The same for the same event, however often it comes. */
  id: Scalars['ID']['output'];
  payload: Scalars['JSON']['output'];
  /** When it was recorded. */
  timestamp: Scalars['DateTime']['output'];
  type: Scalars['String']['output'];
  /** Of the type's payload. Payloads grow: what is there stays. */
  version: Scalars['Int']['output'];
};

export type DriverKind =
  /** Policies stored here decide. */
  | 'BUILT_IN'
  /** Another system decides and answers through mutations. */
  | 'EXTERNAL';

export type EndSessionsInput = {
  member: Scalars['ID']['input'];
};

export type EndSessionsPayload = {
  __typename?: 'EndSessionsPayload';
  member: Maybe<Member>;
  userErrors: Array<UserError>;
};

export type LinkAccountInput = {
  account: AccountInput;
  member: Scalars['ID']['input'];
  proof?: InputMaybe<LinkProof>;
};

/** How sure it is that the account is this member's. */
export type LinkProof =
  /** An administrator or another system says so. */
  | 'ASSERTED'
  /** The person proved control of it. */
  | 'VERIFIED';

/** One person (or bot) in one community, whatever number of accounts they have. */
export type Member = {
  __typename?: 'Member';
  accounts: Array<PlatformAccount>;
  community: Community;
  /**
   * Who was erased is still there by id, since votes and decisions are theirs: without accounts and roles, and "erased member" by name.
   * Null: nobody asked for it.
   */
  erased: Maybe<MemberErasure>;
  id: Scalars['ID']['output'];
  joinedAt: Scalars['DateTime']['output'];
  name: Scalars['String']['output'];
  roles: Array<RoleGrant>;
};

export type MemberConnection = {
  __typename?: 'MemberConnection';
  nodes: Array<Member>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/** A row of a table, by the names of its columns; of cred, what a snapshot says of them. */
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

/** How far an erasure has come. Names, accounts, keys and sessions were gone as it began. */
export type MemberErasure = {
  __typename?: 'MemberErasure';
  begunAt: Scalars['DateTime']['output'];
  /** When the person was gone from the logs, and from everything that was written down. Null: not yet. */
  doneAt: Maybe<Scalars['DateTime']['output']>;
};

export type MemberEvent = {
  __typename?: 'MemberEvent';
  cursor: Scalars['Cursor']['output'];
  member: Member;
};

/**
 * All that is kept of a person, part by part: rows as they stand in the tables, without secrets, a page at a time (docs/api.md). The whole
 * document is the pages of all four.
 */
export type MemberExport = {
  __typename?: 'MemberExport';
  /**
   * Names, accounts, roles and requests for them, keys and sessions; then the audit entries of what they did, and the events that name
   * them. At most 200 rows at once. A page may be empty though more follow: what no index finds is looked through.
   */
  communities: MemberDataPage;
  community: Scalars['ID']['output'];
  /** Whose it is, in a form that only this API makes. */
  person: Scalars['ID']['output'];
};


/**
 * All that is kept of a person, part by part: rows as they stand in the tables, without secrets, a page at a time (docs/api.md). The whole
 * document is the pages of all four.
 */
export type MemberExportCommunitiesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type MemberPayload = {
  __typename?: 'MemberPayload';
  member: Maybe<Member>;
  userErrors: Array<UserError>;
};

export type MergeMembersInput = {
  from: Scalars['ID']['input'];
  into: Scalars['ID']['input'];
};

export type Mutation = {
  __typename?: 'Mutation';
  addMember: MemberPayload;
  /**
   * Approves what another administrator asked for: they send the same again, and it is let through once. By a key of the community, or
   * a session with it, that whoever asked has no part in.
   */
  approveAct: ActPayload;
  /**
   * Checks the credentials against the platform before it says CONNECTED. Connecting the same account again replaces its
   * credentials and settings.
   */
  connectPlatform: PlatformConnectionPayload;
  /** The secret is returned once and never again. With `member`, the key is that member's, and votes as them. */
  createApiKey: ApiKeyPayload;
  /** With the key that is admin over all communities only. */
  createCommunity: CommunityPayload;
  createRole: RolePayload;
  /**
   * A link with which a member signs in to the live page: once, within 15 minutes. The session reads and votes as them. Its
   * code stands in the fragment of the address, which browsers send to no server.
   */
  createSignInLink: SignInLinkPayload;
  disconnectPlatform: PlatformConnectionPayload;
  /** Signs a member out everywhere, and makes links void that were not used yet. With ADMIN scope, or by the member. */
  endSessions: EndSessionsPayload;
  /**
   * Erases a person, for good: names, accounts, keys, sessions and roles go, from all that was written down; votes stay, as of a member
   * without a name, and what was decided still verifies (docs/security.md). By the member, with VOTE scope, or with ADMIN scope. Of records that were
   * merged into one, all go. `Member.erased` says when it is done; erasing again changes nothing.
   */
  eraseMember: MemberPayload;
  /**
   * Settles a request. The same again returns the first result; the other way is refused with ALREADY_SETTLED. By member and
   * role: settles the request that waits, and where none waits, gives the role whatever was said before.
   */
  grantRole: RoleRequestPayload;
  /** Adds an account to a member. An account belongs to one member of a community at a time. */
  linkAccount: MemberPayload;
  /** Two records turn out to be one person: `into` keeps everything of both; `from` resolves to `into` for ever. */
  mergeMembers: MemberPayload;
  /** Refuses what waits or was approved and is not done yet; whoever asked takes it back by this, too. */
  refuseAct: ActPayload;
  /** As grantRole. By member and role it needs a request that waits, or that was refused. */
  refuseRole: RoleRequestPayload;
  /**
   * Asks the community's driver for a role: flow 1. One request waits for a member and a role at a time: asking again returns
   * it. A member's own key asks for that member; any other key needs INTEGRATE, DRIVE or ADMIN.
   */
  requestRole: RoleRequestPayload;
  /** With ADMIN scope, or by the key itself. Revoking again returns the same. */
  revokeApiKey: ApiKeyPayload;
  /** Takes a role away. Where the member does not hold it, nothing changes. */
  revokeRole: MemberPayload;
  /**
   * Gives the key a new secret, which comes back once. The one before is good for `overlap` more, thirty days at most. The key
   * stays the same in all else; sessions that were begun with it go on.
   */
  rotateApiKey: ApiKeyPayload;
  /** A new secret to sign deliveries with; it comes back once. For a day what is delivered is signed with the one before, too. */
  rotateDriverSecret: CommunityPayload;
  /**
   * Who decides. An EXTERNAL driver hears of events at its endpoint, or reads `driverEvents`, and answers with mutations. A new
   * endpoint has a new secret, which comes back as `driverSecret`, once. Setting the same again tries at once what waits.
   * BUILT_IN: nothing more is delivered.
   */
  setDriver: CommunityPayload;
  /** Takes the account away from the member. `proof` is not looked at. */
  unlinkAccount: MemberPayload;
  /**
   * `twoAdmins: true` is refused with SECOND_ADMIN_MISSING where no two administrators could approve each other's acts; taking it
   * back is itself an act that needs another administrator.
   */
  updateCommunity: CommunityPayload;
  /** By whoever may ask for it. Withdrawing again returns the same. */
  withdrawRoleRequest: RoleRequestPayload;
};


export type MutationAddMemberArgs = {
  input: AddMemberInput;
};


export type MutationApproveActArgs = {
  act: Scalars['ID']['input'];
};


export type MutationConnectPlatformArgs = {
  input: ConnectPlatformInput;
};


export type MutationCreateApiKeyArgs = {
  input: CreateApiKeyInput;
};


export type MutationCreateCommunityArgs = {
  input: CreateCommunityInput;
};


export type MutationCreateRoleArgs = {
  input: CreateRoleInput;
};


export type MutationCreateSignInLinkArgs = {
  input: CreateSignInLinkInput;
};


export type MutationDisconnectPlatformArgs = {
  input: DisconnectPlatformInput;
};


export type MutationEndSessionsArgs = {
  input: EndSessionsInput;
};


export type MutationEraseMemberArgs = {
  member: Scalars['ID']['input'];
};


export type MutationGrantRoleArgs = {
  input: SettleRoleInput;
};


export type MutationLinkAccountArgs = {
  input: LinkAccountInput;
};


export type MutationMergeMembersArgs = {
  input: MergeMembersInput;
};


export type MutationRefuseActArgs = {
  act: Scalars['ID']['input'];
};


export type MutationRefuseRoleArgs = {
  input: SettleRoleInput;
};


export type MutationRequestRoleArgs = {
  input: RequestRoleInput;
};


export type MutationRevokeApiKeyArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRevokeRoleArgs = {
  input: RevokeRoleInput;
};


export type MutationRotateApiKeyArgs = {
  id: Scalars['ID']['input'];
  overlap?: InputMaybe<Scalars['Duration']['input']>;
};


export type MutationRotateDriverSecretArgs = {
  input: RotateDriverSecretInput;
};


export type MutationSetDriverArgs = {
  input: SetDriverInput;
};


export type MutationUnlinkAccountArgs = {
  input: LinkAccountInput;
};


export type MutationUpdateCommunityArgs = {
  input: UpdateCommunityInput;
};


export type MutationWithdrawRoleRequestArgs = {
  id: Scalars['ID']['input'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor: Maybe<Scalars['Cursor']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
};

/** A dangerous act that an administrator asked for while `twoAdmins` was on. */
export type PendingAct = {
  __typename?: 'PendingAct';
  /** Its arguments, with what was left out taken at its default. What is secret in them is left out, and says so. */
  arguments: Scalars['JSON']['output'];
  askedAt: Scalars['DateTime']['output'];
  askedBy: AuditActor;
  /** Until when it can be approved, and done. */
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** The name of the mutation. */
  mutation: Scalars['String']['output'];
  settledAt: Maybe<Scalars['DateTime']['output']>;
  /** Who approved or refused it. */
  settledBy: Maybe<AuditActor>;
  status: ActStatus;
};

export type PendingActConnection = {
  __typename?: 'PendingActConnection';
  nodes: Array<PendingAct>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type PlatformAccount = {
  __typename?: 'PlatformAccount';
  /** The platform's own stable id; `@` and the username where only the username is known. */
  externalId: Scalars['String']['output'];
  /** Server of a platform that has many: https://forum.example.org. Null elsewhere. */
  host: Maybe<Scalars['String']['output']>;
  linkedAt: Scalars['DateTime']['output'];
  platform: Scalars['String']['output'];
  proof: LinkProof;
  username: Maybe<Scalars['String']['output']>;
};

export type PlatformConnection = {
  __typename?: 'PlatformConnection';
  /** The community's own name there: a collective's slug, a workspace id, a forum's address. */
  externalId: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  lastEventAt: Maybe<Scalars['DateTime']['output']>;
  /** Lower-case platform name: opencollective, slack, discourse, reddit, loomio, github, or one of your own. */
  platform: Scalars['String']['output'];
  /** Why it is not CONNECTED, in words for people. */
  problem: Maybe<Scalars['String']['output']>;
  settings: Scalars['JSON']['output'];
  status: ConnectionStatus;
  /** Where the platform must send its webhooks. The last path segment is a secret: null without ADMIN scope. */
  webhookUrl: Maybe<Scalars['String']['output']>;
};

export type PlatformConnectionPayload = {
  __typename?: 'PlatformConnectionPayload';
  connection: Maybe<PlatformConnection>;
  userErrors: Array<UserError>;
};

export type Query = {
  __typename?: 'Query';
  /**
   * As Community.audit, of what is no community's: who signed in with the key that is admin over all, which alone may ask; and keys and
   * codes that were refused and are none that is known here.
   */
  audit: AuditConnection;
  /** Those that the caller may read, the oldest first. `search`: those whose name or slug contains it. */
  communities: CommunityConnection;
  community: Maybe<Community>;
  /** By the member, with VOTE scope, or with ADMIN scope. */
  exportMember: Maybe<MemberExport>;
  /** The id of a member that was merged into another finds the other. */
  member: Maybe<Member>;
  roleRequest: Maybe<RoleRequest>;
  /** Holds every entry of a community's audit log against the chain. */
  verifyAudit: AuditChain;
  viewer: Viewer;
};


export type QueryAuditArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  mutation?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCommunitiesArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
  search?: InputMaybe<Scalars['String']['input']>;
};


export type QueryCommunityArgs = {
  community: Scalars['ID']['input'];
};


export type QueryExportMemberArgs = {
  member: Scalars['ID']['input'];
};


export type QueryMemberArgs = {
  id: Scalars['ID']['input'];
};


export type QueryRoleRequestArgs = {
  id: Scalars['ID']['input'];
};


export type QueryVerifyAuditArgs = {
  community: Scalars['ID']['input'];
};

/**
 * Name the member by id, or by an account: an unknown account becomes a member without roles. A member's own key may name
 * neither.
 */
export type RequestRoleInput = {
  account?: InputMaybe<AccountInput>;
  community: Scalars['ID']['input'];
  member?: InputMaybe<Scalars['ID']['input']>;
  role: Scalars['String']['input'];
};

export type RevokeRoleInput = {
  community: Scalars['ID']['input'];
  decision?: InputMaybe<Scalars['ID']['input']>;
  member: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
  role: Scalars['String']['input'];
};

export type Role = {
  __typename?: 'Role';
  description: Maybe<Scalars['String']['output']>;
  holders: MemberConnection;
  id: Scalars['ID']['output'];
  name: Scalars['String']['output'];
};


export type RoleHoldersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  first?: InputMaybe<Scalars['Int']['input']>;
};

export type RoleGrant = {
  __typename?: 'RoleGrant';
  /** The decision that granted it, if one did. */
  decisionId: Maybe<Scalars['ID']['output']>;
  grantedAt: Scalars['DateTime']['output'];
  role: Role;
};

export type RolePayload = {
  __typename?: 'RolePayload';
  role: Maybe<Role>;
  userErrors: Array<UserError>;
};

export type RoleRequest = {
  __typename?: 'RoleRequest';
  community: Community;
  decisionId: Maybe<Scalars['ID']['output']>;
  id: Scalars['ID']['output'];
  member: Member;
  /** Why it was granted or refused, in words for people. */
  reason: Maybe<Scalars['String']['output']>;
  requestedAt: Scalars['DateTime']['output'];
  role: Role;
  settledAt: Maybe<Scalars['DateTime']['output']>;
  status: RoleRequestStatus;
};

export type RoleRequestConnection = {
  __typename?: 'RoleRequestConnection';
  nodes: Array<RoleRequest>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type RoleRequestEvent = {
  __typename?: 'RoleRequestEvent';
  cursor: Scalars['Cursor']['output'];
  roleRequest: RoleRequest;
};

export type RoleRequestPayload = {
  __typename?: 'RoleRequestPayload';
  roleRequest: Maybe<RoleRequest>;
  userErrors: Array<UserError>;
};

export type RoleRequestStatus =
  | 'GRANTED'
  | 'PENDING'
  | 'REFUSED'
  | 'WITHDRAWN';

export type RotateDriverSecretInput = {
  community: Scalars['ID']['input'];
};

/** What a key may do, within its community. */
export type Scope =
  | 'ADMIN'
  /** Open, close, approve and reject proposals: what a driver does. */
  | 'DRIVE'
  /** Report actions and perform them on platforms. */
  | 'INTEGRATE'
  | 'READ'
  | 'VOTE';

/** A browser that is signed in. */
export type Session = {
  __typename?: 'Session';
  expiresAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  /** The key that was signed in with. Null: by a link. */
  key: Maybe<ApiKey>;
  /** When it was last used, to a minute or so. */
  lastSeenAt: Maybe<Scalars['DateTime']['output']>;
  /** Who is signed in. Null: by a key that is nobody's. */
  member: Maybe<Member>;
  startedAt: Scalars['DateTime']['output'];
};

export type SessionConnection = {
  __typename?: 'SessionConnection';
  nodes: Array<Session>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type SetDriverInput = {
  community: Scalars['ID']['input'];
  endpoint?: InputMaybe<Scalars['String']['input']>;
  kind: DriverKind;
};

/** Name the request, or the member and role where there was no request. */
export type SettleRoleInput = {
  community?: InputMaybe<Scalars['ID']['input']>;
  decision?: InputMaybe<Scalars['ID']['input']>;
  member?: InputMaybe<Scalars['ID']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
  request?: InputMaybe<Scalars['ID']['input']>;
  role?: InputMaybe<Scalars['String']['input']>;
};

/** `url` is returned once and never again. */
export type SignInLinkPayload = {
  __typename?: 'SignInLinkPayload';
  expiresAt: Maybe<Scalars['DateTime']['output']>;
  member: Maybe<Member>;
  url: Maybe<Scalars['String']['output']>;
  userErrors: Array<UserError>;
};

/** The subscriptions of a community that go on after a cursor, by the names of their fields. */
export type StreamName =
  | 'ACTIONS'
  | 'CRED_REFRESHED'
  | 'DECISIONS'
  | 'MEMBERS'
  | 'POLICIES'
  | 'PROPOSALS'
  | 'ROLE_REQUESTS';

export type Subscription = {
  __typename?: 'Subscription';
  /**
   * What a driver needs to decide, in the form and order in which it is delivered to an endpoint: what to read after having been
   * off, or instead. `after` takes the cursor of a delivery, as every stream of the community does.
   */
  driverEvents: DriverEvent;
  /**
   * Members as they join, are merged, gain or lose accounts and roles: each as it is when it is told. A member that was merged is
   * told as the one that it became. See `after` on decisions.
   */
  members: MemberEvent;
  membersBatch: Array<Maybe<MemberEvent>>;
  /** Role requests as they are made and settled. See `after` on decisions. */
  roleRequests: RoleRequestEvent;
  roleRequestsBatch: Array<Maybe<RoleRequestEvent>>;
};


export type SubscriptionDriverEventsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionMembersArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionMembersBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionRoleRequestsArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};


export type SubscriptionRoleRequestsBatchArgs = {
  after?: InputMaybe<Scalars['Cursor']['input']>;
  community: Scalars['ID']['input'];
};

export type UpdateCommunityInput = {
  community: Scalars['ID']['input'];
  name?: InputMaybe<Scalars['String']['input']>;
  twoAdmins?: InputMaybe<Scalars['Boolean']['input']>;
  visibility?: InputMaybe<Visibility>;
};

/** A domain refusal: nothing was changed. Authentication, validation and outages are GraphQL errors instead. */
export type UserError = {
  __typename?: 'UserError';
  /** Stable, for programs. Every code is listed in one place in the source. */
  code: Scalars['String']['output'];
  /** One sentence for people: what was wanted, then what was got. */
  message: Scalars['String']['output'];
  /** The input field that is to blame, outermost first. */
  path: Maybe<Array<Scalars['String']['output']>>;
};

export type Viewer = {
  __typename?: 'Viewer';
  community: Maybe<Community>;
  /** Null for a key that is not a person's. */
  member: Maybe<Member>;
  scopes: Array<Scope>;
};

export type Visibility =
  /** Reading needs a key of this community too. */
  | 'PRIVATE'
  /** Anyone may read; writing needs a key. */
  | 'PUBLIC';



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
  Member: Member;
  MemberExport: MemberExport;
  RoleRequest: RoleRequest;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Community:
    ( { __typename: 'Community' }
    & GraphQLRecursivePick<FederationTypes['Community'], {"id":true}> );
  Member:
    ( { __typename: 'Member' }
    & GraphQLRecursivePick<FederationTypes['Member'], {"id":true}> );
  MemberExport:
    ( { __typename: 'MemberExport' }
    & GraphQLRecursivePick<FederationTypes['MemberExport'], {"community":true,"person":true}> );
  RoleRequest:
    ( { __typename: 'RoleRequest' }
    & GraphQLRecursivePick<FederationTypes['RoleRequest'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AccountInput: AccountInput;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  ActPayload: ResolverTypeWrapper<Omit<ActPayload, 'act'> & { act?: Maybe<ResolversTypes['PendingAct']> }>;
  ActStatus: ActStatus;
  AddMemberInput: AddMemberInput;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  ApiKey: ResolverTypeWrapper<KeyRow>;
  ApiKeyConnection: ResolverTypeWrapper<KeyPage>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  ApiKeyPayload: ResolverTypeWrapper<ApiKeyPayload>;
  AuditActor: ResolverTypeWrapper<AuditActorRow>;
  AuditActorKind: AuditActorKind;
  AuditChain: ResolverTypeWrapper<AuditChain>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AuditConnection: ResolverTypeWrapper<AuditPage>;
  AuditEntry: ResolverTypeWrapper<AuditRow>;
  Community: ResolverTypeWrapper<CommunityRow>;
  CommunityConnection: ResolverTypeWrapper<CommunityPage>;
  CommunityPayload: ResolverTypeWrapper<Omit<CommunityPayload, 'community'> & { community?: Maybe<ResolversTypes['Community']> }>;
  ConnectPlatformInput: ConnectPlatformInput;
  ConnectionStatus: ConnectionStatus;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateCommunityInput: CreateCommunityInput;
  CreateRoleInput: CreateRoleInput;
  CreateSignInLinkInput: CreateSignInLinkInput;
  Cursor: ResolverTypeWrapper<Scalars['Cursor']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Delivery: ResolverTypeWrapper<DeliveryRow>;
  DeliveryConnection: ResolverTypeWrapper<DeliveryPage>;
  DisconnectPlatformInput: DisconnectPlatformInput;
  Driver: ResolverTypeWrapper<CommunityRow>;
  DriverEvent: ResolverTypeWrapper<DriverEvent>;
  DriverKind: DriverKind;
  Duration: ResolverTypeWrapper<Scalars['Duration']['output']>;
  EndSessionsInput: EndSessionsInput;
  EndSessionsPayload: ResolverTypeWrapper<Omit<EndSessionsPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LinkAccountInput: LinkAccountInput;
  LinkProof: LinkProof;
  Member: ResolverTypeWrapper<MemberRow>;
  MemberConnection: ResolverTypeWrapper<MemberPage>;
  MemberData: ResolverTypeWrapper<MemberData>;
  MemberDataPage: ResolverTypeWrapper<ExportPage>;
  MemberErasure: ResolverTypeWrapper<MemberErasure>;
  MemberEvent: ResolverTypeWrapper<Omit<MemberEvent, 'member'> & { member: ResolversTypes['Member'] }>;
  MemberExport: ResolverTypeWrapper<ExportReference>;
  MemberPayload: ResolverTypeWrapper<Omit<MemberPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  MergeMembersInput: MergeMembersInput;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PendingAct: ResolverTypeWrapper<ActRow>;
  PendingActConnection: ResolverTypeWrapper<ActPage>;
  PlatformAccount: ResolverTypeWrapper<AccountRow>;
  PlatformConnection: ResolverTypeWrapper<ConnectionRow>;
  PlatformConnectionPayload: ResolverTypeWrapper<Omit<PlatformConnectionPayload, 'connection'> & { connection?: Maybe<ResolversTypes['PlatformConnection']> }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  RequestRoleInput: RequestRoleInput;
  RevokeRoleInput: RevokeRoleInput;
  Role: ResolverTypeWrapper<RoleRow>;
  RoleGrant: ResolverTypeWrapper<GrantRow>;
  RolePayload: ResolverTypeWrapper<Omit<RolePayload, 'role'> & { role?: Maybe<ResolversTypes['Role']> }>;
  RoleRequest: ResolverTypeWrapper<RequestRow>;
  RoleRequestConnection: ResolverTypeWrapper<RequestPage>;
  RoleRequestEvent: ResolverTypeWrapper<Omit<RoleRequestEvent, 'roleRequest'> & { roleRequest: ResolversTypes['RoleRequest'] }>;
  RoleRequestPayload: ResolverTypeWrapper<Omit<RoleRequestPayload, 'roleRequest'> & { roleRequest?: Maybe<ResolversTypes['RoleRequest']> }>;
  RoleRequestStatus: RoleRequestStatus;
  RotateDriverSecretInput: RotateDriverSecretInput;
  Scope: Scope;
  Session: ResolverTypeWrapper<SessionRow>;
  SessionConnection: ResolverTypeWrapper<SessionPage>;
  SetDriverInput: SetDriverInput;
  SettleRoleInput: SettleRoleInput;
  SignInLinkPayload: ResolverTypeWrapper<Omit<SignInLinkPayload, 'member'> & { member?: Maybe<ResolversTypes['Member']> }>;
  StreamName: StreamName;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  UpdateCommunityInput: UpdateCommunityInput;
  UserError: ResolverTypeWrapper<UserError>;
  Viewer: ResolverTypeWrapper<ViewerRow>;
  Visibility: Visibility;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AccountInput: AccountInput;
  String: Scalars['String']['output'];
  ActPayload: Omit<ActPayload, 'act'> & { act?: Maybe<ResolversParentTypes['PendingAct']> };
  AddMemberInput: AddMemberInput;
  ID: Scalars['ID']['output'];
  ApiKey: KeyRow;
  ApiKeyConnection: KeyPage;
  Int: Scalars['Int']['output'];
  ApiKeyPayload: ApiKeyPayload;
  AuditActor: AuditActorRow;
  AuditChain: AuditChain;
  Boolean: Scalars['Boolean']['output'];
  AuditConnection: AuditPage;
  AuditEntry: AuditRow;
  Community: CommunityRow;
  CommunityConnection: CommunityPage;
  CommunityPayload: Omit<CommunityPayload, 'community'> & { community?: Maybe<ResolversParentTypes['Community']> };
  ConnectPlatformInput: ConnectPlatformInput;
  CreateApiKeyInput: CreateApiKeyInput;
  CreateCommunityInput: CreateCommunityInput;
  CreateRoleInput: CreateRoleInput;
  CreateSignInLinkInput: CreateSignInLinkInput;
  Cursor: Scalars['Cursor']['output'];
  DateTime: Scalars['DateTime']['output'];
  Delivery: DeliveryRow;
  DeliveryConnection: DeliveryPage;
  DisconnectPlatformInput: DisconnectPlatformInput;
  Driver: CommunityRow;
  DriverEvent: DriverEvent;
  Duration: Scalars['Duration']['output'];
  EndSessionsInput: EndSessionsInput;
  EndSessionsPayload: Omit<EndSessionsPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  JSON: Scalars['JSON']['output'];
  LinkAccountInput: LinkAccountInput;
  Member: MemberRow;
  MemberConnection: MemberPage;
  MemberData: MemberData;
  MemberDataPage: ExportPage;
  MemberErasure: MemberErasure;
  MemberEvent: Omit<MemberEvent, 'member'> & { member: ResolversParentTypes['Member'] };
  MemberExport: ExportReference;
  MemberPayload: Omit<MemberPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  MergeMembersInput: MergeMembersInput;
  Mutation: Record<PropertyKey, never>;
  PageInfo: PageInfo;
  PendingAct: ActRow;
  PendingActConnection: ActPage;
  PlatformAccount: AccountRow;
  PlatformConnection: ConnectionRow;
  PlatformConnectionPayload: Omit<PlatformConnectionPayload, 'connection'> & { connection?: Maybe<ResolversParentTypes['PlatformConnection']> };
  Query: Record<PropertyKey, never>;
  RequestRoleInput: RequestRoleInput;
  RevokeRoleInput: RevokeRoleInput;
  Role: RoleRow;
  RoleGrant: GrantRow;
  RolePayload: Omit<RolePayload, 'role'> & { role?: Maybe<ResolversParentTypes['Role']> };
  RoleRequest: RequestRow;
  RoleRequestConnection: RequestPage;
  RoleRequestEvent: Omit<RoleRequestEvent, 'roleRequest'> & { roleRequest: ResolversParentTypes['RoleRequest'] };
  RoleRequestPayload: Omit<RoleRequestPayload, 'roleRequest'> & { roleRequest?: Maybe<ResolversParentTypes['RoleRequest']> };
  RotateDriverSecretInput: RotateDriverSecretInput;
  Session: SessionRow;
  SessionConnection: SessionPage;
  SetDriverInput: SetDriverInput;
  SettleRoleInput: SettleRoleInput;
  SignInLinkPayload: Omit<SignInLinkPayload, 'member'> & { member?: Maybe<ResolversParentTypes['Member']> };
  Subscription: Record<PropertyKey, never>;
  UpdateCommunityInput: UpdateCommunityInput;
  UserError: UserError;
  Viewer: ViewerRow;
};

export type ActPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ActPayload'] = ResolversParentTypes['ActPayload']> = {
  act?: Resolver<Maybe<ResolversTypes['PendingAct']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type ApiKeyResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ApiKey'] = ResolversParentTypes['ApiKey']> = {
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastUsedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  overlapsUntil?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  revokedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  rotatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['Scope']>, ParentType, ContextType>;
};

export type ApiKeyConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ApiKeyConnection'] = ResolversParentTypes['ApiKeyConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ApiKeyPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['ApiKeyPayload'] = ResolversParentTypes['ApiKeyPayload']> = {
  id?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  name?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  secret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type AuditActorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['AuditActor'] = ResolversParentTypes['AuditActor']> = {
  key?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['AuditActorKind'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type AuditChainResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['AuditChain'] = ResolversParentTypes['AuditChain']> = {
  brokenAt?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  erased?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  head?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  length?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  valid?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type AuditConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['AuditConnection'] = ResolversParentTypes['AuditConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['AuditEntry']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry']> = {
  address?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  approvedBy?: Resolver<Maybe<ResolversTypes['AuditActor']>, ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['AuditActor'], ParentType, ContextType>;
  erased?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  events?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  mutation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  place?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  record?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  salt?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  subjects?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
};

export type CommunityResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Community'] = ResolversParentTypes['Community'], FederationReferenceType extends FederationReferenceTypes['Community'] = FederationReferenceTypes['Community']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Community']> | FederationReferenceType, FederationReferenceType, ContextType>;
  apiKeys?: Resolver<Maybe<ResolversTypes['ApiKeyConnection']>, ParentType, ContextType, RequireFields<CommunityApiKeysArgs, 'first'>>;
  audit?: Resolver<Maybe<ResolversTypes['AuditConnection']>, ParentType, ContextType, RequireFields<CommunityAuditArgs, 'first'>>;
  connections?: Resolver<Array<ResolversTypes['PlatformConnection']>, ParentType, ContextType, RequireFields<CommunityConnectionsArgs, 'first'>>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType, RequireFields<CommunityCursorArgs, 'stream'>>;
  driver?: Resolver<ResolversTypes['Driver'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<CommunityMemberArgs, 'account'>>;
  members?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, RequireFields<CommunityMembersArgs, 'first'>>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  pendingActs?: Resolver<Maybe<ResolversTypes['PendingActConnection']>, ParentType, ContextType, RequireFields<CommunityPendingActsArgs, 'first'>>;
  roleRequests?: Resolver<ResolversTypes['RoleRequestConnection'], ParentType, ContextType, RequireFields<CommunityRoleRequestsArgs, 'first'>>;
  roles?: Resolver<Array<ResolversTypes['Role']>, ParentType, ContextType, RequireFields<CommunityRolesArgs, 'first'>>;
  sessions?: Resolver<Maybe<ResolversTypes['SessionConnection']>, ParentType, ContextType, RequireFields<CommunitySessionsArgs, 'first'>>;
  slug?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  twoAdmins?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  visibility?: Resolver<ResolversTypes['Visibility'], ParentType, ContextType>;
};

export type CommunityConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CommunityConnection'] = ResolversParentTypes['CommunityConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Community']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CommunityPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['CommunityPayload'] = ResolversParentTypes['CommunityPayload']> = {
  community?: Resolver<Maybe<ResolversTypes['Community']>, ParentType, ContextType>;
  driverSecret?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface CursorScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Cursor'], any> {
  name: 'Cursor';
}

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type DeliveryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Delivery'] = ResolversParentTypes['Delivery']> = {
  before?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  deadAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  queuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  tries?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type DeliveryConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DeliveryConnection'] = ResolversParentTypes['DeliveryConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Delivery']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DriverResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Driver'] = ResolversParentTypes['Driver']> = {
  dead?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  deliveries?: Resolver<Maybe<ResolversTypes['DeliveryConnection']>, ParentType, ContextType, RequireFields<DriverDeliveriesArgs, 'dead' | 'first'>>;
  endpoint?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['DriverKind'], ParentType, ContextType>;
  lastDeliveryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  nextTryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  undelivered?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type DriverEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['DriverEvent'] = ResolversParentTypes['DriverEvent']> = {
  community?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  payload?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  timestamp?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  version?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export interface DurationScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['Duration'], any> {
  name: 'Duration';
}

export type EndSessionsPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['EndSessionsPayload'] = ResolversParentTypes['EndSessionsPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type MemberResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Member'] = ResolversParentTypes['Member'], FederationReferenceType extends FederationReferenceTypes['Member'] = FederationReferenceTypes['Member']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Member']> | FederationReferenceType, FederationReferenceType, ContextType>;
  accounts?: Resolver<Array<ResolversTypes['PlatformAccount']>, ParentType, ContextType>;
  community?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
  erased?: Resolver<Maybe<ResolversTypes['MemberErasure']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  joinedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  roles?: Resolver<Array<ResolversTypes['RoleGrant']>, ParentType, ContextType>;
};

export type MemberConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberConnection'] = ResolversParentTypes['MemberConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Member']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MemberDataResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberData'] = ResolversParentTypes['MemberData']> = {
  row?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  table?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MemberDataPageResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberDataPage'] = ResolversParentTypes['MemberDataPage']> = {
  nodes?: Resolver<Array<ResolversTypes['MemberData']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type MemberErasureResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberErasure'] = ResolversParentTypes['MemberErasure']> = {
  begunAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  doneAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
};

export type MemberEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberEvent'] = ResolversParentTypes['MemberEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
};

export type MemberExportResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberExport'] = ResolversParentTypes['MemberExport'], FederationReferenceType extends FederationReferenceTypes['MemberExport'] = FederationReferenceTypes['MemberExport']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['MemberExport']> | FederationReferenceType, FederationReferenceType, ContextType>;
  communities?: Resolver<ResolversTypes['MemberDataPage'], ParentType, ContextType, RequireFields<MemberExportCommunitiesArgs, 'first'>>;
  community?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  person?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type MemberPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['MemberPayload'] = ResolversParentTypes['MemberPayload']> = {
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  addMember?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationAddMemberArgs, 'input'>>;
  approveAct?: Resolver<ResolversTypes['ActPayload'], ParentType, ContextType, RequireFields<MutationApproveActArgs, 'act'>>;
  connectPlatform?: Resolver<ResolversTypes['PlatformConnectionPayload'], ParentType, ContextType, RequireFields<MutationConnectPlatformArgs, 'input'>>;
  createApiKey?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationCreateApiKeyArgs, 'input'>>;
  createCommunity?: Resolver<ResolversTypes['CommunityPayload'], ParentType, ContextType, RequireFields<MutationCreateCommunityArgs, 'input'>>;
  createRole?: Resolver<ResolversTypes['RolePayload'], ParentType, ContextType, RequireFields<MutationCreateRoleArgs, 'input'>>;
  createSignInLink?: Resolver<ResolversTypes['SignInLinkPayload'], ParentType, ContextType, RequireFields<MutationCreateSignInLinkArgs, 'input'>>;
  disconnectPlatform?: Resolver<ResolversTypes['PlatformConnectionPayload'], ParentType, ContextType, RequireFields<MutationDisconnectPlatformArgs, 'input'>>;
  endSessions?: Resolver<ResolversTypes['EndSessionsPayload'], ParentType, ContextType, RequireFields<MutationEndSessionsArgs, 'input'>>;
  eraseMember?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationEraseMemberArgs, 'member'>>;
  grantRole?: Resolver<ResolversTypes['RoleRequestPayload'], ParentType, ContextType, RequireFields<MutationGrantRoleArgs, 'input'>>;
  linkAccount?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationLinkAccountArgs, 'input'>>;
  mergeMembers?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationMergeMembersArgs, 'input'>>;
  refuseAct?: Resolver<ResolversTypes['ActPayload'], ParentType, ContextType, RequireFields<MutationRefuseActArgs, 'act'>>;
  refuseRole?: Resolver<ResolversTypes['RoleRequestPayload'], ParentType, ContextType, RequireFields<MutationRefuseRoleArgs, 'input'>>;
  requestRole?: Resolver<ResolversTypes['RoleRequestPayload'], ParentType, ContextType, RequireFields<MutationRequestRoleArgs, 'input'>>;
  revokeApiKey?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRevokeApiKeyArgs, 'id'>>;
  revokeRole?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationRevokeRoleArgs, 'input'>>;
  rotateApiKey?: Resolver<ResolversTypes['ApiKeyPayload'], ParentType, ContextType, RequireFields<MutationRotateApiKeyArgs, 'id' | 'overlap'>>;
  rotateDriverSecret?: Resolver<ResolversTypes['CommunityPayload'], ParentType, ContextType, RequireFields<MutationRotateDriverSecretArgs, 'input'>>;
  setDriver?: Resolver<ResolversTypes['CommunityPayload'], ParentType, ContextType, RequireFields<MutationSetDriverArgs, 'input'>>;
  unlinkAccount?: Resolver<ResolversTypes['MemberPayload'], ParentType, ContextType, RequireFields<MutationUnlinkAccountArgs, 'input'>>;
  updateCommunity?: Resolver<ResolversTypes['CommunityPayload'], ParentType, ContextType, RequireFields<MutationUpdateCommunityArgs, 'input'>>;
  withdrawRoleRequest?: Resolver<ResolversTypes['RoleRequestPayload'], ParentType, ContextType, RequireFields<MutationWithdrawRoleRequestArgs, 'id'>>;
};

export type PageInfoResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['Cursor']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PendingActResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PendingAct'] = ResolversParentTypes['PendingAct']> = {
  arguments?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  askedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  askedBy?: Resolver<ResolversTypes['AuditActor'], ParentType, ContextType>;
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mutation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  settledBy?: Resolver<Maybe<ResolversTypes['AuditActor']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ActStatus'], ParentType, ContextType>;
};

export type PendingActConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PendingActConnection'] = ResolversParentTypes['PendingActConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['PendingAct']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PlatformAccountResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformAccount'] = ResolversParentTypes['PlatformAccount']> = {
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  host?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  linkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  proof?: Resolver<ResolversTypes['LinkProof'], ParentType, ContextType>;
  username?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlatformConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformConnection'] = ResolversParentTypes['PlatformConnection']> = {
  externalId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  lastEventAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  platform?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  problem?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  settings?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ConnectionStatus'], ParentType, ContextType>;
  webhookUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlatformConnectionPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['PlatformConnectionPayload'] = ResolversParentTypes['PlatformConnectionPayload']> = {
  connection?: Resolver<Maybe<ResolversTypes['PlatformConnection']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type QueryResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  audit?: Resolver<ResolversTypes['AuditConnection'], ParentType, ContextType, RequireFields<QueryAuditArgs, 'first'>>;
  communities?: Resolver<ResolversTypes['CommunityConnection'], ParentType, ContextType, RequireFields<QueryCommunitiesArgs, 'first'>>;
  community?: Resolver<Maybe<ResolversTypes['Community']>, ParentType, ContextType, RequireFields<QueryCommunityArgs, 'community'>>;
  exportMember?: Resolver<Maybe<ResolversTypes['MemberExport']>, ParentType, ContextType, RequireFields<QueryExportMemberArgs, 'member'>>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType, RequireFields<QueryMemberArgs, 'id'>>;
  roleRequest?: Resolver<Maybe<ResolversTypes['RoleRequest']>, ParentType, ContextType, RequireFields<QueryRoleRequestArgs, 'id'>>;
  verifyAudit?: Resolver<ResolversTypes['AuditChain'], ParentType, ContextType, RequireFields<QueryVerifyAuditArgs, 'community'>>;
  viewer?: Resolver<ResolversTypes['Viewer'], ParentType, ContextType>;
};

export type RoleResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Role'] = ResolversParentTypes['Role']> = {
  description?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  holders?: Resolver<ResolversTypes['MemberConnection'], ParentType, ContextType, RequireFields<RoleHoldersArgs, 'first'>>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RoleGrantResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RoleGrant'] = ResolversParentTypes['RoleGrant']> = {
  decisionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  grantedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
};

export type RolePayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RolePayload'] = ResolversParentTypes['RolePayload']> = {
  role?: Resolver<Maybe<ResolversTypes['Role']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type RoleRequestResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RoleRequest'] = ResolversParentTypes['RoleRequest'], FederationReferenceType extends FederationReferenceTypes['RoleRequest'] = FederationReferenceTypes['RoleRequest']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['RoleRequest']> | FederationReferenceType, FederationReferenceType, ContextType>;
  community?: Resolver<ResolversTypes['Community'], ParentType, ContextType>;
  decisionId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  member?: Resolver<ResolversTypes['Member'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  requestedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  settledAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RoleRequestStatus'], ParentType, ContextType>;
};

export type RoleRequestConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RoleRequestConnection'] = ResolversParentTypes['RoleRequestConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['RoleRequest']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RoleRequestEventResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RoleRequestEvent'] = ResolversParentTypes['RoleRequestEvent']> = {
  cursor?: Resolver<ResolversTypes['Cursor'], ParentType, ContextType>;
  roleRequest?: Resolver<ResolversTypes['RoleRequest'], ParentType, ContextType>;
};

export type RoleRequestPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['RoleRequestPayload'] = ResolversParentTypes['RoleRequestPayload']> = {
  roleRequest?: Resolver<Maybe<ResolversTypes['RoleRequest']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SessionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session']> = {
  expiresAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  key?: Resolver<Maybe<ResolversTypes['ApiKey']>, ParentType, ContextType>;
  lastSeenAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  nodes?: Resolver<Array<ResolversTypes['Session']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SignInLinkPayloadResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['SignInLinkPayload'] = ResolversParentTypes['SignInLinkPayload']> = {
  expiresAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  url?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  userErrors?: Resolver<Array<ResolversTypes['UserError']>, ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  driverEvents?: SubscriptionResolver<ResolversTypes['DriverEvent'], "driverEvents", ParentType, ContextType, RequireFields<SubscriptionDriverEventsArgs, 'community'>>;
  members?: SubscriptionResolver<ResolversTypes['MemberEvent'], "members", ParentType, ContextType, RequireFields<SubscriptionMembersArgs, 'community'>>;
  membersBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['MemberEvent']>>, "membersBatch", ParentType, ContextType, RequireFields<SubscriptionMembersBatchArgs, 'community'>>;
  roleRequests?: SubscriptionResolver<ResolversTypes['RoleRequestEvent'], "roleRequests", ParentType, ContextType, RequireFields<SubscriptionRoleRequestsArgs, 'community'>>;
  roleRequestsBatch?: SubscriptionResolver<Array<Maybe<ResolversTypes['RoleRequestEvent']>>, "roleRequestsBatch", ParentType, ContextType, RequireFields<SubscriptionRoleRequestsBatchArgs, 'community'>>;
};

export type UserErrorResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['UserError'] = ResolversParentTypes['UserError']> = {
  code?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<Maybe<Array<ResolversTypes['String']>>, ParentType, ContextType>;
};

export type ViewerResolvers<ContextType = SubgraphContext, ParentType extends ResolversParentTypes['Viewer'] = ResolversParentTypes['Viewer']> = {
  community?: Resolver<Maybe<ResolversTypes['Community']>, ParentType, ContextType>;
  member?: Resolver<Maybe<ResolversTypes['Member']>, ParentType, ContextType>;
  scopes?: Resolver<Array<ResolversTypes['Scope']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = SubgraphContext> = {
  ActPayload?: ActPayloadResolvers<ContextType>;
  ApiKey?: ApiKeyResolvers<ContextType>;
  ApiKeyConnection?: ApiKeyConnectionResolvers<ContextType>;
  ApiKeyPayload?: ApiKeyPayloadResolvers<ContextType>;
  AuditActor?: AuditActorResolvers<ContextType>;
  AuditChain?: AuditChainResolvers<ContextType>;
  AuditConnection?: AuditConnectionResolvers<ContextType>;
  AuditEntry?: AuditEntryResolvers<ContextType>;
  Community?: CommunityResolvers<ContextType>;
  CommunityConnection?: CommunityConnectionResolvers<ContextType>;
  CommunityPayload?: CommunityPayloadResolvers<ContextType>;
  Cursor?: GraphQLScalarType;
  DateTime?: GraphQLScalarType;
  Delivery?: DeliveryResolvers<ContextType>;
  DeliveryConnection?: DeliveryConnectionResolvers<ContextType>;
  Driver?: DriverResolvers<ContextType>;
  DriverEvent?: DriverEventResolvers<ContextType>;
  Duration?: GraphQLScalarType;
  EndSessionsPayload?: EndSessionsPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Member?: MemberResolvers<ContextType>;
  MemberConnection?: MemberConnectionResolvers<ContextType>;
  MemberData?: MemberDataResolvers<ContextType>;
  MemberDataPage?: MemberDataPageResolvers<ContextType>;
  MemberErasure?: MemberErasureResolvers<ContextType>;
  MemberEvent?: MemberEventResolvers<ContextType>;
  MemberExport?: MemberExportResolvers<ContextType>;
  MemberPayload?: MemberPayloadResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PendingAct?: PendingActResolvers<ContextType>;
  PendingActConnection?: PendingActConnectionResolvers<ContextType>;
  PlatformAccount?: PlatformAccountResolvers<ContextType>;
  PlatformConnection?: PlatformConnectionResolvers<ContextType>;
  PlatformConnectionPayload?: PlatformConnectionPayloadResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Role?: RoleResolvers<ContextType>;
  RoleGrant?: RoleGrantResolvers<ContextType>;
  RolePayload?: RolePayloadResolvers<ContextType>;
  RoleRequest?: RoleRequestResolvers<ContextType>;
  RoleRequestConnection?: RoleRequestConnectionResolvers<ContextType>;
  RoleRequestEvent?: RoleRequestEventResolvers<ContextType>;
  RoleRequestPayload?: RoleRequestPayloadResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SignInLinkPayload?: SignInLinkPayloadResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  UserError?: UserErrorResolvers<ContextType>;
  Viewer?: ViewerResolvers<ContextType>;
};

