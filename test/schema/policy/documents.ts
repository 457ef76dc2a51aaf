// Policy documents that the tests change, and what is wrong with one.

import assert from 'node:assert/strict'
import { Refusal } from '../../../schema/errors.ts'
import { acceptPolicy, type PolicyProblem, parsePolicy } from '../../../schema/policy/index.ts'

export const capabilities = [
  {
    platform: 'opencollective',
    hears: [
      'opencollective.expense.created',
      'opencollective.expense.updated',
      'opencollective.expense.invite.declined',
    ],
    performs: ['opencollective.expense.approve', 'opencollective.expense.reject', 'opencollective.expense.comment'],
  },
  {
    platform: 'communities',
    hears: ['communities.role.requested'],
    performs: ['communities.role.grant', 'communities.role.refuse'],
  },
]

export const invoices = `
name: invoices
on: opencollective.expense.created
when: action.data.amountInCents <= 500000
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}"?'
    electorate: { role: steward, minCred: 10, credWeeks: 12, weight: EQUAL }
    closesIn: P3D
    passes: { quorum: 0.2, threshold: 0.5, minVotes: 2, closeEarly: true }
    venues: [opencollective.expense.comment]
enforcement: ENFORCING
then:
  approved: [{ perform: opencollective.expense.approve }]
  rejected: [{ perform: opencollective.expense.reject, with: { message: '{{ decision.reason }}' } }]
`
export const stewards = {
  name: 'stewards',
  on: 'communities.role.requested',
  when: 'action.data.role == "steward"',
  decide: { rule: 'cred.status == "FOUND" && cred.total > 25.0' },
  // biome-ignore lint/suspicious/noThenProperty: a key of the document.
  then: { approved: [{ perform: 'communities.role.grant' }], rejected: [{ perform: 'communities.role.refuse' }] },
}

/** A document in which one place was changed; undefined removes it. */
export function changed(base: object, place: string, value: unknown): any {
  const copy = JSON.parse(JSON.stringify(base))
  const path = place.split('.')
  const last = path.pop()!
  let at: any = copy
  for (const key of path) at = at[key] ??= {}
  if (value === undefined) delete at[last]
  else at[last] = value
  return copy
}

export function problems(input: unknown): PolicyProblem[] {
  try {
    acceptPolicy(input, capabilities)
    return []
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error))
    assert.equal(error.code, 'POLICY_INVALID')
    return error.details?.problems as PolicyProblem[]
  }
}

export const vote = parsePolicy(invoices) as object
export const consent = { title: 'Pay?', method: 'CONSENT', closesIn: 'P3D' }
export const said = (...keys: string[]) => keys.map((key) => ({ key, label: key }))
export const options = [
  { key: 'library', label: 'A tool library' },
  { key: 'pond', label: 'A pond' },
]
export const deed = [{ perform: 'opencollective.expense.comment' }]
