// GraphQL to domain.

import type { EventOf } from '../../backbone/log/event.ts'
import { exportField } from '../../backbone/people/exporting.ts'
import { hasScope, requireScope } from '../../backbone/security/viewer.ts'
import { asGraphQLError, checkFirst, outward, page, payload, scalars } from '../../backbone/subgraph/graphql.ts'
import { streamed } from '../../backbone/subgraph/streams.ts'
import type { SubgraphContext, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../schema/errors.ts'
import type { AccountInput, Resolvers } from '../../schema/generated/cred.ts'
import type { Answers, MemberAnswer } from './answers.ts'
import type { Account } from './domain/address.ts'
import { whyOf } from './domain/holding.ts'
import { resolve } from './domain/resolve.ts'
import {
  communityTotal,
  grainOf,
  historyOf,
  lastWeeksOf,
  rankOf,
  shareOf,
  totalOf,
  weeksOf,
} from './domain/standing.ts'
import { mostWeeks } from './domain/weeks.ts'
import { leaderboardPage } from './leaderboard-page.ts'
import type { CredLoaders } from './loaders.ts'
import { keptWith } from './people.ts'
import type { Roster } from './roster.ts'
import { instanceUrl } from './sourcecred/instance-url.ts'
import type { SourceProblem } from './sourcecred/problem.ts'
import { refusals, type Sources } from './sources.ts'
import type { LiveSources } from './storage/live.ts'
import type { Shelf } from './storage/shelf.ts'

export interface CredParts {
  deps: SubgraphDeps
  shelf: Shelf
  answers: Answers
  sources: Sources
  live: LiveSources
  roster: Roster
  loaders(): CredLoaders
}

export function credResolvers({
  deps,
  shelf,
  answers,
  sources,
  live,
  roster,
  loaders: freshLoaders,
}: CredParts): Resolvers<SubgraphContext<CredLoaders>> {
  const { directory, clock } = deps

  const visibleSnapshot = async (id: string, { viewer, loaders }: SubgraphContext<CredLoaders>) => {
    const row = await loaders.snapshots.load(id)
    return row && (await directory.find(viewer, row.community)) ? row : null
  }

  return {
    ...scalars,
    Query: {
      cred: (_, { community, account, snapshot }, { viewer, loaders }) =>
        outward(async () => {
          const { id } = await directory.require(viewer, community)
          const asked = checkedAccount(account)
          if (snapshot && !(await answers.snapshot(loaders, id, snapshot))) throw noSnapshot(snapshot)
          return answers.account(loaders, id, asked, snapshot ?? null)
        }),
      credSnapshot: (_, { id }, context) => visibleSnapshot(id, context),
    },

    Community: {
      async cred({ id }, _, { viewer, loaders }) {
        const source = (await directory.find(viewer, id)) && (await answers.source(loaders, id))
        return source || null
      },
      doubles: ({ id }, { first, after, snapshot }, { viewer, loaders }) =>
        outward(async () => {
          if (!hasScope(viewer, id, 'ADMIN')) return null
          const size = checkFirst(first ?? 50)
          const stream = 'list:doubles'
          const place = after ? deps.cursors.decode(stream, id, after) : ''
          const { table, snapshot: row } = await answers.at(loaders, id, snapshot ?? null)
          const all = await roster.doubles(id, row?.id ?? null, table)
          const rest = all.filter(({ member }) => member > place).slice(0, size + 1)
          return {
            ...page(rest, size, ({ member }) => deps.cursors.encode(stream, id, member)),
            nodes: rest.slice(0, size).map((double) => ({ ...double, table })),
            totalCount: all.length,
          }
        }),
    },

    Double: {
      member: ({ member }) => ({ id: member }),
      heldBy: ({ heldBy }) => ({ id: heldBy }),
      kind: ({ identity }) => (identity === null ? 'ONE_ACCOUNT' : 'ONE_IDENTITY'),
      why: ({ table, ...double }) => whyOf(table, double),
      identity({ table, identity, accounts: [account] }) {
        if (identity === null) return null
        const { address } = resolve(table!, [account]).matches[0]!
        const { identityId, name } = table!.record(identity)
        return { identityId, name, address, cred: table!.totals[identity]! }
      },
    },

    MemberExport: { cred: exportField(deps, keptWith(deps, shelf)) },
    Member: {
      async cred(member, { snapshot }, { viewer, loaders }): Promise<MemberAnswer> {
        const community = member.community ? await directory.find(viewer, member.community.id) : null
        if (!community) return { status: 'UNAVAILABLE', table: null, matches: [], snapshot: null }
        const { id, accounts } = member
        return answers.member(loaders, community.id, { id, accounts: accounts ?? [] }, snapshot ?? null)
      },
    },

    CommunityCred: {
      // From the database: a refresh that brings nothing new moves refreshedAt and tells nobody.
      source: async (source, _, { loaders }) => (await loaders.sources.load(source.community)) ?? source,
      total: async ({ snapshot }, { includeBots }) =>
        communityTotal(await answers.table(snapshot.id), includeBots ?? false),
      history: async ({ snapshot }, { weeks, includeBots }) =>
        historyOf(await answers.table(snapshot.id), checkedWeeks(weeks ?? 52, 'weeks'), includeBots ?? false),
      leaderboard: (source, { first, after, includeBots, weeks }) =>
        outward(() => {
          if (typeof weeks === 'number') checkedWeeks(weeks, 'weeks')
          const query = {
            first: first ?? 25,
            after: after ?? null,
            includeBots: includeBots ?? false,
            weeks: weeks ?? null,
          }
          return leaderboardPage({ ...deps, answers }, source, query)
        }),
    },

    CredSnapshot: {
      __resolveReference: ({ id }, context) => visibleSnapshot(id, context),
      stale: (snapshot) => live.isStale(snapshot),
    },

    MemberCred: {
      total: (answer) => (counts(answer) ? totalOf(answer.table, who(answer)) : 0),
      rank: (answer, { includeBots }) =>
        counts(answer) ? rankOf(answer.table, who(answer), includeBots ?? false) : null,
      share: (answer, { includeBots }) =>
        counts(answer) ? shareOf(answer.table, who(answer), includeBots ?? false) : 0,
      lastWeeks(answer, { weeks, asOf }) {
        checkedWeeks(weeks, 'weeks')
        return counts(answer) ? lastWeeksOf(answer.table, who(answer), weeks, asOf ?? clock.now()) : 0
      },
      intervals(answer, { last }) {
        const weeks = checkedWeeks(last ?? 12, 'last')
        return counts(answer) ? weeksOf(answer.table, who(answer), weeks) : []
      },
      grain: (answer) => (counts(answer) ? grainOf(answer.table, who(answer)) : null),
      async heldBy(answer, _, { loaders }) {
        if (answer.status === 'SHARED') return { id: answer.heldBy }
        if (answer.status !== 'FOUND' || !answer.asked) return null
        const { table, snapshot, asked } = answer
        const question = { community: snapshot.community, table, identities: who(answer), asking: { account: asked } }
        const holder = await loaders.holders.load(question)
        return holder === null ? null : { id: holder }
      },
      matches: ({ table, matches }) =>
        matches.map(({ participant, address }) => {
          const { identityId, name } = table!.record(participant)
          return { identityId, name, address, cred: table!.totals[participant]! }
        }),
    },

    Mutation: {
      connectCred: (_, { input }, { viewer, loaders }) =>
        payload(async () => {
          const { id } = await directory.require(viewer, input.community)
          requireScope(viewer, id, 'ADMIN')
          const url = instanceUrl(input.url, viewer.kind === 'admin')
          if (!url.startsWith('file:')) deps.checkAddress(url)
          await sources.connect(id, url, checkedInterval(input.refreshEverySeconds ?? 3600))
          return { cred: await answers.source(loaders, id) }
        }),
      async refreshCred(_, { community }, { viewer, loaders }) {
        let problem: SourceProblem | null = null
        const result = await payload(async () => {
          const { id } = await directory.require(viewer, community)
          requireScope(viewer, id, 'ADMIN', 'DRIVE')
          problem = await sources.refresh(id)
          return { cred: await answers.source(loaders, id) }
        })
        return problem ? { ...result, userErrors: [userError(problem)] } : result
      },
    },

    Subscription: {
      ...streamed(deps, 'credRefreshed', (_, { community, after }) => ({
        name: 'credRefreshed',
        community,
        after,
        types: ['cred.snapshot.taken'],
        async map(event) {
          const { payload } = event as EventOf<'cred.snapshot.taken'>
          const snapshot = await answers.snapshot(freshLoaders(), event.community!, payload.snapshot)
          return snapshot && { snapshot }
        },
      })),
    },
  }
}

// Private:

type Counted = Extract<MemberAnswer, { status: 'FOUND' | 'NOT_FOUND' | 'AMBIGUOUS' }>

/** Candidates of an AMBIGUOUS answer are shown, and what is SHARED: they count for nothing. */
function counts(answer: MemberAnswer): answer is Counted {
  return answer.status === 'FOUND'
}

function who(answer: Counted): number[] {
  return answer.matches.map(({ participant }) => participant)
}

function checkedAccount({ platform, host, id, username }: AccountInput): Account {
  if (id?.trim() || username?.trim()) return { platform, host, externalId: id, username }
  throw new Refusal('BAD_INPUT', 'Wanted an account with an id or a username; got neither.', { path: ['account'] })
}

function checkedWeeks(weeks: number, name: string): number {
  if (weeks >= 1 && weeks <= mostWeeks) return weeks
  throw asGraphQLError(
    new Refusal('BAD_INPUT', `Wanted "${name}" from 1 to ${mostWeeks}; got ${weeks}.`, { path: [name] }),
  )
}

function checkedInterval(seconds: number): number {
  if (seconds >= 10 && seconds <= 30 * 86_400) return seconds
  const path = ['input', 'refreshEverySeconds']
  throw new Refusal('BAD_INPUT', `Wanted refreshEverySeconds from 10 to 2592000; got ${seconds}.`, { path })
}

function noSnapshot(id: string): Refusal {
  return new Refusal(
    'CRED_SNAPSHOT_NOT_FOUND',
    `Wanted the id of a snapshot of this community; got "${id.slice(0, 80)}".`,
  )
}

function userError({ kind, message }: SourceProblem) {
  return { code: refusals[kind], message, path: null }
}
