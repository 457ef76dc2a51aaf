// Who is a member with which accounts, as events of communities tell it.

import { sql } from 'kysely'
import type { On, Tx } from '../../../backbone/database/database.ts'
import type { AccountFact, MemberFact } from '../../../schema/events.ts'
import type { Account } from '../domain/address.ts'
import { type Claim, keysOfAccount } from '../domain/holding.ts'

export async function addMember(tx: Tx, { id, community, accounts }: MemberFact): Promise<void> {
  await sql`
    insert into cred.members (id, community, person, since) values (${id}, ${community}, ${id}, ${id})
    on conflict do nothing`.execute(tx)
  for (const account of accounts) await addAccount(tx, community, id, account)
}

/** Everything of `from` is `into`'s, and so is the time since when it is there. */
export async function mergeMembers(tx: Tx, from: string, into: string): Promise<void> {
  await sql`
    update cred.members set since = least(since, (select since from cred.members where id = ${from})) where id = ${into}
  `.execute(tx)
  await sql`update cred.members set person = ${into} where person = ${from}`.execute(tx)
  await sql`update cred.accounts set member = ${into} where member = ${from}`.execute(tx)
}

export async function addAccount(tx: Tx, community: string, member: string, account: AccountFact): Promise<void> {
  await sql`
    insert into cred.accounts (community, key, member, account)
    select ${community}, key, ${member}, ${JSON.stringify(account)}::jsonb
    from jsonb_array_elements_text(${JSON.stringify(keysOfAccount(account))}::jsonb) as key`.execute(tx)
}

export async function removeAccount(tx: Tx, member: string, { platform, host, externalId }: AccountFact) {
  await sql`
    delete from cred.accounts where member = ${member} and account->>'platform' = ${platform}
      and account->>'host' is not distinct from ${host}::text and account->>'externalId' = ${externalId}`.execute(tx)
}

export async function dropAccounts(tx: Tx, members: readonly string[]): Promise<void> {
  await sql`delete from cred.accounts where member = any(${members}::text[])`.execute(tx)
}

export async function noteChange(tx: Tx, community: string, position: number): Promise<void> {
  await sql`
    insert into cred.rosters (community, position) values (${community}, ${position})
    on conflict (community) do update set position = excluded.position`.execute(tx)
}

export interface KeyInCommunity {
  community: string
  key: string
}

/** Accounts that are kept under any of these keys. */
export async function claimsUnder(on: On, keys: readonly KeyInCommunity[]) {
  const { rows } = await sql<KeyInCommunity & Claim & { account: Account }>`
    select a.community, a.key, a.member, m.since, a.account
    from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as asked (community text, key text)
    join cred.accounts a on a.community = asked.community and a.key = asked.key
    join cred.members m on m.id = a.member`.execute(on)
  return rows
}

/** The event by which a community's members or accounts last changed; 0 where it has none. */
export async function changedAt(on: On, community: string): Promise<number> {
  const { rows } = await sql<{ position: number }>`
    select position from cred.rosters where community = ${community}`.execute(on)
  return rows[0]?.position ?? 0
}

/** All accounts of a community's members, each once. */
export async function claimsOf(on: On, community: string): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select distinct a.member, m.since, a.account from cred.accounts a join cred.members m on m.id = a.member
    where a.community = ${community}`.execute(on)
  return rows
}
