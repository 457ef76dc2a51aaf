// An expression that cannot be compiled, in words that help to mend it.

import type { ASTNode, ParseError } from '@marcbachmann/cel-js'
import { fields, type Stage } from './cel-environment.ts'
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
        : ''
  const late =
    error.code === 'unknown_variable' && (part === 'decision' || part === 'tally')
      ? ' It is known only under `then`.'
      : ''
  return new ExpressionInvalid(`At character ${error.range.start + 1}: ${named(error.summary)}.${hint}${late}`)
}

/** The library writes `$action.subject` and `dyn<double>`; people write `action.subject` and double. */
export function named(text: string): string {
  return text.replaceAll('$', '').replace(/dyn<([^<>]*)>/g, '$1')
}

const allFields = Object.values(fields).flat()

function variables(stage: Stage): string[] {
  const early = ['action', 'community', 'initiator', 'cred']
  return stage === 'asked' ? early : [...early, 'decision', 'tally']
}
