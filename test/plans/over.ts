// Everything that a server has its database do over a history of some length, as the database ran it.

import type { TestContext } from 'node:test'
import { type TestFolkmoot, testFolkmoot } from '../support/folkmoot.ts'
import type { FreshDatabase } from '../support/template.ts'
import { fill, type History } from './fill.ts'
import { hurryJobs, type Lived, live } from './life.ts'
import type { Ran } from './plan.ts'
import { recorded } from './recorder.ts'

type Afterwards = Pick<TestContext, 'after'>
type On = Pick<FreshDatabase, 'db' | 'url'>

/** A community that lives on the database, and its history, made so long. */
export async function history(t: Afterwards, on: On, long: History): Promise<Lived> {
  const lived = await live(t, on)
  await fill(on.db, lived.village, long)
  return lived
}

export interface Heard {
  ran: Ran[]
  /** The operations that clients sent. */
  asked: string[]
}

/**
 * What the database did for a server while this was done with it.
 * @param settings of the planner, such as `enable_seqscan`
 */
export async function heardDuring(
  t: Afterwards,
  on: On,
  work: (server: TestFolkmoot, ran: readonly Ran[]) => Promise<unknown>,
  settings: Record<string, string> = {},
): Promise<Heard> {
  await hurryJobs(on.db)
  const { on: told, ran, stop } = await recorded(on, settings)
  try {
    const server = await testFolkmoot(t as TestContext, { on: told })
    const asked: string[] = []
    const noting =
      <Rest extends unknown[], Answer>(ask: (query: string, ...rest: Rest) => Answer) =>
      (query: string, ...rest: Rest) => {
        asked.push(query)
        return ask(query, ...rest)
      }
    Object.assign(server, { request: noting(server.request), watch: noting(server.watch) })
    await work(server, ran)
    await server.stop()
    return { ran, asked }
  } finally {
    await stop()
  }
}
