// A subgraph in this process: its schema is executed, no bytes are made.

import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, type GraphQLSchema } from 'graphql'
import type { Subgraph } from '../../backbone/subgraph/subgraph.ts'
import { presented, presentedThrown, type Report } from '../wire/errors.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport } from './transport.ts'

export type Executable = Pick<Subgraph, 'schema' | 'context'>

/** @param report told of errors that are masked. */
export function localTransport(subgraph: Executable, report: Report): Transport {
  const named = (result: ExecutionResult): SubgraphResult =>
    result.errors ? { data: result.data, errors: result.errors.map((error) => presented(error, report)) } : result
  const thrown = (error: unknown): SubgraphResult => ({ errors: [presentedThrown(error, report)] })
  return {
    execute(request) {
      try {
        const result = execute(argsOf(subgraph, request))
        return result instanceof Promise ? result.then(named, thrown) : named(result as ExecutionResult)
      } catch (error) {
        return thrown(error)
      }
    },
    async subscribe(request) {
      try {
        const events = await openEvents(subgraph, request)
        return Symbol.asyncIterator in events ? mapped(events, named, thrown) : named(events)
      } catch (error) {
        return thrown(error)
      }
    },
    async close() {},
  }
}

/** As graphql-js's `subscribe`, but each event has a context of its own: what loaders keep is of one moment. */
export async function openEvents(
  subgraph: Executable,
  request: SubgraphRequest,
): Promise<ExecutionResult | AsyncIterableIterator<ExecutionResult>> {
  const source = await createSourceEventStream(argsOf(subgraph, request))
  if (!(Symbol.asyncIterator in source)) return source
  return mapped(
    source,
    async (rootValue) => {
      await request.turn?.enter()
      return execute({ ...argsOf(subgraph, request), rootValue })
    },
    (error) => {
      throw error
    },
  )
}

function argsOf(
  subgraph: { schema: GraphQLSchema; context: Subgraph['context'] },
  { document, variables, viewer, turn }: SubgraphRequest,
): ExecutionArgs {
  return {
    schema: subgraph.schema,
    document,
    variableValues: variables,
    contextValue: turn ? { ...subgraph.context(viewer), turn } : subgraph.context(viewer),
  }
}
