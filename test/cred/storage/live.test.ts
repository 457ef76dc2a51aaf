import assert from 'node:assert/strict'
import { it } from 'node:test'
import { liveSources } from '../../../subgraphs/cred/storage/live.ts'
import { testBackbone } from '../../support/world.ts'

it('The sources of cred are not followed any more once the log has ended', async (t) => {
  const { db, log, logger } = await testBackbone(t)
  let followed = 0
  const counted = {
    ...log,
    follow(query: Parameters<typeof log.follow>[0]) {
      followed++
      return log.follow(query)
    },
  }
  const live = liveSources({ db: db.schema('cred'), log: counted, logger })
  await live.start()
  await log.stop()
  await new Promise((resolve) => setImmediate(resolve)) // it would not come to this
  await live.stop()
  assert.equal(followed, 1)
})
