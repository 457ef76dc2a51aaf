// Our parts as other routers take them (docs/routers.md). Scopes are kept by the parts themselves, which know who asks: a
// router that was told of them would have to know that, too, or refuses to start. Subscriptions are had of our gateway alone.

import { type DirectiveNode, Kind, parse, print, visit } from 'graphql'
import { composedOf } from './composition.ts'

/** What a router is not told. */
const kept: ReadonlySet<string> = new Set(['requiresScopes', 'authenticated'])

export interface ForRouters {
  supergraph: string
  /** The parts' own SDL, by name: for those who compose themselves. */
  parts: Readonly<Record<string, string>>
}

/**
 * @param names of parts of ours
 * @param addressOf where one answers GraphQL
 * @throws Error that lists every reason why they do not fit together
 */
export function forRouters(
  names: readonly string[],
  sdlOf: (part: string) => string,
  addressOf: (part: string) => string,
): ForRouters {
  const parts = Object.fromEntries(names.map((name) => [name, partForRouters(sdlOf(name))]))
  const composed = composedOf(
    names.map((name) => ({ name, sdl: parts[name]! })),
    addressOf,
  )
  if ('reasons' in composed) throw new Error(composed.reasons.join('\n'))
  return { supergraph: composed.supergraph, parts }
}

function partForRouters(sdl: string): string {
  const isKept = ({ name }: DirectiveNode) => kept.has(name.value.replace(/^federation__/, ''))
  return print(
    visit(parse(sdl, { noLocation: true }), {
      ObjectTypeDefinition: ({ name }) => (name.value === 'Subscription' ? null : undefined),
      ObjectTypeExtension: ({ name }) => (name.value === 'Subscription' ? null : undefined),
      Directive(node) {
        if (isKept(node)) return null
        if (node.name.value !== 'link') return undefined
        // No more of what it imports.
        return visit(node, {
          ListValue: (list) => ({
            ...list,
            values: list.values.filter((each) => each.kind !== Kind.STRING || !kept.has(each.value.slice(1))),
          }),
        })
      },
    }),
  )
}
