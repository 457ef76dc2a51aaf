// `npm run compose` makes schema/supergraph.graphql (for the gateway) and schema/api.graphql (for clients) from the four
// subgraphs' SDL. `--check` writes nothing and fails where what is committed differs.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { composeServices } from '@theguild/federation-composition'
import {
  buildASTSchema,
  type DocumentNode,
  type FieldDefinitionNode,
  Kind,
  parse,
  print,
  printSchema,
  type TypeNode,
} from 'graphql'
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
export function compose(sdlOf: (subgraph: string) => string, names: readonly string[] = subgraphNames): Composed {
  const parts = names.map((name) => ({ name, typeDefs: parse(sdlOf(name)), url: `http://${name}.folkmoot` }))
  const result = composeServices(parts)
  const reasons = result.errors?.map(({ message }) => message) ?? misread(parts)
  if (reasons.length > 0) {
    throw new Error(`The subgraphs do not compose:\n${reasons.map((reason) => `  ${reason}`).join('\n')}`)
  }
  return { supergraph: withHeading(result.supergraphSdl!), api: withHeading(printApi(result.publicSdl!)) }
}

/** The subgraphs' SDL as it is committed. */
export function committedSdl(subgraph: string): string {
  return readFileSync(join(root, `schema/${subgraph}.graphql`), 'utf8')
}

interface Part {
  name: string
  typeDefs: DocumentNode
}

/** What would be composed, and not as the parts mean it (docs/decisions/composer.md). */
function misread(parts: readonly Part[]): string[] {
  const having = new Map<string, Set<string>>()
  const interfaceObjects = new Set<string>()
  const fields = new Map<string, { type: string; part: string; node: FieldDefinitionNode }[]>()
  for (const { name: part, typeDefs } of parts) {
    for (const definition of typeDefs.definitions) {
      if (!('fields' in definition) || definition.kind.startsWith('Input')) continue
      const type = definition.name.value
      having.set(type, (having.get(type) ?? new Set()).add(part))
      if (isMarked(definition, ['interfaceObject'])) interfaceObjects.add(type)
      for (const node of (definition.fields ?? []) as readonly FieldDefinitionNode[]) {
        const field = `${type}.${node.name.value}`
        fields.set(field, [...(fields.get(field) ?? []), { type, part, node }])
      }
    }
  }
  return [...fields].flatMap(([field, all]) => {
    const types = new Set(all.map(({ node }) => namedIn(node.type)))
    if (types.size > 1) {
      const got = all.map(({ part, node }) => `${print(node.type)} in ${part}`).join(', ')
      return [`Wanted one type of "${field}" in all subgraphs; got ${got}.`]
    }
    const { type } = all[0]!
    const marked = all.filter(({ node }) => isMarked(node, ['external', 'requires', 'provides', 'override']))
    if (!interfaceObjects.has(type) || all.length < having.get(type)!.size || marked.length === 0) return []
    const got = marked.map(({ part }) => part).join(', ')
    return [`Wanted "${field}", of an interface object, to be each subgraph's own; got one of others in ${got}.`]
  })
}

function isMarked({ directives = [] }: Pick<FieldDefinitionNode, 'directives'>, names: readonly string[]): boolean {
  return directives.some(({ name }) => names.includes(name.value.replace(/^federation__/, '')))
}

function namedIn(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedIn(type.type)
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
