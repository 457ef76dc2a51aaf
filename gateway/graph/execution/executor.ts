// Operations that need a plan: planned once, in names of our own, then run as often as they are asked; the answer has the
// client's names again.

import { type FragmentDefinitionNode, Kind, type OperationDefinitionNode, print } from 'graphql'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import type { Turn } from '../../../backbone/subgraph/subgraph.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport } from '../../transports/transport.ts'
import { lifted } from '../literals.ts'
import type { Operation } from '../operations.ts'
import { type Planner, Unplanned } from '../planning/index.ts'
import { ownName, type Renamed, renamed } from '../response-names.ts'
import type { Result } from '../result.ts'
import type { Supergraph } from '../supergraph.ts'
import type { Lane } from '../turns.ts'
import { type Answer, answerOf } from './answer.ts'
import { type Program, programOf, type Run } from './program.ts'
import { narrowingOf } from './types.ts'

export interface Executor {
  /**
   * @param variables that fit their types, defaults included
   * @param lane in which it waits to be planned
   * @throws what cannot be planned
   */
  execute(operation: Operation, variables: Record<string, unknown>, viewer: Viewer, lane: Lane): Promise<Result>
  /** As `execute`; errors, or a result for each event of the part that has the subscription. */
  subscribe(
    operation: Operation,
    variables: Record<string, unknown>,
    viewer: Viewer,
    lane: Lane,
    turn?: Turn,
  ): Promise<Result | AsyncIterableIterator<Result>>
  /** What a part answered to the operation by itself, as clients may see it. */
  shown(operation: Operation, variables: Record<string, unknown>, result: SubgraphResult): Result
}

export interface ExecutorOptions {
  supergraph: Supergraph
  transports: Readonly<Record<string, Transport>>
  fetchFrom(name: string, request: SubgraphRequest): SubgraphResult | Promise<SubgraphResult>
  planner: Planner
  nulls: 'declared' | 'lenient'
  /** Milliseconds; only differences count. */
  now(): number
}

interface Prepared {
  names: Renamed
  variables(given: Record<string, unknown>): Record<string, unknown>
  program: Promise<Program>
  answer: Answer
  /** When it may be planned again, where it was not. */
  again: number | null
}

export function executorOf({ supergraph, transports, fetchFrom, planner, nulls, now }: ExecutorOptions): Executor {
  const narrow = narrowingOf(supergraph.whole)
  const known = new WeakMap<Operation, Prepared>()
  const answers = new WeakMap<Operation, Answer>()

  function answering(names: Pick<Renamed, 'document' | 'clients'>): Answer {
    const fragments = new Map<string, FragmentDefinitionNode>()
    for (const each of names.document.definitions)
      if (each.kind === Kind.FRAGMENT_DEFINITION) fragments.set(each.name.value, each)
    const { clients, document } = names
    const { api: schema, whole } = supergraph
    return answerOf({ schema, whole, narrow, operation: definitionOf(document), fragments, clients, nulls })
  }

  function preparedOf(operation: Operation, lane: Lane): Prepared {
    const before = known.get(operation)
    if (before && (before.again === null || before.again > now())) return before
    const names = renamed(operation.document)
    const texts = lifted(supergraph.whole, names.document, (index) => ownName(`text${index}`))
    const prepared: Prepared = {
      names,
      variables: (given) => texts.variables(names.variables(given)),
      program: planner.plan(print(texts.document), lane).then((plan) => programOf(plan, narrow)),
      answer: answering(names),
      again: null,
    }
    // From the first time on: that it is asked again and again keeps nothing away.
    prepared.program.catch((error) => {
      if (error instanceof Unplanned) prepared.again = now() + error.again
    })
    known.set(operation, prepared)
    return prepared
  }

  function begun(variables: Record<string, unknown>, viewer: Viewer): Run {
    const fetch = (part: string, { document, text, type, variables }: Parameters<Run['fetch']>[1]) =>
      fetchFrom(part, { document, text, type, variables, viewer })
    return { variables, data: {}, errors: [], fetch }
  }

  function ended({ answer, names }: Prepared, run: Run): Result {
    const told = run.errors.map(names.restored)
    const { data, errors } = answer(run.data, run.variables, told)
    const all = errors.length > 0 ? [...told, ...errors] : told
    return all.length > 0 ? { data, errors: all } : { data }
  }

  return {
    async execute(operation, given, viewer, lane) {
      const prepared = preparedOf(operation, lane)
      const run = begun(prepared.variables(given), viewer)
      const program = await prepared.program
      await program.run(run)
      return ended(prepared, run)
    },
    async subscribe(operation, given, viewer, lane, turn) {
      const prepared = preparedOf(operation, lane)
      const variables = prepared.variables(given)
      const program = await prepared.program
      const { source } = program
      if (!source) throw new Error('Wanted a plan of a subscription; got another.')
      const asked = { ...requestOf(source.request(variables)), viewer }
      const opened = await transports[source.part]!.subscribe(turn ? { ...asked, turn } : asked)
      const event = async (result: SubgraphResult): Promise<Result> => {
        const run = begun(variables, viewer)
        source.begin(run, result)
        await program.run(run)
        return ofEvent(ended(prepared, run))
      }
      if (!(Symbol.asyncIterator in opened)) return event(opened)
      return mapped(opened, event, (error) => {
        throw error
      })
    },
    shown(operation, variables, { data, errors = [] }) {
      if (!data) return { data: data ?? null, errors }
      let answer = answers.get(operation)
      if (!answer) {
        answer = answering({ document: operation.document, clients: (name) => name })
        answers.set(operation, answer)
      }
      const shown = answer(data, variables, errors)
      const all = [...errors, ...shown.errors]
      return all.length > 0 ? { data: shown.data, errors: all } : { data: shown.data }
    },
  }
}

const requestOf = ({ document, text, type, variables }: Omit<SubgraphRequest, 'viewer'>) => ({
  document,
  text,
  type,
  variables,
})

/** An event of which nothing is there is none: its errors are what it says. */
function ofEvent(result: Result): Result {
  const some = Object.values(result.data ?? {}).some((value) => value !== null)
  return some ? result : { ...result, data: null }
}

function definitionOf({ definitions }: Operation['document']): OperationDefinitionNode {
  return definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode
}
