// From the text of a request to an operation that may be run: parsed, checked and measured once, then kept.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  Lexer,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  type SelectionSetNode,
  Source,
  TokenKind,
  TypeInfo,
  type VariableDefinitionNode,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { checkDeclared } from '../../backbone/subgraph/graphql.ts'
import type { RefusalCode } from '../../schema/errors.ts'
import { withoutObjects } from '../wire/errors.ts'
import { type Alone, aloneBy } from './alone.ts'
import { type AboutSchema, isAboutSchema, namesOf, partOf } from './introspection.ts'
import { type Cost, costOf, costOfIntrospection, excess, pairsOf } from './limits.ts'
import { badLiteral } from './literals.ts'
import { refusedName } from './refused-names.ts'
import type { Supergraph } from './supergraph.ts'

/** What a client sends, whatever the transport. */
export interface GraphQLRequest {
  query: string
  operationName: string | null
  variables: Record<string, unknown>
}

export interface Operation {
  document: DocumentNode
  /** That it was read by: whoever runs it goes by the same. */
  supergraph: Supergraph
  type: OperationTypeNode
  /** As the client calls it. */
  name: string | undefined
  /** As it declares them. */
  variables: readonly VariableDefinitionNode[]
  /** Fields at the top, as the schema calls them. */
  fields: readonly string[]
  /** Asks about the schema and nothing else: answered here. */
  introspection: boolean
  /** Questions about the schema that stand beside others, and are not in `document`; null: there are none. */
  about: AboutSchema | null
  /** The part that can answer all of it by itself; null: a plan is needed. */
  alone: Alone | null
  /** How many fields the answer may have, and what else it costs. */
  cost(variables: Record<string, unknown>): number
  /** What forbids this viewer to run it with these variables: scopes that it lacks, or a size past the limit. */
  forbids(viewer: Viewer, variables: Record<string, unknown>): GraphQLError | null
}

export interface Operations {
  /**
   * @param reading is called before a text is read that was not read before, and may throw instead
   * @throws GraphQLErrors when it cannot be run by anyone.
   */
  prepare(request: GraphQLRequest, reading?: () => void): Operation
}

/** Why an operation is refused before it is run. */
export class Unrunnable extends Error {
  readonly errors: readonly GraphQLError[]
  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join('; '))
    this.name = 'Unrunnable'
    this.errors = errors
  }
}

const maxErrors = 10 // of one operation
const kept = 1000 // operations
const keptLength = 20_000 // characters of one

/** @param introspection whether questions about the schema are answered: else nothing is suggested either. */
export function operationsOf(supergraph: Supergraph, limits: Limits, introspection = true): Operations {
  const known = new Map<string, Operation>()
  return {
    prepare({ query, operationName }, reading) {
      const key = operationName === null ? query : `${operationName}\n${query}`
      const before = known.get(key)
      if (before) return before
      reading?.()
      const operation = read(supergraph, limits, introspection, query, operationName)
      if (query.length <= keptLength) {
        if (known.size >= kept) known.delete(known.keys().next().value!)
        known.set(key, operation)
      }
      return operation
    },
  }
}

function read(
  supergraph: Supergraph,
  limits: Limits,
  open: boolean,
  query: string,
  operationName: string | null,
): Operation {
  const document = parsed(limits, query)
  const hostile = refusedName(document)
  if (hostile !== null) throw unrunnable('NAME_REFUSED', `Wanted names that no object has by itself; got "${hostile}".`)
  const bad = badLiteral(document)
  if (bad !== null) throw unrunnable('BAD_INPUT', bad)
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  }
  const operation = chosen(document, operationName)
  const tooMuch = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map((definition) => excess(limits, definition, fragments))
    .find((reason) => reason !== null)
  if (tooMuch) throw unrunnable('TOO_COMPLEX', tooMuch)
  const pairs = pairsOf(document)
  if (pairs > limits.pairs) {
    throw unrunnable('TOO_COMPLEX', `Wanted at most ${limits.pairs} pairs of fields of one name; got ${pairs}.`)
  }
  const errors = validate(supergraph.api, document, undefined, { maxErrors, hideSuggestions: !open })
  // graphql-js gives up where it would compare too many fields of one name: then it says so of no place, and not as the
  // error after the last that is told.
  if (errors.length <= maxErrors && errors.some(({ nodes }) => nodes === undefined)) {
    throw unrunnable('TOO_COMPLEX', 'Wanted fewer fields of one name side by side; got more than can be compared.')
  }
  if (errors.length > 0) {
    throw new Unrunnable(errors.map((error) => placed(error, 'GRAPHQL_VALIDATION_FAILED')))
  }

  if (operation.operation === 'subscription' && hasConditions(operation.selectionSet, fragments)) {
    const message = 'Wanted the field of a subscription without @skip and @include: without it nothing can be streamed.'
    throw unrunnable('GRAPHQL_VALIDATION_FAILED', message)
  }
  const uses = usesOf(supergraph, operation, fragments)
  const { fields } = uses
  const introspection = fields.every((field) => field.startsWith('__'))
  const about = fields.some(isAboutSchema) ? partOf(operation, fragments, isAboutSchema) : null
  if (about && !open) {
    throw unrunnable('INTROSPECTION_OFF', 'Wanted no questions about the schema; this server answers none.')
  }
  const rest = about && !introspection ? partOf(operation, fragments, (field) => !isAboutSchema(field)) : operation
  const { scopes, alone } = rest === operation ? uses : usesOf(supergraph, rest, fragments)
  const costOfRest: Cost = about && introspection ? () => 0 : costOf(limits, supergraph, rest, fragments)
  const costOfAbout = about ? costOfIntrospection(supergraph.api, about, fragments) : 0
  const cost: Cost = (variables) => costOfAbout + costOfRest(variables)
  const whole = (one: OperationDefinitionNode): DocumentNode => ({
    kind: Kind.DOCUMENT,
    definitions: [one, ...used(one, fragments)],
  })
  return {
    // One operation per document: the planner need not look at the others.
    document: whole(rest),
    about: about && !introspection ? { document: whole(about), names: namesOf(operation, fragments) } : null,
    supergraph,
    type: operation.operation,
    name: operation.name?.value,
    variables: operation.variableDefinitions ?? [],
    fields,
    introspection,
    alone,
    cost,
    forbids(viewer, variables) {
      for (const wanted of scopes) {
        try {
          checkDeclared(viewer, wanted)
        } catch (error) {
          return error as GraphQLError
        }
      }
      const size = cost(variables)
      if (size <= limits.cost) return null
      const message = `Wanted an operation whose answer has at most ${limits.cost} fields; this one may have ${size} or more.`
      return new GraphQLError(message, { extensions: { code: 'TOO_COMPLEX' satisfies RefusalCode } })
    },
  }
}

function parsed(limits: Limits, query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: limits.tokens })
  } catch (error) {
    if (hasMoreTokens(query, limits.tokens)) {
      throw unrunnable('TOO_COMPLEX', `Wanted an operation of at most ${limits.tokens} tokens; got more.`)
    }
    throw new Unrunnable([placed(error as GraphQLError, 'GRAPHQL_PARSE_FAILED')])
  }
}

/** Whether there are more, up to where the text has none at all. */
function hasMoreTokens(query: string, most: number): boolean {
  const lexer = new Lexer(new Source(query))
  try {
    for (let count = 0; count <= most; count++) if (lexer.advance().kind === TokenKind.EOF) return false
    return true
  } catch {
    return false
  }
}

/** What graphql-js says, with where in the client's text it is. */
export function placed({ message, nodes, source, positions }: GraphQLError, code: RefusalCode): GraphQLError {
  const place = nodes ? { nodes } : { source: source ?? null, positions: positions ?? null }
  return new GraphQLError(withoutObjects(message), { ...place, extensions: { code } })
}

function chosen(document: DocumentNode, name: string | null): OperationDefinitionNode {
  const operations = document.definitions.filter((each) => each.kind === Kind.OPERATION_DEFINITION)
  const found = name === null ? operations : operations.filter((each) => each.name?.value === name)
  if (found.length === 1) return found[0]!
  const wanted = name === null ? 'one operation, or its name' : `an operation named "${name.slice(0, 80)}"`
  throw unrunnable('GRAPHQL_VALIDATION_FAILED', `Wanted ${wanted}; the document has ${operations.length} operations.`)
}

/** Whether what stands at the top may be left out (https://spec.graphql.org/September2025/#sec-Single-Root-Field). */
function hasConditions(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  return selections.some((each) => {
    if (each.directives?.some(({ name }) => name.value === 'skip' || name.value === 'include')) return true
    if (each.kind === Kind.FIELD) return false
    const inner = each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value)! : each
    return hasConditions(inner.selectionSet, fragments)
  })
}

/** The fields at the top, the scopes that any field wants, and the part that can answer all fields. */
function usesOf(
  supergraph: Supergraph,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): { fields: string[]; scopes: string[][][]; alone: Alone | null } {
  const fields: string[] = []
  const scopes = new Set<string[][]>()
  const alone = aloneBy(supergraph)
  const types = new TypeInfo(supergraph.api)
  const root = supergraph.api.getRootType(operation.operation)
  for (const each of [operation, ...used(operation, fragments)]) {
    visit(
      each,
      visitWithTypeInfo(types, {
        Field(node) {
          const parent = types.getParentType()
          if (parent === root) fields.push(node.name.value)
          const field = `${parent?.name}.${node.name.value}`
          const wanted = supergraph.scopes.get(field)
          if (wanted) scopes.add(wanted)
          alone.field(node, types)
        },
        InlineFragment({ typeCondition }) {
          if (typeCondition) alone.condition(typeCondition.name.value)
        },
        FragmentDefinition({ typeCondition }) {
          alone.condition(typeCondition.name.value)
        },
      }),
    )
  }
  return { fields, scopes: [...scopes], alone: alone.decided() }
}

function used(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): FragmentDefinitionNode[] {
  const found = new Set<FragmentDefinitionNode>()
  const look = (part: OperationDefinitionNode | FragmentDefinitionNode) =>
    visit(part, {
      FragmentSpread(node) {
        const fragment = fragments.get(node.name.value)
        if (!fragment || found.has(fragment)) return
        found.add(fragment)
        look(fragment)
      },
    })
  look(operation)
  return [...found]
}

function unrunnable(code: RefusalCode, message: string): Unrunnable {
  return new Unrunnable([new GraphQLError(message, { extensions: { code } })])
}
