// The download of an audit log, by those who do not take it as they should.

import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { describe, it, type TestContext } from 'node:test'
import { checkAudit } from '../../../docs/verify.mjs'
import type { AuditSource } from '../../../gateway/http/audit.ts'
import { until } from '../clients.ts'
import { keys, type TestGateway, testGateway } from '../server.ts'

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** A log of so many entries; `asked` counts the pages that were read. */
function logOf(length: number, padding = '') {
  const records = Array.from({ length }, (_, index) => ({ community: 'com_1', index, padding }))
  const hashes = ['']
  const hex = (text: string) => createHash('sha256').update(text).digest('hex')
  for (const { index } of records) {
    const digest = hex(`{"community":"com_1","index":${index},"padding":${JSON.stringify(padding)}}`)
    hashes.push(hex(hashes.at(-1)! + digest))
  }
  const log = { asked: 0, most: 0, paused: null as Promise<void> | null }
  let now = 0
  const source: AuditSource = {
    end: async () => ({ length, hash: hashes[length]! }),
    hashAt: async (_, place) => hashes[place] ?? null,
    async read(_, after, upTo, limit) {
      log.asked++
      now++
      log.most = Math.max(log.most, now)
      await log.paused
      await new Promise((resolve) => setImmediate(resolve))
      now--
      return records.slice(after, Math.min(upTo, after + limit)).map((record, index) => ({
        id: '',
        place: after + index + 1,
        hash: hashes[after + index + 1]!,
        record: record as any,
        ...{ digest: '', address: null, salt: null, erased: false },
      }))
    },
  }
  return Object.assign(log, { source })
}

const theirs = { kind: 'key', key: 'key_theirs', community: 'com_1', member: null, scopes: ['ADMIN'] } as const

const download = (gateway: TestGateway, key: string = keys.admin) =>
  fetch(`${gateway.url}/audit/com_1`, { headers: { authorization: `Bearer ${key}` } })
const linesOf = (text: string) => text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []))

/** Answers whose body nobody reads until they are resumed. */
function unread(t: TestContext, gateway: TestGateway, key: string = keys.admin): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = httpGet(
      `${gateway.url}/audit/com_1`,
      { headers: { authorization: `Bearer ${key}` }, agent: false },
      (response) => resolve(response.pause()),
    )
    request.on('error', reject)
    t.after(() => request.destroy())
  })
}
const rest = async (response: IncomingMessage) => {
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe('the download of an audit log', () => {
  it('The download of an audit log of ten thousand entries is whole', async (t) => {
    const log = logOf(10_000)
    const gateway = await testGateway(t, 'together', undefined, { audit: log.source })
    const lines = linesOf(await (await download(gateway)).text())
    assert.equal(lines.length, 10_002)
    const found = await checkAudit(lines, { sha256 })
    assert.deepEqual([found.problem, found.entries, found.signed], [null, 10_000, true])
    assert.equal(log.asked, 100)
  })

  it('The download of an audit log reads no further than the other side takes, and goes on when it does', async (t) => {
    const log = logOf(10_000, 'x'.repeat(4000)) // 40 MB: no kernel holds that
    const gateway = await testGateway(t, 'together', undefined, { audit: log.source })
    const response = await unread(t, gateway)
    // Until no more is read for a while: whoever did not wait would be through by then.
    for (let still = 0, before = 0; still < 25; before = log.asked) {
      await new Promise((resolve) => setTimeout(resolve, 20))
      still = log.asked === before && before > 0 ? still + 1 : 0
    }
    assert.ok(log.asked < 100, `${log.asked} pages were read`)
    const found = await checkAudit(linesOf(await rest(response)), { sha256 })
    assert.deepEqual([found.problem, found.entries], [null, 10_000])
  })

  it('The download of an audit log ends when its client goes and makes room; a third at once is refused', async (t) => {
    const log = logOf(10_000, 'x'.repeat(4000))
    const gateway = await testGateway(t, 'together', undefined, { audit: log.source, viewers: { theirs } })
    const [first] = await Promise.all([unread(t, gateway, 'theirs'), unread(t, gateway, 'theirs')])
    const refused = await download(gateway, 'theirs')
    assert.deepEqual([refused.status, ((await refused.json()) as any).error.code], [429, 'TOO_MANY_CONNECTIONS'])
    const over = await download(gateway)
    assert.equal(over.status, 200, 'they cannot keep out who is over all')
    await over.body!.cancel()
    first.destroy()
    await until(async () => {
      const answer = await download(gateway, 'theirs')
      await answer.body?.cancel()
      return answer.status === 200
    })
    assert.ok(log.asked < 200)
    assert.equal(log.most, 1, 'one page at a time, whoever downloads')
    await until(() => gateway.lines.some(({ transport, status }) => transport === 'audit' && status === 'left'))
    assert.deepEqual(gateway.reported, [])
  })

  it('The download of an audit log is visibly broken off if the server stops or the log is too short', async (t) => {
    const log = logOf(10_000, 'x'.repeat(4000))
    const gateway = await testGateway(t, 'together', undefined, { audit: log.source })
    const response = await unread(t, gateway)
    const stopped = gateway.stop()
    await assert.rejects(rest(response), { code: 'ECONNRESET' })
    await stopped

    const short = logOf(700)
    const end = async () => ({ length: 900, hash: 'f'.repeat(64) })
    const other = await testGateway(t, 'together', undefined, { audit: { ...short.source, end } })
    await assert.rejects(async () => (await download(other)).text())
  })

  it('The download of an audit log ends when the key is revoked meanwhile', async (t) => {
    const log = logOf(10_000)
    const gate = Promise.withResolvers<void>()
    log.paused = gate.promise
    const gateway = await testGateway(t, 'together', undefined, {
      audit: log.source,
      viewers: { theirs },
    })
    const answer = download(gateway, 'theirs')
    await until(() => log.asked === 1)
    gateway.revoked.add('theirs')
    gate.resolve()
    await assert.rejects(async () => (await answer).text())
    assert.equal(log.asked, 1)
  })

  it('The download of an audit log tells HEAD what it would answer, and reads nothing', async (t) => {
    const log = logOf(10_000)
    const gateway = await testGateway(t, 'together', undefined, { audit: log.source })
    const headers = { authorization: `Bearer ${keys.admin}` }
    for (let n = 0; n < 5; n++) {
      const answer = await fetch(`${gateway.url}/audit/com_1`, { method: 'HEAD', headers })
      assert.deepEqual([answer.status, await answer.text()], [200, ''])
      assert.match(answer.headers.get('content-type')!, /^application\/x-ndjson/)
    }
    assert.equal(log.asked, 0)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS']) {
      const answer = await fetch(`${gateway.url}/audit/com_1`, { method, headers })
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'GET, HEAD'], method)
    }
  })

  it('The download of an audit log is paid for by the entry', async (t) => {
    const log = logOf(600)
    const poor = await testGateway(t, 'together', undefined, { audit: log.source, ratePerAdmin: 500, now: () => 0 })
    assert.equal((await (await download(poor)).text()).split('\n').length, 603)
    const refused = await download(poor)
    assert.equal(refused.status, 429)
    assert.ok(Number(refused.headers.get('retry-after')) > 0)
    assert.equal(((await refused.json()) as any).error.code, 'RATE_LIMITED')
  })
})
