// What is wrong with a policy document, and how it is told.

import { Refusal } from '../errors.ts'

/** One place of a document that is wrong: `path` leads to it from the top. */
export interface PolicyProblem {
  path: string[]
  message: string
  /** In the text, counted from 1, where it cannot be found by the path: the text is not YAML. */
  place?: { line: number; column: number }
}

/** POLICY_INVALID: the first problem's place as its path, the first few in its message, all of them in its details. */
export function refusalOf(problems: readonly PolicyProblem[]): Refusal {
  const lines = problems.map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
  const told = lines.slice(0, mostTold).join(' Also: ')
  const more = lines.length > mostTold ? ` And ${lines.length - mostTold} more.` : ''
  return new Refusal('POLICY_INVALID', `${told}${more}`, {
    path: ['input', 'document', ...problems[0]!.path],
    details: { problems },
  })
}

const mostTold = 5

/** A value of the document in a sentence, at most 80 characters. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (value !== null && typeof value === 'object') return 'keys with values'
  const text = typeof value === 'string' ? `"${value}"` : String(value)
  return text.length > 80 ? `${text.slice(0, 77)}…"` : text
}
