// An account is one identity on one platform. It is known by the platform's own id, or, until that is learned, by its
// username. Ids and usernames are never compared with each other: someone may take the username "12345".

import { Refusal } from '../../../schema/errors.ts'
import type { AccountFact } from '../../../schema/events.ts'
import { own } from '../../../schema/own.ts'
import { hasUnseen, idSpellingKey, spellingKey } from '../../../schema/spelling.ts'
import { foldedCase, nameOf, quoted } from './text.ts'

/** An account as somebody names it, in the one form in which accounts are compared. */
export interface AccountClaim {
  platform: string
  /** '' where the platform has one server only. */
  host: string
  externalId: string | null
  username: string | null
}

export interface AccountNames {
  platform: string
  host?: string | null
  id?: string | null
  username?: string | null
}

/** @throws Refusal BAD_INPUT, with the field that is to blame */
export function accountOf(input: AccountNames, path: readonly string[]): AccountClaim {
  const platform = platformOf(input.platform, [...path, 'platform'])
  const host = hostOf(platform, input.host, [...path, 'host'])
  const externalId = input.id?.trim() ? nameOf(input.id, [...path, 'id'], 200) : null
  const username = input.username?.trim() ? usernameOf(input.username, [...path, 'username']) : null
  if (externalId === null && username === null) {
    throw new Refusal('BAD_INPUT', 'Wanted the id or the username of the account; got neither.', { path })
  }
  return { platform, host, externalId, username }
}

/** The platform's name, in lower case. @throws Refusal BAD_INPUT */
export function platformOf(text: string, path: readonly string[]): string {
  const platform = text.trim().toLowerCase()
  if (/^[a-z0-9][a-z0-9_-]{0,39}$/.test(platform)) return platform
  const wanted = 'Wanted a platform name of 1 to 40 letters, digits, hyphens and underscores'
  throw new Refusal('BAD_INPUT', `${wanted}; got ${quoted(text)}.`, { path })
}

/** What usernames are compared by: their case does not count. */
export function usernameKey(claim: { username: string | null }): string | null {
  return claim.username === null ? null : foldedCase(claim.username)
}

/** What tells whether an account is another's in another spelling: null for what is not known of it. */
export function spellingsOf(claim: Pick<AccountClaim, 'platform' | 'externalId' | 'username'>): {
  id: string | null
  username: string | null
} {
  return {
    id: claim.externalId === null ? null : idSpellingKey(claim.platform, claim.externalId),
    username: claim.username === null ? null : spellingKey(claim.username),
  }
}

/** Whether the two are known to be different accounts, by the platform's own ids. */
export function differById(a: AccountClaim, b: AccountClaim): boolean {
  const [one, other] = [spellingsOf(a).id, spellingsOf(b).id]
  return one !== null && other !== null && one !== other
}

/** An account that somebody is to be given. @throws Refusal BAD_INPUT where its name has characters that nobody sees */
export function withoutUnseen(claim: AccountClaim, path: readonly string[]): AccountClaim {
  for (const [field, text] of [['id', claim.externalId] as const, ['username', claim.username] as const]) {
    if (text === null || !hasUnseen(text)) continue
    const message = `Wanted a name without characters that nobody sees (such as a zero-width space); ${quoted(text)} has some.`
    throw new Refusal('BAD_INPUT', message, { path: [...path, field] })
  }
  return claim
}

/** Two claims of one input that mean the same account. */
export function sameAccount(a: AccountClaim, b: AccountClaim): boolean {
  if (a.platform !== b.platform || a.host !== b.host) return false
  if (a.externalId !== null && b.externalId !== null) return a.externalId === b.externalId
  return a.username !== null && usernameKey(a) === usernameKey(b)
}

/** The account as events and the API tell it. One known by its username only has "@username" for an id. */
export function accountFact(account: AccountClaim): AccountFact {
  return {
    platform: account.platform,
    host: account.host || null,
    externalId: account.externalId ?? `@${account.username}`,
    username: account.username,
  }
}

/** The account in words for people. */
export function accountInWords(account: AccountClaim): string {
  const where = account.host ? `${account.platform} (${account.host})` : account.platform
  return `${quoted(account.username ?? account.externalId ?? '')} on ${where}`
}

// The one server of platforms that have one: naming it is naming none.
const onlyServer: Record<string, string[]> = {
  github: ['github.com', 'www.github.com'],
  opencollective: ['opencollective.com', 'www.opencollective.com'],
  slack: ['slack.com'],
  discord: ['discord.com', 'discord.gg'],
  reddit: ['reddit.com', 'www.reddit.com', 'old.reddit.com'],
}

function hostOf(platform: string, text: string | null | undefined, path: readonly string[]): string {
  const given = text?.trim()
  if (!given) return ''
  const address = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `https://${given}`
  const url = URL.canParse(address) ? new URL(address) : null
  const plain = url && !url.username && !url.password && !url.search && !url.hash
  if (!plain || !/^https?:$/.test(url.protocol) || address.length > 300) {
    throw new Refusal(
      'BAD_INPUT',
      `Wanted the address of a server, such as https://forum.example.org; got ${quoted(given)}.`,
      { path },
    )
  }
  if (own(onlyServer, platform)?.includes(url.hostname)) return ''
  return url.origin + url.pathname.replace(/\/+$/, '')
}

function usernameOf(text: string, path: readonly string[]): string {
  const name = nameOf(text, path, 200)
  // "@alice" is how people write alice; "@alice:example.org" is how Matrix does.
  const bare = name.startsWith('@') && !name.includes(':') ? name.slice(1) : name
  if (bare.length > 0) return bare
  throw new Refusal('BAD_INPUT', `Wanted a username; got ${quoted(text)}.`, { path })
}
