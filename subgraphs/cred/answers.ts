// From a question about accounts to the numbers that answer it: which snapshot, which table, which identities.
// Where the snapshot stands on the shelf there is no query and nothing to wait for.

import type { Logger } from 'pino'
import type { Account } from './domain/address.ts'
import { leaderboardOf, rowsOf } from './domain/leaderboard.ts'
import type { ParticipantKind } from './domain/reading.ts'
import { type Match, type ResolutionStatus, resolve } from './domain/resolve.ts'
import type { CredTable } from './domain/table.ts'
import type { Span } from './domain/weeks.ts'
import type { CredLoaders } from './loaders.ts'
import type { LiveSources } from './storage/live.ts'
import type { Shelf } from './storage/shelf.ts'
import type { SnapshotRow } from './storage/snapshots.ts'
import type { SourceRow } from './storage/sources.ts'

/** What GraphQL's MemberCred resolves from. */
export type MemberAnswer =
  | { status: ResolutionStatus; table: CredTable; matches: Match[]; snapshot: SnapshotRow }
  | { status: 'UNAVAILABLE'; table: null; matches: []; snapshot: SnapshotRow | null }

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
  /** Cred of all accounts together, by a snapshot or (null) by the current one. Never throws: see `status`. */
  member(
    loaders: CredLoaders,
    community: string,
    accounts: readonly Account[],
    snapshot: string | null,
  ): Promise<MemberAnswer> | MemberAnswer
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

  async function looked(
    loaders: CredLoaders,
    community: string,
    accounts: readonly Account[],
    id: string | null,
  ): Promise<MemberAnswer> {
    let row: SnapshotRow | null = null
    try {
      row =
        id === null ? ((await source(loaders, community))?.snapshot ?? null) : await snapshot(loaders, community, id)
      const kept = row && (shelf.at(row.id) ?? (await shelf.table(row.id)))
      return row && kept ? by(row, kept, accounts) : unavailable(row)
    } catch (error) {
      logger.error({ err: error, community, snapshot: row?.id ?? id }, 'a snapshot could not be read')
      return unavailable(row)
    }
  }

  return {
    source,
    snapshot,
    table,
    member(loaders, community, accounts, id) {
      const current = live.of(community)?.snapshot
      const ready = current && (id === null || id === current.id) ? shelf.at(current.id) : undefined
      return ready ? by(current!, ready, accounts) : looked(loaders, community, accounts, id)
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
