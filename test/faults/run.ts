// Faults one after another in one village: stories are told, processes die on the way, and when all has come to rest
// the invariants are checked over everything that ever happened there.

import { setTimeout as pause } from 'node:timers/promises'
import { seededRandom } from '../../sandbox/random.ts'
import { check, checkStored, invariants } from './invariants.ts'
import { play, type Story, settled } from './story.ts'
import { settle, type Village } from './village.ts'

/** Steps of the flows that are always tried. `npm run faults` finds all others by telling a story and listening. */
export const someSteps = [
  'before answer to a webhook',
  'after commit proposals.vote.cast',
  'after commit proposals.proposal.decided',
  'after call Process',
]

export interface Report {
  /** How many webhooks were answered 2xx, and found. */
  webhooks: number
  deaths: number
  faults: number
}

export interface FaultOptions {
  /** An empty database on PostgreSQL; without: the embedded database. */
  databaseUrl?: string | null
  /** Two processes of each service, instead of one for all. */
  doubled?: boolean
  /** That many deaths more, at moments chosen by chance, while stories are told. */
  random?: number
  seed?: string
  say?(line: string): void
}

/** Stories at a time while processes die at random: then each death meets others half-way. */
const load = 2
/** Deaths between two checks: more where an act that was sent keeps the next waiting for half a minute. */
const inOneRound = { embedded: 8, postgres: 14, random: 20 }
const patience = 15_000 // milliseconds for a process to reach a step

/** The harness's own questions are no steps of a flow. */
const ours = /answer to (table|verify|ballots|createRole|undefined)$/

/**
 * Tries faults in a new village.
 * @param faults the steps to die at, or `all` that a story reaches
 * @throws Error that says at which faults which invariant broke
 */
export async function tryFaults(faults: readonly string[] | 'all', options: FaultOptions = {}): Promise<Report> {
  const { databaseUrl = null, doubled = false, random = 0, seed = 'faults', say = () => {} } = options
  const village = await settle(databaseUrl, doubled)
  const { server } = village
  const stories: Story[] = []
  let tried = 0

  /** Tells stories, `atOnce` at a time and as long as `disturb` lasts; checks; says of each fault what came of it. */
  async function round(names: readonly string[], atOnce: number, disturb: () => Promise<Outcomes>): Promise<void> {
    const began = Date.now()
    const told: Story[] = []
    try {
      let disturbing = true
      const disturbed = disturb().finally(() => {
        disturbing = false
      })
      disturbed.catch(() => {})
      let number = stories.length
      const tell = async () => {
        do told.push(await play(village, number++))
        while (disturbing)
      }
      await Promise.all(Array.from({ length: atOnce }, tell))
      const outcomes = await disturbed
      await settled(village, told)
      const came = outcomes()
      await server.up()
      stories.push(...told)
      await check(village, stories)
      for (const [index, name] of names.entries()) say(`${name}: ${came[index]}; ${kept}`)
      if (names.length > 1) {
        const seconds = ((Date.now() - began) / 1000).toFixed(1)
        say(`  these ${names.length} on the way of ${told.length} stories, all whole after ${seconds} s`)
      }
      tried += names.length
    } catch (error) {
      throw new Error(`${names.join('; ')}: ${(error as Error).message}\n${server.log()}`, { cause: error })
    }
  }

  try {
    let steps = faults
    if (steps === 'all') {
      const before = server.reached().length
      await round(['no fault'], 1, async () => () => ['nobody died'])
      steps = [...new Set(server.reached().slice(before))].filter((step) => !ours.test(step))
    }
    for (const some of spread(steps, inOneRound[databaseUrl ? 'postgres' : 'embedded'])) {
      await round(
        some.map((step) => `killed ${step}`),
        1,
        async () => {
          server.dieAt(...some)
          return () => {
            const left = server.spare()
            return some.map((step) => (left.includes(step) ? 'not reached this time' : 'died'))
          }
        },
      )
    }
    const dice = rollsOf(seed, random, doubled)
    for (let first = 0; first < random; first += inOneRound.random) {
      const some = dice.slice(first, first + inOneRound.random)
      const names = some.map(({ name }, index) => `random ${first + index + 1} of seed ${seed}, ${name}`)
      await round(names, load, () => killAtRandom(village, some))
    }
    const { deaths } = server
    const webhooks = await checkStored(village)
    say(`${webhooks} webhooks were answered 2xx and are stored; ${deaths} deaths and ${stories.length} stories in all`)
    return { webhooks, deaths, faults: tried }
  } finally {
    await village.stop()
  }
}

const kept = `held: ${invariants.slice(0, -1).join(', ')}`

/** What came of each fault, once all has come to rest. */
type Outcomes = () => string[]

interface Roll {
  name: string
  /** Death at the Nth step that a process reaches; else after some milliseconds, of one of the processes. */
  step: number | null
  milliseconds: number
  /** From 0 to 1. */
  which: number
}

/** The same for the same seed. */
function rollsOf(seed: string, count: number, doubled: boolean): Roll[] {
  const chance = seededRandom(seed)
  const upTo = (most: number) => 1 + Math.floor(chance() * most)
  return Array.from({ length: count }, () => {
    const [byStep, number, milliseconds, which] = [chance() < 0.6, upTo(doubled ? 40 : 120), upTo(1500), chance()]
    return byStep
      ? { name: `killed at step ${number} from then`, step: number, milliseconds, which }
      : { name: `killed after ${milliseconds} ms`, step: null, milliseconds, which }
  })
}

async function killAtRandom({ server }: Village, rolls: readonly Roll[]): Promise<Outcomes> {
  const came: string[] = []
  for (const [index, { step, milliseconds, which }] of rolls.entries()) {
    const before = server.deaths
    if (step !== null) server.dieAt(`#${step}.${index}`)
    else {
      await pause(milliseconds)
      server.processes[Math.floor(which * server.processes.length)]!.strike()
    }
    for (let waited = 0; server.deaths === before && waited < patience; waited += 10) await pause(10)
    if (server.deaths === before) server.spare()
    came.push(server.deaths === before ? 'not reached this time' : 'died')
    // With one process for all, the next waits for it; with two of each, one of the others may die meanwhile.
    if (server.processes.length === 1) await server.up()
  }
  return () => came
}

/** In rounds of at most `size`, each spread over the whole of a story. */
function spread<T>(steps: readonly T[], size: number): T[][] {
  const rounds = Math.ceil(steps.length / size)
  return Array.from({ length: rounds }, (_, round) => steps.filter((_, index) => index % rounds === round))
}
