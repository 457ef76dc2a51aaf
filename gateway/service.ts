// `npm run service -- NAME --port N`: one part of Folkmoot in a process of its own. Parts find one another by address:
// `--cred http://host:4102`, or FOLKMOOT_CRED_URL (several with commas between, where it runs several times), or the
// default port on this machine.

import '../backbone/security/freeze.ts'
import { parseArgs } from 'node:util'
import { type Config, readConfigWith } from '../backbone/config.ts'
import { defaultPorts, type ServiceName, serviceNames } from './names.ts'
import { startService } from './processes/service.ts'
import { run } from './run.ts'
import { subgraphModules } from './subgraph-modules.ts'

/** What runs this file as a program. */
export function command(): Promise<void> {
  return run(async () => {
    const { name, config } = fromCommandLine()
    const service = await startService(name, config, subgraphModules, { page: true, planApart: true })
    console.log(`${name} listens at ${service.url}`)
    return service
  })
}

function fromCommandLine(): { name: ServiceName; config: Config } {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: 'string' },
      host: { type: 'string' },
      'metrics-port': { type: 'string' },
      communities: { type: 'string' },
      cred: { type: 'string' },
      proposals: { type: 'string' },
      actions: { type: 'string' },
      gateway: { type: 'string' },
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
    FOLKMOOT_COMMUNITIES_URL: values.communities,
    FOLKMOOT_CRED_URL: values.cred,
    FOLKMOOT_PROPOSALS_URL: values.proposals,
    FOLKMOOT_ACTIONS_URL: values.actions,
    FOLKMOOT_GATEWAY_URL: values.gateway,
  }
  const config = readConfigWith(flags, { PORT: String(defaultPorts[name]) })
  return { name, config: { ...config, newSecret: values['new-secret'] } }
}

if (import.meta.main) await command()
