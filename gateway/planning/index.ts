// Who plans operations. The planner is Rust, and where it panics it aborts the process that it is in, for everybody in it. So
// it has a process of its own, which holds no data and no secret: an operation that ends it is refused, and the next gets
// another. What is planned is kept with the operation, so it is asked once for each.

import { AsyncLocalStorage } from 'node:async_hooks'
import { type ChildProcess, fork } from 'node:child_process'
import { type QueryPlan, QueryPlanner } from '@graphql-hive/router-query-planner'
import type { Report } from '../errors.ts'
import type { Answer } from './process.ts'

export interface Planner {
  /** @throws Error whose message begins as the planner's own do */
  plan(text: string): Promise<QueryPlan>
  stop(): void
}

const script = new URL('./process.ts', import.meta.url)
const longest = 10_000 // milliseconds for one operation
const tries = 2 // a process may have been ended by somebody else

/** Started at the first operation. @param most milliseconds for one */
export function plannerApart(sdl: string, report: Report, most = longest, program = script): Planner {
  let process: ChildProcess | null = null
  let last: Promise<unknown> = Promise.resolve()
  let stopped = false

  function started(): ChildProcess {
    const child = fork(program, { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.on('error', () => {}) // it ends, too
    child.on('exit', () => {
      if (process === child) process = null
    })
    child.send(sdl)
    return child
  }

  /** Null: the process ended over it. */
  function asked(text: string): Promise<Answer | null> {
    process ??= started()
    const child = process
    child.ref()
    child.channel?.ref()
    return new Promise<Answer | null>((resolve) => {
      const late = setTimeout(() => child.kill('SIGKILL'), most)
      const settle = (answer: Answer | null) => {
        clearTimeout(late)
        child.off('message', settle)
        child.off('exit', ended)
        child.off('error', ended)
        child.unref()
        child.channel?.unref()
        resolve(answer)
      }
      const ended = () => {
        if (process === child) process = null
        settle(null)
      }
      child.on('message', settle)
      child.once('exit', ended)
      child.once('error', ended)
      child.send(text, (error) => error && ended())
    })
  }

  async function planned(text: string): Promise<QueryPlan> {
    for (let each = 0; each < tries && !stopped; each++) {
      const answer = await asked(text)
      if (answer === null) continue
      if ('problem' in answer) throw new Error(answer.problem)
      return answer.plan as QueryPlan
    }
    if (!stopped) report(new Error(`The planner ended over an operation, which is refused: ${text.slice(0, 2000)}`))
    throw new Error('Failed to plan query: the planner ended.')
  }

  return {
    // One at a time: whose process ended is known by that.
    plan(text) {
      const mine = last.then(() => planned(text))
      last = mine.catch(() => {})
      return mine
    },
    stop() {
      stopped = true
      process?.kill('SIGKILL')
    },
  }
}

const apart = new AsyncLocalStorage<Planner>()
const here = QueryPlanner.prototype.planAsync

// The runtime makes a planner itself, and has no way to be given another.
QueryPlanner.prototype.planAsync = function (text, ...rest) {
  const planner = apart.getStore()
  return planner ? planner.plan(text) : here.call(this, text, ...rest)
}

/** Runs `work`, whose operations are planned by that planner; without one, in this process. */
export function plannedBy<T>(planner: Planner | null, work: () => T): T {
  return planner ? apart.run(planner, work) : work()
}
