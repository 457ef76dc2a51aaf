// Flow 1's question over HTTP: `cred(community, account)`, 10 connections, one process; beside a bare node:http server
// that answers the same bytes. With 15 accounts and with 100,000. Rounds alternate, so that a busy machine is busy for all.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildInstance, manyPeople, startSourceCred } from '../sandbox/sourcecred/index.ts'
import { type Bench, freePort, median, requestsPerSecond, round, startProcess } from './harness.ts'

const rounds = 7
const ms = 2_000
const adminKey = 'fma_of_the_bench'

interface Server {
  url: string
  stop(): Promise<void>
}

/** A server as `npm start` makes it, on a fresh embedded database. */
async function startServer(): Promise<Server> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
  const port = await freePort()
  const { stop } = await startProcess<object>('bench/folkmoot-server.ts', [], {
    PORT: String(port),
    FOLKMOOT_DATA: dataFolder,
    FOLKMOOT_ADMIN_KEY: adminKey,
    FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1',
  })
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    async stop() {
      await stop()
      rmSync(dataFolder, { recursive: true })
    },
  }
}

async function ask(server: Server, query: string, variables: object): Promise<any> {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` },
    body: JSON.stringify({ query, variables }),
  })
  const { data, errors } = (await answer.json()) as any
  const refused = errors ?? Object.values<any>(data).flatMap((field) => field?.userErrors ?? [])
  if (refused.length > 0) throw new Error(JSON.stringify(refused))
  return data
}

/** A public community whose instance has this many accounts. */
async function communityWith(server: Server, people: number): Promise<string> {
  const slug = `people-${people}`
  await ask(
    server,
    'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } userErrors { message } } }',
    {
      input: { slug, name: slug },
    },
  )
  const instance = buildInstance({ people: manyPeople(people), weeks: 4, only: ['credGrainView', 'accounts'] })
  const source = await startSourceCred({ instance })
  await ask(
    server,
    'mutation ($input: ConnectCredInput!) { connectCred(input: $input) { cred { total } userErrors { message } } }',
    {
      input: { community: slug, url: source.url },
    },
  )
  await source.stop()
  return slug
}

const question =
  'query Cred($community: ID!, $account: AccountInput!) { cred(community: $community, account: $account) { status total rank } }'

function loadOf(url: string, community: string) {
  const account = { platform: 'github', username: 'member-000000' }
  return {
    url,
    ms,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: question, variables: { community, account } }),
    expect: '"FOUND"',
  }
}

export const bench: Bench = {
  name: 'Look-up of cred',
  async run() {
    const server = await startServer()
    const few = loadOf(server.url, await communityWith(server, 15))
    const many = loadOf(server.url, await communityWith(server, 100_000))
    const answer = await fetch(server.url, { method: 'POST', headers: few.headers, body: few.body })
    const bare = await startProcess<{ url: string }>('bench/bare-server.ts', [await answer.text()])
    const baseline = { ...few, url: bare.said.url }
    const rates = { few: [] as number[], many: [] as number[], baseline: [] as number[] }
    for (const load of [few, many, baseline]) await requestsPerSecond(load) // warm
    for (let each = 0; each < rounds; each++) {
      rates.baseline.push(await requestsPerSecond(baseline))
      rates.few.push(await requestsPerSecond(few))
      rates.many.push(await requestsPerSecond(many))
    }
    await server.stop()
    await bare.stop()

    const ratio = round(median(rates.few.map((rate, index) => rate / rates.baseline[index]!)), 3)
    const growth = round(median(rates.many.map((rate, index) => rate / rates.few[index]!)), 3)
    const perSecond = (values: number[]) => `${round(median(values), 0)}/s`
    return [
      {
        what: 'cred(community, account), 10 connections, 15 accounts',
        ours: perSecond(rates.few),
        baseline: `${perSecond(rates.baseline)} bare node:http`,
        ratio,
        wanted: '≥ 0.12',
        met: ratio >= 0.12,
      },
      {
        what: 'the same with 100,000 accounts',
        ours: perSecond(rates.many),
        baseline: `${perSecond(rates.few)} with 15`,
        ratio: growth,
        wanted: '0.9 to 1.1',
        met: growth >= 0.9 && growth <= 1.1,
      },
    ]
  },
}
