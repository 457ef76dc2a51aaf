// What composition wrote into a supergraph (https://specs.apollo.dev/join/v0.3/).

import { type ASTNode, type DirectiveNode, type GraphQLSchema, isEnumType, valueFromASTUntyped } from 'graphql'

/** The arguments of each use of a directive. */
export function uses(
  node: (ASTNode & { directives?: readonly DirectiveNode[] | undefined }) | null | undefined,
  directive: string,
): Record<string, unknown>[] {
  return (node?.directives ?? [])
    .filter(({ name }) => name.value === directive)
    .map(({ arguments: given = [] }) =>
      Object.fromEntries(given.map(({ name, value }) => [name.value, valueFromASTUntyped(value)])),
    )
}

/** The parts' names by what the supergraph calls them. */
export function graphsOf(schema: GraphQLSchema): Map<unknown, string> {
  const graphs = schema.getType('join__Graph')
  if (!isEnumType(graphs)) throw new Error('Wanted a supergraph; this schema has no join__Graph.')
  return new Map(
    graphs
      .getValues()
      .flatMap(({ name, astNode }) => uses(astNode, 'join__graph').map((each) => [name, String(each.name)])),
  )
}
