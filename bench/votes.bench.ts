// Acknowledged votes per second: many voters at once, through the castVote mutation over HTTP, everything that follows from a
// vote included (the event, the tally, those who read the log). On one ballot, and spread over a hundred of twenty communities.
// Beside it, on the same database and by the same process, a transaction for each vote: see votes-server.ts.

import { setTimeout as pause } from 'node:timers/promises'
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

const communities = 20 // over which votes are spread
const ballots = 5 // of each of them

/** Who votes on what. */
interface Voter {
  proposal: string
  member: string
}

/** Each votes once, `inFlight` at a time, each on a connection of its own. @returns votes per second */
async function votesPerSecond(url: string, voting: readonly Voter[]): Promise<number> {
  const left = [...voting]
  const client = () => plainClient(`${url}/graphql`, { authorization })
  const clients = await Promise.all(Array.from({ length: inFlight }, client))
  const began = performance.now()
  await Promise.all(
    clients.map(async (client) => {
      for (let voter = left.pop(); voter !== undefined; voter = left.pop()) {
        const input = { ...voter, choices: [left.length % 3 ? 'approve' : 'reject'] }
        const body = JSON.stringify({ query: cast, variables: { input } })
        const { text } = await client.post(body)
        if (!text.includes('"vote":{"id"')) throw new Error(`A vote was not taken: ${text.slice(0, 300)}`)
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  for (const client of clients) client.close()
  return voting.length / seconds
}

async function measure(engine: Engine, environment: Record<string, string>): Promise<Result[]> {
  const server = await startServer<{ url: string; control: string }>('bench/votes-server.ts', environment)
  const { url, control } = server.said
  const mutate = mutateBy(url)
  const found = async (slug: string, size: number) => {
    const input = { slug, name: slug }
    const { community } = await mutate<Made<'community'>>(
      'createCommunity',
      'CreateCommunityInput',
      input,
      'community { id }',
    )
    const members = await (await fetch(`${control}/members?n=${size}&community=${community.id}`)).json()
    return { id: community.id, members: members as string[] }
  }
  const open = async (community: string) => {
    const input = { community, title: 'Pay it?', passes: { closeEarly: false } }
    const { proposal } = await mutate<Made<'proposal'>>('openProposal', 'OpenProposalInput', input, 'proposal { id }')
    return proposal.id
  }
  const large = await found('bench', voters)
  const small: Awaited<ReturnType<typeof found>>[] = []
  for (let n = 0; n < communities; n++) small.push(await found(`bench-${n}`, voters / communities))
  const onOne = async () => {
    const proposal = await open(large.id)
    return large.members.map((member) => ({ proposal, member }))
  }
  /** Each member of a small community votes on one of its ballots; neighbours are of other communities. */
  const onMany = async () => {
    const voting: Voter[] = []
    const opened = await Promise.all(
      small.map(({ id }) => Promise.all(Array.from({ length: ballots }, () => open(id)))),
    )
    for (let n = 0; n < voters / communities; n++)
      for (const [index, { members }] of small.entries())
        voting.push({ proposal: opened[index]![n % ballots]!, member: members[n]! })
    return voting
  }
  /** What follows from opening ballots, such as their jobs, is over when votes are cast. */
  const settled = async (opening: Promise<Voter[]>) => {
    const voting = await opening
    await pause(1000)
    return voting
  }
  const naive = async (connections: number) => {
    const some = large.members.slice(0, 500)
    const at = `${control}/naive?proposal=${await open(large.id)}&connections=${connections}`
    const took = Number(await (await fetch(at, { method: 'POST', body: JSON.stringify(some) })).text())
    return some.length / (took / 1000)
  }
  const rates = { ours: [] as number[], spread: [] as number[], one: [] as number[], twenty: [] as number[] }
  for (let n = 0; n < warm + rounds; n++) {
    const ours = await votesPerSecond(url, await settled(onOne()))
    const spread = await votesPerSecond(url, await settled(onMany()))
    const one = await naive(1)
    const twenty = engine === 'PostgreSQL' ? await naive(20) : 0
    if (n < warm) continue
    rates.ours.push(ours)
    rates.spread.push(spread)
    rates.one.push(one)
    rates.twenty.push(twenty)
  }
  await server.stop()
  const result = (ours: number[], baseline: number[], on: string, name: string, least: number): Result => {
    const ratio = round(median(ours.map((rate, index) => rate / baseline[index]!)))
    return {
      what: `votes acknowledged${on}, castVote over HTTP, ${inFlight} in flight, ${engine}`,
      ours: `${Math.round(median(ours))}/s`,
      baseline: `${Math.round(median(baseline))}/s ${name}`,
      ratio,
      wanted: `≥ ${least}`,
      met: ratio >= least,
    }
  }
  const { ours, spread, one, twenty } = rates
  const spreadOut = result(
    spread,
    ours,
    ` over ${communities * ballots} ballots of ${communities} communities`,
    'on one ballot',
    0.9,
  )
  if (engine === 'embedded') return [result(ours, one, '', 'a transaction each', 2), spreadOut]
  return [
    result(ours, one, '', 'a transaction each, 1 connection', 5),
    result(ours, twenty, '', 'a transaction each, 20 connections', 2),
    spreadOut,
  ]
}

export const bench: Bench = {
  name: 'Votes',
  run: () => onBothEngines(measure),
}
