// From what was given (text or an object) to a document as plain JSON, bounded before anything else looks at it.

import { type Document, isScalar, LineCounter, parseAllDocuments, visit } from 'yaml'
import { limits } from './form.ts'
import { refusalOf, show } from './problem.ts'

/** The document as plain JSON: text is parsed as YAML (of which JSON is a part), anything else is taken as it is. */
export function readDocument(input: unknown): object {
  refuseTooLong(input)
  const value = typeof input === 'string' ? readYaml(input) : input
  if (value === null || typeof value !== 'object' || Array.isArray(value))
    throw refusalOf([{ path: [], message: `Wanted a policy document with name, on and decide; got ${show(value)}.` }])
  if (!isShallow(value, limits.depth))
    throw refusalOf([{ path: [], message: `Wanted at most ${limits.depth} levels; got more.` }])
  return value
}

/** Before anything else looks at the document: what is too long costs no more than its length. @throws Refusal POLICY_INVALID */
export function refuseTooLong(input: unknown): void {
  const most = limits.documentBytes
  const size = typeof input === 'string' ? Buffer.byteLength(input) : sizeOf(input, most)
  if (size <= most) return
  const got = typeof input === 'string' ? size : 'more'
  throw refusalOf([{ path: [], message: `Wanted a policy of at most ${most} bytes; got ${got}.` }])
}

/** At least how many characters of JSON it takes; the count ends above `most`. No recursion: it may be of any depth. */
function sizeOf(input: unknown, most: number): number {
  let size = 0
  const rest = [input]
  while (rest.length > 0 && size <= most) {
    const value = rest.pop()
    if (typeof value === 'string') size += value.length + 2
    else if (value === null || typeof value !== 'object') size += String(value).length
    else {
      const entries = Object.entries(value)
      size += Math.max(entries.length - 1, 0) + 2
      for (const [key, inner] of entries) {
        if (!Array.isArray(value)) size += key.length + 3
        rest.push(inner)
      }
    }
  }
  return size
}

function readYaml(text: string): unknown {
  const lines = new LineCounter()
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, ...yamlOptions })
  if (documents.length > 1)
    throw refusalOf([
      { path: [], message: `Wanted one policy; got ${documents.length} documents. Apply them one by one.` },
    ])
  const [only] = documents
  if (!Array.isArray(documents) || only === undefined)
    throw refusalOf([{ path: [], message: 'Wanted a policy document; got no text.' }])
  const [error] = only.errors
  const [at, why] = error ? [error.pos[0], error.message] : [keyTwice(only), 'Map keys must be unique']
  if (at !== null) {
    const { line, col } = lines.linePos(at)
    const message = `Not YAML at line ${line}, column ${col}: ${why}`
    throw refusalOf([{ path: [], message, place: { line, column: col } }])
  }
  try {
    // Aliases can make a small text huge; a policy has no need of many.
    return only.toJS({ maxAliasCount: 20 })
  } catch (error) {
    throw refusalOf([{ path: [], message: `Not YAML that can be read: ${(error as Error).message}` }])
  }
}

/** The library compares each key of a map with every other: `keyTwice` takes no longer than the text is. */
export const yamlOptions = { stringKeys: true, uniqueKeys: false } as const

/** Where the first key stands that its map has already. */
function keyTwice(document: Document): number | null {
  let found: number | null = null
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>()
      for (const { key } of map.items) {
        if (!isScalar(key)) continue
        if (seen.has(String(key.value))) {
          found = key.range?.[0] ?? 0
          return visit.BREAK
        }
        seen.add(String(key.value))
      }
    },
  })
  return found
}

function isShallow(value: unknown, levels: number): boolean {
  if (value === null || typeof value !== 'object') return true
  return levels > 0 && Object.values(value).every((inner) => isShallow(inner, levels - 1))
}
