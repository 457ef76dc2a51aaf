// Four small subgraphs of the shape that the real ones have: the gateway is tested on what it does, not on what they say.

import { buildSubgraphSchema } from '@apollo/subgraph'
import { parse } from 'graphql'
import { abortable } from '../../backbone/concurrency/abortable.ts'
import { cancelSignal } from '../../backbone/concurrency/cancellation.ts'
import type { Viewer } from '../../backbone/security/viewer.ts'
import type { CallsTo, Handlers } from '../../backbone/subgraph/calls.ts'
import { applyScopes } from '../../backbone/subgraph/graphql.ts'
import type { Subgraph } from '../../backbone/subgraph/subgraph.ts'
import { compose } from '../../gateway/graph/compose.ts'
import { type Supergraph, supergraphOf } from '../../gateway/graph/supergraph.ts'
import { type SubgraphName, subgraphNames } from '../../gateway/names.ts'
import { Refusal } from '../../schema/errors.ts'

const link = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@requiresScopes", "@authenticated", "@inaccessible"])\n`

export const sdl: Record<SubgraphName, string> = {
  communities: `${link}
    type Query {
      community(community: ID!): Community
      viewer: Viewer!
      fail(how: String!): String
      slow: String
    }
    type Viewer { kind: String! scopes: [String!]! member: Member community: Community }
    type Community @key(fields: "id") { id: ID! slug: String name: String! members(first: Int = 50): MemberConnection! }
    type MemberConnection { nodes: [Member!]! }
    type Member @key(fields: "id") { id: ID! name: String! community: Community! accounts: [Account!]! }
    type Account @shareable { platform: String! host: String }
    type Mutation {
      rename(name: String!): Community @requiresScopes(scopes: [["ADMIN"]])
      join: Community @authenticated
      revokeApiKey(id: ID!): Community @authenticated
    }`,
  cred: `${link}
    type Query { cred(community: ID!, account: AccountInput!): MemberCred! }
    input AccountInput { platform: String! }
    type Member @key(fields: "id") {
      id: ID!
      accounts: [Account!]! @external
      cred: MemberCred! @requires(fields: "accounts { platform host }")
    }
    type Account @shareable { platform: String! host: String }
    type MemberCred { total: Float! of: String! }`,
  proposals: `${link}
    type Query { decision(id: ID!): Decision }
    type Decision @key(fields: "id") { id: ID! outcome: String! maker: Member actions: [PlatformAction!]! }
    type Member @key(fields: "id", resolvable: false) { id: ID! }
    type PlatformAction @key(fields: "id", resolvable: false) { id: ID! }
    type Mutation { decide(outcome: String!): Decision @requiresScopes(scopes: [["ADMIN"], ["DRIVE"]]) }
    type Subscription {
      decisions(community: ID!, after: String): DecisionEvent!
      decisionsBatch(community: ID!, after: String): [DecisionEvent]! @inaccessible
      decision(id: ID!): Decision!
      secret: String @requiresScopes(scopes: [["ADMIN"]])
    }
    type DecisionEvent { cursor: String! decision: Decision! }`,
  actions: `${link}
    type PlatformAction @key(fields: "id") { id: ID! kind: String! initiator: Member }
    type Member @key(fields: "id", resolvable: false) { id: ID! }
    type Query { platforms: [String!]! }`,
}

/** Each answers every call. */
type FakeSubgraph = Subgraph & { calls: Handlers<CallsTo<SubgraphName>> }

export interface Fakes {
  supergraph: Supergraph
  subgraphs: Record<SubgraphName, FakeSubgraph>
  /** The viewers that each subgraph was asked by. */
  viewers: Viewer[]
  /** What `revokeApiKey` was asked to revoke. */
  revocations: string[]
  /** Sends a decision to those who watch. A refusal ends their streams. */
  publish(event: { id: string } | Refusal): void
  /** How many watch decisions. */
  watchers(): number
  /** Lets `slow` answer. */
  release(): void
  /** Resolves when `slow` has been asked. */
  slowAsked: Promise<void>
  /** Resolves when `slow` has been told that nobody waits for it any more. */
  slowEnded: Promise<void>
  webhooks: unknown[]
}

/** Composed once for all fakes of this process. */
let composed: Supergraph | null = null

export function fakes(): Fakes {
  composed ??= supergraphOf(compose((name) => sdl[name as SubgraphName]))
  const supergraph = composed
  const viewers: Viewer[] = []
  const revocations: string[] = []
  const webhooks: unknown[] = []
  const channels = new Set<(event: { id: string } | Refusal) => void>()
  const slow = Promise.withResolvers<void>()
  const asked = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<void>()
  const person = (id: string) => ({
    id,
    name: `name of ${id}`,
    community: community('com_1'),
    accounts: [{ platform: 'github' }],
  })
  const community = (id: string) => ({ id, name: 'Tidewater' })
  const decision = (id: string) => ({
    id,
    outcome: 'APPROVED',
    maker: { id: 'mem_1' },
    actions: [{ id: 'act_1' }, { id: 'act_2' }],
  })

  const resolvers: Record<SubgraphName, any> = {
    communities: {
      Query: {
        community: (_: unknown, args: { community: string }) => (args.community === 'none' ? null : community('com_1')),
        viewer: (_: unknown, __: unknown, { viewer }: { viewer: Viewer }) => ({
          ...viewer,
          member: null,
          community: null,
        }),
        async slow() {
          asked.resolve()
          cancelSignal()?.addEventListener('abort', () => ended.resolve())
          await slow.promise
          return 'done'
        },
        fail(_: unknown, { how }: { how: string }) {
          if (how === 'refusal')
            throw new Refusal('COMMUNITY_NOT_FOUND', 'Wanted a community; got none.', { details: { got: 'x' } })
          throw new Error('the password is hunter2')
        },
      },
      Mutation: {
        rename: (_: unknown, { name }: { name: string }) => ({ id: 'com_1', name }),
        join: () => community('com_1'),
        revokeApiKey(_: unknown, { id }: { id: string }) {
          revocations.push(id)
          return community('com_1')
        },
      },
      Community: {
        __resolveReference: ({ id }: { id: string }) => community(id),
        members: (_: unknown, { first }: { first: number }) => ({
          nodes: Array.from({ length: Math.min(first, 50) }, (_, i) => person(`mem_${i}`)),
        }),
      },
      Member: { __resolveReference: ({ id }: { id: string }) => person(id) },
    },
    cred: {
      Query: { cred: () => ({ total: 42.5, of: 'github' }) },
      Member: {
        __resolveReference: (member: object) => member,
        cred: ({ accounts }: { accounts: { platform: string }[] }) => ({
          total: 42.5,
          of: accounts.map(({ platform }) => platform).join(),
        }),
      },
    },
    proposals: {
      Query: { decision: (_: unknown, { id }: { id: string }) => decision(id) },
      Mutation: { decide: (_: unknown, { outcome }: { outcome: string }) => ({ ...decision('dec_1'), outcome }) },
      Subscription: {
        secret: { subscribe: () => watch(), resolve: () => 'secret' },
        decisions: {
          subscribe(_: unknown, { after }: { after?: string }) {
            if (after === 'bad') throw new Refusal('CURSOR_INVALID', 'Wanted a cursor of this list; got "bad".')
            return watch()
          },
        },
        decisionsBatch: {
          subscribe(_: unknown, { after }: { after?: string }) {
            if (after === 'bad') throw new Refusal('CURSOR_INVALID', 'Wanted a cursor of this list; got "bad".')
            return together()
          },
          resolve: (events: unknown) => events,
        },
        decision: {
          subscribe: (_: unknown, { id }: { id: string }) => changes(id),
          resolve: ({ decisions }: any) => decisions.decision,
        },
      },
    },
    actions: {
      Query: { platforms: () => ['opencollective'] },
      PlatformAction: {
        __resolveReference: ({ id }: { id: string }) => ({
          id,
          kind: 'opencollective.expense.created',
          initiator: { id: 'mem_2' },
        }),
      },
    },
  }

  function watch() {
    const waiting: ({ id: string } | Refusal)[] = []
    let wake = () => {}
    const hear = (event: { id: string } | Refusal) => {
      waiting.push(event)
      wake()
    }
    channels.add(hear)
    const events = abortable<any>(async function* (signal) {
      signal.addEventListener('abort', () => {
        channels.delete(hear)
        wake()
      })
      while (!signal.aborted) {
        const event = waiting.shift()
        if (event instanceof Refusal) throw event
        if (event) yield { decisions: { cursor: `cursor of ${event.id}`, decision: decision(event.id) } }
        else
          await new Promise<void>((resolve) => {
            wake = resolve
          })
      }
    })
    return Object.assign(events, { waiting: () => waiting.filter((each) => !(each instanceof Refusal)).length })
  }

  /** What is there, together. */
  function together() {
    const source = watch()
    return abortable(async function* (signal) {
      signal.addEventListener('abort', () => void source.return?.())
      for (;;) {
        const first = await source.next()
        if (first.done) return
        const events = [first.value.decisions]
        while (source.waiting() > 0) events.push((await source.next()).value.decisions)
        yield events
      }
    })
  }

  /** The state at once, then after each change. */
  function changes(id: string) {
    const source = watch()
    return abortable(async function* (signal) {
      signal.addEventListener('abort', () => void source.return?.())
      yield { decisions: { decision: decision(id) } }
      for await (const event of source) yield event
    })
  }

  const uncalled = () => Promise.reject(new Error('Nobody is called here.'))
  const calls: FakeSubgraph['calls'] = {
    connectPlatform: uncalled,
    disconnectPlatform: uncalled,
    receiveWebhook,
    secondAdmin: uncalled,
    startSession: uncalled,
    endSession: uncalled,
    noteSeen: uncalled,
    noteRefused: uncalled,
  }
  const subgraphs = {} as Fakes['subgraphs']
  for (const name of subgraphNames) {
    subgraphs[name] = {
      name,
      schema: applyScopes(buildSubgraphSchema([{ typeDefs: parse(sdl[name]), resolvers: resolvers[name] }])),
      context(viewer) {
        viewers.push(viewer)
        return { viewer, loaders: {} }
      },
      consumers: [],
      async start() {},
      async stop() {},
      calls,
    }
  }

  async function receiveWebhook(webhook: { connection: string; secret: string; body: string }): Promise<boolean> {
    if (webhook.connection === 'broken') throw new Error('disk full: the secret is hunter2')
    if (webhook.connection !== 'con_1' || webhook.secret !== 'right') return false
    webhooks.push(webhook)
    return true
  }

  return {
    supergraph,
    subgraphs,
    viewers,
    revocations,
    webhooks,
    publish: (event) => {
      for (const hear of channels) hear(event)
    },
    watchers: () => channels.size,
    release: slow.resolve,
    slowEnded: ended.promise,
    slowAsked: asked.promise,
  }
}
