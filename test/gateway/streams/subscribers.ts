// Subscribers in memory: what each is sent, and whether it takes more.

import { setImmediate as turn } from 'node:timers/promises'
import { OperationTypeNode, parse } from 'graphql'
import { anonymous, type Viewer } from '../../../backbone/security/viewer.ts'
import type { Operation } from '../../../gateway/graph/operations.ts'
import type { Supergraph } from '../../../gateway/graph/supergraph.ts'
import type { StreamEvent } from '../../../gateway/streams/event.ts'
import type { Streams } from '../../../gateway/streams/streams.ts'

export interface Asked {
  text: string
  variables?: Record<string, unknown>
  viewer?: Viewer
  lastEventId?: string | null
}

export function subscribersOf(streams: Streams, supergraph: Pick<Supergraph, 'api' | 'batches' | 'answeredBy'>) {
  const known = new Map<string, Operation>()
  return async ({ text, variables = {}, viewer = anonymous, lastEventId = null }: Asked) => {
    if (!known.has(text)) {
      const operation = {
        document: parse(text),
        supergraph,
        type: OperationTypeNode.SUBSCRIPTION,
        forbids: () => null,
        cost: () => 1,
      }
      known.set(text, operation as unknown as Operation)
    }
    const seen: StreamEvent[] = []
    let full = false
    let over = false
    let go = () => {}
    const stream = await streams.open(known.get(text)!, variables, {
      transport: 'ws',
      viewer,
      after: lastEventId,
      write: (event) => void seen.push(event),
      ready(reader) {
        go = () => reader.flow()
        return !full
      },
      end: () => {
        over = true
      },
    })
    return {
      seen,
      last: () => JSON.parse(seen.at(-1)!.text),
      refused: () => ('errors' in stream ? String(stream.errors![0]!.extensions!.code) : null),
      over: () => over,
      stall() {
        full = true
      },
      resume() {
        full = false
        go()
      },
      stop: () => 'stop' in stream && stream.stop(),
    }
  }
}

/** What is under way in memory has been done. */
export async function settled(): Promise<void> {
  for (let each = 0; each < 40; each++) await turn()
}
