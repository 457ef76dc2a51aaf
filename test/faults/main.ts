// `npm run faults`: kills the server at every step of both flows, and at random, on the embedded database, on PostgreSQL,
// and as two processes of each service; then runs the tests of what else can go wrong. One line for each fault.
//
//   npm run faults -- [--random N] [--seed S] [--on embedded|postgres|doubled|tests] [STEP…]

import { parseArgs } from 'node:util'
import { onPostgres } from '../../bench/harness.ts'
import { tryElsewhere } from './elsewhere.ts'
import { type FaultOptions, type Report, tryFaults } from './run.ts'

const lanes = ['postgres', 'doubled', 'embedded', 'tests'] as const
type Lane = (typeof lanes)[number]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    random: { type: 'string' },
    seed: { type: 'string', default: 'faults' },
    on: { type: 'string' },
  },
})
// Steps by name, or random deaths alone, or all of it.
const faults = positionals.length > 0 ? positionals : values.random === undefined ? 'all' : []
const random = Number(values.random ?? (faults === 'all' ? 200 : 0))
const wanted = lanes.filter((lane) => (values.on ? lane === values.on : lane !== 'tests' || faults === 'all'))
const killing = wanted.filter((lane) => lane !== 'tests')

/** Of ten random deaths: a process that is back at once can die more often in the same time. */
const weights: Partial<Record<Lane, number>> = { embedded: 2, postgres: 3, doubled: 5 }

/** Of the random deaths each lane has its part, under a seed of its own. */
function share(lane: Lane): number {
  const upTo = (lanes: readonly Lane[]) => lanes.reduce((sum, each) => sum + weights[each]!, 0)
  const index = killing.indexOf(lane as (typeof killing)[number])
  const before = (count: number) => Math.floor((random * upTo(killing.slice(0, count))) / upTo(killing))
  return before(index + 1) - before(index)
}

async function run(lane: Lane): Promise<Report | null> {
  const say = (line: string) => console.log(`${lane.padEnd(9)} ${line}`)
  if (lane === 'tests') return tryElsewhere(say)
  const options: FaultOptions = {
    random: share(lane),
    seed: `${values.seed} ${lane}`,
    doubled: lane === 'doubled',
    say,
  }
  if (lane === 'embedded') return tryFaults(faults, options)
  return onPostgres((databaseUrl) => tryFaults(faults, { ...options, databaseUrl }))
}

const began = Date.now()
const reports: (Report | null)[] = []
const waiting = [...wanted]
try {
  if (wanted.length === 0) throw new Error(`Wanted --on one of ${lanes.join(', ')}; got "${values.on}".`)
  const next = async () => {
    for (let lane = waiting.shift(); lane; lane = waiting.shift()) reports.push(await run(lane))
  }
  await Promise.all([next(), next(), next()]) // one of them mostly waits
  const sum = (what: keyof Report) => reports.reduce((total, report) => total + (report?.[what] ?? 0), 0)
  const minutes = ((Date.now() - began) / 60_000).toFixed(1)
  console.log(`${sum('faults')} faults, ${sum('deaths')} deaths, ${sum('webhooks')} webhooks, ${minutes} minutes.`)
  console.log('Nothing was lost, nothing happened twice.')
} catch (error) {
  console.error((error as Error).message)
  process.exit(1)
}
