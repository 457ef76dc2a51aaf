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

const form = /^P(?=[\dT])(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?=\d)(?:(\d{1,6})H)?(?:(\d{1,6})M)?(?:(\d{1,9})S)?)?$/
const longestOverlap = 30 * 86_400_000

/** Until when the secret before is good. @throws Refusal BAD_INPUT unless the duration is at most 30 days */
export function overlapEnd(now: Date, overlap: string, path: readonly string[]): Date {
  const parts = form
    .exec(overlap)
    ?.slice(1)
    .map((part) => Number(part ?? 0))
  const [weeks, days, hours, minutes, seconds] = parts ?? [Number.NaN]
  const length = ((((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!) * 1000
  if (length <= longestOverlap) return new Date(now.getTime() + length)
  throw new Refusal('BAD_INPUT', `Wanted a duration of at most 30 days, such as P1D or PT0S; got "${overlap}".`, {
    path,
  })
}

/** @throws Refusal BAD_INPUT when the time is not to come */
export function expiryOf(expiresAt: Date | null | undefined, now: Date, path: readonly string[]): Date | null {
  if (!expiresAt) return null
  if (expiresAt > now) return expiresAt
  throw new Refusal('BAD_INPUT', `Wanted a time to come; got ${expiresAt.toISOString()}.`, { path })
}
