// Each field of an operation once. A client may select a field many times, by itself and by fragments: the answer has it
// once, with all that was asked of it. The planner would write out every fragment wherever it is spread, and fragments that
// spread others twice grow by powers.

import {
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/**
 * The same operation with fragments of the same type written out, and fields of one name put together. What stands under
 * `@skip` or `@include` becomes a fragment of its own. The operation must be valid (fields of one name then have the same
 * arguments), and no question about the schema.
 * @param most selections; fragments in fragments grow by powers
 * @returns null where it would have more
 */
export function mergedFields(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: Fragments,
  most: number,
): OperationDefinitionNode | null {
  let seen = 0
  function merged(sets: readonly SelectionSetNode[], type: GraphQLNamedType): SelectionSetNode {
    const inOrder: (FieldNode[] | SelectionNode)[] = [] // of mutations it matters
    const fields = new Map<string, FieldNode[]>()
    const spread = new Set<string>()

    function collect({ selections }: SelectionSetNode): void {
      for (const selection of selections) {
        if (++seen > most) return
        const conditions = selection.directives ?? []
        if (selection.kind === Kind.FIELD) {
          const { directives: _, ...field } = selection
          const same = fields.get(nameOf(field))
          if (conditions.length > 0) inOrder.push(fragment(type, conditions, only(field)))
          else if (same) same.push(field)
          else {
            const first = [field]
            fields.set(nameOf(field), first)
            inOrder.push(first)
          }
          continue
        }
        const inner = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection
        const on = inner.typeCondition ? schema.getType(inner.typeCondition.name.value)! : type
        if (conditions.length > 0 || on !== type) inOrder.push(fragment(on, conditions, inner.selectionSet))
        else if (selection.kind !== Kind.FRAGMENT_SPREAD) collect(inner.selectionSet)
        else if (!spread.has(selection.name.value)) {
          spread.add(selection.name.value)
          collect(inner.selectionSet)
        }
      }
    }
    for (const set of sets) collect(set)
    return {
      kind: Kind.SELECTION_SET,
      selections: inOrder.map((each) => (Array.isArray(each) ? together(each) : each)),
    }

    function together(all: readonly FieldNode[]): FieldNode {
      const [first] = all as [FieldNode]
      if (!first.selectionSet) return first
      const field = (type as GraphQLObjectType).getFields()[first.name.value]!
      const sets = all.map(({ selectionSet }) => selectionSet!)
      return { ...first, selectionSet: merged(sets, getNamedType(field.type)) }
    }
  }

  function fragment(
    type: GraphQLNamedType,
    directives: readonly DirectiveNode[],
    selectionSet: SelectionSetNode,
  ): SelectionNode {
    return {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } },
      directives,
      selectionSet: merged([selectionSet], type),
    }
  }

  const selectionSet = merged([operation.selectionSet], schema.getRootType(operation.operation)!)
  return seen > most ? null : { ...operation, selectionSet }
}

const nameOf = ({ alias, name }: FieldNode) => (alias ?? name).value
const only = (field: FieldNode): SelectionSetNode => ({ kind: Kind.SELECTION_SET, selections: [field] })
