import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { deflateSync } from 'node:zlib'
import { packTable } from '../../../subgraphs/cred/domain/table.ts'
import { openShelf } from '../../../subgraphs/cred/storage/shelf.ts'

const packed = packTable({ weeks: [], participants: [] })
const body = deflateSync(packed)

describe('shelf of cred tables', () => {
  it('The shelf of cred tables fetches a table once for all who ask at the same moment', async () => {
    let read = 0
    const shelf = openShelf(async () => {
      read++
      return body
    })
    await Promise.all(Array.from({ length: 10 }, () => shelf.table('snap_1')))
    assert.equal(read, 1)
    assert.ok(shelf.at('snap_1'))
  })

  it('The shelf of cred tables fetches at most two at a time, however many are asked for at once', async () => {
    let now = 0
    let most = 0
    const shelf = openShelf(async (snapshot) => {
      most = Math.max(most, ++now)
      for (let index = 0; index < 5; index++) await turn()
      now--
      if (snapshot === 'snap_3') throw new Error('the database is away')
      return snapshot === 'snap_4' ? null : body
    })
    const asked = Array.from({ length: 12 }, (_, index) => shelf.table(`snap_${index}`))
    const answers = await Promise.allSettled(asked)
    assert.equal(most, 2)
    assert.deepEqual(
      answers.map((answer) => (answer.status === 'rejected' ? 'failed' : answer.value ? 'table' : 'none')),
      ['table', 'table', 'table', 'failed', 'none', ...Array(7).fill('table')],
    )
  })

  it('The shelf of cred tables keeps as many bytes as it may, those asked for lately', async () => {
    const { byteLength } = packed
    const shelf = openShelf(async () => body, 2 * byteLength)
    await shelf.table('snap_1')
    await shelf.table('snap_2')
    shelf.at('snap_1')
    await shelf.table('snap_3')
    assert.deepEqual(
      ['snap_1', 'snap_2', 'snap_3'].map((id) => shelf.at(id) !== undefined),
      [true, false, true],
    )
  })
})
