// By what a part knows an entity (https://specs.apollo.dev/join/v0.3/#@type).

import {
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql'
import { graphsOf, uses } from '../join.ts'
import type { Entity } from './places.ts'

/** Whether an entity of that type has all of a key by which the part knows it. */
export type Known = (representation: Entity, type: string) => boolean

/** A part that knows nothing of the type knows it by anything; one with an interface object, by the interface's keys. */
export function knownBy(schema: GraphQLSchema): (part: string) => Known {
  const keys = keysOf(schema)
  return (part) => {
    const found = new Map<string, readonly SelectionSetNode[]>()
    const keysFor = (name: string): readonly SelectionSetNode[] => {
      const before = found.get(name)
      if (before) return before
      const type = schema.getType(name)
      const interfaces = isObjectType(type) || isInterfaceType(type) ? type.getInterfaces() : []
      const all = [name, ...interfaces.map((each) => each.name)].flatMap((each) => keys.get(`${part} ${each}`) ?? [])
      found.set(name, all)
      return all
    }
    return (representation, type) => {
      const all = keysFor(type)
      return all.length === 0 || all.some((key) => isWhole(representation, key))
    }
  }
}

/** By part and type. */
function keysOf(schema: GraphQLSchema): Map<string, SelectionSetNode[]> {
  const parts = graphsOf(schema)
  const keys = new Map<string, SelectionSetNode[]>()
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue
    for (const { graph, key } of uses(type.astNode, 'join__type')) {
      if (typeof key !== 'string') continue
      const [operation] = parse(`{ ${key} }`, { noLocation: true }).definitions as [OperationDefinitionNode]
      const of = `${parts.get(graph)} ${type.name}`
      keys.set(of, [...(keys.get(of) ?? []), operation.selectionSet])
    }
  }
  return keys
}

function isWhole(value: unknown, { selections }: SelectionSetNode): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.every((each) => isWhole(each, { kind: Kind.SELECTION_SET, selections }))
  return selections.every((each) => {
    if (each.kind !== Kind.FIELD) return true
    const inner = (value as Entity)[each.name.value]
    if (inner === undefined || inner === null) return false
    return each.selectionSet === undefined || isWhole(inner, each.selectionSet)
  })
}
