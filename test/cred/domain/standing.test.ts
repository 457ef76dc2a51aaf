import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { leaderboardOf, rowsOf } from '../../../subgraphs/cred/domain/leaderboard.ts'
import {
  communityTotal,
  grainOf,
  historyOf,
  lastWeeksOf,
  rankOf,
  shareOf,
  totalOf,
  weeksOf,
} from '../../../subgraphs/cred/domain/standing.ts'
import { wholeWeeksBefore } from '../../../subgraphs/cred/domain/weeks.ts'
import { sunday, week } from '../instances.ts'
import { tableOf } from './tables.ts'

const table = tableOf([
  { name: 'ada', cred: [4, 0, 2] },
  { name: 'bot', cred: [10, 10, 10], kind: 'BOT' },
  { name: 'bob', cred: [1, 1, 1], grain: { balance: 5n, paid: 7n, payouts: [] } },
  { name: 'eve', cred: [3, 0, 0], grain: { balance: 10n ** 30n, paid: 0n, payouts: [] }, active: true },
  { name: 'dust', cred: [1e-40, 0, 0] },
])
const [bot, ada, bob, eve, dust] = [0, 1, 2, 3, 4]

describe('ranks, shares and totals of cred', () => {
  it('The rank by cred leaves out bots unless asked for, and equals have one rank', () => {
    assert.equal(rankOf(table, [ada], false), 1)
    assert.equal(rankOf(table, [ada], true), 2)
    assert.equal(rankOf(table, [bob], false), 2)
    assert.equal(rankOf(table, [eve], false), 2)
    assert.equal(rankOf(table, [dust], false), 4)
    assert.equal(rankOf(table, [bot], false), null)
    assert.equal(rankOf(table, [bot], true), 1)
  })

  it('The rank by cred of a member with several identities is by their sum', () => {
    assert.equal(totalOf(table, [bob, eve, dust]), 6)
    assert.equal(rankOf(table, [bob, eve, dust], false), 1)
    assert.equal(rankOf(table, [bob, bot], false), 2)
  })

  it('Shares of cred are parts of the same total', () => {
    assert.equal(communityTotal(table, false), 12)
    assert.equal(communityTotal(table, true), 42)
    assert.equal(shareOf(table, [ada], false), 0.5)
    assert.equal(shareOf(table, [ada], true), 6 / 42)
    assert.equal(shareOf(table, [bot], false), 0)
    assert.equal(shareOf(tableOf([{ name: 'none', cred: [0] }]), [0], false), 0)
  })

  it('Cred of the last weeks counts calendar weeks before an instant, not the last items', () => {
    const after = (weeks: number) => new Date(sunday + weeks * week + 1)
    assert.equal(lastWeeksOf(table, [ada], 1, after(3)), 2)
    assert.equal(lastWeeksOf(table, [ada], 2, after(3)), 2)
    assert.equal(lastWeeksOf(table, [ada], 3, after(3)), 6)
    assert.equal(lastWeeksOf(table, [ada], 1, after(2)), 0, 'the week of the instant is not whole')
    assert.equal(lastWeeksOf(table, [ada], 4, after(100)), 0, 'the instance has nothing that young')
    assert.equal(lastWeeksOf(table, [ada, bob], 100, after(100)), 9)
  })

  it('Cred of weeks without data is 0', () => {
    const gap = tableOf([{ name: 'ada', cred: [4, 2] }], [sunday, sunday + 2 * week])
    assert.deepEqual(
      weeksOf(gap, [0], 4).map(({ cred }) => cred),
      [0, 4, 0, 2],
    )
    assert.deepEqual(weeksOf(gap, [0], 1), [
      { start: new Date(sunday + 2 * week), end: new Date(sunday + 3 * week), cred: 2 },
    ])
  })

  it('Minted cred is told for each week', () => {
    assert.deepEqual(
      historyOf(table, 2, false).map(({ cred }) => cred),
      [1, 3],
    )
    assert.deepEqual(
      historyOf(table, 2, true).map(({ cred }) => cred),
      [11, 13],
    )
  })

  it('Grain is added up without loss', () => {
    assert.deepEqual(grainOf(table, [bob, eve, ada]), {
      balance: '1000000000000000000000000000005',
      paid: '7',
      active: true,
      payoutAddresses: [],
    })
    assert.equal(grainOf(table, [ada]), null)
  })
})

describe('leaderboard', () => {
  const shown = (board: ReturnType<typeof leaderboardOf>, from = 0, count = 9) =>
    rowsOf(board, from, count).map(({ participant, rank, total }) => [table.record(participant).name, rank, total])

  it('A leaderboard is in the order of all-time cred, without bots unless asked for', () => {
    assert.deepEqual(shown(leaderboardOf(table, false, null)), [
      ['ada', 1, 6],
      ['bob', 2, 3],
      ['eve', 2, 3],
      ['dust', 4, 1e-40],
    ])
    assert.deepEqual(shown(leaderboardOf(table, true, null), 0, 2), [
      ['bot', 1, 30],
      ['ada', 2, 6],
    ])
  })

  it('A leaderboard goes on where a page ended', () => {
    assert.deepEqual(shown(leaderboardOf(table, false, null), 2, 1), [['eve', 2, 3]])
    assert.deepEqual(shown(leaderboardOf(table, false, null), 9, 1), [])
  })

  it('A leaderboard counts only some weeks when asked', () => {
    const lastTwo = wholeWeeksBefore(new Date(sunday + 3 * week), 2)
    assert.deepEqual(shown(leaderboardOf(table, false, lastTwo)), [
      ['ada', 1, 2],
      ['bob', 1, 2],
      ['eve', 3, 0],
      ['dust', 3, 0],
    ])
    assert.equal(rowsOf(leaderboardOf(table, false, lastTwo), 0, 1)[0]!.share, 0.5)
  })
})
