// What every subgraph's resolvers share: scalars, payloads with user errors, declared scopes, pages and streams.

import {
  defaultFieldResolver,
  GraphQLError,
  type GraphQLField,
  type GraphQLFieldResolver,
  GraphQLScalarType,
  type GraphQLSchema,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql'
import { errorsOfTheRequest, Refusal } from '../../schema/errors.ts'
import { refuseScopes, type Viewer } from '../security/viewer.ts'

export interface UserError {
  code: string
  message: string
  path: string[] | null
}

/** The refusal as an error of the request, its code in `extensions`. */
export function asGraphQLError(refusal: Refusal): GraphQLError {
  return new GraphQLError(refusal.message, {
    extensions: { code: refusal.code, ...refusal.details },
    originalError: refusal,
  })
}

/** Runs a mutation: a domain refusal becomes `userErrors` and nothing else; errors of the request are thrown. */
export async function payload<T extends object>(work: () => Promise<T>): Promise<T & { userErrors: UserError[] }> {
  try {
    return { ...(await work()), userErrors: [] }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    if (errorsOfTheRequest.includes(error.code)) throw asGraphQLError(error)
    const userErrors = [{ code: error.code, message: error.message, path: error.path ? [...error.path] : null }]
    return { userErrors } as unknown as T & { userErrors: UserError[] }
  }
}

/** How many nodes a page has. @throws Refusal BAD_INPUT unless 1 to 100. */
export const checkFirst = (first: number, most = 100): number => checkLength('first', first, most)
export const checkLast = (last: number, most = 100): number => checkLength('last', last, most)

function checkLength(name: string, length: number, most: number): number {
  if (Number.isInteger(length) && length >= 1 && length <= most) return length
  throw asGraphQLError(new Refusal('BAD_INPUT', `Wanted "${name}" from 1 to ${most}; got ${length}.`, { path: [name] }))
}

/** A page of a list that was read with one row more than asked, to see whether there is a next page. */
export function page<T>(rows: T[], first: number, cursorOf: (row: T) => string) {
  const nodes = rows.slice(0, first)
  const last = nodes.at(-1)
  return {
    nodes,
    pageInfo: { hasNextPage: rows.length > first, endCursor: last === undefined ? null : cursorOf(last) },
  }
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})$/i

function parseInstant(value: unknown): Date {
  if (typeof value === 'string' && instant.test(value) && !Number.isNaN(Date.parse(value))) return new Date(value)
  throw new GraphQLError(`Wanted an RFC 3339 instant such as 2026-11-22T18:00:00Z; got ${JSON.stringify(value)}.`)
}

const text = (name: string, wanted: string, good: (value: string) => boolean) => {
  const parse = (value: unknown) => {
    if (typeof value === 'string' && good(value)) return value
    throw new GraphQLError(`Wanted ${wanted}; got ${JSON.stringify(value)?.slice(0, 100)}.`)
  }
  return new GraphQLScalarType({
    name,
    serialize: String,
    parseValue: parse,
    parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node)),
  })
}

export const scalars = {
  DateTime: new GraphQLScalarType<Date, string>({
    name: 'DateTime',
    serialize: (value) => (value instanceof Date ? value : parseInstant(value)).toISOString(),
    parseValue: parseInstant,
    parseLiteral: (node) => parseInstant(node.kind === Kind.STRING ? node.value : valueFromASTUntyped(node)),
  }),
  JSON: new GraphQLScalarType({
    name: 'JSON',
    serialize: (value) => value,
    parseValue: (value) => value,
    parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
  }),
  // Any text: what is wrong with a cursor is told by a code of its own.
  Cursor: text('Cursor', 'a cursor of this API', () => true),
  Duration: text(
    'Duration',
    'an ISO 8601 duration such as P3D or PT90M',
    (value) => /^P(?=.)/.test(value) && value.length <= 64,
  ),
}

/** As fields of any schema are resolved. */
type Resolver = GraphQLFieldResolver<unknown, { viewer: Viewer }>

/** A field that the SDL says something of. */
type Declared = Pick<GraphQLField<unknown, unknown>, 'astNode'>

/** Enforces the scopes that the SDL declares (`@requiresScopes`, `@authenticated`), in any community, before a field is resolved. */
export function applyScopes(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      const wanted = declaredScopes(field)
      if (!wanted) continue
      const guarded = (resolver: Resolver): Resolver => {
        return (source, args, context, info) => {
          checkDeclared(context.viewer, wanted)
          return resolver(source, args, context, info)
        }
      }
      if (field.subscribe) field.subscribe = guarded(field.subscribe)
      else field.resolve = guarded(field.resolve ?? defaultFieldResolver)
    }
  }
  return schema
}

/** @throws GraphQLError UNAUTHENTICATED or FORBIDDEN unless the viewer holds all scopes of one alternative. */
export function checkDeclared(viewer: Viewer, alternatives: readonly (readonly string[])[]): void {
  const holds = (scope: string) => viewer.scopes.some((own) => own === scope || own === 'ADMIN')
  if (viewer.kind !== 'anonymous' && alternatives.some((all) => all.every(holds))) return
  try {
    refuseScopes(
      viewer,
      alternatives.map((all) => all.join('+')),
    )
  } catch (error) {
    throw asGraphQLError(error as Refusal)
  }
}

/** The alternatives of scopes that a field declares: [[]] for `@authenticated`, null for none. */
export function declaredScopes(field: Declared): string[][] | null {
  for (const directive of field.astNode?.directives ?? []) {
    if (/(^|__)requiresScopes$/.test(directive.name.value)) {
      const scopes = directive.arguments?.find((argument) => argument.name.value === 'scopes')
      return scopes ? (valueFromASTUntyped(scopes.value) as string[][]) : null
    }
    if (/(^|__)authenticated$/.test(directive.name.value)) return [[]]
  }
  return null
}

/** Of a list that takes no length: more than whatever is written may have. */
export const mostEntries = 1000

/**
 * Holds the lists that take no length, and say in the SDL what is usual (`@listSize`), to what they may have. What is shown in
 * them has a limit where it is written (test/schema/ceilings.ts): one that is over is a fault, and is told, never cut.
 */
export function applyCeilings(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      if (declaredSize(field) === null) continue
      const held = (value: unknown) => {
        if (!Array.isArray(value) || value.length <= mostEntries) return value
        const message = `Wanted at most ${mostEntries} entries of ${type.name}.${field.name}; there are ${value.length}.`
        throw asGraphQLError(new Refusal('LIST_TOO_LONG', message))
      }
      const resolve: Resolver = field.resolve ?? defaultFieldResolver
      field.resolve = (...asked) => {
        const value = resolve(...asked)
        return value instanceof Promise ? value.then(held) : held(value)
      }
    }
  }
  return schema
}

/** How many entries a list is counted with, as its field declares; null where it says nothing. */
export function declaredSize(field: Declared): number | null {
  return declaredNumber(field, 'listSize', 'assumedSize')
}

/** What a field costs beside what it contains, as it declares (`@cost`); null where it says nothing. */
export function declaredCost(field: Declared): number | null {
  return declaredNumber(field, 'cost', 'weight')
}

function declaredNumber(field: Declared, directive: string, argument: string): number | null {
  const used = field.astNode?.directives?.find(({ name }) => name.value.split('__').at(-1) === directive)
  const value = used?.arguments?.find(({ name }) => name.value === argument)?.value
  return value?.kind === Kind.INT ? Number(value.value) : null
}

/** Runs a read: a refusal leaves as an error with its code. */
export async function outward<T>(work: () => Promise<T> | T): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof Refusal ? asGraphQLError(error) : error
  }
}
