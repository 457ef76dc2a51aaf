// What our own page asks: registered by itself, where only registered documents are taken.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type FragmentDefinitionNode, Kind, parse, print, visit } from 'graphql'
import { digestOf } from '../graph/documents.ts'
import { root } from '../root.ts'

/** Each operation with its fragments, by the digest of its text. Nothing where there are no sources of it. */
export function ownDocuments(): Map<string, string> {
  const folder = join(root, 'dashboard/src/graphql')
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return new Map()
  }
  const sources = names
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
  // The check of the chain, which the page runs too.
  const check = readFileSync(join(root, 'docs/verify.mjs'), 'utf8')
  for (const [, text] of check.matchAll(/^const \w+Query = `([^`]*)`/gm)) sources.push(text!)
  const { definitions } = parse(sources.join('\n'), { noLocation: true })
  const fragments = new Map(
    definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
  )
  return new Map(
    definitions.flatMap((operation) => {
      if (operation.kind !== Kind.OPERATION_DEFINITION) return []
      const used = new Set<FragmentDefinitionNode>()
      const look = (node: typeof operation | FragmentDefinitionNode) =>
        visit(node, {
          FragmentSpread({ name }) {
            const fragment = fragments.get(name.value)!
            if (used.has(fragment)) return
            used.add(fragment)
            look(fragment)
          },
        })
      look(operation)
      const text = print({ kind: Kind.DOCUMENT, definitions: [operation, ...used] })
      return [[digestOf(text), text] as const]
    }),
  )
}
