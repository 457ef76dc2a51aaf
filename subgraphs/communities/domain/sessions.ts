// Signing in to the live page: how long a link and a session are good, and where a link leads.

import { Refusal } from '../../../schema/errors.ts'

const linkMinutes = 15
const sessionDays = 30

/** Where the browser is to go. The code stands in the fragment: browsers send that to no server. */
export function addressOf(publicUrl: string, code: string): string {
  return `${publicUrl}/sign-in#${code}`
}

export function linkExpiry(now: Date): Date {
  return new Date(now.getTime() + linkMinutes * 60_000)
}

/** A session ends with the key behind it, at the latest after 30 days; using it makes it no longer. */
export function sessionExpiry(now: Date, keyExpiry: Date | null): Date {
  const latest = new Date(now.getTime() + sessionDays * 86_400_000)
  return keyExpiry !== null && keyExpiry < latest ? keyExpiry : latest
}

/** Why a link signs nobody in. */
export function refusalOfLink(link: { usedAt: Date | null } | null): Refusal {
  const path = ['code']
  if (!link)
    return new Refusal('SIGN_IN_CODE_UNKNOWN', 'Wanted the code of a link to sign in; got another text.', { path })
  if (link.usedAt !== null) {
    const message = `Wanted a link that was not used yet; this one was, at ${link.usedAt.toISOString()}.`
    return new Refusal('SIGN_IN_CODE_USED', message, { path })
  }
  return new Refusal('SIGN_IN_CODE_EXPIRED', `Wanted a link of the last ${linkMinutes} minutes; this one is older.`, {
    path,
  })
}
