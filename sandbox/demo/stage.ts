// What the story is played on.

import type { OpenCollective } from '../opencollective/index.ts'
import type { Api } from './client.ts'
import type { Narrator } from './narrator.ts'

export interface Stage {
  api: Api
  collective: OpenCollective
  sourceCredUrl: string
  tell: Narrator
  /** The address of a page. */
  page(path: string): string
  /** Milliseconds between what people do. */
  pace: number
}

/** One of those who play. */
export interface Person {
  id: string
  slug: string
  name: string
  key: string
}
