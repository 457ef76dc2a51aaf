// Conditions and templates are CEL. This file compiles an expression once, and evaluates it with bounded cost.

import vm from 'node:vm'
import { EvaluationError, type ParseError } from '@marcbachmann/cel-js'
import { Refusal } from '../errors.ts'
import { Cred, environments, type Stage } from './cel-environment.ts'
import { inspect, type Needs, noNeeds } from './cel-inspect.ts'
import { ExpressionInvalid, invalid, named } from './cel-invalid.ts'
import { toContext, type Values } from './values.ts'

export type { Stage } from './cel-environment.ts'
export { type Needs, needsOf } from './cel-inspect.ts'
export { ExpressionInvalid } from './cel-invalid.ts'
export type { Values } from './values.ts'

export interface Expression {
  readonly source: string
  readonly needs: Needs
  /** What it looks at, as dotted paths: `cred.total`, `action.data.role`. */
  readonly reads: readonly string[]
  /** Throws Refusal POLICY_FAILED when the value cannot be had. */
  evaluate(values: Values): unknown
  /** As evaluate, and refuses what is not true or false. */
  holds(values: Values): boolean
}

// The longest one evaluation may take. A measured one takes 0.1 ms; what reaches this was made to, or the machine stood
// still for a moment: so it is tried once more.
const timeoutMs = 250
const mostTries = 2
/** Compiles and type-checks. Throws ExpressionInvalid. */
export function compile(source: string, stage: Stage = 'asked', wanted: 'bool' | 'any' = 'any'): Expression {
  const program = parse(source, stage)
  const needs = noNeeds()
  const reads = new Set<string>()
  inspect(program.ast, needs, reads)
  const { valid, type, error } = program.check()
  if (!valid) throw invalid(source, error as ParseError, stage)
  if (wanted === 'bool' && type !== 'bool' && type !== 'dyn')
    throw new ExpressionInvalid(
      `Wanted an expression that is true or false; got ${type === undefined ? 'none' : named(type)}.`,
    )
  const evaluate = (values: Values) =>
    guarded(source, needs, values, () => program(toContext(values, (v) => new Cred(v))))
  return {
    source,
    needs,
    reads: [...reads],
    evaluate,
    holds(values) {
      const value = evaluate(values)
      if (typeof value === 'boolean') return value
      throw failed(source, `wanted true or false, got ${value === null ? 'null' : typeof value}`)
    },
  }
}

function parse(source: string, stage: Stage) {
  try {
    return environments[stage].parse(source)
  } catch (error) {
    throw invalid(source, error as ParseError, stage)
  }
}

// A regular expression or nested loop can take for ever on a text that someone made for it; V8 interrupts both here.
const slot: { run: (() => unknown) | null } = { run: null }
const runSlot = new vm.Script('run()')
const context = vm.createContext(slot)

function guarded(source: string, needs: Needs, values: Values, work: () => unknown): unknown {
  if (needs.cred && values.cred?.status === 'UNAVAILABLE' && !needs.expectsUnavailable)
    throw failed(source, 'cred cannot be read now', 'CRED_UNAVAILABLE')
  for (let tries = 1; ; tries++) {
    slot.run = work
    try {
      return runSlot.runInContext(context, { timeout: timeoutMs })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') {
        if (tries < mostTries) continue
        throw failed(source, `it took longer than ${timeoutMs} ms`, 'TOO_EXPENSIVE')
      }
      const reason = error instanceof EvaluationError ? named(error.summary) : (error as Error).message
      throw failed(source, reason, 'EVALUATION', error)
    } finally {
      slot.run = null
    }
  }
}

function failed(source: string, reason: string, why = 'EVALUATION', cause?: unknown): Refusal {
  return new Refusal('POLICY_FAILED', `Wanted the value of \`${source}\`; got none: ${reason}.`, {
    details: { expression: source, reason: why },
    cause,
  })
}
