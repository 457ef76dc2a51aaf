// `npm run rotate-secret`: what is sealed under FOLKMOOT_SECRET is opened with it and sealed under the next one, all or nothing,
// while nothing runs. The next secret is on the disk before the database knows it, and the present one until after: whoever is
// killed in between starts the command again, and it goes on where it was.

import { sql } from 'kysely'
import { type Config, keepNextSecret, knownSecret, readConfig, turnToNextSecret } from '../../backbone/config.ts'
import type { Database, Tx } from '../../backbone/database/database.ts'
import { migrate } from '../../backbone/database/migrate.ts'
import { migrations as backbone } from '../../backbone/database/migrations.ts'
import { openDatabase } from '../../backbone/database/open.ts'
import { markOf, readMark } from '../../backbone/security/secret-mark.ts'
import { type SealedColumn, type SecretBox, secretBox } from '../../backbone/security/secrets.ts'
import { run } from '../run.ts'
import { subgraphModules } from '../subgraph-modules.ts'

/** Returns how many texts were sealed anew. @throws Error in a sentence; then nothing was changed */
export async function rotateSecret(config: Config): Promise<number> {
  const present = knownSecret(config)
  if (present === null) {
    throw new Error(
      'Wanted the present secret (FOLKMOOT_SECRET, or the file "secret" in FOLKMOOT_DATA); there is none.',
    )
  }
  if (config.secret !== null && config.nextSecret === null) {
    throw new Error(
      'Wanted the next secret as FOLKMOOT_NEXT_SECRET, as the present one is given by FOLKMOOT_SECRET; got none.',
    )
  }
  const next = config.secret === null ? keepNextSecret(config) : config.nextSecret!
  const [before, after] = [secretBox(present), secretBox(next)]
  const loaded = await Promise.all(
    Object.entries(subgraphModules).map(async ([name, load]) => [name, await load()] as const),
  )
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  try {
    await requireAlone(db)
    await migrate(db, { backbone, ...Object.fromEntries(loaded.map(([name, module]) => [name, module.migrations])) })
    const columns = loaded.flatMap(([, { sealed }]) => sealed ?? [])
    const count = await db.transaction((tx) => sealAnew(tx, columns, before, after))
    if (config.secret === null) turnToNextSecret(config)
    return count
  } finally {
    await db.close()
  }
}

async function requireAlone(db: Database): Promise<void> {
  const others = (await db.processes()).filter((each) => each !== db.process)
  if (others.length === 0) return
  throw new Error(
    `Wanted that nothing runs on this database; ${others.length} of Folkmoot's processes do: stop them first.`,
  )
}

async function sealAnew(
  tx: Tx,
  columns: readonly SealedColumn[],
  before: SecretBox,
  after: SecretBox,
): Promise<number> {
  await sql`select mark from backbone.secret for update`.execute(tx)
  const mark = await readMark(tx)
  if (mark === markOf(after)) return 0 // it was done, and the command killed before it could say so
  if (mark !== null && mark !== markOf(before)) {
    throw new Error('The present secret is not the one that this database was written under: give that one.')
  }
  let count = 0
  for (const { table, column, context } of columns) {
    const name = sql.ref(column)
    const { rows } = await sql<{ id: string; sealed: string }>`
      select id, ${name} as sealed from ${sql.table(table)} where ${name} is not null`.execute(tx)
    for (const { id, sealed } of rows) {
      const anew = after.seal(before.open(sealed, context(id)), context(id))
      await sql`update ${sql.table(table)} set ${name} = ${anew} where id = ${id}`.execute(tx)
    }
    count += rows.length
  }
  await sql`insert into backbone.secret (mark) values (${markOf(after)}) on conflict (one) do update set mark = excluded.mark`.execute(
    tx,
  )
  return count
}

/** What runs this file as a program. */
export function command(): Promise<void> {
  return run(async () => {
    const config = readConfig()
    const count = await rotateSecret(config)
    console.log(
      `Sealed anew: ${count}. Cursors, sessions with the admin key, and requests on their way are no longer good.`,
    )
    console.log(
      config.secret === null
        ? `The secret of before is gone from ${config.dataFolder}/secret. Backups that were made under it need it: keep a copy with them.`
        : 'Start with the next secret as FOLKMOOT_SECRET. Backups that were made under the one before need that one: keep it with them.',
    )
    process.exit(0)
  })
}

if (import.meta.main) await command()
