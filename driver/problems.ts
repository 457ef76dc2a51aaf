// What keeps an action from being decided or carried out, as lines that each begin with the policy's name. They stand on
// the action, for people to see, until the policy is mended.

import { cut } from '../schema/policy/text.ts'
import type { Graph } from './graph.ts'
import { setActionProblemMutation } from './operations.ts'

/** One line for people. */
export function line(policy: string, problem: string): string {
  return `${policy}: ${problem.replaceAll(/\s+/g, ' ')}`
}

/** What stands there, with the lines of one policy put in place of its old ones. */
export function withLinesOf(policy: string, lines: readonly string[], standing: string | null): string[] {
  const others = (standing ?? '').split('\n').filter((old) => old !== '' && !old.startsWith(`${policy}: `))
  return [...others, ...lines]
}

/** Says it on the action; nothing is sent where nothing changed. */
export async function say(
  graph: Graph,
  action: { id: string; problem: string | null },
  lines: readonly string[],
): Promise<void> {
  const problem = lines.length === 0 ? null : cut(lines.join('\n'), 2_000)
  if (problem !== action.problem) await graph.tell(setActionProblemMutation, { id: action.id, problem })
}
