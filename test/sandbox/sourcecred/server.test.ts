import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { inflateSync } from 'node:zlib'
import { buildInstance, type SourceCred, startSourceCred } from '../../../sandbox/sourcecred/index.ts'

describe('a SourceCred instance behind HTTP', () => {
  let served: SourceCred
  before(async () => {
    served = await startSourceCred({ instance: buildInstance({ weeks: 4 }) })
  })
  after(() => served.stop())
  const get = (path: string, init: RequestInit = {}) => fetch(served.url + path, init)

  it('A SourceCred instance behind HTTP serves its files below a path, and nothing else', async () => {
    const view = Buffer.from(await (await get('output/credGrainView')).arrayBuffer())
    assert.deepEqual(view, served.instance.files['output/credGrainView'])
    assert.ok(JSON.parse(inflateSync(view).toString()).participants.length > 0)
    assert.equal((await get('output/credGraph.json.gzip')).status, 404)
    assert.equal((await fetch(new URL('/output/credGrainView', served.url))).status, 404)
    assert.deepEqual(
      served.requests.slice(0, 2).map(({ path }) => path),
      ['output/credGrainView', 'output/credGraph.json.gzip'],
    )
  })

  it('A SourceCred instance behind HTTP knows what has not changed, until another instance takes its place', async () => {
    const etag = (await get('data/ledger.json')).headers.get('etag')!
    const again = () => get('data/ledger.json', { headers: { 'if-none-match': etag } })
    assert.equal((await again()).status, 304)
    served.replace(buildInstance({ weeks: 5 }))
    assert.equal((await again()).status, 200)
    served.faults.etags = false
    assert.equal((await again()).headers.get('etag'), null)
    served.faults.etags = true
  })

  it('A SourceCred instance behind HTTP breaks on demand: one file or all of them', async () => {
    served.faults.set('html', 'output/credGrainView')
    const page = await get('output/credGrainView')
    assert.equal(page.status, 200)
    assert.match(await page.text(), /^<!doctype html>/)
    assert.equal((await get('output/accounts.json')).status, 200)
    served.faults.set('500')
    assert.equal((await get('output/accounts.json')).status, 500)
    served.faults.clear()
    assert.equal((await get('output/accounts.json')).status, 200)
  })

  it('A SourceCred instance behind HTTP breaks in the middle of a file', async () => {
    served.faults.set('truncated')
    const half = Buffer.from(await (await get('output/credGrainView')).arrayBuffer())
    assert.throws(() => inflateSync(half), /unexpected end of file/)
    served.faults.set('cut')
    await assert.rejects(async () => (await get('output/credGrainView')).arrayBuffer())
    served.faults.clear()
  })

  it('A SourceCred instance behind HTTP sends more than anyone wants, or nothing', async () => {
    for (const [fault, least] of [
      ['huge', 1_000_000],
      ['slow', 1],
    ] as const) {
      served.faults.set(fault)
      const giveUp = new AbortController()
      const response = await get('output/credGrainView', { signal: giveUp.signal })
      let read = 0
      await assert.rejects(async () => {
        for await (const chunk of response.body!) {
          read += chunk.length
          if (read >= least) giveUp.abort()
        }
      })
      assert.ok(read >= least)
    }
    served.faults.set('redirect-loop')
    const looped = await get('output/credGrainView', { redirect: 'manual' })
    assert.equal(new URL(looped.headers.get('location')!, served.url).href, `${served.url}output/credGrainView`)
    served.faults.clear()
  })
})
