// Digests and commitments, as anybody can make them again: SHA-256, in lower-case hex, over the UTF-8 bytes of canonical JSON
// (RFC 8785). What may have to be erased stands beside a record, and the record has a commitment to it: the digest of a salt and the
// value. With both gone the record still holds, and without the salt nobody finds the value by trying.

import { hash, randomBytes } from 'node:crypto'
import { canonical } from './canonical.ts'

/** SHA-256, in hex, of a value as canonical JSON. */
export function digestOf(value: unknown): string {
  return hash('sha256', canonical(value))
}

/** The commitment to a value: the digest of its salt and itself. */
export function commitmentTo(salt: string, value: unknown): string {
  return digestOf([salt, value])
}

/** 128 bits that nobody guesses, in hex. */
export const freshSalt = (): string => randomBytes(16).toString('hex')
