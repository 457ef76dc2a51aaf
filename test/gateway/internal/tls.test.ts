// Services that speak TLS to one another, with certificates made here by openssl.

import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { describe, it, type TestContext } from 'node:test'
import { readConfig, type TlsSettings } from '../../../backbone/config.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { listen, until } from '../clients.ts'
import { keys, testGateway } from '../server.ts'

const skip = spawnSync('openssl', ['version']).status !== 0 && 'needs openssl, to make certificates'

/** An authority, and what it signs for 127.0.0.1. */
function authority(t: TestContext): { settings: TlsSettings; files: Record<string, string> } {
  const folder = temporaryFolder(t)
  const openssl = (...words: string[]) => execFileSync('openssl', words, { cwd: folder, stdio: 'pipe' })
  const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  openssl('req', '-x509', ...fresh, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ca', '-days', '2')
  openssl('req', ...fresh, '-keyout', 'one.key', '-out', 'one.csr', '-subj', '/CN=one')
  writeFileSync(join(folder, 'ext'), 'subjectAltName=IP:127.0.0.1')
  const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', 'ext', '-days', '2']
  openssl('x509', '-req', '-in', 'one.csr', '-out', 'one.pem', ...by)
  const files = {
    FOLKMOOT_TLS_CA: join(folder, 'ca.pem'),
    FOLKMOOT_TLS_CERT: join(folder, 'one.pem'),
    FOLKMOOT_TLS_KEY: join(folder, 'one.key'),
  }
  return { settings: readConfig(files).tls, files }
}

/** The status of POST to a service, or why there is none. */
function posted(url: string, tls: { ca?: string; cert?: string; key?: string }): Promise<number | string> {
  return new Promise((resolve) => {
    const asked = request(url, { method: 'POST', agent: false, ...tls }, (answer) =>
      resolve(answer.resume().statusCode!),
    )
    asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    asked.end('{}')
  })
}

describe('TLS between services', { skip }, () => {
  it('TLS between services carries questions and streams, and wants a certificate of both', async (t) => {
    const { settings } = authority(t)
    const gateway = await testGateway(t, 'apart', undefined, { tls: settings })
    const address = gateway.addresses.communities!
    assert.match(address, /^https:/)
    const { body } = await gateway.post('{ viewer { kind } }', { key: keys.admin })
    assert.deepEqual(body, { data: { viewer: { kind: 'admin' } } })
    const heard = listen(t, 'ws', gateway.url, 'subscription { decisions(community: "com_1") { cursor } }', keys.admin)
    const next = heard.next()
    await until(() => gateway.fakes.watchers() > 0)
    gateway.fakes.publish({ id: 'dec_1' })
    assert.ok((await next).value.data.decisions)

    const { ca, cert, key } = { ca: settings.ca!, cert: settings.cert!, key: settings.key! }
    const stranger = authority(t).settings
    const foreign = { cert: stranger.cert!, key: stranger.key! }
    for (const path of ['/graphql', '/internal/session', '/internal/communities']) {
      assert.equal(await posted(address + path, { ca }), 401, `${path} without a certificate`)
      assert.equal(await posted(address + path, { ca, ...foreign }), 401, `${path} with a stranger's`)
      assert.ok(Number(await posted(address + path, { ca, cert, key })) >= 400, `${path} without a signature`)
    }
    assert.match(
      String(await posted(`${address}/graphql`, { ca: stranger.ca! })),
      /SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO/,
    )
    assert.equal(
      await posted(`${address}/graphql`.replace('127.0.0.1', 'localhost'), { ca }),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    )
  })

  it('TLS between services is read from files, and refused if one is missing or wrong', (t) => {
    const { files } = authority(t)
    assert.throws(() => readConfig({ FOLKMOOT_TLS_CERT: files.FOLKMOOT_TLS_CERT }), /both or neither/)
    assert.throws(() => readConfig({ FOLKMOOT_TLS_CA: '/nowhere' }), /FOLKMOOT_TLS_CA: wanted a file.*ENOENT/)
    assert.throws(
      () => readConfig({ FOLKMOOT_TLS_CA: import.meta.filename.replace('internal/tls.test', 'clients') }),
      /PEM/,
    )
  })
})
