// What composition wrote into a supergraph (https://specs.apollo.dev/join/v0.3/).

import { type ASTNode, type DirectiveNode, valueFromASTUntyped } from 'graphql'

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
