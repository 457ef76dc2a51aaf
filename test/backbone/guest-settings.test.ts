// Where subgraphs of others are, as an operator says it: what is wrong is told with its place.

import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { readConfig } from '../../backbone/config.ts'
import { guestsNow, readGuestSettings } from '../../backbone/subgraph/guests.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('settings of guests', () => {
  it('Settings of guests come from a variable and from a file, with paths from where it stands', (t) => {
    const folder = temporaryFolder(t)
    const file = join(folder, 'folkmoot.config.yaml')
    writeFileSync(
      file,
      'subgraphs:\n  - { name: badges, module: ./badges.mjs }\n  - { name: maps, url: https://maps.example/graphql, sdl: maps.graphql, subscriptions: sse, timeout: 2 }\n',
    )
    const settings = readGuestSettings({
      FOLKMOOT_SUBGRAPHS: 'weather=http://10.0.0.5:5001/graphql, tides=./tides.mjs',
      FOLKMOOT_CONFIG: file,
    })
    const usual = { module: null, url: null, sdl: null, subscriptions: 'ws', timeout: 5 }
    assert.deepEqual(guestsNow(settings), [
      { ...usual, name: 'weather', url: 'http://10.0.0.5:5001/graphql' },
      { ...usual, name: 'tides', module: join(process.cwd(), 'tides.mjs') },
      { ...usual, name: 'badges', module: join(folder, 'badges.mjs') },
      {
        ...usual,
        name: 'maps',
        url: 'https://maps.example/graphql',
        sdl: join(folder, 'maps.graphql'),
        subscriptions: 'sse',
        timeout: 2,
      },
    ])
  })

  const wrong: [subgraphs: string, message: RegExp][] = [
    ['badges', /^FOLKMOOT_SUBGRAPHS: wanted a name .* got "badges"\.$/],
    [
      'cred=http://127.0.0.1:5001',
      /none of ours \(communities, cred, proposals, actions, driver, gateway\).*got "cred=/,
    ],
    ['Badges=http://127.0.0.1:5001', /small letters and digits/],
    ['badges=ftp://127.0.0.1', /an http\(s\) address.*got "badges=ftp:/],
    ['badges=http://user:secret@127.0.0.1/', /without a password/],
  ]
  for (const [subgraphs, message] of wrong) {
    it(`Settings of guests are refused: ${subgraphs.replace('secret', '…')}`, () => {
      assert.throws(
        () => readConfig({ FOLKMOOT_SUBGRAPHS: subgraphs }),
        (error: Error) => message.test(error.message) && !error.message.includes('secret'),
      )
    })
  }

  const wrongFiles: [text: string, message: RegExp][] = [
    [
      'subgraphs:\n  - name: badges\n    url: nowhere\n',
      /folkmoot\.config\.yaml:3: wanted an http\(s\) address.* at subgraphs\.0\.url; got "nowhere"\.$/,
    ],
    [
      'subgraphs:\n  - name: badges\n    url: http://a/\n    colour: red\n',
      /yaml:4: wanted the keys name, url, module, .*; got "colour"\.$/,
    ],
    ['subgraphs: []\nserver: {}\n', /yaml:2: wanted the keys subgraphs; got "server"\.$/],
    ['subgraphs:\n  - name: badges\n', /yaml:2: wanted either url or module of "badges"; got none\.$/],
    ['subgraphs:\n  - { name: a, url: http://a/, module: a.mjs }\n', /got both\.$/],
    ['subgraphs:\n  - { name: proposals, url: http://a/ }\n', /none of ours/],
    ['subgraphs:\n  - { name: a, url: http://a/ }\n  - { name: a, url: http://b/ }\n', /each name once; got "a"/],
    [
      'subgraphs:\n  - { name: a, url: http://a/, timeout: 60 }\n',
      /seconds from 1 to 25 at subgraphs\.0\.timeout; got 60\.$/,
    ],
    ['subgraphs: [', /yaml:1: wanted YAML; got/],
    ['', /wanted a list of subgraphs at subgraphs; got nothing\.$/],
  ]
  for (const [text, message] of wrongFiles) {
    it(`Settings of guests are refused with their line: ${JSON.stringify(text)}`, (t) => {
      const file = join(temporaryFolder(t), 'folkmoot.config.yaml')
      writeFileSync(file, text)
      assert.throws(() => readConfig({ FOLKMOOT_CONFIG: file }), { message })
    })
  }

  it('Settings of guests in a file that is not there are refused', () => {
    assert.throws(
      () => readConfig({ FOLKMOOT_CONFIG: '/nowhere.yaml' }),
      /FOLKMOOT_CONFIG: wanted a file that can be read; got "\/nowhere\.yaml" \(ENOENT\)/,
    )
  })
})
