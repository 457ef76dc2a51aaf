// Ids that sort by the time they were made and say what they are of: TypeIDs (https://github.com/jetify-com/typeid).

import { typeid } from 'typeid-js'

export interface Ids {
  /** A new id such as `com_01k…`: prefix, then 26 characters of UUIDv7 in Crockford's base 32. */
  next(prefix: string): string
}

export const typeIds: Ids = { next: (prefix) => typeid(prefix).toString() }

/** Whether the text has the form of an id with this prefix. It may still be nobody's. */
export function looksLikeId(prefix: string, text: string): boolean {
  return new RegExp(`^${prefix}_[0-7][0-9a-hjkmnp-tv-z]{25}$`).test(text)
}
