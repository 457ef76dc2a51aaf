// The thread that composes. Composing is work of unknown length, and what is composed is anybody's.

import { parentPort } from 'node:worker_threads'
import { type Composed, composedOf, type Part } from '../composition.ts'

parentPort!.on('message', (parts: Part[]) => {
  let composed: Composed
  try {
    composed = composedOf(parts)
  } catch (error) {
    composed = { reasons: [(error as Error).message] }
  }
  parentPort!.postMessage(composed)
})
