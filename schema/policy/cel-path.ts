// Accesses by names from one of the variables: what an expression reads.

import type { ASTNode } from '@marcbachmann/cel-js'

/** `action.data.role` for an access by names from one of the variables; null for anything else. */
export function pathOf(node: ASTNode): string | null {
  if (node.op === 'id') return (roots as readonly string[]).includes(node.args) ? node.args : null
  if (node.op === '.') {
    const before = pathOf(node.args[0])
    return before === null ? null : `${before}.${node.args[1]}`
  }
  if (node.op === 'rcall' && node.args[0] === 'lastWeeks' && node.args[2][0]?.op === 'value')
    return `cred.lastWeeks(${node.args[2][0].args})`
  return null
}

const roots = ['action', 'community', 'initiator', 'cred', 'decision', 'tally'] as const
