// `npm start`. What it loads it loads after it is settled where that is kept compiled.

import '../backbone/security/freeze.ts'
import { parseArgs } from 'node:util'
import { keepNow, keptBesideCode, keptWithData } from './compiled.ts'
import { run } from './run.ts'

keptBesideCode()
await run(async () => {
  const { values } = parseArgs({ options: { 'new-secret': { type: 'boolean', default: false } } })
  const { readConfig } = await import('../backbone/config.ts')
  const config = readConfig()
  keptWithData(config.dataFolder)
  const { startFolkmoot } = await import('./processes/start.ts')
  const folkmoot = await startFolkmoot({ ...config, newSecret: values['new-secret'] }, { page: true, planApart: true })
  console.log(`Folkmoot listens at ${folkmoot.url}/graphql`)
  console.log(`The page is at ${folkmoot.url}/`)
  if (folkmoot.metricsUrl) console.log(`Metrics and health are at ${folkmoot.metricsUrl}`)
  if (folkmoot.adminKeyIsNew) {
    console.log(`The key with every scope over all communities (printed once): ${folkmoot.adminKey}`)
  }
  keepNow()
  return folkmoot
})
