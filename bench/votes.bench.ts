// Acknowledged votes per second on one ballot: many voters at once, through the castVote mutation over HTTP, everything
// that follows from a vote included (the event, the tally, those who read the log). Beside it, on the same database and
// by the same process, a transaction for each vote: see votes-server.ts.

import { adminKey, type Made, mutateBy } from './client.ts'
import { type Bench, median, type Result, round } from './harness.ts'
import { plainClient } from './plain-client.ts'
import { type Engine, onBothEngines, startServer } from './server.ts'

const rounds = 5
const warm = 3 // rounds before, until the code of both is compiled for what it does
const voters = 2000 // of a round
const inFlight = 400
const authorization = `Bearer ${adminKey}`
const cast = 'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code } } }'

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

async function measure(engine: Engine, environment: Record<string, string>): Promise<Result[]> {
  const server = await startServer<{ url: string; control: string }>('bench/votes-server.ts', environment)
  const { url, control } = server.said
  const mutate = mutateBy(url)
  const input = { slug: 'bench', name: 'Bench' }
  const made = await mutate<Made<'community'>>('createCommunity', 'CreateCommunityInput', input, 'community { id }')
  const community = made.community.id
  const members = (await (await fetch(`${control}/members?n=${voters}&community=${community}`)).json()) as string[]
  const open = async () => {
    const passes = { closeEarly: false }
    const input = { community, title: 'Pay it?', passes }
    const { proposal } = await mutate<Made<'proposal'>>('openProposal', 'OpenProposalInput', input, 'proposal { id }')
    return proposal.id
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
  run: () => onBothEngines(measure),
}
