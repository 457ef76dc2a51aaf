// A policy version made ready: compiled once, kept while it is in use.

import { Refusal } from '../errors.ts'
import { compile, type Expression, ExpressionInvalid, type Needs, needsOf } from './cel.ts'
import { texts } from './check.ts'
import { parsePolicy } from './document.ts'
import type { PolicyDocument, Step, Then } from './form.ts'
import { matchesKind } from './kinds.ts'
import { compileTemplate, type Template } from './template.ts'
import type { Values } from './values.ts'
import { atOnce, holds, type PolicyWork, type Run, rendered } from './work.ts'

/** A version as it is stored. */
export interface PolicyVersion {
  id: string
  name: string
  version: number
  document: unknown
}

export interface ReadyPolicy {
  id: string
  name: string
  version: number
  document: PolicyDocument
  concerns(kind: string): boolean
  when: Asked | null
  rule: Asked | null
  title: Written | null
  body: Written | null
  /** What `when` needs is fetched for every action of the kind; the rest only when the policy is concerned. */
  needsToDecide: Needs
  /** By the keys of `then`: outcomes and choices. */
  steps: ReadonlyMap<string, readonly ReadyStep[]>
}

export interface ReadyStep {
  kind: string
  needs: Needs
  /** What it waits for, as performAction takes it. */
  waits: Omit<Step, 'perform' | 'with'>
  parameters(values: Values): Promise<Record<string, unknown> | null>
}

/** A condition, evaluated where that is best done. */
export interface Asked extends Pick<Expression, 'source' | 'needs' | 'reads'> {
  /** @throws Refusal POLICY_FAILED when the value cannot be had, WORK_LIMITED when it takes too much */
  holds(values: Values): Promise<boolean>
}

/** A text with expressions in it. */
export interface Written extends Pick<Template, 'needs'> {
  /** @throws Refusal as `Asked.holds` */
  render(values: Values): Promise<string>
}

/** Compiles policies, and keeps the last `most` of them. A version never changes, so nothing kept grows stale. */
export function policyShelf(
  work: PolicyWork = atOnce,
  most = 1_000,
): (version: PolicyVersion, community: string) => ReadyPolicy {
  const kept = new Map<string, ReadyPolicy>()
  return (version, community) => {
    const run: Run = (job) => work.run(community, job, { patient: true })
    const key = `${version.id}@${version.version}`
    const ready = kept.get(key) ?? prepareOrRefuse(version, run)
    kept.delete(key)
    kept.set(key, ready)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return ready
  }
}

/** A stored document that is no longer a policy is refused, as one that fails on the action. */
function prepareOrRefuse(version: PolicyVersion, run: Run): ReadyPolicy {
  try {
    return prepare(version, run)
  } catch (error) {
    if (error instanceof ExpressionInvalid) throw new Refusal('POLICY_INVALID', error.message)
    throw error
  }
}

/** Compiles the parts. @throws Refusal POLICY_INVALID; ExpressionInvalid */
export function prepare({ id, name, version, document: stored }: PolicyVersion, run: Run): ReadyPolicy {
  const document = parsePolicy(stored)
  const { rule, vote } = document.decide
  const ready = {
    when: document.when === undefined ? null : compile(document.when, 'asked', 'bool'),
    rule: rule === undefined ? null : compile(rule, 'asked', 'bool'),
    title: vote === undefined ? null : compileTemplate(vote.title, 'asked'),
    body: vote?.body === undefined ? null : compileTemplate(vote.body, 'asked'),
  }
  return {
    id,
    name,
    version,
    document,
    concerns: (kind) => document.on.some((pattern) => matchesKind(pattern, kind)),
    when: ready.when && asked(ready.when, run),
    rule: ready.rule && asked(ready.rule, run),
    title: ready.title && written(ready.title, run),
    body: ready.body && written(ready.body, run),
    needsToDecide: needsOf([ready.rule, ready.title, ready.body].filter((part) => part !== null)),
    steps: stepsOf(document.then, run),
  }
}

function asked(expression: Expression, run: Run): Asked {
  const { source, needs, reads } = expression
  return { source, needs, reads, holds: (values) => holds(expression, values, run) }
}

function written(template: Template, run: Run): Written {
  return { needs: template.needs, render: async (values) => (await rendered([template], 'asked', values, run))[0]! }
}

function stepsOf(then: Then, run: Run): ReadyPolicy['steps'] {
  const all = Object.entries(then).map(
    ([key, steps]) =>
      [key, steps.map(({ perform, with: parameters, ...waits }) => step(perform, parameters, waits, run))] as const,
  )
  return new Map(all)
}

function step(
  kind: string,
  parameters: Record<string, unknown> | undefined,
  waits: ReadyStep['waits'],
  run: Run,
): ReadyStep {
  const templates = new Map(texts(parameters ?? {}, []).map(({ text }) => [text, compileTemplate(text, 'decided')]))
  const fill = (value: unknown, texts: ReadonlyMap<string, string>): unknown => {
    if (typeof value === 'string') return texts.get(value)!
    if (Array.isArray(value)) return value.map((entry) => fill(entry, texts))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, texts)]))
  }
  return {
    kind,
    needs: needsOf(templates.values()),
    waits,
    async parameters(values) {
      if (parameters === undefined) return null
      const filled = await rendered([...templates.values()], 'decided', values, run)
      const texts = new Map([...templates.keys()].map((text, index) => [text, filled[index]!]))
      return fill(parameters, texts) as Record<string, unknown>
    },
  }
}
