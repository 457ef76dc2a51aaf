// Whose account is whose: what communities says, kept here so that an initiator is found while an action is recorded.

import type { AccountFact } from '../../../schema/events.ts'
import type { PlatformAccount } from '../platforms/platform.ts'
import type { Queries } from './tables.ts'

export async function putAccount(on: Queries, community: string, member: string, account: AccountFact): Promise<void> {
  const { platform, host, externalId, username } = account
  await on
    .insertInto('accounts')
    .values({ community, platform, host: host ?? '', external_id: externalId, username, member })
    .onConflict((conflict) =>
      conflict.columns(['community', 'platform', 'host', 'external_id']).doUpdateSet({ username, member }),
    )
    .execute()
}

export async function removeAccount(
  on: Queries,
  community: string,
  member: string,
  account: AccountFact,
): Promise<void> {
  await on
    .deleteFrom('accounts')
    .where('community', '=', community)
    .where('platform', '=', account.platform)
    .where('host', '=', account.host ?? '')
    .where('external_id', '=', account.externalId)
    .where('member', '=', member)
    .execute()
}

export async function mergeAccounts(on: Queries, community: string, from: string, into: string): Promise<void> {
  await on
    .updateTable('accounts')
    .set({ member: into })
    .where('community', '=', community)
    .where('member', '=', from)
    .execute()
}

export async function dropAccounts(on: Queries, community: string, members: readonly string[]): Promise<void> {
  await on.deleteFrom('accounts').where('community', '=', community).where('member', 'in', members).execute()
}

/**
 * The member behind an account: by an id of the platform's first, else by the username. Two members with the same
 * username are nobody: it is not guessed.
 */
export async function memberOf(
  on: Queries,
  community: string,
  platform: string,
  account: PlatformAccount,
  host: string | null = null,
): Promise<string | null> {
  const username = account.username?.toLowerCase() ?? null
  const names = [...account.ids, ...(account.username ? [account.username] : [])]
  if (names.length === 0) return null
  const rows = await on
    .selectFrom('accounts')
    .select(['external_id', 'username', 'member'])
    .where('community', '=', community)
    .where('platform', '=', platform)
    .$if(host !== null, (query) => query.where('host', '=', host!))
    .where((where) =>
      where.or([
        where('external_id', 'in', names),
        ...(username === null ? [] : [where((term) => term.fn('lower', ['username']), '=', username)]),
        ...(username === null ? [] : [where((term) => term.fn('lower', ['external_id']), '=', username)]),
      ]),
    )
    .execute()
  const byId = rows.filter(({ external_id }) => account.ids.includes(external_id))
  const found = new Set((byId.length > 0 ? byId : rows).map(({ member }) => member))
  return found.size === 1 ? [...found][0]! : null
}
