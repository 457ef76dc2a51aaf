// Composes subgraphs into what the gateway goes by.

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
import type { SupergraphText } from './supergraph.ts'

export interface Part {
  name: string
  sdl: string
}

/** What does not fit together, a sentence each. */
export type Composed = SupergraphText | { reasons: string[] }

/** @param addressOf what stands as a part's address: none that our own gateway looks at, where nothing else is said */
export function composedOf(
  parts: readonly Part[],
  addressOf = (name: string): string => `http://${name}.folkmoot`,
): Composed {
  const parsed = parts.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl), url: addressOf(name) }))
  const { errors, supergraphSdl, publicSdl } = composeServices(parsed)
  const reasons = errors?.map(({ message }) => message) ?? misread(parsed)
  if (reasons.length > 0) return { reasons }
  return { supergraph: supergraphSdl!.trim(), api: printSchema(buildASTSchema(parse(publicSdl!))).trim() }
}

interface Parsed {
  name: string
  typeDefs: DocumentNode
}

/** What would be composed, and not as the parts mean it (docs/decisions/composer.md). */
function misread(parts: readonly Parsed[]): string[] {
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
