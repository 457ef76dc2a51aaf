import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse, validate } from 'graphql'
import { operations } from '../../driver/operations.ts'
import { api } from './fake-graph.ts'

describe('operations of the driver', () => {
  for (const operation of operations) {
    const [, name] = /(?:query|mutation) (\w+)/.exec(operation)!
    it(`The driver’s operation ${name} is one that the API answers`, () => {
      assert.deepEqual(
        validate(api, parse(operation)).map((error) => error.message),
        [],
      )
    })
  }
})
