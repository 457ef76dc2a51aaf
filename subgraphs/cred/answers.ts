// From a question about accounts to the numbers that answer it: which snapshot, which table, which identities.
// Where the snapshot stands on the shelf there is no query and nothing to wait for.

import type { Logger } from 'pino'
import type { Account } from './domain/address.ts'
import type { Double } from './domain/holding.ts'
import { leaderboardOf, rowsOf } from './domain/leaderboard.ts'
import type { ParticipantKind } from './domain/reading.ts'
import { type Match, type ResolutionStatus, resolve } from './domain/resolve.ts'
import type { CredTable } from './domain/table.ts'
import type { Span } from './domain/weeks.ts'
import type { CredLoaders } from './loaders.ts'
import type { LiveSources } from './storage/live.ts'
import type { Shelf } from './storage/shelf.ts'
import type { SnapshotRow, SourceRow } from './storage/tables.ts'

/** A member as other subgraphs know it: null fields may be left out. */
export interface MemberReference {
  id: string
  community?: { id: string } | null
  accounts?: Account[] | null
}

/** What GraphQL's MemberCred resolves from. */
export type MemberAnswer =
  | { status: ResolutionStatus; table: CredTable; matches: Match[]; snapshot: SnapshotRow; asked?: Account }
  | { status: 'SHARED'; table: CredTable; matches: Match[]; snapshot: SnapshotRow; heldBy: string }
  | { status: 'UNAVAILABLE'; table: null; matches: []; snapshot: SnapshotRow | null }

/** What GraphQL's Double resolves from. */
export interface DoubleAnswer extends Double {
  table: CredTable | null
}

/** What GraphQL's CredParticipant resolves from. */
export interface ParticipantAnswer {
  identityId: string
  name: string
  kind: ParticipantKind
  addresses: string[]
  total: number
  rank: number
  share: number
  active: boolean
}

export interface Answers {
  /** The community's source; null where none is connected. */
  source(loaders: CredLoaders, community: string): Promise<SourceRow | null> | SourceRow
  /** A snapshot of the community; null where it has none of this id. */
  snapshot(loaders: CredLoaders, community: string, id: string): Promise<SnapshotRow | null>
  /** Cred of an account, by a snapshot or (null) by the current one, whoever holds it. Never throws: see `status`. */
  account(
    loaders: CredLoaders,
    community: string,
    account: Account,
    snapshot: string | null,
  ): Promise<MemberAnswer> | MemberAnswer
  /** Cred of all accounts of a member together, unless another member holds it. Never throws: see `status`. */
  member(
    loaders: CredLoaders,
    community: string,
    member: { id: string; accounts: readonly Account[] },
    snapshot: string | null,
  ): Promise<MemberAnswer>
  /** The snapshot that is asked for or (null) the current one, with its table; null what is not there. */
  at(
    loaders: CredLoaders,
    community: string,
    snapshot: string | null,
  ): Promise<{ snapshot: SnapshotRow | null; table: CredTable | null }>
  /** The table of a snapshot that is known to be kept. */
  table(snapshot: string): Promise<CredTable> | CredTable
}

const unavailable = (snapshot: SnapshotRow | null): MemberAnswer => ({
  status: 'UNAVAILABLE',
  table: null,
  matches: [],
  snapshot,
})

export function answersOf(live: LiveSources, shelf: Shelf, logger: Logger): Answers {
  const source: Answers['source'] = (loaders, community) => live.of(community) ?? loaders.sources.load(community)

  const snapshot: Answers['snapshot'] = async (loaders, community, id) => {
    const current = live.of(community)?.snapshot
    const row = current?.id === id ? current : await loaders.snapshots.load(id)
    return row?.community === community ? row : null
  }

  const table: Answers['table'] = (id) =>
    shelf.at(id) ??
    shelf.table(id).then((table) => table ?? Promise.reject(new Error(`The body of the snapshot ${id} is gone.`)))

  function by(row: SnapshotRow, table: CredTable, accounts: readonly Account[]): MemberAnswer {
    return { ...resolve(table, accounts), table, snapshot: row }
  }

  const at: Answers['at'] = async (loaders, community, id) => {
    let row: SnapshotRow | null = null
    try {
      row =
        id === null ? ((await source(loaders, community))?.snapshot ?? null) : await snapshot(loaders, community, id)
      return { snapshot: row, table: row && (shelf.at(row.id) ?? (await shelf.table(row.id))) }
    } catch (error) {
      logger.error({ err: error, community, snapshot: row?.id ?? id }, 'a snapshot could not be read')
      return { snapshot: row, table: null }
    }
  }

  async function looked(
    loaders: CredLoaders,
    community: string,
    accounts: readonly Account[],
    id: string | null,
  ): Promise<MemberAnswer> {
    const { snapshot: row, table: kept } = await at(loaders, community, id)
    return row && kept ? by(row, kept, accounts) : unavailable(row)
  }

  function together(loaders: CredLoaders, community: string, accounts: readonly Account[], id: string | null) {
    const current = live.of(community)?.snapshot
    const ready = current && (id === null || id === current.id) ? shelf.at(current.id) : undefined
    return ready ? by(current!, ready, accounts) : looked(loaders, community, accounts, id)
  }

  return {
    source,
    snapshot,
    at,
    table,
    account(loaders, community, account, id) {
      const answer = together(loaders, community, [account], id)
      const told = (found: MemberAnswer): MemberAnswer =>
        found.status === 'FOUND' ? { ...found, asked: account } : found
      return answer instanceof Promise ? answer.then(told) : told(answer)
    },
    async member(loaders, community, { id: member, accounts }, id) {
      const answer = await together(loaders, community, accounts, id)
      if (answer.status !== 'FOUND') return answer
      const { table, matches, snapshot } = answer
      const identities = matches.map(({ participant }) => participant)
      try {
        const heldBy = await loaders.holders.load({ community, table, identities, asking: { member } })
        return heldBy === null ? answer : { status: 'SHARED', table, matches, snapshot, heldBy }
      } catch (error) {
        logger.error({ err: error, community, member }, 'who holds an identity could not be looked up')
        return unavailable(snapshot)
      }
    },
  }
}

/** Rows of a leaderboard; one more than asked tells that there are more. */
export function participantsOf(
  table: CredTable,
  includeBots: boolean,
  span: Span | null,
  position: number,
  count: number,
): ParticipantAnswer[] {
  return rowsOf(leaderboardOf(table, includeBots, span), position, count).map(({ participant, total, rank, share }) => {
    const { identityId, name, address, aliases, active } = table.record(participant)
    return {
      identityId,
      name,
      kind: table.kind(participant),
      addresses: aliases.length > 0 ? aliases : [address],
      total,
      rank,
      share,
      active,
    }
  })
}
