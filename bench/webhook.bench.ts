// From sending a webhook to having its answer, one after the other on one connection: it is stored before it is answered.
// Beside bare inserts into the same database, by the same process, in alternating rounds: a millisecond apart, as
// webhooks come (an insert that comes alone finds the caches of the processor cold), and in a tight loop, which no
// webhook ever is. Then many webhooks at once, beside a transaction for each with the insert that keeps ours, as with
// votes (votes.bench.ts); and, for comparison, beside that tight loop of bare inserts into a table of two columns.

import { startOpenCollective } from '../sandbox/opencollective/index.ts'
import { mutateBy } from './client.ts'
import { type Bench, median, type Result, round } from './harness.ts'
import { type PlainClient, plainClient } from './plain-client.ts'
import { type Engine, onBothEngines, startServer } from './server.ts'

const rounds = 7
const each = 200
const inFlight = 100
const atOnce = 2000 // webhooks of a round

async function measure(name: Engine, environment: Record<string, string>): Promise<Result[]> {
  const collective = await startOpenCollective({ rateLimit: false })
  const server = await startServer<{ url: string; control: string }>('bench/webhook-server.ts', {
    FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1',
    ...environment,
  })
  const hook = await connect(server.said.url, collective)
  const { legacyId } = collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
  let id = 1_000_000
  const send = async (client: PlainClient) => {
    const body = JSON.stringify({
      id: id++,
      type: 'collective.expense.created',
      CollectiveId: collective.collective.legacyId,
      createdAt: new Date().toISOString(),
      data: { expense: { id: legacyId, description: 'Hose', amount: 6840 } },
    })
    const began = performance.now()
    const { status } = await client.post(body)
    if (status >= 300) throw new Error(`A webhook was answered ${status}.`)
    return performance.now() - began
  }
  const asked = async (what: string) => (await (await fetch(`${server.said.control}/${what}`)).json()) as number[]
  const inserts = (wait: number) => asked(`insert?n=${each}&pause=${wait}`)
  const rateOf = (took: readonly number[]) => took.length / (took.reduce((sum, ms) => sum + ms, 0) / 1000)
  const clients = await Promise.all(Array.from({ length: inFlight }, () => plainClient(hook)))
  const p50 = { ours: [] as number[], paced: [] as number[], tight: [] as number[] }
  const perSecond = { ours: [] as number[], naive: [] as number[], bare: [] as number[] }
  for (let n = 0; n <= rounds; n++) {
    const took: number[] = []
    for (let sent = 0; sent < each; sent++) took.push(await send(clients[0]!))
    const paced = await inserts(1)
    const tight = await inserts(0)
    const naive = await asked(`naive?n=${5 * each}`)
    let left = atOnce
    const began = performance.now()
    await Promise.all(
      clients.map(async (client) => {
        while (left-- > 0) await send(client)
      }),
    )
    const rate = atOnce / ((performance.now() - began) / 1000)
    if (n === 0) continue // warm
    p50.ours.push(median(took))
    p50.paced.push(median(paced))
    p50.tight.push(median(tight))
    perSecond.ours.push(rate)
    perSecond.naive.push(rateOf(naive))
    perSecond.bare.push(rateOf(tight))
  }
  for (const client of clients) client.close()
  await server.stop()
  await collective.stop()
  const ratio = (ours: number[], bare: number[]) => round(median(ours.map((value, index) => value / bare[index]!)))
  const single = (bare: number[], how: string, wanted: string, most: number): Result => ({
    what: `webhook stored and answered, p50, ${name}`,
    ours: `${round(median(p50.ours), 3)} ms`,
    baseline: `${round(median(bare), 3)} ms a bare insert, ${how}`,
    ratio: ratio(p50.ours, bare),
    wanted,
    met: ratio(p50.ours, bare) <= most,
  })
  const many = (baseline: number[], how: string, comparison: boolean): Result => {
    const times = ratio(perSecond.ours, baseline)
    return {
      what: `webhooks acknowledged over HTTP, ${inFlight} in flight, ${name}`,
      ours: `${Math.round(median(perSecond.ours))}/s`,
      baseline: `${Math.round(median(baseline))}/s ${how}`,
      ratio: times,
      wanted: comparison ? '(for comparison)' : '≥ 2',
      met: comparison || times >= 2,
    }
  }
  return [
    single(p50.paced, 'a millisecond after the one before', '≤ 3', 3),
    single(p50.tight, 'in a tight loop', '(for comparison) ≤ 3', 3),
    many(perSecond.naive, 'the same insert, a transaction each, 1 connection', false),
    many(perSecond.bare, 'bare inserts in a tight loop', true),
  ]
}

async function connect(url: string, collective: Awaited<ReturnType<typeof startOpenCollective>>): Promise<string> {
  const mutate = mutateBy(url)
  await mutate('createCommunity', 'CreateCommunityInput', { slug: 'bench', name: 'Bench' })
  const input = {
    community: 'bench',
    platform: 'opencollective',
    externalId: collective.collective.slug,
    credentials: { personalToken: collective.tokens['governance-bot'] },
    settings: { apiUrl: collective.url, webUrl: collective.webUrl },
  }
  const selection = 'connection { webhookUrl }'
  const connected = mutate<{ connection: { webhookUrl: string } }>(
    'connectPlatform',
    'ConnectPlatformInput',
    input,
    selection,
  )
  return (await connected).connection.webhookUrl
}

export const bench: Bench = {
  name: 'Webhooks',
  run: () => onBothEngines(measure),
}
