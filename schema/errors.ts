// Every refusal of the system, in one place: its stable code, and the general sentence that docs print.
// The message of one refusal says more: what was wanted, then what was got.

export const refusals = {
  // Everywhere
  BAD_INPUT: 'A value of the input is not what the field takes.',
  TOO_MANY: 'There are more of them than there may be: in a list of the input, or with what was there before.',
  UNAUTHENTICATED: 'The request needs a valid key.',
  FORBIDDEN: 'The key does not have a scope that this needs, or belongs to another community.',
  CROSS_SITE: "A page of another site asks with the cookie of this one's session.",
  TOO_MANY_TRIES:
    'This fails like many tries to sign in before it, from this address or with this link; try again later.',
  CURSOR_INVALID: 'The cursor is malformed, of another list or community, too old, or from the future.',
  CONSUMER_TOO_SLOW: 'The subscriber read too slowly; come back with the last cursor received.',
  SHUTTING_DOWN: 'The server is stopping; come back with the last cursor received.',
  UNAVAILABLE: 'A part of the system does not answer now; try again.',
  TOO_LARGE: 'The request is larger than what is accepted.',
  TOO_COMPLEX: 'The operation asks for more than one request may.',
  ANSWER_TOO_LARGE: 'The answer is larger than what is sent; ask for less at once.',
  TOO_SLOW: 'The question could not be answered in the time that one has.',
  LIST_TOO_LONG: 'A list without pages has more entries than such a list may; it is not shown in part.',
  PLAN_FAILED: 'No plan could be made to ask the parts of the system for all of the operation; ask for it in two.',
  NAME_REFUSED: 'The operation has a name that every object has by itself, such as __proto__ or constructor.',
  BAD_REQUEST: 'The request is not of the form that this address takes.',
  ORIGIN_REFUSED: 'The page that asks is not of an origin that this server is configured for.',
  RATE_LIMITED: 'The key, its community, or the address without a key, has asked for as much as it may in a minute.',
  OVERLOADED: 'There is more to do than can be done now, and others go first; try again later.',
  TOO_MANY_SUBSCRIPTIONS: 'As many different subscriptions are open as the key, the address or the community may have.',
  TOO_MANY_CONNECTIONS: 'The key, or the address, has as many connections as it may have.',
  TOO_MANY_AT_ONCE: 'One connection has more requests under way than it may have.',
  REQUEST_TOO_SLOW: 'The request did not come whole in the time that it has.',
  DOCUMENT_UNKNOWN: 'No document of this id is registered here.',
  DOCUMENT_REQUIRED: 'Only registered documents are taken here, and this is none.',
  INTROSPECTION_OFF: 'Questions about the schema are not answered here.',
  GRAPHQL_PARSE_FAILED: 'The text of the operation is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The operation does not fit the schema.',
  INTERNAL_SERVER_ERROR: 'Something went wrong here; it was logged.',
  ADDRESS_REFUSED: 'The address is not http(s), or lies on a private network.',
  IDEMPOTENCY_CONFLICT: 'The idempotency key was used before with different input.',

  // Communities
  COMMUNITY_NOT_FOUND: 'No community that this key can see has this id or slug.',
  SLUG_TAKEN: 'Another community has this slug.',
  MEMBER_NOT_FOUND: 'No member that this key can see has this id.',
  MEMBER_ERASED: 'The member was erased: nothing is given to them or done in their name any more.',
  ROLE_NOT_FOUND: 'The community has no role of this name or id.',
  ROLE_TAKEN: 'The community already has a role of this name.',
  ROLE_ALREADY_HELD: 'The member already holds the role.',
  ROLE_REQUEST_NOT_FOUND: 'No role request that this key can see has this id, or waits for this member and role.',
  ALREADY_SETTLED: 'It was settled before, the other way.',
  ACCOUNT_TAKEN: 'The account belongs to another member of the community; where both are one person, merge them.',
  ACCOUNT_NOT_FOUND: 'The member has no such account.',
  CONNECTION_NOT_FOUND: 'The community has no connection of this id.',
  CONNECTION_TAKEN: 'The same account of the platform is connected already.',
  SIGN_IN_CODE_UNKNOWN: 'No link to sign in has this code.',
  SIGN_IN_CODE_EXPIRED: 'The link to sign in is no longer good: a new one must be made.',
  SIGN_IN_CODE_USED: 'The link to sign in was used before; it signs in once.',
  ENDPOINT_MISSING: 'The driver of the community has no endpoint that events are delivered to.',
  API_KEY_NOT_FOUND: 'No API key that this key may manage has this id.',
  SECOND_ADMIN_REQUIRED:
    'Another administrator of the community must approve this first: `act` says what waits for it.',
  SECOND_ADMIN_MISSING: "The community has no two administrators who could approve each other's acts.",
  ACT_NOT_FOUND: 'No act of this community has this id and still waits for another administrator.',
  OWN_ACT: 'Whoever asked for an act, or may have the secret of a key in it, does not approve it.',
  TOO_MANY_ACTS: 'As many acts of this key wait for another administrator as may.',
  // Policies
  POLICY_INVALID: 'The policy document cannot be taken: the place and the reason stand in the message.',
  POLICY_NAME_TOO_NEAR: 'Another policy of the community has a name that people would read as this one.',
  WORK_LIMITED: 'Looking at the policy takes too long or too much, or too many of the community wait to be looked at.',
  POLICY_FAILED: 'An expression of a policy could not be evaluated on this action; nothing was decided by it.',

  // Proposals
  DECISION_NOT_FOUND: 'No decision that this key can see has this id.',
  PROPOSAL_NOT_FOUND: 'No proposal that this key can see has this id.',
  POLICY_NOT_FOUND: 'No policy of the community has this id.',
  POLICY_RETIRED: 'The policy is retired, or a newer version has taken its place.',
  TRIGGER_NOT_FOUND: 'No action of the community has the id given as trigger.',
  BALLOT_INVALID: 'The choices or the rule for passing do not make a ballot.',
  ELECTORATE_INVALID: 'Those who would vote are none, too few for the rule, or without any weight.',
  CRED_UNAVAILABLE: 'Cred is needed to say who may vote with what weight, and it cannot be read now.',
  CHOICE_UNKNOWN: 'The ballot does not have this choice.',
  CHOICES_INVALID: 'The choices marked are not a vote of this method.',
  NOT_IN_ELECTORATE: 'The member is not among those who may vote, as fixed when the proposal opened.',
  VOTE_CLOSED: 'The ballot is closed: its time is over or it was decided.',
  VOTE_IS_MEMBERS_OWN: 'The member has voted here themselves: from then on, nobody else casts or retracts for them.',
  VOTE_NOT_FOUND: 'The member has no vote on this proposal to retract.',
  PROPOSAL_CLOSED: 'The proposal was decided or canceled before; a decision is made once.',

  // Actions
  ACTION_NOT_FOUND: 'No action that this key can see has this id.',
  ACTION_NOT_RETRYABLE: 'Only a requested action that is not done can be tried again.',
  ACTION_NOT_HELD: 'Only an action that is held, before its time is over, can be stayed.',
  ACTION_NOT_CONFIRMABLE: 'Only an action that waits for people to confirm it can be confirmed.',
  ACTION_LAPSED: 'Too few confirmed the action in time; it was not performed.',
  ROLE_NOT_HELD: 'The member does not hold the role that this needs.',
  OWN_CAUSE: 'Whoever submitted what it is about, or is paid, does not confirm it.',
  KIND_UNKNOWN: 'No installed adapter can do this kind of action.',
  PLATFORM_NOT_CONNECTED: 'The community has no connection to the platform that this needs.',
  PLATFORM_ACCOUNT_NOT_FOUND: 'The platform has no account of this name.',
  PLATFORM_UNREACHABLE: 'The platform does not answer now; try again.',
  PLATFORM_RATE_LIMITED: 'The platform takes no more requests for now; it is asked again later.',
  PLATFORM_ANSWER_UNEXPECTED: 'The platform answered something that is not understood; its words stand in the message.',
  PLATFORM_PERMISSION_MISSING: 'The account behind the credentials may not do this on the platform.',
  PLATFORM_FEATURE_NOT_ALLOWED: 'The platform does not let the account behind the credentials use this feature.',
  PLATFORM_INPUT_REFUSED: 'The platform did not take the input; its words stand in the message.',
  CREDENTIALS_MISSING: 'The platform needs credentials of another shape.',
  CREDENTIALS_ANONYMOUS: 'The platform takes the credentials for nobody.',
  CREDENTIALS_REFUSED: 'The platform refused the credentials: they are wrong, expired or suspended.',
  CREDENTIALS_SCOPE_MISSING: 'The credentials lack a scope that this needs.',
  TWO_FACTOR_REQUIRED: 'The platform wants two-factor authentication of the account behind the credentials.',
  TWO_FACTOR_NOT_PREAUTHORIZED: 'The token must be allowed, on the platform, to act without two-factor authentication.',
  EXPENSE_NOT_FOUND: 'The collective has no expense with this id, legacy id or address.',
  EXPENSE_STATUS_UNSUPPORTED: 'The expense is in a status from which this cannot be done.',
  EXPENSE_AUTHOR_CANNOT_APPROVE:
    "The collective lets nobody approve their own expenses, and the token is the author's.",
  SUBJECT_CHANGED: 'What was decided on has been changed since: it is a new question.',
  REPORT_REFUSED: 'What happens on this platform is read from the platform itself; it cannot be reported.',
  VERDICT_SETTLED: 'The permission was settled otherwise before.',

  // Cred
  CRED_NOT_CONNECTED: 'The community has not connected a SourceCred instance.',
  CRED_SNAPSHOT_NOT_FOUND: 'No snapshot of this community has this id.',
  CRED_SOURCE_UNREACHABLE: 'The SourceCred instance does not answer, or not with its files.',
  CRED_SOURCE_REDIRECTS: 'The address of the SourceCred instance redirects too often, or to nowhere.',
  CRED_SOURCE_NOT_FOUND: 'The address holds none of the files of a SourceCred instance.',
  CRED_SOURCE_HTML: 'The address answers with a web page instead of the files of a SourceCred instance.',
  CRED_SOURCE_TRUNCATED: 'A file of the SourceCred instance ends too early.',
  CRED_SOURCE_MALFORMED: 'A file of the SourceCred instance is not what it should be.',
  CRED_SOURCE_TOO_LARGE: 'A file of the SourceCred instance is larger than what is read.',
  CRED_SOURCE_EMPTY: 'The SourceCred instance has not computed any cred yet.',
} as const

export type RefusalCode = keyof typeof refusals

/** Refusals that are GraphQL errors; all others are `userErrors` of the payload. */
export const errorsOfTheRequest: readonly RefusalCode[] = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'CROSS_SITE',
  'TOO_MANY_TRIES',
  'CURSOR_INVALID',
  'CONSUMER_TOO_SLOW',
  'SHUTTING_DOWN',
  'UNAVAILABLE',
  'TOO_LARGE',
  'TOO_COMPLEX',
  'ANSWER_TOO_LARGE',
  'TOO_SLOW',
  'LIST_TOO_LONG',
  'PLAN_FAILED',
  'NAME_REFUSED',
  'BAD_REQUEST',
  'ORIGIN_REFUSED',
  'RATE_LIMITED',
  'OVERLOADED',
  'TOO_MANY_SUBSCRIPTIONS',
  'TOO_MANY_CONNECTIONS',
  'TOO_MANY_AT_ONCE',
  'REQUEST_TOO_SLOW',
  'DOCUMENT_UNKNOWN',
  'DOCUMENT_REQUIRED',
  'INTROSPECTION_OFF',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
  'SECOND_ADMIN_REQUIRED',
]

/** A refusal by the rules of the domain: `message` says what was wanted, then what was got. */
export class Refusal extends Error {
  readonly code: RefusalCode
  /** The input field that is to blame, outermost first. */
  readonly path: readonly string[] | null
  /** What a program may want besides the code. Never a secret. */
  readonly details: Record<string, unknown> | null

  constructor(
    code: RefusalCode,
    message: string,
    options: { path?: readonly string[]; details?: Record<string, unknown>; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'Refusal'
    this.code = code
    this.path = options.path ?? null
    this.details = options.details ?? null
  }
}
