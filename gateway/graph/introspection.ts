// Questions about the schema, which are answered here. Where they stand beside others, the operation is parted at the top: the
// rest is asked as if it came alone, and the two answers are put together in the order that was asked for.

import {
  type DocumentNode,
  execute,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql'
import type { Result } from './result.ts'

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>

/** What an operation asks about the schema beside other questions. */
export interface AboutSchema {
  document: DocumentNode
  /** What the answer calls the fields at the top of the whole operation, in order. */
  names: readonly string[]
}

export const isAboutSchema = (field: string): boolean => field === '__schema' || field === '__type'

/** The operation with those fields at the top alone, and with the variables that they use. */
export function partOf(
  operation: OperationDefinitionNode,
  fragments: Fragments,
  wanted: (field: string) => boolean,
): OperationDefinitionNode {
  const only = ({ selections }: SelectionSetNode): SelectionNode[] =>
    selections.flatMap((each): SelectionNode[] => {
      if (each.kind === Kind.FIELD) return wanted(each.name.value) ? [each] : []
      const { typeCondition, selectionSet } =
        each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value)! : each
      const inner = only(selectionSet)
      if (inner.length === 0) return []
      const { directives = [] } = each
      const common = { kind: Kind.INLINE_FRAGMENT, directives } as const
      const set = { kind: Kind.SELECTION_SET, selections: inner } as const
      return [{ ...common, ...(typeCondition ? { typeCondition } : {}), selectionSet: set }]
    })
  const part: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections: only(operation.selectionSet) },
  }
  const names = variablesIn(part, fragments)
  const variableDefinitions = (operation.variableDefinitions ?? []).filter(({ variable }) =>
    names.has(variable.name.value),
  )
  return { ...part, variableDefinitions }
}

function variablesIn({ directives = [], selectionSet }: OperationDefinitionNode, fragments: Fragments): Set<string> {
  const names = new Set<string>()
  const seen = new Set<string>()
  const look = (node: SelectionSetNode | (typeof directives)[number]) =>
    visit(node, {
      Variable: ({ name }) => void names.add(name.value),
      FragmentSpread({ name }) {
        if (seen.has(name.value)) return
        seen.add(name.value)
        look(fragments.get(name.value)!.selectionSet)
      },
    })
  for (const each of [...directives, selectionSet]) look(each)
  return names
}

/** What the answer calls the fields at the top, in order. */
export function namesOf({ selectionSet }: OperationDefinitionNode, fragments: Fragments): string[] {
  const names = ({ selections }: SelectionSetNode): string[] =>
    selections.flatMap((each) => {
      if (each.kind === Kind.FIELD) return (each.alias ?? each.name).value
      return names((each.kind === Kind.FRAGMENT_SPREAD ? fragments.get(each.name.value)! : each).selectionSet)
    })
  return [...new Set(names(selectionSet))]
}

export async function answerAbout(
  schema: GraphQLSchema,
  document: DocumentNode,
  variableValues: Record<string, unknown>,
): Promise<Result> {
  return (await execute({ schema, document, variableValues })) as Result
}

/** One answer of two; where the rest has no data, neither has the whole. */
export function together({ names }: AboutSchema, about: Result, rest: Result): Result {
  if (!rest.data || !about.data) return rest.data ? about : rest
  const both = { ...about.data, ...rest.data }
  const data = Object.fromEntries(names.filter((name) => Object.hasOwn(both, name)).map((name) => [name, both[name]]))
  const errors = [...(about.errors ?? []), ...(rest.errors ?? [])]
  return errors.length > 0 ? { data, errors } : { data }
}
