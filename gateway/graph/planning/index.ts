// Who plans operations. The planner is Rust, and where it panics it aborts the process that it is in, for everybody in it. So
// it has a process of its own, which holds no data and no secret: an operation that ends it is refused, and the next gets
// another. What is planned is kept with the operation, so it is asked once for each.
//
// One is planned at a time: whose process ended is known by that. Whoever ends many, or has very many planned, waits behind
// those who have not: a process that ended costs as much as a hundred plans.

import { type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner'
import { Refusal, type RefusalCode, refusals } from '../../../schema/errors.ts'
import type { Report } from '../../wire/errors.ts'
import { shapeOf } from '../literals.ts'
import { type Lane, turnsOf } from '../turns.ts'
import { type Apart, processApart } from './apart.ts'
import type { Answer } from './process.ts'

export interface Planner {
  /** @throws NoPlan; Unplanned */
  plan(text: string, by?: Lane): Promise<QueryPlan>
  stop(): void
}

/**
 * The planner found no way to answer an operation, though it fits the schema: what a part requires of the others, inside of
 * what needed the same (https://github.com/graphql-hive/router/issues/1310).
 */
export class NoPlan extends Refusal {
  /** @param cause the planner's own words, or its error */
  constructor(cause: unknown) {
    super('PLAN_FAILED', refusals.PLAN_FAILED, { cause })
  }
}

/** An operation was not planned, which may be no fault of its own: it may be tried another time. */
export class Unplanned extends Refusal {
  /** Milliseconds until then. */
  readonly again: number
  constructor(code: RefusalCode, again: number) {
    super(code, refusals[code])
    this.again = again
  }
}

const script = new URL('./process.ts', import.meta.url)
const longest = 5000 // milliseconds for one operation: those that our limits allow take less than 0.1 s
const startsWithin = 60_000
const tries = 2 // a process may have been ended by somebody else
const rest = 60_000 // milliseconds until what ended it may try again
const idleMost = 60_000 // milliseconds that it is kept with nothing to plan: it takes 70 MB, and is there again in 0.1 s
const ours: Lane = { community: ' ', owner: '' }

/**
 * Its process is started when there is something to plan, and ended when there was nothing for a while.
 * @param most milliseconds for one operation
 * @param idle milliseconds without
 */
export function plannerApart(sdl: string, report: Report, most = longest, program = script, idle = idleMost): Planner {
  const turns = turnsOf({ places: 1, patience: 2 ** 31 - 1 })
  let process: Apart | null = null
  let leaving: NodeJS.Timeout | undefined
  let stopped = false
  let told = false

  async function started(): Promise<Apart> {
    if (process && !process.over) return process
    const begun = processApart(program)
    process = begun
    try {
      await begun.ask(sdl, startsWithin)
      told = false
      return begun
    } catch (error) {
      if (!told && !stopped) {
        report(new Error(`Operations cannot be planned: their process does not start: ${(error as Error).message}`))
      }
      told = true
      throw new Unplanned('UNAVAILABLE', 0)
    }
  }

  async function answered(text: string): Promise<Answer> {
    let why = ''
    for (let each = 0; each < tries && !stopped; each++) {
      try {
        const planner = await started()
        return (await planner.ask(text, most)) as Answer
      } catch (error) {
        if (error instanceof Unplanned && each === tries - 1) throw error
        why = (error as Error).message
      }
    }
    if (stopped) throw new Unplanned('UNAVAILABLE', 0)
    report(new Error(`The planner ended over an operation, which is refused (${why}): ${shapeOf(text).slice(0, 2000)}`))
    throw new Unplanned('PLAN_FAILED', rest)
  }

  async function inTurn<T>(lane: Lane, work: () => Promise<T>): Promise<T> {
    const turn = turns.of(() => lane)
    await turn.enter()
    clearTimeout(leaving)
    try {
      return await work()
    } finally {
      leaving = setTimeout(() => process?.end(), idle).unref()
      turn.leave()
    }
  }

  return {
    async plan(text, by = ours) {
      const answer = await inTurn(by, () => answered(text))
      if ('problem' in answer) throw new NoPlan(answer.problem)
      return answer.plan as QueryPlan
    },
    stop() {
      stopped = true
      clearTimeout(leaving)
      process?.end()
    },
  }
}

/** In this process, where an operation that ends the planner ends everything: for tests, and for whoever knows all operations. */
export function plannerHere(sdl: string): Planner {
  const planner = new QueryPlanner(sdl)
  return {
    async plan(text) {
      try {
        return await planner.planAsync(text, null, new Set(), 0)
      } catch (error) {
        throw new NoPlan(error)
      }
    },
    stop() {},
  }
}
