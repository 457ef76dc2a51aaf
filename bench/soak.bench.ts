// `npm run bench -- soak [--minutes N]`: a thousand subscribers on both transports, fifty decisions a second, connections
// broken at random, the gateway ended in order and killed, the database restarted. In the end every subscriber must hold
// exactly the table: in order, without a gap, without a repeat. Anything else is an error, not a figure.

import { type ChildProcess, fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { cursorsOf } from '../backbone/log/cursors.ts'
import { secretBox } from '../backbone/security/secrets.ts'
import { freePort } from '../test/support/free-port.ts'
import { type Ask, adminKey, askBy, type Made } from './client.ts'
import { type Bench, round } from './harness.ts'
import { ownPostgres } from './own-postgres.ts'
import type { Answer, Order } from './soak-crowd.ts'

const subscribers = 1000
const perSecond = 50
const calmSeconds = 60 // between two breaks of one subscriber, on average
const seed = 'soak'
const secret = 'a secret of the soak'
const query =
  'subscription ($after: Cursor) { decisions(community: "soak", after: $after) { cursor decision { id reason outcome } } }'

const atATime = 200 // decisions that wait for their answer: a server that cannot follow is not asked for more
const patience = 120_000 // milliseconds without progress before it is given up

/** The server as `npm start` makes it, started again on the same port and data however it ended. */
async function gatewayOn(database: string | null) {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-soak-'))
  const port = await freePort()
  const env = {
    PATH: '',
    PORT: String(port),
    LOG_LEVEL: 'silent',
    FOLKMOOT_DATA: folder,
    FOLKMOOT_ADMIN_KEY: adminKey,
    FOLKMOOT_SECRET: secret,
    ...(database ? { DATABASE_URL: database } : {}),
  }
  let child: ChildProcess
  async function start(): Promise<void> {
    child = spawn(process.execPath, ['gateway/main.ts'], {
      cwd: join(import.meta.dirname, '..'),
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    while (
      !(await fetch(`http://127.0.0.1:${port}/health/ready`).then(
        (answer) => answer.ok,
        () => false,
      ))
    ) {
      if (child.exitCode !== null) throw new Error(`The gateway ended with ${child.exitCode}.`)
      await pause(50)
    }
  }
  async function end(signal: NodeJS.Signals): Promise<void> {
    const ended = once(child, 'exit')
    child.kill(signal)
    await ended
  }
  process.once('exit', () => child.kill('SIGKILL'))
  await start()
  return {
    port,
    ask: askBy(`http://127.0.0.1:${port}`),
    async restart(signal: NodeJS.Signals) {
      const began = performance.now()
      await end(signal)
      await start()
      return performance.now() - began
    },
    async stop() {
      await end('SIGTERM')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Decisions at a steady pace. One whose answer was lost is asked for again, with its key: it is made once. */
function publisher(ask: Ask) {
  const text =
    'mutation ($input: RecordDecisionInput!) { recordDecision(input: $input) { decision { id } userErrors { code message } } }'
  interface Recorded {
    recordDecision: { userErrors: { code: string; message: string }[] }
  }
  const open = new Set<Promise<void>>()
  let asked = 0
  let again = 0
  let broken: Error | null = null

  async function publish(number: number): Promise<void> {
    const input = {
      community: 'soak',
      title: `Question ${number}`,
      outcome: 'APPROVED',
      reason: `soak ${number} and so forth, as people give reasons when they are asked`,
      idempotencyKey: `soak ${number}`,
    }
    for (;;) {
      const answer = await ask<Recorded>(text, { input }).catch(() => null)
      const refused = answer?.recordDecision.userErrors[0]
      if (refused) broken = new Error(`${refused.code}: ${refused.message}`)
      if (answer) return
      again++
      await pause(200)
    }
  }

  const began = performance.now()
  const timer = setInterval(() => {
    for (const due = ((performance.now() - began) / 1000) * perSecond; asked < due && open.size < atATime; ) {
      const made = publish(++asked).then(() => void open.delete(made))
      open.add(made)
    }
  }, 20)
  return {
    waiting: () => open.size,
    /** Makes no more. @returns how many were made, how many were asked for again, and the seconds that it took. */
    async stop() {
      clearInterval(timer)
      await Promise.all(open)
      if (broken) throw broken
      return { made: asked, again, seconds: (performance.now() - began) / 1000 }
    },
  }
}

/** The numbers of all decisions in the order of the chain: from the table itself, where it can be asked. */
async function tableOf(ask: Ask, database: string | null): Promise<number[]> {
  const reasons: string[] = []
  if (database) {
    const client = new pg.Client({ connectionString: database })
    await client.connect()
    const { rows } = await client.query('select reason from proposals.decisions order by position')
    await client.end()
    reasons.push(...rows.map(({ reason }) => reason as string))
  } else {
    const query =
      'query ($after: Cursor) { community(community: "soak") { decisions(first: 100, after: $after) { nodes { reason } pageInfo { hasNextPage endCursor } } } }'
    interface Page {
      community: {
        decisions: { nodes: { reason: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } }
      }
    }
    for (let after: string | null = null; ; ) {
      const page: Page = await ask(query, { after })
      const { nodes, pageInfo } = page.community.decisions
      reasons.unshift(...nodes.map(({ reason }) => reason).reverse())
      if (!pageInfo.hasNextPage) break
      after = pageInfo.endCursor
    }
  }
  return reasons.map((reason) => Number(/^soak (\d+)/.exec(reason)![1]))
}

export const bench: Bench = {
  name: 'Soak',
  alone: true,
  async run({ minutes = 10 } = {}) {
    const seconds = minutes * 60
    // What was started is ended, too, where we are told to end.
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
    const say = (text: string) => console.log(`  ${round((performance.now() - began) / 1000, 1)} s: ${text}`)
    let began = performance.now()
    const postgres = await ownPostgres()
    if (!postgres) console.log('  so: the embedded database, and no restart of it')
    const gateway = await gatewayOn(postgres?.url ?? null)
    const make = 'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } } }'
    const { community } = (
      await gateway.ask<{ createCommunity: Made<'community'> }>(make, { input: { slug: 'soak', name: 'Soak' } })
    ).createCommunity
    const after = cursorsOf(secretBox(secret)).encode('decisions', community.id, 0)
    const child = fork(join(import.meta.dirname, 'soak-crowd.ts'), { execPath: process.execPath })
    child.on('exit', (code) => code && process.exit(code))
    const crowd = async (order: Order): Promise<Answer> => {
      child.send(order)
      const [answer] = await once(child, 'message')
      return answer
    }

    const room = Math.ceil(seconds * perSecond * 1.1) + 1000
    await crowd({ do: 'begin', port: gateway.port, size: subscribers, query, after, room, seed, calmSeconds })
    began = performance.now()
    say(`${subscribers} subscribers begin, ${perSecond} decisions a second, seed "${seed}"`)
    const until = async (part: number) => {
      while ((performance.now() - began) / 1000 < seconds * part) {
        const left = seconds * part * 1000 - (performance.now() - began)
        await pause(Math.max(0, Math.min(left, 30_000)))
        const { least, sum } = await crowd({ do: 'count' })
        say(`${sum} events heard, ${least} by the last; ${published.waiting()} decisions wait for their answer`)
      }
    }
    const published = publisher(gateway.ask)
    await until(0.25)
    say(`the gateway was ended by SIGTERM, and was back after ${round(await gateway.restart('SIGTERM'), 0)} ms`)
    await until(0.5)
    if (postgres) say(`the database was stopped, and was back after ${round(await postgres.restart(), 0)} ms`)
    await until(0.75)
    say(`the gateway was ended by SIGKILL, and was back after ${round(await gateway.restart('SIGKILL'), 0)} ms`)
    await until(1)
    const { made, again, seconds: took } = await published.stop()
    await crowd({ do: 'calm' })
    say(`${made} decisions were made; ${again} times one was asked for again`)

    const table = await tableOf(gateway.ask, postgres?.url ?? null)
    const different = new Set(table)
    if (table.length !== made || different.size !== made) {
      throw new Error(`The table has ${table.length} decisions, ${different.size} different ones; ${made} were made.`)
    }
    let progress = { sum: -1, at: performance.now() }
    for (;;) {
      const { least, sum } = await crowd({ do: 'count' })
      if (least >= made) break
      if (sum !== progress.sum) progress = { sum, at: performance.now() }
      else if (performance.now() - progress.at > patience) break // what is missing is said below
      await pause(200)
    }
    await pause(2000) // for what would come twice
    const { faults, ends, sum } = await crowd({ do: 'compare', table })
    say(
      `streams ended: ${Object.entries(ends)
        .map(([how, count]) => `${how} ${count}`)
        .join(', ')}`,
    )
    const exit = once(child, 'exit')
    child.disconnect()
    await exit
    await gateway.stop()
    await postgres?.stop()
    if (faults.length > 0) {
      throw new Error(
        `${faults.length} of ${subscribers} subscribers do not hold the table:\n${faults.slice(0, 20).join('\n')}`,
      )
    }
    say(
      `every one of ${subscribers} subscribers holds the ${made} decisions of the table, in order; ${sum} events in all`,
    )
    const rate = made / took
    return [
      {
        what: `${minutes} minutes, ${made} decisions, ${ends['broken off']} breaks, 2 restarts of the gateway, ${postgres ? 1 : 0} of the database: subscribers with exactly the table`,
        ours: String(subscribers),
        baseline: '–',
        ratio: 1,
        wanted: String(subscribers),
        met: true,
      },
      {
        what: `decisions a second, restarts included, to ${subscribers} subscribers on both transports`,
        ours: `${round(rate, 1)}/s`,
        baseline: '–',
        ratio: round(rate, 1),
        wanted: `≥ ${perSecond * 0.95}`,
        met: rate >= perSecond * 0.95,
      },
    ]
  },
}
