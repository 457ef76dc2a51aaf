// The communities subgraph over a fresh database, with a stand-in for the platforms' side, and short ways to set a scene.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { type ExecutionResult, graphql, parse, subscribe } from 'graphql'
import type { Clock } from '../../backbone/clock.ts'
import { adminViewer, anonymous, type Scope, type Viewer } from '../../backbone/security/viewer.ts'
import type { ConnectPlatformAnswer, ConnectPlatformCall } from '../../backbone/subgraph/calls.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { type CommunitiesOptions, createCommunities } from '../../subgraphs/communities/index.ts'
import { testBackbone } from '../support/world.ts'

export type World = Awaited<ReturnType<typeof communitiesWorld>>
type Variables = Record<string, unknown>

export async function communitiesWorld(t: TestContext, options: CommunitiesOptions = {}, clock?: Clock) {
  const backbone = await testBackbone(t, clock)
  const platforms = new StandInPlatforms()
  const ask = () => Promise.reject(new Error('communities asks nothing of the graph'))
  /** The subgraph, as another process has it, too. */
  async function another(more: Partial<SubgraphDeps> = {}): Promise<Subgraph<'communities'>> {
    const made = createCommunities({ ...backbone, ask, call: platforms, ...more }, options)
    await made.start()
    backbone.defer(() => made.stop())
    return made
  }
  const subgraph = await another()

  const run = (viewer: Viewer, source: string, variableValues: Variables = {}) =>
    graphql({ schema: subgraph.schema, source, variableValues, contextValue: subgraph.context(viewer) }) as Promise<
      ExecutionResult<any>
    >

  /** The data of a query without errors. */
  async function data(viewer: Viewer, source: string, variables: Variables = {}): Promise<any> {
    const result = await run(viewer, source, variables)
    assert.deepEqual(result.errors ?? [], [], source)
    return plain(result.data)
  }

  /** The payload of a mutation, which takes one `input` or one `id`. */
  async function call(viewer: Viewer, mutation: string, argument: Variables | string): Promise<any> {
    const result = await run(viewer, mutationOf(mutation, argument), { argument })
    if (result.errors) throw result.errors[0]
    return plain(result.data![mutation])
  }

  /** As `call`, where nothing is refused. */
  async function done(viewer: Viewer, mutation: string, argument: Variables | string): Promise<any> {
    const payload = await call(viewer, mutation, argument)
    assert.deepEqual(payload.userErrors, [], mutation)
    return payload
  }

  /** The code of the refusal, as a user error or as an error of the request, and that nothing was logged meanwhile. */
  async function refused(viewer: Viewer, mutation: string, argument: Variables | string): Promise<string> {
    const before = await backbone.log.head()
    const result = await run(viewer, mutationOf(mutation, argument), { argument })
    assert.equal(await backbone.log.head(), before, 'a refusal changes nothing')
    return codeOf(result, mutation)
  }

  let number = 0
  const next = () => ++number

  return {
    ...backbone,
    subgraph,
    another,
    platforms,
    run,
    data,
    call,
    done,
    refused,

    async community(input: { slug?: string; name?: string; visibility?: string } = {}): Promise<string> {
      const slug = input.slug ?? `moot-${next()}`
      return (await done(adminViewer, 'createCommunity', { name: slug, ...input, slug })).community.id
    },
    async member(community: string, input: Variables = {}): Promise<string> {
      return (await done(adminViewer, 'addMember', { community, name: `Member ${next()}`, ...input })).member.id
    },
    async role(community: string, name = `role ${next()}`): Promise<string> {
      return (await done(adminViewer, 'createRole', { community, name })).role.id
    },
    /** What a key with these scopes stands for, by way of its secret. */
    async key(community: string, scopes: Scope[], member?: string): Promise<Viewer> {
      const { secret } = await done(adminViewer, 'createApiKey', { community, name: `key ${next()}`, scopes, member })
      return (await backbone.directory.authenticate(secret))!
    },
    /** The types of the events that `work` made, in order. */
    async events(work: () => Promise<unknown>): Promise<string[]> {
      const after = await backbone.log.head()
      await work()
      return (await backbone.log.read({ after, limit: 1000 })).map((event) => event.type)
    },
    async subscribe(
      viewer: Viewer,
      source: string,
    ): Promise<AsyncGenerator<ExecutionResult<any>> | ExecutionResult<any>> {
      const contextValue = subgraph.context(viewer)
      return (await subscribe({ schema: subgraph.schema, document: parse(source), contextValue })) as any
    },
  }
}

export { adminViewer as admin, anonymous }

/** The code of the only refusal in a result. */
export function codeOf(result: ExecutionResult<any>, field: string): string {
  const userErrors = result.data?.[field]?.userErrors ?? []
  const codes = [
    ...(result.errors ?? []).map((error) => String(error.extensions.code ?? error)),
    ...userErrors.map((each: any) => each.code),
  ]
  assert.equal(codes.length, 1, JSON.stringify(result))
  return codes[0]
}

/** The part of actions that communities calls. */
class StandInPlatforms {
  readonly connected = new Map<string, ConnectPlatformCall>()
  answer: (input: ConnectPlatformCall) => Partial<ConnectPlatformAnswer> = () => ({})

  async connectPlatform(input: ConnectPlatformCall): Promise<ConnectPlatformAnswer> {
    const answer = this.answer(input)
    this.connected.set(input.connection, input)
    const webhookUrl = `https://folkmoot.example/hooks/${input.connection}/a-secret`
    return { status: 'CONNECTED', problem: null, webhookUrl, externalId: input.externalId, ...answer }
  }
  async disconnectPlatform({ connection }: { connection: string }): Promise<void> {
    this.connected.delete(connection)
  }
  secondAdmin(): Promise<never> {
    return Promise.reject(new Error('communities keeps its acts itself'))
  }
}

const plain = (value: unknown) => JSON.parse(JSON.stringify(value))

const member =
  'member { id name accounts { platform host externalId username proof } roles { role { id name } decisionId } }'
const roleRequest =
  'roleRequest { id status reason decisionId requestedAt settledAt role { id name } member { id name } }'
const selections: [RegExp, string][] = [
  [
    /Community$|^setDriver|DriverSecret$/,
    'driverSecret community { id slug name visibility twoAdmins driver { kind endpoint undelivered lastDeliveryAt } }',
  ],
  [/Platform$/, 'connection { id platform externalId settings webhookUrl status problem lastEventAt }'],
  [/Member|Account$|^revokeRole/, member],
  [/^createRole/, 'role { id name description }'],
  [/RoleRequest$|Role$/, roleRequest],
  [/ApiKey$/, 'id name secret'],
  [/SignInLink$/, 'url expiresAt'],
  [/Sessions$/, 'member { id }'],
  [/Act$/, 'act { id mutation arguments status }'],
]

function mutationOf(mutation: string, argument: Variables | string): string {
  const [, fields] = selections.find(([names]) => names.test(mutation))!
  const input = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`
  const inputs: Record<string, string> = {
    UnlinkAccountInput: 'LinkAccountInput',
    GrantRoleInput: 'SettleRoleInput',
    RefuseRoleInput: 'SettleRoleInput',
  }
  const type = typeof argument === 'string' ? 'ID!' : `${inputs[input] ?? input}!`
  const names: Record<string, string> = { approveAct: 'act', refuseAct: 'act', eraseMember: 'member' }
  const name = typeof argument !== 'string' ? 'input' : (names[mutation] ?? 'id')
  return `mutation ($argument: ${type}) { ${mutation}(${name}: $argument) { ${fields} userErrors { code message path } } }`
}
