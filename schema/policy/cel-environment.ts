// The variables and functions of an expression. JSON numbers are CEL doubles; so that a writer need not think about it,
// whole numbers and doubles mix in arithmetic and comparison here: `cred.total > 25` and `action.data.amountInCents / 100`
// mean what they say.

import { Environment, EvaluationError } from '@marcbachmann/cel-js'
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
      data: 'dyn',
      occurredAt: 'google.protobuf.Timestamp',
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
  .registerType('Cred', { ctor: Cred, fields: { status: 'string', total: 'double', rank: 'double', share: 'double' } })
  .registerVariable('cred', 'Cred')
  .registerFunction('Cred.lastWeeks(int): double', (cred: Cred, weeks: bigint) => cred.weeks.get(Number(weeks)))
  .registerFunction('fixed(double, int): string', (value: number, digits: bigint) => value.toFixed(Number(digits)))
mixNumbers(asked)

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

export const environments: Readonly<Record<Stage, Environment>> = { asked, decided }

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
