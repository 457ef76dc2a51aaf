// Our own subgraphs' SDL.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'

/** The subgraphs' SDL as it is committed. */
export function committedSdl(subgraph: string): string {
  return readFileSync(join(root, `schema/${subgraph}.graphql`), 'utf8')
}
