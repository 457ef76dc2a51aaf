// A planner's process that ends over what says so, always or the first time, or never answers.

import { existsSync, writeFileSync } from 'node:fs'
import { QueryPlanner } from '@graphql-hive/router-query-planner'

process.once('message', (sdl: string) => {
  const planner = new QueryPlanner(sdl)
  process.on('message', async (text: string) => {
    if (text.includes('abort')) process.abort()
    const mark = /"mark:([^"]+)"/.exec(text)?.[1]
    if (mark && !existsSync(mark)) {
      writeFileSync(mark, '')
      process.exit()
    }
    if (text.includes('never')) return
    process.send!({ plan: await planner.planAsync(text, null, new Set(), 0) })
  })
  process.send!('ready')
})
process.once('disconnect', () => process.exit())
