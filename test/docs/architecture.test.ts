// docs/architecture.md as somebody uses it who has to change something: every file and room that it names is there, every room
// that is there is named, and ten tasks lead to the right file by the table alone.

import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8')
const namesIn = (words: string) => [...words.matchAll(/`([a-zA-Z./-]+)`/g)].map(([, name]) => name!)
const table = [...text.matchAll(/^\| (`.*?`) \| (.*?) \| (.*?) \|$/gm)].map(([, rooms, holds, when]) => {
  return { rooms: [...rooms!.matchAll(/`(.*?)`/g)].map(([, room]) => room!), says: `${holds} ${when}` }
})

/** What somebody has to change, the words of the table that lead there, and the file to open first. */
const tasks: { task: string; by: RegExp; first: string }[] = [
  {
    task: 'A vote that was counted does not reach a dashboard',
    by: /a subscription$/,
    first: 'gateway/streams/streams.ts',
  },
  {
    task: 'Open Collective renamed a field of its expenses',
    by: /a platform$/,
    first: 'subgraphs/actions/platforms/opencollective/reading.ts',
  },
  { task: 'A webhook with a good secret is answered by 404', by: /a transport$/, first: 'gateway/http/hooks.ts' },
  {
    task: 'A client with a key is told that it asks too much',
    by: /refused at the door$/,
    first: 'gateway/admission/rates.ts',
  },
  {
    task: 'An operation is refused as too costly that is not',
    by: /refused, slow or wrong$/,
    first: 'gateway/graph/limits.ts',
  },
  {
    task: 'A function is to be added to the policy language',
    by: /what a policy may say$/,
    first: 'schema/policy/cel-environment.ts',
  },
  { task: 'A projection handles an event twice', by: /lost or read twice$/, first: 'backbone/log/consumer.ts' },
  {
    task: 'The result of a ranked vote is wrong',
    by: /what a part does$/,
    first: 'subgraphs/proposals/domain/runoff.ts',
  },
  { task: 'A proposal was not opened though the policy says so', by: /proposed or done$/, first: 'driver/decide.ts' },
  { task: 'PostgreSQL refuses more connections', by: /SQL, connections/, first: 'backbone/database/postgres.ts' },
]

describe('docs/architecture.md', () => {
  it('docs/architecture.md names only files and folders that are there: in a row within its rooms, else by their whole paths', () => {
    const prose = text.replace(/^\|.*$/gm, '')
    const paths = namesIn(prose).filter((name) => /\/|\.tsx?$/.test(name))
    assert.ok(paths.length > 35, `only ${paths.length} paths`)
    assert.deepEqual(
      paths.filter((path) => !existsSync(join(root, path))),
      [],
    )
    for (const { rooms, says } of table) {
      const names = namesIn(says).filter((name) => /\.tsx?$|\/$/.test(name))
      const isThere = (name: string) =>
        existsSync(join(root, name)) ||
        rooms.some(
          (room) => globSync(`${room.replace('X', '*')}**/${name.replace(/\/$/, '')}`, { cwd: root }).length > 0,
        )
      assert.deepEqual(
        names.filter((name) => !isThere(name)),
        [],
        rooms.join(', '),
      )
    }
  })

  it('docs/architecture.md has every room of the backbone and of the gateway in its table', () => {
    const rooms = table.flatMap((row) => row.rooms)
    const there = globSync('{backbone,gateway}/*/', { cwd: root }).map((room) => `${room.replace(/\/$/, '')}/`)
    assert.deepEqual(
      there.filter((room) => !rooms.includes(room)),
      [],
    )
  })

  for (const { task, by, first } of tasks)
    it(`docs/architecture.md leads from "${task}" to ${first}`, () => {
      const rows = table.filter(({ says }) => by.test(says))
      assert.equal(rows.length, 1, `${by} is said of ${rows.length} rooms`)
      assert.ok(existsSync(join(root, first)), `${first} is not there`)
      const [row] = rows
      const inRoom = row!.rooms.some((room) => new RegExp(`^${room.replace('X', '[a-z]+')}`).test(`${dirname(first)}/`))
      assert.ok(inRoom, `${first} is in none of ${row!.rooms.join(', ')}`)
    })
})
