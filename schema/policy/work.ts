// What can take long about a policy, as jobs that a thread beside the loop can do: they and their results are plain data.

import { Refusal, type RefusalCode } from '../errors.ts'
import { compile, type Expression, type Stage, TookTooLong, type Values } from './cel.ts'
import { isCheap } from './cel-cost.ts'
import { acceptPolicy } from './check.ts'
import { describePolicy } from './describe.ts'
import { parsePolicy } from './document.ts'
import type { PolicyDocument } from './form.ts'
import { type Inspection, inspectPolicy } from './inspection.ts'
import type { PlatformCapability } from './kinds.ts'
import { knownRoles, type NamedRole } from './roles.ts'
import { compileTemplate, type Template } from './template.ts'

/** What is known of the world that a policy is of. null: not looked at. */
export interface Surroundings {
  capabilities: PlatformCapability[] | null
  roles: NamedRole[] | null
}

export type PolicyJob =
  | ({ kind: 'inspect'; document: unknown } & Surroundings)
  | ({ kind: 'accept'; document: unknown } & Surroundings)
  | { kind: 'describe'; document: unknown }
  | { kind: 'holds'; source: string; values: Values }
  | { kind: 'render'; texts: readonly string[]; stage: Stage; values: Values }

interface Results {
  inspect: Inspection
  accept: PolicyDocument
  describe: string
  holds: boolean
  render: string[]
}

export type ResultOf<J extends PolicyJob> = Results[J['kind']]

export interface PolicyWork {
  /**
   * @param options.patient of what no client sends at will, such as the driver's: it is never one too many
   * @throws Refusal WORK_LIMITED where it takes too long or too much, or too much of the community waits; and what the job is refused with
   */
  run<J extends PolicyJob>(community: string, job: J, options?: { patient?: boolean }): Promise<ResultOf<J>>
}

/** Does everything at once, where nobody else waits for the loop. */
export const atOnce: PolicyWork = { run: async (_, job) => perform(job) }

/** An answer that can be sent from thread to thread. */
export type Answer<J extends PolicyJob> =
  | { result: ResultOf<J> }
  | { refused: { code: RefusalCode; message: string; path: readonly string[] | null; details: Refusal['details'] } }
  | { failed: string }

export function answerOf<J extends PolicyJob>(job: J): Answer<J> {
  try {
    return { result: perform(job) }
  } catch (error) {
    if (!(error instanceof Refusal)) return { failed: error instanceof Error ? (error.stack ?? '') : String(error) }
    const { code, message, path, details } = error
    return { refused: { code, message, path, details } }
  }
}

/** What the answer's job gave. @throws Refusal as it was refused */
export function answered<J extends PolicyJob>(answer: Answer<J>): ResultOf<J> {
  if ('result' in answer) return answer.result
  if ('failed' in answer) throw new Error(`A job about a policy failed: ${answer.failed}`)
  const { code, message, path, details } = answer.refused
  throw new Refusal(code, message, { ...(path && { path }), ...(details && { details }) })
}

function perform<J extends PolicyJob>(job: J): ResultOf<J> {
  return performed(job) as ResultOf<J>
}

function performed(job: PolicyJob): Results[PolicyJob['kind']] {
  switch (job.kind) {
    case 'inspect':
      return inspectPolicy(job.document, job.capabilities, rolesOf(job))
    case 'accept':
      return acceptPolicy(job.document, job.capabilities, rolesOf(job))
    case 'describe':
      return describePolicy(parsePolicy(job.document))
    case 'holds':
      return expressionOf(job.source).holds(job.values)
    case 'render':
      return job.texts.map((text) => templateOf(text, job.stage).render(job.values))
  }
}

const rolesOf = ({ roles }: Surroundings) => roles && knownRoles(roles)

// A thread is asked the same of one action after another.
const expressions = new Map<string, Expression>()
const templates = new Map<string, Template>()
const mostKept = 500

const expressionOf = (source: string) => kept(expressions, source, () => compile(source, 'asked', 'bool'))
const templateOf = (text: string, stage: Stage) =>
  kept(templates, `${stage} ${text}`, () => compileTemplate(text, stage))

function kept<T>(shelf: Map<string, T>, key: string, make: () => T): T {
  const found = shelf.get(key) ?? make()
  shelf.delete(key)
  shelf.set(key, found)
  if (shelf.size > mostKept) shelf.delete(shelf.keys().next().value!)
  return found
}

// What is short is done at once.

/** What runs the jobs of one community. */
export type Run = <J extends PolicyJob>(job: J) => Promise<ResultOf<J>>

/** Milliseconds that one expression may take on the loop, should the estimate be wrong; beyond, it is done anew on a thread. */
const onLoopMs = 100

export async function holds(expression: Expression, values: Values, run: Run): Promise<boolean> {
  const { source } = expression
  if (isCheap([expression], values)) {
    const held = shortly(() => expression.holds(values, onLoopMs))
    if (held !== tooLong) return held
  }
  return run({ kind: 'holds', source, values })
}

export async function rendered(all: readonly Template[], stage: Stage, values: Values, run: Run): Promise<string[]> {
  if (
    isCheap(
      all.flatMap(({ expressions }) => expressions),
      values,
    )
  ) {
    const texts = shortly(() => all.map((template) => template.render(values, onLoopMs)))
    if (texts !== tooLong) return texts
  }
  return run({ kind: 'render', texts: all.map(({ text }) => text), stage, values })
}

const tooLong = Symbol('too long')

function shortly<T>(work: () => T): T | typeof tooLong {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal && error.cause instanceof TookTooLong) return tooLong
    throw error
  }
}

/** Whether reading and checking a document takes no longer than a request may hold up others. */
export function isShort(document: unknown): boolean {
  const text = typeof document === 'string' ? document : JSON.stringify(document)
  if (text.length > 2_048) return false
  if (/\bmatches\b/.test(text) || (text.match(/\b(?:all|exists|exists_one|map|filter)\s*\(/g)?.length ?? 0) > 1)
    return false
  return (text.match(/[[{]/g)?.length ?? 0) <= 100
}

/** Reads, checks or describes a document where that is best done. */
export async function ofDocument<J extends Extract<PolicyJob, { document: unknown }>>(
  work: PolicyWork,
  community: string,
  job: J,
  options: { patient?: boolean } = {},
): Promise<ResultOf<J>> {
  return isShort(job.document) ? perform(job) : work.run(community, job, options)
}
