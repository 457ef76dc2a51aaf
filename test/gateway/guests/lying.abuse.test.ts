// A guest that says anything: what it breaks is its own.

import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import type { Result } from '../../../gateway/graph/result.ts'
import { type Heard, withGuest } from './guest.ts'

const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024, ' '))

const question = '{ decision(id: "1") { outcome maker { id name badges { name weight metal more holder { name } } } } }'

/** What the others say stands, whatever the guest says. @returns its part, and the codes with their places */
function theirs({ data, errors = [] }: Result) {
  const { outcome, maker } = data!.decision as any
  assert.deepEqual([outcome, maker.id, maker.name], ['APPROVED', 'mem_1', 'name of mem_1'])
  assert.deepEqual(Object.keys(maker), ['id', 'name', 'badges'])
  return { badges: maker.badges, errors: errors.map(({ extensions, path }) => [extensions!.code, path?.join('.')]) }
}

const entities = (badges: unknown) => ({ data: { _entities: [{ __typename: 'Member', badges }] } })
const unavailable = (path: string) => [['UNAVAILABLE', path]]
const all = 'decision.maker.badges'

const lies: Record<string, { says: unknown; badges: unknown; errors: unknown[] }> = {
  'what was not asked': {
    says: {
      data: { _entities: [{ __typename: 'Member', id: 'mem_9', name: 'Mallory', badges: [{ name: 'a', secret: 1 }] }] },
    },
    badges: [{ name: 'a', weight: null, metal: null, more: null, holder: null }],
    errors: [],
  },
  'a text for a number': {
    says: entities([{ name: 'a', weight: 'heavy' }]),
    badges: [{ name: 'a', weight: null, metal: null, more: null, holder: null }],
    errors: unavailable(`${all}.0.weight`),
  },
  'a value that its enumeration has not': {
    says: entities([{ name: 'a', metal: 'TIN' }]),
    badges: [{ name: 'a', weight: null, metal: null, more: null, holder: null }],
    errors: unavailable(`${all}.0.metal`),
  },
  'an object for a text': {
    says: entities([{ name: { toString: 1 } }]),
    badges: null,
    errors: unavailable(`${all}.0.name`),
  },
  'null for what is never null': { says: entities(null), badges: null, errors: unavailable(all) },
  'no list for a list': { says: entities({ name: 'a' }), badges: null, errors: unavailable(all) },
  'a list of thousands': {
    says: entities(Array.from({ length: 5000 }, () => ({ name: 'a' }))),
    badges: null,
    errors: unavailable(all),
  },
  'a name that every object has': {
    says: '{"data":{"_entities":[{"__typename":"Member","badges":[{"name":"a","more":{"__proto__":{"admin":true}}}]}]}}',
    badges: [{ name: 'a', weight: null, metal: null, more: null, holder: null }],
    errors: unavailable(`${all}.0.more`),
  },
  'a value nested without end': {
    says: `{"data":{"_entities":[{"__typename":"Member","badges":[{"name":"a","more":${'['.repeat(50_000)}${']'.repeat(50_000)}}]}]}}`,
    badges: [{ name: 'a', weight: null, metal: null, more: null, holder: null }],
    errors: unavailable(`${all}.0.more`),
  },
  'too many entities': {
    says: {
      data: {
        _entities: [
          { __typename: 'Member', badges: [] },
          { __typename: 'Member', badges: [] },
        ],
      },
    },
    badges: null,
    errors: unavailable(all),
  },
  'too few entities': { says: { data: { _entities: [] } }, badges: null, errors: unavailable(all) },
  'entities that are no list': {
    says: { data: { _entities: { badges: [] } } },
    badges: null,
    errors: unavailable(all),
  },
  'an entity of another type': {
    says: { data: { _entities: [{ __typename: 'Viewer', badges: [] }] } },
    badges: null,
    errors: unavailable(all),
  },
  'an entity that is a text': { says: { data: { _entities: ['Member'] } }, badges: null, errors: unavailable(all) },
  'data that is a list': { says: { data: [] }, badges: null, errors: unavailable(all) },
  'no answer': { says: {}, badges: null, errors: unavailable(all) },
  'a number': { says: 7, badges: null, errors: unavailable(all) },
  'no JSON': { says: '<html>', badges: null, errors: unavailable(all) },
  'errors that are none': {
    says: { data: null, errors: [7, null, { message: {} }] },
    badges: null,
    errors: [...unavailable(all), ...unavailable(all), ...unavailable(all)],
  },
  'an error with a code of ours': {
    says: { data: null, errors: [{ message: 'sign in again', extensions: { code: 'UNAUTHENTICATED', public: true } }] },
    badges: null,
    errors: unavailable(all),
  },
  'an error at a place that is not its own': {
    says: { data: null, errors: [{ message: 'x', path: ['decision', 'outcome'] }] },
    badges: null,
    errors: unavailable(all),
  },
}

const sending = (text: string) => (response: ServerResponse) =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(text)

describe('guests that lie', () => {
  it('A guest that lies breaks its own fields and nothing else', async (t) => {
    const guest = await withGuest(t, () => null)
    for (const [name, { says, badges, errors }] of Object.entries(lies)) {
      guest.answers = () => (typeof says === 'string' ? sending(says) : says)
      const result = theirs(await guest.ask(question))
      assert.deepEqual(JSON.parse(JSON.stringify(result)), { badges, errors }, name)
      assert.ok(!JSON.stringify(result).includes('sign in again'), name)
    }
    assert.equal(({} as any).admin, undefined)
  })

  it('A guest that hangs, closes, redirects or answers without end is away, and the others are answered', async (t) => {
    const guest = await withGuest(t, () => null, { timeout: 1000, mostBytes: 100_000 })
    const ways: Record<string, (response: ServerResponse) => void> = {
      hangs: () => {},
      'hangs in its answer': (response) => void response.writeHead(200).write('{"data":'),
      closes: (response) => void response.destroy(),
      'closes in its answer': (response) => {
        response.writeHead(200, { 'content-length': 1000 }).write('{')
        setImmediate(() => response.destroy())
      },
      redirects: (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      fails: (response) => void response.writeHead(500).end('{"data":{"_entities":[{"badges":[]}]}}'),
      'answers without end': (response) => {
        response.writeHead(200)
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(64 * 1024, ' '))) {}
        }
        response.on('drain', more)
        more()
      },
      'is larger unpacked': (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
    }
    for (const [name, way] of Object.entries(ways)) {
      guest.answers = () => way
      assert.deepEqual(theirs(await guest.ask(question)), { badges: null, errors: unavailable(all) }, name)
    }
    guest.answers = () => entities([{ name: 'a' }])
    assert.equal(theirs(await guest.ask(question)).badges.length, 1)
  })

  it('A guest is told what its fields require, and no credentials', async (t) => {
    const guest = await withGuest(t, () => ({ data: { _entities: [{ __typename: 'Member', shout: 'HEY' }] } }))
    const { data } = await guest.ask('{ decision(id: "1") { maker { shout } } }')
    assert.deepEqual((data as any).decision.maker, { shout: 'HEY' })
    const [{ variables, headers }] = guest.heard as [Heard]
    assert.deepEqual(Object.values(variables), [[{ __typename: 'Member', id: 'mem_1', name: 'name of mem_1' }]])
    assert.deepEqual(
      Object.keys(headers).filter(
        (name) => !/^(host|connection|user-agent|accept|accept-encoding|content-.*)$/.test(name),
      ),
      ['folkmoot-identity'],
    )
  })

  it('An error that a guest marks as public is told with its message and a code of its own', async (t) => {
    const errors = [
      {
        message: 'No such\nbadge.',
        path: ['badge'],
        extensions: { code: 'BADGES_UNKNOWN', public: true, stack: 'secret' },
      },
      { message: 'the password is hunter2', path: ['badge'], extensions: { code: 'BADGES_DOWN' } },
      { message: 'Wanted more.', path: ['badge'], extensions: { code: 'BAD_INPUT', public: true } },
      { message: 'No.', path: ['badge'], extensions: { code: 'OTHERS_CODE', public: true } },
    ]
    const guest = await withGuest(t, () => ({ data: { badge: null }, errors }))
    const { errors: told } = await guest.ask('{ badge { name } }')
    const away = 'The part "badges" does not answer now; try again.'
    assert.deepEqual(
      told!.map(({ message, extensions }) => [message, extensions]),
      [
        ['No such badge.', { code: 'BADGES_UNKNOWN', part: 'badges' }],
        [away, { code: 'UNAVAILABLE', part: 'badges' }],
        ['Wanted more.', { code: 'BAD_INPUT', part: 'badges' }],
        [away, { code: 'UNAVAILABLE', part: 'badges' }],
      ],
    )
    assert.match(String((guest.reported[0] as Error).cause), /hunter2/)
    assert.equal(guest.reported.length, 1)
  })
})
