// A reading as a table of bytes that is looked up without being parsed: opening it costs the same for 15 participants
// and for 100,000, and so does finding one (a binary search over hashes of addresses, then one small record is read).
//
//   'FMCRED01' · header length (uint32) · header (JSON) · sections, each at a multiple of 8
//
// Participants stand in the order of their cred, highest first, so ranks are binary searches and leaderboards slices.

import { spelling } from '../../../schema/spelling.ts'
import { isPerson, type Participant, type ParticipantKind, participantKinds, type Reading } from './reading.ts'

/** What is kept of a participant besides numbers. Amounts are decimal strings of attoGrain. */
export interface ParticipantRecord {
  identityId: string
  name: string
  address: string
  aliases: string[]
  active: boolean
  grain: { balance: string; paid: string; payouts: { currency: string; address: string }[] } | null
}

export interface CredTable {
  /** Of the whole table, for whoever keeps many. */
  readonly byteLength: number
  readonly participants: number
  readonly people: number
  readonly weekStarts: Float64Array
  readonly weekEnds: Float64Array
  /** All-time cred of each participant, highest first. */
  readonly totals: Float64Array
  /** All-time cred of each person, highest first. */
  readonly peopleTotals: Float64Array
  /** The participants that are people, in the same order. */
  readonly peopleIndex: Uint32Array
  /** Cred minted in each week, with bots and the like, and without. */
  readonly weekTotals: Float64Array
  readonly peopleWeekTotals: Float64Array
  kind(participant: number): ParticipantKind
  record(participant: number): ParticipantRecord
  /** The cred of one participant in each week. */
  cred(participant: number): Float64Array
  /** Participants that have the address, exactly and however it is spelled. */
  find(address: string): { exact: number[]; folded: number[] }
  /** Participants that have the name, likewise. */
  findName(name: string): { exact: number[]; folded: number[] }
}

/** Makes the table of a reading. */
export function packTable(reading: Reading): Uint8Array<ArrayBuffer> {
  const sorted = [...reading.participants].sort((a, b) => b.total - a.total || (a.address < b.address ? -1 : 1))
  const weeks = reading.weeks.length
  const people = sorted.map((_, index) => index).filter((index) => isPerson(sorted[index]!.kind))
  const cred = new Float64Array(sorted.length * weeks)
  const weekTotals = new Float64Array(weeks)
  const peopleWeekTotals = new Float64Array(weeks)
  sorted.forEach((participant, index) => {
    cred.set(participant.cred, index * weeks)
    for (let week = 0; week < weeks; week++) {
      weekTotals[week]! += participant.cred[week]!
      if (isPerson(participant.kind)) peopleWeekTotals[week]! += participant.cred[week]!
    }
  })
  const totals = Float64Array.from(sorted, (participant) => participant.total)
  const peopleIndex = Uint32Array.from(people)
  const records = sorted.map(packedRecord)
  const texts = packTexts(records)
  const keys = packKeys(records)
  const sections: Record<keyof Sections, ArrayBufferView> = {
    weekStarts: Float64Array.from(reading.weeks, (week) => week.start),
    weekEnds: Float64Array.from(reading.weeks, (week) => week.end),
    weekTotals,
    peopleWeekTotals,
    totals,
    peopleIndex,
    peopleTotals: Float64Array.from(people, (index) => totals[index]!),
    kinds: Uint8Array.from(sorted, (participant) => participantKinds.indexOf(participant.kind)),
    cred,
    ...texts,
    ...keys,
  }
  return assemble(sections)
}

/** @throws Error when the bytes are not a table that `packTable` made. */
export function openTable(packed: Uint8Array): CredTable {
  // Typed arrays want their numbers at multiples of their size: bytes that lie otherwise are moved once.
  const bytes = packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed)
  const sections = readSections(bytes)
  const { totals, kinds, cred, textEnds, text, keyHashes, keyOwners } = sections
  const weeks = sections.weekStarts.length
  const texts = Buffer.from(text.buffer, text.byteOffset, text.byteLength)

  const parts = (participant: number): PackedRecord =>
    JSON.parse(texts.toString('utf8', participant === 0 ? 0 : textEnds[participant - 1], textEnds[participant]))

  function search(key: string): { exact: number[]; folded: number[] } {
    const folded = spelling(key)
    const found = { exact: new Set<number>(), folded: new Set<number>() }
    for (const hash of new Set(filedUnder(key).map(hashOf))) {
      for (let at = firstAtLeast(keyHashes, hash); at < keyHashes.length && keyHashes[at] === hash; at++) {
        const owner = keyOwners[at]!
        for (const candidate of keysOf(parts(owner))) {
          if (spelling(candidate) !== folded) continue
          found.folded.add(owner)
          if (candidate === key) found.exact.add(owner)
        }
      }
    }
    return { exact: [...found.exact], folded: [...found.folded] }
  }

  return {
    byteLength: bytes.byteLength,
    participants: totals.length,
    people: sections.peopleIndex.length,
    weekStarts: sections.weekStarts,
    weekEnds: sections.weekEnds,
    totals,
    peopleTotals: sections.peopleTotals,
    peopleIndex: sections.peopleIndex,
    weekTotals: sections.weekTotals,
    peopleWeekTotals: sections.peopleWeekTotals,
    kind: (participant) => participantKinds[kinds[participant]!]!,
    record: (participant) => recordOf(parts(participant)),
    cred: (participant) => cred.subarray(participant * weeks, (participant + 1) * weeks),
    find: (address) => search(addressKey(address)),
    findName: (name) => search(nameKey(name)),
  }
}

/** The same table, with some of its records changed: the numbers stay. Null where none is. */
export function withRecords(
  packed: Uint8Array,
  change: (record: ParticipantRecord) => ParticipantRecord | null,
): Uint8Array<ArrayBuffer> | null {
  const bytes = packed.byteOffset % 8 === 0 ? packed : new Uint8Array(packed)
  const table = openTable(bytes)
  let changes = false
  const records = Array.from({ length: table.participants }, (_, participant) => {
    const before = table.record(participant)
    const after = change(before)
    changes ||= after !== null
    return packedRecordOf(after ?? before)
  })
  return changes ? assemble({ ...readSections(bytes), ...packTexts(records), ...packKeys(records) }) : null
}

// Private: records and keys

type PackedRecord = [
  identityId: string,
  name: string,
  address: string,
  aliases: string[],
  active: 0 | 1,
  grain: [balance: string, paid: string, payouts: { currency: string; address: string }[]] | null,
]

function packedRecord({ identityId, name, address, aliases, active, grain }: Participant): PackedRecord {
  const amounts =
    grain && ([String(grain.balance), String(grain.paid), grain.payouts] as [string, string, typeof grain.payouts])
  return [identityId, name, address, aliases, active ? 1 : 0, amounts]
}

function packedRecordOf({ identityId, name, address, aliases, active, grain }: ParticipantRecord): PackedRecord {
  return [identityId, name, address, aliases, active ? 1 : 0, grain && [grain.balance, grain.paid, grain.payouts]]
}

function recordOf([identityId, name, address, aliases, active, grain]: PackedRecord): ParticipantRecord {
  const amounts = grain && { balance: grain[0], paid: grain[1], payouts: grain[2] }
  return { identityId, name, address, aliases, active: active === 1, grain: amounts }
}

const addressKey = (address: string) => `a:${address}`
const nameKey = (name: string) => `n:${name}`
const keysOf = ([, name, address, aliases]: PackedRecord) => [
  addressKey(address),
  ...aliases.map(addressKey),
  nameKey(name),
]
/** Under what a key is filed. Tables that were packed before spellings were compared have its lower case only. */
const filedUnder = (key: string) => [key.toLowerCase(), spelling(key)]

/** FNV-1a over UTF-16 units. A collision costs one more comparison, never a wrong answer. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

function firstAtLeast(sorted: Uint32Array, wanted: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! < wanted) low = middle + 1
    else high = middle
  }
  return low
}

function packTexts(records: readonly PackedRecord[]): { text: Uint8Array; textEnds: Uint32Array } {
  const chunks = records.map((record) => Buffer.from(JSON.stringify(record)))
  let end = 0
  return { textEnds: Uint32Array.from(chunks, (chunk) => (end += chunk.length)), text: Buffer.concat(chunks) }
}

function packKeys(records: readonly PackedRecord[]): { keyHashes: Uint32Array; keyOwners: Uint32Array } {
  const entries = records.flatMap((record, owner) =>
    [...new Set(keysOf(record).flatMap(filedUnder))].map((key) => ({ hash: hashOf(key), owner })),
  )
  entries.sort((a, b) => a.hash - b.hash || a.owner - b.owner)
  return {
    keyHashes: Uint32Array.from(entries, (entry) => entry.hash),
    keyOwners: Uint32Array.from(entries, (entry) => entry.owner),
  }
}

// Private: sections

const magic = 'FMCRED01'
const types = {
  weekStarts: Float64Array,
  weekEnds: Float64Array,
  weekTotals: Float64Array,
  peopleWeekTotals: Float64Array,
  totals: Float64Array,
  peopleTotals: Float64Array,
  peopleIndex: Uint32Array,
  kinds: Uint8Array,
  cred: Float64Array,
  textEnds: Uint32Array,
  text: Uint8Array,
  keyHashes: Uint32Array,
  keyOwners: Uint32Array,
}
type Sections = { [name in keyof typeof types]: InstanceType<(typeof types)[name]> }
type Header = Record<string, [offset: number, bytes: number]>

const aligned = (offset: number) => Math.ceil(offset / 8) * 8

function assemble(sections: Record<keyof Sections, ArrayBufferView>): Uint8Array<ArrayBuffer> {
  const header: Header = {}
  let end = 0
  for (const [name, section] of Object.entries(sections)) {
    header[name] = [end, section.byteLength]
    end = aligned(end + section.byteLength)
  }
  const json = Buffer.from(JSON.stringify(header))
  const start = aligned(magic.length + 4 + json.length)
  const bytes = new Uint8Array(start + end)
  bytes.set(Buffer.from(magic))
  new DataView(bytes.buffer).setUint32(magic.length, json.length, true)
  bytes.set(json, magic.length + 4)
  for (const [name, section] of Object.entries(sections)) {
    bytes.set(new Uint8Array(section.buffer, section.byteOffset, section.byteLength), start + header[name]![0])
  }
  return bytes
}

function readSections(bytes: Uint8Array): Sections {
  const text = (from: number, to: number) => Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString()
  if (bytes.length < 12 || text(0, magic.length) !== magic) throw new Error('Wanted a table of cred; got other bytes.')
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(magic.length, true)
  const header: Header = JSON.parse(text(magic.length + 4, magic.length + 4 + length))
  const start = aligned(magic.length + 4 + length)
  const sections = Object.entries(types).map(([name, type]) => {
    const [offset, size] = header[name]!
    return [
      name,
      new type(bytes.buffer as ArrayBuffer, bytes.byteOffset + start + offset, size / type.BYTES_PER_ELEMENT),
    ]
  })
  return Object.fromEntries(sections) as Sections
}
