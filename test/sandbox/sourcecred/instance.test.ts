import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { inflateSync } from 'node:zlib'
import { PEOPLE } from '../../../sandbox/people.ts'
import { buildInstance, endOfWeek, manyPeople, WEEK, writeInstance } from '../../../sandbox/sourcecred/index.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const lastWeekEnd = new Date('2026-11-22T00:00:00Z')
const instance = buildInstance({ lastWeekEnd, weeks: 20 })
const view = inflated('output/credGrainView')
const graph = inflated('output/credGraph')
const accounts = JSON.parse(instance.files['output/accounts.json']!.toString())
const ledger = instance.files['data/ledger.json']!.toString()
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))

function inflated(path: string): any {
  const bytes = instance.files[path]!
  assert.equal(bytes[0], 0x78, 'zlib, not gzip')
  return JSON.parse(inflateSync(bytes).toString())
}

describe('a made-up SourceCred instance', () => {
  it('A made-up SourceCred instance has the same bytes for the same end, and others for another', () => {
    const again = buildInstance({ lastWeekEnd, weeks: 20 })
    assert.deepEqual(again.files, instance.files)
    const later = buildInstance({ lastWeekEnd: new Date(lastWeekEnd.getTime() + WEEK), weeks: 20 })
    assert.notDeepEqual(later.files['output/credGrainView'], instance.files['output/credGrainView'])
  })

  it('A made-up SourceCred instance has weeks of seven days that end on a Sunday', () => {
    assert.equal(view.intervals.length, 20)
    assert.equal(view.intervals.at(-1).endTimeMs, lastWeekEnd.getTime())
    for (const { startTimeMs, endTimeMs } of view.intervals) {
      assert.equal(endTimeMs - startTimeMs, WEEK)
      assert.equal(new Date(startTimeMs).getUTCDay(), 0)
    }
    assert.deepEqual(accounts.intervals, view.intervals)
    assert.throws(() => buildInstance({ lastWeekEnd: new Date('2026-11-23T00:00:00Z') }), /must end on a Sunday/)
    assert.equal(endOfWeek(new Date('2026-11-21T23:59:59Z')).toISOString(), '2026-11-22T00:00:00.000Z')
    assert.equal(endOfWeek(new Date('2026-11-22T00:00:00Z')).toISOString(), '2026-11-29T00:00:00.000Z')
  })

  it('A made-up SourceCred instance says the same cred in its view, its accounts and, by the formula, in its graph', () => {
    const { mpg, scores } = graph
    const people = mpg.participants.length
    assert.ok(mpg.personalAttributions.length > 0, 'someone gives cred away, or the formula is not tested')
    mpg.participants.forEach((participant: { id: string }, p: number) => {
      mpg.epochStarts.forEach((start: number, e: number) => {
        let given = 0
        for (const { fromParticipantId, recipients } of mpg.personalAttributions)
          if (fromParticipantId === participant.id)
            for (const { proportions } of recipients)
              given += proportions.findLast((one: any) => one.timestampMs <= start)?.proportionValue ?? 0
        const { beta } = mpg.parameters
        const cred = scores[mpg.nodes.length + 1 + e * (1 + people) + 1 + p] * (beta - given * beta)
        assert.equal(cred, view.participants[p].credPerInterval[e])
        assert.equal(cred, accounts.accounts[p].cred[e])
      })
    })
    assert.equal(scores.length, mpg.nodes.length + 1 + mpg.epochStarts.length * (1 + people))
  })

  it('A made-up SourceCred instance holds the traps of real instances', () => {
    const named = (name: string) => view.participants.find((one: any) => one.identity.name === name)
    const addresses = view.participants.flatMap((one: any) => one.identity.aliases.map((alias: any) => alias.address))
    assert.ok(addresses.includes('N\0sourcecred\0github\0USERLIKE\0USER\0JunoPark\0'))
    assert.ok(addresses.includes('N\0sourcecred\0github\0USERLIKE\0USER\0junopark\0'))
    assert.ok(
      addresses.includes(['N', 'sourcecred', 'discord', 'MEMBER', 'user', '1009374651872346121', ''].join('\0')),
    )
    assert.equal(named('tide-bot').identity.subtype, 'BOT')
    assert.ok(named('tide-bot').cred > named('petra').cred)
    assert.ok(named('wren').cred > 0 && named('wren').cred < 1e-30)
    assert.match(named('ravi').identity.aliases[0].address, /\0kofi\0$/)
    assert.ok(named('kofi'), 'a login of one is the name of another')
    assert.ok(
      named('amadou').credPerInterval.every((cred: number) => cred < 1e-30),
      'left before these weeks',
    )
    assert.ok(accounts.unclaimedAliases[0].totalCred > 0)
    assert.equal(new Set(view.participants.map((one: any) => one.identity.name.toLowerCase())).size, PEOPLE.length)
  })

  it('A made-up SourceCred instance has a ledger that leads to its identities and its Grain', () => {
    const aliases = new Map<string, string[]>()
    const active = new Set<string>()
    const balance = new Map<string, bigint>()
    const paid = new Map<string, bigint>()
    const add = (to: Map<string, bigint>, id: string, amount: string | bigint) =>
      to.set(id, (to.get(id) ?? 0n) + BigInt(amount))
    for (const { action, ledgerTimestamp, version } of ledger) {
      assert.equal(version, '1')
      assert.ok(Number.isSafeInteger(ledgerTimestamp))
      switch (action.type) {
        case 'CREATE_IDENTITY':
          aliases.set(action.identity.id, [])
          break
        case 'ADD_ALIAS':
          aliases.get(action.identityId)!.push(action.alias.address)
          break
        case 'MERGE_IDENTITIES': {
          const own = `N\0sourcecred\0core\0IDENTITY\0${action.target}\0`
          aliases.get(action.base)!.push(...aliases.get(action.target)!, own)
          aliases.delete(action.target)
          break
        }
        case 'TOGGLE_ACTIVATION':
          active.add(action.identityId)
          break
        case 'DISTRIBUTE_GRAIN':
          for (const { id, amount } of action.distribution.allocations[0].receipts) {
            add(paid, id, amount)
            add(balance, id, amount)
          }
          break
        case 'TRANSFER_GRAIN':
          add(balance, action.from, -BigInt(action.amount))
          add(balance, action.to, action.amount)
      }
    }
    for (const { account } of accounts.accounts) {
      const { id } = account.identity
      assert.deepEqual(
        aliases.get(id),
        account.identity.aliases.map((alias: any) => alias.address),
      )
      assert.equal(active.has(id), account.active)
      assert.equal(String(balance.get(id) ?? 0n), account.balance)
      assert.equal(String(paid.get(id) ?? 0n), account.paid)
      assert.deepEqual(account.payoutAddresses, {})
    }
    assert.equal(aliases.size, accounts.accounts.length)
    assert.ok(
      [...balance].some(([id, amount]) => amount !== paid.get(id)),
      'Grain was sent on',
    )
    assert.ok(ledger.some(({ action }) => action.type === 'SET_PAYOUT_ADDRESS'))
    const times = ledger.map((event) => event.ledgerTimestamp)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  })

  it('A made-up SourceCred instance is written to a folder as it is served', (t) => {
    const folder = temporaryFolder(t)
    writeInstance(instance, folder)
    for (const [path, content] of Object.entries(instance.files))
      assert.deepEqual(readFileSync(join(folder, path)), content)
  })

  it('A made-up SourceCred instance is made for many people, with only the files that are asked for', () => {
    const many = buildInstance({ people: manyPeople(1000), weeks: 3, lastWeekEnd, only: ['credGrainView'] })
    assert.ok(!('output/accounts.json' in many.files) && !('data/ledger.json' in many.files))
    assert.equal(JSON.parse(inflateSync(many.files['output/credGrainView']!).toString()).participants.length, 1000)
    assert.equal(many.participants.filter(({ total }) => total > 0.01).length, 10)
  })
})
