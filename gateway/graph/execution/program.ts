// A plan as something that can be run: every path, type condition and representation in it is read once.

import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNode,
  PlanNode,
  QueryPlan,
} from '@graphql-hive/router-query-planner'
import {
  type DocumentNode,
  type FieldNode,
  type GraphQLError,
  Kind,
  type OperationDefinitionNode,
  type OperationTypeNode,
  parse,
  type SelectionSetNode,
} from 'graphql'
import type { Viewer } from '../../../backbone/security/viewer.ts'
import type { Turn } from '../../../backbone/subgraph/subgraph.ts'
import type { SubgraphRequest, SubgraphResult } from '../../transports/transport.ts'
import { type Asked, ofEntities, ofFields, ofUntold, type Standing } from './errors.ts'
import type { Known } from './keys.ts'
import { addTo, copied } from './merge.ts'
import { type Entity, type Places, placesAt } from './places.ts'
import { type Represented, representing } from './representations.ts'
import { type Rewrite, renamesOf, rewriteOf } from './rewrites.ts'
import type { Narrowing } from './types.ts'

/** What the schema says. */
export interface Knowledge {
  narrow: Narrowing
  knownBy(part: string): Known
}

/** One request of a client, while its plan is run. */
export interface Run {
  variables: Readonly<Record<string, unknown>>
  viewer: Viewer
  /** What is known so far. */
  data: Entity
  /** Errors of parts, at their places in that. */
  errors: GraphQLError[]
  fetch(part: string, request: SubgraphRequest): SubgraphResult | Promise<SubgraphResult>
}

/** Who asks, and of a subscription when its next event may be resolved. */
type Asking = Pick<SubgraphRequest, 'viewer' | 'turn'>

export interface Program {
  /** Of a subscription: what it is asked from, and of what each event is the beginning. */
  source: {
    part: string
    request(variables: Run['variables'], by: Asking): SubgraphRequest
    begin(run: Run, event: SubgraphResult): void
  } | null
  /** The rest, or all. */
  run(run: Run): Promise<void> | undefined
}

type Step = (run: Run) => Promise<void> | undefined

const nothing: Step = () => undefined

export function programOf({ node }: QueryPlan, knowledge: Knowledge): Program {
  if (!node) return { source: null, run: nothing }
  const [first, rest] = node.kind === 'Sequence' ? [node.nodes[0], node.nodes.slice(1)] : [node, []]
  if (first?.kind !== 'Subscription') return { source: null, run: stepOf(node, knowledge) }
  const source = fieldsFetch(first.primary, knowledge.narrow)
  return {
    source: { part: first.primary.serviceName, request: source.request, begin: source.answered },
    run: rest.length > 0 ? inTurn(rest.map((each) => stepOf(each, knowledge))) : nothing,
  }
}

function stepOf(node: PlanNode, knowledge: Knowledge): Step {
  switch (node.kind) {
    case 'Sequence':
      return inTurn(node.nodes.map((each) => stepOf(each, knowledge)))
    case 'Parallel':
      return together(node.nodes.map((each) => stepOf(each, knowledge)))
    case 'Fetch': {
      const fetch = fieldsFetch(node, knowledge.narrow)
      return (run) =>
        told(run.fetch(node.serviceName, fetch.request(run.variables, run)), (result) => fetch.answered(run, result))
    }
    case 'Flatten':
      return flattened(node, knowledge)
    case 'BatchFetch':
      return entitiesFetch(node, node.entityBatch.aliases, knowledge)
    default:
      throw new Error(`Wanted a plan of known steps; got one with "${node.kind}".`)
  }
}

function inTurn(steps: readonly Step[]): Step {
  if (steps.length === 1) return steps[0]!
  return (run) => {
    for (let index = 0; index < steps.length; index++) {
      const pending = steps[index]!(run)
      if (pending) return pending.then(() => rest(run, index + 1))
    }
    return undefined
  }
  async function rest(run: Run, from: number): Promise<void> {
    for (let index = from; index < steps.length; index++) {
      const pending = steps[index]!(run)
      if (pending) await pending
    }
  }
}

function together(steps: readonly Step[]): Step {
  if (steps.length === 1) return steps[0]!
  return (run) => {
    const pending: Promise<void>[] = []
    for (const step of steps) {
      const each = step(run)
      if (each) pending.push(each)
    }
    if (pending.length < 2) return pending[0]
    return Promise.all(pending).then(() => {})
  }
}

function told(
  result: SubgraphResult | Promise<SubgraphResult>,
  then: (result: SubgraphResult) => void,
): Promise<void> | undefined {
  if (result instanceof Promise) return result.then(then)
  then(result)
  return undefined
}

/** Fields at the top. */
function fieldsFetch(node: FetchNode, narrow: Narrowing) {
  const { outputRewrites = [] } = node
  const text = textOf(node)
  const rewrite = rewriteOf(outputRewrites, narrow)
  const renames = renamesOf(outputRewrites)
  return {
    request: (variables: Run['variables'], by: Asking) => text.request(picked(node.variableUsages, variables), by),
    answered(run: Run, { data, errors }: SubgraphResult) {
      const known = objectOf(data)
      if (known) rewrite?.(known)
      if (errors) {
        const names = text.names().map((name) => renames.get(name) ?? name)
        run.errors.push(...ofFields(errors, known, names, renames))
      }
      if (known) addTo(run.data, known, narrow)
    },
  }
}

function flattened({ path, node }: FlattenNode, knowledge: Knowledge): Step {
  if (node.kind !== 'Fetch' || !node.requires) {
    throw new Error(`Wanted a plan that fetches entities at a path; got one with "${node.kind}" there.`)
  }
  const { requires, inputRewrites = [], outputRewrites = [] } = node
  const one: EntityBatchAlias = {
    alias: '_entities',
    representationsVariableName: 'representations',
    paths: [path],
    requires,
    inputRewrites,
    outputRewrites: outputRewrites.map(withoutFirst),
  }
  return entitiesFetch(node, [one], knowledge)
}

type OutputRewrite = NonNullable<EntityBatchAlias['outputRewrites']>[number]

/** Where one request has one list of entities, what is rewritten is told from the top of the answer. */
function withoutFirst(rewrite: OutputRewrite): OutputRewrite {
  const at = 'KeyRenamer' in rewrite ? rewrite.KeyRenamer : 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite
  const [first, ...rest] = at.path
  if (!(first && 'Key' in first && first.Key === '_entities')) return rewrite
  return 'KeyRenamer' in rewrite
    ? { KeyRenamer: { ...rewrite.KeyRenamer, path: rest } }
    : { ValueSetter: { ...('ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite), path: rest } }
}

/** Entities under one name of a request. */
interface Batch {
  name: string
  variable: string
  places: readonly Places[]
  represented: Represented
  input: Rewrite | null
  output: Rewrite | null
  renames: ReadonlyMap<string, string>
  fieldsOf(type: string): readonly string[]
}

/** Entities that are sent once, however often they are wanted. */
interface Sent {
  representations: Entity[]
  indices: Map<string, number>
}

/** The objects at each of a batch's paths, and which of the entities that are sent each is. */
interface Wanted {
  batch: Batch
  sent: Sent
  targets: { entities: Entity[]; indices: number[] }[]
}

function entitiesFetch(
  node: Pick<FetchNode | BatchFetchNode, 'serviceName' | 'operation' | 'variableUsages' | 'operationKind'>,
  aliases: readonly EntityBatchAlias[],
  { narrow, knownBy }: Knowledge,
): Step {
  const known = knownBy(node.serviceName)
  const text = textOf(node)
  const batches = aliases.map((each): Batch => {
    const { alias, representationsVariableName, paths, requires, inputRewrites = [], outputRewrites = [] } = each
    const renames = renamesOf(outputRewrites)
    const named = new Map<string, readonly string[]>()
    return {
      name: alias,
      variable: representationsVariableName,
      places: paths.map((path) => placesAt(path, narrow)),
      represented: representing(requires, narrow, known),
      input: rewriteOf(inputRewrites, narrow),
      output: rewriteOf(outputRewrites, narrow),
      renames,
      fieldsOf(type) {
        const before = named.get(type)
        if (before) return before
        const fields = text.namesBelow(alias, type, narrow).map((name) => renames.get(name) ?? name)
        named.set(type, fields)
        return fields
      },
    }
  })

  function wantedOf(run: Run): { wanted: Wanted[]; representations: Record<string, Entity[]>; some: boolean } {
    const representations: Record<string, Entity[]> = {}
    const sents = new Map<string, Sent>()
    let some = false
    const wanted = batches.map((batch) => {
      let sent = sents.get(batch.variable)
      if (!sent) {
        sent = { representations: [], indices: new Map() }
        sents.set(batch.variable, sent)
        representations[batch.variable] = sent.representations
      }
      const targets = batch.places.map((places) => targetsAt(places, batch, sent!, run))
      some ||= sent.representations.length > 0
      return { batch, sent, targets }
    })
    return { wanted, representations, some }
  }

  return (run) => {
    const { wanted, representations, some } = wantedOf(run)
    if (!some) return undefined
    const request = text.request({ ...picked(node.variableUsages, run.variables), ...representations }, run)
    return told(run.fetch(node.serviceName, request), ({ data, errors }) => {
      const known = objectOf(data)
      if (errors)
        run.errors.push(
          ...ofEntities(
            errors,
            known,
            wanted.map((each) => askedOf(each, run)),
          ),
        )
      if (!known) return
      for (const { batch, targets } of wanted) {
        const answered = known[batch.name]
        if (!Array.isArray(answered)) continue
        batch.output?.(answered)
        targets.forEach(({ entities, indices }, at) => {
          for (let index = 0; index < entities.length; index++) {
            const more = answered[indices[index]!]
            // At another path something else may be asked of what is below.
            if (isObject(more)) addTo(entities[index]!, at === 0 ? more : (copied(more) as Entity), narrow)
          }
        })
      }
    })
  }
}

function targetsAt(places: Places, batch: Batch, sent: Sent, run: Run): { entities: Entity[]; indices: number[] } {
  const entities: Entity[] = []
  const indices: number[] = []
  const untold: Entity[] = []
  for (const entity of places.of(run.data)) {
    const representation = batch.represented(entity)
    if (representation === 'untold') untold.push(entity)
    if (typeof representation === 'string') continue
    batch.input?.(representation)
    const identity = JSON.stringify(representation)
    let index = sent.indices.get(identity)
    if (index === undefined) {
      index = sent.representations.length
      sent.indices.set(identity, index)
      sent.representations.push(representation)
    }
    entities.push(entity)
    indices.push(index)
  }
  if (untold.length > 0) run.errors.push(...ofUntold(run.errors, standingOf(places, untold, run), batch.fieldsOf))
  return { entities, indices }
}

/** Where those objects stand, which only errors need. */
function standingOf(places: Places, entities: readonly Entity[], run: Run): Standing[] {
  const [all, paths] = [places.of(run.data), places.paths(run.data)]
  let next = 0
  return all.flatMap((entity, position) => {
    if (entity !== entities[next]) return []
    next++
    return { path: paths[position]!, type: String(entity.__typename) }
  })
}

function askedOf({ batch, sent, targets }: Wanted, run: Run): Asked {
  const standing: Standing[][] = sent.representations.map(() => [])
  batch.places.forEach((places, at) => {
    const { entities, indices } = targets[at]!
    standingOf(places, entities, run).forEach((each, index) => standing[indices[index]!]!.push(each))
  })
  return { name: batch.name, renames: batch.renames, fieldsOf: batch.fieldsOf, standing }
}

function isObject(value: unknown): value is Entity {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const objectOf = (value: unknown): Entity | null => (isObject(value) ? value : null)

function picked(names: readonly string[] | undefined, variables: Run['variables']): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const name of names ?? []) if (Object.hasOwn(variables, name)) values[name] = variables[name]
  return values
}

/** What is sent to a part: a text for those far away, a document for those in this process. */
function textOf({ operation, operationKind = 'query' }: Pick<FetchNode, 'operation' | 'operationKind'>) {
  const type = operationKind as OperationTypeNode
  let document: DocumentNode | null = null
  const read = () => {
    document ??= parse(operation, { noLocation: true })
    return document
  }
  const fields = (): SelectionSetNode =>
    (read().definitions.find((each) => each.kind === Kind.OPERATION_DEFINITION) as OperationDefinitionNode).selectionSet
  class Request implements SubgraphRequest {
    readonly variables: Record<string, unknown>
    readonly viewer: Viewer
    readonly turn: Turn | undefined
    constructor(variables: Record<string, unknown>, { viewer, turn }: Asking) {
      this.variables = variables
      this.viewer = viewer
      this.turn = turn
    }
    get document(): DocumentNode {
      return read()
    }
    get text(): string {
      return operation
    }
    get type(): OperationTypeNode {
      return type
    }
  }
  return {
    request: (variables: Record<string, unknown>, by: Asking): SubgraphRequest => new Request(variables, by),
    /** What the answer has at the top. */
    names: () => namesIn([fields()], null, null),
    /** What it has of an entity of that type. */
    namesBelow: (name: string, actual: string, narrow: Narrowing) =>
      namesIn(
        fields().selections.flatMap((each) => (isNamed(each, name) ? (each.selectionSet ?? []) : [])),
        actual,
        narrow,
      ),
  }
}

function isNamed(node: { kind: Kind }, name: string): node is FieldNode {
  return node.kind === Kind.FIELD && keyOf(node as FieldNode) === name
}

const keyOf = ({ alias, name }: FieldNode): string => (alias ?? name).value

function namesIn(sets: readonly SelectionSetNode[], actual: string | null, narrow: Narrowing | null): string[] {
  const names = new Set<string>()
  const look = ({ selections }: SelectionSetNode): void => {
    for (const each of selections) {
      if (each.kind === Kind.FIELD) {
        if (each.name.value !== '__typename') names.add(keyOf(each))
      } else if (each.kind === Kind.INLINE_FRAGMENT) {
        const condition = each.typeCondition?.name.value
        if (!condition || !actual || !narrow || narrow([condition]).has(actual)) look(each.selectionSet)
      }
    }
  }
  for (const set of sets) look(set)
  return [...names]
}
