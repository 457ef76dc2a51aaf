// The server that is measured: as `npm start`, and it says in JSON when it is ready.

import '../backbone/freeze.ts'
import { readConfig } from '../backbone/config.ts'
import { run } from '../gateway/run.ts'
import { startFolkmoot } from '../gateway/start.ts'

await run(async () => {
  const folkmoot = await startFolkmoot(readConfig(), { planApart: true })
  process.stdout.write(`${JSON.stringify({ url: folkmoot.url })}\n`)
  return folkmoot
})
