// A policy version made ready: compiled once, kept while it is in use.

import { Refusal } from '../errors.ts'
import { compile, type Expression, ExpressionInvalid, type Needs, needsOf } from './cel.ts'
import { texts } from './check.ts'
import { type PolicyDocument, parsePolicy, type Step, type Then } from './document.ts'
import { matchesKind } from './kinds.ts'
import { compileTemplate, type Template } from './template.ts'
import type { Values } from './values.ts'

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
  when: Expression | null
  rule: Expression | null
  title: Template | null
  body: Template | null
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
  parameters(values: Values): Record<string, unknown> | null
}

/** Compiles policies, and keeps the last `most` of them. A version never changes, so nothing kept grows stale. */
export function policyShelf(most = 1_000): (version: PolicyVersion) => ReadyPolicy {
  const kept = new Map<string, ReadyPolicy>()
  return (version) => {
    const key = `${version.id}@${version.version}`
    const ready = kept.get(key) ?? prepareOrRefuse(version)
    kept.delete(key)
    kept.set(key, ready)
    if (kept.size > most) kept.delete(kept.keys().next().value!)
    return ready
  }
}

/** A stored document that is no longer a policy is refused, as one that fails on the action. */
function prepareOrRefuse(version: PolicyVersion): ReadyPolicy {
  try {
    return prepare(version)
  } catch (error) {
    if (error instanceof ExpressionInvalid) throw new Refusal('POLICY_INVALID', error.message)
    throw error
  }
}

/** Compiles the parts. @throws Refusal POLICY_INVALID; ExpressionInvalid */
export function prepare({ id, name, version, document: stored }: PolicyVersion): ReadyPolicy {
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
    ...ready,
    needsToDecide: needsOf([ready.rule, ready.title, ready.body].filter((part) => part !== null)),
    steps: stepsOf(document.then),
  }
}

function stepsOf(then: Then): ReadyPolicy['steps'] {
  const all = Object.entries(then).map(
    ([key, steps]) =>
      [key, steps.map(({ perform, with: parameters, ...waits }) => step(perform, parameters, waits))] as const,
  )
  return new Map(all)
}

function step(kind: string, parameters: Record<string, unknown> | undefined, waits: ReadyStep['waits']): ReadyStep {
  const templates = new Map(texts(parameters ?? {}, []).map(({ text }) => [text, compileTemplate(text, 'decided')]))
  const render = (value: unknown, values: Values): unknown => {
    if (typeof value === 'string') return templates.get(value)!.render(values)
    if (Array.isArray(value)) return value.map((entry) => render(entry, values))
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, render(inner, values)]))
  }
  return {
    kind,
    needs: needsOf(templates.values()),
    waits,
    parameters: (values) => (parameters === undefined ? null : (render(parameters, values) as Record<string, unknown>)),
  }
}
