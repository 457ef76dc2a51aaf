// What the tests of the driver have in common: policies, what they are concerned with, and a driver that handles it all.

import { createDriver, type DriverDeps } from '../../driver/index.ts'
import type { fakeGraph, Told } from './fake-graph.ts'

export type World = ReturnType<typeof fakeGraph>
const logger = { info() {}, warn() {} }

export function driverOf(world: Pick<World, 'execute'>, more: Partial<DriverDeps> = {}) {
  return createDriver({ execute: world.execute, logger, feed: () => ({ start() {}, stop: async () => {} }), ...more })
}

/** Has a driver handle everything that happens, also what follows from what it does. */
export async function run(world: World, driver = driverOf(world), from = 0): Promise<Told[]> {
  for (let next = from; next < world.events.length; next++) await driver.handle(world.events[next]!)
  return world.told
}

export const names = (told: readonly Told[]) =>
  told.map(({ name, input }) => (input.kind ? `${name} ${input.kind}` : name))

// biome-ignore-start lint/suspicious/noThenProperty: a key of the document.
export const stewards = {
  name: 'stewards',
  on: 'communities.role.requested',
  when: 'action.data.role == "steward"',
  decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' },
  then: {
    approved: [{ perform: 'communities.role.grant' }],
    rejected: [{ perform: 'communities.role.refuse', with: { reason: 'No: {{ decision.reason }}' } }],
  },
}
export const invoices = {
  name: 'invoices',
  on: 'opencollective.expense.created',
  when: 'action.data.amountInCents <= 500000',
  decide: {
    vote: {
      title: 'Pay "{{ action.subject.title }}"?',
      electorate: { role: 'steward' },
      closesIn: 'P3D',
      passes: { quorum: 0.2 },
      venues: ['opencollective.expense.comment'],
    },
  },
  then: {
    approved: [{ perform: 'opencollective.expense.approve' }],
    rejected: [
      {
        perform: 'opencollective.expense.reject',
        with: { message: '{{ decision.reason }} ({{ tally.voters }} voted)' },
      },
    ],
    noQuorum: [{ perform: 'opencollective.expense.comment', with: { message: 'Too few voted.' } }],
  },
}
export const gate = (name: string, rule: string) => ({ name, on: 'door.open.*', decide: { rule } })
// biome-ignore-end lint/suspicious/noThenProperty: a key of the document.

export const request = {
  id: 'act_1',
  kind: 'communities.role.requested',
  initiator: 'mem_ana',
  subject: { type: 'roleRequest', id: 'req_1', title: 'steward', url: null },
  data: { role: 'steward', request: 'req_1', member: 'mem_ana' },
}
export const expense = { id: 'act_2', kind: 'opencollective.expense.created', data: { amountInCents: 12_500 } }
export const question = { id: 'act_3', kind: 'door.open.asked', asksPermission: true }
