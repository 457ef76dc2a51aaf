// Cred for an electorate, asked of the graph before the proposal opens: every member's, all from one pinned snapshot.

import { Refusal } from '../../../schema/errors.ts'
import { type ElectorateRule, needsCred } from '../domain/electorate.ts'
import type { Parts } from './parts.ts'

export interface KnownCred {
  /** null where cred was not needed. */
  snapshot: string | null
  /** By member; one who is missing has none. */
  cred: Map<string, number>
}

const pin = `query ($community: ID!) { community(community: $community) { cred { snapshot { id } } } }`
const page = `query ($community: ID!, $role: String, $after: Cursor, $snapshot: ID!, $weeks: Int!, $asOf: DateTime, $recent: Boolean!) {
  community(community: $community) {
    members(first: 100, after: $after, role: $role) {
      nodes { id cred(snapshot: $snapshot) { status total @skip(if: $recent) lastWeeks(weeks: $weeks, asOf: $asOf) @include(if: $recent) } }
      pageInfo { hasNextPage endCursor }
    }
  }
}`
interface Snapshot {
  community: { cred: { snapshot: { id: string } } | null } | null
}
interface Members {
  nodes: { id: string; cred: { status: string; total?: number; lastWeeks?: number } | null }[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
}

/** @throws Refusal CRED_UNAVAILABLE when it is needed and cannot be read */
export async function knownCred(
  deps: Pick<Parts, 'ask'>,
  community: string,
  rule: ElectorateRule,
  role: string | null,
  asOf: Date,
): Promise<KnownCred> {
  const cred = new Map<string, number>()
  if (!needsCred(rule)) return { snapshot: null, cred }
  const snapshot = await pinned(deps, community)
  const recent = rule.credWeeks !== null
  const fixed = { community, role, snapshot, recent, weeks: rule.credWeeks ?? 1, asOf: asOf.toISOString() }
  for (let after: string | null = null; ; ) {
    const answer: { community: { members: Members } | null } = await asked(deps, page, { ...fixed, after })
    const members = answer.community?.members
    if (!members) throw unavailable('The members of the community cannot be read.')
    for (const { id, cred: known } of members.nodes) {
      if (!known || known.status === 'UNAVAILABLE')
        throw unavailable('The source of cred does not answer, and no reading is kept.')
      // NOT_FOUND and AMBIGUOUS are nobody's cred.
      if (known.status === 'FOUND') cred.set(id, (recent ? known.lastWeeks : known.total) ?? 0)
    }
    if (!members.pageInfo.hasNextPage) return { snapshot, cred }
    after = members.pageInfo.endCursor
  }
}

const doubles = `query ($community: ID!, $snapshot: ID, $after: Cursor) {
  community(community: $community) {
    doubles(first: 100, after: $after, snapshot: $snapshot) { nodes { member { id } heldBy { id } } pageInfo { hasNextPage endCursor } }
  }
}`
interface Doubles {
  nodes: { member: { id: string }; heldBy: { id: string } }[]
  pageInfo: Members['pageInfo']
}

/**
 * Who seems to be a member who was there before, by what SourceCred knows (as of the snapshot, or of the newest) and by how accounts
 * are spelled. Where cred is not needed and the part that knows does not answer, nobody.
 * @throws Refusal CRED_UNAVAILABLE when it does not answer although cred is needed
 */
export async function knownDoubles(
  deps: Pick<Parts, 'ask' | 'logger'>,
  community: string,
  snapshot: string | null,
): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  try {
    for (let after: string | null = null; ; ) {
      const answer: { community: { doubles: Doubles } | null } = await asked(deps, doubles, {
        community,
        snapshot,
        after,
      })
      const page = answer.community?.doubles
      if (!page) return found
      for (const { member, heldBy } of page.nodes) found.set(member.id, heldBy.id)
      if (!page.pageInfo.hasNextPage) return found
      after = page.pageInfo.endCursor
    }
  } catch (error) {
    if (snapshot !== null) throw error
    deps.logger.warn({ err: error, community }, 'a ballot opens without knowing who is one person')
    return new Map()
  }
}

async function pinned(deps: Pick<Parts, 'ask'>, community: string): Promise<string> {
  const answer = await asked<Snapshot>(deps, pin, { community })
  const snapshot = answer.community?.cred?.snapshot?.id
  if (!snapshot) throw unavailable('The community has no source of cred.')
  return snapshot
}

async function asked<T>(deps: Pick<Parts, 'ask'>, query: string, variables: Record<string, unknown>): Promise<T> {
  try {
    return await deps.ask<T>(query, variables)
  } catch (cause) {
    throw unavailable('The part that knows cred does not answer.', cause)
  }
}

function unavailable(why: string, cause?: unknown): Refusal {
  const message = `The electorate asks for cred (minCred or weight), and it is not known. ${why}`
  return new Refusal('CRED_UNAVAILABLE', message, { path: ['input', 'electorate'], cause })
}
