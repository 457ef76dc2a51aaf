// `npm run attack`: starts a server as a user does, and attacks it in the sixteen ways that servers of GraphQL fell to, and
// by chance. One line for each way and transport: how often it was tried, and whether it was held.
//
//   npm run attack -- [--tries N] [--seed S] [--url URL --key ADMIN-KEY] [NUMBER…]

import { parseArgs } from 'node:util'
import { readSupergraph } from '../../gateway/graph/supergraph.ts'
import { startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { attacks } from './attacks.ts'
import { fuzzes } from './fuzz.ts'
import { chanceOf } from './random.ts'
import { tryRights } from './rights-try.ts'
import { type Attacked, startAttacked } from './server.ts'
import type { Trial } from './trying.ts'
import { settle } from './village.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    tries: { type: 'string', default: '300' },
    seed: { type: 'string', default: 'attack' },
    url: { type: 'string' },
    key: { type: 'string' },
  },
})
const tries = Number(values.tries)
const shown = 3 // of those that fell

/** Another's server, or one of our own. */
const start = async (): Promise<Attacked> =>
  values.url && values.key
    ? {
        url: values.url,
        adminKey: values.key,
        deaths: () => 0,
        descriptors: () => null,
        up: async () => {},
        stop: async () => {},
      }
    : startAttacked()

/** Descriptors and memory, as the server tells them. */
async function standing(url: string): Promise<{ descriptors: number; megabytes: number }> {
  const text = await (await fetch(`${url}/metrics`)).text()
  const read = (name: string) => Number(new RegExp(`^${name} (\\S+)`, 'm').exec(text)?.[1] ?? Number.NaN)
  return {
    descriptors: server.descriptors() ?? read('process_open_fds'),
    megabytes: read('process_resident_memory_bytes') / 1024 ** 2,
  }
}

/** Waits until what the attack had open is gone again; at most two minutes. */
async function calm(url: string, before: number): Promise<number> {
  const until = Date.now() + 120_000
  for (;;) {
    const { descriptors } = await standing(url)
    if (descriptors <= before + 10 || Date.now() > until) return descriptors
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
}

let fell = 0
let tried = 0

/** What cannot be asked at all is a try that was not held, and the last of its kind. */
async function* untilItDies(trials: AsyncIterable<Trial>): AsyncIterable<Trial> {
  try {
    yield* trials
  } catch (error) {
    const { message, cause } = error as Error
    yield { transport: 'tcp', held: false, tried: 'the next one', got: `${message} ${cause ?? ''}` }
    await server.up()
  }
}

async function report(number: string, name: string, trials: AsyncIterable<Trial>): Promise<void> {
  const counts = new Map<string, { tries: number; fell: Trial[] }>()
  const ways = new Map<string, number>()
  for await (const trial of untilItDies(trials)) {
    if (trial.by) ways.set(trial.by, (ways.get(trial.by) ?? 0) + 1)
    const entry = counts.get(trial.transport) ?? { tries: 0, fell: [] }
    entry.tries++
    if (!trial.held) entry.fell.push(trial)
    counts.set(trial.transport, entry)
  }
  for (const [transport, { tries, fell: lost }] of counts) {
    tried += tries
    fell += lost.length
    const how = lost.length === 0 ? 'held' : `FELL ${lost.length} TIMES`
    console.log(`${number.padEnd(4)} ${name.padEnd(58)} ${transport.padEnd(5)} ${String(tries).padStart(5)}  ${how}`)
    for (const { tried, got } of lost.slice(0, shown))
      console.log(`       ${tried.slice(0, 300)}\n       → ${got.slice(0, 300)}`)
  }
  const often = [...ways].sort(([, a], [, b]) => b - a).map(([by, times]) => `${by} ${times}`)
  if (often.length > 0) console.log(`       ${often.join(', ')}`)
}

const schema = readSupergraph().api
const server = await start()
const collective = await startOpenCollective({ rateLimit: false })
const instance = await startSourceCred()
try {
  const name = `attack-${Date.now().toString(36)}`
  const village = await settle(server, collective, instance.url, name)
  const before = await standing(server.url)
  const wanted = (number: string) => positionals.length === 0 || positionals.includes(number)
  console.log(`${'way'.padEnd(63)} over  tries`)
  for (const { number, name, run } of attacks)
    if (wanted(String(number))) await report(String(number), name, run(village, chanceOf(`${values.seed} ${name}`)))
  if (wanted('rights'))
    await report('', 'every field and mutation, by every kind of caller', tryRights(village, schema))
  for (const { name, run } of fuzzes)
    if (wanted('chance')) await report('', name, run(village, chanceOf(`${values.seed} ${name}`), tries))
  const descriptors = await calm(server.url, before.descriptors)
  const after = await standing(server.url)
  console.log(
    `Open descriptors ${before.descriptors} before, ${descriptors} after; memory ${Math.round(before.megabytes)} MB before, ${Math.round(after.megabytes)} MB after.`,
  )
  console.log(`${tried} tries, ${fell} fell, the process died ${server.deaths()} times. Seed "${values.seed}".`)
  if (fell > 0 || server.deaths() > 0 || descriptors > before.descriptors + 10) process.exitCode = 1
} finally {
  await collective.stop()
  await instance.stop()
  await server.stop()
}
