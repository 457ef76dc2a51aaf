// Flow 1's question over HTTP: `cred(community, account)`, 10 connections, one process; beside a bare node:http server
// that answers the same bytes. With 15 accounts and with 100,000. Rounds alternate, so that a busy machine is busy for all.

import { buildInstance, manyPeople, startSourceCred } from '../sandbox/sourcecred/index.ts'
import { mutateBy } from './client.ts'
import { type Bench, median, requestsPerSecond, round, startProcess } from './harness.ts'
import { startServer } from './server.ts'

const rounds = 7
const ms = 2_000
/** A public community whose instance has this many accounts. */
async function communityWith(url: string, people: number): Promise<string> {
  const slug = `people-${people}`
  const mutate = mutateBy(url)
  await mutate('createCommunity', 'CreateCommunityInput', { slug, name: slug })
  const instance = buildInstance({ people: manyPeople(people), weeks: 4, only: ['credGrainView', 'accounts'] })
  const source = await startSourceCred({ instance })
  await mutate('connectCred', 'ConnectCredInput', { community: slug, url: source.url })
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
    const server = await startServer<{ url: string }>('bench/folkmoot-server.ts', {
      LOG_LEVEL: 'info',
      FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1',
    })
    const { url } = server.said
    const few = loadOf(`${url}/graphql`, await communityWith(url, 15))
    const many = loadOf(`${url}/graphql`, await communityWith(url, 100_000))
    const answer = await fetch(few.url, { method: 'POST', headers: few.headers, body: few.body })
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
