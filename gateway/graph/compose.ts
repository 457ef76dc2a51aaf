// `npm run compose` makes schema/supergraph.graphql (for the gateway) and schema/api.graphql (for clients) from the four
// subgraphs' SDL. `--check` writes nothing and fails where what is committed differs.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { composeServices } from '@theguild/federation-composition'
import { buildASTSchema, parse, printSchema } from 'graphql'
import { subgraphNames } from '../names.ts'
import { root } from '../root.ts'

export interface Composed {
  /** For the query planner: who has what, and what it takes to get it. */
  supergraph: string
  /** The API as clients see it. */
  api: string
}

const files: Record<keyof Composed, string> = {
  supergraph: join(root, 'schema/supergraph.graphql'),
  api: join(root, 'schema/api.graphql'),
}

/** @throws Error that lists every reason why the subgraphs do not fit together. */
export function compose(sdlOf: (subgraph: string) => string): Composed {
  const result = composeServices(
    subgraphNames.map((name) => ({ name, typeDefs: parse(sdlOf(name)), url: `http://${name}.folkmoot` })),
  )
  if (result.errors?.length) {
    throw new Error(`The subgraphs do not compose:\n${result.errors.map((error) => `  ${error.message}`).join('\n')}`)
  }
  return { supergraph: withHeading(result.supergraphSdl!), api: withHeading(printApi(result.publicSdl!)) }
}

/** The subgraphs' SDL as it is committed. */
export function committedSdl(subgraph: string): string {
  return readFileSync(join(root, `schema/${subgraph}.graphql`), 'utf8')
}

function printApi(publicSdl: string): string {
  return printSchema(buildASTSchema(parse(publicSdl)))
}

function withHeading(sdl: string): string {
  return `# Made by \`npm run compose\` from the four subgraphs' SDL. Do not edit.\n\n${sdl.trim()}\n`
}

function main(check: boolean): void {
  const composed = compose(committedSdl)
  for (const name of ['supergraph', 'api'] as const) {
    if (!check) writeFileSync(files[name], composed[name])
    else if (readFileSync(files[name], 'utf8') !== composed[name]) {
      console.error(`schema/${name}.graphql is not what the subgraphs compose to. Run: npm run compose`)
      process.exitCode = 1
    }
  }
}

if (import.meta.main) {
  try {
    main(process.argv.includes('--check'))
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
