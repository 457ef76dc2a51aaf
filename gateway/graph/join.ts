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
  return new Map(graphUses(schema).map(({ value, name }) => [value, String(name)]))
}

/** The parts' addresses by their names. */
export function addressesOf(schema: GraphQLSchema): Map<string, string> {
  return new Map(graphUses(schema).map(({ name, url }) => [String(name), String(url ?? '')]))
}

/** @throws Error where it is no supergraph */
function graphUses(schema: GraphQLSchema): Record<string, unknown>[] {
  const graphs = schema.getType('join__Graph')
  if (!isEnumType(graphs)) throw new Error('Wanted a supergraph; this schema has no join__Graph.')
  return graphs
    .getValues()
    .flatMap(({ name, astNode }) => uses(astNode, 'join__graph').map((each) => ({ value: name, ...each })))
}
