// How long an expression may take on what it will see, estimated from above: what is surely short needs no thread.

import type { ASTNode } from '@marcbachmann/cel-js'
import { children, comprehensions } from './cel-inspect.ts'
import type { Values } from './values.ts'

export interface Cost {
  /** Parts of the expression. */
  parts: number
  /** How deep all, exists, map and filter stand inside each other. */
  loops: number
  /** Characters of all patterns; more than any where one is not written out or counts (`{2,9}`). */
  patterns: number
}

const mostSteps = 300_000

export function costOf(root: ASTNode, matches: string): Cost {
  let parts = 0
  let loops = 0
  let patterns = 0
  const walk = (node: ASTNode, depth: number): void => {
    parts += 1
    loops = Math.max(loops, depth)
    let inside = depth
    if (node.op === 'rcall') {
      const [name, , args] = node.args
      if (comprehensions.has(name) && args.length > 1) inside += 1
      if (name === matches) patterns += lengthOf(args[0])
    }
    for (const child of children(node)) walk(child, inside)
    loops = Math.max(loops, inside)
  }
  walk(root, 0)
  return { parts, loops, patterns }
}

function lengthOf(pattern: ASTNode | undefined): number {
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string') return Number.POSITIVE_INFINITY
  return pattern.args.includes('{') ? Number.POSITIVE_INFINITY : pattern.args.length
}

/** Whether all of them together take no more than a moment on these values. */
export function isCheap(expressions: readonly { cost: Cost; source: string }[], values: Values): boolean {
  const { leaves, characters } = sizeOf(values)
  let steps = 0
  for (const { cost, source } of expressions) {
    const things = leaves + characters / 64 + cost.parts
    steps += things ** cost.loops * (cost.parts * things + cost.patterns * (characters + source.length))
    if (!(steps <= mostSteps)) return false
  }
  return true
}

/** Stops counting where it is much. */
function sizeOf(values: unknown): { leaves: number; characters: number } {
  let leaves = 0
  let characters = 0
  const rest = [values]
  while (rest.length > 0 && leaves + rest.length < mostSteps) {
    const value = rest.pop()
    leaves += 1
    if (typeof value === 'string') characters += value.length
    else if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) rest.push(inner)
  }
  return { leaves: leaves + rest.length, characters }
}
