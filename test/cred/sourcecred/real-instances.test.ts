// Published instances as they are. Without ../shared/data these are skipped.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { pathToFileURL } from 'node:url'
import { resolve } from '../../../subgraphs/cred/domain/resolve.ts'
import { communityTotal, totalOf } from '../../../subgraphs/cred/domain/standing.ts'
import { openTable } from '../../../subgraphs/cred/domain/table.ts'
import { filesOf } from '../../../subgraphs/cred/sourcecred/fetch.ts'
import { readInstance } from '../../../subgraphs/cred/sourcecred/parse.ts'
import { SourceProblem } from '../../../subgraphs/cred/sourcecred/problem.ts'
import { readSource } from '../../../subgraphs/cred/sourcecred/read.ts'
import { realInstance, realInstances } from '../instances.ts'

const noFetch = () => Promise.reject(new Error('a folder needs no network'))

async function read(name: string) {
  const url = pathToFileURL(`${realInstance(name)}/`).href
  const outcome = await readSource(filesOf(url, noFetch), null)
  assert.ok(outcome.state === 'read')
  return { ...outcome, table: openTable(outcome.parsed.table) }
}

/** Cred of each identity as one file has it. */
function credByAddress(name: string, path: string) {
  const ledger = realInstance(name, 'data/ledger.json')
  const bytes = readFileSync(realInstance(name, path))
  const { reading } = readInstance({ path, bytes }, existsSync(ledger) ? readFileSync(ledger) : null)
  return {
    weeks: reading.weeks,
    cred: new Map(reading.participants.map(({ address, total, cred }) => [address, { total, cred }])),
    accounts: new Map(
      reading.participants.map(({ address, aliases, name, kind }) => [
        address,
        { aliases: [...aliases].sort(), name, kind },
      ]),
    ),
    grain: new Map(reading.participants.map(({ address, grain, active }) => [address, { ...grain, active }])),
  }
}

const near = (a: number, b: number) =>
  assert.ok(Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b)), `${a} and ${b}`)

describe('published SourceCred instances', realInstances, () => {
  it('The published instance of 1,429 Discord accounts is read right', async () => {
    const { table, files, parsed } = await read('metagov-DADA-sourcecred')
    assert.deepEqual(
      files.map(({ path }) => path),
      ['output/credGrainView', 'data/ledger.json'],
    )
    assert.deepEqual([table.participants, table.people, table.weekStarts.length], [1429, 1423, 69])
    assert.equal(parsed.ledgerProblem, null)
    near(communityTotal(table, true), 17625.526568202873)
    const found = resolve(table, [{ platform: 'discord', externalId: '105608155857174528' }])
    assert.equal(found.status, 'FOUND')
    assert.equal(
      totalOf(
        table,
        found.matches.map(({ participant }) => participant),
      ),
      5.035829946493083e-41,
    )
  })

  it('A published instance of GitHub and Discourse without credGrainView, with merges, is read right', async () => {
    const { table, files } = await read('metagov-sourcecred-instance')
    assert.deepEqual(
      files.map(({ path }) => path),
      ['output/accounts.json', 'data/ledger.json'],
    )
    near(communityTotal(table, true), 637.9727979726931)
    const account = { platform: 'discourse', host: 'https://discourse.metagov.org/', username: 'Vincent' }
    const found = resolve(table, [account])
    assert.equal(found.status, 'FOUND')
    assert.equal(found.matches[0]!.address, 'sourcecred/discourse/user/https://discourse.metagov.org/vincent')
    // Merged away under this id, which must keep resolving.
    const merged = resolve(table, [{ platform: 'sourcecred', externalId: 'OjWC9MGob3UErl9VHw7ggw' }])
    assert.equal(table.record(merged.matches[0]!.participant).identityId, '3awplhEwRLyVWnaFbatLiw')
  })

  it('A published instance of an old version with end times and unclaimed accounts is read right', async () => {
    const { table } = await read('SecretFoundation-SecretPoints')
    assert.equal(table.participants, 37)
    assert.equal(table.weekEnds.at(-1), 1600560000000)
    near(communityTotal(table, true), 4158.206174472081 + 12.797404763087652)
    const unclaimed = resolve(table, [{ platform: 'github', username: 'junkai121' }])
    near(
      totalOf(
        table,
        unclaimed.matches.map(({ participant }) => participant),
      ),
      12.797404763087652,
    )
    const paid = resolve(table, [{ platform: 'github', username: 'assafmo' }])
    assert.equal(table.record(paid.matches[0]!.participant).grain!.paid, '3572025983927150620672')
  })

  it('A published instance that is empty says so', async () => {
    await assert.rejects(
      read('dhappy-cred-instance-empty'),
      (error) => error instanceof SourceProblem && error.kind === 'EMPTY',
    )
  })

  for (const [name, paths] of [
    ['rogargon-ClassroomDAO', ['output/credGrainView', 'output/accounts.json', 'output/credGraph']],
    ['metagov-sourcecred-instance', ['output/accounts.json', 'output/credGraph.json.gzip']],
    ['metagov-DADA-sourcecred', ['output/credGrainView', 'output/accounts.json']],
  ] as const) {
    it(`The files of published instance ${name} agree to the bit: ${paths.join(', ')}`, () => {
      const [first, ...others] = paths.map((path) => credByAddress(name, path))
      for (const other of others) {
        assert.deepEqual(other.weeks, first!.weeks)
        assert.deepEqual(new Set(other.cred.keys()), new Set(first!.cred.keys()))
        for (const [address, { total, cred }] of first!.cred) {
          assert.deepEqual(other.cred.get(address)!.cred, cred)
          near(other.cred.get(address)!.total, total)
        }
        assert.deepEqual(other.accounts, first!.accounts)
        assert.deepEqual(other.grain, first!.grain)
      }
    })
  }
})
