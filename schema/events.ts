// Every event of the log: its version and its payload. An event says what became true; it carries what a
// reader needs to know it without asking the one who said it. Versions only grow: an old payload stays readable.

import type { TermDifference, Terms } from './terms.ts'

export interface AccountFact {
  platform: string
  host: string | null
  externalId: string
  username: string | null
}
export interface CommunityFact {
  id: string
  slug: string
  name: string
  visibility: 'PUBLIC' | 'PRIVATE'
  /** Whether what is dangerous needs another administrator. Absent in events that are older than the field. */
  twoAdmins?: boolean
}
export interface MemberFact {
  id: string
  community: string
  name: string
  accounts: AccountFact[]
}
export interface RoleRequestFact {
  id: string
  community: string
  member: string
  role: string
  roleName: string
  status: 'PENDING' | 'GRANTED' | 'REFUSED' | 'WITHDRAWN'
  reason: string | null
  decision: string | null
  requestedAt: string
}
export interface ActionFact {
  id: string
  community: string
  direction: 'OBSERVED' | 'REQUESTED'
  platform: string
  kind: string
  initiator: string | null
  initiatorName: string | null
  subject: { type: string; id: string; title: string | null; url: string | null }
  data: unknown
  /** What people agree to who say yes to the subject, as it was read then. Absent in events that are older than the field. */
  terms?: Terms | null
  /** How they differ from what was told of the subject before; null where they do not. */
  changed?: TermDifference[] | null
  /** The kind of question that the subject is again, since its terms changed. */
  asks?: string | null
  /** When it is recorded: the kinds of requested actions that this act of people leaves nothing to decide on; empty: it is open again. */
  settles?: string[]
  /** When it is recorded: the subject is there no more. */
  ends?: boolean
  /** The members who submitted what it is about, and who are paid by it; absent where the platform names nobody, and in older events. */
  parties?: { submitter: string | null; payee: string | null }
  status: 'OBSERVED' | 'PENDING' | 'DONE' | 'FAILED' | 'UNKNOWN' | 'ADVISED' | 'STAYED'
  decision: string | null
  /** The ballot that this action announces. */
  proposal: string | null
  advisory: boolean
  asksPermission: boolean
  verdict: 'ALLOW' | 'DENY' | 'WAIT' | null
  problem: string | null
  /** What the platform answered to a requested action: the place (url, externalId) it made, for example. */
  result: { url?: string | null; externalId?: string | null; [key: string]: unknown } | null
  /** The earlier decision that asked for the contrary on the same subject. */
  supersedes?: string | null
  /** Requested, not done, and not tried again by itself. Absent in events that are older than the field. */
  dead?: boolean
  /** What a requested action waits for, or waited: roles by id. Absent where there is nothing, and in older events. */
  waits?: {
    heldUntil: string | null
    guardian: string | null
    needs: number | null
    confirmers: string | null
    lapsesAt: string | null
  }
  occurredAt: string
  recordedAt: string
}
/** By what a vote was cast or a proposal opened. Of a session the id is not told. */
export interface CasterFact {
  kind: 'KEY' | 'SESSION' | 'ADMIN' | 'SYSTEM' | 'VENUE'
  id: string | null
  /** By a key or session of the voter's own. */
  own: boolean
}
export interface ProposalFact {
  id: string
  community: string
  title: string
  trigger: string | null
  policy: string | null
  enforcement: 'ENFORCING' | 'ADVISORY'
  venues: string[]
  closesAt: string | null
  /** Of cred, those it was opened with: for the electorate, or as evidence. Since version 2. */
  snapshots?: string[]
  /** Absent in events that are older than the field. */
  openedBy?: CasterFact
}
export interface DecisionFact {
  id: string
  proposal: string
  community: string
  outcome: 'APPROVED' | 'REJECTED' | 'CHOSEN' | 'NO_WINNER' | 'NO_QUORUM' | 'CANCELED'
  choice: string | null
  madeBy: 'RULE' | 'VOTE' | 'AUTHORITY'
  reason: string
  enforcement: 'ENFORCING' | 'ADVISORY'
  policy: string | null
  trigger: string | null
  decidedAt: string
  hash: string
  /** What it was decided on; only those named count, all where none are. Absent in events that are older than the fields. */
  terms?: Terms | null
  termsNamed?: string[] | null
}

export interface EventPayloads {
  'communities.community.created': { community: CommunityFact }
  'communities.community.updated': { community: CommunityFact }
  'communities.driver.set': { community: string; kind: 'BUILT_IN' | 'EXTERNAL'; endpoint: string | null }
  'communities.connection.added': { connection: string; platform: string; externalId: string }
  'communities.connection.removed': { connection: string; platform: string }
  'communities.member.added': { member: MemberFact }
  'communities.member.merged': { from: string; into: string }
  /** Their names and accounts are gone; of a person merged of many, all of them. Keys and sessions were ended before. */
  'communities.member.erased': { member: string; members: string[]; keys: string[] }
  /** What they were called and had is known whole, and goes out of everything that was written down. */
  'communities.erasure.ready': { member: string }
  'communities.account.linked': { member: string; account: AccountFact }
  'communities.account.unlinked': { member: string; account: AccountFact }
  'communities.role.created': { role: { id: string; name: string } }
  'communities.role.granted': {
    member: string
    role: string
    roleName: string
    request: string | null
    decision: string | null
  }
  'communities.role.revoked': {
    member: string
    role: string
    roleName: string
    reason: string | null
    decision: string | null
  }
  'communities.role.requested': { request: RoleRequestFact }
  'communities.role.settled': { request: RoleRequestFact }
  'communities.key.created': {
    key: string
    digest: string
    scopes: ('READ' | 'VOTE' | 'INTEGRATE' | 'DRIVE' | 'ADMIN')[]
    member: string | null
    expiresAt: string | null
    /** How its community called it. Since version 2. */
    name?: string
  }
  /** The key has a new secret; the one before is good until then. */
  'communities.key.rotated': { key: string; digest: string; overlapsUntil: string }
  'communities.key.revoked': { key: string }
  /** Someone signed in: behind it stands a key, a member (by a link), or the admin key as `admin` marks it. */
  'communities.session.started': {
    session: string
    digest: string
    key: string | null
    admin: string | null
    member: string | null
    expiresAt: string
  }
  'communities.session.ended': { session: string }
  /** A dangerous act waits for another administrator. */
  'communities.act.requested': { act: string; mutation: string; expiresAt: string }
  'communities.act.approved': { act: string; mutation: string }
  'communities.act.refused': { act: string; mutation: string }
  /** It was sent again, and let through. */
  'communities.act.used': { act: string; mutation: string }

  'cred.source.connected': { url: string }
  'cred.source.failed': { url: string; status: 'UNREACHABLE' | 'INVALID'; problem: string }
  /** An instance that could not be read answers again, with what it said before. */
  'cred.source.recovered': { url: string }
  /** Somebody was taken out of the snapshots that are kept: what is remembered of them is read anew. */
  'cred.snapshots.rewritten': Record<string, never>
  'cred.snapshot.taken': { snapshot: string; sha256: string }

  'actions.action.recorded': { action: ActionFact }
  'actions.action.changed': { action: ActionFact }
  'actions.connection.changed': {
    connection: string
    status: 'CONNECTED' | 'UNAUTHORIZED' | 'UNREACHABLE' | 'DISCONNECTED'
    problem: string | null
    lastEventAt: string | null
  }
  /** No longer written: how a subject stands is told as it is, by `actions.decision.standing`. */
  'actions.decision.contradicted': { decision: string; action: string; kind: string; by: string | null }
  'actions.decision.fulfilled': { decision: string; action: string; kind: string; by: string | null }
  /** How the subject of a decision's requests stands to what they ask for, from the newest that is known. */
  'actions.decision.standing': {
    decision: string
    /** The subject, as its platform names it; and the decision's requests about it that the standing is of, newest first. */
    platform: string
    subject: string
    requests: string[]
    standing: 'DONE' | 'UNDONE' | 'OPPOSITE' | 'HELD' | 'GONE' | 'CHANGED'
    /** Who made it so; null where nobody was seen to. */
    by: 'US' | 'PEOPLE' | null
    /** The act that made it so: its id, its kind, and the account that did it. */
    action: string | null
    kind: string | null
    initiatorName: string | null
    /** The later decision that asked for that act. */
    later: string | null
  }

  'proposals.policy.applied': {
    policy: string
    name: string
    version: number
    status: 'ACTIVE' | 'PAUSED' | 'RETIRED'
    document: unknown
  }
  'proposals.policy.status': { policy: string; name: string; version: number; status: 'ACTIVE' | 'PAUSED' | 'RETIRED' }
  'proposals.proposal.opened': { proposal: ProposalFact }
  /** Version 2 says what was marked, and how often the member had voted before; version 3 the whole vote. */
  'proposals.vote.cast': {
    proposal: string
    vote: string
    member: string
    choices?: string[]
    revision?: number
    /** In millionths. */
    weight?: number
    /** RFC 3339, with milliseconds. */
    castAt?: string
    castBy?: CasterFact
  }
  /** Version 2 says what was taken back, when, and by what. */
  'proposals.vote.retracted': {
    proposal: string
    vote: string
    member: string
    revision?: number
    weight?: number
    castAt?: string
    castBy?: CasterFact
  }
  'proposals.proposal.decided': { proposal: string; decision: DecisionFact }
  'proposals.proposal.canceled': { proposal: string; decision: DecisionFact }
  'proposals.venue.added': { proposal: string; platform: string; url: string | null; externalId: string }
  'proposals.decision.compliance': {
    proposal: string
    decision: string
    compliance: 'NOT_APPLICABLE' | 'PENDING' | 'FOLLOWED' | 'OVERRIDDEN' | 'FAILED' | 'SUPERSEDED'
    /** The act of people on the platform that made it so; null where there was none, or it is not known. Since version 2. */
    action?: string | null
  }
}

export type EventType = keyof EventPayloads

/** The version each event is written with. */
export const eventVersions: Record<EventType, number> = {
  'communities.community.created': 1,
  'communities.community.updated': 1,
  'communities.driver.set': 1,
  'communities.connection.added': 1,
  'communities.connection.removed': 1,
  'communities.member.added': 1,
  'communities.member.merged': 1,
  'communities.member.erased': 1,
  'communities.erasure.ready': 1,
  'communities.account.linked': 1,
  'communities.account.unlinked': 1,
  'communities.role.created': 1,
  'communities.role.granted': 1,
  'communities.role.revoked': 1,
  'communities.role.requested': 1,
  'communities.role.settled': 1,
  'communities.key.created': 2,
  'communities.key.rotated': 1,
  'communities.key.revoked': 1,
  'communities.session.started': 1,
  'communities.session.ended': 1,
  'communities.act.requested': 1,
  'communities.act.approved': 1,
  'communities.act.refused': 1,
  'communities.act.used': 1,
  'cred.source.connected': 1,
  'cred.source.failed': 1,
  'cred.source.recovered': 1,
  'cred.snapshots.rewritten': 1,
  'cred.snapshot.taken': 1,
  'actions.action.recorded': 1,
  'actions.action.changed': 1,
  'actions.connection.changed': 1,
  'actions.decision.contradicted': 1,
  'actions.decision.fulfilled': 1,
  'actions.decision.standing': 1,
  'proposals.policy.applied': 1,
  'proposals.policy.status': 1,
  'proposals.proposal.opened': 2,
  'proposals.vote.cast': 3,
  'proposals.vote.retracted': 2,
  'proposals.proposal.decided': 1,
  'proposals.proposal.canceled': 1,
  'proposals.venue.added': 1,
  'proposals.decision.compliance': 2,
}
