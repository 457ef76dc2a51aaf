// Documents that are registered: a client sends a name for its text, and an operator may hold everybody to those that are
// known. Registered from what clients' own tools write: GraphQL Code Generator and Relay (an object of texts by their ids),
// Apollo (a manifest); what our page asks always is.

import { hash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type DocumentNode, parse, print, visit } from 'graphql'
import type { Config } from '../../backbone/config.ts'
import type { Limits } from '../../backbone/limits.ts'
import { Refusal } from '../../schema/errors.ts'
import type { GraphQLRequest } from './operations.ts'

/** What a client sends, whatever the transport: a text, or the name of one. */
export interface AskedRequest extends Omit<GraphQLRequest, 'query'> {
  query: string | null
  documentId: string | null
}

export interface Documents {
  /** @throws Refusal DOCUMENT_UNKNOWN, DOCUMENT_REQUIRED */
  admit(asked: AskedRequest): GraphQLRequest
}

const kept = 1000 // texts that were found to be registered in another layout

/** @param only whether a text that is not registered is refused, whoever sends it. */
export function documentsOf(
  registered: ReadonlyMap<string, string>,
  only: boolean,
  limits: Pick<Limits, 'tokens'>,
): Documents {
  const byId = new Map(registered)
  const normal = new Set<string>()
  for (const text of registered.values()) {
    byId.set(digestOf(text), text)
    normal.add(digestOf(normalOf(parse(text, { noLocation: true }))))
  }
  const admitted = new Set<string>()

  /** But for layout, the order of fragments, and `__typename`, which clients add by themselves. */
  function isRegistered(text: string): boolean {
    const digest = digestOf(text)
    if (byId.has(digest) || admitted.has(digest)) return true
    try {
      const document = parse(text, { noLocation: true, maxTokens: limits.tokens })
      if (!normal.has(digestOf(normalOf(document)))) return false
    } catch {
      return false
    }
    if (admitted.size >= kept) admitted.delete(admitted.values().next().value!)
    admitted.add(digest)
    return true
  }

  return {
    admit({ query, documentId, ...more }) {
      if (query !== null) {
        if (!only || isRegistered(query)) return { ...more, query }
        throw new Refusal('DOCUMENT_REQUIRED', 'Wanted a registered document; got a text that is none.')
      }
      const text = byId.get(documentId!) ?? byId.get(documentId!.replace(/^sha256:/, ''))
      if (text !== undefined) return { ...more, query: text }
      throw new Refusal(
        'DOCUMENT_UNKNOWN',
        `Wanted the id or SHA-256 of a registered document; got "${documentId!.slice(0, 80)}".`,
      )
    },
  }
}

/** Everything may be asked in text, and nothing has a name. */
export const anyDocument = documentsOf(new Map(), false, { tokens: 1 })

export function digestOf(text: string): string {
  return hash('sha256', text)
}

function normalOf(document: DocumentNode): string {
  const { definitions } = visit(document, {
    Field: ({ name, alias, directives }) =>
      name.value === '__typename' && !alias && !directives?.length ? null : undefined,
  })
  return definitions.map(print).sort().join('\n')
}

/**
 * The documents of a file, or of every .json file of a folder, by their ids.
 * @throws Error that names the file and says what was wanted
 */
export function readDocuments(path: string): Map<string, string> {
  const found = new Map<string, string>()
  let files: string[]
  try {
    files = statSync(path).isDirectory()
      ? readdirSync(path)
          .filter((name) => name.endsWith('.json'))
          .sort()
          .map((name) => join(path, name))
      : [path]
  } catch (error) {
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? String(error))
  }
  for (const file of files) {
    let value: unknown
    try {
      value = JSON.parse(readFileSync(file, 'utf8'))
    } catch (error) {
      throw unreadable(file, (error as Error).message)
    }
    for (const [id, text] of entriesOf(value)) {
      if (typeof text !== 'string') throw unreadable(file, `another value for "${id.slice(0, 80)}"`)
      try {
        parse(text, { noLocation: true })
      } catch (error) {
        throw unreadable(file, `a text for "${id.slice(0, 80)}" that is not GraphQL: ${(error as Error).message}`)
      }
      if ((found.get(id) ?? text) !== text) throw unreadable(file, `another text for "${id.slice(0, 80)}" than before`)
      found.set(id, text)
    }
  }
  return found
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [['the file', value]]
  const { format, operations } = value as { format?: unknown; operations?: unknown }
  if (format === undefined || !Array.isArray(operations)) return Object.entries(value)
  return operations.map((each) => [String(each?.id), each?.body])
}

function unreadable(file: string, got: string): Error {
  return new Error(
    `FOLKMOOT_DOCUMENTS: wanted registered documents (an object of texts by their ids, or Apollo's manifest) in ${file}; got ${got}.`,
  )
}

/** @throws Error as `readDocuments` */
export function registeredBy(
  config: Pick<Config, 'documents' | 'documentsOnly' | 'limits'>,
  ownDocuments: () => ReadonlyMap<string, string>,
): Documents {
  const given = config.documents === null ? [] : readDocuments(config.documents)
  const own = config.documentsOnly ? ownDocuments() : []
  return documentsOf(new Map([...own, ...given]), config.documentsOnly, config.limits)
}
