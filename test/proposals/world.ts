// The proposals subgraph over a fresh database, with a community whose members and roles come by events as from its
// owner, and with stand-ins for what it asks of the graph.

import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { buildSchema, type ExecutionResult, graphql, parse, subscribe, validate } from 'graphql'
import { keyDigest } from '../../backbone/log/directory.ts'
import type { NewEvent } from '../../backbone/log/event.ts'
import { adminViewer, anonymous, type Scope, type Viewer } from '../../backbone/security/viewer.ts'
import { AskFailed, type Subgraph } from '../../backbone/subgraph/subgraph.ts'
import type { ActionFact } from '../../schema/events.ts'
import { createProposals } from '../../subgraphs/proposals/index.ts'
import { tables } from '../../subgraphs/proposals/storage/tables.ts'
import { observedAction } from '../support/observed.ts'
import { type TestBackbone, testBackbone } from '../support/world.ts'

export interface FakeCred {
  /** null: no source connected. */
  snapshot: string | null
  /** By member: all-time cred, or what stands in its place. */
  members: Record<string, number | 'NOT_FOUND' | 'AMBIGUOUS' | 'SHARED' | 'UNAVAILABLE'>
  /** The last weeks' cred, where it is another. */
  recent?: Record<string, number>
  /** Who was there first, by the member who seems to be the same person. */
  doubles?: Record<string, string>
  fails?: boolean
  /** How many members come on a page. */
  pageSize?: number
}

export interface World extends TestBackbone {
  subgraph: Subgraph
  community: string
  cred: FakeCred
  /** What the subgraph asked of the graph. */
  questions: { query: string; variables: any }[]
  tell(...events: NewEvent[]): Promise<void>
  addCommunity(slug: string, visibility?: 'PUBLIC' | 'PRIVATE'): Promise<string>
  addMembers(count: number, community?: string): Promise<string[]>
  addRole(name: string, ...holders: string[]): Promise<string>
  key(scopes: Scope[], of?: { member?: string; community?: string; name?: string }): Promise<Viewer>
  voter(member: string): Promise<Viewer>
  request(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<ExecutionResult<any>>
  /** The data. Fails on errors. */
  ask(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<any>
  /** A mutation's payload, user errors and all; `code` for an error of the request. */
  mutate(viewer: Viewer, field: string, input: Record<string, unknown>, selection?: string): Promise<any>
  /** As `mutate`; fails on user errors, and returns what was made. */
  make(viewer: Viewer, field: string, input: Record<string, unknown>, selection?: string): Promise<any>
  open(input?: Record<string, unknown>, selection?: string): Promise<any>
  vote(member: string, proposal: string, choices: string | string[], more?: Record<string, unknown>): Promise<any>
  watch(viewer: Viewer, query: string, variables?: Record<string, unknown>): Promise<AsyncGenerator<any>>
  action(given?: Partial<ActionFact>): ActionFact
}

const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))

const inputs: Record<string, [type: string, made: string, selection: string]> = {
  applyPolicy: ['ApplyPolicyInput', 'policy', 'id name version status'],
  setPolicyStatus: ['SetPolicyStatusInput', 'policy', 'id status'],
  openProposal: [
    'OpenProposalInput',
    'proposal',
    'id status closesAt electorate { size totalWeight description snapshot { id } }',
  ],
  recordDecision: ['RecordDecisionInput', 'decision', 'id outcome madeBy maker reason proposal { id status }'],
  reportStep: ['ReportStepInput', 'decision', 'id'],
  castVote: [
    'CastVoteInput',
    'vote',
    'id choices weight comment source note castAt castBy { kind id own } revision member { id }',
  ],
  retractVote: ['RetractVoteInput', 'vote', 'id'],
  closeProposal: ['CloseProposalInput', 'decision', 'id outcome choice madeBy reason'],
  cancelProposal: ['CloseProposalInput', 'decision', 'id outcome madeBy maker reason'],
  approveProposal: ['SettleProposalInput', 'decision', 'id outcome madeBy maker reason'],
  rejectProposal: ['SettleProposalInput', 'decision', 'id outcome madeBy maker reason'],
}

export async function proposalsWorld(t: TestContext): Promise<World> {
  const backbone = await testBackbone(t)
  const cred: FakeCred = { snapshot: 'snap_1', members: {} }
  const questions: World['questions'] = []
  const ask = async (query: string, variables: any = {}) => {
    assert.deepEqual(validate(api, parse(query)), [], 'what is asked of the graph must be in its API')
    questions.push({ query, variables })
    return answer(query, variables, cred, world)
  }
  const subgraph = createProposals({ ...backbone, ask: ask as any, call: {} as any })
  const tell: World['tell'] = (...events) =>
    backbone.log.write(async (_, emit) => events.forEach((event) => emit(event)))
  const id = (prefix: string) => backbone.ids.next(prefix)
  const world: World = {
    ...backbone,
    subgraph,
    community: '',
    cred,
    questions,
    tell,
    async addCommunity(slug, visibility = 'PUBLIC') {
      const community = { id: id('com'), slug, name: slug, visibility }
      await tell({ type: 'communities.community.created', community: community.id, payload: { community } })
      await backbone.directory.catchUp()
      return community.id
    },
    async addMembers(count, community = world.community) {
      const members = Array.from({ length: count }, () => id('mem'))
      await tell(
        ...members.map(
          (member): NewEvent => ({
            type: 'communities.member.added',
            community,
            payload: { member: { id: member, community, name: member, accounts: [] } },
          }),
        ),
      )
      return members
    },
    async addRole(name, ...holders) {
      const { community } = world
      const role = id('role')
      await tell(
        { type: 'communities.role.created', community, payload: { role: { id: role, name } } },
        ...holders.map(
          (member): NewEvent => ({
            type: 'communities.role.granted',
            community,
            payload: { member, role, roleName: name, request: null, decision: null },
          }),
        ),
      )
      return role
    },
    async key(scopes, { member, community = world.community, name } = {}) {
      const key = id('key')
      const named = name === undefined ? {} : { name }
      const digest = keyDigest(randomUUID())
      const payload = { key, digest, scopes, member: member ?? null, expiresAt: null, ...named }
      await tell({ type: 'communities.key.created', community, payload })
      await backbone.directory.catchUp()
      return { kind: 'key', key, community, member: member ?? null, scopes }
    },
    voter: (member) => world.key(['READ', 'VOTE'], { member }),
    request: (viewer, source, variableValues) =>
      graphql({ schema: subgraph.schema, source, variableValues, contextValue: subgraph.context(viewer) }) as any,
    async ask(viewer, query, variables) {
      const { data, errors } = await world.request(viewer, query, variables)
      if (errors) throw errors[0]!.originalError ?? errors[0]
      return data
    },
    async mutate(viewer, field, input, selection) {
      const [type, made, usual] = inputs[field]!
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${made} { ${selection ?? usual} }
        ${made === 'vote' ? 'proposal { id status tally { voters standing counts { choice votes weight } } }' : ''}
        userErrors { code message path } } }`
      const { data, errors } = await world.request(viewer, query, { input })
      if (errors) return { code: errors[0]!.extensions.code ?? 'UNKNOWN', message: errors[0]!.message, data }
      const [refusal] = data[field].userErrors
      return refusal ? { ...data[field], ...refusal } : data[field]
    },
    async make(viewer, field, input, selection) {
      const payload = await world.mutate(viewer, field, input, selection)
      assert.equal(payload.code, undefined, `${field}: ${payload.code} ${payload.message}`)
      return payload[inputs[field]![1]]
    },
    open: (input = {}, selection) =>
      world.make(
        adminViewer,
        'openProposal',
        { community: world.community, title: 'Pay the hosting?', ...input },
        selection,
      ),
    vote: (member, proposal, choices, more = {}) =>
      world.mutate(adminViewer, 'castVote', { proposal, member, choices: [choices].flat(), ...more }),
    async watch(viewer, query, variableValues) {
      const stream = await subscribe({
        schema: subgraph.schema,
        document: parse(query),
        variableValues,
        contextValue: subgraph.context(viewer),
      })
      if (!(Symbol.asyncIterator in stream)) throw stream.errors![0]!
      backbone.defer(() => stream.return(undefined))
      return stream as AsyncGenerator<any>
    },
    action: (given = {}) =>
      observedAction({
        id: id('act'),
        community: world.community,
        occurredAt: new Date().toISOString(),
        recordedAt: new Date().toISOString(),
        ...given,
      }),
  }
  await subgraph.start()
  backbone.defer(() => subgraph.stop())
  world.community = await world.addCommunity('meadow')
  return world
}

export { adminViewer, anonymous }

/** Answers as the rest of the graph would. */
async function answer(query: string, variables: any, cred: FakeCred, world: World): Promise<any> {
  if (query.includes('platforms')) {
    return {
      platforms: [
        {
          platform: 'opencollective',
          hears: ['opencollective.expense.created'],
          performs: [
            'opencollective.expense.approve',
            'opencollective.expense.reject',
            'opencollective.expense.comment',
          ],
        },
      ],
    }
  }
  if (query.includes('member(id')) return { member: { id: variables.id, name: `The ${variables.id}` } }
  if (cred.fails) throw new AskFailed('cred is down', ['UNAVAILABLE'])
  if (query.includes('doubles')) {
    assert.ok([null, cred.snapshot].includes(variables.snapshot))
    const nodes = Object.entries(cred.doubles ?? {}).map(([member, heldBy]) => ({
      member: { id: member },
      heldBy: { id: heldBy },
    }))
    const start = Number(variables.after ?? 0)
    const end = start + (cred.pageSize ?? 100)
    const pageInfo = { hasNextPage: end < nodes.length, endCursor: String(end) }
    return { community: { doubles: { nodes: nodes.slice(start, end), pageInfo } } }
  }
  if (!query.includes('members')) {
    return { community: { cred: cred.snapshot === null ? null : { snapshot: { id: cred.snapshot } } } }
  }
  assert.equal(variables.snapshot, cred.snapshot)
  const rows = await tables(world.db.root)
    .selectFrom('members')
    .select('id')
    .where('community', '=', variables.community)
    .orderBy('id')
    .execute()
  const start = variables.after === null ? 0 : Number(variables.after)
  const end = start + (cred.pageSize ?? 100)
  const nodes = rows.slice(start, end).map(({ id }) => {
    const known = cred.members[id] ?? 'NOT_FOUND'
    const found = typeof known === 'number'
    const recent = cred.recent?.[id] ?? (found ? known : 0)
    return { id, cred: { status: found ? 'FOUND' : known, total: found ? known : 0, lastWeeks: recent } }
  })
  return { community: { members: { nodes, pageInfo: { hasNextPage: end < rows.length, endCursor: String(end) } } } }
}

/** How a ballot stands, its votes, and what was decided. */
export const tally = `query ($id: ID!) { proposal(id: $id) { status tally { voters turnout quorumReached standing
  rounds { eliminated counts { choice weight } } counts { choice votes weight } }
  votes { totalCount nodes { member { id } choices revision } } decision { outcome choice reason } } }`

/** How many rows there are of what an opening or a decision leaves. */
export async function rows(world: World): Promise<number> {
  const counts = await Promise.all(
    (['proposals', 'seats', 'idempotency', 'decisions'] as const).map(async (table) => {
      const found = await tables(world.db.root)
        .selectFrom(table)
        .select((eb) => eb.fn.countAll().as('n'))
        .executeTakeFirst()
      return Number(found!.n)
    }),
  )
  return counts.reduce((sum, count) => sum + count, 0)
}

/** A proposal, with its tally and how many votes are there. */
export const tallied = async (world: World, id: string) => {
  const { proposal } = await world.ask(
    adminViewer,
    'query ($id: ID!) { proposal(id: $id) { status tally { voters counts { choice votes } } votes { totalCount } decision { id } } }',
    { id },
  )
  return proposal
}
