// What a choice on a ballot means. Nothing is for or against because of the place it stands on or the votes it leads by:
// it says so itself, by `means` or by a word that everybody reads alike. What says nothing is an option.

export const meanings = ['FOR', 'AGAINST', 'ABSTAIN', 'OPTION'] as const
export type Meaning = (typeof meanings)[number]

/** A choice as somebody wrote it. */
export interface ChoiceSaid {
  key: string
  label: string
  means?: Meaning | null | undefined
}
export interface MeantChoice {
  key: string
  label: string
  means: Meaning
}

/** What is asked where nothing is said. */
export const defaultQuestion: readonly MeantChoice[] = [
  { key: 'approve', label: 'Approve', means: 'FOR' },
  { key: 'reject', label: 'Reject', means: 'AGAINST' },
  { key: 'abstain', label: 'Abstain', means: 'ABSTAIN' },
]

/** Keys that programs trip over. */
export const trapKeys: readonly string[] = ['__proto__', 'constructor', 'prototype']

const words: Record<Exclude<Meaning, 'OPTION'>, readonly string[]> = {
  FOR: [
    ...['approve', 'approved', 'yes', 'y', 'for', 'in favour', 'in favor', 'favour', 'favor', 'aye', 'agree', 'accept'],
    ...['support', 'pro', 'consent', 'ok', 'okay', '+1', '👍'],
  ],
  AGAINST: [
    ...['reject', 'rejected', 'no', 'n', 'against', 'nay', 'disagree', 'oppose', 'object', 'decline', 'deny', 'block'],
    ...['veto', 'contra', '-1', '👎'],
  ],
  ABSTAIN: ['abstain', 'abstention', 'neutral', 'blank', 'no opinion'],
}
const understood = new Map(
  Object.entries(words).flatMap(([means, all]) => all.map((word) => [word, means as Meaning] as const)),
)

/** What a key or a label means by itself, whatever its case; OPTION where it is no common word for an answer. */
export function meaningOfWord(text: string): Meaning {
  const word = text
    .normalize('NFKC')
    .replaceAll(/[\uFE0E\uFE0F\u{1F3FB}-\u{1F3FF}]/gu, '') // how an emoji is drawn
    .toLowerCase()
    .replaceAll(/(?<=\p{L})[\s_-]+(?=\p{L})/gu, ' ')
    .trim()
    .replace(/(?<=\p{L})[.!]+$/u, '')
  return understood.get(word) ?? 'OPTION'
}

/** What is wrong with the choices of a ballot: `at` is the place of the choice, null where it is all of them together. */
export interface ChoiceProblem {
  at: number | null
  message: string
}

/** The choices with what each means. What cannot be told is a problem, and stands as an option. */
export function withMeanings(choices: readonly ChoiceSaid[]): { choices: MeantChoice[]; problems: ChoiceProblem[] } {
  const problems: ChoiceProblem[] = []
  const meant = choices.map(({ key, label, means }, at): MeantChoice => {
    const [byKey, byLabel] = [meaningOfWord(key), meaningOfWord(label)]
    const refuse = (message: string): MeantChoice => {
      problems.push({ at, message })
      return { key, label, means: means ?? 'OPTION' }
    }
    if (means) {
      const opposite = { FOR: 'AGAINST', AGAINST: 'FOR', ABSTAIN: null, OPTION: null }[means]
      if (byLabel !== opposite) return { key, label, means }
      return refuse(
        `Wanted a label that voters read as ${means}, as "means" says; got "${label}", which says ${byLabel}.`,
      )
    }
    if (byKey !== 'OPTION' && byLabel !== 'OPTION' && byKey !== byLabel)
      return refuse(
        `Wanted a key and a label that mean the same; got "${key}" (${byKey}) with "${label}" (${byLabel}). Say which: means.`,
      )
    return { key, label, means: byLabel === 'OPTION' ? byKey : byLabel }
  })
  return { choices: meant, problems }
}

/** The key that is for and the one that is against, where the ballot asks for nothing else; null where it offers options. */
export function questionOf(choices: readonly MeantChoice[]): { yes: string; no: string } | null {
  const [yes, ...more] = choices.filter(({ means }) => means === 'FOR')
  const [no, ...others] = choices.filter(({ means }) => means === 'AGAINST')
  const options = choices.some(({ means }) => means === 'OPTION')
  return yes && no && more.length + others.length === 0 && !options ? { yes: yes.key, no: no.key } : null
}

/**
 * Why the choices make neither a question (one FOR, one AGAINST, perhaps ABSTAIN) nor a ballot of options (two or more
 * OPTION, perhaps one AGAINST, "none of these", perhaps ABSTAIN); null where they do.
 */
export function kindProblem(choices: readonly MeantChoice[]): string | null {
  const of = (means: Meaning) => choices.filter((choice) => choice.means === means)
  const named = (means: Meaning) => of(means).map(({ key }) => `"${key}"`)
  const [yes, no, neither, options] = [of('FOR'), of('AGAINST'), of('ABSTAIN'), of('OPTION')].map(
    ({ length }) => length,
  )
  const once = (['FOR', 'AGAINST', 'ABSTAIN'] as const).find((means) => of(means).length > 1)
  if (once) return `Wanted at most one choice that means ${once}; got ${named(once).join(', ')}.`
  if (questionOf(choices)) return null
  const wanted = 'Wanted a question (one choice that means FOR, one that means AGAINST) or at least two options'
  if (yes! > 0 && options! > 0)
    return `${wanted}, not both; got ${named('FOR')} (FOR) beside ${named('OPTION').join(', ')} (OPTION). Say what each means.`
  if (yes! > 0) return `${wanted}; got ${named('FOR')} (FOR) and nothing that means AGAINST. Say which: means.`
  if (options! < 2)
    return `${wanted}; got ${options} ${options === 1 ? 'option' : 'options'}${no! + neither! > 0 ? ` besides ${[...named('AGAINST'), ...named('ABSTAIN')].join(' and ')}` : ''}.`
  return null
}
