// The server that is measured, with the page: as `npm start`, and it says in JSON when the page is there. At `control`:
// GET /votes?community=…&proposal=…&n=10000 adds so many votes to an open ballot.

import { readConfig } from '../backbone/config.ts'
import { openDatabase } from '../backbone/database/open.ts'
import { startFolkmoot } from '../gateway/processes/start.ts'
import { run } from '../gateway/run.ts'
import { addVotes } from '../test/support/many-votes.ts'
import { openControl } from './control.ts'

await run(async () => {
  const config = readConfig()
  const db = await openDatabase(config.databaseUrl ? { url: config.databaseUrl } : { folder: config.dataFolder })
  const folkmoot = await startFolkmoot(config, { db, page: true })
  const control = await openControl(folkmoot.url, (request) => {
    const { searchParams } = new URL(request.url!, 'http://control')
    const given = (name: string) => searchParams.get(name)!
    return addVotes(db, given('community'), given('proposal'), Number(given('n')))
  })
  return {
    async stop() {
      control.stop()
      await folkmoot.stop()
      await db.close()
    },
  }
})
