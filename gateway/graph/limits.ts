// What one request may ask for. A door that anyone can knock at must not be a way to make us work without end.

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Limits } from '../../backbone/limits.ts'
import type { Supergraph } from './supergraph.ts'

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

/**
 * How many pairs of fields have one name in the answer, wherever they stand: validation compares most of them, and each
 * with its arguments, however little the document asks for.
 */
export function pairsOf(document: DocumentNode): number {
  const counts = new Map<string, number>()
  let pairs = 0
  visit(document, {
    Field({ alias, name }) {
      const key = (alias ?? name).value
      const before = counts.get(key) ?? 0
      pairs += before
      counts.set(key, before + 1)
    },
  })
  return pairs
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

/** How long a list is taken to be whose field says nothing of it: none of our own. */
const unsaid = 10
const lengthArguments: ReadonlySet<string> = new Set(['first', 'last', 'weeks'])

/** The argument that says how long the field's list is, or the list in the connection that it leads to. */
export function lengthArgument(field: GraphQLField<unknown, unknown>): GraphQLArgument | undefined {
  return field.args.find(({ name }) => lengthArguments.has(name) && (name !== 'weeks' || isList(field.type)))
}

export const isList = (type: GraphQLOutputType): boolean => isListType(getNullableType(type))

/**
 * What the operation costs: how many fields its answer may have, and what costly ones cost beside. A list is as long as its
 * argument says, else as the field around it (`nodes` of a connection), else as the SDL declares. The operation must be
 * valid. Computed once where no variable says how long a list is.
 */
export function costOf(
  limits: Limits,
  { api, sizes }: Pick<Supergraph, 'api' | 'sizes'>,
  operation: OperationDefinitionNode,
  fragments: Fragments,
): Cost {
  const root = api.getRootType(operation.operation)!
  const defaults = new Map(
    (operation.variableDefinitions ?? []).flatMap((definition) =>
      definition.defaultValue?.kind === Kind.INT
        ? [[definition.variable.name.value, Number(definition.defaultValue.value)] as const]
        : [],
    ),
  )
  let asked = false // whether a variable was looked at

  function lengthOf(node: FieldNode, argument: GraphQLArgument, variables: Readonly<Record<string, unknown>>): number {
    const given = node.arguments?.find(({ name }) => name.value === argument.name)?.value
    let wanted: unknown = argument.defaultValue
    if (given?.kind === Kind.INT) wanted = Number(given.value)
    if (given?.kind === Kind.VARIABLE) {
      asked = true
      wanted = variables[given.name.value] ?? defaults.get(given.name.value) ?? wanted
    }
    return typeof wanted === 'number' && wanted > 1 ? wanted : 1
  }

  /** @param around how long lists in it are that say nothing of it themselves */
  function costOfSet(
    set: SelectionSetNode,
    type: GraphQLOutputType,
    variables: Readonly<Record<string, unknown>>,
    around: number | null,
  ): number {
    let sum = 0
    for (const selection of set.selections) {
      if (sum > limits.cost) break
      if (selection.kind !== Kind.FIELD) {
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection
        const condition = inner.typeCondition ? api.getType(inner.typeCondition.name.value) : type
        sum += costOfSet(inner.selectionSet, isCompositeType(condition) ? condition : type, variables, around)
        continue
      }
      const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[selection.name.value] : undefined
      if (!field) {
        sum += 1
        continue
      }
      const size = sizes.get(`${(type as GraphQLNamedType).name}.${field.name}`)
      const argument = lengthArgument(field)
      const said = argument && lengthOf(selection, argument, variables)
      const times = isList(field.type) ? (said ?? size?.length ?? around ?? unsaid) : 1
      const within = isList(field.type) ? null : (said ?? null)
      const each = selection.selectionSet
        ? costOfSet(selection.selectionSet, getNamedType(field.type) as GraphQLOutputType, variables, within)
        : 0
      // The entries of a list are counted too where they are no more than a value.
      sum += (size?.cost ?? 1) + times * (selection.selectionSet || times === 1 ? each : 1)
    }
    return sum
  }

  const once = costOfSet(operation.selectionSet, root, {}, null)
  return asked ? (variables) => costOfSet(operation.selectionSet, root, variables, null) : () => once
}

/**
 * What a question about the schema costs: how many fields the answer has, counted on the schema itself. Each selection is
 * counted once for each type, however often it is reached: the answer may be large, counting it is not.
 */
export function costOfIntrospection(schema: GraphQLSchema, operation: OperationDefinitionNode, fragments: Fragments) {
  const counted = new Map<SelectionSetNode, Map<unknown, number>>()
  const roots = schema.getQueryType()!

  function costOfValue(set: SelectionSetNode, type: GraphQLNamedType, value: unknown): number {
    if (value === null || value === undefined) return 0
    if (Array.isArray(value)) return value.reduce((sum, each) => sum + costOfValue(set, type, each), 0)
    const known = counted.get(set) ?? new Map<unknown, number>()
    counted.set(set, known)
    const before = known.get(value)
    if (before !== undefined) return before
    let sum = 0
    for (const selection of set.selections) {
      if (selection.kind !== Kind.FIELD) {
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection
        sum += costOfValue(inner.selectionSet, type, value)
        continue
      }
      sum += 1
      if (selection.selectionSet) sum += costOfField(selection, selection.selectionSet, type, value)
    }
    known.set(value, sum)
    return sum
  }

  function costOfField(node: FieldNode, set: SelectionSetNode, type: GraphQLNamedType, value: unknown): number {
    if (type === roots) {
      if (node.name.value === '__schema') return costOfValue(set, schema.getType('__Schema')!, schema)
      const named = node.arguments?.find(({ name }) => name.value === 'name')?.value
      // A variable may name any: the costliest.
      const types = named?.kind === Kind.STRING ? [schema.getType(named.value)] : Object.values(schema.getTypeMap())
      return Math.max(0, ...types.map((each) => costOfValue(set, schema.getType('__Type')!, each)))
    }
    const field = (type as GraphQLObjectType).getFields()[node.name.value]!
    const found = field.resolve!(value, { includeDeprecated: true }, null, { schema } as GraphQLResolveInfo)
    return costOfValue(set, getNamedType(field.type), found)
  }

  return costOfValue(operation.selectionSet, roots, {})
}
