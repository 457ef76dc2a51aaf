// Kinds of actions and common conditions, as people say them. What is not known here is shown as it is written.

import { own } from '../own.ts'

const happenings: Record<string, string> = {
  'communities.role.requested': 'someone asks for a role',
  'opencollective.expense.created': 'an expense is submitted',
  'opencollective.expense.updated': 'an expense is changed',
  'opencollective.expense.approved': 'an expense is approved',
  'opencollective.expense.unapproved': 'the approval of an expense is taken back',
  'opencollective.expense.rejected': 'an expense is rejected',
  'opencollective.expense.paid': 'an expense is paid',
  'opencollective.expense.deleted': 'an expense is deleted',
}

const deeds: Record<string, string> = {
  'communities.role.grant': 'the role is granted',
  'communities.role.refuse': 'the role is refused',
  'opencollective.expense.approve': 'the expense is approved',
  'opencollective.expense.reject': 'the expense is rejected',
  'opencollective.expense.unapprove': 'the approval of the expense is taken back',
  'opencollective.expense.comment': 'a comment is made on the expense',
  'proposals.chain.publish': 'the head of the chain of decisions is published',
  'opencollective.conversation.create': 'a conversation is begun',
  'opencollective.conversation.comment': 'a comment is made in the conversation',
}

/** What makes a policy look: "an expense of up to 5,000 is submitted". */
export function happeningInWords(kinds: readonly string[], when: string | undefined): string {
  const what = oneOf(kinds.map((kind) => own(happenings, kind) ?? `\`${kind}\` happens`))
  if (when === undefined) return what
  const amount = /^\s*action\.data\.amountIn(?:Cents|CollectiveCurrency)\s*(<=|<|>=|>)\s*(\d+)(?:\.0+)?\s*$/.exec(when)
  if (amount && kinds.every((kind) => own(happenings, kind)?.startsWith('an expense is '))) {
    return what.replaceAll('an expense is ', `an expense of ${bound(amount[1]!)} ${money(Number(amount[2]))} is `)
  }
  const role = /^\s*action\.data\.role\s*==\s*(["'])([^"'\\]+)\1\s*$/.exec(when)
  if (role && what === 'someone asks for a role') return `someone asks for the role ${role[2]}`
  return `${what} and \`${when}\``
}

/** When a rule approves: "who did it has more than 25 cred". */
export function ruleInWords(rule: string): string {
  const cred =
    /^\s*(?:cred\.status\s*==\s*(?:"FOUND"|'FOUND')\s*&&\s*)?cred\.total\s*(>=|>)\s*(\d+(?:\.\d+)?)\s*$/.exec(rule)
  return cred ? `who did it has ${cred[1] === '>' ? 'more than' : 'at least'} ${Number(cred[2])} cred` : `\`${rule}\``
}

/** How a matter was settled, as a sentence: "It was approved by maren-holt." */
export function settledInWords(action: { kind: string; initiatorName: string | null; ends?: boolean }): string {
  if (action.ends) return 'It is not there any more: it was deleted, or moved away.'
  const verb = action.kind.split('.').at(-1)!
  const did = own(settlings, verb) ?? verb.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return `It was ${did} by ${action.initiatorName ?? 'somebody'}.`
}
const settlings: Record<string, string> = { spam: 'marked as spam', processing: 'sent to be paid' }

export function deedInWords(kind: string): string {
  return own(deeds, kind) ?? `\`${kind}\``
}

/**
 * What a rule is asked when this happens: "Role steward for Ada". What is not known here is told by the action's own words.
 * @param who the name of whom it is about, where it is known; called only where it is said
 */
export async function askedInWords(
  action: { kind: string; subject: { type: string; id: string; title?: string | null } },
  who: () => Promise<string | null | undefined>,
): Promise<string> {
  const { kind, subject } = action
  const what = subject.title ?? `${subject.type} ${subject.id}`
  if (kind === 'communities.role.requested') return `Role ${what} for ${(await who()) ?? 'someone unknown'}`
  if (kind === 'opencollective.expense.created') return `Expense "${what}"`
  const happened = kind.split('.').slice(1).join(' ').replaceAll('_', ' ')
  return `${happened.charAt(0).toUpperCase()}${happened.slice(1)}: ${what}`
}

function bound(sign: string): string {
  return { '<=': 'up to', '<': 'less than', '>=': 'at least', '>': 'more than' }[sign]!
}

/** Of cents, in the currency's unit: 5,000 or 12.50. */
function money(cents: number): string {
  const digits = cents % 100 === 0 ? 0 : 2
  return (cents / 100).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

function oneOf(texts: readonly string[]): string {
  return texts.length === 1 ? texts[0]! : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`
}
