// Expenses that were there before their collective was connected, put to the community's policies by choice: each is recorded as
// submitted, with what it is by now, as if it had been heard of then; what follows is as for any other.
//
// Which are asked about is remembered together with the jobs that read them, so that a call that is killed or repeated asks
// about each once; what is recorded is known by the platform's own id of it.

import { databaseNow, type Tx } from '../../../backbone/database/database.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { ConsiderExpensesInput } from '../../../schema/generated/actions.ts'
import { fingerprintOf } from '../domain/input.ts'
import type { Platforms } from '../platforms/index.ts'
import { referenceOf } from '../platforms/opencollective/expense.ts'
import { type Platform, TryLater } from '../platforms/platform.ts'
import { findConnection } from '../storage/connections.ts'
import { countUnasked, findExpense, markAsked, unaskedExpenses } from '../storage/expenses.ts'
import { type ConnectionRow, tables, within } from '../storage/tables.ts'
import type { Readers } from './read.ts'

export const considerQueue = 'actions.consider'

type Deps = Pick<SubgraphDeps, 'db' | 'jobs' | 'directory' | 'logger'> & {
  platforms: Platforms
  readers: Readers
  /** Waits that are ours to choose are divided by this. */
  haste: number
}

interface Job {
  connection: string
  expenses: string[]
  tries: number
}

const mostNamed = 100
const mostAtOnce = 300
const mostCounted = 10_000
const together = 60 // expenses read by one job, in some requests
const mostTries = 30
const usualWait = 60_000 // milliseconds
const pending = 'PENDING' // the status in which an approval is waited for

export function considererOf(deps: Deps) {
  async function read({ connection, expenses, tries }: Job): Promise<void> {
    try {
      await deps.readers.consider(connection, expenses)
      deps.jobs.wake(considerQueue) // the next of them
    } catch (error) {
      if (!(error instanceof TryLater || error instanceof Refusal)) throw error
      if (tries + 1 >= mostTries) {
        deps.logger.warn({ err: error, connection, expenses }, 'expenses that were asked about could not be read')
        await markAsked(tables(deps.db), connection, expenses, false)
        return
      }
      const wait = Math.max(usualWait / deps.haste, (error instanceof TryLater && error.afterMs) || 0)
      const startAt = new Date((await databaseNow(deps.db.root)).getTime() + wait)
      await send({ connection, expenses, tries: tries + 1 }, { startAt })
    }
  }

  async function send(job: Job, options: { startAt?: Date; tx?: Tx } = {}): Promise<void> {
    const key = `${job.connection}:${fingerprintOf(job.expenses)}:${job.tries}`
    await deps.jobs.send(considerQueue, job, { key, group: job.connection, ...options })
  }

  return {
    async start(): Promise<void> {
      await deps.jobs.work<Job>(considerQueue, read)
    },

    /** @throws Refusal CONNECTION_NOT_FOUND, EXPENSE_NOT_FOUND, EXPENSE_STATUS_UNSUPPORTED, BAD_INPUT */
    async consider(viewer: Viewer, input: ConsiderExpensesInput): Promise<{ asked: number; remaining: number }> {
      const community = await deps.directory.require(viewer, input.community)
      requireScope(viewer, community.id, 'INTEGRATE', 'DRIVE')
      const connection = await findConnection(tables(deps.db), input.connection)
      const platform = connection && deps.platforms.get(connection.platform)
      if (!platform?.begins || connection?.community !== community.id || connection.status === 'DISCONNECTED') {
        const message = `Wanted a connection of the community whose expenses are read; got "${input.connection.slice(0, 80)}".`
        throw new Refusal('CONNECTION_NOT_FOUND', message, { path: ['input', 'connection'] })
      }
      const named = input.expenses ?? null
      if ((named === null) === (input.all !== true)) {
        const message = 'Wanted either expenses, or all: true; got both, or neither.'
        throw new Refusal('BAD_INPUT', message, { path: ['input', 'expenses'] })
      }
      const ids = named && (await idsOf(platform, connection, named))
      const asked = await deps.db.transaction(async (tx) => {
        const on = within(tx)
        const found = await unaskedExpenses(on, connection.id, ids ? { ids } : { status: pending }, mostAtOnce)
        await markAsked(on, connection.id, found, true)
        for (let from = 0; from < found.length; from += together)
          await send({ connection: connection.id, expenses: found.slice(from, from + together), tries: 0 }, { tx })
        return found.length
      })
      deps.jobs.wake(considerQueue)
      return { asked, remaining: await countUnasked(tables(deps.db), connection.id, pending, mostCounted) }
    },
  }

  async function idsOf(platform: Platform, connection: ConnectionRow, named: readonly string[]): Promise<string[]> {
    const path = ['input', 'expenses']
    if (named.length > mostNamed)
      throw new Refusal('BAD_INPUT', `Wanted at most ${mostNamed} expenses; got ${named.length}.`, { path })
    const ids = new Set<string>()
    for (const name of named) {
      const reference = referenceOf(name)
      const expense = reference && (await findExpense(tables(deps.db), connection.community, reference))
      if (expense?.connection !== connection.id) {
        const message = `Wanted the id, legacy id or address of an expense of ${connection.external_id} that was read; got "${name.slice(0, 100)}".`
        throw new Refusal('EXPENSE_NOT_FOUND', message, { path })
      }
      if (!platform.asksAgain(expense.status)) {
        const message = `Wanted an expense that can still be decided on; ${expense.id} is ${expense.status}.`
        throw new Refusal('EXPENSE_STATUS_UNSUPPORTED', message, { path })
      }
      ids.add(expense.id)
    }
    return [...ids]
  }
}
