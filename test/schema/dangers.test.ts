// The table of dangerous mutations is whole, and nothing secret in them is shown.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { buildSchema, getNamedType, isInputObjectType } from 'graphql'
import { type Asker, dangers, isDangerous, withoutSecrets } from '../../schema/dangers.ts'

const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))
const mutations = Object.values(api.getMutationType()!.getFields())
const by: Asker = {
  key: 'key_1',
  member: 'mem_1',
  keyOf: (id) =>
    ({
      key_reader: { scopes: ['READ'], member: 'mem_2' },
      key_mine: { scopes: ['READ', 'VOTE'], member: 'mem_1' },
      key_theirs: { scopes: ['VOTE'], member: 'mem_2' },
      key_driver: { scopes: ['DRIVE'], member: null },
    })[id],
}

describe('the table of dangerous mutations', () => {
  it('The table of dangerous mutations has a row for every mutation, and no other', () => {
    assert.deepEqual(Object.keys(dangers).sort(), mutations.map(({ name }) => name).sort())
  })

  it('A mutation without a row is taken for dangerous, also one with a name that every object has', () => {
    for (const name of ['newMutation', 'constructor', '__proto__']) assert.ok(isDangerous(name, {}, by), name)
  })

  it('The table of dangerous mutations says of every free-form argument whether it is shown', () => {
    // What is public all the same, and what every word of counts.
    const open = [
      'connectPlatform.settings',
      'applyPolicy.document',
      'performAction.parameters',
      'recordDecision.evidence',
    ]
    const more = ['openProposal.evidence', 'castVote.note']
    for (const { name, args } of mutations) {
      if (dangers[name]!.when === 'never') continue
      for (const argument of args) {
        const type = getNamedType(argument.type)
        if (!isInputObjectType(type)) continue
        for (const field of Object.values(type.getFields())) {
          const maybe = getNamedType(field.type).name === 'JSON' || /secret|token|password|credential/i.test(field.name)
          if (!maybe) continue
          const hidden = dangers[name]!.secret?.some(([of, inner]) => of === argument.name && inner === field.name)
          assert.ok(hidden || [...open, ...more].includes(`${name}.${field.name}`), `${name}.${field.name}`)
        }
      }
    }
  })

  it('The table of dangerous mutations is in docs/security.md', () => {
    const text = readFileSync(new URL('../../docs/security.md', import.meta.url), 'utf8')
    for (const [name, { when }] of Object.entries(dangers)) {
      if (when !== 'never') assert.ok(text.includes(`\`${name}\``), name)
    }
  })

  it('The table of dangerous mutations knows harmless arguments of what may be dangerous', () => {
    const cases: [string, object, boolean][] = [
      ['createApiKey', { input: { scopes: ['READ'] } }, false],
      ['createApiKey', { input: { scopes: ['READ'], member: 'mem_2' } }, false],
      ['createApiKey', { input: { scopes: ['READ', 'VOTE'], member: 'mem_1' } }, false],
      ['createApiKey', { input: { scopes: ['VOTE'], member: 'mem_2' } }, true],
      ...['INTEGRATE', 'DRIVE', 'ADMIN'].map((scope): [string, object, boolean] => [
        'createApiKey',
        { input: { scopes: ['READ', scope], member: 'mem_1' } },
        true,
      ]),
      ['rotateApiKey', { id: 'key_reader' }, false],
      ['rotateApiKey', { id: 'key_mine' }, false],
      ['rotateApiKey', { id: 'key_theirs' }, true],
      ['rotateApiKey', { id: 'key_driver' }, true],
      ['rotateApiKey', { id: 'key_unknown' }, true],
      ['updateCommunity', { input: { name: 'x', visibility: 'PRIVATE', twoAdmins: true } }, false],
      ['updateCommunity', { input: { twoAdmins: null } }, false],
      ['updateCommunity', { input: { twoAdmins: false } }, true],
      ['updateCommunity', { input: { visibility: 'PUBLIC' } }, true],
      ['openProposal', { input: { title: 'x', venues: [] } }, false],
      ['openProposal', { input: { policy: 'pol_1' } }, true],
      ['openProposal', { input: { trigger: 'act_1' } }, true],
      ['openProposal', { input: { venues: ['opencollective.expense.approve'] } }, true],
      ['castVote', { input: {} }, false],
      ['castVote', { input: { member: 'mem_1' } }, false],
      ['castVote', { input: { member: 'mem_2' } }, true],
      ['retractVote', { input: { member: 'mem_2' } }, true],
      ['addMember', { input: { roles: [] } }, false],
      ['addMember', { input: { roles: ['steward'] } }, true],
      ['stayAction', { input: {} }, false],
    ]
    for (const [name, args, dangerous] of cases)
      assert.equal(isDangerous(name, args, by), dangerous, `${name} ${JSON.stringify(args)}`)
  })

  it('The arguments shown of a dangerous mutation leave out what is secret, and nothing else', () => {
    const args = { input: { community: 'com_1', credentials: { personalToken: 'a token' }, settings: { apiUrl: 'x' } } }
    const shown = withoutSecrets('connectPlatform', args)
    assert.ok(!JSON.stringify(shown).includes('a token'))
    assert.deepEqual((shown.input as any).settings, { apiUrl: 'x' })
    assert.equal(args.input.credentials.personalToken, 'a token', 'what was given stays')
    const none = { input: { credentials: null } }
    assert.deepEqual(withoutSecrets('connectPlatform', none), none)
  })
})
