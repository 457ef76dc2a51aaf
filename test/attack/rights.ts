// Who may do what, written by hand: the table that the running server is held against. A field, a question, a mutation or a
// stream that is not in it fails the test: whoever adds one says here who may have it.

import type { Hamlet } from './village.ts'

/** Whoever may read the community: anybody where it is public, its own keys where it is private. */
export type Who = 'read' | readonly Scope[]
type Scope = 'READ' | 'VOTE' | 'INTEGRATE' | 'DRIVE' | 'ADMIN'

const admin = ['ADMIN'] as const
const driver = ['DRIVE', 'ADMIN'] as const
const settler = ['INTEGRATE', 'DRIVE', 'ADMIN'] as const
const anyKey = ['READ', 'VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN'] as const
const voting = ['VOTE', 'INTEGRATE', 'DRIVE', 'ADMIN'] as const

/**
 * Fields by type. `at`: a way to one of the type, in a public or a private community. `guarded`: what only some may have, and
 * all others see as null. Types without `at` are parts of answers to mutations and of events, or of what is seldom there.
 */
export const types: Record<
  string,
  {
    fields: string
    at?: (of: Hamlet) => [before: string, after: string]
    guarded?: Record<string, Who>
    /** Who may have any of it, where that is not whoever may read. */
    only?: Who
  }
> = {
  Community: {
    fields:
      'id actions expenses slug name visibility createdAt twoAdmins connections roles members member roleRequests driver cursor cred doubles policies proposals decisions audit apiKeys sessions pendingActs',
    at: ({ id }) => [`community(community: "${id}") {`, '}'],
    guarded: { doubles: admin, audit: admin, apiKeys: admin, sessions: admin, pendingActs: admin },
  },
  Member: {
    fields: 'id community name accounts roles joinedAt erased cred votes',
    at: ({ member }) => [`member(id: "${member}") {`, '}'],
  },
  PlatformConnection: {
    fields: 'id platform externalId settings webhookUrl status problem lastEventAt',
    at: ({ id }) => [`community(community: "${id}") { connections {`, '} }'],
    guarded: { webhookUrl: admin },
  },
  Driver: {
    fields: 'kind endpoint lastDeliveryAt undelivered dead problem nextTryAt deliveries',
    at: ({ id }) => [`community(community: "${id}") { driver {`, '} }'],
    guarded: { endpoint: driver, problem: driver, deliveries: driver },
  },
  Role: { fields: 'id name description holders', at: ({ id }) => [`community(community: "${id}") { roles {`, '} }'] },
  RoleRequest: {
    fields: 'id community member role status reason requestedAt settledAt decisionId',
    at: ({ roleRequest }) => [`roleRequest(id: "${roleRequest}") {`, '}'],
  },
  RoleGrant: { fields: 'role grantedAt decisionId', at: ({ member }) => [`member(id: "${member}") { roles {`, '} }'] },
  PlatformAccount: {
    fields: 'platform host externalId username proof linkedAt',
    at: ({ member }) => [`member(id: "${member}") { accounts {`, '} }'],
  },
  PlatformAction: {
    fields:
      'id community direction platform kind initiator initiatorName subject data terms newest changed asks status decisionId supersedes verdict asksPermission advisory proposalId problem result dead heldUntil guardian needs confirmers lapsesAt approvals viewerMayStay viewerMayConfirm occurredAt recordedAt attempts expense',
    at: ({ action }) => [`action(id: "${action}") {`, '}'],
  },
  ActionSubject: { fields: 'type id title url', at: ({ action }) => [`action(id: "${action}") { subject {`, '} }'] },
  Policy: {
    fields: 'id community name version status document inWords createdAt versions',
    at: ({ policy }) => [`policy(id: "${policy}") {`, '}'],
  },
  Proposal: {
    fields:
      'id community title body status trigger policy enforcement method choices passes evidence terms termsInWords onChange replaces replacedBy openedAt openedBy closesAt closedAt electorate tally votes history viewerVote venues decision',
    at: ({ proposal }) => [`proposal(id: "${proposal}") {`, '}'],
  },
  Choice: { fields: 'key label means', at: ({ proposal }) => [`proposal(id: "${proposal}") { choices {`, '} }'] },
  PassRule: {
    fields: 'quorum threshold minVotes closeEarly closeEarlyAfter objections',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { passes {`, '} }'],
  },
  Electorate: {
    fields: 'size totalWeight description snapshot voters doubles viewerMayVote viewerWeight',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { electorate {`, '} }'],
  },
  Voter: {
    fields: 'member weight',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { electorate { voters { nodes {`, '} } } }'],
  },
  Tally: {
    fields: 'counts voters turnout quorumReached standing choice rounds updatedAt',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { tally {`, '} }'],
  },
  ChoiceCount: {
    fields: 'choice votes weight',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { tally { counts {`, '} } }'],
  },
  Vote: {
    fields: 'id proposal member choices weight comment source note castBy castAt revision retracted',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { votes { nodes {`, '} } }'],
  },
  Caster: {
    fields: 'kind id name own',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { votes { nodes { castBy {`, '} } } }'],
  },
  ProposalHistoryEntry: {
    fields: 'id at kind member choices revision castBy venue decision compliance peoplesAct',
    at: ({ proposal }) => [`proposal(id: "${proposal}") { history { nodes {`, '} } }'],
  },
  Decision: {
    fields:
      'id proposal outcome choice madeBy maker reason tally decidedAt enforcement actions compliance peoplesAct supersededBy problem hash previousHash position evidence record texts erased',
    at: ({ decision }) => [`decision(id: "${decision}") {`, '}'],
  },
  DecisionProof: {
    fields: 'decision hash record policy electorate ballots inclusion head',
    at: ({ decision }) => [`proof(decision: "${decision}") {`, '}'],
  },
  DecisionChain: {
    fields: 'valid length erased head brokenAt problem signedHead',
    at: ({ id }) => [`verifyDecisions(community: "${id}") {`, '}'],
  },
  VoteReceipt: {
    fields: 'leaf leafHash index size path root',
    at: ({ vote }) => [`inclusion(vote: "${vote}") {`, '}'],
  },
  CommunityCred: {
    fields: 'source snapshot total leaderboard history',
    at: ({ id }) => [`community(community: "${id}") { cred {`, '} }'],
  },
  CredSource: {
    fields: 'url status problem refreshedAt refreshEverySeconds',
    at: ({ id }) => [`community(community: "${id}") { cred { source {`, '} } }'],
  },
  CredSnapshot: {
    fields: 'id sourceUrl sha256 fetchedAt lastIntervalEnd stale participantCount files ledgerProblem',
    at: ({ id }) => [`community(community: "${id}") { cred { snapshot {`, '} } }'],
  },
  CredParticipant: {
    fields: 'identityId name kind addresses total rank share active',
    at: ({ id }) => [`community(community: "${id}") { cred { leaderboard { nodes {`, '} } } }'],
  },
  MemberCred: {
    fields: 'status total lastWeeks rank share intervals grain matches heldBy snapshot',
    at: ({ id }) => [`cred(community: "${id}", account: { platform: "github", username: "tokafor" }) {`, '}'],
  },

  AuditChain: {
    fields: 'valid length erased head brokenAt problem',
    at: ({ id }) => [`verifyAudit(community: "${id}") {`, '}'],
    only: admin,
  },

  // Told of nobody in particular.
  PlatformCapabilities: { fields: 'platform hears performs ballots fields parameters subjects terms' },
  Viewer: { fields: 'member scopes community' },
  // Parts of the above, of answers and of events: what they are in is what is guarded.
  PageInfo: { fields: 'hasNextPage endCursor' },
  UserError: { fields: 'code message path' },
  TermDifference: { fields: 'name before after words' },
  ActionApproval: { fields: 'member at' },
  ActionAttempt: { fields: 'at outcome detail' },
  Expense: {
    fields: 'id community legacyId description status amountInCents currency payee submittedBy tags url createdAt',
  },
  Delivery: { fields: 'id type before queuedAt tries problem deadAt' },
  Double: { fields: 'member heldBy kind why identity' },
  CredFile: { fields: 'path sha256 bytes' },
  CredMatch: { fields: 'identityId name address cred' },
  CredInterval: { fields: 'start end cred' },
  Grain: { fields: 'balance paid active payoutAddresses' },
  PayoutAddress: { fields: 'currency address' },
  TermInWords: { fields: 'name label value' },
  DoubleSeat: { fields: 'member seatedAs' },
  Venue: { fields: 'platform url externalId action' },
  TallyRound: { fields: 'counts eliminated' },
  PolicyCheck: { fields: 'valid problems warnings inWords replaces' },
  PolicyProblem: { fields: 'code message path line column' },
  PolicyTrial: { fields: 'problems results snapshot' },
  PolicyTrialResult: { fields: 'action verdict reason title performs' },
  AuditEntry: { fields: 'place at mutation by address salt erased subjects events approvedBy record hash' },
  PendingAct: { fields: 'id mutation arguments status askedBy askedAt expiresAt settledBy settledAt' },
  AuditActor: { fields: 'kind member key session' },
  MemberErasure: { fields: 'begunAt doneAt' },
  MemberExport: { fields: 'community person communities cred proposals actions' },
  MemberDataPage: { fields: 'nodes pageInfo' },
  MemberData: { fields: 'table row' },
  ApiKey: {
    fields: 'id name scopes member createdAt expiresAt revokedAt rotatedAt overlapsUntil lastUsedAt',
  },
  Session: { fields: 'id member key startedAt expiresAt lastSeenAt' },
  SignedHead: { fields: 'community length head at signature key' },
  DriverEvent: { fields: 'id type version community timestamp cursor payload' },
}

/** Questions at the top, with who may ask them of a community. */
export const questions: Record<string, { who: Who | 'over all'; ask?: (of: Hamlet) => string }> = {
  action: { who: 'read', ask: ({ action }) => `action(id: "${action}") { id }` },
  community: { who: 'read', ask: ({ id }) => `community(community: "${id}") { id }` },
  member: { who: 'read', ask: ({ member }) => `member(id: "${member}") { id }` },
  roleRequest: { who: 'read', ask: ({ roleRequest }) => `roleRequest(id: "${roleRequest}") { id }` },
  exportMember: {
    who: admin,
    ask: ({ other }) =>
      `exportMember(member: "${other}") { communities { nodes { row } } cred { nodes { row } } proposals { nodes { row } } actions { nodes { row } } }`,
  },
  cred: {
    who: 'read',
    ask: ({ id }) => `cred(community: "${id}", account: { platform: "github", username: "tokafor" }) { total }`,
  },
  credSnapshot: { who: 'read', ask: ({ snapshot }) => `credSnapshot(id: "${snapshot}") { id }` },
  proposal: { who: 'read', ask: ({ proposal }) => `proposal(id: "${proposal}") { id }` },
  decision: { who: 'read', ask: ({ decision }) => `decision(id: "${decision}") { id }` },
  policy: { who: 'read', ask: ({ policy }) => `policy(id: "${policy}") { id }` },
  proof: { who: 'read', ask: ({ decision }) => `proof(decision: "${decision}") { hash }` },
  inclusion: { who: 'read', ask: ({ vote }) => `inclusion(vote: "${vote}") { index }` },
  verifyDecisions: { who: 'read', ask: ({ id }) => `verifyDecisions(community: "${id}") { valid }` },
  checkPolicy: { who: admin, ask: ({ id }) => `checkPolicy(community: "${id}", document: "name: x") { valid }` },
  tryPolicy: {
    who: admin,
    ask: ({ id }) => `tryPolicy(community: "${id}", document: "name: x", last: 1) { problems { code } }`,
  },
  verifyAudit: { who: admin, ask: ({ id }) => `verifyAudit(community: "${id}") { valid }` },
  // Of no community: each caller's own answer, which the attacks of other classes look at.
  audit: { who: 'over all', ask: () => 'audit(first: 1) { totalCount }' },
  platforms: { who: 'read' },
  communities: { who: 'read' },
  viewer: { who: 'read' },
}

/** The input changes nothing, for whoever may: what is refused for another reason than rights was allowed. */
export const mutations: Record<string, { who: readonly Scope[] | 'over all'; input: (of: Hamlet) => string }> = {
  approveExpense: { who: settler, input: ({ id }) => `input: { community: "${id}", expense: "none" }` },
  rejectExpense: { who: settler, input: ({ id }) => `input: { community: "${id}", expense: "none" }` },
  performAction: { who: settler, input: ({ id }) => `input: { community: "${id}", kind: "nothing.at.all" }` },
  stayAction: { who: ['VOTE', 'ADMIN'], input: ({ action }) => `input: { action: "${action}", reason: "x" }` },
  confirmAction: { who: ['VOTE', 'ADMIN'], input: ({ action }) => `input: { action: "${action}" }` },
  retryAction: { who: settler, input: ({ action }) => `id: "${action}"` },
  considerExpenses: {
    who: settler,
    input: ({ id }) => `input: { community: "${id}", connection: "none", all: true }`,
  },
  reportAction: {
    who: settler,
    input: ({ id }) => `input: { community: "${id}", kind: "x", subject: { type: "x", id: "x" } }`,
  },
  requestPermission: {
    who: settler,
    input: ({ id }) => `input: { community: "${id}", kind: "x", subject: { type: "x", id: "x" } }`,
  },
  settlePermission: { who: driver, input: ({ action }) => `input: { action: "${action}", verdict: ALLOW }` },
  setActionProblem: { who: driver, input: ({ action }) => `id: "${action}", problem: null` },
  createCommunity: { who: 'over all', input: () => 'input: { slug: "Not A Slug", name: "x" }' },
  updateCommunity: { who: admin, input: ({ id }) => `input: { community: "${id}" }` },
  approveAct: { who: admin, input: () => 'act: "none"' },
  refuseAct: { who: admin, input: () => 'act: "none"' },
  connectPlatform: { who: admin, input: ({ id }) => `input: { community: "${id}", platform: "", externalId: "" }` },
  disconnectPlatform: { who: admin, input: ({ id }) => `input: { community: "${id}", connection: "none" }` },
  setDriver: { who: admin, input: ({ id }) => `input: { community: "${id}", kind: EXTERNAL, endpoint: "nowhere" }` },
  rotateDriverSecret: { who: admin, input: ({ id }) => `input: { community: "${id}" }` },
  addMember: { who: admin, input: ({ id }) => `input: { community: "${id}", name: "" }` },
  linkAccount: { who: admin, input: ({ member }) => `input: { member: "${member}", account: { platform: "" } }` },
  unlinkAccount: {
    who: admin,
    input: ({ member }) => `input: { member: "${member}", account: { platform: "x", id: "none" } }`,
  },
  mergeMembers: { who: admin, input: ({ member }) => `input: { from: "${member}", into: "${member}" }` },
  // Erased before: erasing again changes nothing.
  eraseMember: { who: admin, input: ({ erased }) => `member: "${erased}"` },
  createRole: { who: admin, input: ({ id }) => `input: { community: "${id}", name: "" }` },
  requestRole: {
    who: anyKey,
    input: ({ id, other }) => `input: { community: "${id}", role: "no such role", member: "${other}" }`,
  },
  withdrawRoleRequest: { who: anyKey, input: ({ roleRequest }) => `id: "${roleRequest}"` },
  grantRole: {
    who: driver,
    input: ({ id, member }) => `input: { community: "${id}", member: "${member}", role: "none" }`,
  },
  refuseRole: {
    who: driver,
    input: ({ id, member }) => `input: { community: "${id}", member: "${member}", role: "none" }`,
  },
  revokeRole: {
    who: driver,
    input: ({ id, member }) => `input: { community: "${id}", member: "${member}", role: "none" }`,
  },
  createApiKey: { who: admin, input: ({ id }) => `input: { community: "${id}", name: "", scopes: [] }` },
  revokeApiKey: { who: admin, input: ({ keyIds }) => `id: "${keyIds.spare}"` },
  rotateApiKey: { who: admin, input: ({ keyIds }) => `id: "${keyIds.spare}"` },
  createSignInLink: { who: admin, input: ({ other }) => `input: { member: "${other}" }` },
  endSessions: { who: admin, input: ({ other }) => `input: { member: "${other}" }` },
  connectCred: { who: admin, input: ({ id }) => `input: { community: "${id}", url: "nowhere" }` },
  refreshCred: { who: driver, input: ({ id }) => `community: "${id}"` },
  applyPolicy: { who: admin, input: ({ id }) => `input: { community: "${id}", document: "name: x" }` },
  setPolicyStatus: { who: admin, input: ({ policy }) => `input: { policy: "${policy}", status: ACTIVE }` },
  openProposal: { who: driver, input: ({ id }) => `input: { community: "${id}", title: "" }` },
  recordDecision: {
    who: driver,
    input: ({ id }) => `input: { community: "${id}", title: "", outcome: APPROVED, reason: "" }`,
  },
  reportStep: {
    who: driver,
    input: ({ decision }) => `input: { decision: "${decision}", step: "approved:0", problem: null }`,
  },
  castVote: { who: voting, input: ({ proposal }) => `input: { proposal: "${proposal}", choices: ["no such choice"] }` },
  retractVote: {
    who: voting,
    input: ({ proposal, other }) => `input: { proposal: "${proposal}", member: "${other}" }`,
  },
  closeProposal: { who: driver, input: ({ decided }) => `input: { proposal: "${decided}" }` },
  cancelProposal: { who: driver, input: ({ decided }) => `input: { proposal: "${decided}" }` },
  approveProposal: { who: settler, input: ({ decided }) => `input: { proposal: "${decided}", reason: "x" }` },
  rejectProposal: { who: settler, input: ({ decided }) => `input: { proposal: "${decided}", reason: "x" }` },
}

export const streams: Record<string, { who: Who; ask: (of: Hamlet) => string }> = {
  actions: { who: 'read', ask: ({ id }) => `actions(community: "${id}") { cursor }` },
  action: { who: 'read', ask: ({ action }) => `action(id: "${action}") { id }` },
  roleRequests: { who: 'read', ask: ({ id }) => `roleRequests(community: "${id}") { cursor }` },
  members: { who: 'read', ask: ({ id }) => `members(community: "${id}") { cursor }` },
  driverEvents: { who: driver, ask: ({ id }) => `driverEvents(community: "${id}") { cursor }` },
  credRefreshed: { who: 'read', ask: ({ id }) => `credRefreshed(community: "${id}") { cursor }` },
  decisions: { who: 'read', ask: ({ id }) => `decisions(community: "${id}") { cursor }` },
  proposal: { who: 'read', ask: ({ proposal }) => `proposal(id: "${proposal}") { id }` },
  proposals: { who: 'read', ask: ({ id }) => `proposals(community: "${id}") { cursor }` },
  policies: { who: 'read', ask: ({ id }) => `policies(community: "${id}") { cursor }` },
}
