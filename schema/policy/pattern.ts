// Regular expressions are RE2's, as CEL wants: no look-around, no back-references, and a time that grows only with the text.

import { RE2JS, RE2JSException } from 're2js'

const kept = new Map<string, RE2JS>()
const mostKept = 200

/** @throws Error that says what is wrong with the pattern */
export function patternOf(source: string): RE2JS {
  let pattern = kept.get(source)
  if (pattern === undefined) {
    pattern = compiled(source)
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!)
    kept.set(source, pattern)
  }
  return pattern
}

function compiled(source: string): RE2JS {
  try {
    return RE2JS.compile(source)
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error
    const why = error.message.replace(/^error parsing regexp: /, '')
    throw new Error(`Invalid regular expression ${JSON.stringify(source)}: ${why}${hint(source)}`)
  }
}

function hint(source: string): string {
  if (/\(\?<?[=!]/.test(source)) return ' (RE2 has no look-around)'
  return /\\[1-9]|\\k</.test(source) ? ' (RE2 has no back-references)' : ''
}
