// The server that is measured: as `npm start`, and it says in JSON when it is ready.

import '../backbone/security/freeze.ts'
import { readConfig } from '../backbone/config.ts'
import { startFolkmoot } from '../gateway/processes/start.ts'
import { run } from '../gateway/run.ts'

await run(async () => {
  const folkmoot = await startFolkmoot(readConfig(), { planApart: true })
  process.stdout.write(`${JSON.stringify({ url: folkmoot.url })}\n`)
  return folkmoot
})
