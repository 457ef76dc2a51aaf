// Gateways over the four subgraphs of a shop (federation-shop.ts): ours beside Hive Gateway, Apollo Gateway and a bare node:http
// server that sends the answer ready-made. Each has a process of its own; the subgraphs share one, answer from memory and are the
// same for all, as is the client. Counted is the CPU of the gateway's process for a request: on a machine that is busy with
// other things, it is what says most. Beside it stand requests a second, the most memory that was resident, and how often the
// subgraphs were asked for a request: Hive Gateway asks once for what it is asking already, and all clients ask the same here.
// Rounds alternate. That all answer the same is checked before.
//
// The others are installed into bench/peers where they are not yet (`npm ci`), and left out where they cannot be.

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { subgraphNames } from '../gateway/names.ts'
import { root } from '../gateway/root.ts'
import { type Composed, composedShop, type Question, questions } from './federation-shop.ts'
import { answersTo, type Bench, median, type Result, round, startProcess } from './harness.ts'
import { startServer } from './server.ts'
import type { Usage } from './usage.ts'

const rounds = 7
const ms = 1500
const warm = 4e6 // microseconds of CPU of each before its rounds, on a busy machine those of half a minute
const connections = 20
const peersFolder = join(import.meta.dirname, 'peers')
const headers = { 'content-type': 'application/json', accept: 'application/json' }

/** `bare`: nothing can do with less, so that it is shown, and not competed with. */
type Kind = 'ours' | 'planner' | 'stitching' | 'apollo' | 'bare'

interface Side {
  kind: Kind
  name: string
  url: string
  usage(): Promise<Usage>
  /** Of the bare server: what it sends from now on. */
  prepare(answer: string): Promise<void>
  stop(): Promise<void>
}

/** Of one side and one question, a figure for each round. */
interface Figures {
  /** Microseconds of CPU for a request. */
  cpu: number[]
  /** Requests a second. */
  rate: number[]
  /** Bytes. */
  resident: number[]
  /** Requests to subgraphs for a request. */
  asked: number[]
}

async function startSide(name: string, script: string, kind: Kind, file: string): Promise<Side> {
  const { said, stop } = await startProcess<{ url: string; control: string }>(script, [kind, file], {
    NODE_ENV: 'production',
  })
  return {
    kind,
    name,
    url: said.url,
    stop,
    usage: async () => (await (await fetch(said.control)).json()) as Usage,
    async prepare(answer) {
      await (await fetch(said.control, { method: 'POST', body: answer })).text()
    },
  }
}

/** Whether the others can be started; what keeps them from it is printed. */
function peersInstalled(): boolean {
  if (existsSync(join(peersFolder, 'node_modules'))) return true
  try {
    console.log('  installing other gateways into bench/peers …')
    const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund']
    execFileSync('npm', args, { cwd: peersFolder, stdio: ['ignore', 'ignore', 'pipe'] })
    return true
  } catch (error) {
    rmSync(join(peersFolder, 'node_modules'), { recursive: true, force: true })
    console.log(`  without other gateways, which cannot be installed: ${(error as Error).message.slice(0, 500)}`)
    return false
  }
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(peersFolder, 'node_modules', name, 'package.json'), 'utf8')).version
}

const bodyOf = ({ query, variables }: Question) => JSON.stringify({ query, variables })

async function answerOf({ url }: Side, question: Question): Promise<string> {
  const answer = await fetch(url, { method: 'POST', headers, body: bodyOf(question) })
  return answer.text()
}

/** @throws Error where one answers otherwise than the first. */
async function agreed(sides: readonly Side[], question: Question): Promise<string> {
  const first = await answerOf(sides[0]!, question)
  const parsed = JSON.parse(first)
  if (!parsed.data || parsed.errors) throw new Error(`${sides[0]!.name} answered ${first.slice(0, 500)}`)
  for (const side of sides) {
    const answer = await answerOf(side, question)
    if (isDeepStrictEqual(JSON.parse(answer), parsed)) continue
    throw new Error(`Over ${question.over}, ${side.name} answered ${answer.slice(0, 500)}; got ${first.slice(0, 500)}`)
  }
  return first
}

/** @param asked how often the subgraphs were, until now */
async function measured(
  sides: readonly Side[],
  question: Question,
  asked: () => Promise<number>,
): Promise<Map<Side, Figures>> {
  const load = (side: Side, ms: number) =>
    answersTo({ url: side.url, body: bodyOf(question), headers, expect: '{"data":{', connections, ms })
  for (const side of sides) {
    const begun = (await side.usage()).cpu
    for (let each = 0; each < 30 && (await side.usage()).cpu - begun < warm; each++) await load(side, 1000)
  }
  const found = new Map<Side, Figures>(sides.map((side) => [side, { cpu: [], rate: [], resident: [], asked: [] }]))
  for (let each = 0; each < rounds; each++) {
    for (const [side, figures] of found) {
      const [before, askedBefore] = [await side.usage(), await asked()]
      const { count, seconds } = await load(side, ms)
      const [after, askedAfter] = [await side.usage(), await asked()]
      figures.cpu.push((after.cpu - before.cpu) / count)
      figures.rate.push(count / seconds)
      figures.resident.push(after.resident)
      figures.asked.push((askedAfter - askedBefore) / count)
    }
  }
  return found
}

/** Ours, those of the others that can serve it, and the least that can be done. */
async function compared(composed: Composed, peers: Peers, all: readonly Question[], control: string) {
  const folder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
  const file = join(folder, 'composed.json')
  writeFileSync(file, JSON.stringify(composed))
  const sides: Side[] = []
  try {
    sides.push(await startSide('ours', 'bench/federation-server.ts', 'ours', file))
    for (const [kind, name] of Object.entries(peers) as [Kind, string][])
      sides.push(await startSide(name, 'bench/peers/server.ts', kind, file))
    const bare = await startSide('bare node:http', 'bench/federation-server.ts', 'bare', file)
    const asked = async () => Number(await (await fetch(control)).text())
    const results: Result[] = []
    for (const question of all) {
      const answer = await agreed(sides, question)
      await bare.prepare(answer)
      const found = await measured([...sides, bare], question, asked)
      const over = `${question.over}, ${round(Buffer.byteLength(answer) / 1024, 1)} KB`
      for (const side of [...sides.slice(1), bare])
        results.push(line(over, found.get(sides[0]!)!, found.get(side)!, side, question.times))
    }
    await bare.stop()
    return results
  } finally {
    for (const side of sides) await side.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Their names, of those that can be started. */
type Peers = Partial<Record<Kind, string>>

function peersOf(): Peers {
  if (!peersInstalled()) return {}
  const hive = `Hive Gateway ${versionOf('@graphql-hive/gateway-runtime')}`
  return {
    planner: `${hive}, planner in Rust (router-runtime ${versionOf('@graphql-hive/router-runtime')})`,
    stitching: `${hive}, stitching`,
    apollo: `Apollo Gateway ${versionOf('@apollo/gateway')}, Apollo Server ${versionOf('@apollo/server')}`,
  }
}

/** Our own schemas, as they are committed, of subgraphs at that address. */
function ourOwn(at: string): Composed {
  const read = (name: string) => readFileSync(join(root, `schema/${name}.graphql`), 'utf8')
  const urls = Object.fromEntries(subgraphNames.map((name) => [name, `${at}/${name}`]))
  const supergraph = read('supergraph').replace(/"http:\/\/(\w+)\.folkmoot"/g, (_, name) => `"${urls[name]}"`)
  return { supergraph, api: read('api'), urls }
}

const community: Question = {
  over: 'our own community page: 50 members with cred, 25 ballots with tallies',
  times: 3,
  query: `
    query Page($community: ID!) {
      community(community: $community) {
        id slug name visibility
        members(first: 50) { nodes { id name roles { role { name } } cred { status total rank } } }
        proposals(first: 25) {
          nodes {
            id title status method openedAt closesAt
            choices { key label }
            electorate { size totalWeight }
            tally { counts { choice votes weight } voters turnout quorumReached standing choice updatedAt }
          }
        }
      }
    }`,
  variables: { community: 'bench' },
}

export const bench: Bench = {
  name: 'Federation',
  async run() {
    const peers = peersOf()
    const shop = await startProcess<{ url: string; control: string }>('bench/federation-subgraphs.ts')
    const results = await compared(composedShop(shop.said.url), peers, questions, shop.said.control).finally(shop.stop)
    // Apollo Gateway starts with no supergraph that wants something for its security that it does not know.
    const { apollo: _, ...others } = peers
    const ours = await startServer<{ url: string; control: string }>('bench/federation-community.ts', {
      FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1',
    })
    const own = compared(ourOwn(ours.said.url), others, [community], ours.said.control)
    return [...results, ...(await own.finally(ours.stop))]
  },
}

/** @param times of our CPU that the other with a planner in Rust uses at least; any other uses more than ours */
function line(over: string, ours: Figures, its: Figures, { kind, name }: Side, times: number): Result {
  const most = kind === 'planner' ? round(1 / times, 3) : 1
  const ratio = round(median(ours.cpu.map((cpu, index) => cpu / its.cpu[index]!)), 3)
  return {
    what: `CPU for a request over ${over}`,
    ours: words(ours),
    baseline: `${words(its)} ${name}`,
    ratio,
    wanted: kind === 'bare' ? 'shown' : `< ${most}`,
    met: kind === 'bare' || ratio < most,
  }
}

function words({ cpu, rate, resident, asked }: Figures): string {
  const [second, most, times] = [round(median(rate), 0), round(Math.max(...resident) / 1e6, 0), round(median(asked), 1)]
  return `${round(median(cpu), 0)} µs (${second}/s, ${most} MB, subgraphs asked ${times} times)`
}
