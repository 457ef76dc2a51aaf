// How many streaming connections there are of one key (or member, signed in by a link), or without a key from one address: somebody who opens too many
// must not take the places of all others.

import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'
import type { Limits } from '../../backbone/limits.ts'
import type { Viewer } from '../../backbone/viewer.ts'
import { Refusal } from '../../schema/errors.ts'

export interface Connections {
  /** Counts a connection. @returns what ends it. @throws Refusal TOO_MANY_CONNECTIONS */
  enter(viewer: Viewer, request: IncomingMessage): () => void
}

export function connectionsOf({
  connectionsPerKey,
  connectionsPerAddress,
}: Pick<Limits, 'connectionsPerKey' | 'connectionsPerAddress'>): Connections {
  const open = new Map<string, number>()
  return {
    enter(viewer, request) {
      const keyed = viewer.kind !== 'anonymous'
      const whose = keyed ? (viewer.key ?? viewer.member ?? viewer.kind) : addressOf(request)
      if (whose === null) return () => {}
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

/**
 * The public address that a connection comes from; null for one of this machine or of a private network. Such a one is a
 * proxy's: then it is the last public address of `X-Forwarded-For`, which the proxy wrote. Of IPv6, the network (/64): a
 * single machine has all the addresses of one.
 */
export function addressOf({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): string | null {
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  const hops = [...forwarded.map((hop) => hop.trim()), socket.remoteAddress ?? '']
  for (const hop of hops.reverse()) {
    if (!ipaddr.isValid(hop)) return null
    const address = ipaddr.process(hop)
    if (address.range() !== 'unicast') continue
    return address.kind() === 'ipv4'
      ? address.toString()
      : `${address.toNormalizedString().split(':', 4).join(':')}::/64`
  }
  return null
}
