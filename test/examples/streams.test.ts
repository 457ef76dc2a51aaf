// examples/streams, run as they stand: they hear decisions, and go on after the last one when the connection breaks or they were off.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { breakable } from '../support/breakable.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { program } from '../support/program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = join(import.meta.dirname, '../../examples/streams')

describe('examples/streams', () => {
  for (const [script, transport] of [
    ['watch.mjs', 'sse'],
    ['watch-websocket.mjs', 'ws'],
  ] as const)
    it(`${script} tells every decision once, and in order`, async (t) => {
      const folkmoot = await testFolkmoot(t)
      const way = await breakable(t, Number(new URL(folkmoot.url).port))
      const place = temporaryFolder(t)
      const env = { FOLKMOOT: `http://127.0.0.1:${way.port}`, PLACE: join(place, 'place') }
      const start = () => program(t, folder, ['node', script], env)
      const decide = (reason: string) =>
        folkmoot.mutate(
          'recordDecision',
          'RecordDecisionInput',
          { community: 'garden', title: reason, outcome: 'APPROVED', reason },
          'decision { id }',
        )
      const placeAfter = async (before: string) => {
        for (;;) {
          const place = readFileSync(env.PLACE, 'utf8')
          if (place !== before) return place
          await pause(20)
        }
      }
      const reading = async () => {
        const open = new RegExp(`^folkmoot_streams\\{transport="${transport}"\\} ([1-9]\\d*)`, 'm')
        while (!open.test(await (await fetch(`${folkmoot.url}/metrics`)).text())) await pause(20)
      }

      // It waits for what is not there yet, and says so.
      const first = start()
      await first.says(/There is no community garden/)
      await folkmoot.mutate(
        'createCommunity',
        'CreateCommunityInput',
        { slug: 'garden', name: 'Garden' },
        'community { id }',
      )
      await reading()
      const beginning = readFileSync(env.PLACE, 'utf8')
      await decide('one')
      await first.says(/APPROVED: one\n/)
      const afterOne = await placeAfter(beginning)
      way.breakAll()
      await decide('two')
      await first.says(/APPROVED: two\n/)
      await placeAfter(afterOne)

      await first.kill()
      await decide('three')
      const second = start()
      await second.says(/APPROVED: three\n/)
      await decide('four')
      await second.says(/APPROVED: four\n/)
      const told = [...`${first.said()}${second.said()}`.matchAll(/^APPROVED: (\w+)$/gm)].map(([, reason]) => reason)
      assert.deepEqual(told, ['one', 'two', 'three', 'four'])
    })
})
