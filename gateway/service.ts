// `npm run service -- NAME --port N`: one part of Folkmoot in a process of its own. Parts find one another by address:
// `--cred http://host:4102`, or FOLKMOOT_CRED_URL (several with commas between, where it runs several times), or the
// default port on this machine.

import '../backbone/security/freeze.ts'
import { parseArgs } from 'node:util'
import type { Config } from '../backbone/config.ts'
import { keepNow, keptBesideCode, keptWithData } from './compiled.ts'
import { defaultPorts, type ServiceName, serviceNames, subgraphNames } from './names.ts'
import { run } from './run.ts'

/** What runs this file as a program. */
export function command(): Promise<void> {
  keptBesideCode()
  return run(async () => {
    const { name, config } = await fromCommandLine()
    keptWithData(config.dataFolder)
    const { startService } = await import('./processes/service.ts')
    const { subgraphModules } = await import('./subgraph-modules.ts')
    const service = await startService(name, config, subgraphModules, { page: true, planApart: true })
    console.log(`${name} listens at ${service.url}`)
    keepNow()
    return service
  })
}

/** Who is asked by others, and so has an address that may be given. */
const asked = [...subgraphNames, 'gateway'] as const
const addresses = Object.fromEntries(asked.map((each) => [each, { type: 'string' }])) as Record<
  (typeof asked)[number],
  { type: 'string' }
>

async function fromCommandLine(): Promise<{ name: ServiceName; config: Config }> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'metrics-port': { type: 'string' },
      ...addresses,
      'new-secret': { type: 'boolean', default: false },
    },
  })
  const name = serviceNames.find((each) => each === positionals[0])
  if (!name)
    throw new Error(`Wanted the name of a service (${serviceNames.join(', ')}); got "${positionals[0] ?? ''}".`)
  const flags = {
    PORT: values.port,
    HOST: values.host,
    FOLKMOOT_METRICS_PORT: values['metrics-port'],
    ...Object.fromEntries(asked.map((each) => [`FOLKMOOT_${each.toUpperCase()}_URL`, values[each]])),
  }
  const { readConfigWith } = await import('../backbone/config.ts')
  const config = readConfigWith(flags, { PORT: String(defaultPorts[name]) })
  return { name, config: { ...config, newSecret: values['new-secret'] } }
}

if (import.meta.main) await command()
