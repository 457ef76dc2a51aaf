// What one request asks of the database, gathered: however many proposals or members are asked for, each kind of thing
// is one query. Nothing is remembered: a subscription keeps its loaders while the world goes on.

import DataLoader from 'dataloader'
import { mayRead, type Viewer } from '../../backbone/security/viewer.ts'
import { asGraphQLError, checkFirst, outward, page } from '../../backbone/subgraph/graphql.ts'
import type { SubgraphContext } from '../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../schema/errors.ts'
import type { Page, PageArguments } from './answers.ts'
import type { Outcome } from './domain/decision.ts'
import type { PolicyState, ProposalState } from './domain/lifecycle.ts'
import { storable } from './domain/texts.ts'
import type { Parts } from './mutations/parts.ts'
import { historyOfProposal } from './storage/history.ts'
import * as pages from './storage/pages.ts'
import {
  type DecisionRow,
  type FollowUpRow,
  type PolicyRow,
  type ProposalRow,
  type SeatRow,
  tables,
  type VenueRow,
  type VoteRow,
} from './storage/tables.ts'

export type ProposalsContext = SubgraphContext<Loaders>
export type Loaders = ReturnType<typeof loadersFor>

type Deps = Pick<Parts, 'db' | 'cursors' | 'directory' | 'members'>

export function loadersFor(deps: Deps, viewer: Viewer) {
  const on = deps.db.root

  const sees = async (community: string): Promise<boolean> => {
    const known = deps.directory.byId(community)
    return known ? mayRead(viewer, known) : (await deps.directory.find(viewer, community)) !== null
  }

  /** Rows by id, without those of communities that the viewer may not read. */
  const entity = <Row extends { id: string; community: string }>(read: (ids: readonly string[]) => Promise<Row[]>) =>
    single<Row>(
      async (ids) => {
        const rows = await read(ids)
        const seen = await Promise.all(rows.map((row) => sees(row.community)))
        return rows.filter((_, index) => seen[index])
      },
      (row) => row.id,
    )

  const findMembers = (ids: readonly string[]) =>
    tables(on).selectFrom('members').select(['id', 'community']).where('id', 'in', ids).execute()
  const members = single<{ id: string; community: string }>(
    async (ids) => {
      let rows = await findMembers(ids)
      if (rows.length < ids.length) {
        await deps.members.catchUp() // who has only just joined is another part's word, which may be on its way
        rows = await findMembers(ids)
      }
      const seen = await Promise.all(rows.map((row) => sees(row.community)))
      return rows.filter((_, index) => seen[index])
    },
    (row) => row.id,
  )
  const keys = single<{ id: string; name: string }>(
    (ids) => tables(on).selectFrom('keys').select(['id', 'name']).where('id', 'in', ids).execute(),
    (row) => row.id,
  )
  const votes = single<VoteRow>(
    async (ids) => {
      const rows = await tables(on)
        .selectFrom('votes')
        .innerJoin('proposals', 'proposals.id', 'votes.proposal')
        .selectAll('votes')
        .select('proposals.community')
        .where('votes.id', 'in', ids)
        .execute()
      const seen = await Promise.all(rows.map((row) => sees(row.community)))
      return rows.filter((_, index) => seen[index])
    },
    (row) => row.id,
  )
  const decisionOf = single<DecisionRow>(
    (proposals) => tables(on).selectFrom('decisions').selectAll().where('proposal', 'in', proposals).execute(),
    (row) => row.proposal,
  )
  const replacedBy = single<ProposalRow>(
    (proposals) => pages.replacing(on, proposals),
    (row) => row.replaces!,
  )
  const followUps = single<Pick<FollowUpRow, 'decision' | 'compliance' | 'known'>>(
    (ids) =>
      tables(on)
        .selectFrom('follow_ups')
        .select(['decision', 'compliance', 'known'])
        .where('decision', 'in', ids)
        .execute(),
    (row) => row.decision,
  )
  const viewerVote = single<VoteRow>(
    async (proposals) => (viewer.member === null ? [] : pages.votesOn(on, proposals, viewer.member)),
    (row) => row.proposal,
  )

  const viewerSeat = single<SeatRow>(
    async (proposals) => (viewer.member === null ? [] : pages.seatsOn(on, proposals, viewer.member)),
    (row) => row.proposal,
  )

  const lists = {
    proposals: paged('proposals', pages.proposalsOfCommunity),
    decisions: paged('decisions', pages.decisionsOfCommunity),
    votes: paged('votes', pages.votesOfProposal),
    seats: paged('voters', pages.seatsOfProposal),
    doubles: paged('doubles', pages.doublesOfProposal),
    history: paged('history', historyOfProposal),
    votesOfMember: paged('votes-of-member', pages.votesOfMember),
  }

  /** Pages of one list: those with the same arguments are read together. */
  function paged<Row, Filter>(name: string, list: pages.PagedList<Row, Filter>) {
    const stream = `list:${name}`
    const reads = grouped<{ filter: Filter; after: string | null; limit: number }, Row[]>(
      async ({ filter, after, limit }, parents) => {
        const found = Map.groupBy(await list.read(on, parents, filter, after, limit), (row) => row.parent)
        return (parent) => found.get(parent) ?? []
      },
    )
    const counts = grouped<{ filter: Filter }, number>(async ({ filter }, parents) => {
      const found = new Map((await list.count(on, parents, filter)).map(({ parent, count }) => [parent, count]))
      return (parent) => found.get(parent) ?? 0
    })
    return async (parent: string, args: PageArguments, filter: Filter): Promise<Page<Row>> => {
      const first = checkFirst(args.first ?? 25)
      const after = args.after ? await outward(() => deps.cursors.decode(stream, parent, args.after!)) : null
      const rows = await reads.load({ parent, how: { filter, after, limit: first + 1 } })
      return {
        ...page(rows, first, (row) => deps.cursors.encode(stream, parent, list.key(row))),
        totalCount: () => counts.load({ parent, how: { filter } }),
      }
    }
  }

  const policiesOfStatus = grouped<{ status: PolicyState | null; part: pages.Part }, PolicyRow[]>(
    async ({ status, part }, parents) => {
      const found = Map.groupBy(await pages.policiesOf(on, parents, status, part), (row) => row.community)
      return (parent) => found.get(parent) ?? []
    },
  )
  const versions = grouped<pages.Part, pages.Child<PolicyRow>[]>(async (part, parents) => {
    const found = Map.groupBy(await pages.versionsOf(on, parents, part), (row) => row.parent)
    return (parent) => found.get(parent) ?? []
  })
  const actions = grouped<pages.Part, { action: string }[]>(async (part, parents) => {
    const found = Map.groupBy(await pages.actionsOf(on, parents, part), (row) => row.decision)
    return (parent) => found.get(parent) ?? []
  })
  const partOf = (args: PageArguments, most: number): pages.Part => {
    const after = args.after && storable(args.after) ? args.after : null
    return { first: checkFirst(args.first ?? most), after }
  }

  return {
    sees,
    members,
    keys,
    votes,
    policies: entity<PolicyRow>((ids) =>
      tables(on).selectFrom('policies').selectAll().where('id', 'in', ids).execute(),
    ),
    proposals: entity<ProposalRow>((ids) =>
      tables(on).selectFrom('proposals').selectAll().where('id', 'in', ids).execute(),
    ),
    decisions: entity<DecisionRow>((ids) =>
      tables(on).selectFrom('decisions').selectAll().where('id', 'in', ids).execute(),
    ),
    decisionOf,
    replacedBy,
    followUps,
    viewerVote,
    viewerSeat,
    versionsOf: (policy: string, args: PageArguments) => versions.load({ parent: policy, how: partOf(args, 50) }),
    venues: many<VenueRow>(
      (ids) => pages.venuesOf(on, ids),
      (row) => row.proposal,
    ),
    actionsOf: (decision: string, args: PageArguments) => actions.load({ parent: decision, how: partOf(args, 50) }),
    policiesOf: (community: string, args: PageArguments, status: PolicyState | null) =>
      policiesOfStatus.load({ parent: community, how: { status, part: partOf(args, 100) } }),
    proposalsOf: (community: string, args: PageArguments, status: ProposalState | null) =>
      lists.proposals(community, args, status),
    decisionsOf: (community: string, args: PageArguments, outcome: Outcome | null) =>
      lists.decisions(community, args, outcome),
    historyOf: (proposal: string, args: PageArguments) =>
      lists.history(proposal, { ...args, first: args.first ?? 50 }, null),
    votesOf: (proposal: string, args: PageArguments) => lists.votes(proposal, args, null),
    seatsOf: (proposal: string, args: PageArguments) =>
      lists.seats(proposal, { ...args, first: args.first ?? 50 }, null),
    doublesOf: (proposal: string, args: PageArguments) =>
      lists.doubles(proposal, { ...args, first: args.first ?? 50 }, null),
    votesOfMember: (member: string, args: PageArguments) => lists.votesOfMember(member, args, null),
    /** The row that must be there: a reference within this database. */
    async must<Row>(loader: DataLoader<string, Row | null>, id: string): Promise<Row> {
      const row = await loader.load(id)
      if (row) return row
      throw asGraphQLError(new Refusal('FORBIDDEN', 'Wanted something of a community that this key may read.'))
    },
  }
}

const fresh = { cache: false } as const

function single<Row>(read: (keys: readonly string[]) => Promise<Row[]>, keyOf: (row: Row) => string) {
  return new DataLoader<string, Row | null>(async (keys) => {
    const asked = [...new Set(keys)].filter(storable)
    const found = new Map((asked.length > 0 ? await read(asked) : []).map((row) => [keyOf(row), row]))
    return keys.map((key) => found.get(key) ?? null)
  }, fresh)
}

function many<Row>(read: (parents: readonly string[]) => Promise<Row[]>, parentOf: (row: Row) => string) {
  return new DataLoader<string, Row[]>(async (parents) => {
    const found = Map.groupBy(await read([...new Set(parents)]), parentOf)
    return parents.map((parent) => found.get(parent) ?? [])
  }, fresh)
}

/** Answers each key from one question for all keys that differ in their parent only. */
function grouped<How, Answer>(ask: (how: How, parents: string[]) => Promise<(parent: string) => Answer>) {
  return new DataLoader<{ parent: string; how: How }, Answer>(async (keys) => {
    const groups = Map.groupBy(keys, ({ how }) => JSON.stringify(how))
    const answers = new Map<string, (parent: string) => Answer>()
    for (const [how, alike] of groups) {
      answers.set(how, await ask(alike[0]!.how, [...new Set(alike.map(({ parent }) => parent))]))
    }
    return keys.map(({ parent, how }) => answers.get(JSON.stringify(how))!(parent))
  }, fresh)
}
