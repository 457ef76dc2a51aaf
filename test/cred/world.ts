// The cred subgraph over a fresh database, with one community, asked as the gateway would ask it.

import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { type ExecutionResult, execute, parse, subscribe } from 'graphql'
import { adminViewer, anonymous, type Scope, type Viewer } from '../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { createCred } from '../../subgraphs/cred/index.ts'
import { testBackbone } from '../support/world.ts'

export type CredWorld = Awaited<ReturnType<typeof credWorld>>

const never = () => Promise.reject(new Error('cred asks nobody'))

export async function credWorld(t: TestContext, given: Partial<SubgraphDeps> = {}) {
  const backbone = await testBackbone(t)
  const deps: SubgraphDeps = {
    ...backbone,
    ask: never,
    call: { connectPlatform: never, disconnectPlatform: never, secondAdmin: never },
    ...given,
  }

  /** A process of its own, as far as memory goes. */
  async function start() {
    const subgraph = createCred(deps)
    await subgraph.start()
    backbone.defer(() => subgraph.stop())
    return subgraph
  }
  const subgraph = await start()

  async function community(slug: string, visibility: 'PUBLIC' | 'PRIVATE' = 'PUBLIC') {
    const id = deps.ids.next('com')
    await deps.log.write(async (_, emit) => {
      const payload = { community: { id, slug, name: slug, visibility } }
      emit({ type: 'communities.community.created', community: id, payload })
    })
    await deps.directory.catchUp()
    return id
  }

  async function ask(
    query: string,
    variables: Record<string, unknown> = {},
    viewer: Viewer = adminViewer,
    of = subgraph,
  ) {
    const document = parse(query)
    const contextValue = of.context(viewer)
    return (await execute({
      schema: of.schema,
      document,
      variableValues: variables,
      contextValue,
    })) as ExecutionResult<any>
  }

  return {
    deps,
    subgraph,
    start,
    community,
    defer: backbone.defer,
    /** The answer with its errors. */
    ask,
    /** The answer, which must have no errors. */
    async data(...args: Parameters<typeof ask>) {
      const { data, errors } = await ask(...args)
      assert.deepEqual(errors ?? [], [])
      return data
    },
    async connect(id: string, url: string, input: object = {}) {
      const { data, errors } = await ask(
        `mutation ($input: ConnectCredInput!) { connectCred(input: $input) {
          cred { snapshot { id sha256 } source { url status } } userErrors { code message path } } }`,
        { input: { community: id, url, ...input } },
      )
      assert.deepEqual(errors ?? [], [])
      return data.connectCred
    },
    async refresh(id: string) {
      const query = `mutation ($id: ID!) { refreshCred(community: $id) {
        cred { snapshot { id sha256 stale } source { status problem refreshedAt } } userErrors { code message } } }`
      const { data, errors } = await ask(query, { id })
      assert.deepEqual(errors ?? [], [])
      return data.refreshCred
    },
    async listen(query: string, variables: object, viewer: Viewer = anonymous) {
      const document = parse(query)
      const contextValue = subgraph.context(viewer)
      return subscribe({
        schema: subgraph.schema,
        document,
        variableValues: variables as any,
        contextValue,
      }) as Promise<AsyncGenerator<ExecutionResult<any>> | ExecutionResult>
    },
    /** SQL of all queries from now on, once what was written before has been heard of everywhere. */
    async queries() {
      await pause(250)
      const heard: string[] = []
      backbone.defer(deps.db.onQuery((sql) => heard.push(sql)))
      return heard
    },
  }
}

export function keyOf(community: string, ...scopes: Scope[]): Viewer {
  return { kind: 'key', key: 'key_test', community, member: null, scopes }
}
export { adminViewer, anonymous }
