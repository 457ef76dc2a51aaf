// Tables of made-up readings.

import { readableAddress } from '../../../subgraphs/cred/domain/address.ts'
import type { Participant } from '../../../subgraphs/cred/domain/reading.ts'
import { type CredTable, openTable, packTable } from '../../../subgraphs/cred/domain/table.ts'
import { github, sunday, week } from '../instances.ts'

export type Made = Partial<Participant> & { name: string; cred: number[] }

/** Each has a GitHub account of its name unless told otherwise. */
export function tableOf(people: Made[], starts = people[0]!.cred.map((_, index) => sunday + index * week)): CredTable {
  const participants = people.map(
    (person): Participant => ({
      identityId: `id-${person.name}`,
      kind: 'USER',
      address: `sourcecred/core/IDENTITY/id-${person.name}`,
      aliases: [readableAddress(github(person.name))!],
      active: false,
      total: person.cred.reduce((sum, cred) => sum + cred, 0),
      grain: null,
      ...person,
    }),
  )
  return openTable(packTable({ weeks: starts.map((start) => ({ start, end: start + week })), participants }))
}
