// How much one may ask for. Each limit is a setting with a default that fits our own page with room; docs/running.md has
// all of them.

export interface Limit {
  /** The variable that sets it. */
  setting: string
  default: number
  unit: 'bytes' | 'seconds' | 'milliseconds' | 'count'
}

const limit = <S extends string>(setting: S, otherwise: number, unit: Limit['unit'] = 'count') =>
  ({ setting, default: otherwise, unit }) as const

export const limitTable = {
  /** Of a request's body, in bytes; of a webhook's and of a WebSocket message too. */
  body: limit('FOLKMOOT_MAX_BODY', 1024 * 1024, 'bytes'),
  /** Of the text of an operation: each name, number and bracket is a token. */
  tokens: limit('FOLKMOOT_MAX_TOKENS', 4000),
  /** Fields within fields. The standard introspection query has 13. */
  depth: limit('FOLKMOOT_MAX_DEPTH', 20),
  /** Fields at the top of an operation: aliases are the way to call one thing many times. */
  rootFields: limit('FOLKMOOT_MAX_ROOT_FIELDS', 25),
  /** Of one selection set as written: validation compares each pair of them. */
  selections: limit('FOLKMOOT_MAX_SELECTIONS', 250),
  /** Of fields that have one name in the answer: validation compares them. */
  pairs: limit('FOLKMOOT_MAX_PAIRS', 100_000),
  /** Of an answer, as counted by `costOf`. */
  cost: limit('FOLKMOOT_MAX_COST', 150_000),
  /** Of an answer, in bytes; of an event too. */
  answer: limit('FOLKMOOT_MAX_ANSWER', 10 * 1024 * 1024, 'bytes'),
  /** Until a query is answered: what it still does then is ended. */
  seconds: limit('FOLKMOOT_MAX_SECONDS', 30, 'seconds'),
  /** WebSockets and event streams at a time of one key, or of one member signed in by a link. */
  connectionsPerKey: limit('FOLKMOOT_CONNECTIONS_PER_KEY', 1000),
  /** The same without a key, from one public address. */
  connectionsPerAddress: limit('FOLKMOOT_CONNECTIONS_PER_ADDRESS', 1000),
  /** Points a minute without a key, from one address: what is asked for, as counted by `costOf`, and what requests cost. */
  ratePerAddress: limit('FOLKMOOT_RATE_PER_ADDRESS', 3_000_000),
  /** The same of one key, or of one member signed in by a link. */
  ratePerKey: limit('FOLKMOOT_RATE_PER_KEY', 6_000_000),
  /** Of all keys and members of one community together. */
  ratePerCommunity: limit('FOLKMOOT_RATE_PER_COMMUNITY', 30_000_000),
  /** Of the key over all communities. */
  ratePerAdmin: limit('FOLKMOOT_RATE_PER_ADMIN', 60_000_000),
  /** How late the event loop may come, over about a second, before those without a key are sent away. */
  overloadAnonymous: limit('FOLKMOOT_OVERLOAD_ANONYMOUS', 200, 'milliseconds'),
  /** The same, before the queries of those with a key are. */
  overloadQueries: limit('FOLKMOOT_OVERLOAD_QUERIES', 800, 'milliseconds'),
  /** Queries without a key that are answered at a time: the others wait. One that takes longer than a second is not counted any more. */
  anonymousAtOnce: limit('FOLKMOOT_ANONYMOUS_AT_ONCE', 4),
  /** How many may wait for that. */
  anonymousWaiting: limit('FOLKMOOT_ANONYMOUS_WAITING', 1000),
  /** Subscriptions that are resolved one by one (those who ask the same share one), without a key, of one address. */
  subscriptionsPerAddress: limit('FOLKMOOT_SUBSCRIPTIONS_PER_ADDRESS', 200),
  /** The same of one key, or of one member signed in by a link. */
  subscriptionsPerKey: limit('FOLKMOOT_SUBSCRIPTIONS_PER_KEY', 500),
  /** The same of one community: by its keys; and as many by those without. */
  subscriptionsPerCommunity: limit('FOLKMOOT_SUBSCRIPTIONS_PER_COMMUNITY', 2000),
  /** The same of all; of those without a key, half as many. */
  subscriptions: limit('FOLKMOOT_SUBSCRIPTIONS', 10_000),
  /** Connections of any kind at a time, in one process: silent ones, too. */
  sockets: limit('FOLKMOOT_MAX_SOCKETS', 20_000),
  /** The same from one address, whether it has said who it is or not; behind a proxy, its requests under way. */
  socketsPerAddress: limit('FOLKMOOT_SOCKETS_PER_ADDRESS', 4000),
  /** Threads on which policies are read, checked and evaluated where that is not surely short; each is started when it is needed. */
  policyThreads: limit('FOLKMOOT_POLICY_THREADS', 2),
  /** What waits for them of one community. */
  policyWaiting: limit('FOLKMOOT_POLICY_WAITING', 20),
  /** For one of these. */
  policyTime: limit('FOLKMOOT_POLICY_TIME', 5000, 'milliseconds'),
  /** Of such a thread. */
  policyMemory: limit('FOLKMOOT_POLICY_MEMORY', 64 * 1024 * 1024, 'bytes'),
} satisfies Record<string, Limit>

export type Limits = Readonly<Record<keyof typeof limitTable, number>>

export const defaultLimits: Limits = Object.fromEntries(
  Object.entries(limitTable).map(([name, limit]) => [name, limit.default]),
) as unknown as Limits

/** @throws Error that names the variable, what was wanted and what was got. */
export function readLimits(environment: Readonly<Record<string, string | undefined>>): Limits {
  return Object.fromEntries(
    Object.entries(limitTable).map(([name, { setting, default: otherwise, unit }]) => {
      const text = environment[setting]
      if (!text) return [name, otherwise]
      if (/^[1-9]\d{0,11}$/.test(text)) return [name, Number(text)]
      const of = unit === 'count' ? '' : ` of ${unit}`
      throw new Error(`${setting}: wanted a whole number${of}, at least 1; got "${text.slice(0, 100)}".`)
    }),
  ) as unknown as Limits
}
