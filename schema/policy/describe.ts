// A policy in words, for people who vote under it and never read YAML.

import { questionOf } from '../choices.ts'
import { choicesOf } from './check.ts'
import { durationSeconds, type PolicyDocument, type Step, type VoteDocument } from './form.ts'
import { cut } from './text.ts'
import { deedInWords, happeningInWords, ruleInWords } from './words.ts'

/** "When an expense of up to 5,000 is submitted, holders of the role steward vote for 3 days. It passes if …" */
export function describePolicy(document: PolicyDocument): string {
  const { rule, vote } = document.decide
  const how = vote === undefined ? `it is approved if ${ruleInWords(rule!)}, else rejected` : ballot(vote)
  const sentences = [`When ${happeningInWords(document.on, document.when)}, ${how}.`]
  if (vote !== undefined) sentences.push(...(vote.choices === undefined ? [] : [choices(vote)]), passing(vote))
  const doing =
    document.enforcement === 'ENFORCING' ? '' : ' (advice only: people are told, and what they do is recorded)'
  const all = vote === undefined ? [] : choicesOf(vote)
  const options = all.filter(({ means }) => means === 'OPTION')
  const none = all.some(({ means }) => means === 'AGAINST')
  const ends: readonly (readonly [string, string])[] = [
    ...(options.length === 0 ? ([['approved', 'If approved']] as const) : []),
    ...(options.length === 0 || none ? ([['rejected', 'If rejected']] as const) : []),
    ...options.map(({ key, label }): [string, string] => [key, `If "${short(label)}" is chosen`]),
    ['noWinner', 'If nothing is chosen'],
    ['noQuorum', 'If too few vote'],
  ]
  for (const [key, start] of ends) {
    const steps = Object.hasOwn(document.then, key) ? document.then[key]! : []
    if (steps.length > 0) sentences.push(`${start}: ${steps.map(deed).join(', then ')}${doing}.`)
  }
  return sentences.join(' ')
}

/** "the expense is approved after 2 days in which holders of the role council may stay it" */
function deed({ perform, holds, guardian, needs, by, within }: Step): string {
  const who = guardian === undefined ? 'an administrator' : `holders of the role ${guardian}`
  const held = holds === undefined ? '' : ` after ${duration(holds)} in which ${who} may stay it`
  const people = needs === 1 ? `a holder of the role ${by} has` : `${needs} holders of the role ${by} have`
  const confirmed = needs === undefined ? '' : ` once ${people} confirmed it within ${duration(within ?? 'P30D')}`
  return `${deedInWords(perform)}${confirmed}${held === '' || confirmed === '' ? held : `, and${held}`}`
}

function ballot(vote: VoteDocument): string {
  const { role, members, minCred, credWeeks, weight, except } = vote.electorate
  const who =
    role !== undefined
      ? `holders of the role ${role}`
      : members !== undefined
        ? `${members.length} named members`
        : 'all members'
  const over = credWeeks === undefined ? '' : ` of the last ${credWeeks} weeks`
  const earned = minCred === undefined ? '' : ` with at least ${minCred} cred${over}`
  const out = [except?.initiator ? 'submitted it' : '', except?.payee ? 'is paid' : ''].filter((part) => part !== '')
  const without = out.length === 0 ? '' : `, without whoever ${out.join(' or ')},`
  const weighing = {
    EQUAL: '',
    CRED: `, weighed by cred${over}`,
    SQRT_CRED: `, weighed by the square root of cred${over}`,
  }[weight]
  const method = {
    SINGLE_CHOICE: '',
    APPROVAL: ' by approval of any number of choices',
    CONSENT: ' by consent',
    RANKED: ' by ranking the choices',
  }
  return `${who}${earned}${without} vote${method[vote.method]} for ${duration(vote.closesIn)}${weighing}`
}

/** `The choices: "A pond", "An oven", "Neither" (none of these).` */
function choices(vote: VoteDocument): string {
  const all = choicesOf(vote)
  const asked = questionOf(all) !== null
  const said = {
    FOR: ' (for)',
    AGAINST: asked ? ' (against)' : ' (none of these)',
    ABSTAIN: ' (counts for nobody)',
    OPTION: '',
  }
  return `The choices: ${all.map(({ label, means }) => `"${short(label)}"${said[means]}`).join(', ')}.`
}

const short = (label: string) => cut(label.replaceAll(/\s+/g, ' ').trim(), 60)

function passing(vote: VoteDocument): string {
  const { quorum = 0, threshold = 0.5, minVotes = 1, closeEarly = true, objections } = vote.passes
  const asked = questionOf(choicesOf(vote)) !== null
  const conditions: string[] = []
  if (vote.method === 'CONSENT') {
    const blocking = objections?.atLeast ?? 1
    const silent = minVotes === 0 && quorum === 0 ? ', even if nobody votes' : ''
    conditions.push(`${blocking === 1 ? 'nobody objects' : `fewer than ${blocking} object`}${silent}`)
  } else if (!asked) {
    const round = vote.method === 'RANKED' ? ' in the round that decides' : ''
    conditions.push(`more than ${percent(threshold)} of the weight is for it${round}`)
  } else if (vote.method === 'SINGLE_CHOICE') conditions.push(`more than ${percent(threshold)} of the weight is for it`)
  if (quorum > 0) conditions.push(`at least ${percent(quorum)} of them vote`)
  if (minVotes > 1) conditions.push(`at least ${minVotes} vote`)
  const least = typeof closeEarly === 'object' ? `, but not in the first ${duration(closeEarly.after)}` : ''
  const early = closeEarly ? ` It closes early once the missing votes cannot change the outcome${least}.` : ''
  const what = asked ? 'It passes' : 'An option is chosen'
  return `${what} if ${conditions.length === 0 ? 'anyone votes' : conditions.join(', and ')}.${early}`
}

function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))} %`
}

function duration(text: string): string {
  let left = durationSeconds(text) ?? 0
  const parts: string[] = []
  for (const [name, seconds] of [
    ['day', 86_400],
    ['hour', 3_600],
    ['minute', 60],
    ['second', 1],
  ] as const) {
    const count = Math.floor(left / seconds)
    left -= count * seconds
    if (count > 0) parts.push(`${count} ${name}${count === 1 ? '' : 's'}`)
  }
  return parts.join(' ')
}
