// Where a request comes from, as far as it can be known: limits without a key are counted by it.

import type { IncomingMessage } from 'node:http'
import ipaddr from 'ipaddr.js'

/** The address that a request is counted under; of IPv6 the network (/64), of which one machine has all addresses. */
export type AddressOf = (request: Pick<IncomingMessage, 'socket' | 'headers'>) => string

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number]

/** `203.0.113.7` or `10.0.0.0/8` as a range. @throws Error when it is neither. */
export function rangeOf(text: string): Range {
  if (ipaddr.isValid(text)) {
    const address = ipaddr.process(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  }
  return ipaddr.parseCIDR(text)
}

/** Whether a connection from an address may be a proxy's of ours, and others stand behind it. */
export function proxyReader(proxies: readonly string[] | null): (address: string | undefined) => boolean {
  const isOurs = oursAmong(proxies)
  return (text) => text !== undefined && ipaddr.isValid(text) && isOurs(ipaddr.process(text))
}

function oursAmong(proxies: readonly string[] | null): (address: ipaddr.IPv4 | ipaddr.IPv6) => boolean {
  const ranges = proxies?.map(rangeOf) ?? null
  return (address) =>
    ranges
      ? ranges.some(([range, bits]) => range.kind() === address.kind() && address.match(range as never, bits))
      : address.range() !== 'unicast'
}

/**
 * Each proxy adds to `X-Forwarded-For` whom it was asked by. From the connection back, hops are believed as long as they
 * are proxies of ours: the first that is none is who asks.
 * @param proxies ranges of our proxies; null: what is no public address is taken for one.
 */
export function addressReader(proxies: readonly string[] | null): AddressOf {
  const isOurs = oursAmong(proxies)
  return ({ socket, headers }) => {
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
    let found = 'unknown'
    for (const hop of [...forwarded.map((each) => each.trim()), socket.remoteAddress ?? ''].reverse()) {
      if (!ipaddr.isValid(hop)) break
      const address = ipaddr.process(hop)
      found =
        address.kind() === 'ipv4' ? address.toString() : `${address.toNormalizedString().split(':', 4).join(':')}::/64`
      if (!isOurs(address)) break
    }
    return found
  }
}
