// What clients do, one thing at a time; and asking the database until there is a row.

import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { buildSchema, type GraphQLField, type GraphQLObjectType, getNamedType, isLeafType, isObjectType } from 'graphql'
import { sql } from 'kysely'
import type { Database } from '../../backbone/database/database.ts'
import type { Garden, TestFolkmoot } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'
import { ours } from './recorder.ts'

const patience = 20_000 // milliseconds for anything that is waited for

/** What clients see of the schema. */
export const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))

/** What is promised, or an error that names it. */
export async function within<T>(what: string, promised: Promise<T>): Promise<T> {
  const late = new AbortController()
  const timeOut = pause(patience, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Error(`Wanted within ${patience / 1000} s: ${what}.`)
  })
  try {
    return await Promise.race([promised, timeOut])
  } finally {
    late.abort()
    timeOut.catch(() => {})
  }
}

/** Asks the database until there is a row. */
export const row = (db: Database, what: string, query: string): Promise<any> =>
  until(what, async () => (await sql.raw<any>(`${ours} ${query}`).execute(db.root)).rows[0])

/** Runs a mutation. @returns its payload: of each thing its id. @throws Error on a refusal. */
export async function make(
  on: Pick<TestFolkmoot, 'ask'>,
  field: string,
  input: Record<string, unknown>,
  key?: string,
): Promise<any> {
  const { args, type } = api.getMutationType()!.getFields()[field]!
  const payload = Object.values((getNamedType(type) as GraphQLObjectType).getFields()).map(selected)
  const declared = args.map((each) => `$${each.name}: ${each.type}`)
  const given = args.map(({ name }) => `${name}: $${name}`)
  const query = `mutation (${declared}) { ${field}(${given}) { ${payload.join(' ')} } }`
  const data = await within(field, on.ask(query, args[0]!.name === 'input' ? { input } : input, key))
  return data[field]
}

function selected({ name, type }: GraphQLField<unknown, unknown>): string {
  const named = getNamedType(type)
  if (name === 'userErrors') return 'userErrors { code message path }'
  if (isLeafType(named)) return name
  return isObjectType(named) && named.getFields().id ? `${name} { id }` : `${name} { __typename }`
}

export const vote = (on: TestFolkmoot, { people }: Garden, proposal: string, who: string) =>
  within(
    'a vote',
    on.ask(
      'mutation ($input: CastVoteInput!) { castVote(input: $input) { proposal { tally { voters standing } } userErrors { code message } } }',
      { input: { proposal, choices: ['approve'] } },
      people[who]!.key,
    ),
  )

export const report = (on: TestFolkmoot, community: string, subject: string) =>
  make(on, 'reportAction', {
    ...{ community, kind: 'forum.post.created', subject: { type: 'post', id: subject }, idempotencyKey: subject },
    initiator: { platform: 'forum', id: 'someone' },
  })
