// What an expression needs before it can be evaluated, and what it must not contain: anything that could cost without bound.

import type { ASTNode } from '@marcbachmann/cel-js'
import { at, ExpressionInvalid } from './cel-invalid.ts'
import { pathOf } from './cel-path.ts'

/** What must be fetched before the expression can be evaluated. */
export interface Needs {
  community: boolean
  initiator: boolean
  cred: boolean
  /** The n of every `cred.lastWeeks(n)`. */
  lastWeeks: number[]
  /** The expression looks for "UNAVAILABLE" itself, so it may be asked while cred cannot be read. */
  expectsUnavailable: boolean
}

export const comprehensions = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
const maxComprehensions = 4
const maxNesting = 2

/** What all of these expressions need together. */
export function needsOf(expressions: Iterable<{ readonly needs: Needs }>): Needs {
  const all = noNeeds()
  // Only where every expression that looks at cred is ready for its absence may it be absent.
  let everyOneExpects = true
  for (const { needs } of expressions) {
    all.community ||= needs.community
    all.initiator ||= needs.initiator
    all.cred ||= needs.cred
    for (const n of needs.lastWeeks) if (!all.lastWeeks.includes(n)) all.lastWeeks.push(n)
    if (needs.cred) everyOneExpects &&= needs.expectsUnavailable
  }
  all.expectsUnavailable = all.cred && everyOneExpects
  return all
}

export function noNeeds(): Needs {
  return { community: false, initiator: false, cred: false, lastWeeks: [], expectsUnavailable: false }
}

/** Walks the tree: notes what is needed, refuses what could cost without bound. */
export function inspect(root: ASTNode, needs: Needs, reads: Set<string>): void {
  let loops = 0
  let splits = false
  let joins = false
  const walk = (node: ASTNode, nesting: number): void => {
    let inside = nesting
    const path = pathOf(node)
    if (path !== null) reads.add(path)
    if (node.op === 'id') {
      if (node.args === 'cel') throw at(node, 'cel.bind is not offered')
    } else if (node.op === 'value') {
      if (node.args === 'UNAVAILABLE') needs.expectsUnavailable = true
    } else if (node.op === 'rcall') {
      const [name, , args] = node.args
      if (name === 'split') splits = true
      if (name === 'join') joins = true
      if (name === 'lastWeeks') needs.lastWeeks.push(weeksOf(args))
      if (comprehensions.has(name) && args.length > 1) {
        loops += 1
        inside += 1
        if (inside > maxNesting)
          throw at(node, `wanted at most ${maxNesting} of all, exists, map and filter inside each other`)
        if (loops > maxComprehensions)
          throw at(node, `wanted at most ${maxComprehensions} of all, exists, map and filter`)
      }
      if (splits && joins) throw at(node, 'split and join do not go together in one expression')
    }
    // Of a path only the whole is noted, but its root still says what is needed.
    if (path !== null) need(path)
    else for (const child of children(node)) walk(child, inside)
  }
  const need = (path: string): void => {
    const [variable] = path.split('.', 1)
    if (variable === 'community' || variable === 'initiator' || variable === 'cred') needs[variable] = true
  }
  walk(root, 0)
}

function weeksOf(args: readonly ASTNode[]): number {
  const [weeks] = args
  const n = weeks?.op === 'value' && typeof weeks.args === 'bigint' ? Number(weeks.args) : null
  if (args.length !== 1 || n === null || n < 1 || n > 520)
    throw new ExpressionInvalid(
      'Wanted cred.lastWeeks(n) with a whole number from 1 to 520, written out; got something else.',
    )
  return n
}

export function children(node: ASTNode): ASTNode[] {
  const found: ASTNode[] = []
  const collect = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(collect)
    else if (value !== null && typeof value === 'object' && 'op' in value) found.push(value as ASTNode)
  }
  collect(node.args)
  return found
}
