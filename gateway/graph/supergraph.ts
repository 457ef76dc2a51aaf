// The composed schemas as the gateway needs them.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  buildASTSchema,
  GraphQLError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isObjectType,
  isScalarType,
  parse,
} from 'graphql'
import { declaredCost, declaredScopes, declaredSize, scalars } from '../../backbone/subgraph/graphql.ts'
import { root } from '../root.ts'
import { ownedEnums } from './alone.ts'
import { addressesOf, graphsOf, uses } from './join.ts'

export interface Supergraph {
  /** For the query planner. */
  sdl: string
  /** What clients see: validation and introspection. */
  api: GraphQLSchema
  /** All types and fields, also those that clients do not see. */
  whole: GraphQLSchema
  /** The names of the parts. */
  parts: readonly string[]
  /** Where they are, as composition was told. */
  addresses: ReadonlyMap<string, string>
  /** Subscriptions that clients see, with a sibling that they do not see: it sends many events at once. */
  batches: ReadonlySet<string>
  /** Alternatives of scopes that a field wants ([[]]: any key), by `Type.field`. */
  scopes: ReadonlyMap<string, string[][]>
  /** What fields cost, and how many entries their lists are counted with, by `Type.field`, as far as the SDL says. */
  sizes: ReadonlyMap<string, Size>
  /** The parts that can answer a field without asking another, by `Type.field`; fields of interfaces are not in it. */
  answeredBy: ReadonlyMap<string, ReadonlySet<string>>
  /** Enumerations that one part alone has, and clients see whole. */
  ownedBy: ReadonlySet<string>
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
  const whole = buildASTSchema(document, trusted)
  const api = withScalars(buildASTSchema(parse(text.api, { noLocation: true }), trusted))
  const hidden = whole.getSubscriptionType()?.getFields() ?? {}
  const shown = Object.keys(api.getSubscriptionType()?.getFields() ?? {})
  return {
    sdl: text.supergraph,
    api,
    whole,
    parts: [...graphsOf(whole).values()],
    addresses: addressesOf(whole),
    batches: new Set(shown.filter((field) => batchOf(field) in hidden && !shown.includes(batchOf(field)))),
    scopes: scopesOf(whole),
    sizes: sizesOf(whole),
    answeredBy: answeredByOf(whole),
    ownedBy: ownedEnums(whole),
  }
}

/** The schema, in which our scalars take what they take in the parts. What is taken stays as it was given. */
function withScalars(api: GraphQLSchema): GraphQLSchema {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const type = api.getType(name)
    if (!isScalarType(type)) continue
    const { parseLiteral: plain } = type
    type.parseValue = (value) => {
      parseValue(value)
      return value
    }
    type.parseLiteral = (node, variables) => {
      try {
        parseLiteral(node, variables)
      } catch (error) {
        throw new GraphQLError((error as Error).message, { nodes: node })
      }
      return plain(node, variables)
    }
  }
  return api
}

/** The sibling of a subscription that sends many events at once. */
export function batchOf(field: string): string {
  return `${field}Batch`
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
function answeredByOf(schema: GraphQLSchema): Map<string, Set<string>> {
  const names = graphsOf(schema)
  const answeredBy = new Map<string, Set<string>>()
  for (const type of objectTypes(schema)) {
    const ofType = uses(type.astNode, 'join__type')
    for (const field of Object.values(type.getFields())) {
      const ofField = uses(field.astNode, 'join__field')
      const alone = ofField.filter(
        ({ external, requires, override, usedOverridden, contextArguments }) =>
          !(external || requires || override || usedOverridden || contextArguments),
      )
      const parts = (ofField.length > 0 ? alone : ofType).flatMap(({ graph }) => names.get(graph) ?? [])
      answeredBy.set(`${type.name}.${field.name}`, new Set(parts))
    }
  }
  return answeredBy
}

function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter((type) => isObjectType(type))
}
