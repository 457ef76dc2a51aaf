// The check of a community's decisions, computed here by the program that everybody can run for themselves: every hash, every
// vote and every count, as docs/ballots.md says.

import { check, exportOf, type Found } from '../../docs/verify.mjs'

export type { Found } from '../../docs/verify.mjs'

type Ask = (query: string, variables: Record<string, unknown>) => Promise<object>

/** @throws Error in words when it cannot be checked. */
export async function checkChain(community: string, ask: Ask = askHere, readKeys = keysHere): Promise<Found> {
  if (!globalThis.crypto?.subtle) {
    throw new Error(
      'Browsers compute hashes on secure addresses only: open this page by https, or on the machine itself.',
    )
  }
  return check(exportOf(ask, community, await readKeys()))
}

/** Beside what the page knows already: nothing of it is believed, and the leaves of large ballots are not kept. */
async function askHere(query: string, variables: Record<string, unknown>): Promise<object> {
  const headers = { 'content-type': 'application/json', accept: 'application/graphql-response+json' }
  const body = JSON.stringify({ query, variables })
  const answer = await fetch('/graphql', { method: 'POST', credentials: 'same-origin', headers, body }).catch(
    () => null,
  )
  const { data, errors } = (await answer?.json().catch(() => null)) ?? {}
  if (errors || !data) throw new Error('The decisions cannot be read now. Try again.')
  return data
}

async function keysHere(): Promise<object[] | undefined> {
  const answer = await fetch('/.well-known/folkmoot.json').catch(() => null)
  return answer?.ok ? (await answer.json()).keys : undefined
}
