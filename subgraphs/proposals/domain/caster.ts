// By what a vote was cast, and which of two casters has the say: the member, from their own first vote on.

export type CasterKind = 'KEY' | 'SESSION' | 'ADMIN' | 'SYSTEM' | 'VENUE'

export interface Caster {
  kind: CasterKind
  /** The key's or the session's; null where the kind says it all. */
  id: string | null
  /** Cast by a key or session of the voter's own. */
  own: boolean
}

/** Who asks, as far as it matters here. */
export interface Asker {
  kind: 'anonymous' | 'key' | 'admin' | 'system'
  key: string | null
  session?: string
}

/** Who asks, as a caster. A session is named for one's own vote only: for another's, it is the key behind it that may. */
export function casterOf({ kind, key, session }: Asker, own: boolean): Caster {
  if (kind === 'admin') return { kind: 'ADMIN', id: null, own }
  if (kind === 'system') return { kind: 'SYSTEM', id: null, own }
  if (session !== undefined && (own || key === null)) return { kind: 'SESSION', id: session, own }
  return { kind: 'KEY', id: key, own }
}

/** Folkmoot itself, when two members turn out to be one person. */
export const merging: Caster = { kind: 'SYSTEM', id: 'merge', own: false }

/** How parts of Folkmoot are called. */
export const nameOfSystem = (id: string | null) =>
  id === 'merge' ? 'Folkmoot, as two members are one person' : "Folkmoot's driver"

/** Where it was cast, as `Vote.source` says it: `folkmoot` by the voter, else by what. */
export function sourceOf({ kind, own }: Caster): string {
  return own ? 'folkmoot' : kind.toLowerCase()
}

/** As others may know it, and as it stands in events: a session's id is nobody's business. */
export function toldCaster({ kind, id, own }: Caster): Caster {
  return { kind, id: kind === 'SESSION' ? null : id, own }
}

/** Whether the vote, standing or taken back, leaves room for this caster: not for another, once the member has acted. */
export function mayFollow(before: Caster | null, caster: Caster): boolean {
  return caster.own || !before?.own
}

/** Whether it makes no difference who of the two casts it. */
export function sameCaster(before: Caster | null, caster: Caster): boolean {
  if (before === null || before.own !== caster.own) return false
  return caster.own || (before.kind === caster.kind && before.id === caster.id)
}

/** A vote as it stands, or was taken back. */
interface Standing {
  cast_by: Caster | null
  retracted: boolean
}

/**
 * Two records are one person, and each has a vote: whether that of the record that is given up passes to the seat that is
 * kept. What the person did themselves comes before what was done for them; else the vote that stands stays.
 */
export function passesOver(given: Standing, kept: Standing | null): boolean {
  const own = given.cast_by?.own ?? false
  if (kept === null) return own || !given.retracted
  if (own !== (kept.cast_by?.own ?? false)) return own
  return kept.retracted && !given.retracted
}
