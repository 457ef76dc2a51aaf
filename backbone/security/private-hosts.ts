// Which addresses lie on the public network, and which others the operator lets be called.

import ipaddr from 'ipaddr.js'

/** What stands between `//` and the port of an address, in the one spelling that everything is compared in. */
export function hostOf(hostname: string): string {
  const host = hostname.replace(/^\[|\]$/g, '').toLowerCase()
  return ipaddr.isValid(host) ? canonicalAddress(host) : host.replace(/\.$/, '')
}

/** An address as text; an IPv4 address within an IPv6 one (::ffff:127.0.0.1) as the IPv4 address. */
export function canonicalAddress(address: string): string {
  return read(address).toString()
}

/** By way of a URL where it has a dot in it: ::8.8.8.8 is not ::ffff:8.8.8.8, for which `ipaddr.js` takes it. */
function read(text: string) {
  const address = text.replace(/%.*$/, '')
  const mixed = address.includes(':') && address.includes('.')
  return ipaddr.process(mixed ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address)
}

export function portOf({ protocol, port }: { protocol: string; port?: string | number }): number {
  return Number(port || (protocol === 'https:' ? 443 : 80))
}

// What no list of special ranges has: site-local addresses of before, which some networks still use; IPv4 addresses written
// as IPv6 ones of before; translation within a site (RFC 8215); and the host of every machine on Azure.
const alsoPrivate = ['fec0::/10', '::/96', '64:ff9b:1::/48', '168.63.129.16/32'].map((range) => ipaddr.parseCIDR(range))
const globalUnicast = ipaddr.parseCIDR('2000::/3')

/** Whether it is an address of one machine on the public network. */
export function isPublic(text: string): boolean {
  const address = read(text)
  const isIn = (range: ReturnType<typeof ipaddr.parseCIDR>) =>
    address.kind() === range[0].kind() && address.match(range)
  if (address.range() !== 'unicast' || alsoPrivate.some(isIn)) return false
  return address.kind() === 'ipv4' || isIn(globalUnicast)
}

/**
 * What the entries allow: `host:port` that port alone, a host by itself all its ports.
 * @throws Error that says what was wanted and what was got
 */
export function privateHostsOf(entries: readonly string[]): (host: string, port: number) => boolean {
  const allowed = new Set(entries.map(entryOf))
  return (host, port) => allowed.has(named(host, port)) || allowed.has(named(host, null))
}

/** The address of an IPv6 host stands in brackets where a port follows. */
function entryOf(entry: string): string {
  const bare = ipaddr.IPv6.isValid(entry)
  const [, host, port] = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(bare ? `[${entry}]` : entry) ?? []
  const address = `http://${host}/`
  const url = host && URL.canParse(address) ? new URL(address) : null
  const isHost = url && url.pathname === '/' && !url.username && !url.search && !url.hash && !url.port
  if (isHost && /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)$/.test(url.hostname) && (!port || (+port >= 1 && +port <= 65_535))) {
    return named(hostOf(url.hostname), port ? Number(port) : null)
  }
  throw new Error(`Wanted host:port, such as 10.0.0.5:8080 or [::1]:8080, or a host; got "${entry.slice(0, 100)}".`)
}

const named = (host: string, port: number | null) => `${host} ${port ?? 'all'}`
