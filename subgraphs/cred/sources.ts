// Connecting an instance and reading it again. What is read is recorded in one transaction with its event; a reading that
// began before a newer connection or a newer reading is dropped.

import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { Refusal, type RefusalCode } from '../../schema/errors.ts'
import { tableWithout } from './people.ts'
import { filesOf } from './sourcecred/fetch.ts'
import { type ProblemKind, SourceProblem } from './sourcecred/problem.ts'
import { type ReadOutcome, readSource } from './sourcecred/read.ts'
import type { LiveSources } from './storage/live.ts'
import type { Shelf } from './storage/shelf.ts'
import { keepSnapshot, readSnapshots } from './storage/snapshots.ts'
import { changeSource, lockSource, putSource, readSources } from './storage/sources.ts'
import { cred, type SnapshotRow, type SourceRow } from './storage/tables.ts'

const queue = 'cred.refresh'
/** While an instance cannot be read it is tried again sooner than it would be refreshed. */
const retrySeconds = 300
/** A refresh that fails for a reason of ours is tried again until it goes: the chain of refreshes must not break. */
const retries = 10_000

interface RefreshJob {
  community: string
  generation: number
}

export interface Sources {
  /** Reads the instance, then stores it as the community's source. @throws Refusal when it cannot be read: nothing is stored */
  connect(community: string, url: string, refreshEverySeconds: number): Promise<void>
  /** Reads the community's instance again; says what was wrong with it, if anything was. @throws Refusal CRED_NOT_CONNECTED */
  refresh(community: string): Promise<SourceProblem | null>
  start(): Promise<void>
  /** Mends the chains of refreshes that ended with a process; one that waits already stays as it is. */
  takeUp(): Promise<void>
}

export function sourcesOf(
  deps: Pick<SubgraphDeps, 'db' | 'log' | 'jobs' | 'ids' | 'clock' | 'fetch' | 'logger' | 'secrets'>,
  live: LiveSources,
  shelf: Shelf,
): Sources {
  const { log, jobs, clock } = deps
  const tables = cred(deps.db.root)
  const refreshing = new Map<string, Promise<SourceProblem | null>>()

  async function connect(community: string, url: string, refreshEverySeconds: number): Promise<void> {
    const attemptedAt = clock.now()
    const reading = await readOrRefuse(url)
    const told = await tableWithout(deps, community, reading.parsed)
    const generation = await log.write(async (tx, emit) => {
      const before = await lockSource(tx, community)
      const current = before && (await readSnapshots(cred(tx), [before.snapshot]))[0]
      const kept = current?.sha256 === reading.sha256 && current.sourceUrl === url ? current : null
      const snapshot = kept ?? snapshotOf(community, url, attemptedAt, reading)
      if (!kept) await keepSnapshot(tx, snapshot, told.body)
      const generation = (before?.generation ?? 0) + 1
      await putSource(tx, {
        community,
        url,
        refreshEverySeconds,
        generation,
        status: 'READY',
        problem: null,
        refreshedAt: attemptedAt,
        attemptedAt,
        etags: reading.etags,
        snapshot: snapshot.id,
      })
      emit({ type: 'cred.source.connected', community, payload: { url } })
      if (!kept) {
        emit({ type: 'cred.snapshot.taken', community, payload: { snapshot: snapshot.id, sha256: snapshot.sha256 } })
        shelf.put(snapshot.id, told.table)
      }
      return generation
    })
    await live.renew(community)
    await schedule({ community, generation }, refreshEverySeconds, attemptedAt)
  }

  async function refresh(community: string): Promise<SourceProblem | null> {
    // Two who ask at once get one reading.
    let running = refreshing.get(community)
    if (!running) {
      running = refreshNow(community).finally(() => refreshing.delete(community))
      refreshing.set(community, running)
    }
    return running
  }

  async function refreshNow(community: string): Promise<SourceProblem | null> {
    const [source] = await readSources(tables, [community])
    if (!source)
      throw new Refusal(
        'CRED_NOT_CONNECTED',
        'Wanted a community that has connected a SourceCred instance; this one has not.',
      )
    const attemptedAt = clock.now()
    const outcome = await attempt(source)
    const told = 'parsed' in outcome ? await tableWithout(deps, community, outcome.parsed) : null
    const problem = outcome instanceof SourceProblem ? outcome : null
    await log.write(async (tx, emit) => {
      const now = await lockSource(tx, community)
      if (!now || now.generation !== source.generation || now.attempted_at > attemptedAt) return
      if (outcome instanceof SourceProblem) {
        const { status, message } = outcome
        await changeSource(tx, community, { status, problem: message, attemptedAt })
        if (now.status !== status || now.problem !== message) {
          emit({ type: 'cred.source.failed', community, payload: { url: source.url, status, problem: message } })
        }
        return
      }
      const good = {
        status: 'READY',
        problem: null,
        refreshedAt: attemptedAt,
        attemptedAt,
        etags: outcome.etags,
      } as const
      if (outcome.state === 'same') {
        await changeSource(tx, community, good)
        if (now.status !== 'READY') emit({ type: 'cred.source.recovered', community, payload: { url: source.url } })
        return
      }
      const snapshot = snapshotOf(community, source.url, attemptedAt, outcome)
      await keepSnapshot(tx, snapshot, told!.body)
      await changeSource(tx, community, { ...good, snapshot: snapshot.id })
      emit({ type: 'cred.snapshot.taken', community, payload: { snapshot: snapshot.id, sha256: snapshot.sha256 } })
      shelf.put(snapshot.id, told!.table)
    })
    await live.renew(community)
    return problem
  }

  async function attempt(source: SourceRow): Promise<ReadOutcome | SourceProblem> {
    const known = { sha256: source.snapshot.sha256, etags: source.etags }
    try {
      return await readSource(filesOf(source.url, deps.fetch), known)
    } catch (error) {
      const problem = asProblem(error)
      if (!problem) throw error
      deps.logger.warn(
        { community: source.community, url: source.url, problem: problem.message },
        'an instance could not be read',
      )
      return problem
    }
  }

  async function readOrRefuse(url: string): Promise<Extract<ReadOutcome, { state: 'read' }>> {
    try {
      const outcome = await readSource(filesOf(url, deps.fetch), null)
      if (outcome.state === 'read') return outcome
      throw new Error('An instance that was never read cannot be unchanged.')
    } catch (error) {
      if (error instanceof SourceProblem)
        throw new Refusal(refusals[error.kind], error.message, { path: ['input', 'url'], cause: error })
      throw error
    }
  }

  function snapshotOf(
    community: string,
    sourceUrl: string,
    fetchedAt: Date,
    read: Extract<ReadOutcome, { state: 'read' }>,
  ): SnapshotRow {
    const { participants, lastIntervalEnd, ledgerProblem } = read.parsed
    return {
      id: deps.ids.next('snap'),
      community,
      sourceUrl,
      sha256: read.sha256,
      fetchedAt,
      lastIntervalEnd: new Date(lastIntervalEnd),
      participantCount: participants,
      files: read.files,
      ledgerProblem,
    }
  }

  async function schedule(job: RefreshJob, afterSeconds: number, since: Date): Promise<void> {
    const startAt = new Date(since.getTime() + afterSeconds * 1000)
    await jobs.send(queue, job, { startAt, key: `${job.community}:${job.generation}`, retries })
  }

  async function runJob({ community, generation }: RefreshJob): Promise<void> {
    const [source] = await readSources(tables, [community])
    if (source?.generation !== generation) return
    const problem = await refresh(community)
    const seconds = problem ? Math.min(source.refreshEverySeconds, retrySeconds) : source.refreshEverySeconds
    await schedule({ community, generation }, seconds, clock.now())
  }

  async function mend(): Promise<void> {
    for (const { community, generation, refreshEverySeconds, attemptedAt } of live.all()) {
      await schedule({ community, generation }, refreshEverySeconds, attemptedAt)
    }
  }

  return {
    connect,
    refresh,
    async start() {
      await jobs.work<RefreshJob>(queue, runJob, { concurrency: 2 })
      await mend()
    },
    takeUp: mend,
  }
}

/** The code by which a mutation tells of a problem. */
export const refusals: Record<ProblemKind, RefusalCode> = {
  UNREACHABLE: 'CRED_SOURCE_UNREACHABLE',
  REDIRECTS: 'CRED_SOURCE_REDIRECTS',
  NOT_FOUND: 'CRED_SOURCE_NOT_FOUND',
  HTML: 'CRED_SOURCE_HTML',
  TRUNCATED: 'CRED_SOURCE_TRUNCATED',
  MALFORMED: 'CRED_SOURCE_MALFORMED',
  TOO_LARGE: 'CRED_SOURCE_TOO_LARGE',
  EMPTY: 'CRED_SOURCE_EMPTY',
}

// Private:

/** An address that has come to lie on a private network is as good as down. */
function asProblem(error: unknown): SourceProblem | null {
  if (error instanceof SourceProblem) return error
  if (error instanceof Refusal) return new SourceProblem('UNREACHABLE', error.message, { cause: error })
  return null
}
