// Participants of a reading who were erased: their cred stays, so that sums and shares are what they were; nothing else does.

import type { ParticipantRecord } from './table.ts'

/** By what a platform would call the owner of an address: GitHub by the name, Discord by the number … */
export function wordOfAddress(address: string): { platform: string; text: string } | null {
  const [first, plugin, ...rest] = address.split('/')
  const last = rest.at(-1)
  if (first !== 'sourcecred' || !plugin || !last) return null
  return { platform: plugin === 'core' ? 'sourcecred' : plugin, text: last }
}

/** Every word by which a participant may be somebody's account. */
export function wordsOfParticipant({ identityId, name, address, aliases }: ParticipantRecord) {
  const addresses = [address, ...aliases].flatMap((each) => wordOfAddress(each) ?? [])
  return [...addresses, { platform: 'sourcecred', text: identityId }, { platform: 'sourcecred', text: name }]
}

/** @param mark what stands for the word by which it was known */
export function withoutParticipant(record: ParticipantRecord, mark: string, name: string): ParticipantRecord {
  const { active, grain } = record
  return { identityId: mark, name, address: mark, aliases: [], active, grain: grain && { ...grain, payouts: [] } }
}
