// Every filter of the list of actions, alone and with others, page by page, against what each action says of itself.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { actionPages, countActions } from '../../subgraphs/actions/storage/pages.ts'
import { type ActionRow, tables } from '../../subgraphs/actions/storage/tables.ts'
import { actionsWorld } from './support.ts'

const any = { direction: null, kind: null, status: null, waiting: null, dead: null }
const directions = [null, 'OBSERVED', 'REQUESTED'] as const
const kinds = [null, 'wiki.page.edited', 'wiki.*', 'w_ki.*'] as const
const statuses = [null, 'OBSERVED', 'FAILED', 'ADVISED'] as const
const flags = [
  [null, null],
  [true, null],
  [false, null],
  [null, true],
  [false, false],
] as const

describe('the list of actions', () => {
  it('The list of actions has under each filter just those that match, newest first, with no gap or repeat', async (t) => {
    const { backbone, community, addCommunity } = await actionsWorld(t, { start: false })
    const other = await addCommunity('other')
    const { root } = backbone.db
    // Of every mixture some; those of one shape are not next to each other.
    await sql`
      insert into actions.actions (id, community, direction, platform, kind, subject_type, subject_id, data, status, problem,
        occurred_at, next_try_at)
      select 'act_' || lpad(n::text, 4, '0'), case when n % 7 = 0 then ${other} else ${community} end,
        case when n % 3 = 0 then 'OBSERVED' else 'REQUESTED' end, 'wiki',
        (array['wiki.page.edited', 'wiki.page.made', 'wiki.talk.made', 'forum.post.made'])[1 + n % 4], 'page', n::text, '{}',
        case when n % 3 = 0 then 'OBSERVED' else (array['DONE', 'FAILED', 'UNKNOWN'])[1 + n % 5 % 3] end,
        case when n % 6 = 0 then 'It does not go.' end, now(), case when n % 2 = 0 then now() end
      from generate_series(1, 240) n`.execute(root)
    const on = tables(backbone.db)
    const all = (await actionPages(on, [community, other], any, null, 1000)).filter(
      (row) => row.community === community,
    )
    assert.ok(all.length > 200)
    for (const direction of directions)
      for (const kind of kinds)
        for (const status of statuses)
          for (const [waiting, dead] of flags) {
            const begins = kind?.endsWith('.*') ? kind.slice(0, -1) : null
            const means = (row: ActionRow) =>
              (direction === null || row.direction === direction) &&
              (kind === null || (begins === null ? row.kind === kind : row.kind.startsWith(begins))) &&
              (status === null || row.status === status) &&
              (waiting === null || (row.problem !== null) === waiting) &&
              (dead === null || row.dead === dead)
            const filter = { direction, kind, status, waiting, dead }
            const wanted = all.filter(means).map(({ id }) => id)
            const first = 20
            const page = await actionPages(on, [community], filter, null, first)
            const ids = page.map(({ id }) => id)
            assert.deepEqual(ids, wanted.slice(0, first + 1), JSON.stringify(filter))
            const after = ids[Math.min(first, ids.length) - 1]
            if (after !== undefined) {
              const more = await actionPages(on, [community], filter, after, 1000)
              const rest = wanted.slice(Math.min(first, ids.length))
              assert.deepEqual(
                more.map(({ id }) => id),
                rest,
                JSON.stringify(filter),
              )
            }
            const counted = await countActions(on, [community, other], filter)
            assert.equal(counted.find((each) => each.community === community)!.count, wanted.length)
          }
  })
})
