// The three names one thing has on Open Collective: a public id (`ex_…`), a hashed form (`o0v8…-…`, the webhooks' `idV2`)
// and a number (`legacyId`). The API takes all three.
import { createHash } from 'node:crypto'

export interface Identifiers {
  publicId: string
  idV2: string
  legacyId: number
}

export type Reference = { id?: string | null | undefined; legacyId?: number | null; slug?: string | null }

const PUBLIC = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const HASHED = '034579abdegklmnopqrvwxyz68'

/** Hands out the identifiers of every kind of thing, from one source of randomness. */
export function createIdentifiers(random: () => number, firstLegacyId = 2000) {
  const counters = new Map<string, number>()
  return {
    next(prefix: string): Identifiers {
      const legacyId = counters.get(prefix) ?? firstLegacyId
      counters.set(prefix, legacyId + 1)
      let publicId = `${prefix}_`
      for (let i = 0; i < 21; i++) publicId += PUBLIC[Math.floor(random() * PUBLIC.length)]
      return { publicId, idV2: hashedId(prefix, legacyId), legacyId }
    },
    uuid(): string {
      const hex = createHash('sha1').update(String(random())).digest('hex')
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
    },
  }
}

/** Whether a text could be an id of this kind at all. Other texts are a bad request, not a missing thing. */
export function looksLikeId(prefix: string, id: string): boolean {
  return new RegExp(`^${prefix}_\\w{21}$`).test(id) || /^([a-z0-9]{8}-){3}[a-z0-9]{8}$/.test(id)
}

/** Whether a reference names this thing. */
export function isNamedBy(thing: Identifiers, reference: Reference): boolean {
  if (reference.id) return thing.publicId === reference.id || thing.idV2 === reference.id
  return reference.legacyId != null && thing.legacyId === reference.legacyId
}

function hashedId(prefix: string, legacyId: number): string {
  const bytes = createHash('sha256').update(`${prefix}:${legacyId}`).digest()
  let text = ''
  for (let i = 0; i < 32; i++) text += HASHED[bytes[i]! % HASHED.length]
  return text.replace(/(.{8})(?=.)/g, '$1-')
}
