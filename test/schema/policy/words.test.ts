import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { describePolicy, parsePolicy } from '../../../schema/policy/index.ts'
import { changed, consent, deed, invoices, options, said, stewards, vote } from './documents.ts'

describe('policy documents in words', () => {
  it('A policy document is told in words', () => {
    assert.equal(
      describePolicy(parsePolicy(invoices)),
      'When an expense of up to 5,000 is submitted, holders of the role steward with at least 10 cred of the last 12 weeks, without whoever submitted it or is paid, vote for 3 days. ' +
        'It passes if more than 50 % of the weight is for it, and at least 20 % of them vote, and at least 2 vote. It closes early once the missing votes cannot change the outcome. ' +
        'If approved: the expense is approved. If rejected: the expense is rejected.',
    )
  })

  it('A policy document tells in words of steps that wait', () => {
    const told = (waits: object) =>
      describePolicy(
        parsePolicy(changed(stewards, 'then', { approved: [{ perform: 'communities.role.grant', ...waits }] })),
      )
    assert.match(
      told({ holds: 'P2D' }),
      /If approved: the role is granted after 2 days in which an administrator may stay it\.$/,
    )
    assert.match(
      told({ holds: 'PT1H', guardian: 'council', needs: 2, by: 'treasurer' }),
      /the role is granted once 2 holders of the role treasurer have confirmed it within 30 days, and after 1 hour in which holders of the role council may stay it\.$/,
    )
  })

  it('A policy document tells in words its choices and what follows from each', () => {
    const told = (place: string, value: unknown, then: object) =>
      describePolicy(parsePolicy(changed(changed(vote, place, value), 'then', then)))
    const ballot = { title: 'What?', closesIn: 'P2W', passes: { closeEarly: { after: 'P1D' } } }
    const none = { key: 'no', label: 'None of\nthese' }
    assert.match(
      told('decide.vote', { ...ballot, method: 'RANKED', choices: [...options, none] }, { pond: deed, noWinner: deed }),
      /The choices: "A tool library", "A pond", "None of these" \(none of these\)\. An option is chosen if more than 50 % of the weight is for it in the round that decides\. It closes early once the missing votes cannot change the outcome, but not in the first 1 day\. If "A pond" is chosen: a comment is made on the expense\. If nothing is chosen: a comment is made on the expense\.$/,
    )
    assert.match(
      told('decide.vote.choices', said('yes', 'no'), {}),
      /The choices: "yes" \(for\), "no" \(against\)\. It passes if more than/,
    )
    assert.match(
      told('decide.vote', { ...consent, passes: { minVotes: 0, objections: { atLeast: 2 } } }, {}),
      /It passes if fewer than 2 object, even if nobody votes\./,
    )
  })

  it('A policy document tells its text as written where there are no words for it', () => {
    const told = (on: unknown, when: string | undefined, rule: string) =>
      describePolicy(parsePolicy({ name: 'p', on, ...(when === undefined ? {} : { when }), decide: { rule } }))
    assert.equal(
      told(
        'communities.role.requested',
        "action.data.role == 'steward'",
        'cred.status == "FOUND" && cred.total > 25.0',
      ),
      'When someone asks for the role steward, it is approved if who did it has more than 25 cred, else rejected.',
    )
    assert.equal(
      told('communities.role.requested', 'action.data.role == "a" || true', 'cred.total > 25 || true'),
      'When someone asks for a role and `action.data.role == "a" || true`, it is approved if `cred.total > 25 || true`, else rejected.',
    )
    assert.equal(
      told(['opencollective.expense.created', 'wiki.page.*'], 'action.data.amountInCents < 1250', 'true'),
      'When an expense is submitted or `wiki.page.*` happens and `action.data.amountInCents < 1250`, it is approved if `true`, else rejected.',
    )
  })
})
