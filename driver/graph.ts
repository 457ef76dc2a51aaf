// The graph as the driver sees it: answers, refusals (which it must live with) and outages (after which it tries again).

/** How an operation is executed: against the gateway in this process, or over HTTP. */
export type Execute = (
  query: string,
  variables: Record<string, unknown>,
) => Promise<{
  data?: Record<string, unknown> | null
  errors?: readonly { message: string; extensions?: Record<string, unknown> | null }[] | null
}>

export interface UserError {
  code: string
  message: string
}

/** The graph did not answer, or not wholly. Nothing is known to be wrong with the event: it is tried again. */
export class Outage extends Error {
  readonly codes: readonly string[]
  constructor(operation: string, errors: readonly { message: string; extensions?: Record<string, unknown> | null }[]) {
    super(`${operation}: ${errors.map((error) => error.message).join('; ')}`)
    this.name = 'Outage'
    this.codes = errors.map((error) => String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR'))
  }
  /** No repetition helps: the operation itself is wrong, or not allowed. */
  get helpless(): boolean {
    return this.codes.some((code) => helplessCodes.has(code))
  }
}

/** A platform that does not answer now. It may soon; but one platform must not hold up the others for long. */
export class Later extends Error {
  override name = 'Later'
}

/** The same, where nothing is left to do but to tell how a ballot ended. */
export class Untold extends Later {
  override name = 'Untold'
}

const laterCodes = new Set(['UNAVAILABLE', 'PLATFORM_UNREACHABLE', 'PLATFORM_RATE_LIMITED'])
const helplessCodes = new Set([
  'BAD_INPUT',
  'BAD_USER_INPUT',
  'GRAPHQL_VALIDATION_FAILED',
  'GRAPHQL_PARSE_FAILED',
  'TOO_LARGE',
  'TOO_COMPLEX',
])

export interface Graph {
  /** The answer of a query. @throws Outage when any part of it is missing. */
  ask<T>(query: string, variables: Record<string, unknown>): Promise<T>
  /** The payload of a mutation, or why it was refused. @throws Outage, Later */
  tell<T>(mutation: string, variables: Record<string, unknown>): Promise<{ done: T } | { refused: UserError }>
}

/** Wraps `execute`. */
export function graphOver(execute: Execute): Graph {
  async function run(document: string, variables: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { data, errors } = await execute(document, variables)
    // Half an answer is none: a decision must not be made on what happens to be up.
    if (errors && errors.length > 0) throw new Outage(nameOf(document), errors)
    if (!data) throw new Outage(nameOf(document), [{ message: 'no data', extensions: { code: 'UNAVAILABLE' } }])
    return data
  }
  return {
    ask: async <T>(document: string, variables: Record<string, unknown>) => (await run(document, variables)) as T,
    async tell<T>(document: string, variables: Record<string, unknown>) {
      const [payload] = Object.values(await run(document, variables)) as [T & { userErrors: UserError[] }]
      const [refused] = payload.userErrors
      if (refused !== undefined && laterCodes.has(refused.code)) throw new Later(`${refused.message} (${refused.code})`)
      return refused === undefined ? { done: payload } : { refused }
    },
  }
}

function nameOf(document: string): string {
  return /(?:query|mutation) (\w+)/.exec(document)?.[1] ?? 'operation'
}
