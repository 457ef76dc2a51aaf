// Ballots and ways to vote, for the tests of counting.

import {
  type Ballot,
  defaultChoices,
  defaultPassRule,
  type Method,
  type PassRule,
} from '../../../subgraphs/proposals/domain/ballot.ts'
import { emptyTotals, type Totals, withVote } from '../../../subgraphs/proposals/domain/totals.ts'

export const colours = ['red', 'green', 'blue'].map((key) => ({ key, label: key }))
export const withAbstain = [...colours, { key: 'abstain', label: 'Abstain' }]

export function ballot(given: Partial<Omit<Ballot, 'passes'>> & { passes?: Partial<PassRule> } = {}): Ballot {
  return {
    method: given.method ?? 'SINGLE_CHOICE',
    choices: given.choices ?? defaultChoices,
    passes: { ...defaultPassRule, ...given.passes },
    size: given.size ?? 10,
    weight: given.weight ?? given.size ?? 10,
  }
}

/** The totals after these votes, each of weight 1 unless said. */
export function totals(
  of: Ballot,
  votes: readonly (string | string[] | { marked: string[]; weight: number })[],
): Totals {
  return votes.reduce<Totals>((sum, vote) => {
    const { marked, weight } =
      typeof vote === 'object' && 'marked' in vote ? vote : { marked: [vote].flat(), weight: 1 }
    return withVote(sum, of, marked, weight)
  }, emptyTotals(of))
}

/** Every vote that the method allows. */
export function everyVote(method: Method, keys: readonly string[], neither = 'abstain'): string[][] {
  const real = keys.filter((key) => key !== neither)
  const abstain = keys.includes(neither) ? [[neither]] : []
  if (method === 'APPROVAL') return [...subsets(real).filter((set) => set.length > 0), ...abstain]
  if (method === 'RANKED') return [...orders(real).filter((order) => order.length > 0), ...abstain]
  return keys.map((key) => [key])
}

function subsets(keys: readonly string[]): string[][] {
  const [first, ...rest] = keys
  if (first === undefined) return [[]]
  return subsets(rest).flatMap((set) => [set, [first, ...set]])
}

function orders(keys: readonly string[]): string[][] {
  return [[], ...keys.flatMap((first) => orders(keys.filter((key) => key !== first)).map((rest) => [first, ...rest]))]
}
