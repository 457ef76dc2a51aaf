// Cursors: positions that leave the house. Opaque, signed, and bound to the stream and community they were made for.

import { createSecretKey } from 'node:crypto'
import { Refusal } from '../../schema/errors.ts'
import { type SecretBox, sameSecret, sign } from '../security/secrets.ts'

export interface Cursors {
  encode(stream: string, community: string, position: number | string): string
  /** @throws Refusal CURSOR_INVALID, its reason in the details: MALFORMED; FOREIGN when altered, or of another stream or community. */
  decode(stream: string, community: string, cursor: string): string
}

const macBytes = 12

/** Why a cursor is not taken, for programs. */
export type CursorProblem = 'MALFORMED' | 'FOREIGN' | 'FUTURE' | 'TOO_OLD'

export function invalidCursor(reason: CursorProblem, message: string): Refusal {
  return new Refusal('CURSOR_INVALID', message, { details: { reason } })
}

/**
 * The position that a cursor says it stands at; null where it says none. Nothing is checked: whoever made it up may say
 * what they like. It tells where to look for a cursor, never whether it is good.
 */
export function claimedPosition(cursor: string): number | null {
  const said = Buffer.from(cursor, 'base64url').subarray(macBytes).toString()
  return /^\d{1,15}$/.test(said) ? Number(said) : null
}

export function cursorsOf(secrets: SecretBox): Cursors {
  const key = createSecretKey(secrets.derive('cursors'))
  const mac = (stream: string, community: string, position: string) =>
    sign(key, stream, community, position).subarray(0, macBytes)
  return {
    encode(stream, community, position) {
      const text = String(position)
      return Buffer.concat([mac(stream, community, text), Buffer.from(text)]).toString('base64url')
    },
    decode(stream, community, cursor) {
      const bytes = Buffer.from(cursor, 'base64url')
      const position = bytes.subarray(macBytes).toString()
      const got = cursor.length > 40 ? `${cursor.slice(0, 40)}…` : cursor
      if (bytes.length <= macBytes || bytes.toString('base64url') !== cursor) {
        throw invalidCursor('MALFORMED', `Wanted a cursor as it was received; got "${got}".`)
      }
      if (!sameSecret(bytes.subarray(0, macBytes), mac(stream, community, position))) {
        throw invalidCursor('FOREIGN', `Wanted a cursor of this list and community, unaltered; got "${got}".`)
      }
      return position
    },
  }
}
