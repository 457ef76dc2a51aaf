// A community connected to a stand-in Open Collective, and what tests ask of it. Communities is played by its events.

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'
import { type ExecutionResult, graphql } from 'graphql'
import { adminViewer, type Viewer } from '../../backbone/security/viewer.ts'
import type { Webhook } from '../../backbone/subgraph/calls.ts'
import type { Subgraph, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import {
  type OpenCollective,
  type OpenCollectiveOptions,
  startOpenCollective,
} from '../../sandbox/opencollective/index.ts'
import type { AccountFact, EventType } from '../../schema/events.ts'
import { type ActionsOptions, createActions } from '../../subgraphs/actions/index.ts'
import { until } from '../support/until.ts'
import { type TestBackbone, testBackbone } from '../support/world.ts'

export interface ActionsWorld {
  backbone: TestBackbone
  actions: Subgraph<'actions'>
  community: string
  /** Runs an operation of the subgraph; an error of the request is thrown. */
  run<T = any>(query: string, variables?: Record<string, unknown>, viewer?: Viewer): Promise<T>
  /** As `run`, with the errors. */
  answer(query: string, variables?: Record<string, unknown>, viewer?: Viewer): Promise<ExecutionResult<any>>
  /** The payload of a mutation that takes an input. */
  mutate(
    name: string,
    input: object,
    viewer?: Viewer,
  ): Promise<{ action: any; userErrors: { code: string; message: string; path: string[] | null }[] }>
  addCommunity(slug: string, visibility?: 'PUBLIC' | 'PRIVATE'): Promise<string>
  addMember(name: string, accounts: Partial<AccountFact>[]): Promise<string>
  /** The log's events of a type, oldest first. */
  events<T extends EventType>(type: T): Promise<any[]>
  /** Looks again and again until it is so. */
  until<T>(look: () => Promise<T | null | undefined | false> | T | null | undefined | false): Promise<T>
}

export interface CollectiveWorld extends ActionsWorld {
  oc: OpenCollective
  connection: string
  webhookUrl: string | null
  /** Gives a webhook to the door, as the gateway does. */
  receive(body: unknown, address?: { connection?: string; secret?: string }): Promise<boolean>
  /** Waits until every webhook that was sent has been answered for. */
  heard(): Promise<void>
  observed(kind?: string): Promise<any[]>
  reconcile(more?: Partial<SubgraphDeps>): Promise<void>
  reconnect(settings?: object): Promise<any>
}

const quick: ActionsOptions = { permissionWait: 300, platformTimeout: 10_000, afterNoAnswer: 50, haste: 20 }
/** For a platform that hangs. Elsewhere an answer is waited for long enough, however busy the machine. */
export const impatient = { actions: { platformTimeout: 1_000 } }

export async function actionsWorld(
  t: TestContext,
  options: {
    slug?: string
    ask?: SubgraphDeps['ask']
    actions?: ActionsOptions
    start?: boolean
    clock?: SubgraphDeps['clock']
    logger?: SubgraphDeps['logger']
  } = {},
): Promise<ActionsWorld> {
  const backbone = await testBackbone(t)
  const ask = options.ask ?? (() => Promise.reject(new Error('Nobody answers here.')))
  const none = () => Promise.reject(new Error('Nobody is called here.'))
  const call = { connectPlatform: none, disconnectPlatform: none, secondAdmin: none }
  const door = await openDoor(backbone)
  const { clock = backbone.clock, logger = backbone.logger } = options
  const actions = createActions(
    { ...backbone, clock, logger, publicUrl: door.url, ask, call },
    { ...quick, ...options.actions },
  )
  door.receive = (webhook) => actions.calls.receiveWebhook(webhook)
  if (options.start !== false) await actions.start()
  backbone.defer(() => actions.stop())
  const answer: ActionsWorld['answer'] = async (query, variables = {}, viewer = adminViewer) =>
    (await graphql({
      schema: actions.schema,
      source: query,
      variableValues: variables,
      contextValue: actions.context(viewer),
    })) as any
  const run: ActionsWorld['run'] = async (query, variables, viewer) => {
    const { data, errors } = await answer(query, variables, viewer)
    if (errors) throw errors[0]!
    return JSON.parse(JSON.stringify(data))
  }
  const addCommunity: ActionsWorld['addCommunity'] = async (slug, visibility = 'PUBLIC') => {
    const id = backbone.ids.next('com')
    const community = { id, slug, name: slug, visibility }
    await backbone.log.write(async (_, emit) =>
      emit({ type: 'communities.community.created', community: id, payload: { community } }),
    )
    return id
  }
  const community = await addCommunity(options.slug ?? 'garden')
  return {
    backbone,
    actions,
    community,
    run,
    answer,
    addCommunity,
    async mutate(name, input, viewer) {
      const type = {
        approveExpense: 'SettleExpense',
        rejectExpense: 'SettleExpense',
        requestPermission: 'ReportAction',
      }[name]
      const inputType = `${type ?? name[0]!.toUpperCase() + name.slice(1)}Input`
      const fields =
        'action { id status verdict problem result kind decisionId direction subject { type id title url } initiator { id } initiatorName data attempts { outcome detail } } userErrors { code message path }'
      const data = await run(
        `mutation($input: ${inputType}!) { ${name}(input: $input) { ${fields} } }`,
        { input },
        viewer,
      )
      return data[name]
    },
    async addMember(name, accounts) {
      const id = backbone.ids.next('mem')
      const facts = accounts.map((one) => ({
        platform: 'opencollective',
        host: null,
        externalId: '',
        username: null,
        ...one,
      }))
      const member = { id, community, name, accounts: facts }
      await backbone.log.write(async (_, emit) =>
        emit({ type: 'communities.member.added', community, payload: { member } }),
      )
      return id
    },
    async events(type) {
      return (await backbone.log.read({ after: 0, types: [type], limit: 10_000 })).map(({ payload }) => payload)
    },
    until: (look) => until(String(look), look),
  }
}

/** Where the stand-in sends its webhooks: what the gateway does with them, and no more. */
async function openDoor(backbone: TestBackbone) {
  const door = { url: '', receive: async (_webhook: Webhook): Promise<boolean> => false }
  const server = createServer(async (request, response) => {
    const [, , connection = '', secret = ''] = request.url!.split('/')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const taken = await door
      .receive({ connection, secret, headers: {}, body: Buffer.concat(chunks).toString() })
      .catch(() => null)
    response.statusCode = taken === null ? 503 : taken ? 200 : 404
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  backbone.defer(() => {
    server.closeAllConnections()
    return new Promise((resolve) => server.close(resolve))
  })
  door.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return door
}

const actionFields =
  'id status verdict problem result kind platform direction decisionId subject { type id title url } initiator { id } initiatorName data occurredAt attempts { outcome detail } expense { id status amountInCents }'

/** One action, when nothing more is to come of it by itself. */
export const settledAction = (world: ActionsWorld, id: string): Promise<any> =>
  world.until(async () => {
    const action = await actionById(world, id)
    return !['PENDING', 'UNKNOWN'].includes(action.status) && action
  })

/** One action, with what tests look at. */
export async function actionById(world: ActionsWorld, id: string): Promise<any> {
  return (await world.run(`query($id: ID!) { action(id: $id) { ${actionFields} } }`, { id })).action
}

/** @param options.live whether it is read at intervals; without, tests say when. */
export async function collectiveWorld(
  t: TestContext,
  options: {
    oc?: OpenCollectiveOptions
    as?: string
    token?: (oc: OpenCollective) => string
    settings?: object
    live?: boolean
    before?: (oc: OpenCollective) => unknown
    actions?: ActionsOptions
    clock?: SubgraphDeps['clock']
    logger?: SubgraphDeps['logger']
  } = {},
): Promise<CollectiveWorld> {
  const { actions, clock, logger } = options
  const world = await actionsWorld(t, {
    ...(actions ? { actions } : {}),
    ...(clock ? { clock } : {}),
    ...(logger ? { logger } : {}),
  })
  const oc = await startOpenCollective({ rateLimit: false, ...options.oc })
  world.backbone.defer(() => oc.stop())
  await options.before?.(oc)
  const connection = world.backbone.ids.next('con')
  const personalToken = options.token?.(oc) ?? oc.tokens[options.as ?? 'governance-bot']
  const connect = (settings: object = {}) =>
    world.actions.calls.connectPlatform({
      connection,
      community: world.community,
      platform: 'opencollective',
      externalId: oc.collective.slug,
      credentials: { personalToken },
      settings: { apiUrl: oc.url, webUrl: oc.webUrl, reconcileEverySeconds: 3600, ...options.settings, ...settings },
    })
  const { webhookUrl } = await connect()
  if (options.live) await goLive(world, connection, oc.collective.slug)
  const secretOf = () => webhookUrl?.split('/').at(-1) ?? ''
  const receive: CollectiveWorld['receive'] = (body, address = {}) =>
    world.actions.calls.receiveWebhook({
      connection: address.connection ?? connection,
      secret: address.secret ?? secretOf(),
      headers: {},
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  return {
    ...world,
    oc,
    connection,
    webhookUrl,
    receive,
    reconnect: connect,
    async heard() {
      await oc.webhooksSettled()
      await world.until(async () => (await waitingWebhooks(world)) === 0)
    },
    async observed(kind) {
      const { _entities } = await world.run(
        `query($r: [_Any!]!, $kind: String) { _entities(representations: $r) { ... on Community {
          actions(first: 100, direction: OBSERVED, kind: $kind) { nodes { ${actionFields} } } } } }`,
        { r: [{ __typename: 'Community', id: world.community }], kind: kind ?? null },
      )
      return _entities[0].actions.nodes.reverse()
    },
    async reconcile(more = {}) {
      const { readersOf } = await import('../../subgraphs/actions/work/read.ts')
      const { outagesOf } = await import('../../subgraphs/actions/work/outages.ts')
      const { installedPlatforms } = await import('../../subgraphs/actions/platforms/index.ts')
      const ask = () => Promise.reject(new Error('nobody')) as never
      const deps = { ...world.backbone, publicUrl: new URL(webhookUrl!).origin, ask, ...more }
      const catchUp = () => world.actions.consumers[0]!.catchUp()
      await readersOf({ ...deps, outages: outagesOf(deps), platforms: installedPlatforms(deps), catchUp }).reconcile(
        connection,
      )
    },
  }
}

/** Communities says that it has the connection: from then on it is read at its interval. */
export async function goLive(world: ActionsWorld, connection: string, externalId: string): Promise<void> {
  const payload = { connection, platform: 'opencollective', externalId }
  await world.backbone.log.write(async (_, emit) =>
    emit({ type: 'communities.connection.added', community: world.community, payload }),
  )
}

async function waitingWebhooks(world: ActionsWorld): Promise<number> {
  const { count }: any = await world.backbone.db
    .schema<any>('actions')
    .selectFrom('webhooks')
    .select((select: any) => select.fn.countAll().as('count'))
    .where('handled_at', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}
