import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { describe, it } from 'node:test'
import { openTable, packTable } from '../../../subgraphs/cred/domain/table.ts'
import { type Made, tableOf } from './tables.ts'

describe('cred table', () => {
  it('A cred table gives back what was put in, highest cred first', () => {
    const table = tableOf([
      { name: 'low', cred: [1, 0.25] },
      {
        name: 'Ünï 🦉',
        cred: [1e-40, 7],
        kind: 'BOT',
        active: true,
        grain: { balance: 2n ** 80n, paid: 3n, payouts: [{ currency: '1', address: '0x1' }] },
      },
    ])
    assert.equal(table.participants, 2)
    assert.equal(table.people, 1)
    assert.deepEqual([...table.totals], [7, 1.25])
    assert.deepEqual([...table.cred(0)], [1e-40, 7])
    assert.deepEqual([...table.weekTotals], [1, 7.25])
    assert.deepEqual([...table.peopleWeekTotals], [1, 0.25])
    assert.equal(table.kind(0), 'BOT')
    assert.deepEqual(table.record(0), {
      identityId: 'id-Ünï 🦉',
      name: 'Ünï 🦉',
      address: 'sourcecred/core/IDENTITY/id-Ünï 🦉',
      aliases: ['sourcecred/github/USERLIKE/USER/Ünï 🦉'],
      active: true,
      grain: { balance: '1208925819614629174706176', paid: '3', payouts: [{ currency: '1', address: '0x1' }] },
    })
  })

  it('A cred table finds addresses exactly and without case, and names apart from addresses', () => {
    const table = tableOf([
      { name: 'Recmo', cred: [2] },
      { name: 'recmo', cred: [1] },
    ])
    const at = (login: string) => table.find(`sourcecred/github/USERLIKE/USER/${login}`)
    assert.deepEqual(at('recmo'), { exact: [1], folded: [0, 1] })
    assert.deepEqual(at('RECMO'), { exact: [], folded: [0, 1] })
    assert.deepEqual(at('rec'), { exact: [], folded: [] })
    assert.deepEqual(table.findName('Recmo').exact, [0])
    assert.deepEqual(table.find('Recmo').folded, [])
  })

  it('A cred table is read wherever its bytes lie', () => {
    const packed = packTable({ weeks: [], participants: [] })
    const shifted = new Uint8Array(packed.length + 3)
    shifted.set(packed, 3)
    assert.equal(openTable(shifted.subarray(3)).participants, 0)
  })

  it('A cred table refuses other bytes', () => {
    assert.throws(() => openTable(new Uint8Array(4)), /Wanted a table/)
    assert.throws(() => openTable(Buffer.from('{"accounts": []}')), /Wanted a table/)
  })

  it('A cred table finds one of 100,000 as soon as one of 15', () => {
    const crowd = (size: number): Made[] =>
      Array.from({ length: size }, (_, index) => ({ name: `login${index}`, cred: [index] }))
    const [small, large] = [tableOf(crowd(15)), tableOf(crowd(100_000))]
    const time = (table: typeof small, step: number) => {
      const begun = performance.now()
      for (let turn = 0; turn < 5000; turn++)
        table.find(`sourcecred/github/USERLIKE/USER/login${(turn * step) % table.participants}`)
      return performance.now() - begun
    }
    for (const table of [small, large]) time(table, 1)
    const fastest = (table: typeof small, step: number) =>
      Math.min(...Array.from({ length: 5 }, () => time(table, step)))
    const ratio = fastest(large, 7919) / fastest(small, 7)
    // Memory that is not in the processor's caches costs something; a scan would cost thousands of times as much.
    assert.ok(ratio < 8, `${ratio} times`)
  })
})
