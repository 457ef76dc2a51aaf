// What a stream costs: subscribers of one community's decisions, beside a bare `ws` server that sends as many clients
// the same text, in alternating rounds of the same run; and once beside `graphql-ws` over a plain schema and the Hive
// Gateway runtime as it comes. CPU for a message: what the server's process uses for an event with all subscribers, less
// what it uses for one with one subscriber. The subscribers are raw sockets in processes of their own.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Made, mutateBy } from './client.ts'
import { type Bench, median, onPostgres, type Result, round } from './harness.ts'
import { resumeResults } from './streams-resume.ts'
import { type Crowd, crowdOf, type Ours, type Side, startBaseline, startOurs } from './streams-sides.ts'

const few = 1000
const many = 10_000
const rounds = 5
const votes = 200
const alone = 50 // events to one subscriber, in a round

/** A server and its crowd. */
interface Watched {
  side: Side
  crowd: Crowd
}

/** Microseconds of CPU for an event. */
async function cpuOf(side: Side, crowd: Crowd, events: number): Promise<number> {
  const before = await side.usage()
  for (let each = 0; each < events; each++) await crowd.event()
  return ((await side.usage()).cpu - before.cpu) / events
}

/** Warm, and empty again. */
async function begin(side: Side): Promise<Watched> {
  const crowd = crowdOf(side)
  await crowd.gather(200)
  for (let each = 0; each < 50; each++) await crowd.event()
  await crowd.leave()
  return { side, crowd }
}

/**
 * Microseconds of CPU for a message, of both in turns: what an event costs with so many subscribers, less what it cost
 * right before with one. (Measured once at the beginning, that is as if the server did not go on to compile its code.)
 */
async function messages(watched: readonly Watched[], size: number, events: number): Promise<number[][]> {
  const found: number[][] = watched.map(() => [])
  for (let each = 0; each < rounds; each++) {
    for (const [index, { side, crowd }] of watched.entries()) {
      await crowd.gather(1)
      const forOne = await cpuOf(side, crowd, alone)
      await crowd.gather(size - 1)
      const forAll = await cpuOf(side, crowd, events)
      found[index]!.push((forAll - forOne) / (size - 1))
      await crowd.leave()
    }
  }
  return found
}

/** A ballot that waits for its only voter; voting decides it. */
async function ballots(ours: Ours, count: number): Promise<(() => Promise<unknown>)[]> {
  const mutate = mutateBy(ours.url)
  const ann = { community: 'bench', name: 'Ann' }
  const { member } = await mutate<Made<'member'>>('addMember', 'AddMemberInput', ann, 'member { id }')
  const key = { community: 'bench', name: 'ann', scopes: ['READ', 'VOTE'], member: member.id }
  const { secret } = await mutate<{ secret: string }>('createApiKey', 'CreateApiKeyInput', key, 'secret')
  const opened = await Promise.all(
    Array.from({ length: count }, (_, index) => {
      const input = { community: 'bench', title: `Hose ${index}`, electorate: { members: [member.id] } }
      return mutate<Made<'proposal'>>('openProposal', 'OpenProposalInput', input, 'proposal { id }')
    }),
  )
  const asAnn = mutateBy(ours.url, secret)
  return opened.map(({ proposal }) => {
    const input = { proposal: proposal.id, choices: ['approve'] }
    return () => asAnn('castVote', 'CastVoteInput', input)
  })
}

export const bench: Bench = {
  name: 'Streams',
  async run() {
    const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
    try {
      return (await onPostgres((url) => measure(url, folder))) ?? (await measure(null, folder))
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
}

async function measure(databaseUrl: string | null, folder: string): Promise<Result[]> {
  const ours = await startOurs(databaseUrl, folder)
  const us = await begin(ours)
  const text = us.crowd.text()
  const bare = await startBaseline('bare', text)
  const it = await begin(bare)
  const both = [us, it]
  const results: Result[] = []

  // Idle: subscribed, nothing sent yet; from a thousand on, so that what the first of all take is not counted.
  // First of all: later there is room in the process that those before have left.
  const memory: number[][] = []
  for (const { side, crowd } of both) {
    await crowd.gather(few)
    const { resident, heap } = await side.memory()
    await crowd.gather(many - few)
    const more = await side.memory()
    memory.push([(more.resident - resident) / (many - few), (more.heap - heap) / (many - few)])
    await crowd.leave()
  }
  const small = await messages(both, few, 30)
  for (const { crowd } of both) await crowd.gather(few)
  const late = await latencies(ours, both)
  for (const { crowd } of both) await crowd.leave()
  const large = await messages(both, many, 10)
  const accepted = await connections(both)
  it.crowd.end()
  await bare.stop()

  results.push(
    cpuResult(`CPU for a message delivered, ${few} subscribers, ${text.length} bytes`, small, 1.35),
    cpuResult(`CPU for a message delivered, ${many} subscribers, ${text.length} bytes`, large, 1.35),
    memoryResult(
      `memory of the process for an idle subscriber, mean of ${many - few}`,
      memory.map(([resident]) => resident!),
    ),
    memoryResult(
      'of which heap and buffers',
      memory.map(([, heap]) => heap!),
    ),
    {
      what: `from casting the last vote to the last of ${few} having the decision, p99 of ${votes} (for bare ws: from asking for a broadcast)`,
      ours: `${round(late[0]!, 1)} ms`,
      baseline: `${round(late[1]!, 1)} ms bare ws`,
      ratio: round(late[0]! / late[1]!),
      wanted: '≤ 50 ms',
      met: late[0]! <= 50,
    },
    {
      what: `connections accepted a second, ${few} at once (ours: subscribed, too)`,
      ours: `${round(median(accepted[0]!), 0)}/s`,
      baseline: `${round(median(accepted[1]!), 0)}/s bare ws`,
      ratio: round(median(accepted[0]!.map((each, index) => each / accepted[1]![index]!))),
      wanted: 'shown',
      met: true,
    },
  )
  results.push(...(await resumeResults(ours, us.crowd)))
  us.crowd.end()
  await ours.stop()
  for (const kind of ['plain', 'runtime'] as const) results.push(await besides(kind, text, median(small[0]!)))
  return results
}

/** Of a crowd that comes at once, a second, to both in turns. */
async function connections(both: readonly Watched[]): Promise<number[][]> {
  const found: number[][] = both.map(() => [])
  for (let each = 0; each < rounds; each++) {
    for (const [index, { crowd }] of both.entries()) {
      found[index]!.push(few / (await crowd.gather(few)))
      await crowd.leave()
    }
  }
  return found
}

/** p99 of the milliseconds to the last of all, ours by votes. */
async function latencies(ours: Ours, both: readonly Watched[]): Promise<number[]> {
  const took: number[][] = both.map(() => [])
  for (const vote of await ballots(ours, votes)) {
    for (const [index, { side, crowd }] of both.entries()) {
      took[index]!.push(await crowd.event(side === ours ? vote : undefined))
      await pause(5)
    }
  }
  return took.map((each) => each.sort((a, b) => a - b)[Math.ceil(votes * 0.99) - 1]!)
}

function cpuResult(what: string, [ours, bare]: number[][], wanted: number): Result {
  const ratio = round(median(ours!.map((each, index) => each / bare![index]!)))
  return {
    what,
    ours: `${round(median(ours!), 1)} µs`,
    baseline: `${round(median(bare!), 1)} µs bare ws`,
    ratio,
    wanted: `≤ ${wanted}`,
    met: ratio <= wanted,
  }
}

function memoryResult(what: string, [ours, bare]: number[]): Result {
  const ratio = round(ours! / bare!)
  return {
    what,
    ours: `${round(ours! / 1024, 1)} KB`,
    baseline: `${round(bare! / 1024, 1)} KB bare ws`,
    ratio,
    wanted: '≤ 1.4',
    met: ratio <= 1.4,
  }
}

/** What one of the others uses for a message, in a run of its own right after. */
async function besides(kind: 'plain' | 'runtime', text: string, ours: number): Promise<Result> {
  const side = await startBaseline(kind, text)
  const crowd = crowdOf(side)
  await crowd.gather(few)
  await pause(1000) // nobody counts who has subscribed
  for (let each = 0; each < 5; each++) await crowd.event()
  const runs: number[] = []
  for (let each = 0; each < rounds; each++) runs.push((await cpuOf(side, crowd, 5)) / few)
  crowd.end()
  await side.stop()
  const name = kind === 'plain' ? 'graphql-ws over a plain schema' : 'the Hive Gateway runtime'
  const ratio = round(ours / median(runs))
  return {
    what: `CPU for a message delivered, ${few} subscribers, beside ${name}`,
    ours: `${round(ours, 1)} µs`,
    baseline: `${round(median(runs), 1)} µs`,
    ratio,
    wanted: '< 1',
    met: ratio < 1,
  }
}
