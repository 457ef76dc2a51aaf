// The roles of a community, as a policy may name them.

import { didYouMean } from './nearest.ts'

export interface KnownRoles {
  /**
   * What is wrong with a role that a policy names; null where nothing is. An electorate takes a name in any case, or an id; an
   * expression compares `exactly`.
   */
  problemOf(named: string, how: 'exactly' | 'anyCase'): string | null
}

export interface NamedRole {
  id: string
  name: string
}

/** Role names are the same whatever their case, and however their accents are written. */
export function nameKey(name: string): string {
  return name.normalize('NFC').trim().toLowerCase()
}

export function knownRoles(roles: readonly NamedRole[]): KnownRoles {
  const names = roles.map(({ name }) => name)
  return {
    problemOf(named, how) {
      if (names.includes(named)) return null
      const same = roles.find(({ id, name }) => nameKey(name) === nameKey(named) || id === named)
      if (same !== undefined && how === 'anyCase') return null
      if (same !== undefined)
        return `The role is called "${same.name}", and an expression compares letter by letter: write "${same.name}".`
      const shown = names.length > mostShown ? [...names.slice(0, mostShown), '…'] : names
      const has = names.length === 0 ? ' It has none.' : ` It has ${shown.join(', ')}.`
      const hint = didYouMean(named, names) || has
      return `The community has no role "${named}".${hint} Correct the name, or create the role first (createRole).`
    },
  }
}

const mostShown = 20
