// Which members are one person, as far as their accounts tell: by what SourceCred knows, and by how they are spelled.

import DataLoader from 'dataloader'
import type { Consumer } from '../../backbone/log/consumer.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import type { Account } from './domain/address.ts'
import {
  type Claim,
  type Double,
  doublesOf,
  holderOf,
  identityOf,
  keysOfAccount,
  keysOfIdentity,
} from './domain/holding.ts'
import type { CredTable } from './domain/table.ts'
import {
  addAccount,
  addMember,
  changedAt,
  claimsOf,
  claimsUnder,
  dropAccounts,
  type KeyInCommunity,
  mergeMembers,
  noteChange,
  removeAccount,
} from './storage/roster.ts'

/** Whose are these identities, but for the member who asks (or whose account this is)? */
export interface HoldingQuestion {
  community: string
  table: CredTable
  identities: readonly number[]
  asking: { member: string } | { account: Account }
}

export interface Roster {
  consumer: Consumer
  /** The member who was there before the one who asks, and holds an identity of theirs; null where there is none. */
  holders(): DataLoader<HoldingQuestion, string | null>
  /** Everybody who seems to be one who was there before. @param snapshot of the table, by which the answer is kept */
  doubles(community: string, snapshot: string | null, table: CredTable | null): Promise<readonly Double[]>
}

/** Lists of doubles that are kept, of the communities asked about last. */
const mostKept = 50
/** Accounts that are looked up before others get their turn. */
const atOnce = 500

export function rosterOf({ db, log }: Pick<SubgraphDeps, 'db' | 'log'>): Roster {
  const kept = new Map<string, { as: string; doubles: readonly Double[] }>()
  const consumer = log.project({
    name: 'cred.members',
    types: [
      'communities.member.added',
      'communities.member.merged',
      'communities.member.erased',
      'communities.account.linked',
      'communities.account.unlinked',
    ],
    async handle(tx, event) {
      const community = event.community!
      if (event.type === 'communities.member.added') await addMember(tx, event.payload.member)
      else if (event.type === 'communities.member.merged')
        await mergeMembers(tx, event.payload.from, event.payload.into)
      else if (event.type === 'communities.member.erased') await dropAccounts(tx, event.payload.members)
      else if (event.type === 'communities.account.linked')
        await addAccount(tx, community, event.payload.member, event.payload.account)
      else if (event.type === 'communities.account.unlinked')
        await removeAccount(tx, event.payload.member, event.payload.account)
      await noteChange(tx, community, event.position)
    },
  })

  async function answer(questions: readonly HoldingQuestion[]): Promise<(string | null)[]> {
    await consumer.catchUp() // who was there first must be known, also where it was said a moment ago
    const asked = new Map<string, KeyInCommunity>()
    const keysOf = questions.map(({ community, table, identities }) =>
      identities
        .flatMap((identity) => keysOfIdentity(table, identity))
        .map((key) => inCommunity(asked, community, key)),
    )
    const claims = Map.groupBy(
      await claimsUnder(db.root, [...asked.values()]),
      ({ community, key }) => `${community} ${key}`,
    )
    return questions.map(({ table, identities, asking }, index) => {
      const found = [...new Set(keysOf[index])].flatMap((place) => claims.get(place) ?? [])
      const own = ownerIn(found, asking)
      const holder = holderOf(table, identities, found)
      return holder && holder.member !== own ? earlier(holder, found, own, asking) : null
    })
  }

  return {
    consumer,
    holders: () => new DataLoader(answer, { cache: false }),
    async doubles(community, snapshot, table) {
      await consumer.catchUp()
      const as = `${snapshot} ${await changedAt(db.root, community)}`
      const before = kept.get(community)
      if (before?.as === as) return before.doubles
      const claims = await claimsOf(db.root, community)
      if (table) await lookUp(table, claims)
      const doubles = doublesOf(table, claims)
      kept.delete(community)
      kept.set(community, { as, doubles })
      if (kept.size > mostKept) kept.delete(kept.keys().next().value!)
      return doubles
    },
  }
}

// Private:

function inCommunity(asked: Map<string, KeyInCommunity>, community: string, key: string): string {
  const place = `${community} ${key}`
  asked.set(place, { community, key })
  return place
}

/** The member who asks; of an account, the member who has it. */
function ownerIn(found: readonly (Claim & { key: string })[], asking: HoldingQuestion['asking']): string | null {
  if ('member' in asking) return asking.member
  const keys = keysOfAccount(asking.account)
  return found.find(({ key }) => keys.includes(key))?.member ?? null
}

/** The holder, where they were there before the one who asks. One whose accounts are not known yet came last. */
function earlier(
  holder: Claim,
  found: readonly Claim[],
  own: string | null,
  asking: HoldingQuestion['asking'],
): string | null {
  const since = found.find(({ member }) => member === own)?.since ?? ('member' in asking ? asking.member : null)
  return since === null || holder.since < since ? holder.member : null
}

/** Looks accounts up a few at a time: many must not keep everybody else waiting. What was found is remembered. */
async function lookUp(table: CredTable, claims: readonly Claim[]): Promise<void> {
  for (let from = 0; from < claims.length; from += atOnce) {
    for (const { account } of claims.slice(from, from + atOnce)) identityOf(table, account)
    await new Promise((resolve) => setImmediate(resolve))
  }
}
