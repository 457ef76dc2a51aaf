// The composed schemas as the gateway needs them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ASTNode,
  buildASTSchema,
  type DirectiveNode,
  type DocumentNode,
  type GraphQLObjectType,
  type GraphQLSchema,
  isEnumType,
  isObjectType,
  Kind,
  parse,
  valueFromASTUntyped,
  visit,
} from 'graphql'
import { declaredCost, declaredScopes, declaredSize } from '../../backbone/subgraph/graphql.ts'
import type { SubgraphName } from '../names.ts'
import { root } from '../root.ts'

export interface Supergraph {
  /** For the query planner. */
  sdl: string
  /** What clients see: validation and introspection. */
  api: GraphQLSchema
  /**
   * For the executor: as the supergraph, but any field may be null. A part that is down makes its own fields null, even
   * where they are never null otherwise; with the types as declared it would null the decision that they belong to.
   */
  lenient: GraphQLSchema
  /** Subscriptions that clients see, with a sibling that they do not see: it sends many events at once. */
  batches: ReadonlySet<string>
  /** Alternatives of scopes that a field wants ([[]]: any key), by `Type.field`. */
  scopes: ReadonlyMap<string, string[][]>
  /** What fields cost, and how many entries their lists are counted with, by `Type.field`, as far as the SDL says. */
  sizes: ReadonlyMap<string, Size>
  /** The parts that can answer a field without asking another, by `Type.field`; fields of interfaces are not in it. */
  answeredBy: ReadonlyMap<string, ReadonlySet<SubgraphName>>
}

export interface Size {
  /** What it costs beside what it contains; null: as any field. */
  cost: number | null
  /** Null: an argument says it, or the field around it. */
  length: number | null
}

export interface SupergraphText {
  supergraph: string
  api: string
}

/** The schemas that `npm run compose` made. */
export function readSupergraph(): Supergraph {
  const read = (name: string) => readFileSync(join(root, `schema/${name}.graphql`), 'utf8')
  return supergraphOf({ supergraph: read('supergraph'), api: read('api') })
}

export function supergraphOf(text: SupergraphText): Supergraph {
  const document = parse(text.supergraph, { noLocation: true })
  // Composing looked whether they are valid.
  const trusted = { assumeValid: true, assumeValidSDL: true }
  const lenient = buildASTSchema(leniently(document), trusted)
  const joined = buildASTSchema(document, trusted)
  const api = buildASTSchema(parse(text.api, { noLocation: true }), trusted)
  const hidden = lenient.getSubscriptionType()?.getFields() ?? {}
  const shown = Object.keys(api.getSubscriptionType()?.getFields() ?? {})
  return {
    sdl: text.supergraph,
    api,
    lenient,
    batches: new Set(shown.filter((field) => batchOf(field) in hidden && !shown.includes(batchOf(field)))),
    scopes: scopesOf(joined),
    sizes: sizesOf(joined),
    answeredBy: answeredByOf(joined),
  }
}

/** The sibling of a subscription that sends many events at once. */
export function batchOf(field: string): string {
  return `${field}Batch`
}

/** Fields may be null; and the executor, which leaves out what is inaccessible, is to have all: clients are held to `api`. */
function leniently(document: DocumentNode): DocumentNode {
  return visit(document, {
    // Arguments and input fields are other nodes (InputValueDefinition): they keep their types.
    InputValueDefinition: () => false,
    FieldDefinition: (field) => ({
      ...field,
      directives: (field.directives ?? []).filter(({ name }) => name.value !== 'inaccessible'),
      type: visit(field.type, { [Kind.NON_NULL_TYPE]: { leave: (node) => node.type } }),
    }),
  })
}

function scopesOf(schema: GraphQLSchema): Map<string, string[][]> {
  const scopes = new Map<string, string[][]>()
  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const wanted = declaredScopes(field)
      if (wanted) scopes.set(`${type.name}.${field.name}`, wanted)
    }
  }
  return scopes
}

function sizesOf(schema: GraphQLSchema): Map<string, Size> {
  const sizes = new Map<string, Size>()
  for (const type of objectTypes(schema)) {
    for (const field of Object.values(type.getFields())) {
      const [cost, length] = [declaredCost(field), declaredSize(field)]
      if (cost !== null || length !== null) sizes.set(`${type.name}.${field.name}`, { cost, length })
    }
  }
  return sizes
}

/** By the directives that composition wrote (https://specs.apollo.dev/join/v0.3/). */
function answeredByOf(schema: GraphQLSchema): Map<string, Set<SubgraphName>> {
  const graphs = schema.getType('join__Graph')
  if (!isEnumType(graphs)) throw new Error('Wanted a supergraph; this schema has no join__Graph.')
  const names = new Map<unknown, SubgraphName>()
  for (const { name, astNode } of graphs.getValues()) {
    for (const { name: part } of uses(astNode, 'join__graph')) names.set(name, part as SubgraphName)
  }
  const answeredBy = new Map<string, Set<SubgraphName>>()
  for (const type of objectTypes(schema)) {
    const ofType = uses(type.astNode, 'join__type')
    for (const field of Object.values(type.getFields())) {
      const ofField = uses(field.astNode, 'join__field')
      const alone = ofField.filter(({ external, requires, override }) => !(external || requires || override))
      const parts = (ofField.length > 0 ? alone : ofType).flatMap(({ graph }) => names.get(graph) ?? [])
      answeredBy.set(`${type.name}.${field.name}`, new Set(parts))
    }
  }
  return answeredBy
}

/** The arguments of each use of a directive. */
function uses(
  node: (ASTNode & { directives?: readonly DirectiveNode[] | undefined }) | null | undefined,
  directive: string,
): Record<string, unknown>[] {
  return (node?.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
    )
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter((type) => isObjectType(type))
}
