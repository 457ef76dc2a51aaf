// Mutations that are to be taken: a test is about something else.

import assert from 'node:assert/strict'
import type { TestFolkmoot } from './folkmoot.ts'

/** Runs mutations of one field, and fails where one is refused. What it gives is the payload. */
export const takenBy =
  (folkmoot: Pick<TestFolkmoot, 'mutate'>) =>
  async (field: string, type: string, input: object, selection: string, key?: string | null): Promise<any> => {
    const payload = await folkmoot.mutate(field, type, input as Record<string, unknown>, selection, key)
    assert.deepEqual(payload.userErrors, [], `${field}: ${JSON.stringify(payload)}`)
    return payload
  }
