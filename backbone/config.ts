// The one place that reads the environment. Everything else is handed values.

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ipaddr from 'ipaddr.js'
import { shownAddress } from '../schema/shown-address.ts'
import { subgraphNames } from '../schema/subgraph-names.ts'
import { type Keeping, readKeeping } from './database/keeping.ts'
import { type Limits, readLimits } from './limits.ts'
import { privateHostsOf } from './security/private-hosts.ts'
import { type GuestSettings, guestsNow, readGuestSettings } from './subgraph/guests.ts'

/** Certificates as PEM. All null: http. */
export interface TlsSettings {
  /** Who signs the certificates of the other processes. */
  ca: string | null
  /** This process's own, and its key: both or neither. */
  cert: string | null
  key: string | null
}

export interface Config {
  host: string
  port: number
  /** Where metrics and health are answered, and then there alone. null: beside all else. */
  metrics: { host: string; port: number } | null
  /** Folder of the embedded database and of generated secrets. */
  dataFolder: string
  /** PostgreSQL instead of the embedded database. */
  databaseUrl: string | null
  /** How many statements this process has PostgreSQL run at once, each on a connection. */
  databaseConnections: number
  /** null: made at the first start. */
  adminKey: string | null
  /** null: made at the first start. */
  secret: string | null
  /** What `npm run rotate-secret` puts in the secret's place. null: one that it makes. */
  nextSecret: string | null
  /** Hosts on private networks that may be called all the same, each with a port or with all its ports. */
  privateHosts: readonly string[]
  /** How the outside reaches it. null: http://HOST:PORT. */
  publicUrl: string | null
  /** Origins of web pages that may ask, such as https://example.org. Empty: any. */
  origins: readonly string[]
  limits: Limits
  /** How long what is no record is kept. */
  keep: Keeping
  /** File of the OpenID providers whose access tokens are taken. */
  oidc: string | null
  /** File or folder of documents that clients have registered. */
  documents: string | null
  /** Whether everybody is held to them. */
  documentsOnly: boolean
  /** Whether questions about the schema are answered. */
  introspection: boolean
  /** Addresses and ranges of the proxies in front, whose X-Forwarded-For is believed. null: whatever is not public. */
  trustedProxies: readonly string[] | null
  logLevel: string
  /** Between the parts that run apart, and for who comes to the gateway. */
  tls: TlsSettings
  /** Takes the secret for the database's new one: the one of before is lost. Said on the command line alone. */
  newSecret: boolean
  /** Where the fault harness of the tests says at which step this process is to die. null: nowhere, as ever in use. */
  faults: string | null
  /** Subgraphs of others that answer beside ours. */
  guests: GuestSettings
  /** What another router signs with, that stands in front of the parts beside our gateway. Empty: there is none. */
  routerSecrets: readonly string[]
  /** Where the parts listen that run apart: all addresses of each, without a slash at the end. */
  services: Partial<Record<(typeof apart)[number], readonly string[]>>
}

const apart = [...subgraphNames, 'gateway'] as const

export type Environment = Readonly<Record<string, string | undefined>>

/** @throws Error that names the variable, what was wanted and what was got. */
export function readConfig(environment: Environment = process.env): Config {
  const services: Config['services'] = {}
  for (const name of apart) {
    const variable = `FOLKMOOT_${name.toUpperCase()}_URL`
    const addresses = readAddresses(variable, environment[variable])
    if (addresses.length > 0) services[name] = addresses
  }
  return {
    host: environment.HOST || '127.0.0.1',
    port: readPort('PORT', environment.PORT),
    metrics: environment.FOLKMOOT_METRICS_PORT
      ? {
          host: environment.FOLKMOOT_METRICS_HOST || '127.0.0.1',
          port: readPort('FOLKMOOT_METRICS_PORT', environment.FOLKMOOT_METRICS_PORT),
        }
      : null,
    dataFolder: environment.FOLKMOOT_DATA || './data',
    databaseUrl: environment.DATABASE_URL || null,
    databaseConnections: readConnections(environment.FOLKMOOT_DATABASE_CONNECTIONS),
    adminKey: environment.FOLKMOOT_ADMIN_KEY || null,
    secret: environment.FOLKMOOT_SECRET || null,
    nextSecret: environment.FOLKMOOT_NEXT_SECRET || null,
    privateHosts: readPrivateHosts(environment.FOLKMOOT_PRIVATE_HOSTS),
    publicUrl: readPublicUrl(environment.FOLKMOOT_PUBLIC_URL),
    origins: listed(environment.FOLKMOOT_ORIGINS).map(readOrigin),
    limits: readLimits(environment),
    keep: readKeeping(environment),
    oidc: environment.FOLKMOOT_OIDC || null,
    documents: environment.FOLKMOOT_DOCUMENTS || null,
    documentsOnly:
      readSwitch('FOLKMOOT_DOCUMENTS_ONLY', environment.FOLKMOOT_DOCUMENTS_ONLY, ['true', 'false'], 'false') === 'true',
    introspection:
      readSwitch('FOLKMOOT_INTROSPECTION', environment.FOLKMOOT_INTROSPECTION, ['on', 'off'], 'on') === 'on',
    trustedProxies: readProxies(environment.FOLKMOOT_TRUSTED_PROXIES),
    logLevel: readLogLevel(environment.LOG_LEVEL),
    tls: readTls(environment),
    newSecret: false,
    faults: environment.FOLKMOOT_FAULTS || null,
    guests: readGuests(environment),
    routerSecrets: readRouterSecrets(environment.FOLKMOOT_ROUTER_SECRET),
    services,
  }
}

/** The file is read again whenever it may have changed; here it is seen that it can be. */
function readGuests(environment: Environment): GuestSettings {
  const settings = readGuestSettings(environment)
  guestsNow(settings)
  return settings
}

const shortestSecret = 32 // characters

/** Several, with commas between, while one takes another's place. */
function readRouterSecrets(text = ''): string[] {
  const secrets = text.split(',').flatMap((each) => each.trim() || [])
  const short = secrets.find((each) => each.length < shortestSecret)
  if (short === undefined) return secrets
  throw new Error(
    `FOLKMOOT_ROUTER_SECRET: wanted at least ${shortestSecret} characters, from \`openssl rand -base64 32\` for example; got ${short.length}.`,
  )
}

/** As `readConfig`; what the command line says goes before the environment, and `defaults` come after it. */
export function readConfigWith(flags: Environment, defaults: Environment = {}): Config {
  const said = Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined))
  return readConfig({ ...defaults, ...process.env, ...said })
}

function readPublicUrl(text: string | undefined): string | null {
  if (!text) return null
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash) return text.replace(/\/+$/, '')
  throw new Error(
    `FOLKMOOT_PUBLIC_URL: wanted an http(s) address such as https://folkmoot.example; got "${shownAddress(text)}".`,
  )
}

/** What stands between the commas, in lower case. */
function listed(text = ''): string[] {
  return text
    .split(',')
    .map((each) => each.trim().toLowerCase())
    .filter(Boolean)
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url && /^https?:$/.test(url.protocol) && text.replace(/\/$/, '') === url.origin) return url.origin
  throw new Error(
    `FOLKMOOT_ORIGINS: wanted origins such as https://example.org, with commas between; got "${shownAddress(text)}".`,
  )
}

function readPrivateHosts(text: string | undefined): string[] {
  const hosts = listed(text)
  try {
    privateHostsOf(hosts)
  } catch (error) {
    throw new Error((error as Error).message.replace(/^W/, 'FOLKMOOT_PRIVATE_HOSTS: w'))
  }
  return hosts
}

function readProxies(text: string | undefined): string[] | null {
  if (text === undefined || text === '') return null
  if (text.trim() === 'none') return []
  const ranges = listed(text)
  for (const range of ranges) {
    if (ipaddr.isValid(range) || ipaddr.isValidCIDR(range)) continue
    throw new Error(
      `FOLKMOOT_TRUSTED_PROXIES: wanted addresses or ranges such as 10.0.0.0/8, with commas between, or none; got "${text}".`,
    )
  }
  return ranges
}

function readSwitch(variable: string, text: string | undefined, states: readonly string[], otherwise: string): string {
  if (!text) return otherwise
  if (states.includes(text)) return text
  throw new Error(`${variable}: wanted ${states.join(' or ')}; got "${text.slice(0, 100)}".`)
}

function readTls(environment: Environment): TlsSettings {
  const [ca, cert, key] = ['FOLKMOOT_TLS_CA', 'FOLKMOOT_TLS_CERT', 'FOLKMOOT_TLS_KEY'].map((variable) => {
    const file = environment[variable]
    if (!file) return null
    const text = readSetting(variable, file)
    if (text.includes('-----BEGIN ')) return text
    throw new Error(`${variable}: wanted a file in PEM form; got "${file}", which is none.`)
  })
  if ((cert === null) !== (key === null)) {
    throw new Error('FOLKMOOT_TLS_CERT, FOLKMOOT_TLS_KEY: wanted both or neither; got one of them.')
  }
  return { ca: ca!, cert: cert!, key: key! }
}

/** @throws Error that names the variable, where the file cannot be read */
function readSetting(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new Error(
      `${variable}: wanted a file that can be read; got "${file}" (${(error as NodeJS.ErrnoException).code}).`,
    )
  }
}

function readAddresses(variable: string, text = ''): string[] {
  const addresses = text.split(',').flatMap((each) => each.trim().replace(/\/+$/, '') || [])
  for (const address of addresses) {
    const url = URL.canParse(address) ? new URL(address) : null
    if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash) continue
    throw new Error(
      `${variable}: wanted an http(s) address such as http://10.0.0.5:4102, or several with commas between; got "${shownAddress(address)}".`,
    )
  }
  return addresses
}

function readLogLevel(text: string | undefined): string {
  const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']
  if (!text || levels.includes(text)) return text || 'info'
  throw new Error(`LOG_LEVEL: wanted one of ${levels.join(', ')}; got "${text}".`)
}

function readPort(variable: string, text: string | undefined): number {
  if (!text) return 4000
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`${variable}: wanted a whole number from 0 to 65535; got "${text}".`)
  }
  return port
}

function readConnections(text: string | undefined): number {
  const connections = Number(text || 10)
  // With one, whoever only reads waits for each transaction to end.
  if (Number.isInteger(connections) && connections >= 2 && connections <= 1000) return connections
  throw new Error(`FOLKMOOT_DATABASE_CONNECTIONS: wanted a whole number from 2 to 1000; got "${text!.slice(0, 100)}".`)
}

export interface Secrets {
  secret: string
  adminKey: string
  /** Whether the admin key was made now: then it is printed, once. */
  adminKeyIsNew: boolean
}

/** The secrets given by the environment, else those kept in the data folder, else new ones kept there (mode 0600). */
export function loadSecrets(config: Pick<Config, 'secret' | 'adminKey' | 'dataFolder'>): Secrets {
  const random = () => randomBytes(32).toString('base64url')
  const secret = config.secret ?? keep(config.dataFolder, 'secret', random()).kept
  if (config.adminKey) return { secret, adminKey: config.adminKey, adminKeyIsNew: false }
  const adminKey = keep(config.dataFolder, 'admin-key', `fma_${random()}`)
  return { secret, adminKey: adminKey.kept, adminKeyIsNew: adminKey.isNew }
}

/** The secret as `loadSecrets` would find it; null where it would make one. */
export function knownSecret(config: Pick<Config, 'secret' | 'dataFolder'>): string | null {
  if (config.secret) return config.secret
  try {
    return readFileSync(join(config.dataFolder, 'secret'), 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

/** The next secret is kept beside the present one before the database is written under it, so that neither can be lost. */
export function keepNextSecret(config: Pick<Config, 'nextSecret' | 'dataFolder'>): string {
  const fresh = config.nextSecret ?? randomBytes(32).toString('base64url')
  const { kept } = keep(config.dataFolder, 'secret.next', fresh)
  if (config.nextSecret !== null && kept !== config.nextSecret) {
    throw new Error(
      `The file secret.next in ${config.dataFolder} has another next secret: take it, or remove the file.`,
    )
  }
  return kept
}

/** The next secret takes the place of the present one. */
export function turnToNextSecret({ dataFolder }: Pick<Config, 'dataFolder'>): void {
  renameSync(join(dataFolder, 'secret.next'), join(dataFolder, 'secret'))
}

/** Writes `fresh` where the file is missing, else reads it. Two that start at once agree: `wx` lets one win. */
function keep(folder: string, name: string, fresh: string): { kept: string; isNew: boolean } {
  const file = join(folder, name)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  try {
    writeFileSync(file, `${fresh}\n`, { mode: 0o600, flag: 'wx' })
    return { kept: fresh, isNew: true }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return { kept: readFileSync(file, 'utf8').trim(), isNew: false }
  }
}

/** Where the tests find a PostgreSQL server, if the machine has one: null means the embedded database. */
export function readTestDatabaseUrl(environment: Environment = process.env): string | null {
  return environment.TEST_DATABASE_URL || null
}
