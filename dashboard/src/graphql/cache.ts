// What the page knows, by id: an event that tells of a thing changes it wherever it is shown. Beyond that, events put
// what is new into the lists that it belongs to, once, however often it is told.

import { type Cache, cacheExchange, type Data, type Entity } from '@urql/exchange-graphcache'
import type {
  ActionStreamSubscription,
  DecisionStreamSubscription,
  MemberStreamSubscription,
  PolicyStreamSubscription,
  ProposalStreamSubscription,
} from '../../../schema/generated/dashboard.ts'

/** The cache asks for `__typename` itself. */
type Keyed = { __typename?: string; id: string }
/** Of a stream: its community. */
type Of = { community: string }
const embedded = () => null

/** Types without an id: they live in what they are part of. */
const parts = [
  'ActionApproval',
  'ActionAttempt',
  'ActionSubject',
  'AuditActor',
  'Caster',
  'Choice',
  'ChoiceCount',
  'CommunityCred',
  'CredInterval',
  'CredMatch',
  'CredParticipant',
  'CredSource',
  'Double',
  'DoubleSeat',
  'Driver',
  'Electorate',
  'MemberCred',
  'PassRule',
  'PageInfo',
  'PlatformAccount',
  'PolicyCheck',
  'PolicyProblem',
  'PolicyTrial',
  'PolicyTrialResult',
  'RoleGrant',
  'Tally',
  'TallyRound',
  'TermInWords',
  'UserError',
  'Venue',
  'Viewer',
  'Voter',
  'CommunityConnection',
  'DecisionConnection',
  'DoubleConnection',
  'DoubleSeatConnection',
  'ExpenseConnection',
  'MemberConnection',
  'PendingActConnection',
  'PlatformActionConnection',
  'ProposalConnection',
  'ProposalHistoryConnection',
  'CredParticipantConnection',
  'VoteConnection',
  'VoterConnection',
]

/** @param viewer the id of the member who is signed in: their own vote is told as such. */
export function createCache(viewer: string | null) {
  return cacheExchange({
    keys: Object.fromEntries(parts.map((name) => [name, embedded])),
    updates: {
      Subscription: {
        proposals({ proposals }: ProposalStreamSubscription, { community }: Of, cache) {
          const { proposal, vote } = proposals
          put(
            cache,
            communityOf(community),
            'proposals',
            proposal,
            ({ status }) => !status || status === proposal.status,
          )
          if (!vote) return
          const key = keyOf(cache, proposal)
          if (vote.retracted) drop(cache, key, 'votes', vote)
          else append(cache, key, 'votes', vote)
          if (vote.member.id === viewer) {
            cache.link(key, 'viewerVote', vote.retracted ? null : keyOf(cache, vote))
          }
        },
        decisions({ decisions }: DecisionStreamSubscription, { community }: Of, cache) {
          const { decision } = decisions
          put(
            cache,
            communityOf(community),
            'decisions',
            decision,
            ({ outcome }) => !outcome || outcome === decision.outcome,
          )
        },
        actions({ actions }: ActionStreamSubscription, { community }: Of, cache) {
          const { action } = actions
          const owner = communityOf(community)
          put(
            cache,
            owner,
            'actions',
            action,
            ({ status, waiting, direction }) =>
              (!status || status === action.status) &&
              (!waiting || action.problem !== null) &&
              (!direction || direction === action.direction),
          )
          const { expense, decisionId } = action
          if (expense) {
            put(
              cache,
              owner,
              'expenses',
              expense,
              ({ status }) => !status || (status as string[]).includes(expense.status),
            )
          }
          if (decisionId) follow(cache, { __typename: 'Decision', id: decisionId }, action)
        },
        members({ members }: MemberStreamSubscription, { community }: Of, cache) {
          const { member } = members
          const held = new Set(member.roles.map(({ role }) => keyOf(cache, role)))
          for (const role of (cache.resolve(communityOf(community), 'roles') as string[] | null | undefined) ?? []) {
            if (held.has(role)) append(cache, role, 'holders', member)
            else drop(cache, role, 'holders', member)
          }
        },
        policies({ policies }: PolicyStreamSubscription, { community }: Of, cache) {
          const { versions } = policies.policy
          const keys = versions.map((version) => keyOf(cache, version))
          for (const key of keys) cache.link(key, 'versions', keys)
          cache.invalidate(communityOf(community), 'policies')
        },
        credRefreshed(_result, { community }: Of, cache) {
          cache.invalidate(communityOf(community), 'cred')
        },
      },
    },
  })
}

const keyOf = (cache: Cache, thing: Keyed) => cache.keyOfEntity(thing as Data)!
const communityOf = (id: string) => ({ __typename: 'Community', id })

/** Each list of the field that is in the cache. */
function* lists(cache: Cache, owner: Entity, field: string) {
  for (const { fieldName, fieldKey, arguments: args } of cache.inspectFields(owner)) {
    if (fieldName !== field) continue
    const connection = cache.resolve(owner, fieldKey) as string | null
    const nodes = connection && (cache.resolve(connection, 'nodes') as string[] | null)
    if (nodes) yield { connection, nodes, args: args ?? {} }
  }
}

/** Into the first page of each list, the newest first (ids sort by the time they were made), where the list takes it. */
function put(
  cache: Cache,
  owner: Entity,
  field: string,
  thing: Keyed,
  takes: (args: Record<string, unknown>) => boolean,
) {
  const key = keyOf(cache, thing)
  const all = [...lists(cache, owner, field)].filter(({ args }) => takes(args))
  for (const { connection, nodes, args } of all) {
    if (args.after || nodes.includes(key)) continue
    cache.link(connection, 'nodes', [...nodes, key].sort().reverse())
  }
}

const pageSize = 50

/** To the end of the list, where the end is known. A page that is full by that is asked for again: it then has a next one. */
function append(cache: Cache, owner: Entity, field: string, thing: Keyed) {
  const key = keyOf(cache, thing)
  const pages = [...lists(cache, owner, field)]
  if (pages.some(({ nodes }) => nodes.includes(key))) return
  for (const { connection, nodes, args } of pages) {
    const info = cache.resolve(connection, 'pageInfo') as string | null
    if (!info || cache.resolve(info, 'hasNextPage') !== false) continue
    if (nodes.length < pageSize) cache.link(connection, 'nodes', [...nodes, key])
    else cache.invalidate(owner, field, args)
  }
}

function drop(cache: Cache, owner: Entity, field: string, thing: Keyed) {
  const key = keyOf(cache, thing)
  for (const { connection, nodes } of lists(cache, owner, field)) {
    if (nodes.includes(key))
      cache.link(
        connection,
        'nodes',
        nodes.filter((each) => each !== key),
      )
  }
}

/** What is done because of a decision, beside the decision. */
function follow(cache: Cache, decision: { __typename: 'Decision'; id: string }, action: Keyed) {
  const key = keyOf(cache, action)
  const actions = cache.resolve(decision, 'actions') as string[] | null | undefined
  if (actions && !actions.includes(key)) cache.link(decision, 'actions', [...actions, key])
}
