// What clients call a field (`id: slug`) may be the name of one that the gateway needs for itself: the keys of an entity, what
// another part requires, `__typename`. Both would stand in the same object, and another part would be asked about the wrong
// thing. So what is planned has names of our own for whatever the client names, and the answer is made with the client's. So
// are variables: the planner has one of its own, `$representations`, in the requests that it makes.

import { type DocumentNode, GraphQLError, Kind, type NameNode, visit } from 'graphql'

export interface Renamed {
  document: DocumentNode
  variables(given: Record<string, unknown>): Record<string, unknown>
  /** What the client calls it. */
  clients(name: string): string
  /** An error, in the client's words and at the client's path. */
  restored(error: GraphQLError): GraphQLError
}

const prefix = 'folkmoot_as_' // no field of a schema may begin so
/** What the planner makes up itself begins so. */
const planners = (name: string) => name === 'representations' || name.startsWith('_') || name.startsWith(prefix)
/** A name that no client's has: those that begin so have another prefix, and then what the planner makes up. */
export const ownName = (name: string): string => prefix + name
const ours = (name: string): NameNode => ({ kind: Kind.NAME, value: prefix + name })
const clients = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name)

/** The document without names that clients make up for fields, and without variables that are called as the planner's. */
export function renamed(document: DocumentNode): Renamed {
  const changed: DocumentNode = visit(document, {
    Field(node) {
      const alias = node.alias?.value
      if (alias === undefined) return undefined
      // `id: id`, where the same is needed, ends the process: the planner (Rust) panics in a thread of its own.
      return { ...node, alias: alias === node.name.value ? undefined : ours(alias) }
    },
    Variable: (node) => (planners(node.name.value) ? { ...node, name: ours(node.name.value) } : undefined),
  })
  return {
    document: changed,
    variables: (given) =>
      Object.fromEntries(Object.entries(given).map(([name, value]) => [planners(name) ? prefix + name : name, value])),
    clients,
    restored: inClientsNames,
  }
}

/** What is said of a variable, by the client's name for it. */
const inClientsWords = (message: string): string => message.replace(`"$${prefix}`, '"$')

function inClientsNames(error: GraphQLError): GraphQLError {
  const message = inClientsWords(error.message)
  const path = error.path?.map((each) => (typeof each === 'string' ? clients(each) : each))
  if (message === error.message && (path ?? []).every((each, index) => each === error.path![index])) return error
  const { extensions, originalError } = error
  return new GraphQLError(message, { path: path ?? null, extensions, originalError: originalError ?? null })
}
