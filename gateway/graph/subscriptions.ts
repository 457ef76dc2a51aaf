// What a subscription is, seen from the streams: whether its answer is the same for all who hold the same rights, and
// where its place in the log goes in and comes out. All who ask the same are to be one execution, whatever they call
// their variable for `after` and whether they ask for the cursor: so it is written anew with both of our own.

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
  parseType,
  print,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { isOurs } from '../../schema/subgraph-names.ts'
import type { Operation } from './operations.ts'
import type { Result } from './result.ts'
import { batchOf } from './supergraph.ts'

const place = 'folkmoot_place' // our alias for the cursor, or for whose it is; and our variable for `after`

export interface Shape {
  /** What is executed. */
  operation: Operation
  /** Two subscriptions with the same text are the same. */
  text: string
  /** The answer depends on who asks, not only on what they may see. */
  personal: boolean
  /** A list can go on after a cursor; a state is sent at once, then after each change. */
  kind: 'list' | 'state' | 'other'
  /** Its results are lists of events. */
  batched: boolean
  /** What the answer calls the field at the top. */
  key: string
  /** The community that it names. */
  communityIn(variables: Record<string, unknown>): string | null
  /** The cursor that it comes with, and the variables without it. */
  split(variables: Record<string, unknown>): { after: string | null; rest: Record<string, unknown> }
  /** The variables of the execution. */
  join(rest: Record<string, unknown>, after: string | null): Record<string, unknown>
  /** Takes out of a result what we have put in: the cursor of a list's event, the community of a state. */
  takePlace(result: Result): unknown
}

/** Shapes of operations, each found once. */
export function shapesOf(): (operation: Operation) => Shape {
  const known = new WeakMap<Operation, Shape>()
  return (operation) => {
    let shape = known.get(operation)
    if (!shape) {
      shape = shapeOf(operation)
      known.set(operation, shape)
    }
    return shape
  }
}

/** Rights that decide what is seen; who holds them is not among them. */
export function rightsOf({ kind, community, scopes }: Viewer): string {
  return JSON.stringify([kind, community, [...scopes].sort()])
}

/** Nobody in particular with the rights of `viewer`: what is resolved for such a one cannot hold anything personal. */
export function faceless({ kind, community, scopes }: Viewer): Viewer {
  return { kind, community, scopes, key: null, member: null }
}

function shapeOf(named: Operation): Shape {
  const { api, batches, answeredBy } = named.supergraph
  const operation = { ...named, document: nameless(named.document) }
  const definition = operation.document.definitions[0] as OperationDefinitionNode
  const root = rootOf(operation.document, definition.selectionSet)
  const field = root ? api.getSubscriptionType()?.getFields()[root.name.value] : undefined
  const type = field && getNamedType(field.type)
  const argument = field?.args.find(({ name }) => name === 'after')
  const source = print(operation.document)
  const ofCommunity = root && argumentOf(root, 'community')
  const declared = (definition.variableDefinitions ?? []).map((each) => each.variable.name.value)
  // What is not declared is not looked at: it makes no difference.
  const looked = (variables: Record<string, unknown>) =>
    Object.fromEntries(declared.filter((name) => Object.hasOwn(variables, name)).map((name) => [name, variables[name]]))
  const key = root ? (root.alias?.value ?? root.name.value) : ''
  const common = {
    key,
    personal: isPersonal(api, operation.document),
    communityIn: (variables: Record<string, unknown>) => {
      const value = ofCommunity?.kind === Kind.VARIABLE ? variables[ofCommunity.name.value] : textOf(ofCommunity)
      return typeof value === 'string' ? value : null
    },
  }
  const given = root ? argumentOf(root, 'after') : null
  const variable = given?.kind === Kind.VARIABLE ? given.name.value : null
  const ours = !source.includes(place)
  const whole = withoutFragmentsOn(api.getSubscriptionType()!.name, operation.document)
  const takePlace = ({ data }: Result) => {
    const event = data?.[key] as Record<string, unknown> | null | undefined
    const value = event?.[place]
    if (event) delete event[place]
    return value ?? null
  }
  // What another's subgraph says of cursors is not known to be so, and what it tells one it may not tell another.
  const theirs = [...(answeredBy.get(`Subscription.${root?.name.value}`) ?? [])].some((part) => !isOurs(part))
  const plain =
    !theirs &&
    root &&
    isObjectType(type) &&
    type.getFields().cursor &&
    argument &&
    ours &&
    (given === null || given.kind === Kind.STRING || given.kind === Kind.NULL || variable !== null) &&
    (variable === null || source.split(new RegExp(`\\$${variable}\\b`)).length === 3) // declared, and used here alone
  if (!plain) {
    // Whose it is: a state does not say which community it is of before it is there.
    const owned = root && ours && isObjectType(type) && isObjectType(getNamedType(type.getFields().community?.type))
    const document = owned ? rewritten(whole, root, { selection: `${place}: community { id }` }) : null
    return {
      ...common,
      operation: document ? { ...operation, document } : operation,
      text: source,
      kind: root && field && !argument && !theirs ? 'state' : 'other',
      batched: false,
      split: (variables) => ({ after: null, rest: looked(variables) }),
      join: (rest) => rest,
      takePlace: document ? takePlace : () => null,
    }
  }

  const batched = batches.has(root.name.value) && !root.directives?.length
  const document = rewritten(whole, root, {
    selection: `${place}: cursor`,
    after: { variable, type: String(argument.type) },
    ...(batched ? { field: batchOf(root.name.value) } : {}),
  })
  const before =
    variable === null
      ? undefined
      : definition.variableDefinitions?.find((each) => each.variable.name.value === variable)
  return {
    ...common,
    operation: { ...operation, document },
    text: print(document),
    kind: 'list',
    batched,
    split(variables) {
      if (variable === null) return { after: textOf(given), rest: looked(variables) }
      const { [variable]: value = textOf(before?.defaultValue), ...rest } = looked(variables)
      return { after: (value ?? null) as string | null, rest }
    },
    join: (rest, after) => ({ ...rest, [place]: after }),
    takePlace,
  }
}

/** What a client calls it makes no difference. */
function nameless(document: DocumentNode): DocumentNode {
  const [{ name: _, ...operation }, ...fragments] = document.definitions as [OperationDefinitionNode]
  return { ...document, definitions: [operation, ...fragments] }
}

/** The one field of the subscription, also where it stands in a fragment. */
function rootOf(document: DocumentNode, { selections }: SelectionSetNode): FieldNode | null {
  const only = selections.length === 1 ? selections[0]! : null
  if (!only || only.kind === Kind.FIELD) return only
  if (only.directives?.length) return null
  if (only.kind === Kind.INLINE_FRAGMENT) return rootOf(document, only.selectionSet)
  const fragment = document.definitions.find(
    (each) => each.kind === Kind.FRAGMENT_DEFINITION && each.name.value === only.name.value,
  ) as FragmentDefinitionNode
  return rootOf(document, fragment.selectionSet)
}

/** The root field is taken out of its fragments, and nothing else can stand in one of that type. */
function withoutFragmentsOn(type: string, document: DocumentNode): DocumentNode {
  const definitions = document.definitions.filter(
    (each) => each.kind !== Kind.FRAGMENT_DEFINITION || each.typeCondition.name.value !== type,
  )
  return { ...document, definitions }
}

function isPersonal(api: GraphQLSchema, document: DocumentNode): boolean {
  const types = new TypeInfo(api)
  let personal = false
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        const type = types.getType()
        if (/^viewer/.test(name.value) || (type && getNamedType(type).name === 'Viewer')) personal = true
      },
    }),
  )
  return personal
}

/** The document with more asked of the field at the top, in place of another's name and `after` where wanted. */
function rewritten(
  document: DocumentNode,
  root: FieldNode,
  to: { selection: string; field?: string; after?: { variable: string | null; type: string } },
): DocumentNode {
  const more = (parse(`{ ${to.selection} }`, { noLocation: true }).definitions[0] as OperationDefinitionNode)
    .selectionSet.selections[0]!
  const name = { kind: Kind.NAME, value: place } as const
  const variable = { kind: Kind.VARIABLE, name } as const
  const field: FieldNode = {
    ...root,
    ...(to.field ? { name: { kind: Kind.NAME, value: to.field }, alias: root.alias ?? root.name } : {}),
    ...(to.after
      ? {
          arguments: [
            ...(root.arguments ?? []).filter((each) => each.name.value !== 'after'),
            { kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'after' }, value: variable },
          ],
        }
      : {}),
    selectionSet: { kind: Kind.SELECTION_SET, selections: [...root.selectionSet!.selections, more] },
  }
  return {
    ...document,
    definitions: document.definitions.map((definition, index) => {
      if (index > 0) return definition
      const operation = definition as OperationDefinitionNode
      const kept = (operation.variableDefinitions ?? []).filter(
        (each) => !to.after || each.variable.name.value !== to.after.variable,
      )
      const ours = to.after && {
        kind: Kind.VARIABLE_DEFINITION as const,
        variable,
        type: parseType(to.after.type, { noLocation: true }),
      }
      return {
        ...operation,
        variableDefinitions: ours ? [...kept, ours] : kept,
        selectionSet: { kind: Kind.SELECTION_SET, selections: [field] },
      }
    }),
  }
}

function argumentOf(field: FieldNode, argument: string) {
  return field.arguments?.find(({ name }) => name.value === argument)?.value ?? null
}

function textOf(node: { kind: string; value?: unknown } | null | undefined): string | null {
  return node?.kind === Kind.STRING ? (node.value as string) : null
}
