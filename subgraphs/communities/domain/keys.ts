// API keys. The secret is random and shown once; only its digest is kept.

import { Refusal } from '../../../schema/errors.ts'

/** The secret made of 32 random bytes. @throws Error when given fewer */
export function secretOf(random: Uint8Array): string {
  if (random.length < 32) throw new Error(`A secret takes at least 32 random bytes; it was given ${random.length}.`)
  return `fmk_${Buffer.from(random).toString('base64url')}`
}

/** Each scope once, in the order of the list. @throws Refusal BAD_INPUT when there is none */
export function scopesOf<T extends string>(scopes: readonly T[], path: readonly string[]): T[] {
  if (scopes.length > 0) return [...new Set(scopes)]
  throw new Refusal('BAD_INPUT', 'Wanted at least one scope; got none.', { path })
}

/** @throws Refusal BAD_INPUT when the time is not to come */
export function expiryOf(expiresAt: Date | null | undefined, now: Date, path: readonly string[]): Date | null {
  if (!expiresAt) return null
  if (expiresAt > now) return expiresAt
  throw new Refusal('BAD_INPUT', `Wanted a time to come; got ${expiresAt.toISOString()}.`, { path })
}
