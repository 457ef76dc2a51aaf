// What a server of a test reads instead of the world: a collective, and an instance of SourceCred.

import type { TestContext } from 'node:test'
import { startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'

/** Both, until the test is over. The collective counts no requests. */
export async function standIns(t: Pick<TestContext, 'after'>) {
  const collective = await startOpenCollective({ rateLimit: false })
  t.after(() => collective.stop())
  const instance = await startSourceCred()
  t.after(() => instance.stop())
  return { collective, instance }
}
