// The planner's runtime, driven directly: it is given operations in names of our own, and its answers get the client's back.

import { unifiedGraphHandler } from '@graphql-hive/router-runtime'
import { type GraphQLError, OperationTypeNode } from 'graphql'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { Turn } from '../../backbone/subgraph/subgraph.ts'
import { type SubgraphName, subgraphNames } from '../names.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport } from '../transports/transport.ts'
import { lifted } from './literals.ts'
import type { Operation } from './operations.ts'
import { type Planner, plannedBy, Unplanned } from './planning/index.ts'
import { ownName, type Renamed, renamed } from './response-names.ts'
import type { Result } from './result.ts'
import type { Supergraph } from './supergraph.ts'
import type { Lane } from './turns.ts'

export interface Runtime {
  /**
   * @param lane in which it waits to be planned
   * @throws what cannot be planned, or does not fit its types
   */
  run(
    operation: Operation,
    variables: Record<string, unknown>,
    viewer: Viewer,
    lane: Lane,
    turn?: Turn,
  ): Promise<Result | AsyncIterable<Result>>
  /** One result of that, by the client's names and with errors of its own. */
  restored(operation: Operation, result: Result): Result
}

export interface RuntimeOptions {
  /** Milliseconds; only differences count. */
  now(): number
  supergraph: Supergraph
  transports: Readonly<Record<SubgraphName, Transport>>
  fetchFrom(name: SubgraphName, request: SubgraphRequest): SubgraphResult | Promise<SubgraphResult>
  /** Null: this process. */
  planner: Planner | null
}

/** What the runtime is made with; and what it takes of a subgraph, of which ours is a part. */
type HandlerOptions = Parameters<typeof unifiedGraphHandler>[0]
type Executed = Awaited<ReturnType<HandlerOptions['onSubgraphExecute']>>

interface ExecutionContext {
  viewer: Viewer
  turn?: Turn | undefined
}

/** The schemas are read before this resolves. */
export async function openRuntime({
  supergraph,
  transports,
  fetchFrom,
  planner,
  now,
}: RuntimeOptions): Promise<Runtime> {
  const handler = await unifiedGraphHandler({
    unifiedGraph: supergraph.lenient,
    getUnifiedGraphSDL: () => supergraph.sdl,
    log: silent, // its own would read LOG_LEVEL, and throw at levels that only ours knows
    onSubgraphExecute(name, { document, variables, context, operationType }) {
      const { viewer, turn } = context as ExecutionContext
      const request = { document, variables, viewer }
      if (operationType === OperationTypeNode.SUBSCRIPTION) {
        const events = transports[name as SubgraphName].subscribe(turn ? { ...request, turn } : request)
        return events.then(withDataAlways) as Promise<Executed>
      }
      return fetchFrom(name as SubgraphName, request) as Executed | Promise<Executed>
    },
  })

  // What the runtime would else do at the first request.
  for (const name of subgraphNames) handler.getSubgraphSchema(name)

  const names = new WeakMap<Operation, Renamed>()
  // The runtime keeps by the document what became of planning it, and has no way to forget: so it is given another.
  const again = new WeakMap<Operation, number>()
  const namesOf = (operation: Operation): Renamed => {
    const known = names.get(operation)
    const due = again.get(operation)
    if (known && (due === undefined || due > now())) return known
    again.delete(operation)
    const { variables, ...own } = renamed(supergraph.lenient, operation.document)
    const texts = lifted(supergraph.lenient, own.document, (index) => ownName(`text${index}`))
    const made = {
      ...own,
      document: { ...texts.document },
      variables: (given: Record<string, unknown>) => texts.variables(variables(given)),
    }
    names.set(operation, made)
    return made
  }

  return {
    async run(operation, given, viewer, lane, turn) {
      const context: ExecutionContext = { viewer, turn }
      const { document, variables } = namesOf(operation)
      const asked = { document, variables: variables(given), context, operationType: operation.type }
      try {
        return (await plannedBy(planner, lane, () => handler.executor!(asked))) as Result | AsyncIterable<Result>
      } catch (error) {
        // From the first time on: that it is asked again and again keeps nothing away.
        if (error instanceof Unplanned && !again.has(operation)) again.set(operation, now() + error.again)
        throw error
      }
    },
    restored: (operation, result) =>
      namesOf(operation).restored(operation.type === OperationTypeNode.SUBSCRIPTION ? ownErrors(result) : result),
  }
}

/** The runtime keeps the last event's data and takes it again for a result that has none: so there is always some. */
function withDataAlways(
  results: SubgraphResult | AsyncIterableIterator<SubgraphResult>,
): SubgraphResult | AsyncIterableIterator<SubgraphResult> {
  if (!(Symbol.asyncIterator in results)) return results
  return mapped(
    results,
    (result) => ({ ...result, data: result.data ?? {} }),
    (error) => {
      throw error
    },
  )
}

/** The runtime collects the errors of all events in one list: each event takes its own and leaves the list empty. */
function ownErrors(result: Result): Result {
  const data = Object.values(result.data ?? {}).every((value) => value === null) ? null : result.data!
  if (!result.errors) return { data }
  const errors = [...result.errors]
  ;(result.errors as GraphQLError[]).length = 0
  return errors.length > 0 ? { data, errors } : { data }
}

const silent = {} as NonNullable<HandlerOptions['log']>
for (const level of ['log', 'trace', 'debug', 'info', 'warn', 'error'] as const) silent[level] = () => {}
silent.child = () => silent
