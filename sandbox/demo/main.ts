// `npm run demo`: both flows on a fresh embedded database and sandbox platforms, then it stays up to be played with.
// `--exit` ends it after the flows: 0, or 1 with what failed. `--port N` (default 4000; another where it is taken).

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../backbone/config.ts'
import { startFolkmoot } from '../../gateway/processes/start.ts'
import { startOpenCollective } from '../opencollective/index.ts'
import { startSourceCred } from '../sourcecred/index.ts'
import { connect } from './client.ts'
import { narrator } from './narrator.ts'
import { play } from './story.ts'

const { values } = parseArgs({
  options: { exit: { type: 'boolean', default: false }, port: { type: 'string', default: '4000' } },
})
const tell = narrator((line) => console.log(line), process.stdout.isTTY ?? false)
const stops: (() => Promise<unknown> | unknown)[] = []

async function stopAll(): Promise<void> {
  for (const stop of stops.splice(0).reverse()) await stop()
}

process.once('SIGINT', () => void stopAll().then(() => process.exit(0)))
process.once('SIGTERM', () => void stopAll().then(() => process.exit(0)))

try {
  const dataFolder = mkdtempSync(join(tmpdir(), 'folkmoot-demo-'))
  stops.push(() => rmSync(dataFolder, { recursive: true, force: true }))
  const collective = await startOpenCollective({ rateLimit: false })
  stops.push(() => collective.stop())
  const instance = await startSourceCred()
  stops.push(() => instance.stop())
  console.log('Folkmoot starts on a fresh embedded database …')
  const begin = (port: number) =>
    startFolkmoot(
      {
        ...readConfig({}),
        port,
        dataFolder,
        privateHosts: ['127.0.0.1', 'localhost'],
        logLevel: 'error',
      },
      { page: !values.exit },
    )
  const folkmoot = await begin(Number(values.port)).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error
    return begin(0)
  })
  stops.push(() => folkmoot.stop())
  const api = connect(folkmoot.url, folkmoot.adminKey)
  stops.push(() => api.close())
  const page = (path: string) => `${folkmoot.url}${path}`
  // Whoever watches on the page should see it happen, not find that it has happened.
  const pace = values.exit ? 0 : 1000
  const { community, keys, open } = await play({ api, collective, sourceCredUrl: instance.url, tell, page, pace })
  if (values.exit) {
    await stopAll()
    console.log('\nBoth flows passed.')
    process.exit(0)
  }
  tell.chapter('Now it is yours')
  tell.says(`The page          ${page(`/communities/${community.slug}`)}`)
  tell.says(`Folkmoot          ${folkmoot.url}/graphql     (community ${community.slug})`)
  tell.says(`Open Collective   ${collective.webUrl}        (a stand-in: its page says how to act there)`)
  tell.says(`SourceCred        ${instance.url}`)
  tell.says(`admin key         ${folkmoot.adminKey}`)
  for (const [name, key] of Object.entries(keys)) tell.says(`${name.padEnd(17)} ${key}`)
  tell.says('\n  A ballot was left open for you. Sign in on the page with the key of Tobias Okafor, and vote:')
  tell.says(`${page(`/sign-in?back=/proposals/${open}`)}`)
  tell.says(
    '\n  Or by hand: submit an expense as someone, see the ballot that it opens, and vote on it as Tobias (put its id in):',
  )
  tell.shows(`curl -s ${collective.webUrl}/sandbox/expenses -H 'content-type: application/json' \\
  -d '{"as": "lin-yue", "description": "Paint", "amountInCents": 4200}'
curl -s ${folkmoot.url}/graphql -H 'content-type: application/json' \\
  -d '{"query": "{ community(community: \\"${community.slug}\\") { proposals(status: OPEN) { nodes { id title tally { voters standing } } } } }"}'
curl -s ${folkmoot.url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${keys['Tobias Okafor']}' \\
  -d '{"query": "mutation { castVote(input: { proposal: \\"prop_…\\", choices: [\\"approve\\"] }) { proposal { tally { voters standing } } userErrors { message } } }"}'`)
  tell.says('\n  Ctrl-C ends it; nothing is kept.')
} catch (error) {
  console.error('\nThe demonstration failed:', error)
  await stopAll().catch(() => {})
  process.exit(1)
}
