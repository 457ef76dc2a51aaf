// A short selection of `npm run attack`: each way once or some times, against a server in this process.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { buildSchema } from 'graphql'
import { readSupergraph } from '../../gateway/graph/supergraph.ts'
import { testVillage } from '../support/village.ts'
import { attacks } from './attacks.ts'
import { documentOf } from './documents.ts'
import { fuzzes } from './fuzz.ts'
import { chanceOf } from './random.ts'
import { missing, tryRights } from './rights-try.ts'
import type { Trial } from './trying.ts'

const { api } = readSupergraph()
const pristine = Object.getOwnPropertyNames(Object.prototype)

async function held(trials: AsyncIterable<Trial>): Promise<number> {
  let tries = 0
  for await (const { held, transport, tried, got } of trials) {
    tries++
    assert.ok(held, `${transport}: ${tried.slice(0, 500)} → ${got.slice(0, 500)}`)
  }
  return tries
}

describe('a server that is attacked', () => {
  it('A server that is attacked holds, in each of the sixteen ways', async (t) => {
    const { village } = await testVillage(t, 'attacked')
    for (const { number, name, run } of attacks) {
      await t.test(`A server that is attacked holds: ${number} ${name}`, async () => {
        assert.ok((await held(run(village, chanceOf(`test ${name}`)))) > 0)
      })
    }
    for (const { name, run } of fuzzes) {
      await t.test(`A server that is attacked holds: ${name}`, async () => {
        assert.ok((await held(run(village, chanceOf(`test ${name}`), 40))) > 0)
      })
    }
    await t.test(
      'A server that is attacked gives nobody what is not theirs: every field, mutation and stream',
      async () => {
        assert.ok((await held(tryRights(village, api))) > 1000)
      },
    )
    assert.deepEqual(Object.getOwnPropertyNames(Object.prototype), pristine)
  })
})

describe('the table of rights', () => {
  it('The table of rights has a row for each field, and no other', () => {
    assert.deepEqual(missing(api), [])
  })

  it('The table of rights lacks a field that is new, and says so', () => {
    const other = buildSchema('type Query { viewer: Viewer secrets: [String] } type Viewer { scopes: Int more: Int }')
    const found = missing(other)
    assert.ok(found.includes('Query.secrets has no row'))
    assert.ok(found.includes('Viewer.more has no row'))
  })
})

describe('random documents', () => {
  it('Random documents are the same for the same seed, and others for another', () => {
    const of = (seed: string) => {
      const chance = chanceOf(seed)
      return Array.from({ length: 20 }, () => documentOf(api, chance, ['x']))
    }
    assert.deepEqual(of('a'), of('a'))
    assert.notDeepEqual(of('a'), of('b'))
  })
})
