import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { readLedger } from '../../../subgraphs/cred/sourcecred/ledger.ts'
import { readInstance } from '../../../subgraphs/cred/sourcecred/parse.ts'
import { SourceProblem } from '../../../subgraphs/cred/sourcecred/problem.ts'
import { accountsFile, aliased, core, created, credGrainView, distributed, github, json, ledger } from '../instances.ts'

const ada = created({ name: 'ada', cred: [] })
const bob = created({ name: 'bob', cred: [] })
const replay = (...actions: object[]) => readLedger('data/ledger.json', ledger(actions))
const holder = (state: ReturnType<typeof replay>, id: string) => state.identityOf([`sourcecred/core/IDENTITY/${id}`])!

describe('SourceCred ledger', () => {
  it('A ledger is one event on each line, or one list', () => {
    const list = json([{ action: ada, ledgerTimestamp: 0, uuid: 'u', version: '1' }])
    assert.equal(readLedger('l', list).identities[0]!.name, 'ada')
    assert.equal(replay(ada).identities[0]!.name, 'ada')
    assert.deepEqual(readLedger('l', Buffer.from('[]')).identities, [])
  })

  it('A ledger adds up Grain that no number could hold', () => {
    const state = replay(
      ada,
      bob,
      distributed({ id: 'id-ada', amount: '9007199254740993000000000' }, { id: 'id-bob', amount: '1' }),
      distributed({ id: 'id-ada', amount: '1' }),
      { type: 'TRANSFER_GRAIN', from: 'id-ada', to: 'id-bob', amount: '3', memo: null },
    )
    assert.deepEqual(
      [holder(state, 'id-ada').balance, holder(state, 'id-ada').paid],
      [9007199254740992999999998n, 9007199254740993000000001n],
    )
    assert.deepEqual([holder(state, 'id-bob').balance, holder(state, 'id-bob').paid], [4n, 1n])
  })

  it('A ledger keeps no balances while accounting is off', () => {
    const pay = distributed({ id: 'id-ada', amount: '5' })
    const { balance, paid } = holder(
      replay(ada, pay, { type: 'DISABLE_ACCOUNTING' }, pay, { type: 'ENABLE_ACCOUNTING' }, pay),
      'id-ada',
    )
    assert.deepEqual([balance, paid], [5n, 15n])
  })

  it('A ledger merges identities: accounts, Grain and the old id go over', () => {
    const state = replay(
      ada,
      bob,
      aliased('id-bob', github('bob')),
      distributed({ id: 'id-ada', amount: '1' }, { id: 'id-bob', amount: '2' }),
      { type: 'MERGE_IDENTITIES', base: 'id-ada', target: 'id-bob' },
      distributed({ id: 'id-bob', amount: '4' }),
    )
    assert.equal(state.identities.length, 1)
    assert.equal(holder(state, 'id-bob'), holder(state, 'id-ada'))
    assert.equal(state.identityOf(['sourcecred/github/USERLIKE/USER/bob']), holder(state, 'id-ada'))
    assert.equal(holder(state, 'id-ada').balance, 7n)
  })

  it('A ledger knows who opted in, under which name, and where payouts go', () => {
    const currency = { chainId: '1', tokenAddress: '0xabc' }
    const state = replay(
      ada,
      { type: 'TOGGLE_ACTIVATION', identityId: 'id-ada' },
      { type: 'RENAME_IDENTITY', identityId: 'id-ada', newName: 'Ada' },
      { type: 'SET_PAYOUT_ADDRESS', id: 'id-ada', payoutAddress: '0x1', currency: { chainId: '5' } },
      { type: 'SET_PAYOUT_ADDRESS', id: 'id-ada', payoutAddress: '0x1', currency },
      { type: 'SET_PAYOUT_ADDRESS', id: 'id-ada', payoutAddress: null, currency: { chainId: '5' } },
      { type: 'MARK_DISTRIBUTION_EXECUTED', id: 'whatever' },
    )
    const { active, name, payouts } = holder(state, 'id-ada')
    assert.deepEqual([active, name, [...payouts]], [true, 'Ada', [['1:0xabc', '0x1']]])
  })

  it('A ledger that is damaged is refused with the place', () => {
    const refused = (bytes: Buffer, kind: string, message: RegExp) =>
      assert.throws(
        () => readLedger('data/ledger.json', bytes),
        (error) => error instanceof SourceProblem && error.kind === kind && message.test(error.message),
      )
    refused(ledger([ada]).subarray(0, -5), 'TRUNCATED', /middle of an event/)
    refused(Buffer.from('{"a":1}\nnonsense}'), 'MALFORMED', /a line is not/)
    refused(ledger([{ type: 'TOGGLE_ACTIVATION', identityId: 'x' }]), 'MALFORMED', /event 0; got "x"/)
    refused(
      ledger([ada, distributed({ id: 'id-ada', amount: '1e3' })]),
      'MALFORMED',
      /event 1.*attoGrain|attoGrain.*event 1/,
    )
  })
})

describe('SourceCred ledger joined to cred', () => {
  const read = (events: object[], people: Parameters<typeof credGrainView>[0]) =>
    readInstance({ path: 'output/credGrainView', bytes: json(credGrainView(people)) }, ledger(events)).reading
      .participants

  it('A ledger is joined to cred by accounts, as the ids of identities differ between runs', () => {
    const events = [ada, aliased('id-ada', github('ada')), distributed({ id: 'id-ada', amount: '8' })]
    const [joined] = read(events, [{ name: 'ada', id: 'another', cred: [1] }])
    assert.deepEqual(joined!.grain, { balance: 8n, paid: 8n, payouts: [] })
  })

  it('A ledger joined to cred lets the id of a merged identity resolve', () => {
    const events = [ada, bob, { type: 'MERGE_IDENTITIES', base: 'id-ada', target: 'id-bob' }]
    const [joined] = read(events, [{ name: 'ada', cred: [1] }])
    assert.ok(joined!.aliases.includes('sourcecred/core/IDENTITY/id-bob'))
  })

  it('A ledger joined to cred leaves apart what the output still has apart', () => {
    const events = [ada, bob, { type: 'MERGE_IDENTITIES', base: 'id-ada', target: 'id-bob' }]
    const both = read(events, [
      { name: 'ada', cred: [1] },
      { name: 'bob', cred: [1] },
    ])
    assert.deepEqual(
      both.map(({ aliases }) => aliases.filter((address) => address.includes('IDENTITY'))),
      [[], []],
    )
  })

  it('A ledger joined to cred overrules accounts.json if both know', () => {
    const file = json(
      accountsFile([
        { name: 'ada', cred: [1], balance: '1', paid: '1' },
        { name: 'eve', cred: [1], balance: '2', paid: '2' },
      ]),
    )
    const events = ledger([ada, distributed({ id: 'id-ada', amount: '8' })])
    const { participants } = readInstance({ path: 'output/accounts.json', bytes: file }, events).reading
    assert.deepEqual(
      participants.map(({ grain }) => grain!.balance),
      [8n, 2n],
    )
    assert.ok(core('x'))
  })
})
