// Acknowledged votes per second on one ballot: many voters at once, through the castVote mutation over HTTP, everything
// that follows from a vote included (the event, the tally, those who read the log). Beside it, on the same database and
// by the same process, a transaction for each vote: see votes-server.ts.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Bench, median, onPostgres, type Result, round, startProcess } from './harness.ts'
import { plainClient } from './plain-client.ts'

const rounds = 5
const warm = 3 // rounds before, until the code of both is compiled for what it does
const voters = 2000 // of a round
const inFlight = 400
const adminKey = 'fma_of_the_bench'
const authorization = `Bearer ${adminKey}`
const cast = 'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code } } }'

async function ask(url: string, query: string, input: object): Promise<any> {
  const body = JSON.stringify({ query, variables: { input } })
  const headers = { 'content-type': 'application/json', authorization }
  const { data, errors } = (await (await fetch(`${url}/graphql`, { method: 'POST', headers, body })).json()) as any
  if (errors) throw new Error(errors[0].message)
  return data
}

/** Each member votes once, `inFlight` at a time, each on a connection of its own. @returns votes per second */
async function votesPerSecond(url: string, proposal: string, members: readonly string[]): Promise<number> {
  const left = [...members]
  const client = () => plainClient(`${url}/graphql`, { authorization })
  const clients = await Promise.all(Array.from({ length: inFlight }, client))
  const began = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let member = left.pop(); member !== undefined; member = left.pop()) {
        const input = { proposal, member, choices: [left.length % 3 ? 'approve' : 'reject'] }
        const body = JSON.stringify({ query: cast, variables: { input } })
        const { text } = await client.post(body)
        if (!text.includes('"vote":{"id"')) throw new Error(`A vote was not taken: ${text.slice(0, 300)}`)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const client of clients) client.close()
  return members.length / seconds
}

async function measure(engine: 'embedded' | 'PostgreSQL', environment: Record<string, string>): Promise<Result[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'folkmoot-bench-'))
  const server = await startProcess<{ url: string; control: string }>('bench/votes-server.ts', [], {
    PORT: '0',
    LOG_LEVEL: 'silent',
    FOLKMOOT_DATA: dataFolder,
    FOLKMOOT_ADMIN_KEY: adminKey,
    ...environment,
  })
  const { url, control } = server.said
  const { createCommunity } = await ask(
    url,
    'mutation ($input: CreateCommunityInput!) { createCommunity(input: $input) { community { id } } }',
    { slug: 'bench', name: 'Bench' },
  )
  const community = createCommunity.community.id
  const members = (await (await fetch(`${control}/members?n=${voters}&community=${community}`)).json()) as string[]
  const open = async () => {
    const passes = { closeEarly: false }
    const { openProposal } = await ask(
      url,
      'mutation ($input: OpenProposalInput!) { openProposal(input: $input) { proposal { id electorate { size } } userErrors { message } } }',
      { community, title: 'Pay it?', passes },
    )
    return openProposal.proposal.id as string
  }
  const naive = async (connections: number) => {
    const some = members.slice(0, 500)
    const at = `${control}/naive?proposal=${await open()}&connections=${connections}`
    const took = Number(await (await fetch(at, { method: 'POST', body: JSON.stringify(some) })).text())
    return some.length / (took / 1000)
  }
  const rates = { ours: [] as number[], one: [] as number[], twenty: [] as number[] }
  for (let n = 0; n < warm + rounds; n++) {
    const ours = await votesPerSecond(url, await open(), members)
    const one = await naive(1)
    const twenty = engine === 'PostgreSQL' ? await naive(20) : 0
    if (n < warm) continue
    rates.ours.push(ours)
    rates.one.push(one)
    rates.twenty.push(twenty)
  }
  await server.stop()
  rmSync(dataFolder, { recursive: true })
  const result = (baseline: number[], name: string, least: number): Result => {
    const ratio = round(median(rates.ours.map((rate, index) => rate / baseline[index]!)))
    return {
      what: `votes acknowledged, castVote over HTTP, ${inFlight} in flight, ${engine}`,
      ours: `${Math.round(median(rates.ours))}/s`,
      baseline: `${Math.round(median(baseline))}/s ${name}`,
      ratio,
      wanted: `≥ ${least}`,
      met: ratio >= least,
    }
  }
  if (engine === 'embedded') return [result(rates.one, 'a transaction each', 2)]
  return [
    result(rates.one, 'a transaction each, 1 connection', 5),
    result(rates.twenty, 'a transaction each, 20 connections', 2),
  ]
}

export const bench: Bench = {
  name: 'Votes',
  async run() {
    const results = await measure('embedded', {})
    const onServer = await onPostgres((url) => measure('PostgreSQL', { DATABASE_URL: url }))
    return [...results, ...(onServer ?? [])]
  },
}
