// A person who is to be erased, as it is kept until nothing of them is left; and by what a community knows their accounts again.

import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import { type QueryExecutorProvider, sql } from 'kysely'
import type { SealedColumn, SecretBox } from '../security/secrets.ts'
import { forgetting, markOf, type Redact, redactor, type Word } from './redact.ts'

export interface Person {
  /** The member, by which the erasure is known. */
  id: string
  community: string
  /** All records of the person. */
  ids: ReadonlySet<string>
  words: readonly Word[]
  /** In what Folkmoot itself wrote. */
  redact: Redact
  /** In what a platform said: what people wrote there stays. */
  exact: Redact
  /** What stands for a word. */
  mark(word: string): string
}

/** What keeps something of people beside communities, where it is gone at once; the log is the backbone's own. */
export const partsWithPeople = ['log', 'cred', 'proposals', 'actions'] as const
export type PartWithPeople = (typeof partsWithPeople)[number]

const wordsFor = (id: string) => `backbone.erasures:${id}`
const keyFor = (community: string) => `backbone.erasure_keys:${community}`

/** What is kept sealed of it. */
export const sealedPeople: readonly SealedColumn[] = [
  { table: 'backbone.erasures', column: 'words', context: wordsFor },
  { table: 'backbone.erasure_keys', column: 'key', context: keyFor },
]

/** The key that a community's marks are made with; made where there is none. */
export async function keyOfMarks(tx: QueryExecutorProvider, secrets: SecretBox, community: string): Promise<KeyObject> {
  const fresh = secrets.seal(randomBytes(32).toString('hex'), keyFor(community))
  await sql`insert into backbone.erasure_keys (id, key) values (${community}, ${fresh}) on conflict do nothing`.execute(
    tx,
  )
  return (await knownKeyOfMarks(tx, secrets, community))!
}

/** Null where nobody of the community was ever erased. */
export async function knownKeyOfMarks(
  on: QueryExecutorProvider,
  secrets: SecretBox,
  community: string,
): Promise<KeyObject | null> {
  const { rows } = await sql<{ key: string }>`
    select key from backbone.erasure_keys where id = ${community}`.execute(on)
  return rows[0] ? createSecretKey(Buffer.from(secrets.open(rows[0].key, keyFor(community)), 'hex')) : null
}

/** Begins an erasure: from here on its accounts are not known by their names any more. */
export async function beginErasure(
  tx: QueryExecutorProvider,
  secrets: SecretBox,
  { id, community, ids, words }: Pick<Person, 'id' | 'community' | 'words'> & { ids: readonly string[] },
): Promise<void> {
  const key = await keyOfMarks(tx, secrets, community)
  const sealed = secrets.seal(JSON.stringify(words), wordsFor(id))
  await sql`insert into backbone.erasures (id, community, members, words)
    values (${id}, ${community}, ${JSON.stringify(ids)}::jsonb, ${sealed})`.execute(tx)
  await sql`insert into backbone.erasing (erasure, part)
    select ${id}, part from unnest(${[...partsWithPeople]}::text[]) as part`.execute(tx)
  await addTombstones(tx, key, community, words)
}

/**
 * Adds words that were found since.
 * @param among those of them that are nobody else's; asked while nobody joins
 */
export async function addWords(
  tx: QueryExecutorProvider,
  secrets: SecretBox,
  person: Person,
  all: readonly Word[],
  among: (words: readonly Word[]) => Promise<readonly Word[]>,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(${turnOf(person.community)})`.execute(tx)
  const found = await among(all)
  if (found.length === 0) return
  const words = [...new Map([...person.words, ...found].map((word) => [JSON.stringify(word), word])).values()]
  const sealed = secrets.seal(JSON.stringify(words), wordsFor(person.id))
  await sql`update backbone.erasures set words = ${sealed} where id = ${person.id}`.execute(tx)
  await addTombstones(tx, await keyOfMarks(tx, secrets, person.community), person.community, found)
}

async function addTombstones(
  tx: QueryExecutorProvider,
  key: KeyObject,
  community: string,
  words: readonly Word[],
): Promise<void> {
  const accounts = words.filter(({ platform }) => platform !== null)
  await sql`select pg_advisory_xact_lock(${turnOf(community)})`.execute(tx)
  await sql`
    insert into backbone.tombstones (community, platform, mark)
    select ${community}, platform, mark from jsonb_to_recordset(${JSON.stringify(
      accounts.map(({ platform, text }) => ({ platform, mark: markOf(key, text) })),
    )}::jsonb) as word (platform text, mark text) on conflict do nothing`.execute(tx)
}

/** The person of an erasure that is not done; null for any other. */
export async function findPerson(on: QueryExecutorProvider, secrets: SecretBox, id: string): Promise<Person | null> {
  const { rows } = await sql<{ community: string; members: string[]; words: string | null }>`
    select community, members, words from backbone.erasures where id = ${id}`.execute(on)
  const row = rows[0]
  if (!row || row.words === null) return null
  const words: Word[] = JSON.parse(secrets.open(row.words, wordsFor(id)))
  const key = (await knownKeyOfMarks(on, secrets, row.community))!
  return {
    id,
    community: row.community,
    ids: new Set(row.members),
    words,
    ...redactor(key, words),
    mark: (word) => markOf(key, word),
  }
}

/** What makes accounts that were erased unknown in what a platform says; null where there are none. */
export async function forgottenOn(
  on: QueryExecutorProvider,
  secrets: SecretBox,
  community: string,
  platform: string | null,
): Promise<Redact | null> {
  const { rows } = await sql<{ mark: string }>`
    select mark from backbone.tombstones where community = ${community}
    ${platform === null ? sql`` : sql`and platform = ${platform}`}`.execute(on)
  const key = rows.length === 0 ? null : await knownKeyOfMarks(on, secrets, community)
  return key && forgetting(key, new Set(rows.map(({ mark }) => mark)))
}

/**
 * As `forgottenOn`, for what a transaction is about to write. Nobody's account is erased until it ends, and so it is known here, or
 * what is written is there when it is gone through: between reading from a platform and writing it down, somebody may be erased.
 */
export async function forgottenFor(
  tx: QueryExecutorProvider,
  secrets: SecretBox,
  community: string,
  platform: string | null,
): Promise<Redact | null> {
  await sql`select pg_advisory_xact_lock_shared(${turnOf(community)})`.execute(tx)
  return forgottenOn(tx, secrets, community, platform)
}

const turnOf = (community: string) => sql`hashtextextended(${`folkmoot.erasing:${community}`}, 0)`

/** Somebody is there with these words anew, by their own wish. */
export async function liftTombstones(
  tx: QueryExecutorProvider,
  secrets: SecretBox,
  community: string,
  words: readonly Word[],
) {
  await sql`select pg_advisory_xact_lock(${turnOf(community)})`.execute(tx)
  const key = await knownKeyOfMarks(tx, secrets, community)
  if (key === null) return
  for (const { platform, text } of words)
    await sql`delete from backbone.tombstones
      where community = ${community} and platform = ${platform} and mark = ${markOf(key, text)}`.execute(tx)
}

export interface ErasureRow {
  id: string
  begunAt: Date
  doneAt: Date | null
}

export async function findErasures(on: QueryExecutorProvider, ids: readonly string[]): Promise<ErasureRow[]> {
  const { rows } = await sql<ErasureRow>`
    select id, begun_at as "begunAt", done_at as "doneAt" from backbone.erasures where id = any(${ids}::text[])`.execute(
    on,
  )
  return rows
}
