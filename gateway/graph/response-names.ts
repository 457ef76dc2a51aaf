// What clients call a field (`id: slug`) may be the name of one that the gateway needs for itself: the keys of an entity, what
// another part requires, `__typename`. The runtime reads them from the same object, finds the client's value there, and asks
// another part about the wrong thing. So such names are changed on the way in, and changed back in the answer. So are those
// of variables: the runtime has one of its own, `$representations`, in the requests that it makes.

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { Result } from './result.ts'

export interface Renamed {
  document: DocumentNode
  variables(given: Record<string, unknown>): Record<string, unknown>
  /** The answer by the client's names; what it is given stays as it is. */
  restored(result: Result): Result
}

const prefix = 'folkmoot_as_' // no field of the schema begins so, and a client's name that does gets another in front
/** What the planner makes up itself begins so. */
const planners = (name: string) => name === 'representations' || name.startsWith('_') || name.startsWith(prefix)
/** A name that no client's has: those that begin so have another prefix, and then what the planner makes up. */
export const ownName = (name: string): string => prefix + name
const ours = (name: string) => ({ kind: Kind.NAME, value: prefix + name }) as const

/**
 * The document without aliases that are a field of the type around them, or as what the planner makes up itself.
 * @param schema all types that it may name
 */
export function renamed(schema: GraphQLSchema, document: DocumentNode): Renamed {
  const types = new TypeInfo(schema)
  // Nothing is needed of them: a subscription whose sibling is asked in its place stays as it is.
  const roots = new Set<unknown>([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()])
  const changed: DocumentNode = visit(
    document,
    visitWithTypeInfo(types, {
      Field(node) {
        const alias = node.alias?.value
        if (alias === undefined) return undefined
        // `id: id`, where the same is needed, ends the process: the planner (Rust) panics in a thread of its own.
        if (alias === node.name.value) return { ...node, alias: undefined }
        const parent = types.getParentType()
        const taken = isObjectType(parent) && !roots.has(parent) && Object.hasOwn(parent.getFields(), alias)
        return taken || planners(alias) ? { ...node, alias: ours(alias) } : undefined
      },
      Variable: (node) => (planners(node.name.value) ? { ...node, name: ours(node.name.value) } : undefined),
    }),
  )
  if (changed === document) return { document, variables: (given) => given, restored: (result) => result }
  const root = namesOf(changed)
  return {
    document: changed,
    variables: (given) =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [planners(name) ? prefix + name : name, value])),
    restored: ({ data, errors, ...rest }) => ({
      ...(errors ? { errors: errors.map(inClientsNames) } : {}),
      ...(data === undefined ? {} : { data: restoredValue(data, root) as typeof data }),
      ...rest,
    }),
  }
}

/** What is said of a variable, by the client's name for it. */
export const inClientsWords = (message: string): string => message.replace(`"$${prefix}`, '"$')

/** Names below a place of the answer; found when an answer comes there, for fragments in fragments grow by powers. */
interface Names {
  /** Of a field, by what the changed document calls it: the names below it. */
  inner(name: string): Names | null
}

function namesOf(document: DocumentNode): Names {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const each of document.definitions)
    if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)

  function of(sets: readonly SelectionSetNode[]): Names {
    let fields: Map<string, FieldNode[]> | null = null
    const inners = new Map<string, Names | null>()
    return {
      inner(name) {
        const before = inners.get(name)
        if (before !== undefined) return before
        fields ??= collected(sets)
        const below = (fields.get(name) ?? []).flatMap(({ selectionSet }) => selectionSet ?? [])
        const found = below.length > 0 ? of(below) : null // none: a scalar, whose names are its own
        inners.set(name, found)
        return found
      },
    }
  }

  function collected(sets: readonly SelectionSetNode[]): Map<string, FieldNode[]> {
    const fields = new Map<string, FieldNode[]>()
    const seen = new Set<SelectionSetNode>()
    const collect = (set: SelectionSetNode) => {
      if (seen.has(set)) return
      seen.add(set)
      for (const each of set.selections) {
        if (each.kind === Kind.INLINE_FRAGMENT) collect(each.selectionSet)
        else if (each.kind === Kind.FRAGMENT_SPREAD) collect(fragments.get(each.name.value)!.selectionSet)
        else {
          const name = (each.alias ?? each.name).value
          const same = fields.get(name)
          if (same) same.push(each)
          else fields.set(name, [each])
        }
      }
    }
    for (const set of sets) collect(set)
    return fields
  }

  const operation = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)
  return of([(operation as OperationDefinitionNode).selectionSet])
}

const clients = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)

/** @param names null: in a scalar */
function restoredValue(value: unknown, names: Names | null): unknown {
  if (names === null || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map((each) => restoredValue(each, names))
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [clients(name), restoredValue(each, names.inner(name))]),
  )
}

function inClientsNames(error: GraphQLError): GraphQLError {
  const message = inClientsWords(error.message)
  const path = error.path?.map((each) => (typeof each === 'string' ? clients(each) : each))
  if (message === error.message && (path ?? []).every((each, index) => each === error.path![index])) return error
  const { extensions, originalError } = error
  return new GraphQLError(message, { path: path ?? null, extensions, originalError: originalError ?? null })
}
