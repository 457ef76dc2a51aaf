// How a guest is reached. What comes back is whatever it says: who asks holds it to its schema.

import type { Asked } from '../transport.ts'

/** What says who asks: made over what is asked, to the byte. */
export type Introduce<I> = (body: string) => I

export interface Carrier<I> {
  /** @throws where there was no answer in time, or none that is JSON */
  execute(asked: Asked, by: Introduce<I>, signal: AbortSignal): Promise<unknown>
  /** @throws as `execute`, and so do its events */
  subscribe(asked: Asked, by: Introduce<I>): AsyncIterableIterator<unknown>
  close(): Promise<void>
}

/** Events that wait to be taken. */
export const mostEvents = 1000
