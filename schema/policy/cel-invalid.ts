// An expression that cannot be compiled, in words that help to mend it.

import type { ASTNode, ParseError } from '@marcbachmann/cel-js'
import { serialize } from '@marcbachmann/cel-js/serialize'
import { fields, matches, type Stage } from './cel-environment.ts'
import { pathOf } from './cel-path.ts'
import { didYouMean } from './nearest.ts'

/** An expression that cannot be compiled: `message` says why, with the place in the expression. */
export class ExpressionInvalid extends Error {}

export function at(node: ASTNode, problem: string): ExpressionInvalid {
  return new ExpressionInvalid(`At character ${node.pos + 1}: ${problem}.`)
}

export function invalid(source: string, error: ParseError, stage: Stage): ExpressionInvalid {
  if (!(error instanceof Error) || error.range === undefined)
    return new ExpressionInvalid(named((error as Partial<ParseError>).summary ?? (error as Error).message))
  const part = source.slice(error.range.start, error.range.end)
  const hint =
    error.code === 'unknown_variable'
      ? didYouMean(part, variables(stage))
      : error.code === 'no_such_key'
        ? didYouMean(part, allFields)
        : mendOf(error)
  const late =
    error.code === 'unknown_variable' && (part === 'decision' || part === 'tally')
      ? ' It is known only under `then`.'
      : ''
  return new ExpressionInvalid(`At character ${error.range.start + 1}: ${named(error.summary)}.${hint}${late}`)
}

/** The library writes `$action.subject` and `dyn<double>`; people write `action.subject` and double. */
export function named(text: string): string {
  const plain = text
    .replaceAll('$', '')
    .replace(/dyn<([^<>]*)>/g, '$1')
    .replaceAll(matches, 'matches')
  return plain.replaceAll('google.protobuf.Timestamp', 'timestamp').replaceAll('google.protobuf.Duration', 'duration')
}

/** The source of a part of an expression. */
export function sourceOf(node: ASTNode): string {
  // The library writes one character outside the basic plane as two escapes, and does not read them again.
  const pairs = /(\\\\)|\\u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})/gi
  return serialize(node).replace(pairs, (whole, backslash, high, low) =>
    backslash ? whole : String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)),
  )
}

/** The type that the check found for a part; undefined where it did not come so far. */
export function typeOf(node: ASTNode): string | undefined {
  return (node as { checkedType?: { name: string } }).checkedType?.name
}

/** How to write what was meant, where two sides do not go together: ` action.data.createdAt is text: …` */
function mendOf({ code, node }: ParseError): string {
  if (code !== 'no_such_overload' || !Array.isArray(node?.args) || node.args.length !== 2) return ''
  const sides = node.args as [ASTNode, ASTNode]
  for (const [side, other] of [sides, sides.toReversed()]) {
    if (typeOf(side!) !== 'string') continue
    const written = named(sourceOf(side!))
    const given = named(typeOf(other!) ?? '')
    const type = node.op === 'in' ? given.replace(/^list<(.*)>$/, '$1') : given
    if (type.startsWith('list<') && node.op !== 'in')
      return ` ${named(sourceOf(other!))} is a list: write ${written} in ${named(sourceOf(other!))}.`
    if (type === 'timestamp' || type === 'duration')
      return side!.op === 'value'
        ? ` Write ${type}(${written}).`
        : ` ${written} is text, and never equal to a ${type}: write ${type}(${written}).`
    if (type !== 'int' && type !== 'double') continue
    if (node.op === '+') return ` Write string(${named(sourceOf(other!))}).`
    if (side!.op === 'value' && /^-?\d+(\.\d+)?$/.test(String(side!.args)))
      return ` ${pathOf(other!) ?? 'The other side'} is a number: write ${side!.args}.`
    if (side!.op !== 'value') return ` ${written} is text: write double(${written}).`
  }
  return ''
}

const allFields = Object.values(fields).flat()

function variables(stage: Stage): string[] {
  const early = ['action', 'community', 'initiator', 'cred']
  return stage === 'asked' ? early : [...early, 'decision', 'tally']
}
