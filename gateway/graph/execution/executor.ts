// Operations that need a plan: planned once, in names of our own, then run as often as they are asked; the answer has the
// client's names again.

import { type DocumentNode, type FragmentDefinitionNode, Kind, type OperationDefinitionNode, print } from 'graphql'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import type { Turn } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { mapped, type SubgraphRequest, type SubgraphResult, type Transport } from '../../transports/transport.ts'
import { lifted } from '../literals.ts'
import { conditionsOf, mergedFields } from '../merged-fields.ts'
import type { Operation } from '../operations.ts'
import { type Planner, Unplanned } from '../planning/index.ts'
import { ownName, type Renamed, renamed } from '../response-names.ts'
import type { Result } from '../result.ts'
import type { Supergraph } from '../supergraph.ts'
import type { Lane } from '../turns.ts'
import { type Answer, answerOf } from './answer.ts'
import { ofFields, withPlace } from './errors.ts'
import { knownBy } from './keys.ts'
import { type Program, programOf, type Run } from './program.ts'
import { concealing, narrowingOf } from './types.ts'

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
  /** More than this is not planned: fragments in fragments grow by powers. */
  mostSelections: number
  /** Milliseconds; only differences count. */
  now(): number
}

/** A document, as it is read once. */
interface Read {
  operation: OperationDefinitionNode
  fragments: ReadonlyMap<string, FragmentDefinitionNode>
  /** The variables that say what is skipped. */
  conditions: readonly string[]
}

interface Known extends Read {
  names: Renamed
  variables(given: Record<string, unknown>): Record<string, unknown>
  /** By the values of its conditions. */
  prepared: Map<string, Prepared>
}

interface Prepared {
  program: Promise<Program>
  answer: Answer
  /** When it may be planned again, where it was not. */
  again: number | null
}

const mostKept = 2000 // of plans, and of answers without one: an operation has one for each set of its conditions' values

export function executorOf(options: ExecutorOptions): Executor {
  const { supergraph, transports, fetchFrom, planner, nulls, mostSelections, now } = options
  const { api: schema, whole } = supergraph
  const narrow = narrowingOf(whole)
  const named = concealing(whole, schema)
  const knowledge = { narrow, knownBy: knownBy(whole) }
  const known = new WeakMap<Operation, Known>()
  const keep = keeping(mostKept)
  const alone = new WeakMap<Operation, Read & { answers: Map<string, Answer> }>()

  function knownOf(operation: Operation): Known {
    const before = known.get(operation)
    if (before) return before
    const names = renamed(operation.document)
    const texts = lifted(whole, names.document, (index) => ownName(`text${index}`))
    const made: Known = {
      ...readOf(texts.document),
      names,
      variables: (given) => texts.variables(names.variables(given)),
      prepared: new Map(),
    }
    known.set(operation, made)
    return made
  }

  function planned({ operation, fragments }: Known, variables: Record<string, unknown>, lane: Lane): Promise<Program> {
    const merged = mergedFields(whole, operation, fragments, variables, mostSelections, named)
    if (merged === 'nothing') return Promise.resolve(programOf({ kind: 'QueryPlan' }, knowledge))
    if (merged === null)
      return Promise.reject(
        new Refusal('TOO_COMPLEX', 'Wanted fewer fields in fragments in fragments; got more than can be planned.'),
      )
    return planner.plan(print(merged), lane).then((plan) => programOf(plan, knowledge))
  }

  function preparedOf(of: Known, variables: Record<string, unknown>, lane: Lane): Prepared {
    const { names, operation, fragments, conditions, prepared } = of
    const values = valuesOf(conditions, variables)
    const before = prepared.get(values)
    if (before && (before.again === null || before.again > now())) return before
    const { clients } = names
    const made: Prepared = {
      program: planned(of, variables, lane),
      answer: answerOf({ schema, whole, narrow, operation, fragments, variables, clients, nulls }),
      again: null,
    }
    // From the first time on: that it is asked again and again keeps nothing away.
    made.program.catch((error) => {
      if (error instanceof Unplanned) made.again = now() + error.again
    })
    keep(prepared, values, made)
    return made
  }

  function begun(variables: Record<string, unknown>, viewer: Viewer): Run {
    return { variables, viewer, data: {}, errors: [], fetch: fetchFrom }
  }

  function ended({ names }: Known, { answer }: Prepared, run: Run): Result {
    const told = run.errors.map(names.restored)
    const { data, errors } = answer(run.data, told)
    if (told.length === 0 && errors.length === 0) return { data }
    const all = [...withPlace(told, data), ...errors]
    return all.length > 0 ? { data, errors: all } : { data }
  }

  return {
    async execute(operation, given, viewer, lane) {
      const known = knownOf(operation)
      const variables = known.variables(given)
      const prepared = preparedOf(known, variables, lane)
      const program = await prepared.program
      const run = begun(variables, viewer)
      await program.run(run)
      return ended(known, prepared, run)
    },
    async subscribe(operation, given, viewer, lane, turn) {
      const known = knownOf(operation)
      const variables = known.variables(given)
      const prepared = preparedOf(known, variables, lane)
      const program = await prepared.program
      const { source } = program
      if (!source) throw new Error('Wanted a plan of a subscription; got another.')
      const opened = await transports[source.part]!.subscribe(source.request(variables, { viewer, turn }))
      const event = async (result: SubgraphResult): Promise<Result> => {
        const run = begun(variables, viewer)
        source.begin(run, result)
        await program.run(run)
        return ofEvent(ended(known, prepared, run))
      }
      if (!(Symbol.asyncIterator in opened)) return event(opened)
      return mapped(opened, event, (error) => {
        throw error
      })
    },
    shown(asked, variables, { data, errors = [] }) {
      if (data === null) return { data, errors }
      let of = alone.get(asked)
      if (!of) {
        of = { ...readOf(asked.document), answers: new Map() }
        alone.set(asked, of)
      }
      const { operation, fragments, conditions, answers } = of
      const values = valuesOf(conditions, variables)
      let answer = answers.get(values)
      if (!answer) {
        const clients = (name: string) => name
        answer = answerOf({ schema, whole, narrow, operation, fragments, variables, clients, nulls })
        keep(answers, values, answer)
      }
      if (data === undefined) {
        const nothing = answer({}, errors).data
        const names = Object.keys(nothing ?? {})
        return { data: nothing, errors: names.length > 0 ? ofFields(errors, nothing, names, new Map()) : errors }
      }
      const shown = answer(data, errors)
      const all = [...errors, ...shown.errors]
      return all.length > 0 ? { data: shown.data, errors: all } : { data: shown.data }
    },
  }
}

function valuesOf(conditions: readonly string[], variables: Record<string, unknown>): string {
  return conditions.length === 0 ? '' : conditions.map((name) => (variables[name] ? 1 : 0)).join('')
}

/** Keeps things in maps of others, so many in all; the oldest goes. */
function keeping(most: number): <T>(kept: Map<string, T>, key: string, value: T) => void {
  const oldest = new Set<() => void>()
  return (kept, key, value) => {
    if (oldest.size >= most) {
      const [forget] = oldest
      oldest.delete(forget!)
      forget!()
    }
    kept.set(key, value)
    oldest.add(() => {
      if (kept.get(key) === value) kept.delete(key)
    })
  }
}

/** An event of which nothing is there is none: its errors are what it says. */
function ofEvent(result: Result): Result {
  const some = Object.values(result.data ?? {}).some((value) => value !== null)
  return some ? result : { ...result, data: null }
}

function readOf({ definitions }: DocumentNode): Read {
  const operation = definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode
  const named = definitions.filter((each) => each.kind === Kind.FRAGMENT_DEFINITION)
  const fragments = new Map(named.map((each) => [each.name.value, each]))
  return { operation, fragments, conditions: conditionsOf(operation, fragments) }
}
