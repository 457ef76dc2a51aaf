// Every field, question, mutation and stream, asked by every kind of caller of a public and of a private community, against
// the table.

import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isCompositeType, isObjectType } from 'graphql'
import type { Said } from './ask.ts'
import { mutations, questions, streams, types, type Who } from './rights.ts'
import type { Trial } from './trying.ts'
import { type Hamlet, scopesOf, type Village } from './village.ts'

interface Caller {
  name: string
  key: string | null
  /** Of the community that is asked about. */
  scopes: readonly string[]
  overAll?: boolean
  mayRead: boolean
}

const isPayload = (name: string) =>
  /(Payload|Connection|Event)$/.test(name) && name !== 'PlatformConnection' && name !== 'DriverEvent'

/** What the schema has and the table has not, and the other way round. */
export function missing(schema: GraphQLSchema): string[] {
  const found: string[] = []
  const compare = (where: string, there: readonly string[], said: readonly string[]) => {
    for (const name of there) if (!said.includes(name)) found.push(`${where}.${name} has no row`)
    for (const name of said)
      if (!there.includes(name)) found.push(`${where}.${name} is in the table, and not in the schema`)
  }
  const roots = { Query: questions, Mutation: mutations, Subscription: streams }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__') || isPayload(type.name)) continue
    const said = Object.hasOwn(roots, type.name)
      ? Object.keys(roots[type.name as keyof typeof roots])
      : (types[type.name]?.fields.split(' ') ?? [])
    compare(type.name, Object.keys(type.getFields()), said)
  }
  return found
}

function callersOf(village: Village, of: Hamlet, isPublic: boolean): Caller[] {
  const other = of === village.open ? village.closed : village.open
  const own = Object.entries(scopesOf).map(([kind, scopes]) => ({
    name: `its own ${kind}`,
    key: of.keys[kind as keyof typeof scopesOf],
    scopes,
    mayRead: true,
  }))
  return [
    { name: 'nobody', key: null, scopes: [], mayRead: isPublic },
    { name: 'another community’s admin', key: other.keys.admin, scopes: [], mayRead: isPublic },
    { name: 'another community’s voter', key: other.keys.voter, scopes: [], mayRead: isPublic },
    { name: 'a key that was revoked', key: village.revoked, scopes: [], mayRead: false },
    ...own,
    { name: 'the admin over all', key: village.adminKey, scopes: ['ADMIN'], overAll: true, mayRead: true },
  ]
}

const may = ({ scopes, mayRead, overAll }: Caller, who: Who | 'over all') =>
  who === 'over all'
    ? overAll === true
    : who === 'read'
      ? mayRead
      : overAll === true || who.some((each) => scopes.includes(each))

const notAllowed = /^(UNAUTHENTICATED|FORBIDDEN|VOTE_IS_MEMBERS_OWN|\w+_NOT_FOUND|CRED_UNAVAILABLE)$/
const rightsOnly = /^(UNAUTHENTICATED|FORBIDDEN)$/

function allCodes({ code, data }: Said): string[] {
  const user = Object.values<any>(data ?? {}).flatMap((each) => each?.userErrors?.map((error: any) => error.code) ?? [])
  return [...(code === null ? [] : [code]), ...user]
}

/** Arguments that must be given. */
const args: Record<string, string> = {
  'Community.member': '(account: { platform: "github", username: "tokafor" })',
  'Community.cursor': '(stream: DECISIONS)',
  'MemberCred.lastWeeks': '(weeks: 1)',
  'DecisionProof.inclusion': '(leafHash: "x")',
}

export async function* tryRights(village: Village, schema: GraphQLSchema): AsyncIterable<Trial> {
  for (const problem of missing(schema)) yield { transport: 'http', held: false, tried: 'the table', got: problem }
  for (const [of, isPublic] of [
    [village.open, true],
    [village.closed, false],
  ] as const)
    for (const caller of callersOf(village, of, isPublic)) {
      yield* tryQuestions(village, of, caller)
      yield* tryFields(village, schema, of, caller)
      yield* tryMutations(village, of, caller)
      yield* tryStreams(village, of, caller)
    }
}

const trial = (caller: Caller, tried: string, held: boolean, said: Said): Trial => ({
  transport: 'post',
  held: held && said.wellFormed,
  tried: `${caller.name}: ${tried}`,
  got: `${said.status} ${allCodes(said)} ${said.message} ${JSON.stringify(said.data)?.slice(0, 200)}`,
})

async function* tryQuestions(village: Village, of: Hamlet, caller: Caller): AsyncIterable<Trial> {
  for (const { who, ask } of Object.values(questions)) {
    if (!ask) continue
    const query = `{ ${ask(of)} }`
    const said = await village.ask('post', query, {}, caller.key)
    const something = Object.values(said.data ?? {}).some((value) => value !== null)
    const codes = allCodes(said)
    const held = may(caller, who) ? !codes.some((code) => rightsOnly.test(code)) : !something
    yield trial(caller, query, held, said)
  }
}

async function* tryFields(village: Village, schema: GraphQLSchema, of: Hamlet, caller: Caller): AsyncIterable<Trial> {
  for (const [name, { fields, at, guarded = {}, only = 'read' }] of Object.entries(types)) {
    if (!at) continue
    const type = schema.getType(name) as GraphQLObjectType
    const [before, after] = at(of)
    const selected = fields.split(' ').map((field) => {
      const inner = isCompositeType(getNamedType(type.getFields()[field]?.type as never)) ? ' { __typename }' : ''
      return `${field}${args[`${name}.${field}`] ?? ''}${inner}`
    })
    const query = `{ ${before} ${selected.join(' ')} ${after} }`
    const said = await village.ask('post', query, {}, caller.key)
    const text = JSON.stringify(said.data ?? null)
    // Nothing of it for who may not read; for who may, all but what is guarded.
    let held = may(caller, only) ? said.code === null : !/[:[]\{"/.test(text)
    for (const [field, who] of Object.entries(guarded)) {
      const given = new RegExp(`"${field}":(?!null)`).test(text)
      if (given && !may(caller, who)) held = false
    }
    yield trial(caller, query, held, said)
  }
}

async function* tryMutations(village: Village, of: Hamlet, caller: Caller): AsyncIterable<Trial> {
  for (const [name, { who, input }] of Object.entries(mutations)) {
    const query = `mutation { ${name}(${input(of)}) { userErrors { code } } }`
    const said = await village.ask('post', query, {}, caller.key)
    const codes = allCodes(said)
    const held = may(caller, who)
      ? !codes.some((code) => code === 'UNAUTHENTICATED')
      : codes.some((code) => notAllowed.test(code))
    yield trial(caller, query, held, said)
  }
}

async function* tryStreams(village: Village, of: Hamlet, caller: Caller): AsyncIterable<Trial> {
  for (const { who, ask } of Object.values(streams)) {
    // Refused at once, or not at all: who may have it would wait for the first event.
    if (may(caller, who)) continue
    const query = `subscription { ${ask(of)} }`
    const said = await village.ask('sse', query, {}, caller.key)
    yield { ...trial(caller, query, said.code !== null && notAllowed.test(said.code), said), transport: 'sse' }
  }
}
