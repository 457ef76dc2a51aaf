// What is planned: each field of an operation once, without conditions. A client may select a field many times, by itself and
// by fragments: the answer has it once, with all that was asked of it. The planner would write out every fragment wherever it
// is spread, and fragments that spread others twice grow by powers; and of conditions it runs mutations in another order,
// asks for what is skipped, or makes no plan at all.

import {
  doTypesOverlap,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>
type Variables = Readonly<Record<string, unknown>>

/**
 * The same operation with fragments of the same type written out, and fields of one name put together. The operation must be
 * valid: fields of one name then have the same arguments.
 * @param variables that say what is skipped
 * @param most selections; fragments in fragments grow by powers
 * @param named types of which the actual type's name is asked too
 * @returns null where it would have more; `nothing` where all of it is skipped
 */
export function mergedFields(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  variables: Variables,
  most: number,
  named: ReadonlySet<string> = new Set(),
): OperationDefinitionNode | 'nothing' | null {
  let seen = 0
  function merged(sets: readonly SelectionSetNode[], type: GraphQLNamedType): SelectionSetNode | null {
    const inOrder: (FieldNode[] | SelectionNode)[] = [] // of mutations it matters
    const fields = new Map<string, FieldNode[]>()
    const spread = new Set<string>()

    function collect({ selections }: SelectionSetNode): void {
      for (const selection of selections) {
        if (++seen > most) return
        if (!isIncluded(selection, variables)) continue
        if (selection.kind === Kind.FIELD) {
          // The type's name is known by its own name, whatever it is called in the answer.
          const { directives: _, alias, ...field } = selection
          const named: FieldNode = !alias || field.name.value === '__typename' ? field : { ...field, alias }
          const same = fields.get(nameOf(named))
          if (same) same.push(named)
          else {
            const first = [named]
            fields.set(nameOf(named), first)
            inOrder.push(first)
          }
          continue
        }
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection
        const on = inner.typeCondition ? schema.getType(inner.typeCondition.name.value)! : type
        if (isNever(type, on)) continue // of no object, which the planner takes for nothing around it either
        if (!isAlways(type, on)) inOrder.push(...fragment(on, inner.selectionSet))
        else if (selection.kind !== Kind.FRAGMENT_SPREAD) collect(inner.selectionSet)
        else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value)
          collect(inner.selectionSet)
        }
      }
    }
    for (const set of sets) collect(set)
    const selections = inOrder.map((each) => (Array.isArray(each) ? together(each) : each))
    if (selections.length > 0 && named.has(type.name) && !fields.has('__typename')) selections.push(typename)
    return selections.length > 0 ? { kind: Kind.SELECTION_SET, selections } : null

    function together(all: readonly FieldNode[]): FieldNode {
      const [first] = all as [FieldNode]
      if (!first.selectionSet) return first
      const field = (type as GraphQLObjectType).getFields()[first.name.value]!
      const sets = all.map(({ selectionSet }) => selectionSet!)
      // Where nothing is left of what was asked of it, that it is there is still to be known.
      return { ...first, selectionSet: merged(sets, getNamedType(field.type)) ?? ofTypename }
    }
  }

  const isAlways = (type: GraphQLNamedType, on: GraphQLNamedType): boolean =>
    on === type || (isObjectType(type) && isAbstractType(on) && schema.isSubType(on, type))

  const isNever = (type: GraphQLNamedType, on: GraphQLNamedType): boolean =>
    isCompositeType(type) && isCompositeType(on) && !doTypesOverlap(schema, type, on)

  function fragment(type: GraphQLNamedType, inner: SelectionSetNode): SelectionNode[] {
    const selectionSet = merged([inner], type)
    if (!selectionSet) return []
    const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } as const
    return [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }]
  }

  const selectionSet = merged([operation.selectionSet], schema.getRootType(operation.operation)!)
  if (seen > most) return null
  return selectionSet ? { ...operation, selectionSet } : 'nothing'
}

/** Whether `@skip` and `@include` leave it there (https://spec.graphql.org/September2025/#sec-Type-System.Directives.Built-in-Directives). */
export function isIncluded({ directives = [] }: SelectionNode, variables: Variables): boolean {
  return directives.every(({ name, arguments: given = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true
    const node = given.find((each) => each.name.value === 'if')?.value
    const value = node?.kind === Kind.VARIABLE ? variables[node.name.value] : node?.kind === Kind.BOOLEAN && node.value
    return Boolean(value) === (name.value === 'include')
  })
}

/** The variables that say what is skipped. */
export function conditionsOf({ selectionSet }: OperationDefinitionNode, fragments: Fragments): string[] {
  const found = new Set<string>()
  const look = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      for (const { name, arguments: given = [] } of selection.directives ?? []) {
        if (name.value !== 'skip' && name.value !== 'include') continue
        for (const { value } of given) if (value.kind === Kind.VARIABLE) found.add(value.name.value)
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) look(selection.selectionSet)
    }
  }
  look(selectionSet)
  for (const each of fragments.values()) look(each.selectionSet)
  return [...found]
}

const nameOf = ({ alias, name }: FieldNode) => (alias ?? name).value
const typename: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }
const ofTypename: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [typename] }
