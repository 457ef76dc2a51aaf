// What compiles, and still cannot work: a part that has no value whatever happens, a time compared with text, a field that no
// action has, a role that nobody can hold. Only what is written now is examined so; what was applied before is left alone.

import type { ASTNode, ParseError } from '@marcbachmann/cel-js'
import { inTime, maybeBool, notBool, parse, reasonIn, type Stage, TookTooLong } from './cel.ts'
import { environments, matches, typedEnvironments } from './cel-environment.ts'
import { children, comprehensions } from './cel-inspect.ts'
import { invalid, named, sourceOf, typeOf } from './cel-invalid.ts'
import { pathOf } from './cel-path.ts'
import type { Fields } from './kinds.ts'
import { didYouMean } from './nearest.ts'
import { patternOf } from './pattern.ts'
import type { KnownRoles } from './roles.ts'

/** What is known of what an expression will see. */
export interface Sight {
  /** Of `action.data`; null where a platform without an adapter may say anything. */
  fields: Fields | null
  roles: KnownRoles | null
}

export interface Examined {
  problems: string[]
  /** Its value, where it is true or false whatever happens. */
  always: boolean | null
}

/** @param source of an expression that compiles */
export function examine(source: string, stage: Stage, wanted: 'bool' | 'any', { fields, roles }: Sight): Examined {
  const plain = parse(source, stage)
  const known = fields === null || looksAtAll(plain.ast) ? null : fields
  const program = known === null ? plain : parse(source, stage, typedEnvironments(known))
  const strange = fields === null ? [] : strangeFields(program.ast, fields)
  const { error, type } = program.check() as { error?: ParseError; type?: string }
  const problems = [...strange]
  // Numbers mix in `x ? amount : 0`, which the library's check does not know.
  const mistyped = error !== undefined && strange.length === 0 && error.code !== 'incompatible_ternary_branches'
  if (mistyped) problems.push(invalid(source, error, stage).message)
  else problems.push(...timesIn(program.ast))
  if (wanted === 'bool' && !maybeBool(type ?? 'dyn')) problems.push(notBool(type))
  problems.push(...namesIn(program.ast, known, roles))
  const work = () => constantsOf(program.ast, stage)
  try {
    const constants = calculates(program.ast) ? inTime(work) : work()
    problems.push(...constants.problems)
    return { problems, always: constants.always(program.ast) }
  } catch (error) {
    if (!(error instanceof TookTooLong)) throw error
    return { problems: [...problems, `Its constant parts cannot be evaluated: ${error.message}.`], always: null }
  }
}

const say = (node: ASTNode, problem: string) => `At character ${node.pos + 1}: ${problem}`

// Fields of action.data

/** The field that is looked at, and of what: `action.data.x`, `action.data["x"]`. */
function fieldOf(node: ASTNode): string | null {
  if (node.op !== '.' && node.op !== '[]') return null
  const [of, key] = node.args
  if (pathOf(of) !== 'action.data') return null
  if (typeof key === 'string') return key
  return key.op === 'value' && typeof key.args === 'string' ? key.args : null
}

/** Whether `action.data` is used as a whole, as by `"x" in action.data`. */
function looksAtAll(node: ASTNode): boolean {
  if (pathOf(node) === 'action.data') return true
  return fieldOf(node) === null && children(node).some(looksAtAll)
}

function strangeFields(root: ASTNode, fields: Fields): string[] {
  const names = Object.keys(fields)
  const found = new Map<string, string>()
  const walk = (node: ASTNode): void => {
    const field = fieldOf(node)
    if (field === null) children(node).forEach(walk)
    if (field === null || Object.hasOwn(fields, field) || found.has(field)) return
    const longer = names.find((name) => name.toLowerCase().startsWith(field.toLowerCase()))
    const meant = longer === undefined ? ` It has ${names.join(', ')}.` : ` Did you mean "${longer}"?`
    found.set(field, say(node, `No such field in action.data: ${field}.${didYouMean(field, names) || meant}`))
  }
  walk(root)
  return [...found.values()]
}

/** The fields of `action.data` that an expression looks at; `compared`: only those on a side of a comparison. */
export function fieldsOf(source: string, which: 'all' | 'compared'): Set<string> {
  const found = new Set<string>()
  const walk = (node: ASTNode, counts: boolean): void => {
    const field = fieldOf(node)
    if (field !== null && counts) found.add(field)
    for (const child of children(node)) walk(child, counts || compares.has(node.op))
  }
  walk(parse(source, 'asked').ast, which === 'all')
  return found
}

const compares = new Set<string>(['==', '!=', '<', '<=', '>', '>=', 'in'])

// Times

/** JSON has no times: what comes from `action.data` is never one. */
function timesIn(node: ASTNode): string[] {
  const found = children(node).flatMap(timesIn)
  if (!compares.has(node.op)) return found
  const sides = node.args as [ASTNode, ASTNode]
  for (const [side, other] of node.op === 'in' ? [sides] : [sides, sides.toReversed()]) {
    const type = named(typeOf(other!) ?? '').replace(/^list<(.*)>$/, '$1')
    if ((type !== 'timestamp' && type !== 'duration') || typeOf(side!) !== 'dyn' || !isAccess(side!)) continue
    const written = sourceOf(side!)
    found.push(
      say(side!, `${written} is data, which has no times, and never equal to a ${type}: write ${type}(${written}).`),
    )
  }
  return found
}

function isAccess(node: ASTNode): boolean {
  return node.op === 'id' || ((node.op === '.' || node.op === '[]') && isAccess(node.args[0]))
}

// Names

/** What is wrong with a text that something is compared with; null where nothing is. */
type Judge = (text: string) => string | null

/** Texts that are compared with the name of a role, or with a word, and are none: the comparison says no, whatever happens. */
function namesIn(root: ASTNode, fields: Fields | null, roles: KnownRoles | null): string[] {
  const found = new Set<string>()
  const role: Judge | null = roles && ((text) => roles.problemOf(text, 'exactly'))
  /** `over`: what the variables of loops go over. */
  const walk = (node: ASTNode, over: ReadonlyMap<string, ASTNode>): void => {
    const judgeOf = (side: ASTNode): Judge | null => {
      const field = fieldOf(side)
      if (field !== null) return fields?.[field]?.startsWith('role') === true ? role : null
      if (side.op === 'id') return over.has(side.args) ? judgeOfEach(over.get(side.args)!) : null
      return pathOf(side) === 'cred.status' ? credStatus : null
    }
    const judgeOfEach = (side: ASTNode) => (pathOf(side) === 'initiator.roles' ? role : null)
    const textsOf = (side: ASTNode): ASTNode[] => {
      if (side.op === 'value') return typeof side.args === 'string' ? [side] : []
      if (side.op === 'list') return side.args.flatMap(textsOf)
      return side.op === 'id' && over.get(side.args)?.op === 'list' ? textsOf(over.get(side.args)!) : []
    }
    const compare = (texts: ASTNode[], judge: Judge | null) => {
      for (const text of texts) {
        const problem = judge?.(String(text.args)) ?? null
        if (problem !== null) found.add(say(text, problem))
      }
    }
    if (node.op === '==' || node.op === '!=') {
      const [left, right] = node.args
      compare(textsOf(right), judgeOf(left) ?? judgeOfEach(left))
      compare(textsOf(left), judgeOf(right) ?? judgeOfEach(right))
    } else if (node.op === 'in') {
      const [left, right] = node.args
      compare(textsOf(left), judgeOfEach(right))
      compare(textsOf(right), judgeOf(left))
    }
    const loop = loopOf(node)
    const inner = loop === null ? over : new Map([...over, [loop.name, loop.over]])
    for (const child of children(node)) walk(child, child === loop?.over ? over : inner)
  }
  walk(root, new Map())
  return [...found]
}

const credStatuses = ['FOUND', 'NOT_FOUND', 'AMBIGUOUS', 'SHARED', 'UNAVAILABLE']

function credStatus(text: string): string | null {
  if (credStatuses.includes(text)) return null
  return `cred.status is one of ${credStatuses.join(', ')}; got "${text}".${didYouMean(text, credStatuses)}`
}

/** Of `list.exists(x, …)` the variable, and what it goes over. */
function loopOf(node: ASTNode): { name: string; over: ASTNode } | null {
  if (node.op !== 'rcall') return null
  const [name, over, [variable, ...rest]] = node.args
  return comprehensions.has(name) && rest.length > 0 && variable?.op === 'id' ? { name: variable.args, over } : null
}

// Constants

const evaluated = new Set<string>(['call', 'rcall', '[]', '-_', '!_', '+', '-', '*', '/', '%', ...compares])

function calculates(node: ASTNode): boolean {
  return evaluated.has(node.op) || children(node).some(calculates)
}

/** Evaluates every part that is written out: what fails now fails whatever happens. */
function constantsOf(root: ASTNode, stage: Stage) {
  const problems: string[] = []
  const broken = new Set<ASTNode>()
  const fail = (node: ASTNode, problem: string) => {
    problems.push(say(node, problem))
    broken.add(node)
  }
  const evaluate = (node: ASTNode): unknown => environments[stage].evaluate(sourceOf(node), {})
  const walk = (node: ASTNode): void => {
    for (const child of children(node)) {
      walk(child)
      if (broken.has(child)) broken.add(node)
    }
    if (broken.has(node)) return
    const problem = misuseIn(node, (part) => (isConstant(part) ? tried(() => evaluate(part)) : undefined))
    if (problem !== null) fail(node, problem)
    else if (evaluated.has(node.op) && isConstant(node)) {
      try {
        evaluate(node)
      } catch (error) {
        fail(node, `${named(sourceOf(node))} has no value: ${reasonIn(error)}.`)
      }
    }
  }
  walk(root)
  const always = (node: ASTNode): boolean | null => {
    if (broken.has(node)) return null
    if (isConstant(node)) {
      const value = tried(() => evaluate(node))
      return typeof value === 'boolean' ? value : null
    }
    if (node.op === '!_') return not(always(node.args))
    if (node.op !== '&&' && node.op !== '||') return null
    const [left, right] = node.args.map(always)
    const decisive = node.op === '||'
    if (left === decisive || right === decisive) return decisive
    return left === null || right === null ? null : !decisive
  }
  return { problems, always }
}

const not = (value: boolean | null) => (value === null ? null : !value)

function tried(work: () => unknown): unknown {
  try {
    return work()
  } catch {
    return undefined // it is told where it stands
  }
}

/** Whether nothing is looked at but what is written out. */
function isConstant(node: ASTNode, bound: readonly string[] = []): boolean {
  if (node.op === 'id') return bound.includes(node.args)
  const loop = loopOf(node)
  if (loop === null) return children(node).every((child) => isConstant(child, bound))
  const inner = [...bound, loop.name]
  return children(node).every((child) => isConstant(child, child === loop.over ? bound : inner))
}

/** Calls that fail whatever the rest of them is; and written times and durations that are none by the letter. */
function misuseIn(node: ASTNode, constant: (part: ASTNode) => unknown): string | null {
  if (node.op === '/' || node.op === '%') {
    const by = constant(node.args[1])
    return by === 0 || by === 0n ? `${sourceOf(node)} divides by zero.` : null
  }
  if (node.op === '[]') {
    const index = constant(node.args[1])
    return typeof index === 'bigint' && index < 0n ? 'The places of a list are counted from 0.' : null
  }
  if (node.op !== 'call' && node.op !== 'rcall') return null
  const name = node.args[0]
  const args = (node.op === 'call' ? node.args[1] : node.args[2]) as readonly ASTNode[]
  const value = args[0] === undefined ? undefined : constant(args[0])
  if (node.op === 'call' && name === 'fixed') {
    const digits = args[1] === undefined ? undefined : constant(args[1])
    return typeof digits === 'bigint' && (digits < 0n || digits > 100n)
      ? `Wanted 0 to 100 digits; got ${digits}.`
      : null
  }
  if (typeof value !== 'string') return null
  if (node.op === 'call' && name === 'timestamp') return timestampProblem(value)
  if (node.op === 'call' && name === 'duration') return durationProblem(value)
  if (node.op === 'rcall' && name === matches) return patternProblem(value)
  return node.op === 'rcall' && /^get[A-Z]/.test(name) ? zoneProblem(value) : null
}

function timestampProblem(text: string): string | null {
  const parts = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/.exec(text)
  const day = parts && new Date(`${parts[1]}T00:00:00Z`)
  // JavaScript takes 30 February for 2 March.
  const isDay = day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(parts[1]!)
  if (isDay && !Number.isNaN(Date.parse(text))) return null
  const meant = /^\d{4}-\d{2}-\d{2}$/.test(text) ? ` Write timestamp("${text}T00:00:00Z").` : ''
  return `Wanted a time by RFC 3339 such as timestamp("2026-01-01T00:00:00Z"); got "${text}".${meant}`
}

function durationProblem(text: string): string | null {
  if (/^[+-]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.test(text)) return null
  const days = /^(\d{1,4})d$/.exec(text)?.[1]
  const meant = days === undefined ? '' : ` Write duration("${Number(days) * 24}h").`
  return `Wanted a duration in hours, minutes and seconds such as duration("1h30m"); got "${text}".${meant}`
}

function patternProblem(text: string): string | null {
  try {
    patternOf(text)
    return null
  } catch (error) {
    return `${(error as Error).message}.`
  }
}

function zoneProblem(zone: string): string | null {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return null
  } catch {
    return `Unknown time zone "${zone}".${didYouMean(zone, Intl.supportedValuesOf('timeZone'))}`
  }
}
