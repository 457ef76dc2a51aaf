// Several processes keep webhooks: one that took its number first may be committed last.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readTestDatabaseUrl } from '../../backbone/config.ts'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { tables, within } from '../../subgraphs/actions/storage/tables.ts'
import { storeWebhooks, waitingWebhooks } from '../../subgraphs/actions/storage/webhooks.ts'
import { outagesOf } from '../../subgraphs/actions/work/outages.ts'
import { readersOf } from '../../subgraphs/actions/work/read.ts'
import { collectiveWorld } from './support.ts'

const skip = readTestDatabaseUrl() === null && 'the embedded database has one process'

describe('webhooks that are committed late', { skip }, () => {
  for (const says of ['its expense', 'nothing'] as const)
    it(`A webhook committed while later ones were answered is answered itself, if the other says ${says}`, async (t) => {
      const world = await collectiveWorld(t)
      const { backbone, oc, connection } = world
      oc.faults.webhooks = 'drop'
      const [first, second] = ['First', 'Second'].map((description) =>
        oc.submitExpense({ as: 'otis-gray', description, amountInCents: 100 }),
      )
      const webhook = (id: string, subject: string | null) => ({ connection, heard: { id, subject, body: {} } })
      const [kept, late] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const other = backbone.db.transaction(async (tx) => {
        await storeWebhooks(within(tx), [webhook('1', first!.id)])
        kept.resolve()
        await late.promise
      })
      await kept.promise
      await storeWebhooks(tables(backbone.db), [webhook('2', says === 'nothing' ? null : second!.id)])

      const deps = { ...backbone, ask: () => Promise.reject(new Error('nobody')) as never }
      const platform = installedPlatforms(deps).get('opencollective')!
      const asked: string[] = []
      const commit = async () => {
        late.resolve()
        await other
      }
      const platforms = new Map([
        [
          'opencollective',
          {
            ...platform,
            look: async (...[of, subjects]: Parameters<typeof platform.look>) => {
              await commit()
              asked.push(...subjects)
              return platform.look(of, subjects)
            },
            read: async (...rest: Parameters<typeof platform.read>) => {
              const reading = await platform.read(...rest)
              await commit() // it may tell what this reading was too early for
              return reading
            },
          },
        ],
      ])
      const readers = readersOf({
        ...deps,
        outages: outagesOf(deps),
        platforms,
        catchUp: () => world.actions.consumers[0]!.catchUp(),
      })
      backbone.defer(() => readers.stop())
      const waiting = () => waitingWebhooks(tables(backbone.db), connection, 10)
      readers.heard(connection)
      await other
      await world.until(async () => !(await waiting()).some(({ subject }) => subject !== first!.id))
      readers.heard(connection) // as the process does that kept it
      await world.until(async () => (await waiting()).length === 0)
      assert.ok(asked.includes(first!.id), `asked about ${asked}`)
    })
})
