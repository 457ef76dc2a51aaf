// What a guest's SDL may say of what is ours: next to nothing.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { changesOf } from '../../../gateway/graph/guests/ours.ts'
import { GuestRefused, guestSdl } from '../../../gateway/graph/guests/sdl.ts'
import { badges, composedAs, joinedTo, link, ours } from './guest.ts'

/** SDL that would do harm, and what says so. */
const attacks: [what: string, sdl: string, reason: RegExp][] = [
  [
    'a field by a name of ours for what is in between',
    `${link()} type Query { folkmoot_place: String }`,
    /nor with folkmoot_/,
  ],
  [
    'a type by a name that everybody has',
    `${link()} enum Float { ONE } type Query { a: Float }`,
    /Float, which is a type of ours/,
  ],
  [
    'a field taken over',
    `${link('key', 'override')} type Member @key(fields: "id") { id: ID! name: String! @override(from: "communities") }`,
    /none of @override/,
  ],
  [
    'one taken over without importing it',
    `${link('key')} type Member @key(fields: "id") { id: ID! name: String! @federation__override(from: "communities") }`,
    /got @federation__override/,
  ],
  [
    'one taken over under another name',
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [{ name: "@override", as: "@tag" }]) type Query { a: String }',
    /by their own names/,
  ],
  [
    'federation under another name',
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", as: "f") type Query { a: String }',
    /with url and import/,
  ],
  [
    'a field of ours, shared',
    `${link('key', 'shareable')} type Member @key(fields: "id") { id: ID! name: String! @shareable }`,
    /Member\.name, which is ours/,
  ],
  [
    'a type of ours, hidden',
    `${link('key', 'inaccessible')} type Member @key(fields: "id") @inaccessible { id: ID! x: String }`,
    /got @inaccessible/,
  ],
  [
    'a field of ours, hidden',
    `${link('key', 'inaccessible')} type Member @key(fields: "id") { id: ID! @inaccessible x: String }`,
    /without @inaccessible/,
  ],
  [
    'a field of ours that wants a scope',
    `${link('key', 'requiresScopes')} type Member @key(fields: "id") { id: ID! @requiresScopes(scopes: [["ADMIN"]]) x: String }`,
    /without @requiresScopes/,
  ],
  [
    'a field of ours that costs',
    `${link('key', 'cost')} type Member @key(fields: "id") { id: ID! @cost(weight: 100000) x: String }`,
    /without @cost/,
  ],
  ['a cost below nothing', `${link('cost')} type Query { a: String @cost(weight: -100000) }`, /from 0 to/],
  ['a list below nothing', `${link('listSize')} type Query { a: [String] @listSize(assumedSize: -9) }`, /from 1 to/],
  [
    'values of ours given along',
    `${link('key', 'provides', 'external')} type Member @key(fields: "id") { id: ID! name: String! @external } type Query { a: Member @provides(fields: "name") }`,
    /none of @provides/,
  ],
  ['another key', `${link('key')} type Member @key(fields: "id name") { id: ID! name: String! }`, /by its key "id"/],
  [
    'an interface for a type of ours',
    `${link('key')} interface Named { id: ID! } type Member implements Named @key(fields: "id") { id: ID! x: String }`,
    /without interfaces/,
  ],
  [
    'all that implement an interface',
    `${link('key', 'interfaceObject')} type Thing @interfaceObject @key(fields: "id") { id: ID! x: String }`,
    /none of @interfaceObject/,
  ],
  ['a question of ours', `${link()} type Query { viewer: String }`, /Query\.viewer, which is ours/],
  [
    'a hidden subscription of ours',
    `${link()} type Subscription { decisionsBatch: String }`,
    /decisionsBatch, which is ours/,
  ],
  [
    'a sibling for a subscription of ours',
    `${link()} type Subscription { secretBatch: String }`,
    /secretBatch, which is ours/,
  ],
  [
    'a subscription that it hides',
    `${link('inaccessible')} type Subscription { mine: String mineBatch: [String] @inaccessible }`,
    /without @inaccessible/,
  ],
  [
    'more of a type of ours that has no key',
    `${link()} type Viewer { kind: String! more: String } type Query { a: Viewer }`,
    /Viewer, which is a type of ours/,
  ],
  [
    'more values of a shared one',
    `${link('shareable')} type Account @shareable { platform: String! host: String more: String } type Query { a: Account }`,
    /as it is with us/,
  ],
  [
    'an input of ours',
    `${link()} input AccountInput { platform: String! also: String! } type Query { a(b: AccountInput): String }`,
    /AccountInput, which is a type of ours/,
  ],
  [
    'what is required of a list',
    `${link('key', 'external', 'requires')} type Member @key(fields: "id") { id: ID! accounts: [Account!]! @external x: String @requires(fields: "accounts { platform }") } type Account @shareable { platform: String! host: String }`,
    /require/,
  ],
  ['roots by other names', `${link()} schema { query: Q } type Q { viewer: String }`, /at the top as Query/],
  [
    'a directive that everybody has',
    `${link()} directive @include(if: String) on FIELD type Query { a: String }`,
    /got @include/,
  ],
  [
    'other specifications',
    `extend schema @link(url: "https://specs.apollo.dev/connect/v0.1") ${link()} type Query { a: String }`,
    /a @link to federation/,
  ],
  ['no federation', 'type Query { a: String }', /extend schema @link/],
  ['names that every object has', `${link()} type Query { constructor: String }`, /no object has by itself/],
  [
    'names of machinery',
    `${link()} type join__Graph { a: String } type Query { a: String }`,
    /two underlines|which is a type of ours/,
  ],
  [
    'scopes that there are none of',
    `${link('requiresScopes')} type Query { a: String @requiresScopes(scopes: [["ROOT"]]) }`,
    /Wanted scopes among/,
  ],
  ['no SDL', 'type {', /Line 1: wanted SDL/],
  ['a query', 'query { viewer { kind } }', /Wanted definitions of types/],
  ['ten megabytes', `# ${'x'.repeat(300_000)}\n${link()} type Query { a: String }`, /of at most \d+ bytes/],
]

describe('guests that reach for what is ours', () => {
  for (const [what, sdl, reason] of attacks) {
    it(`A guest is refused for ${what}`, () => {
      assert.throws(
        () => guestSdl('badges', sdl, ours()),
        (error) => error instanceof GuestRefused && error.reasons.some((each) => reason.test(each)),
      )
    })
  }

  it('A guest is told all reasons, each with its line', () => {
    const sdl = `${link('key')}type Query {\n  viewer: String\n  decision: String\n}`
    const reasons = () => guestSdl('badges', sdl, ours())
    assert.throws(reasons, /Line 3: Wanted fields of its own; got Query\.viewer.*\n.*Line 4: .*Query\.decision/)
  })

  it('A guest adds fields to what is ours, and ours are as they were', () => {
    const { supergraph, scopes } = joinedTo(badges)
    assert.deepEqual([...supergraph.answeredBy.get('Member.badges')!], ['badges'])
    assert.deepEqual([...supergraph.answeredBy.get('Member.name')!], ['communities'])
    assert.deepEqual(scopes, ['ADMIN'])
    assert.deepEqual(changesOf(ours(), supergraph), [])
  })

  it('What is ours is held against what was composed, though nobody has read the SDL', () => {
    const changed = (sdl: string) => changesOf(ours(), composedAs(sdl)).join(' ')
    const entity = (more: string) => `type Member @key(fields: "id") { id: ID! ${more} }`
    const names = [
      'key',
      'override',
      'inaccessible',
      'requiresScopes',
      'cost',
      'listSize',
      'shareable',
      'authenticated',
    ]
    const all = link(...names)
    assert.match(
      changed(`${all} ${entity('name: String! @override(from: "communities")')}`),
      /who answers Member\.name/,
    )
    assert.match(
      changed(
        `${all} type Account @shareable { platform: String! host: String @inaccessible } type Query { a: Account }`,
      ),
      /change Account\.host/,
    )
    assert.match(
      changed(`${all} type Member @key(fields: "id") { id: ID! @requiresScopes(scopes: [["ADMIN"]]) a: String }`),
      /the scopes of Member\.id/,
    )
    assert.match(
      changed(`${all} type Member @key(fields: "id") { id: ID! @cost(weight: 9) a: String }`),
      /the sizes of Member\.id/,
    )
    assert.match(changed(`${all} type Subscription { secretBatch: String @inaccessible }`), /sent together/)
    assert.match(
      changed(
        `${all} interface Named { id: ID! } type Member implements Named @key(fields: "id") { id: ID! a: String }`,
      ),
      /change Member/,
    )
    assert.match(
      changed(`${all} type Account @shareable { platform: String host: String } type Query { a: Account }`),
      /Account\.platform/,
    )
  })
})
