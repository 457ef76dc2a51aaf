// The check of a community's chain of decisions, computed here: SHA-256 by the browser over each record as canonical JSON
// (RFC 8785), as docs/ballots.md says.

import type { Client } from '@urql/core'
import { ChainDocument, type ChainQuery } from '../../schema/generated/dashboard.ts'

export interface Checked {
  /** Ids of decisions by their hash. */
  byHash: ReadonlyMap<string, string>
  head: string | null
  /** The first decision that does not hold; null when all do. */
  brokenAt: string | null
}

type Page = NonNullable<ChainQuery['community']>['decisions']

interface Link {
  id: string
  hash: string
  record: { position: number; previousHash: string | null }
}

/** @throws Error in words when it cannot be checked. */
export async function checkChain(client: Pick<Client, 'query'>, community: string): Promise<Checked> {
  if (!globalThis.crypto?.subtle) {
    throw new Error(
      'Browsers compute hashes on secure addresses only: open this page by https, or on the machine itself.',
    )
  }
  const links: Link[] = []
  for (let after: string | null = null; ; ) {
    const page = await readPage(client, community, after)
    links.push(...(page.nodes as Link[]))
    if (!page.pageInfo.hasNextPage) break
    after = page.pageInfo.endCursor
  }
  links.sort((a, b) => a.record.position - b.record.position)
  const byHash = new Map<string, string>()
  let previous: string | null = null
  for (const [index, { id, hash, record }] of links.entries()) {
    const own = await sha256(canonical(record))
    const holds = own === hash && record.previousHash === previous && record.position === index + 1
    if (!holds) return { byHash, head: previous, brokenAt: id }
    byHash.set(hash, id)
    previous = hash
  }
  return { byHash, head: previous, brokenAt: null }
}

async function readPage(client: Pick<Client, 'query'>, community: string, after: string | null): Promise<Page> {
  const { data, error } = await client.query(ChainDocument, { community, after }, { requestPolicy: 'network-only' })
  if (error || !data?.community) throw new Error('The decisions cannot be read now. Try again.')
  return data.community.decisions
}

/** RFC 8785: keys sorted by their UTF-16 code units, no spaces, numbers and texts as ECMAScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
