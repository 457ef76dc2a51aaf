// What every part of the page may need to know: who is signed in, and the connection.

import { createContext, type ReactNode, use } from 'react'
import { type AnyVariables, type TypedDocumentNode, useQuery } from 'urql'
import type { Connection } from './graphql/client.ts'
import type { Session } from './session.ts'
import { refusal } from './words.ts'

export interface Here {
  session: Session
  connection: Connection
  /** Asks again who is signed in, and begins anew. */
  renewSession(): Promise<void>
}

export const HereContext = createContext<Here | null>(null)
export const useHere = () => use(HereContext)!

/** Whether who is signed in has one of the scopes in the community. */
export function useMay(community: string, ...scopes: string[]): boolean {
  const { viewer } = useHere().session
  if (!viewer || (viewer.community && viewer.community.id !== community)) return false
  return [...scopes, 'ADMIN'].some((scope) => viewer.scopes.includes(scope))
}

export interface Asked<Data> {
  data: Data | undefined
  /** In words. */
  problem: string | null
  again(): void
}

/** What a query answers. `fresh`: what is not told by any stream is also asked for when it is known already. */
export function useAsked<Data, Variables extends AnyVariables>(
  query: TypedDocumentNode<Data, Variables>,
  variables: Variables,
  { fresh = false, pause = false } = {},
): Asked<Data> {
  const [{ data, error }, run] = useQuery<Data, Variables>({
    query,
    variables,
    pause,
    requestPolicy: fresh ? 'cache-and-network' : 'cache-first',
  } as Parameters<typeof useQuery<Data, Variables>>[0])
  return {
    data: data ?? undefined,
    problem: error ? problemOf(error) : null,
    again: () => run({ requestPolicy: 'network-only' }),
  }
}

interface Failure {
  networkError?: Error
  graphQLErrors: readonly { message: string; extensions?: Record<string, unknown> }[]
}

export function problemOf({ graphQLErrors: [first], networkError }: Failure): string {
  if (first) return refusal({ code: String(first.extensions?.code), message: first.message })
  return networkError ? 'The server does not answer. Check your connection.' : 'Something went wrong.'
}

/** The answer; until it is there, that it is waited for; else why it is not. */
export function Shown<Data>({ asked, children }: { asked: Asked<Data>; children(data: Data): ReactNode }) {
  const { data, problem, again } = asked
  return (
    <>
      {problem && (
        <p className="problem" role="alert">
          {problem}{' '}
          <button type="button" className="quiet" onClick={again}>
            Try again
          </button>
        </p>
      )}
      {data === undefined ? !problem && <p className="waiting">Loading…</p> : children(data)}
    </>
  )
}
