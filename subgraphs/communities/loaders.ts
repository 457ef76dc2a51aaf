// What one request asks of the database, gathered: however many members are asked for, each kind of thing is one query.

import DataLoader from 'dataloader'
import { type ErasureRow, findErasures } from '../../backbone/people/person.ts'
import { mayRead, type Viewer } from '../../backbone/security/viewer.ts'
import { checkFirst, outward, page } from '../../backbone/subgraph/graphql.ts'
import type { SubgraphContext, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import type { RequestStatus } from './domain/requests.ts'
import { type AccountQuestion, accountsOf, membersOfAccounts } from './storage/accounts.ts'
import { pendingActsOf } from './storage/acts.ts'
import { findCommunities } from './storage/communities.ts'
import { connectionsOf } from './storage/connections.ts'
import { deliveriesOfCommunity, feedsOf } from './storage/deliveries.ts'
import { findKeys } from './storage/keys.ts'
import { findMembers } from './storage/members.ts'
import {
  auditOfCommunity,
  type CommunityPage,
  countReadable,
  holdersOfRole,
  keysOfCommunity,
  membersOfCommunity,
  type Page,
  type PagedList,
  readableCommunities,
  requestsOfCommunity,
  sessionsOfCommunity,
} from './storage/pages.ts'
import { findRequests } from './storage/requests.ts'
import { findRoles, grantsOf, rolesOf } from './storage/roles.ts'
import {
  type CommunityRow,
  type FeedRow,
  type KeyRow,
  type MemberRow,
  type RequestRow,
  type RoleRow,
  storable,
} from './storage/tables.ts'

const longestSearch = 200

export interface PageArguments {
  first?: number | null
  after?: string | null
}
export type CommunitiesContext = SubgraphContext<Loaders>
export type Loaders = ReturnType<typeof loadersFor>

export function loadersFor(deps: Pick<SubgraphDeps, 'db' | 'cursors'>, viewer: Viewer) {
  const on = deps.db.root

  const communities = new DataLoader<string, CommunityRow | null>(async (asked) => {
    const found = (await findCommunities(on, asked)).filter((community) => mayRead(viewer, community))
    return asked.map((key) => found.find((each) => each.id === key) ?? found.find((each) => each.slug === key) ?? null)
  })
  /** Drops what stands in a community that the viewer may not read. */
  const visible = <Row extends { community: string }>(rows: readonly (Row | null)[]): Promise<(Row | null)[]> =>
    Promise.all(rows.map(async (row) => (row && (await communities.load(row.community)) ? row : null)))
  const members = new DataLoader<string, MemberRow | null>(async (ids) => {
    const found = new Map((await findMembers(on, ids)).map(({ asked, ...member }) => [asked, member]))
    return visible(ids.map((id) => found.get(id) ?? null))
  })
  const requests = new DataLoader<string, RequestRow | null>(async (ids) => {
    const found = byKey(await findRequests(on, ids), (row) => row.id)
    return visible(ids.map((id) => found.get(id)?.[0] ?? null))
  })
  const role = new DataLoader<string, RoleRow | null>(async (ids) => {
    const found = byKey(await findRoles(on, ids), (row) => row.id)
    return ids.map((id) => found.get(id)?.[0] ?? null)
  })
  const key = new DataLoader<string, KeyRow | null>(async (ids) => {
    const found = byKey(await findKeys(on, ids), (row) => row.id)
    return ids.map((id) => found.get(id)?.[0] ?? null)
  })
  const erasure = new DataLoader<string, ErasureRow | null>(async (members) => {
    const found = byKey(await findErasures(on, members), (row) => row.id)
    return members.map((member) => found.get(member)?.[0] ?? null)
  })
  const feed = new DataLoader<string, FeedRow | null>(async (communities) => {
    const found = byKey(await feedsOf(on, communities), (row) => row.community)
    return communities.map((community) => found.get(community)?.[0] ?? null)
  })
  const memberOfAccount = new DataLoader<AccountQuestion, MemberRow | null, string>(
    async (questions) => {
      const ids = await membersOfAccounts(on, questions)
      return Promise.all(ids.map((id) => (id === null ? null : members.load(id))))
    },
    { cacheKeyFn: (question) => JSON.stringify(question) },
  )
  const lists = {
    accounts: many(
      (ids) => accountsOf(on, ids),
      (row) => row.member,
    ),
    grants: many(
      (ids) => grantsOf(on, ids),
      (row) => row.member,
    ),
  }
  const pages = {
    members: paged('members', membersOfCommunity),
    holders: paged('holders', holdersOfRole),
    requests: paged('roleRequests', requestsOfCommunity),
    deliveries: paged('deliveries', deliveriesOfCommunity),
    audit: paged('audit', auditOfCommunity),
    keys: paged('apiKeys', keysOfCommunity),
    sessions: paged('sessions', sessionsOfCommunity),
    acts: paged('pendingActs', pendingActsOf),
    connections: parts((ids, after, first) => connectionsOf(on, ids, after, first)),
    roles: parts((ids, after, first) => rolesOf(on, ids, after, first)),
  }

  /** Parts of a plain list of communities, each after the one of an id. */
  function parts<Row extends { community: string }>(
    read: (communities: readonly string[], after: string | null, first: number) => Promise<Row[]>,
  ) {
    const rows = new DataLoader<{ parent: string; after: string | null; first: number }, Row[], string>(
      (asked) =>
        inGroups(asked, async ({ after, first }, parents) => {
          const found = byKey(await read(parents, after, first), (row) => row.community)
          return parents.map((parent) => found.get(parent) ?? [])
        }),
      { cacheKeyFn: (asked) => JSON.stringify(asked) },
    )
    const load = (parent: string, { first, after }: PageArguments) =>
      rows.load({ parent, after: after ? storable(after) : null, first: checkFirst(first ?? 100) })
    return { load, clear: () => void rows.clearAll() }
  }

  function many<Row>(read: (parents: readonly string[]) => Promise<Row[]>, parentOf: (row: Row) => string) {
    return new DataLoader<string, Row[]>(async (parents) => {
      const found = byKey(await read(parents), parentOf)
      return parents.map((parent) => found.get(parent) ?? [])
    })
  }

  /** Pages of one list: those with the same arguments are read together. */
  function paged<Row extends { id: string }, Filter>(name: string, list: PagedList<Row, Filter>) {
    type Asked = { parent: string; filter: Filter; after: string | null; limit: number }
    const reads = new DataLoader<Asked, Row[], string>(
      (asked) =>
        inGroups(asked, async ({ filter, after, limit }, parents) => {
          const found = byKey(await list.read(on, parents, filter, after, limit), (row) => row.parent)
          return parents.map((parent) => found.get(parent) ?? [])
        }),
      { cacheKeyFn: (asked) => JSON.stringify(asked) },
    )
    const counts = new DataLoader<{ parent: string; filter: Filter }, number, string>(
      (asked) =>
        inGroups(asked, async ({ filter }, parents) => {
          const found = byKey(await list.count(on, parents, filter), (row) => row.parent)
          return parents.map((parent) => found.get(parent)?.[0]?.count ?? 0)
        }),
      { cacheKeyFn: (asked) => JSON.stringify(asked) },
    )
    const load = async (parent: string, args: PageArguments, filter: Filter): Promise<Page<Row>> => {
      const first = checkFirst(args.first ?? 50)
      const after = await positionAfter(`list:${name}`, parent, args.after)
      const rows = await reads.load({ parent, filter, after, limit: first + 1 })
      return {
        ...page(rows, first, (row) => deps.cursors.encode(`list:${name}`, parent, row.id)),
        totalCount: () => counts.load({ parent, filter }),
      }
    }
    const clear = () => {
      reads.clearAll()
      counts.clearAll()
    }
    return { load, clear }
  }

  async function positionAfter(list: string, parent: string, after: string | null | undefined): Promise<string | null> {
    return after ? outward(() => deps.cursors.decode(list, parent, after)) : null
  }

  return {
    communities,
    members,
    requests,
    role,
    erasure,
    feed,
    memberOfAccount,
    ...lists,
    connections: pages.connections.load,
    roles: pages.roles.load,
    membersOfCommunity: (community: string, args: PageArguments, role?: string | null, search?: string | null) =>
      pages.members.load(community, args, {
        role: role || null,
        search: searched(search),
      }),
    holdersOfRole: (role: string, args: PageArguments) => pages.holders.load(role, args, null),
    requestsOfCommunity: (community: string, args: PageArguments, status?: RequestStatus | null) =>
      pages.requests.load(community, args, { status: status ?? null }),
    deliveriesOfCommunity: (community: string, args: PageArguments, dead: boolean) =>
      pages.deliveries.load(community, args, { dead }),
    auditOfCommunity: (community: string, args: PageArguments, mutation?: string | null, by?: string | null) =>
      pages.audit.load(community, args, {
        mutation: mutation ? storable(mutation) : null,
        by: by ? storable(by) : null,
      }),
    keysOfCommunity: (community: string, args: PageArguments) => pages.keys.load(community, args, null),
    sessionsOfCommunity: (community: string, args: PageArguments, now: Date) =>
      pages.sessions.load(community, args, { now }),
    pendingActsOf: (community: string, args: PageArguments, now: Date) => pages.acts.load(community, args, { now }),
    key,
    async readableCommunities(args: PageArguments, search?: string | null): Promise<CommunityPage> {
      const sought = searched(search)
      const first = checkFirst(args.first ?? 50)
      const rows = await readableCommunities(
        on,
        viewer,
        sought,
        await positionAfter('list:communities', '', args.after),
        first + 1,
      )
      return {
        ...page(rows, first, (row) => deps.cursors.encode('list:communities', '', row.id)),
        totalCount: () => countReadable(on, viewer, sought),
      }
    },
    /** Forgets what was loaded: it may have changed. */
    renew() {
      for (const loader of [communities, members, requests, role, key, erasure, feed, memberOfAccount])
        loader.clearAll()
      for (const loader of Object.values(lists)) loader.clearAll()
      for (const list of Object.values(pages)) list.clear()
    },
  }
}

/** What is looked for; null for nothing. */
function searched(search: string | null | undefined): string | null {
  return search?.trim().slice(0, longestSearch) || null
}

/** Answers each key from one question for all keys that differ in their parent only. */
async function inGroups<Asked extends { parent: string }, Answer>(
  asked: readonly Asked[],
  answer: (alike: Asked, parents: string[]) => Promise<Answer[]>,
): Promise<Answer[]> {
  const answers = new Array<Answer>(asked.length)
  const groups = Map.groupBy(asked.keys(), (index) => JSON.stringify({ ...asked[index]!, parent: '' }))
  for (const indexes of groups.values()) {
    const found = await answer(
      asked[indexes[0]!]!,
      indexes.map((index) => asked[index]!.parent),
    )
    for (const [place, index] of indexes.entries()) answers[index] = found[place]!
  }
  return answers
}

function byKey<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  return Map.groupBy(rows, keyOf)
}
