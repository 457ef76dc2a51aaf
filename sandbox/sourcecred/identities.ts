// Who is in the instance: identities with their aliases, and the ledger that made them so.
import type { Person } from '../people.ts'

export interface Alias {
  address: string
  description: string
}
export interface Identity {
  address: string
  aliases: Alias[]
  id: string
  name: string
  subtype: 'USER' | 'BOT'
}
export interface Participant {
  person: Person
  identity: Identity
  /** An identity that was merged into this one: its id must keep resolving. */
  mergedId: string | null
  active: boolean
}
export interface LedgerEvent {
  action: Record<string, unknown> & { type: string }
  ledgerTimestamp: number
  uuid: string
  version: '1'
}

const ID = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
export const identityAddress = (id: string) => node('sourcecred', 'core', 'IDENTITY', id)

/** A node address: parts between NULs, after an N. */
export function node(...parts: string[]): string {
  return `N\0${parts.join('\0')}\0`
}

export function makeId(random: () => number): string {
  let id = ''
  for (let i = 0; i < 22; i++) id += ID[Math.floor(random() * ID.length)]
  return id
}

/** The aliases of a person, by the platforms they are on. */
export function aliasesOf(person: Person, forum: string): Alias[] {
  const bot = person.subtype === 'BOT'
  const aliases: Alias[] = []
  if (person.github)
    aliases.push({
      address: node('sourcecred', 'github', 'USERLIKE', bot ? 'BOT' : 'USER', person.github),
      description: `github/[@${person.github}](https://github.com/${person.github})`,
    })
  if (person.discord)
    aliases.push({
      address: node('sourcecred', 'discord', 'MEMBER', bot ? 'bot' : 'user', person.discord),
      description: `discord/${person.identity}#${person.discord.slice(-4)}`,
    })
  if (person.discourse)
    aliases.push({
      address: node('sourcecred', 'discourse', 'user', forum, person.discourse),
      description: `discourse/[@${person.discourse}](${forum}/u/${person.discourse}/)`,
    })
  return aliases
}

/**
 * The identities of these people. Whoever is on three platforms had two identities once, which were merged: their second
 * alias came that way.
 */
export function identify(people: readonly Person[], random: () => number, forum: string): Participant[] {
  return people.map((person) => {
    const id = makeId(random)
    const aliases = aliasesOf(person, forum)
    const mergedId = aliases.length > 2 ? makeId(random) : null
    if (mergedId)
      aliases.push({
        address: identityAddress(mergedId),
        description: `identity @${person.identity}-late (id: ${mergedId})`,
      })
    const subtype = person.subtype ?? 'USER'
    const identity = { address: identityAddress(id), aliases, id, name: person.identity, subtype }
    return { person, identity, mergedId, active: person.active ?? false }
  })
}

/** The ledger events that lead to these identities, from a moment on. */
export function ledgerOf(participants: Participant[], since: number, random: () => number): LedgerEvent[] {
  const events: LedgerEvent[] = []
  const say = (type: string, fields: Record<string, unknown>) =>
    events.push({
      action: { ...fields, type },
      ledgerTimestamp: since + events.length * 1000,
      uuid: makeId(random),
      version: '1',
    })
  const create = (id: string, name: string) =>
    say('CREATE_IDENTITY', { identity: { address: identityAddress(id), aliases: [], id, name, subtype: 'USER' } })

  for (const { identity, mergedId, active } of participants) {
    const { id, name, subtype } = identity
    const own = identity.aliases.filter(({ address }) => !address.includes('\0IDENTITY\0'))
    const late = mergedId ? own.pop()! : null
    create(id, mergedId ? `${name}-early` : name)
    if (mergedId) say('RENAME_IDENTITY', { identityId: id, newName: name })
    if (subtype !== 'USER') say('CHANGE_IDENTITY_TYPE', { identityId: id, newType: subtype })
    for (const alias of own) say('ADD_ALIAS', { identityId: id, alias })
    if (mergedId && late) {
      create(mergedId, `${name}-late`)
      say('ADD_ALIAS', { identityId: mergedId, alias: late })
      say('MERGE_IDENTITIES', { base: id, target: mergedId })
    }
    if (active) say('TOGGLE_ACTIVATION', { identityId: id })
  }
  return events
}
