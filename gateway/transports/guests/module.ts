// A guest in this process: an ES module of the operator's own.

import { statSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { buildSubgraphSchema } from '@apollo/subgraph'
import { execute, GraphQLSchema, parse, subscribe } from 'graphql'
import type { Carrier } from './carrier.ts'
import type { Identity } from './identity.ts'

export interface GuestModule {
  schema: GraphQLSchema
  /** Where it has given a text. */
  sdl: string | null
  context(viewer: Identity): unknown
  /** Of its file: another where that was changed. */
  version: number
}

/** @throws Error that says what was wanted of the module, and what was got */
export async function loadModule(file: string): Promise<GuestModule> {
  // One that was changed is another module.
  const version = statSync(file).mtimeMs
  const loaded = (await import(`${pathToFileURL(file).href}?${version}`)) as Record<string, unknown>
  const found = loaded.default === undefined ? loaded : loaded.default
  const given = (typeof found === 'function' ? await found() : found) as Record<string, unknown>
  const { typeDefs, resolvers, context = (viewer: Identity) => ({ viewer }) } = given ?? {}
  if (typeof context !== 'function') throw new Error(`Wanted a function as context of ${file}; got ${typeof context}.`)
  const schema =
    typeof typeDefs === 'string'
      ? buildSubgraphSchema([{ typeDefs: parse(typeDefs), resolvers: (resolvers ?? {}) as never }])
      : given?.schema
  if (!(schema instanceof GraphQLSchema)) {
    throw new Error(
      `Wanted typeDefs (a text) and resolvers, or a schema of the package graphql that Folkmoot has, from ${file}; got ${Object.keys(given ?? {}).join(', ') || 'nothing'}.`,
    )
  }
  return {
    schema,
    version,
    sdl: typeof typeDefs === 'string' ? typeDefs : null,
    context: context as GuestModule['context'],
  }
}

export function moduleCarrier({ schema, context }: Pick<GuestModule, 'schema' | 'context'>): Carrier<Identity> {
  const argsOf = ({ query, variables }: Parameters<Carrier<Identity>['execute']>[0], viewer: Identity) => ({
    schema,
    document: parse(query),
    variableValues: variables,
    contextValue: context(viewer),
  })
  return {
    async execute(asked, by, signal) {
      const gone = Promise.withResolvers<never>()
      const abort = () => gone.reject(signal.reason)
      signal.addEventListener('abort', abort)
      try {
        return await Promise.race([execute(argsOf(asked, by(''))), gone.promise])
      } finally {
        signal.removeEventListener('abort', abort)
      }
    },
    subscribe(asked, by) {
      const opened = Promise.resolve(subscribe(argsOf(asked, by('')))).then((events) =>
        Symbol.asyncIterator in events ? events : once(events),
      )
      opened.catch(() => {}) // whoever takes the first event hears it
      return {
        next: async () => (await opened).next(undefined),
        async return() {
          await (await opened.catch(() => null))?.return?.(undefined)
          return { done: true, value: undefined }
        },
        [Symbol.asyncIterator]() {
          return this
        },
      }
    },
    async close() {},
  }
}

async function* once<T>(event: T): AsyncGenerator<T, void, void> {
  yield event
}
