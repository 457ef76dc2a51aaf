// What is killed: the real server in a process of its own (what `npm start` runs), or each service in two (what
// `npm run service` runs) behind a balancer. Whatever dies is started again on the same database.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { orderFor } from '../../backbone/fault-point.ts'
import { type ServiceName, serviceNames } from '../../gateway/names.ts'
import { balance } from '../support/balancer.ts'
import { freePort } from '../support/free-port.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { adminKey } from './client.ts'
import { type Supervised, supervise } from './supervised.ts'

export interface FaultServer {
  readonly url: string
  /** The folder of the embedded database. */
  readonly data: string
  readonly processes: readonly Supervised[]
  /** How often a process died and was started again. */
  readonly deaths: number
  /** The next process to reach one of these steps dies there: a fault point's name, or `#N` for its Nth step from now. */
  dieAt(...steps: string[]): void
  /** Takes back what `dieAt` said. @returns the steps at which nobody died */
  spare(): string[]
  /** Ends all by SIGKILL and leaves them down until `start`. */
  kill(): Promise<void>
  start(): Promise<void>
  /** Waits until all are up. */
  up(): Promise<void>
  /** The steps reached since the first start. */
  reached(): string[]
  /** What they logged, for when something is wrong. */
  log(): string
  /** Ends all in order. Their folder is there as long as this process. */
  stop(): Promise<void>
}

/**
 * @param databaseUrl PostgreSQL instead of the embedded database.
 * @param elsewhere where the embedded database's folder is made; without: in a temporary folder
 */
export async function startServer(databaseUrl: string | null, elsewhere?: string): Promise<FaultServer> {
  const { folder, data, environment } = await prepare(databaseUrl, elsewhere)
  const port = await freePort()
  const one = await supervise({
    command: ['gateway/main.ts'],
    environment: { ...environment, PORT: String(port) },
    up: 'Folkmoot listens',
    logFile: join(folder, 'log'),
  })
  return over(folder, data, `http://127.0.0.1:${port}`, [one])
}

export interface FaultServices extends FaultServer {
  /** The processes of a service. */
  of(service: ServiceName): Supervised[]
  /** The addresses of the gateways, which `url` leads to in turn. */
  gateways: readonly string[]
}

/** Two processes of each service. */
export async function startServices(databaseUrl: string): Promise<FaultServices> {
  const { folder, data, environment } = await prepare(databaseUrl)
  const addresses = {} as Record<ServiceName, string[]>
  for (const name of serviceNames)
    addresses[name] = [`http://127.0.0.1:${await freePort()}`, `http://127.0.0.1:${await freePort()}`]
  const front = await balance(addresses.gateway)
  environment.FOLKMOOT_PUBLIC_URL = front.url
  for (const name of serviceNames) environment[`FOLKMOOT_${name.toUpperCase()}_URL`] = addresses[name].join()
  const running = new Map<ServiceName, Supervised[]>()
  // One of each first: it finds its code compiled, and the tables are made once.
  for (const which of [0, 1])
    await Promise.all(
      serviceNames.map(async (name) => {
        const one = await supervise({
          command: ['gateway/service.ts', name, '--port', new URL(addresses[name][which]!).port],
          environment,
          up: 'listens at',
          logFile: join(folder, `${name}-${which}.log`),
        })
        running.set(name, [...(running.get(name) ?? []), one])
      }),
    )
  const server = over(folder, data, front.url, [...running.values()].flat())
  return Object.assign(server, {
    of: (service: ServiceName) => running.get(service)!,
    gateways: addresses.gateway,
    async stop() {
      await Promise.all(server.processes.map((each) => each.end('SIGTERM')))
      await front.stop()
    },
  })
}

async function prepare(databaseUrl: string | null, elsewhere?: string) {
  const folder = temporaryFolder()
  const data = join(elsewhere ?? folder, 'data')
  mkdirSync(data)
  mkdirSync(join(folder, 'die-at'))
  const environment: Record<string, string> = {
    FOLKMOOT_DATA: data,
    FOLKMOOT_ADMIN_KEY: adminKey,
    FOLKMOOT_SECRET: 'a secret of the fault harness',
    FOLKMOOT_PRIVATE_HOSTS: '127.0.0.1,localhost',
    FOLKMOOT_FAULTS: folder,
    LOG_LEVEL: 'warn',
    // All of it is to fit beside other tests on one PostgreSQL server.
    FOLKMOOT_DATABASE_CONNECTIONS: '2',
    // A machine that has other tests to run is late by itself.
    FOLKMOOT_OVERLOAD_ANONYMOUS: '1000000',
    FOLKMOOT_OVERLOAD_QUERIES: '1000000',
    ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
  }
  return { folder, data, environment }
}

function over(folder: string, data: string, url: string, processes: readonly Supervised[]): FaultServer {
  const orders = join(folder, 'die-at')
  let stopped: Promise<unknown> | null = null
  const server: FaultServer = {
    url,
    data,
    processes,
    get deaths() {
      return processes.reduce((sum, { deaths }) => sum + deaths, 0)
    },
    dieAt(...steps) {
      for (const step of steps) writeFileSync(join(orders, orderFor(step)), '')
    },
    spare() {
      const left = readdirSync(orders)
      for (const order of left) rmSync(join(orders, order), { force: true })
      return left.map((order) => decodeURIComponent(order))
    },
    async kill() {
      await Promise.all(processes.map((each) => each.end('SIGKILL')))
    },
    async start() {
      await Promise.all(processes.map((each) => each.start()))
    },
    async up() {
      await Promise.all(processes.map((each) => each.up()))
    },
    reached() {
      const file = join(folder, 'reached')
      return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
    },
    log: () => processes.map((each) => each.log()).join('\n'),
    async stop() {
      stopped ??= Promise.all(processes.map((each) => each.end('SIGTERM')))
      await stopped
    },
  }
  return server
}
