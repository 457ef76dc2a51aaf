// Text with `{{ CEL }}` in it.

import { compile, type Expression, ExpressionInvalid, type Needs, needsOf, type Stage, type Values } from './cel.ts'
import type { Cost } from './cel-cost.ts'

export interface Template {
  readonly needs: Needs
  /** Each with the character of its "{{", counted from 1. */
  readonly expressions: readonly { source: string; at: number; cost: Cost }[]
  readonly text: string
  /** Throws Refusal POLICY_FAILED when a value cannot be had. @param withinMs for each expression */
  render(values: Values, withinMs?: number): string
}

/** Compiles a text. Throws ExpressionInvalid with the place of the expression in the text. */
export function compileTemplate(text: string, stage: Stage): Template {
  const parts: (string | Expression)[] = []
  const places: number[] = []
  let rest = 0
  while (rest < text.length) {
    const open = text.indexOf('{{', rest)
    if (open === -1) break
    const close = closing(text, open + 2)
    if (close === -1) throw new ExpressionInvalid(`"{{" at character ${open + 1} is not closed by "}}".`)
    if (open > rest) parts.push(text.slice(rest, open))
    parts.push(compileAt(text, open, close, stage))
    places.push(open + 1)
    rest = close + 2
  }
  if (rest < text.length) parts.push(text.slice(rest))
  const expressions = parts.filter((part) => typeof part !== 'string')
  return {
    needs: needsOf(expressions),
    expressions: expressions.map(({ source, cost }, index) => ({ source, cost, at: places[index]! })),
    text,
    render: (values, withinMs) =>
      parts.map((part) => (typeof part === 'string' ? part : shown(part.evaluate(values, withinMs)))).join(''),
  }
}

function compileAt(text: string, open: number, close: number, stage: Stage): Expression {
  const source = text.slice(open + 2, close).trim()
  try {
    if (source === '') throw new ExpressionInvalid('Empty.')
    return compile(source, stage)
  } catch (error) {
    if (error instanceof ExpressionInvalid) throw new ExpressionInvalid(inTemplate(open + 1, error.message))
    throw error
  }
}

/** What is wrong with the expression whose "{{" is at a character. */
export function inTemplate(at: number, problem: string): string {
  return `In "{{" at character ${at}: ${problem}`
}

/** Where the expression ends: the first "}}" outside quotes. */
function closing(text: string, from: number): number {
  let quote: string | null = null
  for (let i = from; i < text.length; i++) {
    const character = text[i]
    if (quote !== null) {
      if (character === '\\') i++
      else if (character === quote) quote = null
    } else if (character === '"' || character === "'") quote = character
    else if (character === '}' && text[i + 1] === '}') return i
  }
  return -1
}

function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? Number(inner) : inner)) ?? ''
}
