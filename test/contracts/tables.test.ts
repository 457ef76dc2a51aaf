// The tables that each subgraph's storage is typed by, held to those that its migrations make. The lists in tables/ are of the
// types: the compiler wants each column there as the code has it. Here they are compared to the database.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { testBackbone } from '../support/world.ts'
import { actions } from './tables/actions.ts'
import { columnsIn } from './tables/columns.ts'
import { communities } from './tables/communities.ts'
import { cred } from './tables/cred.ts'
import { proposals } from './tables/proposals.ts'

describe('the tables that the code knows are those that the migrations make', () => {
  for (const [part, known] of Object.entries({ actions, communities, cred, proposals })) {
    it(`The tables that the code knows are those that the migrations make of ${part}: every table, every column, what it holds and whether it may be null`, async (t) => {
      const { db } = await testBackbone(t)
      const made = await columnsIn(db.root, part)
      assert.ok(Object.keys(made).length > 0)
      assert.deepEqual(known, made)
    })
  }
})
