// The servers of the streams bench, each in a process of its own, and their crowds of subscribers in others.

import { type ChildProcess, fork } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { adminKey, mutateBy } from './client.ts'
import { startProcess } from './harness.ts'
import type { Order, Report } from './receivers.ts'
import type { Memory, Queries, Usage } from './streams-server.ts'

/** What is measured in the same way of ours and of the baselines. */
export interface Side {
  url: string
  /** What a subscriber subscribes to; null where connecting is enough. */
  payload: object | null
  usage(): Promise<Usage>
  memory(): Promise<Memory>
  /** Makes an event, and resolves when it is made. */
  publish(): Promise<void>
  /** How many subscribe; null where nobody counts. */
  readers(): Promise<number | null>
  stop(): Promise<void>
}

export const watched =
  'subscription { decisions(community: "bench") { cursor decision { id outcome reason compliance } } }'

export interface Ours extends Side {
  /** What the database was asked until now. */
  queries(): Promise<Queries>
  /** Makes so many decisions as the last one, at once. */
  copy(count: number): Promise<void>
}

/** @param databaseUrl a PostgreSQL database; null: the embedded one, in `folder`. */
export async function startOurs(databaseUrl: string | null, folder: string): Promise<Ours> {
  const server = await startProcess<Said>('bench/streams-server.ts', ['folkmoot'], {
    PORT: '0',
    LOG_LEVEL: 'warn',
    FOLKMOOT_DATA: folder,
    FOLKMOOT_ADMIN_KEY: adminKey,
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  })
  const mutate = mutateBy(server.said.url)
  await mutate('createCommunity', 'CreateCommunityInput', { slug: 'bench', name: 'Bench' })
  return {
    ...sideOf(server),
    queries: async () => (await (await fetch(`${server.said.control}/queries`)).json()) as Queries,
    async copy(count) {
      await (await fetch(`${server.said.control}/copies/${count}`)).text()
    },
    payload: { query: watched },
    async publish() {
      await mutate('recordDecision', 'RecordDecisionInput', {
        community: 'bench',
        title: 'Pay for the hose?',
        outcome: 'APPROVED',
        reason: 'a reason of some length, as people give them when they are asked; '.repeat(5),
      })
    },
    async readers() {
      const text = await (await fetch(`${server.said.url}/metrics`)).text()
      return Number(/^folkmoot_streams\{transport="ws"\} (\d+)/m.exec(text)?.[1] ?? 0)
    },
  }
}

/** @param text of a message of ours: what is sent to all, or holds the event that is. */
export async function startBaseline(kind: 'bare' | 'plain' | 'runtime', text: string): Promise<Side> {
  const server = await startProcess<Said>('bench/streams-server.ts', [kind])
  return {
    ...sideOf(server),
    payload:
      kind === 'bare'
        ? null
        : { query: 'subscription { decisions { cursor decision { id outcome reason compliance } } }' },
    async publish() {
      await (await fetch(server.said.url, { method: 'POST', body: text })).text()
    },
    readers: async () => null,
  }
}

interface Said {
  url: string
  control: string
}

function sideOf({ said, stop }: Awaited<ReturnType<typeof startProcess<Said>>>) {
  const asked = async (what: string) => (await fetch(`${said.control}/${what}`)).json()
  return {
    url: said.url,
    stop,
    usage: async () => (await asked('usage')) as Usage,
    memory: async () => (await asked('memory')) as Memory,
  }
}

export interface Crowd {
  /**
   * So many more subscribers of the side. @param payloads what they subscribe to, in turns
   * @returns the seconds until all had
   */
  gather(size: number, ...payloads: object[]): Promise<number>
  /** As `gather`, but the server is not asked, by its metrics, who has subscribed: that costs it queries. */
  send(size: number, ...payloads: object[]): Promise<void>
  /** Makes an event by `publish`, or the side's own. @returns the milliseconds from asking for it to the last subscriber's having it. */
  event(publish?: () => Promise<unknown>): Promise<number>
  /**
   * Resolves when messages are being counted: what is asked for before may come too soon to be counted.
   * `came`: when so many have come; milliseconds of the monotonic clock.
   */
  expect(messages: number): Promise<{ came: Promise<number> }>
  leave(): Promise<void>
  /** The last message that was waited for. */
  text(): string
  end(): void
}

export function crowdOf(side: Side): Crowd {
  const child = fork('bench/receivers.ts', { stdio: 'inherit', env: {} })
  let size = 0
  let text = ''
  const told = async (what: Report['to']): Promise<number> => {
    const report = await new Promise<Report>((resolve) => {
      const heard = (report: Report) => {
        if (report.to !== what) return
        child.off('message', heard)
        resolve(report)
      }
      child.on('message', heard)
    })
    if (report.error) throw new Error(report.error)
    if (what === 'expect') text = report.last
    return Number(BigInt(report.at) / 1000n) / 1000
  }
  const tell = (order: Order): Promise<number> => {
    const answer = told(order.do)
    child.send(order)
    return answer
  }
  const crowd: Crowd = {
    async gather(more, ...payloads) {
      const began = now()
      const before = await side.readers()
      await crowd.send(more, ...payloads)
      while (before !== null && (await side.readers())! < before + more) await pause(5)
      return (now() - began) / 1000
    },
    async send(more, ...payloads) {
      if (payloads.length === 0 && side.payload) payloads = [side.payload]
      await tell({ do: 'gather', url: side.url, size: more, payloads, key: null })
      size += more
    },
    async event(publish = side.publish) {
      const { came } = await crowd.expect(size)
      const began = now()
      await publish()
      return (await came) - began
    },
    async expect(messages) {
      const expecting = told('expecting')
      const came = tell({ do: 'expect', messages })
      await expecting
      return { came }
    },
    async leave() {
      const before = await side.readers()
      await tell({ do: 'leave' })
      while (before !== null && (await side.readers())! > before - size) await pause(5)
      size = 0
    },
    text: () => text,
    end: () => void (child as ChildProcess).kill(),
  }
  return crowd
}

/** Milliseconds of the clock that all processes of the machine share. */
export function now(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000
}
