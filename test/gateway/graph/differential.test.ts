// Requests by chance, to one schema in one piece and in four parts: nobody is to see which it was. `npm run differential`
// tries as many as one likes.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parse } from 'graphql'
import { type Both, openBoth } from './differential/both.ts'
import { compared } from './differential/compare.ts'
import { parts, withInterfaceObject } from './differential/parts.ts'
import { tried } from './differential/tried.ts'
import { worldOf } from './differential/world.ts'

/** Those with a condition are asked once more, with the other of its values. */
const cases = 150

const asked = (query: string) => ({ query, document: parse(query), operationName: null, variables: {} })

async function someTried(both: Both, cases: number) {
  const found: string[] = []
  const counts = await tried(both, 'short', 0, cases, async (each) => found.push(await each.shown()))
  return { found, counts }
}

describe('the schema in one piece and in parts', () => {
  const opened = openBoth(parts, worldOf) // it keeps nothing of what it answered

  it('A request by chance is answered by the parts as by the whole', async () => {
    const { found, counts } = await someTried(await opened, cases)
    assert.deepEqual(found, [], found.join('\n\n'))
    const refused = Object.values(counts.refused).reduce((sum, each) => sum + each, 0)
    assert.ok(counts.same > cases && refused < 0.1 * counts.same, JSON.stringify(counts))
  })

  it('A request by chance whose answer differs is found, and shown as small as it can be', async () => {
    const both = await opened
    const parted: Both['parted'] = async (request) => {
      const answer = await both.whole(request)
      return request.query.includes('first') ? { ...answer, data: {} } : answer
    }
    const { found } = await someTried({ ...both, parted }, 15)
    assert.ok(found.length > 0)
    for (const text of found) {
      assert.match(text, /first/)
      assert.ok(text.split('\n').length < 20, text)
    }
  })

  it('A field that a part adds to an interface is answered, whatever the type', async () => {
    const both = await openBoth(withInterfaceObject, worldOf)
    for (const query of [
      '{ bestMedia { likes url } }',
      '{ media { likes fans { name } } }',
      '{ bestMedia { __typename } }',
    ])
      assert.deepEqual(await compared(both, asked(query)), { kind: 'same' })
  })

  it('A value of an enum that clients do not see is null for them', async () => {
    const sdl = (fields: string) =>
      `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@shareable", "@inaccessible"]) ${fields}`
    const now = sdl('type Query { now: String @shareable }')
    const stages = sdl(
      'type Query { states: [Stage] stage(of: Stage): Stage } enum Stage { SEEN HIDDEN @inaccessible }',
    )
    const fields = { 'Query.states': () => ['SEEN', 'HIDDEN'], 'Query.stage': () => 'HIDDEN', 'Query.now': () => 'now' }
    const both = await openBoth({ communities: now, cred: stages, proposals: now, actions: now }, () => ({
      entities: [],
      fields,
    }))
    // Whether it is told as an error, too, federation leaves open.
    for (const query of ['{ states }', '{ states now }', '{ stage now }', '{ stage(of: SEEN) }']) {
      const { data } = await both.parted(asked(query))
      assert.equal(JSON.stringify(data), JSON.stringify((await both.whole(asked(query))).data), query)
    }
  })
})
