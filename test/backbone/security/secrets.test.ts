import assert from 'node:assert/strict'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { loadSecrets, readConfig } from '../../../backbone/config.ts'
import { cursorsOf } from '../../../backbone/log/cursors.ts'
import { secretBox } from '../../../backbone/security/secrets.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

describe('secrets', () => {
  const box = secretBox('a secret of the tests')

  it('A sealed secret is opened where it belongs, and not if it was altered or belongs elsewhere', () => {
    const sealed = box.seal('token', 'con_1')
    assert.equal(box.open(sealed, 'con_1'), 'token')
    assert.ok(!sealed.includes('token'))
    assert.notEqual(box.seal('token', 'con_1'), sealed)
    assert.throws(() => box.open(sealed, 'con_2'))
    assert.throws(() => secretBox('another secret of the tests').open(sealed, 'con_1'))
    const altered = `${sealed.slice(0, -2)}${sealed.endsWith('AA') ? 'BB' : 'AA'}`
    assert.throws(() => box.open(altered, 'con_1'))
    assert.throws(() => box.open('token', 'con_1'))
  })

  it('A master secret that is too short is refused', () => {
    assert.throws(() => secretBox('short'), /at least 16/)
  })

  it('A signed cursor is good for one stream of one community', () => {
    const cursors = cursorsOf(box)
    const cursor = cursors.encode('decisions', 'com_1', 42)
    assert.equal(cursors.decode('decisions', 'com_1', cursor), '42')
    for (const [stream, community, text] of [
      ['proposals', 'com_1', cursor],
      ['decisions', 'com_2', cursor],
      ['decisions', 'com_1', `${cursor}A`],
      ['decisions', 'com_1', `${cursor} `],
      ['decisions', 'com_1', ''],
      ['decisions', 'com_1', '42'],
      ['decisions', 'com_1', Buffer.from('000000000000999').toString('base64url')],
    ] as const) {
      assert.throws(
        () => cursors.decode(stream, community, text),
        (error: any) => error.code === 'CURSOR_INVALID',
      )
    }
  })

  it('Secrets are made at the first start, kept with mode 0600, and the same at the second', (t) => {
    const dataFolder = temporaryFolder(t)
    const first = loadSecrets({ secret: null, adminKey: null, dataFolder })
    const second = loadSecrets({ secret: null, adminKey: null, dataFolder })
    assert.equal(first.adminKeyIsNew, true)
    assert.deepEqual(second, { ...first, adminKeyIsNew: false })
    assert.equal(statSync(join(dataFolder, 'secret')).mode & 0o777, 0o600)
    assert.equal(statSync(join(dataFolder, 'admin-key')).mode & 0o777, 0o600)
  })
})

describe('configuration', () => {
  it('The configuration has defaults, and says which variable is wrong', () => {
    const config = readConfig({})
    assert.deepEqual([config.host, config.port, config.databaseUrl, config.privateHosts], ['127.0.0.1', 4000, null, []])
    assert.throws(() => readConfig({ PORT: 'many' }), /PORT: wanted .* got "many"/)
    assert.throws(() => readConfig({ LOG_LEVEL: 'loud' }), /LOG_LEVEL: wanted .* got "loud"/)
    for (const address of ['nonsense', 'ftp://folkmoot.example', 'https://folkmoot.example/?key=1']) {
      assert.throws(() => readConfig({ FOLKMOOT_PUBLIC_URL: address }), /FOLKMOOT_PUBLIC_URL: wanted an http/)
    }
    assert.equal(
      readConfig({ FOLKMOOT_PUBLIC_URL: 'https://a.example/folkmoot/' }).publicUrl,
      'https://a.example/folkmoot',
    )
    assert.deepEqual(readConfig({ FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1, LOCALHOST' }).privateHosts, [
      '127.0.0.1',
      'localhost',
    ])
  })
})
