// `npm run sandbox`: a stand-in Open Collective and a made-up SourceCred instance, as a process of their own, for trying
// Folkmoot without a collective. Nothing is kept when it ends.
import { parseArgs } from 'node:util'
import { startOpenCollective } from './opencollective/index.ts'
import { HOW_TO_ACT } from './opencollective/paths.ts'
import { startSourceCred } from './sourcecred/index.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '4600' },
    'cred-port': { type: 'string', default: '4601' },
    host: { type: 'string', default: '127.0.0.1' },
    'no-limits': { type: 'boolean', default: false },
  },
})

/** @throws Error that says which port is taken. */
const listening = <T>(flag: string, port: string, start: () => Promise<T>): Promise<T> =>
  start().catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error
    console.error(`Port ${port} is taken, perhaps by another sandbox. Choose one: npm run sandbox -- --${flag} PORT`)
    process.exit(1)
  })

const collective = await listening('port', values.port, () =>
  startOpenCollective({
    port: Number(values.port),
    host: values.host,
    ...(values['no-limits'] ? { rateLimit: false as const } : {}),
  }),
)
const cred = await listening('cred-port', values['cred-port'], () =>
  startSourceCred({ port: Number(values['cred-port']), host: values.host }),
)

for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, async () => {
    await Promise.all([collective.stop(), cred.stop()])
    process.exit(0)
  })

console.log(`Open Collective (stand-in)
  GraphQL          ${collective.url}
  web              ${collective.webUrl}
  collective       ${collective.collective.slug}
  token            ${collective.tokens['governance-bot']}   (of governance-bot, an admin made for Folkmoot to act as)

SourceCred instance
  address          ${cred.url}

What the steps of docs/getting-started.md ask for (start Folkmoot with FOLKMOOT_PRIVATE_HOSTS=127.0.0.1,localhost, or it will not call this machine):

CRED=${cred.url}
COLLECTIVE=${collective.collective.slug}
TOKEN=${collective.tokens['governance-bot']}
SETTINGS='${JSON.stringify({ apiUrl: collective.url, webUrl: collective.webUrl })}'

Act as one of ${collective
  .people()
  .map(({ slug, adminOf }) => (adminOf.length ? `${slug} (admin of ${adminOf})` : slug))
  .join(', ')}:

${HOW_TO_ACT.replaceAll(/^(\S+ +)/gm, `  $1${collective.webUrl}`)}

  curl ${collective.webUrl}/sandbox/expenses -H 'content-type: application/json' \\
    -d '{"as": "lin-yue", "description": "Paint", "amountInCents": 4200}'

Ctrl-C ends it; nothing is kept.`)
