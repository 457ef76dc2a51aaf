// Composes our own four subgraphs. Without what is added to them, this is what the gateway goes by, and what is committed.

import { subgraphNames } from '../names.ts'
import { composedOf } from './composition.ts'
import type { SupergraphText } from './supergraph.ts'

/** @throws Error that lists every reason why the subgraphs do not fit together. */
export function compose(sdlOf: (subgraph: string) => string, names: readonly string[] = subgraphNames): SupergraphText {
  const composed = composedOf(names.map((name) => ({ name, sdl: sdlOf(name) })))
  if ('reasons' in composed) {
    throw new Error(`The subgraphs do not compose:\n${composed.reasons.map((reason) => `  ${reason}`).join('\n')}`)
  }
  return { supergraph: withHeading(composed.supergraph), api: withHeading(composed.api) }
}

function withHeading(sdl: string): string {
  return `# Made by \`npm run compose\` from the four subgraphs' SDL. Do not edit.\n\n${sdl}\n`
}
