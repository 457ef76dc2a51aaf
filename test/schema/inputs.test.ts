// Every text of every mutation: far too long, and of characters that no database holds or that forge others. Each is
// refused with a code, or is cut to what is kept; none is a fault of ours.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type GraphQLInputType, type GraphQLNamedType, getNamedType, isInputObjectType } from 'graphql'
import { readSupergraph } from '../../gateway/graph/supergraph.ts'
import { testVillage } from '../support/village.ts'
import { goodInputs } from './good-inputs.ts'

const { api } = readSupergraph()
const fields = Object.entries(api.getMutationType()!.getFields())

/** Texts about what failed, or that came from a platform: cut to so many characters and cleaned, so that they are told at all. */
const cut: ReadonlySet<string> = new Set([
  'reportAction subject.title',
  'requestPermission subject.title',
  'settlePermission reason',
  'setActionProblem problem',
  'reportStep problem',
])
/** Refused before the text is looked at, for what else the input says; or not a text that is kept. */
const elsewhere: ReadonlySet<string> = new Set([
  'settlePermission reason', // the action asks for no permission
  'castVote source', // kept as the note where there is none
])
/** Names and words that people vote on, choose or read as another's. */
const shown: ReadonlySet<string> = new Set([
  'createCommunity name',
  'updateCommunity name',
  'addMember name',
  'addMember accounts.username',
  'linkAccount account.username',
  'createRole name',
  'createRole description',
  'createApiKey name',
  'openProposal choices.key',
  'openProposal choices.label',
  'castVote comment',
  'castVote note',
  'closeProposal reason',
  'grantRole reason',
  'revokeRole reason',
])

interface Leaf {
  /** As the tables above name it. */
  name: string
  path: string[]
}

function leavesOf(mutation: string, good: Record<string, any>): Leaf[] {
  const found: Leaf[] = []
  const walk = (type: GraphQLInputType, path: string[], value: any): void => {
    const named = getNamedType(type as GraphQLInputType) as GraphQLNamedType
    if (Array.isArray(value)) walk(named as GraphQLInputType, [...path, '0'], value[0])
    else if (isInputObjectType(named)) {
      for (const field of Object.values(named.getFields())) walk(field.type, [...path, field.name], value?.[field.name])
    } else if (named.name === 'String' || named.name === 'ID') {
      const name = `${mutation} ${path.filter((part) => !/^(input|\d+)$/.test(part)).join('.')}`
      if (value !== undefined) found.push({ name, path })
      else assert.ok(lookedUp.has(name), `${name} has no text in test/schema/good-inputs.ts`)
    }
  }
  for (const { name, type } of api.getMutationType()!.getFields()[mutation]!.args) walk(type, [name], good[name])
  return found
}

/** Not given beside the others, and the id or account of what must be there. */
const lookedUp: ReadonlySet<string> = new Set([
  'grantRole request',
  'refuseRole request',
  ...['platform', 'host', 'id', 'username'].map((field) => `requestRole account.${field}`),
])

const hostile = {
  long: 'x'.repeat(70_000),
  nul: 'a\0b',
  half: 'a\ud800',
  'cut in a pair': `${'x'.repeat(999)}😀${'y'.repeat(999)}😀y`,
  turning: 'a\u202eb',
}

describe('inputs of mutations', () => {
  it('Every mutation is tried here with an input that has all of its texts', () => {
    assert.deepEqual(Object.keys(goodInputs).sort(), fields.map(([name]) => name).sort())
  })

  it('Every mutation limits its texts, and takes none that cannot be kept or that forges another', async (t) => {
    const { folkmoot: moot, village } = await testVillage(t, 'inputs')
    const { open } = village
    const faults: string[] = []
    let once = 0
    for (const [name, { args }] of fields) {
      const good = goodInputs[name]!(open)
      const given = args.filter((each) => each.name in good)
      const query = `mutation (${given.map((each) => `$${each.name}: ${each.type}`)}) {
        ${name}(${given.map((each) => `${each.name}: $${each.name}`)}) { userErrors { code path } } }`
      for (const leaf of leavesOf(name, good)) {
        for (const [kind, text] of Object.entries(hostile)) {
          const variables = structuredClone(good)
          if (variables.input?.idempotencyKey) variables.input.idempotencyKey = `once ${++once}`
          const holder = leaf.path.slice(0, -1).reduce((at: any, part) => at[part], variables)
          holder[leaf.path.at(-1)!] = text
          const { data, errors } = await moot.request(query, variables)
          const refusal = errors?.[0] ? { code: errors[0].extensions.code, path: null } : data[name].userErrors[0]
          const [code, last] = [refusal?.code ?? 'TAKEN', leaf.path.filter((part) => !/^\d+$/.test(part)).at(-1)!]
          const toBlame =
            /_NOT_FOUND$/.test(code) || (refusal && (refusal.path === null || refusal.path.includes(last)))
          const forChoices = leaf.name.startsWith('openProposal choices.') && refusal?.path?.includes('choices')
          const refused = toBlame || forChoices || elsewhere.has(leaf.name)
          const held =
            code !== 'INTERNAL_SERVER_ERROR' &&
            (kind === 'cut in a pair' || (kind === 'turning' && !shown.has(leaf.name)) || refused || cut.has(leaf.name))
          if (!held) faults.push(`${leaf.name}, ${kind}: ${code} ${refusal?.path ?? ''}`)
        }
      }
    }
    assert.deepEqual(faults, [])
  })
})
