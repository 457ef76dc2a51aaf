// The supergraph as one thing that can be asked: plans by the Rust planner, fetches from the subgraphs, one answer. What one
// subgraph can answer whole is given to it as it came: there is nothing to plan and nothing to put together.

import { GraphQLError, Kind, OperationTypeNode } from 'graphql'
import { withDeadline } from '../../backbone/concurrency/cancellation.ts'
import type { Limits } from '../../backbone/limits.ts'
import { systemViewer, type Viewer } from '../../backbone/security/viewer.ts'
import { type Ask, AskFailed, type Turn } from '../../backbone/subgraph/subgraph.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport } from '../transports/transport.ts'
import { isLarger } from '../wire/answer-size.ts'
import { presented, presentedThrown, type Report, refusal } from '../wire/errors.ts'
import { anonymousQueueOf } from './anonymous-queue.ts'
import { executorOf } from './execution/executor.ts'
import { laneOf } from './executions.ts'
import { answerAbout, together } from './introspection.ts'
import { type GraphQLRequest, type Operation, type Operations, operationsOf, Unrunnable } from './operations.ts'
import { NoPlan, type Planner, plannerHere, Unplanned } from './planning/index.ts'
import type { Events, Result } from './result.ts'
import type { Supergraph } from './supergraph.ts'
import type { Lane, Turns } from './turns.ts'
import { coerced } from './variables.ts'

export interface Graph {
  /** Of an answer, and of an event. */
  readonly mostBytes: number
  /**
   * @param reading is called before a text is read that was not read before, and may throw instead
   * @throws Unrunnable when nobody can run it, or not with these variables.
   */
  prepare(request: GraphQLRequest, reading?: () => void): Operation
  /** A query or mutation. Never throws. */
  execute(operation: Operation, variables: Record<string, unknown>, viewer: Viewer, asker?: Asker): Promise<Result>
  /** A subscription: errors at once, or events until it ends, the last of which may be an error. Never throws. */
  subscribe(
    operation: Operation,
    variables: Record<string, unknown>,
    viewer: Viewer,
    turn?: Turn,
    lane?: Lane,
  ): Promise<Result | Events>
  /** What one of Folkmoot's own parts asks or tells, as a `system` viewer. Never throws. */
  answer(query: string, variables: Record<string, unknown>): Promise<Result>
}

export interface Asker {
  address: string
  /** Makes the signal that fires when nobody waits for the answer to a query any more. */
  gone(): AbortSignal
}

export interface GraphOptions {
  supergraph: Supergraph
  limits: Limits
  /** Whether questions about the schema are answered. */
  introspection?: boolean
  transports: Readonly<Record<string, Transport>>
  report: Report
  /** Told of each request to a subgraph, for the metrics. */
  fetched?: (subgraph: string, seconds: number, failed: boolean) => void
  /** Awaited before a mutation is answered that changes who may enter: from the answer on it holds here. */
  caughtUp?: () => Promise<void>
  /** Whose query without a key is answered next. One that takes longer than a second waits for something that is not here. */
  anonymousTurns?: Turns
  /** Who plans, where it is not this process. */
  planner?: Planner | null
  /**
   * What becomes of a null where the schema says that there is none. `lenient`, unless told otherwise: it stands alone, so
   * that a part that is down makes its own fields null and takes nothing else away. `declared`: as GraphQL has it, what is
   * around it is null.
   */
  nulls?: 'declared' | 'lenient'
  /** Errors of subgraphs that clients see, though they have no code of ours. */
  shown?: (error: GraphQLError) => boolean
  /** Milliseconds; only differences count. */
  now?: () => number
}

const changeWhoMayEnter: ReadonlySet<string> = new Set([
  'revokeApiKey',
  'rotateApiKey',
  'endSessions',
  'mergeMembers',
  'eraseMember',
  'updateCommunity',
  'setDriver',
])

/** The planner is made and the schemas are read before this resolves: the first operation is served like any other. */
export async function openGraph(options: GraphOptions): Promise<Graph> {
  const { supergraph, limits, introspection = true, transports, report, fetched, caughtUp } = options
  const operations: Operations = operationsOf(supergraph, limits, introspection)

  function fetchFrom(name: string, request: SubgraphRequest): SubgraphResult | Promise<SubgraphResult> {
    if (!fetched) return transports[name]!.execute(request)
    const from = performance.now()
    const told = (result: SubgraphResult) => {
      fetched(name, (performance.now() - from) / 1000, isOutage(result))
      return result
    }
    const result = transports[name]!.execute(request)
    return result instanceof Promise ? result.then(told) : told(result)
  }

  const { planner: given = null, nulls = 'lenient', now = () => performance.now() } = options
  const planner = given ?? plannerHere(supergraph.sdl)
  const mostSelections = 2 * limits.cost // what would be more is refused for its cost
  const executor = executorOf({ supergraph, transports, fetchFrom, planner, nulls, mostSelections, now })
  // Errors of subgraphs have their names; what the runtime makes itself has none that is ours.
  const { shown } = options
  const seen = (error: GraphQLError) => (shown?.(error) ? withoutTrace(error) : presented(error, report))
  const named = (result: Result): Result =>
    result.errors ? { ...result, errors: result.errors.map((error) => seen(error as GraphQLError)) } : result
  const thrown = (error: unknown): Result => {
    const begun = !(error instanceof Unrunnable || error instanceof NoPlan || error instanceof Unplanned)
    return { ...(begun ? { data: null } : {}), errors: errorsOf(error, report) }
  }

  const bounded = (operation: Operation, result: Result): Result => {
    if (!isLarger(result.data, limits.answer)) return result
    const done = operation.type === OperationTypeNode.MUTATION ? ' It was done all the same.' : ''
    const message = `Wanted an answer of at most ${limits.answer} bytes; this one has more.${done}`
    return { data: null, errors: [refusal('ANSWER_TOO_LARGE', message)] }
  }

  const hideSuggestions = !introspection
  /** Of what is run, which may differ from what the client has sent. */
  function valuesOf({ document }: Operation, given: Record<string, unknown>): Record<string, unknown> {
    const definition = document.definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION)
    return coerced(supergraph.api, definition?.variableDefinitions ?? [], given, hideSuggestions)
  }

  const anonymousQueue = anonymousQueueOf(limits, options.anonymousTurns)

  const graph: Graph = {
    mostBytes: limits.answer,
    prepare(request, reading) {
      const operation = operations.prepare(request, reading)
      coerced(supergraph.api, operation.variables, request.variables, hideSuggestions)
      return operation
    },
    async execute(operation, variables, viewer, asker) {
      try {
        const forbidden = operation.forbids(viewer, variables)
        if (forbidden) return { errors: [forbidden] }
        if (operation.introspection) {
          return bounded(operation, await answerAbout(supergraph.api, operation.document, variables))
        }
        const values = valuesOf(operation, variables)
        const { about, alone, document, type } = operation
        const asPlanned = () => executor.execute(operation, values, viewer, laneOf(viewer, asker?.address ?? ''))
        const asked = () => fetchFrom(alone!.part, { document, type, variables: values, viewer })
        const shown = (result: SubgraphResult) => executor.shown(operation, values, result)
        const work = async (): Promise<Result> => {
          if (!alone) return asPlanned()
          const result = await asked()
          return alone.exact && result.data !== undefined ? (result as Result) : shown(result)
        }
        // What changes something is done to its end, and what our own parts ask is theirs to end.
        const ends = operation.type === OperationTypeNode.QUERY && viewer.kind !== 'system'
        const turned = viewer.kind === 'anonymous' ? () => anonymousQueue(asker?.address ?? '', work) : work
        const answer = ends ? withDeadline(limits.seconds, asker?.gone, turned) : work()
        const rest = named(await answer)
        const result = bounded(
          operation,
          about ? together(about, await answerAbout(supergraph.api, about.document, variables), rest) : rest,
        )
        if (
          operation.type === OperationTypeNode.MUTATION &&
          operation.fields.some((each) => changeWhoMayEnter.has(each))
        )
          await caughtUp?.().catch(report) // it is done; what cannot be read now is read when the log can be
        return result
      } catch (error) {
        return thrown(error)
      }
    },
    async subscribe(operation, variables, viewer, turn, lane = laneOf(viewer, '')) {
      try {
        const forbidden = operation.forbids(viewer, variables)
        if (forbidden) return { errors: [forbidden] }
        const results = await executor.subscribe(operation, valuesOf(operation, variables), viewer, lane, turn)
        return Symbol.asyncIterator in results ? mapped(results, named, thrown) : named(results)
      } catch (error) {
        return thrown(error)
      }
    },
    async answer(query, variables) {
      try {
        const operation = graph.prepare({ query, operationName: null, variables })
        return await graph.execute(operation, variables, systemViewer)
      } catch (error) {
        return thrown(error)
      }
    },
  }
  return graph
}

/** Questions whose answer has no errors, or which fail. */
export function askBy(answer: Graph['answer']): Ask {
  return async <T>(query: string, variables: Record<string, unknown> = {}) => {
    const { data, errors = [] } = await answer(query, variables)
    if (errors.length === 0) return data as T
    const codes = errors.map((error) => String(error.extensions?.code ?? 'INTERNAL_SERVER_ERROR'))
    throw new AskFailed(errors.map((error) => error.message).join(' '), codes)
  }
}

function withoutTrace({ message, path, extensions }: GraphQLError): GraphQLError {
  const { stacktrace: _, exception: __, ...more } = extensions
  return new GraphQLError(message, { path: path ?? null, extensions: more })
}

function isOutage(result: SubgraphResult): boolean {
  return result.errors?.some((error) => error.extensions.code === 'UNAVAILABLE') ?? false
}

function errorsOf(error: unknown, report: Report): readonly GraphQLError[] {
  if (error instanceof Unrunnable) return error.errors
  return [presentedThrown(error, report)]
}
