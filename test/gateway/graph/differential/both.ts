// The same schema twice: in one piece, executed by graphql-js over the rows, and in four parts behind the gateway's graph.
//
// A part is held to what a gateway may ask of it. It gives its own fields and no others; what it requires of the others it
// takes from the representation alone, and fails where that lacks it; an entity it finds by one of its keys, all of it.

import { buildSubgraphSchema } from '@apollo/subgraph'
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldDefinitionNode,
  type GraphQLSchema,
  type InterfaceTypeDefinitionNode,
  isObjectType,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql'
import { defaultLimits } from '../../../../backbone/limits.ts'
import { systemViewer } from '../../../../backbone/security/viewer.ts'
import { scalars } from '../../../../backbone/subgraph/graphql.ts'
import { compose } from '../../../../gateway/graph/compose.ts'
import { openGraph } from '../../../../gateway/graph/graph.ts'
import { Unrunnable } from '../../../../gateway/graph/operations.ts'
import type { Planner } from '../../../../gateway/graph/planning/index.ts'
import { type Supergraph, supergraphOf } from '../../../../gateway/graph/supergraph.ts'
import { type SubgraphName, subgraphNames } from '../../../../gateway/names.ts'
import { localTransport } from '../../../../gateway/transports/local.ts'
import type { Transport } from '../../../../gateway/transports/transport.ts'
import type { Report } from '../../../../gateway/wire/errors.ts'
import type { Row, World } from './world.ts'

export interface Request {
  document: DocumentNode
  /** The same. */
  query: string
  operationName: string | null
  variables: Record<string, unknown>
}

export interface Both {
  /** What clients see. */
  api: GraphQLSchema
  whole(request: Request): Promise<ExecutionResult>
  parted(request: Request): Promise<ExecutionResult>
  /** Names of fields for which a part requires others. */
  requiring: ReadonlySet<string>
  /** What was masked of the last one. */
  readonly masked: string[]
  stop(): void
}

const many = 1_000_000
/** Lists are counted as long as they may be, in one another. */
const limits = {
  ...defaultLimits,
  depth: 50,
  rootFields: 1000,
  selections: 1000,
  cost: 1e300,
  pairs: many,
  tokens: many,
}

/** @param plannerOf who plans: null for this process, which a fault of the planner may end */
export async function openBoth(
  sdl: Readonly<Record<SubgraphName, string>>,
  worldOf: () => World,
  plannerOf: (supergraph: Supergraph, report: Report) => Planner | null = () => null,
): Promise<Both> {
  const supergraph = supergraphOf(compose((name) => sdl[name as SubgraphName]))
  // Of each request a new one: mutations count in it.
  let world = worldOf()
  const owners = ownersOf(sdl)
  const fieldValue = (row: Row, type: string, field: string, args: unknown): unknown => {
    const own = owners.get(`${type}.${field}`)
    if (row?.unknownTo && own?.every((part) => part === row.unknownTo)) return null
    const made = world.fields[`${type}.${field}`]
    return made ? made(row, args) : row?.[field]
  }

  const masked: string[] = []
  const report = (cause: unknown) => void masked.push(String(cause))
  const { api } = supergraph
  for (const type of Object.values(api.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = (row, args) => fieldValue(row, type.name, field.name, args)
    }
  }

  const transports = {} as Record<SubgraphName, Transport>
  for (const name of subgraphNames) {
    const schema = partOf(name, sdl[name], fieldValue, () => world.entities)
    transports[name] = localTransport({ schema, context: () => ({}) as never }, report)
  }
  const planner = plannerOf(supergraph, report)
  const graph = await openGraph({ supergraph, limits, transports, report, planner })

  const all = Object.values(sdl).flatMap((each) => typesOf(each).flatMap(({ fields }) => fields!))
  return {
    api,
    masked,
    requiring: new Set(all.filter((field) => hasDirective(field, 'requires')).map(({ name }) => name.value)),
    async whole({ document, operationName, variables }) {
      world = worldOf()
      return execute({ schema: api, document, operationName, variableValues: variables })
    },
    async parted({ query, operationName, variables }) {
      world = worldOf()
      masked.length = 0
      try {
        const operation = graph.prepare({ query, operationName, variables })
        return (await graph.execute(operation, variables, systemViewer)) as ExecutionResult
      } catch (error) {
        if (error instanceof Unrunnable) return { errors: error.errors }
        throw error
      }
    },
    stop: () => planner?.stop(),
  }
}

type TypeNodeWithFields = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode

const typesOf = (sdl: string): TypeNodeWithFields[] =>
  parse(sdl, { noLocation: true }).definitions.filter(
    (each) => each.kind === Kind.OBJECT_TYPE_DEFINITION || each.kind === Kind.INTERFACE_TYPE_DEFINITION,
  )

const hasDirective = (field: FieldDefinitionNode, name: string) =>
  field.directives!.some((each) => each.name.value === name)

/** The parts that have a field of their own, by `Type.field`. */
function ownersOf(sdl: Readonly<Record<SubgraphName, string>>): Map<string, SubgraphName[]> {
  const owners = new Map<string, SubgraphName[]>()
  for (const part of subgraphNames) {
    for (const { name: type, fields } of typesOf(sdl[part])) {
      for (const field of fields!) {
        if (hasDirective(field, 'external')) continue
        const name = `${type.value}.${field.name.value}`
        owners.set(name, [...(owners.get(name) ?? []), part])
      }
    }
  }
  return owners
}

function namedOf(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedOf(type.type)
}

/** The `fields` of each such directive. */
function fieldSets({ directives }: FieldDefinitionNode | TypeNodeWithFields, name: string): SelectionSetNode[] {
  return directives!
    .filter((each) => each.name.value === name)
    .flatMap(({ arguments: given }) => given!.filter((each) => each.name.value === 'fields'))
    .map(({ value }) => (parse(`{ ${valueFromASTUntyped(value)} }`).definitions[0] as any).selectionSet)
}

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && '__typename' in value

function partOf(
  part: SubgraphName,
  sdl: string,
  fieldValue: (row: Row, type: string, field: string, args: unknown) => unknown,
  entities: () => readonly Row[],
): GraphQLSchema {
  const types = new Map(typesOf(sdl).map((each) => [each.name.value, each]))
  const externals = (type: string, name = 'external') =>
    (types.get(type)?.fields ?? []).filter((field) => hasDirective(field, name)).map(({ name }) => name.value)

  /** The row without what the part has not, but for what it provides here; and what it requires, if that came with it. */
  function seen(value: unknown, type: string, provided: readonly string[]): unknown {
    if (value instanceof Promise) return value.then((each) => seen(each, type, provided))
    if (Array.isArray(value)) return value.map((each) => seen(each, type, provided))
    if (!isRow(value)) return value
    const row = { ...value }
    const hidden = externals(row.__typename).filter((name) => !provided.includes(name))
    for (const name of hidden) delete row[name]
    if (types.get(type)?.kind === Kind.OBJECT_TYPE_DEFINITION) row.__typename = type // an interface may be an object here
    return row
  }

  const resolvers: Record<string, any> = { JSON: scalars.JSON }
  for (const [type, node] of types) {
    const fields: Record<string, any> = {}
    for (const field of node.kind === Kind.OBJECT_TYPE_DEFINITION ? node.fields! : []) {
      const name = field.name.value
      const inner = namedOf(field.type)
      const provided = fieldSets(field, 'provides').flatMap(({ selections }) =>
        selections.map((each: any) => each.name.value),
      )
      const required = fieldSets(field, 'requires')
      const external = hasDirective(field, 'external')
      const resolve = (row: Row, args: unknown) => {
        const lacks = required.find((set) => !holds(row, set, true))
        if (lacks || (external && !(name in row))) {
          throw new Error(`${part} cannot say ${type}.${name} of ${JSON.stringify(row.reference ?? null)}`)
        }
        return inner === 'JSON'
          ? fieldValue(row, type, name, args)
          : seen(fieldValue(row, type, name, args), inner, provided)
      }
      // Some come later than others. Of mutations the first may be the slowest.
      fields[name] =
        (name.length + type.length) % 3
          ? resolve
          : async (row: Row, args: unknown) => {
              if (type === 'Mutation') await new Promise((done) => setImmediate(done))
              return resolve(row, args)
            }
    }
    const keys = fieldSets(node, 'key')
    if (keys.length > 0 || node.kind === Kind.OBJECT_TYPE_DEFINITION) resolvers[type] = fields
    if (keys.length === 0) continue
    const answered = (found: Row, reference: Row) => {
      const row = seen(found, type, []) as Row
      return { ...row, ...reference, __typename: row.__typename, reference }
    }
    fields.__resolveReference = (reference: Row) => {
      const key = keys.find((each) => holds(reference, each, false))
      if (!key) throw new Error(`${part} was asked for ${type} by no key: ${JSON.stringify(reference)}`)
      const found = entities().find(
        (row) => (row.__typename === type || row.isAlso === type) && same(row, reference, key),
      )
      return found && found.unknownTo !== part ? answered(found, reference) : null
    }
  }
  return buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers }])
}

/** Whether all that is selected is there. @param nullable whether what is above it may be null */
function holds(value: any, { selections }: SelectionSetNode, nullable: boolean): boolean {
  if (Array.isArray(value)) return value.every((each) => holds(each, { selections } as SelectionSetNode, nullable))
  if (value === null) return nullable
  return selections.every((each: any) => {
    if (each.kind === Kind.INLINE_FRAGMENT) {
      return value.__typename !== each.typeCondition.name.value || holds(value, each.selectionSet, nullable)
    }
    const inner = value[each.name.value]
    return inner !== undefined && (!each.selectionSet || holds(inner, each.selectionSet, nullable))
  })
}

function same(one: any, other: any, { selections }: SelectionSetNode): boolean {
  return selections.every((each: any) => {
    const [here, there] = [one?.[each.name.value], other[each.name.value]]
    return each.selectionSet ? same(here, there, each.selectionSet) : here === there
  })
}
