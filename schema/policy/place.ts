// Where something stands in the text of a policy: what an editor marks.

import { isCollection, isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml'
import { yamlOptions } from './reading.ts'

export interface Place {
  /** Both are counted from 1. */
  line: number
  column: number
}

/**
 * Finds the places of paths in a YAML text: of a key, where the key stands; of an entry of a list, where it begins. What is
 * missing has the place of what it is missing in.
 * @returns null for the document as a whole, and where the text is not YAML.
 */
export function placesIn(text: string): (path: readonly string[]) => Place | null {
  const lines = new LineCounter()
  const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false, ...yamlOptions })
  if (errors.length > 0) return () => null
  return (path) => {
    let node: unknown = contents
    let found: number | null = null
    for (const key of path) {
      const step: { at: Node | null; inside: unknown } | null = into(node, key)
      if (step === null) break
      found = step.at?.range?.[0] ?? found
      node = step.inside
    }
    if (found === null) return null
    const { line, col } = lines.linePos(found)
    return { line, column: col }
  }
}

function into(node: unknown, key: string): { at: Node | null; inside: unknown } | null {
  if (isSeq(node)) {
    const item = node.items[Number(key)]
    return isCollection(item) || isScalar(item) ? { at: item, inside: item } : null
  }
  // `on: kind` is taken for a list of one.
  if (isScalar(node)) return key === '0' ? { at: node, inside: null } : null
  if (!isMap(node)) return null
  const pair = node.items.find((each) => isPair(each) && isScalar(each.key) && String(each.key.value) === key)
  return pair ? { at: pair.key as Node, inside: pair.value } : null
}
