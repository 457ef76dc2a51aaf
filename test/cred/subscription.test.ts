import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { credGrainView, serve, zlib } from './instances.ts'
import { anonymous, credWorld, keyOf } from './world.ts'

const files = (cred: number) => ({ 'output/credGrainView': zlib(credGrainView([{ name: 'ada', cred: [cred] }])) })
const query = `subscription ($community: ID!, $after: Cursor) {
  credRefreshed(community: $community, after: $after) { cursor snapshot { id sha256 sourceUrl } } }`

describe('credRefreshed', () => {
  it('credRefreshed tells of each new snapshot, and after a cursor of those that were missed', async (t) => {
    const world = await credWorld(t)
    const community = await world.community('moot')
    const instance = await serve(t, files(1))
    const stream = (await world.listen(query, { community: 'moot' })) as AsyncGenerator<any>
    const taken = [(await world.connect(community, instance.url)).cred.snapshot.id]
    await world.refresh(community)
    for (const cred of [2, 3]) {
      instance.files = files(cred)
      taken.push((await world.refresh(community)).cred.snapshot.id)
    }
    const heard: any[] = []
    while (heard.length < 3) heard.push((await stream.next()).value.data.credRefreshed)
    await stream.return(undefined)
    assert.deepEqual(
      heard.map(({ snapshot }) => snapshot.id),
      taken,
    )
    assert.equal(heard[0].snapshot.sourceUrl, instance.url)

    const again = (await world.listen(query, { community: 'moot', after: heard[0].cursor })) as AsyncGenerator<any>
    const missed = [(await again.next()).value.data.credRefreshed, (await again.next()).value.data.credRefreshed]
    await again.return(undefined)
    assert.deepEqual(
      missed.map((each) => each.snapshot.id),
      taken.slice(1),
    )
  })

  it('credRefreshed is refused to who may not see the community, and with foreign cursors', async (t) => {
    const world = await credWorld(t)
    const id = await world.community('secret', 'PRIVATE')
    const refused = async (variables: object, viewer: Parameters<typeof world.listen>[2]) => {
      const result = (await world.listen(query, variables, viewer)) as any
      return result.errors?.[0].extensions.code
    }
    assert.equal(await refused({ community: id }, anonymous), 'COMMUNITY_NOT_FOUND')
    assert.equal(await refused({ community: id, after: 'bm9uc2Vuc2U' }, keyOf(id, 'READ')), 'CURSOR_INVALID')
  })
})
