// One page of a leaderboard. A cursor names its snapshot and its weeks: so the order that was begun goes on unchanged
// after a refresh, and over a Sunday.

import type { Clock } from '../../backbone/clock.ts'
import type { Cursors } from '../../backbone/log/cursors.ts'
import { checkFirst } from '../../backbone/subgraph/graphql.ts'
import { Refusal } from '../../schema/errors.ts'
import { type Answers, type ParticipantAnswer, participantsOf } from './answers.ts'
import { wholeWeeksBefore } from './domain/weeks.ts'
import type { SourceRow } from './storage/tables.ts'

export interface LeaderboardQuery {
  first: number
  after: string | null
  includeBots: boolean
  weeks: number | null
}

export interface LeaderboardPage {
  nodes: ParticipantAnswer[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  totalCount: number
}

/** @throws Refusal CURSOR_INVALID for a cursor of another list */
export async function leaderboardPage(
  { answers, cursors, clock }: { answers: Answers; cursors: Cursors; clock: Clock },
  source: SourceRow,
  { first, after, includeBots, weeks }: LeaderboardQuery,
): Promise<LeaderboardPage> {
  checkFirst(first)
  const stream = `list:leaderboard:${includeBots}:${weeks ?? 'all'}`
  const begun = after === null ? null : (JSON.parse(cursors.decode(stream, source.community, after)) as Place)
  const [snapshot, asOf, position] = begun ?? [source.snapshot.id, clock.now().getTime(), 0]
  const table = await Promise.resolve(answers.table(snapshot)).catch((error) => {
    if (begun === null) throw error
    throw new Refusal('CURSOR_INVALID', 'Wanted a cursor into numbers that are still kept; this one is too old.')
  })
  const span = weeks === null ? null : wholeWeeksBefore(new Date(asOf), weeks)
  const rows = participantsOf(table, includeBots, span, position, first + 1)
  const nodes = rows.slice(0, first)
  const end: Place = [snapshot, asOf, position + nodes.length]
  return {
    nodes,
    pageInfo: {
      hasNextPage: rows.length > first,
      endCursor: nodes.length > 0 ? cursors.encode(stream, source.community, JSON.stringify(end)) : null,
    },
    totalCount: includeBots ? table.participants : table.people,
  }
}

// Private:

type Place = [snapshot: string, asOfMs: number, position: number]
