// Whether one part can answer an operation as it is, without a plan: it has every field, no type in it may be several, and
// what it says means the same to clients.

import {
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isObjectType,
  isScalarType,
  type TypeInfo,
} from 'graphql'
import { uses } from './join.ts'

/** Of a supergraph. */
export interface Having {
  whole: GraphQLSchema
  parts: readonly string[]
  answeredBy: ReadonlyMap<string, ReadonlySet<string>>
  ownedBy: ReadonlySet<string>
}

export interface Alone {
  part: string
  /** Its answer is the client's. Else it may have values that clients do not see, or another name for what is at the top. */
  exact: boolean
}

export interface Deciding {
  /** @param types where the visitor stands */
  field(node: FieldNode, types: TypeInfo): void
  condition(type: string): void
  decided(): Alone | null
}

/** Told of all fields and type conditions of an operation and its fragments. */
export function aloneBy({ answeredBy, whole, parts: all, ownedBy }: Having): Deciding {
  let parts: readonly string[] = all
  let exact = true
  return {
    field(node, types) {
      const parent = types.getParentType()
      const type = types.getType()
      if (node.name.value === '__typename') {
        if (isRoot(whole, parent?.name)) exact = false
        return
      }
      const named = type && getNamedType(type)
      if (!named || !(isObjectType(named) || isScalarType(named) || isEnumType(named))) parts = []
      if (isEnumType(named)) exact &&= ownedBy.has(named.name)
      parts = parts.filter((part) => answeredBy.get(`${parent?.name}.${node.name.value}`)?.has(part))
    },
    condition(type) {
      if (!isObjectType(whole.getType(type))) parts = []
    },
    decided: () => (parts[0] === undefined ? null : { part: parts[0], exact }),
  }
}

function isRoot(schema: GraphQLSchema, name: string | undefined): boolean {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].some(
    (type) => type?.name === name,
  )
}

/** Enumerations that one part has, all of whose values clients see. */
export function ownedEnums(whole: GraphQLSchema): Set<string> {
  return new Set(
    Object.values(whole.getTypeMap())
      .filter((type) => isEnumType(type))
      .filter(
        (type) =>
          uses(type.astNode, 'join__type').length === 1 &&
          type.getValues().every(({ astNode }) => uses(astNode, 'inaccessible').length === 0),
      )
      .map(({ name }) => name),
  )
}
