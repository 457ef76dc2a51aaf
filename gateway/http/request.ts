// What a client sends to /graphql, read with suspicion. A body must say that it is JSON, which a foreign web page
// cannot say without being asked first (CSRF); a GET may only open a stream of what can be read.

import { isUtf8 } from 'node:buffer'
import type { IncomingMessage } from 'node:http'
import type { Limits } from '../../backbone/limits.ts'
import { Refusal } from '../../schema/errors.ts'
import type { AskedRequest } from '../graph/documents.ts'
import { charsetOf, isUtf8Name, mediaType, readBody } from '../wire/exchange.ts'

/** @throws Refusal BAD_REQUEST, TOO_LARGE */
export async function readPost(request: IncomingMessage, limits: Limits): Promise<AskedRequest> {
  const type = mediaType(request.headers['content-type'])
  if (type !== 'application/json') {
    const details = { status: 415 }
    throw new Refusal('BAD_REQUEST', `Wanted a body of type application/json; got ${type || 'no type'}.`, { details })
  }
  const charset = charsetOf(request.headers['content-type']!)
  if (charset !== undefined && !isUtf8Name(charset)) {
    const details = { status: 415 }
    throw new Refusal('BAD_REQUEST', `Wanted a body in UTF-8; got "${charset.slice(0, 40)}".`, { details })
  }
  const body = await readBody(request, limits.body)
  if (!isUtf8(body)) throw new Refusal('BAD_REQUEST', 'Wanted the body in UTF-8; got other bytes.')
  return requestOf(parseJson(body.toString(), 'the body'))
}

/** @throws Refusal BAD_REQUEST */
export function readQuery(parameters: URLSearchParams): AskedRequest {
  const json = (name: string) => {
    const text = parameters.get(name)
    return text ? parseJson(text, name) : undefined
  }
  return requestOf({
    query: parameters.get('query') ?? undefined,
    documentId: parameters.get('documentId') ?? undefined,
    operationName: parameters.get('operationName') ?? undefined,
    variables: json('variables'),
    extensions: json('extensions'),
  })
}

/** @throws Refusal BAD_REQUEST */
export function requestOf(value: unknown): AskedRequest {
  if (Array.isArray(value)) throw new Refusal('BAD_REQUEST', 'Wanted one operation; got a list of them.')
  if (!isRecord(value)) throw new Refusal('BAD_REQUEST', 'Wanted an object with "query"; got another value.')
  const { query = null, operationName = null, variables = null, extensions = null } = value
  const documentId = idOf(value)
  const text = query === '' ? null : query // graphql-transport-ws wants a text, though it be empty
  if (text !== null && typeof text !== 'string') {
    throw new Refusal('BAD_REQUEST', 'Wanted "query" as text; got another value.')
  }
  if (text === null && documentId === null) {
    throw new Refusal('BAD_REQUEST', 'Wanted the operation as text in "query", or a "documentId"; got neither.')
  }
  if (operationName !== null && typeof operationName !== 'string') {
    throw new Refusal('BAD_REQUEST', 'Wanted "operationName" as text; got another value.')
  }
  if (variables !== null && !isRecord(variables)) {
    throw new Refusal('BAD_REQUEST', 'Wanted "variables" as an object; got another value.')
  }
  if (extensions !== null && !isRecord(extensions)) {
    throw new Refusal('BAD_REQUEST', 'Wanted "extensions" as an object; got another value.')
  }
  // A name that is empty is none (https://graphql.github.io/graphql-over-http/draft/#sec-GET).
  return { query: text, documentId, operationName: operationName || null, variables: variables ?? {} }
}

/**
 * The name of a document, as GraphQL over HTTP and as Apollo's clients write it.
 * @throws Refusal BAD_REQUEST
 */
function idOf({ documentId = null, extensions = null }: Record<string, unknown>): string | null {
  const persisted = isRecord(extensions) ? extensions.persistedQuery : null
  const id = documentId ?? (isRecord(persisted) ? (persisted.sha256Hash ?? null) : null)
  if (id === null || (typeof id === 'string' && id !== '' && id.length <= 512)) return id
  throw new Refusal('BAD_REQUEST', 'Wanted the id of a document as text of at most 512 characters; got another value.')
}

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new Refusal('BAD_REQUEST', `Wanted ${what} as JSON; got something else.`, { cause })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
