// The variables and functions of an expression. JSON numbers are CEL doubles; so that a writer need not think about it,
// whole numbers and doubles mix in arithmetic and comparison here: `cred.total > 25` and `action.data.amountInCents / 100`
// mean what they say.

import { Environment, EvaluationError } from '@marcbachmann/cel-js'
import type { Fields } from './kinds.ts'
import { patternOf } from './pattern.ts'
import type { Values } from './values.ts'

/** `asked`: when and rule, title and body. `decided`: what follows, where decision and tally are known too. */
export type Stage = 'asked' | 'decided'

/** What a rule sees of somebody's cred. */
export class Cred {
  readonly status: string
  readonly total: number
  readonly rank: number
  readonly share: number
  readonly weeks: ReadonlyMap<number, number>
  constructor(value: NonNullable<Values['cred']>) {
    this.status = value.status
    this.total = value.total
    // Without a rank, the last of all: `cred.rank <= 10` must not hold for someone who has none.
    this.rank = value.rank ?? Number.POSITIVE_INFINITY
    this.share = value.share
    this.weeks = new Map(Object.entries(value.lastWeeks).map(([n, cred]) => [Number(n), cred]))
  }
}

/** The fields of each variable, for suggestions. */
export const fields = {
  action: ['id', 'kind', 'platform', 'subject', 'data', 'occurredAt', 'initiatorName', 'asksPermission'],
  'action.subject': ['type', 'id', 'title', 'url'],
  community: ['id', 'slug', 'name'],
  initiator: ['known', 'id', 'name', 'roles', 'accounts'],
  cred: ['status', 'total', 'rank', 'share', 'lastWeeks'],
  decision: ['id', 'outcome', 'choice', 'choiceLabel', 'madeBy', 'reason'],
  tally: ['voters', 'turnout', 'quorumReached', 'votes', 'weights', 'for', 'against', 'abstain'],
}

export type Environments = Readonly<Record<Stage, Environment>>

/** The name under which `matches` stands here: the library's own is JavaScript's, and cannot be replaced. */
export const matches = 'matchesRe2'

const celTypes = {
  text: 'string',
  role: 'string',
  number: 'double',
  bool: 'bool',
  list: 'list',
  object: 'map',
} as const

function build(data: string | Record<string, string>): Environments {
  const asked = new Environment({
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 500, maxDepth: 40, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 },
  })
    .registerVariable({
      name: 'action',
      schema: {
        id: 'string',
        kind: 'string',
        platform: 'string',
        subject: { type: 'string', id: 'string', title: 'string', url: 'string' },
        data,
        occurredAt: time,
        initiatorName: 'string',
        asksPermission: 'bool',
      },
    })
    .registerVariable({ name: 'community', schema: { id: 'string', slug: 'string', name: 'string' } })
    .registerVariable({
      name: 'initiator',
      schema: {
        known: 'bool',
        id: 'string',
        name: 'string',
        roles: 'list<string>',
        accounts: 'list<map<string, string>>',
      },
    })
    .registerType('Cred', {
      ctor: Cred,
      fields: { status: 'string', total: 'double', rank: 'double', share: 'double' },
    })
    .registerVariable('cred', 'Cred')
    .registerFunction('Cred.lastWeeks(int): double', (cred: Cred, weeks: bigint) => cred.weeks.get(Number(weeks)))
    .registerFunction('fixed(double, int): string', (value: number, digits: bigint) => value.toFixed(Number(digits)))
    .registerFunction(`string.${matches}(string): bool`, matching)
  mixNumbers(asked)
  refuseStrangers(asked)
  if (data !== 'dyn') allowNull(asked)

  const decided = asked
    .clone()
    .registerVariable({
      name: 'decision',
      schema: {
        id: 'string',
        outcome: 'string',
        choice: 'string',
        choiceLabel: 'string',
        madeBy: 'string',
        reason: 'string',
      },
    })
    .registerVariable({
      name: 'tally',
      schema: {
        voters: 'double',
        turnout: 'double',
        quorumReached: 'bool',
        votes: 'map<string, double>',
        weights: 'map<string, double>',
        for: 'double',
        against: 'double',
        abstain: 'double',
      },
    })
  return { asked, decided }
}

const time = 'google.protobuf.Timestamp'
const span = 'google.protobuf.Duration'

export const environments = build('dyn')

const typed = new Map<string, Environments>()

/** In which the fields of `action.data` are known with their types: to check expressions, not to evaluate them. */
export function typedEnvironments(fields: Fields): Environments {
  const key = JSON.stringify(fields)
  let known = typed.get(key)
  if (known === undefined) {
    const schema = Object.entries(fields).map(([name, type]) => [name, celTypes[type.replace('?', '') as 'text']])
    known = build(Object.fromEntries(schema))
    typed.set(key, known)
  }
  return known
}

function matching(text: string, pattern: string): boolean {
  try {
    return patternOf(pattern).test(text)
  } catch (error) {
    throw new EvaluationError({ code: 'invalid_regular_expression', message: (error as Error).message })
  }
}

/**
 * Values of different types are never equal; of data whose types are not known before, the library says so silently. A text that
 * was meant for a number or a time must not decide anything: such a comparison has no value. Null may be asked for anywhere.
 */
function refuseStrangers(environment: Environment): void {
  const names: Record<string, string> = { string: 'text', bool: 'true or false', double: 'a number', int: 'a number' }
  Object.assign(names, { [time]: 'a time', [span]: 'a duration', list: 'a list', map: 'an object' })
  const types = Object.keys(names)
  for (const [index, one] of types.entries())
    for (const other of types.slice(index + 1)) {
      if (names[one] === names[other]) continue
      environment.registerOperator(`dyn<${one}> == ${other}: bool`, () => {
        const message = `${names[one]} was compared with ${names[other]}: they are never equal`
        throw new EvaluationError({ code: 'invalid_comparison_type', message })
      })
    }
}

/** A field of a known type may still be null. */
function allowNull(environment: Environment): void {
  for (const type of ['string', 'double', 'bool', 'list', 'map'])
    environment.registerOperator(`${type} == null: bool`, () => false)
  environment.registerOperator('double in list<int>: bool', () => false) // numbers mix, as below
  environment.registerOperator('uint == double: bool', () => false)
}

function mixNumbers(environment: Environment): void {
  const operations: Record<string, (a: number, b: number) => number> = {
    '+': (a, b) => a + b,
    '-': (a, b) => a - b,
    '*': (a, b) => a * b,
    '/': (a, b) => a / b,
    '%': (a, b) => a % b,
  }
  for (const [sign, operation] of Object.entries(operations)) {
    const mixed = (a: number | bigint, b: number | bigint): number => {
      if ((sign === '/' || sign === '%') && Number(b) === 0)
        throw new EvaluationError({ code: 'division_by_zero', message: 'division by zero' })
      return operation(Number(a), Number(b))
    }
    environment.registerOperator(`int ${sign} double: double`, mixed)
    environment.registerOperator(`double ${sign} int: double`, mixed)
    if (sign === '%') environment.registerOperator('double % double: double', mixed)
  }
  // biome-ignore lint/suspicious/noDoubleEquals: a whole number and a double of the same value are equal.
  environment.registerOperator('int == double: bool', (a: bigint, b: number) => a == (b as unknown as bigint))
  environment.registerFunction('fixed(int, int): string', (value: bigint, digits: bigint) =>
    Number(value).toFixed(Number(digits)),
  )
}
