// `npm run compose` makes schema/supergraph.graphql (for the gateway) and schema/api.graphql (for clients) from the four
// subgraphs' SDL. `--check` writes nothing and fails where what is committed differs. Where subgraphs are added by the
// configuration, it says of each whether it is taken, and writes what comes of it into the folder `composed` of FOLKMOOT_DATA.
// `--for-routers FOLDER` writes ours for routers of others, with the addresses that the configuration has.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printSchema } from 'graphql'
import { type Config, readConfig } from '../backbone/config.ts'
import { guestsNow, hasGuests } from '../backbone/subgraph/guests.ts'
import { committedSdl } from './graph/committed.ts'
import { compose } from './graph/compose.ts'
import { forRouters } from './graph/for-routers.ts'
import { joiningOf, joinMost } from './graph/guests/join.ts'
import { oursOf } from './graph/guests/ours.ts'
import { supergraphOf } from './graph/supergraph.ts'
import { defaultPorts, type SubgraphName, subgraphNames } from './names.ts'
import { findOut } from './processes/finding.ts'
import { root } from './root.ts'

const names = ['supergraph', 'api'] as const

function composeOurs(check: boolean): void {
  const composed = compose(committedSdl)
  for (const name of names) {
    const file = join(root, `schema/${name}.graphql`)
    if (!check) writeFileSync(file, composed[name])
    else if (readFileSync(file, 'utf8') !== composed[name]) {
      console.error(`schema/${name}.graphql is not what the subgraphs compose to. Run: npm run compose`)
      process.exitCode = 1
    }
  }
}

/** @throws Error where a part is at several addresses: a router is told one */
function composeForRouters({ services, tls }: Config, folder: string): void {
  const addressOf = (name: SubgraphName) => {
    const known = services[name] ?? [`${tls.cert === null ? 'http' : 'https'}://127.0.0.1:${defaultPorts[name]}`]
    if (known.length === 1) return `${known[0]}/graphql`
    const variable = `FOLKMOOT_${name.toUpperCase()}_URL`
    throw new Error(`${variable}: wanted one address, such as that of a balancer; got ${known.length}.`)
  }
  const addresses: Record<string, string> = Object.fromEntries(subgraphNames.map((name) => [name, addressOf(name)]))
  const { supergraph, parts } = forRouters(subgraphNames, committedSdl, (name) => addresses[name]!)
  mkdirSync(folder, { recursive: true })
  for (const [name, sdl] of Object.entries({ supergraph, ...parts }))
    writeFileSync(
      join(folder, `${name}.graphql`),
      `# Made by \`npm run compose -- --for-routers\`. Do not edit.\n\n${sdl}\n`,
    )
  console.log(`The supergraph and the parts' SDL, for routers of others, stand in ${folder}.`)
}

async function composeGuests({ guests, dataFolder }: Config): Promise<void> {
  const own = subgraphNames.map((name) => ({ name, sdl: committedSdl(name) }))
  const joining = joiningOf(oursOf(supergraphOf(compose(committedSdl))), own)
  const found = await Promise.all(guestsNow(guests).map((setting) => findOut(setting, null)))
  const problems = new Map(
    found.flatMap(({ setting, problem }) => (problem === null ? [] : [[setting.name, [problem]]])),
  )
  const candidates = new Map(found.map(({ setting, sdl }) => [setting.name, sdl === null ? [] : [sdl]]))
  const joined = await joinMost(joining, candidates, (name, reasons) => problems.set(name, [...reasons]))
  await joining.stop()
  const folder = join(dataFolder, 'composed')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'supergraph.graphql'), `${joined.supergraph.sdl}\n`)
  writeFileSync(join(folder, 'api.graphql'), `${printSchema(joined.supergraph.api)}\n`)
  for (const { setting } of found) {
    const reasons = problems.get(setting.name)
    if (reasons) process.exitCode = 1
    console.log(reasons ? `${setting.name} is not taken:\n  ${reasons.join('\n  ')}` : `${setting.name} is taken.`)
  }
  console.log(`What comes of it stands in ${folder}.`)
}

try {
  const config = readConfig()
  const { values } = parseArgs({ options: { check: { type: 'boolean' }, 'for-routers': { type: 'string' } } })
  if (values['for-routers'] !== undefined) composeForRouters(config, values['for-routers'])
  else if (hasGuests(config.guests)) await composeGuests(config)
  else composeOurs(values.check ?? false)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}
