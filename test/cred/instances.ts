// Made-up instances, and where the real ones are.

import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { deflateSync } from 'node:zlib'

export const week = 7 * 86_400_000
/** A Sunday, 00:00 UTC. */
export const sunday = Date.UTC(2026, 7, 2)

export const node = (...parts: string[]) => `N\0${parts.join('\0')}\0`
export const github = (login: string, kind = 'USER') => node('sourcecred', 'github', 'USERLIKE', kind, login)
export const discord = (snowflake: string, kind = 'user') => node('sourcecred', 'discord', 'MEMBER', kind, snowflake)
export const discourse = (host: string, name: string) => node('sourcecred', 'discourse', 'user', host, name)
export const ethereum = (address: string) => node('sourcecred', 'ethereum', address)
export const core = (id: string) => node('sourcecred', 'core', 'IDENTITY', id)

export interface Person {
  name: string
  cred: number[]
  aliases?: string[]
  id?: string
  subtype?: string
  active?: boolean
}

const identity = ({ name, aliases = [github(name)], id = `id-${name}`, subtype = 'USER' }: Person) => ({
  id,
  name,
  subtype,
  address: core(id),
  aliases: aliases.map((address) => ({ address, description: name })),
})
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)

export function weeks(count: number, first = sunday) {
  return Array.from({ length: count }, (_, index) => ({
    startTimeMs: first + index * week,
    endTimeMs: first + (index + 1) * week,
  }))
}

/** As `output/credGrainView`, before compression. */
export function credGrainView(people: Person[], intervals = weeks(people[0]?.cred.length ?? 0)) {
  return {
    intervals,
    participants: people.map((person) => ({
      active: person.active ?? false,
      identity: identity(person),
      cred: sum(person.cred),
      credPerInterval: person.cred,
      grainEarned: '0',
      grainEarnedPerInterval: person.cred.map(() => '0'),
    })),
  }
}

/** As `output/accounts.json`. */
export function accountsFile(
  people: (Person & { balance?: string; paid?: string; merged?: string[] })[],
  rest: object = {},
) {
  return {
    accounts: people.map((person) => ({
      account: {
        active: person.active ?? false,
        balance: person.balance ?? '0',
        paid: person.paid ?? '0',
        identity: identity(person),
        ...(person.merged ? { mergedIdentityIds: person.merged } : {}),
        payoutAddresses: {},
      },
      cred: person.cred,
      totalCred: sum(person.cred),
    })),
    unclaimedAliases: [],
    intervals: weeks(people[0]?.cred.length ?? 0),
    ...rest,
  }
}

/** As `data/ledger.json`, an event on each line. */
export function ledger(actions: object[]): Buffer {
  const events = actions.map((action, index) => ({
    action,
    ledgerTimestamp: index,
    uuid: `uuid-${index}`,
    version: '1',
  }))
  return Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'))
}
export const created = (person: Person) => ({ type: 'CREATE_IDENTITY', identity: { ...identity(person), aliases: [] } })
export const aliased = (identityId: string, address: string) => ({
  type: 'ADD_ALIAS',
  identityId,
  alias: { address, description: '' },
})
export const distributed = (...receipts: { id: string; amount: string }[]) => ({
  type: 'DISTRIBUTE_GRAIN',
  distribution: { id: 'd', credTimestamp: 0, allocations: [{ id: 'a', policy: {}, receipts }] },
})

export const json = (value: unknown) => Buffer.from(JSON.stringify(value))
export const zlib = (value: unknown) => deflateSync(JSON.stringify(value))

export type Files = Record<string, Buffer | string | ((request: IncomingMessage, response: ServerResponse) => void)>

export interface ServedInstance {
  url: string
  /** Change it, and the next reader gets what is there then. */
  files: Files
  /** Paths asked for, each with the status of the answer. */
  asked: { path: string; status: number }[]
  /** From now on the server answers nothing but 503. */
  down: boolean
}

/** Serves files as a web host does, with ETags. */
export async function serve(t: Pick<TestContext, 'after'>, files: Files): Promise<ServedInstance> {
  const instance: ServedInstance = { url: '', files, asked: [], down: false }
  const server = createServer((request, response) => {
    response.on('close', () => instance.asked.push({ path: request.url!, status: response.statusCode }))
    if (instance.down) return void response.writeHead(503).end()
    const file = instance.files[request.url!.slice(1)]
    if (file === undefined) return void response.writeHead(404).end('not here')
    if (typeof file === 'function') return file(request, response)
    const bytes = Buffer.from(file)
    const etag = `"${bytes.length}-${bytes.reduce((hash, byte) => (hash * 31 + byte) | 0, 7)}"`
    if (request.headers['if-none-match'] === etag) return void response.writeHead(304, { etag }).end()
    response.writeHead(200, { etag }).end(bytes)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  instance.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  t.after(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  return instance
}

const shared = join(import.meta.dirname, '../../../shared/data/sourcecred')

/** Options of a test of real instances: skipped, with the reason, where they are not at hand. */
export const realInstances = existsSync(shared)
  ? {}
  : { skip: 'the published instances are not in ../shared/data/sourcecred' }
export const realInstance = (name: string, ...path: string[]) => join(shared, name, ...path)
