// What a guest answers, held to what it was asked and to what its schema says. It may say anything: what was not asked is left
// out, what is of another type is null with an error, and so is what is too much. So nothing that it says can stand in place of
// what others say, or make work for them without end.

import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  type DocumentNode,
  execute,
  GraphQLError,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  isAbstractType,
  isScalarType,
  isSpecifiedScalarType,
  Kind,
  type OperationDefinitionNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import { scalars } from '../../../backbone/subgraph/graphql.ts'
import { refusals } from '../../../schema/errors.ts'
import { codesOf } from '../../wire/errors.ts'
import { outageOf } from '../outage.ts'
import type { SubgraphResult } from '../transport.ts'

export interface Held {
  schema: GraphQLSchema
  /** What is asked, so that it can be held: of what may be of several types, which it is. */
  asked(document: DocumentNode): DocumentNode
  /** Of anything that came as an answer. @param strange is told what was not as it should be */
  held(
    document: DocumentNode,
    variables: Record<string, unknown> | undefined,
    answer: unknown,
    strange: (what: string) => void,
  ): SubgraphResult
}

const most = { entries: 1000, allEntries: 10_000, depth: 32, errors: 20, message: 300 }
/** Of our codes, those that a guest may give: they say what is wrong with what was asked of it. */
const ours: ReadonlySet<string> = new Set(['BAD_INPUT', 'FORBIDDEN'])

/** @param sdl as it was composed */
export function heldTo(name: string, sdl: DocumentNode): Held {
  const schema = schemaOf(sdl)
  const documents = new WeakMap<DocumentNode, DocumentNode>()
  return {
    schema,
    asked(document) {
      const known = documents.get(document)
      if (known) return known
      const made = withTypenames(schema, document)
      documents.set(document, made)
      return made
    },
    held(document, variables, answer, strange) {
      const { data, errors } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<string, unknown>
      const said = Array.isArray(errors) ? errors.slice(0, most.errors) : []
      const told = said.map((error) => errorOf(name, document, error, strange))
      if (typeof data !== 'object' || data === null || Array.isArray(data)) {
        if (told.length > 0) return { data: null, errors: told }
        strange('no data')
        return { data: null, errors: [outageOf(name)] }
      }
      const result = execute({
        schema,
        document,
        rootValue: data,
        variableValues: variables,
        fieldResolver: resolverOf(),
        typeResolver: (value) => (value as { __typename?: unknown }).__typename as string,
      })
      if (result instanceof Promise) throw new Error('Wanted an answer at once; got one that waits.')
      const covered = (path: readonly unknown[]) =>
        told.some((each) => each.path?.every((step, at) => step === path[at]))
      const wrong = (result.errors ?? []).filter(({ path }) => !covered(path ?? []))
      for (const { message } of wrong.slice(0, 1)) strange(message)
      const all = [
        ...told,
        ...wrong.slice(0, most.errors).map(({ path }) => unanswered(name, pathIn(document, path ?? []))),
      ]
      const values = result.data as SubgraphResult['data']
      return all.length > 0 ? { data: values, errors: all } : { data: values }
    },
  }
}

/** What it did not answer as it should. */
function unanswered(name: string, path: (string | number)[]): GraphQLError {
  const { message, extensions } = outageOf(name)
  return new GraphQLError(message, { path, extensions })
}

function schemaOf(sdl: DocumentNode): GraphQLSchema {
  const schema = buildSubgraphSchema(sdl)
  const entities = schema.getQueryType()?.getFields()._entities
  if (entities) delete entities.resolve
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = undefined
    if (!isScalarType(type) || isSpecifiedScalarType(type)) continue
    const known = type.name === 'DateTime' ? scalars.DateTime : null
    type.serialize = (value) => {
      if (known) return known.serialize(value)
      if (type.name !== 'Cursor' && type.name !== 'Duration') return plain(value)
      if (typeof value !== 'string') throw new Error(`Wanted a text for ${type.name}; got another value.`)
      return value
    }
  }
  return schema
}

/** A value of any form, as far as it is not nested too deep for whoever writes it, and has no names that every object has. */
function plain(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= most.depth) throw new Error(`Wanted values nested at most ${most.depth} deep; got more.`)
  if (Array.isArray(value)) for (const each of value) plain(each, depth + 1)
  else {
    for (const key of Object.keys(value)) {
      if (Object.hasOwn(Object.prototype, key))
        throw new Error(`Wanted names that no object has by itself; got "${key}".`)
      plain((value as Record<string, unknown>)[key], depth + 1)
    }
  }
  return value
}

type Values = Record<string, unknown>

/** Reads an answer by the names that it was asked for. */
function resolverOf() {
  let entries = 0
  // What we have said of an entity ourselves is not taken from the answer.
  const known = new WeakMap<object, Values>()

  function counted(value: unknown): unknown {
    if (!Array.isArray(value)) return value
    entries += value.length
    if (value.length > most.entries || entries > most.allEntries)
      throw new Error(`Wanted lists of at most ${most.entries} entries, and ${most.allEntries} in all; got more.`)
    for (const each of value) counted(each)
    return value
  }

  return (source: unknown, args: Values, _context: unknown, { path, fieldName }: GraphQLResolveInfo): unknown => {
    const representation = known.get(source as object)
    if (representation && Object.hasOwn(representation, fieldName)) return representation[fieldName]
    const values = source as Values
    const value = Object.hasOwn(values, path.key) ? values[path.key] : null
    if (fieldName !== '_entities') return counted(value)
    const asked = args.representations as Values[]
    if (!Array.isArray(value) || value.length !== asked.length)
      throw new Error(`Wanted ${asked.length} entities; got ${Array.isArray(value) ? value.length : 'no list'}.`)
    return value.map((each, index) => {
      if (each === null) return null
      const representation = asked[index]!
      if (typeof each !== 'object' || (each.__typename ?? representation.__typename) !== representation.__typename)
        return new Error(`Wanted an entity of ${representation.__typename}; got another.`)
      const entity = { ...each, __typename: representation.__typename }
      known.set(entity, representation)
      return entity
    })
  }
}

function withTypenames(schema: GraphQLSchema, document: DocumentNode): DocumentNode {
  const types = new TypeInfo(schema)
  const typename = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } } as const
  return visit(
    document,
    visitWithTypeInfo(types, {
      SelectionSet(node) {
        if (!isAbstractType(types.getParentType())) return undefined
        const asked = node.selections.some(
          (each) => each.kind === Kind.FIELD && (each.alias ?? each.name).value === '__typename',
        )
        return asked ? undefined : { ...node, selections: [typename, ...node.selections] }
      },
    }),
  )
}

function operationOf(document: DocumentNode): OperationDefinitionNode {
  return document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)!
}

/** An error of its own, as far as it marks it as meant for whoever asked. */
function errorOf(name: string, document: DocumentNode, error: unknown, strange: (what: string) => void): GraphQLError {
  const { message, path, extensions } = (typeof error === 'object' && error !== null ? error : {}) as Values
  const { public: open, code } = (typeof extensions === 'object' && extensions !== null ? extensions : {}) as Values
  const where = pathIn(document, Array.isArray(path) ? path : [])
  if (open === true && typeof message === 'string' && typeof code === 'string' && mayName(name, code)) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    const said = message.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, most.message)
    return new GraphQLError(said, { path: where, extensions: { code, part: name } })
  }
  strange(`an error: ${String(message).slice(0, 500)}`)
  return unanswered(name, where)
}

function mayName(name: string, code: string): boolean {
  if (ours.has(code)) return true
  return /^[A-Z0-9_]{3,64}$/.test(code) && code.startsWith(codesOf(name)) && !Object.hasOwn(refusals, code)
}

/** As much of a path as leads through what was asked; at least to a field at the top. */
function pathIn(document: DocumentNode, path: readonly unknown[]): (string | number)[] {
  const fragments = new Map(
    document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each]] : [])),
  )
  type Sets = readonly OperationDefinitionNode['selectionSet'][]
  const below = (sets: Sets, key: unknown): Sets | null => {
    let found: Sets | null = null
    for (const { selections } of sets) {
      for (const each of selections) {
        if (each.kind === Kind.FIELD) {
          if ((each.alias ?? each.name).value !== key) continue
          found = [...(found ?? []), ...(each.selectionSet ? [each.selectionSet] : [])]
        } else {
          const inner = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value) : each
          const more = inner ? below([inner.selectionSet], key) : null
          if (more) found = [...(found ?? []), ...more]
        }
      }
    }
    return found
  }
  const top = [operationOf(document).selectionSet]
  let sets: Sets = top
  const kept: (string | number)[] = []
  for (const step of path.slice(0, 100)) {
    if (typeof step === 'number' && kept.length > 0 && Number.isInteger(step) && step >= 0 && step < most.allEntries) {
      kept.push(step)
      continue
    }
    const next = typeof step === 'string' ? below(sets, step) : null
    if (!next) break
    kept.push(step as string)
    sets = next
  }
  const first = top[0]!.selections.find((each) => each.kind === Kind.FIELD)
  if (kept.length === 0 && first) kept.push((first.alias ?? first.name).value)
  return kept
}
