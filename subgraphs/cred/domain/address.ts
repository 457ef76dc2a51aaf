// The addresses by which SourceCred knows accounts. It writes them `N\0part\0…\0`; here the parts are joined by `/`,
// so that an address can be printed, stored in a text column, and asked for again.

import { plain } from '../../../schema/spelling.ts'

export interface Account {
  platform: string
  host?: string | null | undefined
  externalId?: string | null | undefined
  username?: string | null | undefined
}

/** What to look for: any of the addresses, or (only when it was asked for by name) an identity's name. */
export interface AccountSearch {
  addresses: string[]
  name: string | null
}

/** `N\0sourcecred\0github\0USERLIKE\0USER\0ada\0` to `sourcecred/github/USERLIKE/USER/ada`; null when it is no node address. */
export function readableAddress(raw: string): string | null {
  const parts = raw.split('\0')
  if (parts.length < 3 || parts[0] !== 'N' || parts.at(-1) !== '') return null
  const named = parts.slice(1, -1)
  if (named[1] === 'discourse' && named[3]) named[3] = withoutSlash(named[3])
  return named.join('/')
}

/** The address of an identity itself, as all but old instances write it. */
export function identityAddress(id: string): string {
  return `sourcecred/core/IDENTITY/${id}`
}

/** Whether the address is that of a bot's account. */
export function isBotAddress(address: string): boolean {
  return /^sourcecred\/(github\/USERLIKE\/BOT|discord\/MEMBER\/bot)\//.test(address)
}

/**
 * Where an account may be found. GitHub and Discourse go by the username, Discord by the snowflake, Ethereum by the
 * address. An account that lacks what its platform goes by, or of another platform, is nowhere.
 */
export function searchFor(account: Account): AccountSearch {
  const id = clean(account.externalId)
  const username = clean(account.username)?.replace(/^@/, '') ?? null
  // A number is the platform's own id, never a login: somebody else may be called like it.
  const login = username ?? (id && !/^\d+$/.test(id) ? id.replace(/^@/, '') : null)
  switch (account.platform.toLowerCase()) {
    case 'github':
      return by(login, (name) => ['USER', 'BOT'].map((kind) => `sourcecred/github/USERLIKE/${kind}/${name}`))
    case 'discord': {
      const snowflake = [id, username].map(digits).find((text) => text && /^\d{1,20}$/.test(text)) ?? null
      return by(snowflake, (number) => ['user', 'bot'].map((kind) => `sourcecred/discord/MEMBER/${kind}/${number}`))
    }
    case 'discourse':
      return by(login, (name) => hosts(account.host).map((host) => `sourcecred/discourse/user/${host}/${name}`))
    case 'ethereum': {
      const address = [id, username].map(digits).find((text) => text && /^0x[0-9a-f]{40}$/i.test(text)) ?? null
      return by(address, (hex) => [`sourcecred/ethereum/${hex}`])
    }
    case 'sourcecred': {
      const addresses = id ? [identityAddress(id), `sourcecred/core/IDENTITY/USER/${id}`] : []
      if (id?.startsWith('sourcecred/')) addresses.push(id)
      return { addresses, name: clean(account.username) }
    }
    default:
      return { addresses: [], name: null }
  }
}

// Private:

/** A number has nothing in it that is not seen. */
const digits = (text: string | null) => text && plain(text)

function by(key: string | null, addresses: (key: string) => string[]): AccountSearch {
  return { addresses: key ? addresses(key) : [], name: null }
}

function clean(text: string | null | undefined): string | null {
  return text?.trim() || null
}

function withoutSlash(host: string): string {
  return host.replace(/\/+$/, '')
}

function hosts(host: string | null | undefined): string[] {
  const given = clean(host)
  if (!given) return []
  const bare = withoutSlash(given)
  return /^https?:\/\//i.test(bare) ? [bare] : [`https://${bare}`, `http://${bare}`]
}
