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
