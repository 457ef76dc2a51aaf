// The process that plans: it is told the supergraph, says that it is ready, and then is told one operation after another.

import { QueryPlanner } from '@graphql-hive/router-query-planner'

export type Answer = { plan: unknown } | { problem: string }

process.once('message', (sdl: string) => {
  const planner = new QueryPlanner(sdl)
  process.on('message', async (text: string) => process.send!(await planned(planner, text)))
  process.send!('ready')
})
process.once('disconnect', () => process.exit())

async function planned(planner: QueryPlanner, text: string): Promise<Answer> {
  try {
    return { plan: await planner.planAsync(text, null, new Set(), 0) }
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }
}
