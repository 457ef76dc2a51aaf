// Where a proposal is announced.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { catchUp, changed, recorded } from './outcomes.ts'
import { adminViewer, proposalsWorld } from './world.ts'

describe('venues of proposals', () => {
  const venues = 'query ($id: ID!) { proposal(id: $id) { venues { platform url externalId } } }'
  it('A venue is there when the announcement is done, once', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.open()
    const action = world.action({
      direction: 'REQUESTED',
      kind: 'opencollective.expense.comment',
      proposal: id,
      status: 'PENDING',
    })
    const done = { ...action, result: { url: 'https://opencollective.com/meadow/expenses/7#c1', externalId: 'cmt_1' } }
    await world.tell(recorded(action))
    await catchUp(world)
    assert.deepEqual((await world.ask(adminViewer, venues, { id })).proposal.venues, [])
    await world.tell(changed(done, 'DONE'), changed(done, 'DONE'))
    await catchUp(world)
    assert.deepEqual(JSON.parse(JSON.stringify((await world.ask(adminViewer, venues, { id })).proposal.venues)), [
      { platform: 'opencollective', url: 'https://opencollective.com/meadow/expenses/7#c1', externalId: 'cmt_1' },
    ])
  })

  it('Venues of a proposal are a hundred at most, the first ones', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.open()
    await world.tell(
      ...Array.from({ length: 102 }, (_, index) => {
        const action = world.action({ direction: 'REQUESTED', kind: 'opencollective.expense.comment', proposal: id })
        return changed({ ...action, result: { url: null, externalId: `cmt_${index}` } }, 'DONE')
      }),
    )
    await catchUp(world)
    const { proposal } = await world.ask(adminViewer, venues, { id })
    assert.equal(proposal.venues.length, 100)
    const ids = proposal.venues.map((venue: { externalId: string }) => venue.externalId)
    assert.ok(ids.includes('cmt_0') && ids.includes('cmt_99') && !ids.includes('cmt_100'))
  })

  it('A venue is not taken from another community, or for a proposal that is not there', async (t) => {
    const world = await proposalsWorld(t)
    await world.addMembers(1)
    const { id } = await world.open()
    const other = await world.addCommunity('other')
    await world.tell(
      changed(world.action({ direction: 'REQUESTED', proposal: id, community: other }), 'DONE'),
      changed(world.action({ direction: 'REQUESTED', proposal: 'prop_nowhere' }), 'DONE'),
    )
    await catchUp(world)
    assert.deepEqual((await world.ask(adminViewer, venues, { id })).proposal.venues, [])
  })
})
