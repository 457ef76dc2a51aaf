// `npm start`.

import '../backbone/security/freeze.ts'
import { parseArgs } from 'node:util'
import { readConfig } from '../backbone/config.ts'
import { startFolkmoot } from './processes/start.ts'
import { run } from './run.ts'

await run(async () => {
  const { values } = parseArgs({ options: { 'new-secret': { type: 'boolean', default: false } } })
  const folkmoot = await startFolkmoot(
    { ...readConfig(), newSecret: values['new-secret'] },
    { page: true, planApart: true },
  )
  console.log(`Folkmoot listens at ${folkmoot.url}/graphql`)
  console.log(`The page is at ${folkmoot.url}/`)
  if (folkmoot.metricsUrl) console.log(`Metrics and health are at ${folkmoot.metricsUrl}`)
  if (folkmoot.adminKeyIsNew) {
    console.log(`The key with every scope over all communities (printed once): ${folkmoot.adminKey}`)
  }
  return folkmoot
})
