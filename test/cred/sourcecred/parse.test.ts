import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { gzipSync } from 'node:zlib'
import { inflatedText, parseJson } from '../../../subgraphs/cred/sourcecred/inflate.ts'
import { parseInstance, readInstance } from '../../../subgraphs/cred/sourcecred/parse.ts'
import { parseApart } from '../../../subgraphs/cred/sourcecred/parse-apart.ts'
import { type ProblemKind, SourceProblem } from '../../../subgraphs/cred/sourcecred/problem.ts'
import {
  accountsFile,
  aliased,
  core,
  created,
  credGrainView,
  github,
  json,
  ledger,
  node,
  sunday,
  week,
  weeks,
  zlib,
} from '../instances.ts'

const problem = (kind: ProblemKind, message: RegExp) => (error: unknown) => {
  assert.ok(error instanceof SourceProblem, String(error))
  assert.equal(error.kind, kind)
  assert.match(error.message, message)
  return true
}
const read = (path: string, bytes: Uint8Array, ledgerBytes: Uint8Array | null = null) =>
  readInstance({ path, bytes }, ledgerBytes).reading
const view = 'output/credGrainView'
const accounts = 'output/accounts.json'
const graph = 'output/credGraph'

describe('sniffing of file content', () => {
  it('A file’s content is sniffed whatever its name: zlib, gzip, plain, and one in the other', () => {
    for (const bytes of [json([1]), zlib([1]), gzipSync('[1]'), gzipSync(zlib([1])), Buffer.from('\uFEFF [1]\n')]) {
      assert.deepEqual(parseJson('x.json.gzip', bytes), [1])
    }
  })

  it('A file’s content is not inflated past the limit', () => {
    const bomb = gzipSync(Buffer.alloc(3_000_000, ' '))
    assert.throws(() => inflatedText(view, bomb, 1_000_000), problem('TOO_LARGE', /larger than the 1 MB/))
    assert.throws(() => inflatedText(view, gzipSync(bomb), 1_000_000), problem('TOO_LARGE', /larger/))
    assert.throws(() => inflatedText(view, Buffer.alloc(2_000_000, ' '), 1_000_000), problem('TOO_LARGE', /larger/))
  })

  it('A file that ends too early, is a web page, or is nothing is told apart', () => {
    assert.throws(() => parseJson(view, zlib([1, 2, 3]).subarray(0, -6)), problem('TRUNCATED', /compressed data/))
    assert.throws(() => parseJson(view, Buffer.from('{"intervals": [{"st')), problem('TRUNCATED', /middle of its JSON/))
    assert.throws(() => parseJson(view, Buffer.alloc(0)), problem('TRUNCATED', /empty/))
    assert.throws(() => parseJson(view, Buffer.from('\n<!DOCTYPE html>')), problem('HTML', /web page/))
    assert.throws(() => parseJson(view, Buffer.from('Not Found')), problem('MALFORMED', /begins with "Not Found"/))
    const damaged = zlib(Array.from({ length: 500 }, (_, index) => index))
    damaged.fill(0xff, 20, 60)
    assert.throws(() => parseJson(view, damaged), problem('MALFORMED', /damaged/))
  })
})

describe('credGrainView', () => {
  it('credGrainView gives people, their weeks and their accounts', () => {
    const reading = read(
      view,
      zlib(credGrainView([{ name: 'ada', cred: [1, 2], active: true, aliases: [github('Ada'), core('old')] }])),
    )
    assert.deepEqual(reading.weeks, [
      { start: sunday, end: sunday + week },
      { start: sunday + week, end: sunday + 2 * week },
    ])
    assert.deepEqual(reading.participants, [
      {
        identityId: 'id-ada',
        name: 'ada',
        kind: 'USER',
        address: 'sourcecred/core/IDENTITY/id-ada',
        aliases: ['sourcecred/github/USERLIKE/USER/Ada', 'sourcecred/core/IDENTITY/old'],
        active: true,
        total: 3,
        cred: [1, 2],
        grain: null,
      },
    ])
  })

  it('credGrainView that is empty says so', () => {
    assert.throws(() => read(view, json(credGrainView([]))), problem('EMPTY', /no weeks/))
    assert.throws(
      () => read(view, json({ intervals: weeks(1), participants: [] })),
      problem('EMPTY', /no participants/),
    )
  })

  it('credGrainView that is none names the place', () => {
    const one = () => credGrainView([{ name: 'ada', cred: [1] }]) as any
    const spoilt = (spoil: (view: any) => void) => {
      const made = one()
      spoil(made)
      return () => read(view, json(made))
    }
    assert.throws(
      () => read(view, json([])),
      problem('MALFORMED', /Wanted an object at output\/credGrainView; got \[\]/),
    )
    assert.throws(() => read(view, json({ intervals: {} })), problem('MALFORMED', /a list at intervals/))
    assert.throws(
      spoilt((made) => (made.participants[0].cred = null)),
      problem('MALFORMED', /a number at .*participants\[0\].cred; got null/),
    )
    assert.throws(
      spoilt((made) => (made.participants[0].credPerInterval[0] = 1e300)),
      problem('MALFORMED', /a number at .*credPerInterval/),
    )
    assert.throws(
      spoilt((made) => made.participants[0].credPerInterval.push(1)),
      problem('MALFORMED', /1 numbers, one for each week/),
    )
    assert.throws(
      spoilt((made) => (made.participants[0].identity.subtype = 'CAT')),
      problem('MALFORMED', /one of USER, .* got "CAT"/),
    )
    assert.throws(
      spoilt((made) => (made.participants[0].identity.address = 'x')),
      problem('MALFORMED', /address of a node/),
    )
    assert.throws(
      spoilt((made) => (made.intervals[0].endTimeMs = 0)),
      problem('MALFORMED', /weeks in order/),
    )
    assert.throws(
      spoilt((made) => (made.intervals[0].endTimeMs = 1e18)),
      problem('MALFORMED', /weeks in order/),
    )
  })
})

describe('accounts.json', () => {
  it('accounts.json gives Grain and the ids of merged identities', () => {
    const [ada] = read(
      accounts,
      json(accountsFile([{ name: 'ada', cred: [1], balance: '12', paid: '30', merged: ['id-ada', 'gone'] }])),
    ).participants
    assert.deepEqual(ada!.grain, { balance: 12n, paid: 30n, payouts: [] })
    assert.deepEqual(ada!.aliases, ['sourcecred/github/USERLIKE/USER/ada', 'sourcecred/core/IDENTITY/gone'])
  })

  it('accounts.json of an old version has end times, and accounts that nobody claims count', () => {
    const unclaimed = (address: string, cred: number) => ({
      alias: { address, description: '' },
      cred: [cred],
      totalCred: cred,
    })
    const file = accountsFile([{ name: 'ada', cred: [1] }], {
      intervals: undefined,
      intervalEndpoints: [sunday + week],
      unclaimedAliases: [unclaimed(github('bob'), 5), unclaimed(github('ci', 'BOT'), 2)],
    })
    const { weeks, participants } = read(accounts, json(file))
    assert.deepEqual(weeks, [{ start: sunday, end: sunday + week }])
    assert.deepEqual(
      participants.map(({ name, kind, identityId, total }) => [name, kind, identityId, total]),
      [
        ['ada', 'USER', 'id-ada', 1],
        ['bob', 'USER', 'sourcecred/github/USERLIKE/USER/bob', 5],
        ['ci', 'BOT', 'sourcecred/github/USERLIKE/BOT/ci', 2],
      ],
    )
  })

  it('accounts.json refuses Grain that is not whole', () => {
    const made = json(accountsFile([{ name: 'ada', cred: [1], balance: '1.5' }]))
    assert.throws(() => read(accounts, made), problem('MALFORMED', /attoGrain in text at .*balance; got "1.5"/))
  })
})

describe('credGraph', () => {
  const instance = (scores: number[], rest: object = {}) => ({
    scores,
    mpg: {
      nodes: [{ address: node('a'), mint: 1 }],
      participants: [
        { address: core('id-ada'), description: 'ada', id: 'id-ada' },
        { address: core('id-bob'), description: 'bob', id: 'id-bob' },
      ],
      epochStarts: [sunday, sunday + week],
      lastEpochEndMs: sunday + 2 * week,
      parameters: { alpha: 0.1, beta: 0.5, gammaForward: 0.1, gammaBackward: 0.1 },
      personalAttributions: [],
      ...rest,
    },
  })
  // Seed and one node; then for each epoch its own score and one for each participant.
  const scores = [9, 9, 9, 2, 4, 9, 6, 8]

  it('credGraph gives cred by the formula', () => {
    const { participants } = read(graph, zlib(instance(scores)))
    assert.deepEqual(
      participants.map(({ cred, total }) => [cred, total]),
      [
        [[1, 3], 4],
        [[2, 4], 6],
      ],
    )
  })

  it('credGraph subtracts what was attributed to others from then on', () => {
    const recipients = [
      { toParticipantId: 'id-bob', proportions: [{ timestampMs: sunday + 1, proportionValue: 0.25 }] },
      {
        toParticipantId: 'x',
        proportions: [
          { timestampMs: 0, proportionValue: 0.5 },
          { timestampMs: sunday + week, proportionValue: 0.25 },
        ],
      },
    ]
    const given = instance(scores, { personalAttributions: [{ fromParticipantId: 'id-ada', recipients }] })
    assert.deepEqual(read(graph, json(given)).participants[0]!.cred, [0.5, 1.5])
  })

  it('credGraph takes accounts, names and kinds from the ledger alone', () => {
    const bare = read(graph, zlib(instance(scores))).participants[0]!
    assert.deepEqual([bare.name, bare.aliases], ['ada', []])
    const events = ledger([
      created({ name: 'ada', cred: [] }),
      aliased('id-ada', github('ada')),
      { type: 'RENAME_IDENTITY', identityId: 'id-ada', newName: 'Ada' },
      { type: 'CHANGE_IDENTITY_TYPE', identityId: 'id-ada', newType: 'ORGANIZATION' },
    ])
    const known = read(graph, zlib(instance(scores)), events).participants[0]!
    assert.deepEqual(
      [known.name, known.kind, known.aliases],
      ['Ada', 'ORGANIZATION', ['sourcecred/github/USERLIKE/USER/ada']],
    )
  })

  it('credGraph with too few scores, or no epochs, is refused', () => {
    assert.throws(() => read(graph, json(instance(scores.slice(1)))), problem('MALFORMED', /at least 8 numbers/))
    assert.throws(() => read(graph, json(instance(scores, { epochStarts: [] }))), problem('EMPTY', /no weeks/))
  })
})

describe('parsing in a thread', () => {
  it('Parsing in a thread gives the same as parsing here', async () => {
    const file = { path: view, bytes: zlib(credGrainView([{ name: 'ada', cred: [1, 2] }])) }
    assert.deepEqual(
      { ...(await parseApart(file, null)) },
      { ...parseInstance(file, null), body: (await parseApart(file, null)).body },
    )
  })

  it('Parsing in a thread hands problems over', async () => {
    await assert.rejects(parseApart({ path: view, bytes: Buffer.from('<html>') }, null), problem('HTML', /web page/))
  })

  it('Parsing in a thread says what was wrong with a ledger, and goes on without Grain', async () => {
    const file = { path: view, bytes: zlib(credGrainView([{ name: 'ada', cred: [1] }])) }
    const { ledgerProblem, participants } = await parseApart(file, Buffer.from('{"action": {'))
    assert.equal(participants, 1)
    assert.match(ledgerProblem!, /ends in the middle/)
  })
})
