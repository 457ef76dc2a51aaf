// What every process stands on, built from the configuration: database, log, jobs, secrets, who may come in.

import { sql } from 'kysely'
import pino, { type DestinationStream, type Logger } from 'pino'
import { systemClock } from '../../backbone/clock.ts'
import { openPolicyWork } from '../../backbone/concurrency/policy-work.ts'
import { type Config, loadSecrets } from '../../backbone/config.ts'
import type { Database } from '../../backbone/database/database.ts'
import { type Migrations, migrate } from '../../backbone/database/migrate.ts'
import { migrations as backbone } from '../../backbone/database/migrations.ts'
import { type DatabaseAddress, openDatabase } from '../../backbone/database/open.ts'
import { armFaultPoints } from '../../backbone/fault-point.ts'
import { typeIds } from '../../backbone/ids.ts'
import { openJobs } from '../../backbone/jobs/jobs.ts'
import { cursorsOf } from '../../backbone/log/cursors.ts'
import { openDirectory } from '../../backbone/log/directory.ts'
import { openLog } from '../../backbone/log/log.ts'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { requireSecret } from '../../backbone/security/secret-mark.ts'
import { secretBox, sign } from '../../backbone/security/secrets.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import type { Report } from '../wire/errors.ts'

export interface Foundation extends Omit<SubgraphDeps, 'ask' | 'call' | 'publicUrl'> {
  adminKey: string
  /** Whether the admin key was made at this start. */
  adminKeyIsNew: boolean
  /** Logs what was masked. */
  report: Report
  /** Why the database cannot be used now; null when it can. */
  unready(): Promise<string | null>
  stop(): Promise<void>
}

export interface FoundationOptions {
  /** A database that is open, and stays so. */
  db?: Database
  logger?: Logger
}

/** @param parts migrations of the subgraphs that run in this process, by schema. */
export async function layFoundation(
  config: Config,
  parts: Record<string, Migrations>,
  { db: given, logger: givenLogger }: FoundationOptions = {},
): Promise<Foundation> {
  const stops: (() => Promise<unknown> | unknown)[] = []
  const stop = async () => {
    for (const each of stops.splice(0).reverse()) await each()
  }
  try {
    if (config.faults) armFaultPoints(config.faults)
    const { secret, adminKey, adminKeyIsNew } = loadSecrets(config)
    const logger = givenLogger ?? loggerOf(config.logLevel, stops)
    const every = { backbone, ...parts }
    const db = given ?? (await openDatabase(addressOf(config, every)))
    if (!given) stops.push(() => db.close())
    await migrate(db, every)
    const secrets = secretBox(secret)
    await requireSecret(db, secrets, config.newSecret)
    const outbound = openOutbound(config.privateHosts, {
      log: (why) => logger.info(why, 'a call to the outside failed'),
    })
    stops.push(() => outbound.close())
    const policyWork = openPolicyWork(config.limits)
    stops.push(() => policyWork.stop())
    const log = openLog(db, typeIds, logger)
    stops.push(() => log.stop())
    const jobs = await openJobs(db, logger)
    stops.push(() => jobs.stop())
    const adminMark = sign(secrets.derive('mark of the admin key'), adminKey).toString('hex')
    const directory = await openDirectory({ log, clock: systemClock, adminKey, adminMark })
    stops.push(() => directory.stop())
    return {
      db,
      log,
      jobs,
      directory,
      secrets,
      logger,
      adminKey,
      adminKeyIsNew,
      ids: typeIds,
      clock: systemClock,
      keep: config.keep,
      cursors: cursorsOf(secrets),
      fetch: outbound.fetch,
      checkAddress: outbound.check,
      policyWork,
      report: (cause) => logger.error({ err: cause }, 'an unexpected error was masked'),
      unready: () =>
        sql`select 1`.execute(db.root).then(
          () => null,
          () => 'the database does not answer',
        ),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function addressOf(
  { databaseUrl: url, databaseConnections: poolSize, dataFolder: folder }: Config,
  parts: Record<string, Migrations>,
): DatabaseAddress {
  return url ? { url, poolSize } : { folder, parts }
}

/** Lines are gathered and written together: a line for each request must not cost a write for each. */
function loggerOf(level: string, stops: (() => void)[]): Logger {
  const destination = pino.destination({ dest: 1, sync: false, minLength: 16_000, periodicFlush: 100 })
  const flush = () => destination.flushSync()
  process.on('exit', flush)
  stops.push(() => {
    process.off('exit', flush)
    flush()
  })
  return loggerTo(level, destination)
}

/** The form of every log line, wherever it goes. */
export function loggerTo(level: string, destination: DestinationStream): Logger {
  const redact = ['*.credentials', '*.secret', '*.authorization']
  return pino({ level, base: null, redact, serializers: { err: withoutValues } }, destination)
}

/** An error, without the values that a database's error carries along: what people wrote is not for the log. */
function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const { params: _, detail: __, ...said } = pino.stdSerializers.err(error) as unknown as Record<string, unknown>
  return said
}
