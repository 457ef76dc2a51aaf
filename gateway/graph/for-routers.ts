// Our supergraph as other routers take it (docs/routers.md). Scopes are kept by the parts themselves, which know who asks: a
// router that was told of them would have to know that, too, or refuses to start. Subscriptions are had of our gateway alone.

import { type ASTNode, type DirectiveNode, Kind, parse, print, visit } from 'graphql'

/** What a router is not told: by the names that composition gives it. */
const kept = ['requiresScopes', 'authenticated']

/**
 * @param supergraph of ours, as it was composed
 * @param addressOf where a part answers GraphQL
 */
export function forRouters(supergraph: string, addressOf: (part: string) => string): string {
  const document = parse(supergraph, { noLocation: true })
  const subscription = document.definitions
    .flatMap((each) => (each.kind === Kind.SCHEMA_DEFINITION ? each.operationTypes : []))
    .find(({ operation }) => operation === 'subscription')?.type.name.value
  const isKept = (name: string) => kept.some((each) => name === each || name.startsWith(`${each}__`))
  const without = <T extends ASTNode & { name: { value: string } }>(node: T) =>
    isKept(node.name.value) ? null : undefined
  return print(
    visit(document, {
      DirectiveDefinition: without,
      ScalarTypeDefinition: without,
      ObjectTypeDefinition: ({ name }) => (name.value === subscription ? null : undefined),
      OperationTypeDefinition: ({ operation }) => (operation === 'subscription' ? null : undefined),
      Directive(node) {
        if (isKept(node.name.value)) return null
        if (node.name.value === 'link' && kept.some((each) => textOf(node, 'url').includes(`/${each}/`))) return null
        if (node.name.value !== 'join__graph') return undefined
        const url = { kind: Kind.STRING, value: addressOf(textOf(node, 'name')) } as const
        const given = node.arguments!.map((each) => (each.name.value === 'url' ? { ...each, value: url } : each))
        return { ...node, arguments: given }
      },
    }),
  )
}

function textOf({ arguments: given = [] }: DirectiveNode, name: string): string {
  const value = given.find((each) => each.name.value === name)?.value
  return value?.kind === Kind.STRING ? value.value : ''
}
