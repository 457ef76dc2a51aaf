// The client's answer, from all that the parts said: what was asked, in the order asked, of the types that clients see.
// How an operation's answer is made is found once, then done by what was found.

import {
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql'
import { isIncluded } from '../merged-fields.ts'
import type { Entity } from './places.ts'
import type { Narrowing } from './types.ts'

export interface Answered {
  data: Entity | null
  /** Of values that are not of their types, and of nulls that nobody explained. */
  errors: GraphQLError[]
}

export interface Asking {
  /** What clients see. */
  schema: GraphQLSchema
  /** What we may ask beside it for ourselves. */
  whole: GraphQLSchema
  /** Of all types, also of those that clients do not see. */
  narrow: Narrowing
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  variables: Readonly<Record<string, unknown>>
  /** What the client calls what the operation calls so. */
  clients(name: string): string
  /**
   * `declared`: a null where there must be none nulls what is around it. `lenient`: it stands alone, so that what a part that
   * is down would say takes nothing else away.
   */
  nulls: 'declared' | 'lenient'
}

/** @param told errors that parts gave, at their places */
export type Answer = (data: Entity, told: readonly GraphQLError[]) => Answered

/** @param asking with the values of the variables that say what is skipped */
export function answerOf(asking: Asking): Answer {
  const { operation, schema } = asking
  const complete = objectsOf(schema.getRootType(operation.operation)!, [operation.selectionSet], asking)
  return (data, told) => {
    const quick: Trace = { path: null, strange: false, errors: [] }
    const answer = complete(data, quick)
    if (!quick.strange) return { data: answer as Entity, errors: [] }
    // Something is to be said of a place: the same once more, with places.
    const slow: Trace = { path: [], strange: true, errors: [], told: placesOf(told) }
    const again = complete(data, slow)
    return { data: again === up ? null : (again as Entity), errors: slow.errors }
  }
}

/** What stands for null where there must be none. */
const up = Symbol('null goes up')

interface Trace {
  /** Null: only whether there is anything to be said. */
  path: (string | number)[] | null
  strange: boolean
  errors: GraphQLError[]
  /** Places at which something is said already, and all that they are in. */
  told?: ReadonlySet<string>
}

type Complete = (value: unknown, trace: Trace) => unknown

function completingOf(type: GraphQLOutputType, sets: readonly SelectionSetNode[], context: Asking): Complete {
  if (isNonNullType(type)) {
    const inner = completingOf(type.ofType, sets, context)
    if (context.nulls === 'lenient') return inner
    return (value, trace) => {
      const complete = inner(value, trace)
      if (complete !== null) return complete
      trace.strange = true
      if (trace.path !== null && !trace.told?.has(trace.path.join()))
        say(trace, 'There is no value, where there must be one.')
      return up
    }
  }
  return nullable(isListType(type) ? listsOf(type.ofType, sets, context) : namedOf(type, sets, context))
}

/** What goes up ends here. */
function nullable(inner: Complete): Complete {
  return (value, trace) => {
    if (value === null || value === undefined) return null
    const complete = inner(value, trace)
    return complete === up ? null : complete
  }
}

function listsOf(type: GraphQLOutputType, sets: readonly SelectionSetNode[], context: Asking): Complete {
  const inner = completingOf(type, sets, context)
  return (value, trace) => {
    if (!Array.isArray(value)) return strange(trace, 'a list', value)
    const { path } = trace
    const list: unknown[] = new Array(value.length)
    for (let index = 0; index < value.length; index++) {
      path?.push(index)
      const each = inner(value[index], trace)
      path?.pop()
      if (each === up) return up
      list[index] = each
    }
    return list
  }
}

function namedOf(
  type: GraphQLOutputType & GraphQLNamedType,
  sets: readonly SelectionSetNode[],
  context: Asking,
): Complete {
  if (isCompositeType(type)) return objectsOf(type, sets, context)
  if (isEnumType(type)) {
    const seen = context.schema.getType(type.name)
    const names = new Set(isEnumType(seen) ? seen.getValues().map(({ name }) => name) : [])
    // What clients do not see is no value for them.
    return (value) => (names.has(value as string) ? value : null)
  }
  const scalar = scalars[type.name]
  if (!scalar) return (value) => value
  const [fits, wanted] = scalar
  return (value, trace) => (fits(value) ? value : strange(trace, wanted, value))
}

const scalars: Readonly<Record<string, readonly [fits: (value: unknown) => boolean, wanted: string]>> = {
  String: [(value) => typeof value === 'string', 'a text'],
  ID: [(value) => typeof value === 'string' || typeof value === 'number', 'an id'],
  Int: [(value) => Number.isInteger(value), 'a whole number'],
  Float: [(value) => typeof value === 'number', 'a number'],
  Boolean: [(value) => typeof value === 'boolean', 'true or false'],
}

interface Field {
  /** Null: the name of the type. */
  complete: Complete | null
  known: string
  clients: string
  /** What else it is known by: where it is a key, the planner asks for that alone, whatever the client calls it. */
  own: string
}

function objectsOf({ name }: GraphQLNamedType, sets: readonly SelectionSetNode[], context: Asking): Complete {
  const { narrow } = context
  const fitting = narrow([name])
  const known = new Map<string, readonly Field[] | null>()
  const fieldsOf = (actual: string) => {
    const before = known.get(actual)
    if (before !== undefined) return before
    const found = fieldsOn(actual, sets, context)
    known.set(actual, found)
    return found
  }
  return (value, trace) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return strange(trace, 'an object', value)
    const entity = value as Entity
    const { __typename: told } = entity
    const actual = typeof told === 'string' ? told : name
    if (!fitting.has(actual)) return strange(trace, `a ${name}`, value)
    const fields = fieldsOf(actual)
    if (fields === null) return null // of a type that clients do not see
    const { path } = trace
    const answer: Entity = {}
    for (const { complete, known, clients, own } of fields) {
      if (complete === null) {
        answer[clients] = actual
        continue
      }
      path?.push(clients)
      const each = complete(entity[known] === undefined ? entity[own] : entity[known], trace)
      path?.pop()
      if (each === up) return up
      answer[clients] = each
    }
    return answer
  }
}

/** As graphql-js collects fields (https://spec.graphql.org/September2025/#CollectFields()). Null: clients see no such type. */
function fieldsOn(name: string, sets: readonly SelectionSetNode[], context: Asking): Field[] | null {
  const { schema, whole, fragments, variables, clients } = context
  const calledBy = ({ alias, name }: FieldNode) => (alias ? clients(alias.value) : name.value)
  const type = schema.getType(name)
  if (!isObjectType(type) && !isInterfaceType(type)) return null
  const grouped = new Map<string, FieldNode[]>()
  const spread = new Set<string>()
  const fits = (condition: string | undefined) => {
    if (condition === undefined || condition === name) return true
    const abstract = schema.getType(condition)
    return isAbstractType(abstract) && schema.isSubType(abstract, type)
  }
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (!isIncluded(selection, variables)) continue
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value
        const same = grouped.get(key)
        if (same) same.push(selection)
        else grouped.set(key, [selection])
        continue
      }
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        if (fits(selection.typeCondition?.name.value)) collect(selection.selectionSet)
        continue
      }
      if (spread.has(selection.name.value)) continue
      spread.add(selection.name.value)
      const fragment = fragments.get(selection.name.value)
      if (fragment && fits(fragment.typeCondition.name.value)) collect(fragment.selectionSet)
    }
  }
  for (const set of sets) collect(set)
  return [...grouped].flatMap(([known, nodes]) => {
    const [{ name: asked }] = nodes as [FieldNode]
    if (asked.value === '__typename') return { complete: null, known, clients: clients(known), own: known }
    // Clients are held to what they see when their operation is read.
    const field = type.getFields()[asked.value] ?? (whole.getType(name) as GraphQLObjectType).getFields()[asked.value]
    if (!field) return []
    const below = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
    const own = field.args.length === 0 && below.length === 0 ? asked.value : known
    return { complete: completingOf(field.type, below, context), known, clients: calledBy(nodes[0]!), own }
  })
}

function placesOf(errors: readonly GraphQLError[]): Set<string> {
  const places = new Set<string>()
  for (const { path = [] } of errors)
    for (let length = 0; length <= path.length; length++) places.add(path.slice(0, length).join())
  return places
}

function strange(trace: Trace, wanted: string, value: unknown): null {
  trace.strange = true
  const got = Array.isArray(value) ? 'a list' : value === null ? 'nothing' : `a value of type ${typeof value}`
  say(trace, `A part's answer does not fit the schema: wanted ${wanted}; got ${got}.`)
  return null
}

function say({ path, errors }: Trace, message: string): void {
  if (path !== null) errors.push(new GraphQLError(message, { path: [...path] }))
}
