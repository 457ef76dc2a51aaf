// From a request body to a GraphQL answer, with the statuses the real server gives: 500 for a syntax error, 400 for an
// unknown field or a bad variable, 200 for everything else, refusals included.
import {
  type DocumentNode,
  execute,
  type GraphQLError,
  type GraphQLSchema,
  Kind,
  parse,
  printError,
  validate,
  visit,
} from 'graphql'
import { type Context, resolvers, typeOfAccount } from './resolvers.ts'
import { buildOpenCollectiveSchema } from './schema.ts'

export interface Answer {
  status: number
  body: unknown
}

const MAX = { tokens: 1500, depth: 20, aliases: 100 }
const schema: GraphQLSchema = buildOpenCollectiveSchema(resolvers, typeOfAccount)

/** Answers one GraphQL request. */
export async function answer(body: unknown, context: Context): Promise<Answer> {
  if (Array.isArray(body)) return failure(400, 'Operation batching disabled.', 'BAD_REQUEST')
  const { query, variables, operationName } = (body ?? {}) as {
    query?: unknown
    variables?: Record<string, unknown>
    operationName?: string
  }
  if (typeof query !== 'string')
    return failure(
      400,
      'GraphQL operations must contain a non-empty `query` or a `persistedQuery` extension.',
      'BAD_REQUEST',
    )
  let document: DocumentNode
  try {
    document = parse(query, { maxTokens: MAX.tokens })
  } catch (error) {
    return failure(500, printError(error as GraphQLError), 'GRAPHQL_VALIDATION_FAILED')
  }
  const excess = excessOf(document)
  if (excess) return failure(400, excess, 'GRAPHQL_VALIDATION_FAILED')
  const invalid = validate(schema, document)
  if (invalid.length) return { status: 400, body: { errors: invalid.map((e) => show(e, 'GRAPHQL_VALIDATION_FAILED')) } }

  const result = await execute({
    schema,
    document,
    contextValue: context,
    variableValues: variables ?? {},
    operationName: operationName ?? null,
  })
  if (!('data' in result))
    return { status: 400, body: { errors: result.errors!.map((e) => show(e, 'BAD_USER_INPUT', context.world.uuid)) } }
  const errors = result.errors?.map((error) => show(error, 'INTERNAL_SERVER_ERROR'))
  return { status: 200, body: errors ? { errors, data: result.data } : { data: result.data } }
}

const failure = (status: number, message: string, code: string): Answer => ({
  status,
  body: { errors: [{ message, extensions: { code } }] },
})

function show(error: GraphQLError, code: string, uuid?: () => string) {
  const { message, locations, path } = error
  const original = (error.originalError as GraphQLError | undefined)?.extensions ?? {}
  const known = { ...original, ...error.extensions }
  const id = known.code && uuid ? { id: uuid() } : {}
  return { message, locations, ...(path ? { path } : {}), extensions: { ...id, ...known, code: known.code ?? code } }
}

function excessOf(document: DocumentNode): string | null {
  let aliases = 0
  let depth = 0
  let deepest = 0
  visit(document, {
    enter(node) {
      if (node.kind === Kind.FIELD && node.alias) aliases += 1
      if (node.kind === Kind.SELECTION_SET) deepest = Math.max(deepest, ++depth)
    },
    leave(node) {
      if (node.kind === Kind.SELECTION_SET) depth -= 1
    },
  })
  if (aliases > MAX.aliases) return `Syntax Error: Aliases limit of ${MAX.aliases} exceeded, found ${aliases}.`
  if (deepest > MAX.depth) return `Syntax Error: Query depth limit of ${MAX.depth} exceeded, found ${deepest}.`
  return null
}
