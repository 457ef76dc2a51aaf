// Somebody is erased between what was read from the platform and its being written down.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { erase } from '../../backbone/people/erasing.ts'
import { logSteps } from '../../backbone/people/log.ts'
import { beginErasure } from '../../backbone/people/person.ts'
import { erasing } from '../../subgraphs/actions/people.ts'
import { installedPlatforms } from '../../subgraphs/actions/platforms/index.ts'
import { outagesOf } from '../../subgraphs/actions/work/outages.ts'
import { readersOf } from '../../subgraphs/actions/work/read.ts'
import { everyCell } from '../support/every-table.ts'
import { collectiveWorld } from './support.ts'

describe('reading a platform while somebody is erased', () => {
  it('A reading does not name a person who was erased while its files were opened', async (t) => {
    const world = await collectiveWorld(t)
    const { backbone, community, connection, oc } = world
    oc.faults.webhooks = 'drop'
    oc.submitExpense({ as: 'otis-gray', description: 'Paint', amountInCents: 100 })
    const deps = { ...backbone, ask: () => Promise.reject(new Error('nobody')) as never }
    const platform = installedPlatforms(deps).get('opencollective')!
    const words = [{ platform: 'opencollective', text: 'Otis-Gray' }]
    let erased = 0
    const seal: typeof platform.seal = async (...rest) => {
      if (erased++ === 0) {
        const person = { id: 'mem_otis', community, ids: ['mem_otis'], words }
        await backbone.db.transaction((tx) => beginErasure(tx, backbone.secrets, person))
        await erase(backbone, 'log', 'mem_otis', logSteps)
        await erase(backbone, 'actions', 'mem_otis', erasing)
      }
      return platform.seal(...rest)
    }
    const platforms = new Map([['opencollective', { ...platform, seal }]])
    await readersOf({
      ...deps,
      outages: outagesOf(deps),
      platforms,
      catchUp: () => world.actions.consumers[0]!.catchUp(),
    }).reconcile(connection)
    assert.equal(erased, 1)
    const [action] = await world.observed()
    assert.equal(action.subject.title, 'Paint')
    assert.match(action.initiatorName, /^erased:/)
    const naming = (await everyCell(backbone.db)).filter(({ text }) => /otis-gray/i.test(text))
    assert.deepEqual(
      naming.map(({ column }) => column),
      [],
    )
  })
})
