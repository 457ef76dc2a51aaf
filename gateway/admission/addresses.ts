// Where a request comes from, as far as it can be known: limits without a key are counted by it.

import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** The address that a request is counted under; of IPv6 the network (/64), of which one machine has all addresses. */
export type AddressOf = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** `203.0.113.7` or `10.0.0.0/8` as a range. @throws Error when it is neither. */
function rangeOf(text: string): Range {
  if (ipaddr.isValid(text)) {
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  return ipaddr.parseCIDR(text)
}

/** Whether a connection from an address may be a proxy's of ours, and others stand behind it. */
export function proxyReader(proxies: readonly string[] | null): (address: string | undefined) => boolean {
  const hopOf = hopsAmong(proxies)
  return (text) => text !== undefined && hopOf(text)?.isOurs === true
}

interface Hop {
  /** What it is counted under. */
  name: string
  isOurs: boolean
}

function networkOf(address: ipaddr.IPv4 | ipaddr.IPv6): string {
  if (address.kind() === 'ipv4') return address.toString()
  return `${address.toNormalizedString().split(':', 4).join(':')}::/64`
}

/** What an address is counted under that somebody else has read; null: it is none. */
export function countedUnder(text: string): string | null {
  return text.length <= longest && ipaddr.isValid(text) ? networkOf(ipaddr.process(text)) : null
}

const kept = 10_000 // addresses that were read
const longest = 50 // characters of an address

/** Reads addresses, each once: whoever asks asks again, and reading one takes as long as a small answer. */
function hopsAmong(proxies: readonly string[] | null): (text: string) => Hop | null {
  const ranges = proxies?.map(rangeOf) ?? null
  const known = new Map<string, Hop | null>()
  const isOurs = (address: ipaddr.IPv4 | ipaddr.IPv6) =>
    ranges
      ? ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range as never, bits))
      : address.range() !== 'unicast'
  const read = (text: string): Hop | null => {
    if (!ipaddr.isValid(text)) return null
    const address = ipaddr.process(text)
    return { name: networkOf(address), isOurs: isOurs(address) }
  }
  return (text) => {
    if (text.length > longest) return null
    const before = known.get(text)
    if (before !== undefined) return before
    const hop = read(text)
    if (known.size >= kept) known.clear()
    known.set(text, hop)
    return hop
  }
}

/**
 * Each proxy adds to `X-Forwarded-For` whom it was asked by. From the connection back, hops are believed as long as they
 * are proxies of ours: the first that is none is who asks.
 * @param proxies ranges of our proxies; null: what is no public address is taken for one.
 */
export function addressReader(proxies: readonly string[] | null): AddressOf {
  const hopOf = hopsAmong(proxies)
  return ({ socket, headers }) => {
    let found = hopOf(socket.remoteAddress ?? '')
    const forwarded = headers['x-forwarded-for']
    if (!found?.isOurs || forwarded === undefined) return found?.name ?? 'unknown'
    for (const text of [forwarded].flat().join(',').split(',').reverse()) {
      const hop = hopOf(text.trim())
      if (!hop) break
      found = hop
      if (!hop.isOurs) break
    }
    return found.name
  }
}
