// The sandbox's instance, read as any other: from each of its files, and with each of its faults.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { buildInstance, type InstanceFault, startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { readInstance } from '../../subgraphs/cred/sourcecred/parse.ts'
import { credWorld } from './world.ts'

describe("the sandbox's instance of SourceCred", () => {
  const instance = buildInstance()
  const ledger = instance.files['data/ledger.json']!

  for (const path of ['output/credGrainView', 'output/accounts.json', 'output/credGraph']) {
    it(`The sandbox's instance is read from ${path} to the bit`, () => {
      const { reading, ledgerProblem } = readInstance({ path, bytes: instance.files[path]! }, ledger)
      assert.equal(ledgerProblem, null)
      const read = new Map(reading.participants.map((participant) => [participant.identityId, participant]))
      for (const { identityId, identity, cred } of instance.participants) {
        assert.deepEqual(read.get(identityId)!.cred, cred)
        assert.equal(read.get(identityId)!.name, identity)
        assert.ok(read.get(identityId)!.grain)
      }
    })
  }

  it("The sandbox's instance may break in any way: the reason is told, and the last good snapshot answers", async (t) => {
    const outbound = openOutbound(['127.0.0.1'])
    t.after(() => outbound.close())
    let patience = 30_000
    const world = await credWorld(t, { fetch: (url, init) => outbound.fetch(url, { ...init, timeoutMs: patience }) })
    const source = await startSourceCred()
    t.after(() => source.stop())
    const community = await world.community('moot')
    const faults: [InstanceFault, string][] = [
      ['html', 'HTML'],
      ['404', 'NOT_FOUND'],
      ['500', 'UNREACHABLE'],
      ['truncated', 'TRUNCATED'],
      ['cut', 'UNREACHABLE'],
      ['slow', 'UNREACHABLE'],
      ['redirect-loop', 'REDIRECTS'],
      ['bomb', 'TOO_LARGE'],
    ]
    for (const [fault, kind] of faults) {
      source.faults.set(fault)
      patience = fault === 'slow' ? 500 : 30_000
      const { cred, userErrors } = await world.connect(community, source.url)
      assert.deepEqual([cred, userErrors[0].code], [null, `CRED_SOURCE_${kind}`], fault)
      source.faults.clear()
    }
    const { cred } = await world.connect(community, source.url)
    for (const [fault, kind] of faults.slice(0, -1)) {
      source.faults.set(fault)
      patience = fault === 'slow' ? 500 : 30_000
      const broken = await world.refresh(community)
      assert.equal(broken.userErrors[0].code, `CRED_SOURCE_${kind}`, fault)
      assert.deepEqual({ ...broken.cred.snapshot }, { id: cred.snapshot.id, sha256: cred.snapshot.sha256, stale: true })
      source.faults.clear()
      assert.deepEqual((await world.refresh(community)).userErrors, [])
    }
  })
})
