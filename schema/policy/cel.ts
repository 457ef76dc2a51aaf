// Conditions and templates are CEL. This file compiles an expression once, and evaluates it with bounded cost.

import vm from 'node:vm'
import { type ASTNode, EvaluationError, type ParseError } from '@marcbachmann/cel-js'
import { Refusal } from '../errors.ts'
import { type Cost, costOf } from './cel-cost.ts'
import { Cred, type Environments, environments, matches, type Stage } from './cel-environment.ts'
import { children, inspect, type Needs, noNeeds } from './cel-inspect.ts'
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
  readonly cost: Cost
  /**
   * Throws Refusal POLICY_FAILED when the value cannot be had.
   * @param withinMs in place of the longest that one evaluation may take
   */
  evaluate(values: Values, withinMs?: number): unknown
  /** As evaluate, and refuses what is not true or false. */
  holds(values: Values, withinMs?: number): boolean
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
  if (wanted === 'bool' && !maybeBool(type)) throw new ExpressionInvalid(notBool(type))
  const evaluate = (values: Values, withinMs?: number) =>
    guarded(source, needs, values, () => program(toContext(values, (v) => new Cred(v))), withinMs)
  return {
    source,
    needs,
    reads: [...reads],
    cost: costOf(program.ast, matches),
    evaluate,
    holds(values, withinMs) {
      const value = evaluate(values, withinMs)
      if (typeof value === 'boolean') return value
      throw failed(source, `wanted true or false, got ${value === null ? 'null' : typeof value}`)
    },
  }
}

export const maybeBool = (type: string | undefined) => type === 'bool' || type === 'dyn'

export function notBool(type: string | undefined): string {
  return `Wanted an expression that is true or false; got ${type === undefined ? 'none' : named(type)}.`
}

/** @throws ExpressionInvalid */
export function parse(source: string, stage: Stage, among: Environments = environments) {
  try {
    const program = among[stage].parse(source)
    useRe2(program.ast)
    return program
  } catch (error) {
    throw invalid(source, error as ParseError, stage)
  }
}

function useRe2(node: ASTNode): void {
  if (node.op === 'rcall' && node.args[0] === 'matches') node.args[0] = matches
  children(node).forEach(useRe2)
}

// A nested loop can take for ever on what someone made for it; V8 interrupts it here.
const slot: { run: (() => unknown) | null } = { run: null }
const runSlot = new vm.Script('run()')
const context = vm.createContext(slot)

function guarded(source: string, needs: Needs, values: Values, work: () => unknown, withinMs?: number): unknown {
  if (needs.cred && values.cred?.status === 'UNAVAILABLE' && !needs.expectsUnavailable)
    throw failed(source, 'cred cannot be read now', 'CRED_UNAVAILABLE')
  try {
    return inTime(work, withinMs)
  } catch (error) {
    if (error instanceof TookTooLong) throw failed(source, error.message, 'TOO_EXPENSIVE', error)
    throw failed(source, reasonIn(error), 'EVALUATION', error)
  }
}

export class TookTooLong extends Error {}

/** What the work gives, if it takes no longer than one evaluation may. @throws TookTooLong, and what the work throws */
export function inTime<T>(work: () => T, withinMs = timeoutMs): T {
  for (let tries = 1; ; tries++) {
    slot.run = work
    try {
      return runSlot.runInContext(context, { timeout: withinMs })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
      if (tries >= mostTries || withinMs < timeoutMs) throw new TookTooLong(`it took longer than ${withinMs} ms`)
    } finally {
      slot.run = null
    }
  }
}

/** Why an evaluation failed, in words. */
export function reasonIn(error: unknown): string {
  return error instanceof EvaluationError ? named(error.summary) : (error as Error).message
}

function failed(source: string, reason: string, why = 'EVALUATION', cause?: unknown): Refusal {
  return new Refusal('POLICY_FAILED', `Wanted the value of \`${source}\`; got none: ${reason}.`, {
    details: { expression: source, reason: why },
    cause,
  })
}
