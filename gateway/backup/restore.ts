// `npm run restore -- FILE`, into a new database of either engine.

import { parseArgs } from 'node:util'
import { checkArchive, type Header } from '../../backbone/archive/format.ts'
import { loadArchive } from '../../backbone/archive/load.ts'
import { type Config, knownSecret, readConfig } from '../../backbone/config.ts'
import { migrations as backbone } from '../../backbone/database/migrations.ts'
import { openDatabase } from '../../backbone/database/open.ts'
import { newPglite } from '../../backbone/database/pglite-folder.ts'
import { markOf } from '../../backbone/security/secret-mark.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import { run } from '../run.ts'
import { subgraphModules } from '../subgraph-modules.ts'

/** Restores a backup into the database that the configuration names. @throws Error in a sentence; then nothing was changed */
export async function restore(config: Config, file: string): Promise<Header> {
  const header = await checkArchive(file)
  requireFit(config, header)
  const loaded = await Promise.all(
    Object.entries(subgraphModules).map(async ([name, load]) => [name, await load()] as const),
  )
  const loading = {
    file,
    parts: { backbone, ...Object.fromEntries(loaded.map(([name, module]) => [name, module.migrations])) },
    afterwards: [
      ...loaded.flatMap(([, { afterRestore }]) => afterRestore ?? []),
      ...(config.newSecret ? ['delete from backbone.secret'] : []),
    ],
  }
  if (config.databaseUrl) {
    const db = await openDatabase({ url: config.databaseUrl, poolSize: 1 })
    return loadArchive(db, loading).finally(() => db.close())
  }
  const { pglite, settle, release } = await newPglite(config.dataFolder)
  const db = await openDatabase({ pglite, keep: true })
  try {
    await loadArchive(db, loading)
    await db.close()
    await settle()
    return header
  } finally {
    await release()
  }
}

/** @throws Error where a secret is at hand, and the backup is of another. */
function requireFit(config: Config, { secretMark }: Header): void {
  const secret = knownSecret(config)
  if (secret === null || secretMark === null || config.newSecret) return
  if (markOf(secretBox(secret)) === secretMark) return
  throw new Error(
    'FOLKMOOT_SECRET (or the file "secret" in FOLKMOOT_DATA) is not the one that this backup was written under. Give that one; where it is lost, restore with --new-secret, then connect the platforms again.',
  )
}

/** What runs this file as a program. */
export function command(): Promise<void> {
  return run(async () => {
    const { positionals, values } = parseArgs({
      allowPositionals: true,
      options: { 'new-secret': { type: 'boolean', default: false } },
    })
    const [file] = positionals
    if (positionals.length !== 1 || !file) {
      throw new Error(`Wanted the name of one file: npm run restore -- FILE; got ${positionals.length}.`)
    }
    const config = { ...readConfig(), newSecret: values['new-secret'] }
    const { madeAt, position, secretMark } = await restore(config, file)
    const where = config.databaseUrl ? 'the PostgreSQL database' : config.dataFolder
    console.log(`Restored into ${where}: everything up to event ${position}, as of ${madeAt}.`)
    if (secretMark !== null && knownSecret(config) === null) {
      console.log(
        `Before you start, put the secret of the Folkmoot that was saved into ${config.dataFolder}/secret, or give it as FOLKMOOT_SECRET.`,
      )
    }
    process.exit(0)
  })
}

if (import.meta.main) await command()
