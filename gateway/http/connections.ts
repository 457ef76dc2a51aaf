// How many streaming connections there are of one key (or member, signed in by a link), or without a key from one address: somebody who opens too many
// must not take the places of all others.

import type { IncomingMessage } from 'node:http'
import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import { Refusal } from '../../schema/errors.ts'
import type { AddressOf } from '../admission/addresses.ts'

export interface Connections {
  /** Counts a connection. @returns what ends it. @throws Refusal TOO_MANY_CONNECTIONS */
  enter(viewer: Viewer, request: IncomingMessage): () => void
}

export function connectionsOf(
  { connectionsPerKey, connectionsPerAddress }: Pick<Limits, 'connectionsPerKey' | 'connectionsPerAddress'>,
  addressOf: AddressOf,
): Connections {
  const open = new Map<string, number>()
  return {
    enter(viewer, request) {
      const keyed = viewer.kind !== 'anonymous'
      const whose = keyed ? (viewer.key ?? viewer.member ?? viewer.kind) : addressOf(request)
      const limit = keyed ? connectionsPerKey : connectionsPerAddress
      const count = open.get(whose) ?? 0
      if (count >= limit) {
        const of = keyed ? 'of one key' : 'without a key from one address'
        const message = `Wanted at most ${limit} connections at a time ${of}; this is one more.`
        throw new Refusal('TOO_MANY_CONNECTIONS', message, { details: { status: 429 } })
      }
      open.set(whose, count + 1)
      let left = false
      return () => {
        if (left) return
        left = true
        const now = open.get(whose)! - 1
        if (now === 0) open.delete(whose)
        else open.set(whose, now)
      }
    },
  }
}
