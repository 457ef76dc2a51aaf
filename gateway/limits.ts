// What one request may ask for. A door that anyone can knock at must not be a way to make us work without end.

import {
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import type { Limits } from '../backbone/limits.ts'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>
export type Cost = (variables: Readonly<Record<string, unknown>>) => number

/** What is too much about the shape of the operation, as a sentence; null when nothing is. Needs no schema, stands loops. */
export function excess(limits: Limits, operation: OperationDefinitionNode, fragments: Fragments): string | null {
  const depths = new Map<SelectionSetNode, number>()
  let widest = 0
  /** Infinity inside a loop of fragments. */
  function depthOf(set: SelectionSetNode): number {
    const known = depths.get(set)
    if (known !== undefined) return known
    depths.set(set, Number.POSITIVE_INFINITY)
    widest = Math.max(widest, set.selections.length)
    let deepest = 0
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) {
        deepest = Math.max(deepest, 1 + (selection.selectionSet ? depthOf(selection.selectionSet) : 0))
      } else {
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
        if (inner?.selectionSet) deepest = Math.max(deepest, depthOf(inner.selectionSet))
      }
    }
    depths.set(set, deepest)
    return deepest
  }
  const depth = depthOf(operation.selectionSet)
  if (depth > limits.depth) {
    return `Wanted fields nested at most ${limits.depth} deep; got ${depth === Number.POSITIVE_INFINITY ? 'a loop' : depth}.`
  }
  if (widest > limits.selections) {
    return `Wanted at most ${limits.selections} fields between two braces; got ${widest}.`
  }
  const roots = rootFields(limits, operation, fragments)
  if (roots > limits.rootFields) {
    return `Wanted at most ${limits.rootFields} fields at the top of an operation; got ${roots}.`
  }
  return null
}

function rootFields(limits: Limits, operation: OperationDefinitionNode, fragments: Fragments): number {
  const count = (set: SelectionSetNode): number => {
    let sum = 0
    for (const selection of set.selections) {
      if (selection.kind === Kind.FIELD) sum += 1
      else {
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection
        if (inner && sum <= limits.rootFields) sum += count(inner.selectionSet)
      }
    }
    return sum
  }
  return count(operation.selectionSet)
}

/** How many fields the answer may have. The operation must be valid. Computed once where no variable says how long a list is. */
export function costOf(
  limits: Limits,
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Cost {
  const root = schema.getRootType(operation.operation)!
  const defaults = new Map(
    (operation.variableDefinitions ?? []).flatMap((definition) =>
      definition.defaultValue?.kind === Kind.INT
        ? [[definition.variable.name.value, Number(definition.defaultValue.value)] as const]
        : [],
    ),
  )
  let asked = false // whether a variable was looked at

  function costOfSet(
    set: SelectionSetNode,
    type: GraphQLOutputType,
    variables: Readonly<Record<string, unknown>>,
  ): number {
    let sum = 0
    for (const selection of set.selections) {
      if (sum > limits.cost) break
      if (selection.kind !== Kind.FIELD) {
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection
        const condition = inner.typeCondition ? schema.getType(inner.typeCondition.name.value) : type
        sum += costOfSet(inner.selectionSet, isCompositeType(condition) ? condition : type, variables)
        continue
      }
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined
      if (!field || !selection.selectionSet) {
        sum += 1
        continue
      }
      const length = field.args.find((argument) => argument.name === 'first' || argument.name === 'last')
      let times = 1
      if (length) {
        const given = selection.arguments?.find((argument) => argument.name.value === length.name)?.value
        let wanted: unknown = length.defaultValue
        if (given?.kind === Kind.INT) wanted = Number(given.value)
        if (given?.kind === Kind.VARIABLE) {
          asked = true
          wanted = variables[given.name.value] ?? defaults.get(given.name.value) ?? wanted
        }
        times = typeof wanted === 'number' && wanted > 1 ? wanted : 1
      }
      sum += 1 + times * costOfSet(selection.selectionSet, getNamedType(field.type) as GraphQLOutputType, variables)
    }
    return sum
  }

  const once = costOfSet(operation.selectionSet, root, {})
  return asked ? (variables) => costOfSet(operation.selectionSet, root, variables) : () => once
}
