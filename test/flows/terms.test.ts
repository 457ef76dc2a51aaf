// What is approved is what was shown: an expense that is changed, settled or deleted while people vote, and after.

import assert from 'node:assert/strict'
import { describe, it, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { apply, type Garden, garden, makeSteward } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'

const proposals = `subscription ($community: ID!, $after: Cursor) { proposals(community: $community, after: $after) {
  cursor kind proposal { id title status terms onChange electorate { size } venues { platform }
    replaces { id status } replacedBy { id } trigger { kind expense { legacyId } }
    decision { id outcome madeBy compliance reason actions { kind status result } } } } }`
const acts = `subscription ($community: ID!, $after: Cursor) { actions(community: $community, after: $after, direction: REQUESTED) {
  action { kind status result proposalId decisionId subject { id } } } }`
const cast =
  'mutation ($input: CastVoteInput!) { castVote(input: $input) { proposal { status } userErrors { code message } } }'

const invoices = ({ when = 'action.data.amountInCollectiveCurrency <= 500000', more = '', name = 'invoices' } = {}) => `
name: ${name}
on: opencollective.expense.created
when: ${when}
decide:
  vote:
    title: 'Pay "{{ action.subject.title }}" ({{ fixed(action.data.amountInCents / 100, 2) }} {{ action.data.currency }})?'
    electorate: { role: steward }
    closesIn: P3D
    passes: { minVotes: 1 }
    venues: [opencollective.expense.comment]
    ${more}
then:
  approved: [{ perform: opencollective.expense.approve }]
  rejected: [{ perform: opencollective.expense.reject }]
`

async function ready(t: TestContext, document = invoices(), options: Parameters<typeof garden>[1] = {}) {
  const all = await garden(t, {
    people: ['maren-holt', 'tobias-okafor', 'ines-carvalho', 'kofi-mensah', 'lin-yue'],
    ...options,
  })
  await makeSteward(all, 'tobias-okafor', 'ines-carvalho', 'kofi-mensah')
  await apply(all, document)
  const watched = all.watch(proposals, { community: all.community, after: all.beginning('proposals', all.community) })
  const submit = (more: object = {}) =>
    all.collective.submitExpense({ as: 'lin-yue', description: 'Garden hose', amountInCents: 6840, ...more })
  const opened = async (except: string | null = null) =>
    (await watched.until(({ kind, proposal }) => kind === 'OPENED' && proposal.id !== except)).proposal
  const canceled = async (id: string) =>
    (await watched.until(({ kind, proposal }) => kind === 'CANCELED' && proposal.id === id)).proposal
  const became = async (id: string, wanted: string) =>
    (await watched.until(({ proposal }) => proposal.id === id && proposal.decision?.compliance === wanted)).proposal
  const actions = all.watch(acts, { community: all.community, after: all.beginning('actions', all.community) })
  /** The approval of an expense that was refused for good. */
  const refused = async ({ id }: { id: string }) =>
    (
      await actions.until(
        ({ action: { kind, status, subject } }) =>
          kind === 'opencollective.expense.approve' && status === 'FAILED' && subject.id === id,
      )
    ).action
  return { all, watched, refused, submit, opened, canceled, became }
}

async function votes(all: Garden, proposal: string, choice: string, ...slugs: string[]) {
  for (const slug of slugs) await all.ask(cast, { input: { proposal, choices: [choice] } }, all.people[slug]!.key)
}

/** The comment that announces the ballot was heard, and the expense read for it: what is changed from here on is not seen by that. */
async function announced({ db }: Garden) {
  await until('the comment is heard', async () => {
    const { rows } = await sql`
      select from actions.webhooks where body ->> 'type' like '%comment.created' and handled_at is not null`.execute(
      db.root,
    )
    return rows.length > 0
  })
}

describe('expenses that change during the vote', () => {
  it('A changed expense cancels its ballot with the difference in words, and opens one on the new terms', async (t) => {
    const { all, submit, opened, canceled, became } = await ready(t)
    const expense = submit()
    const first = await opened()
    assert.equal(first.terms.amountInCents, 6840)
    assert.equal(first.terms.payee, 'lin-yue')
    await votes(all, first.id, 'approve', 'tobias-okafor')
    all.collective.editExpense({ as: 'lin-yue', expense, amountInCents: 400_000, description: 'Garden hose' })
    const old = await canceled(first.id)
    assert.equal(old.decision.outcome, 'CANCELED')
    assert.match(old.decision.reason, /amount: 68\.40 USD, now 4,000\.00 USD/)
    const second = await opened(first.id)
    assert.equal(second.terms.amountInCents, 400_000)
    assert.equal(second.replaces.id, first.id)
    assert.match(second.title, /4000\.00 USD/)
    const late = await all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: first.id, choices: ['approve'] },
      'vote { id }',
      all.people['kofi-mensah']!.key,
    )
    assert.equal(late.userErrors[0].code, 'VOTE_CLOSED')
    assert.equal(all.collective.expense(expense).status, 'PENDING')
    await votes(all, second.id, 'approve', 'tobias-okafor', 'ines-carvalho')
    await became(second.id, 'FOLLOWED')
    assert.equal(all.collective.expense(expense).status, 'APPROVED')
    const told = all.collective.expense(expense).comments.map(({ html }) => html)
    assert.ok(
      told.some((html) => html.includes('The vote is canceled') && html.includes('4,000.00 USD')),
      told.join(),
    )
  })

  it('A changed expense opens no new ballot if the policy is not concerned with its new amount', async (t) => {
    const { all, submit, opened, canceled } = await ready(t)
    const expense = submit()
    const { id } = await opened()
    await votes(all, id, 'approve', 'tobias-okafor')
    all.collective.editExpense({ as: 'lin-yue', expense, amountInCents: 9_999_900, description: 'Garden hose' })
    await canceled(id)
    await apply(all, invoices({ name: 'later' })) // the driver has handled what was before it
    assert.equal(all.collective.expense(expense).status, 'PENDING')
    const { community } = await all.ask('query ($c: ID!) { community(community: $c) { proposals { totalCount } } }', {
      c: all.community,
    })
    assert.equal(community.proposals.totalCount, 1)
  })

  it('A changed expense cancels its ballot for any term: payee, description, items, currency, payout', async (t) => {
    const { all, submit, watched } = await ready(t)
    const edits = [
      { payee: 'maren-holt' },
      { description: 'Garden yacht' },
      { items: [{ description: 'Something else', amountInCents: 6840 }] },
      { currency: 'EUR', items: [{ description: 'Garden hose', amountInCents: 6840 }] },
      { payoutMethod: { type: 'PAYPAL' } },
    ]
    const expenses = edits.map(() => submit())
    const about = (kind: string, { legacyId }: { legacyId: number }, least: number) =>
      watched.until(
        () =>
          watched.seen.filter((event) => event.kind === kind && event.proposal.trigger.expense.legacyId === legacyId)
            .length >= least,
      )
    for (const expense of expenses) await about('OPENED', expense, 1)
    for (const [index, edit] of edits.entries())
      all.collective.editExpense({ as: 'maren-holt', expense: expenses[index]!, ...edit })
    for (const expense of expenses) {
      await about('CANCELED', expense, 1)
      await about('OPENED', expense, 2)
    }
  })

  it('A changed expense keeps its ballot if only tags, or terms that the policy does not name, changed', async (t) => {
    const { all, submit, opened, became } = await ready(
      t,
      invoices({ more: 'onChange: KEEP\n    terms: [amountInCents, currency, payee]' }),
    )
    const expense = submit()
    const { id } = await opened()
    all.collective.editExpense({ as: 'lin-yue', expense, tags: ['garden'] })
    all.collective.editExpense({ as: 'lin-yue', expense, description: 'Garden hose, green' })
    await votes(all, id, 'approve', 'tobias-okafor', 'ines-carvalho')
    const { decision } = await became(id, 'FOLLOWED')
    assert.equal(decision.outcome, 'APPROVED')
  })

  it('A changed expense opens no other ballot where the policy says CANCEL', async (t) => {
    const { all, submit, opened, canceled, watched } = await ready(t, invoices({ more: 'onChange: CANCEL' }))
    const expense = submit()
    const { id } = await opened()
    all.collective.editExpense({ as: 'lin-yue', expense, amountInCents: 7000 })
    assert.match((await canceled(id)).decision.reason, /asked again/)
    const other = submit({ description: 'Paint' })
    await watched.until(
      ({ kind, proposal }) => kind === 'OPENED' && proposal.trigger.expense.legacyId === other.legacyId,
    )
    assert.equal(watched.seen.filter(({ kind }) => kind === 'OPENED').length, 2)
  })

  it('A changed expense nobody told of is found at the last look, refused by SUBJECT_CHANGED, and asked again', async (t) => {
    const { all, submit, opened, refused } = await ready(t)
    const expense = submit()
    const { id } = await opened()
    await announced(all)
    all.collective.faults.webhooks = 'drop'
    all.collective.editExpense({ as: 'lin-yue', expense, amountInCents: 400_000, description: 'Garden hose' })
    await votes(all, id, 'approve', 'tobias-okafor', 'ines-carvalho')
    assert.equal((await refused(expense)).result.code, 'SUBJECT_CHANGED')
    assert.equal(all.collective.expense(expense).status, 'PENDING')
    const again = await opened(id)
    assert.equal(again.terms.amountInCents, 400_000)
    assert.equal(again.replaces.id, id)
  })

  it('A changed expense takes back an approval that met the edit in the same moment', async (t) => {
    const { all, submit, opened, refused } = await ready(t)
    const expense = submit()
    const { id } = await opened()
    const release = all.collective.faults.holdWrites()
    await votes(all, id, 'approve', 'tobias-okafor', 'ines-carvalho')
    while (all.collective.faults.heldWrites === 0) await new Promise((resolve) => setImmediate(resolve))
    all.collective.editExpense({ as: 'lin-yue', expense, amountInCents: 400_000, description: 'Garden hose' })
    release()
    assert.equal((await refused(expense)).result.code, 'SUBJECT_CHANGED')
    assert.equal(all.collective.expense(expense).status, 'PENDING')
    assert.equal((await opened(id)).terms.amountInCents, 400_000)
  })

  it('A changed expense is seen by another file under the same address', async (t) => {
    const { all, submit, opened, refused } = await ready(t)
    const files = [all.collective.putFile('quote.txt', 'A hose, 68.40')]
    const expense = submit({ files })
    const { id, terms } = await opened()
    await announced(all)
    assert.match(terms.files[0].sha256, /^[0-9a-f]{64}$/)
    // Its address opens it to whoever knows it: it is not told.
    assert.ok(!JSON.stringify(terms).includes('quote'), JSON.stringify(terms))
    all.collective.putFile('quote.txt', 'A yacht')
    await votes(all, id, 'approve', 'tobias-okafor', 'ines-carvalho')
    assert.equal((await refused(expense)).result.code, 'SUBJECT_CHANGED')
    assert.equal(all.collective.expense(expense).status, 'PENDING')
    assert.notEqual((await opened(id)).terms.files[0].sha256, terms.files[0].sha256)
  })
})

describe('expenses that change after the decision', () => {
  it('An expense that is changed after it was decided is a new question', async (t) => {
    const { all, submit, opened, became } = await ready(t)
    const expense = submit()
    const { id } = await opened()
    await votes(all, id, 'approve', 'tobias-okafor', 'ines-carvalho')
    await became(id, 'FOLLOWED')
    all.collective.editExpense({ as: 'lin-yue', expense, amountInCents: 888_800 / 2, description: 'Garden hose' })
    const again = await opened(id)
    assert.equal(again.terms.amountInCents, 444_400)
    assert.deepEqual(again.replaces, { id, status: 'DECIDED' })
    await votes(all, again.id, 'approve', 'tobias-okafor', 'ines-carvalho')
    await became(again.id, 'FOLLOWED')
    assert.equal(all.collective.expense(expense).status, 'APPROVED')
  })
})

describe('expenses settled by people during the vote', () => {
  it('An expense that people approve, reject or delete has its ballot CANCELED with what happened', async (t) => {
    const { all, submit, watched, canceled } = await ready(t, invoices(), { reconcileEverySeconds: 5 })
    const settle = {
      'It was approved by maren-holt': (expense: number) =>
        all.collective.process({ as: 'maren-holt', expense, action: 'APPROVE' }),
      'It was rejected by maren-holt': (expense: number) =>
        all.collective.process({ as: 'maren-holt', expense, action: 'REJECT' }),
      'not there any more': (expense: number) => all.collective.deleteExpense({ as: 'lin-yue', expense }),
    }
    const asked: [string, string, () => unknown][] = []
    for (const [reason, act] of Object.entries(settle)) {
      const { legacyId } = submit({ description: reason })
      const { proposal } = await watched.until(
        ({ kind, proposal }) => kind === 'OPENED' && proposal.trigger.expense.legacyId === legacyId,
      )
      await votes(all, proposal.id, 'approve', 'tobias-okafor')
      asked.push([proposal.id, reason, () => act(legacyId)])
    }
    for (const [, , act] of asked) await act()
    for (const [id, reason] of asked) {
      const { decision, status } = await canceled(id)
      assert.equal(status, 'CANCELED')
      assert.equal(decision.outcome, 'CANCELED')
      assert.ok(decision.reason.includes(reason), decision.reason)
      assert.equal(decision.compliance, 'NOT_APPLICABLE')
      assert.deepEqual(decision.actions, [])
    }
  })
})

describe('currency of policies', () => {
  it('An amount is compared in the currency of the collective', async (t) => {
    const { submit, watched } = await ready(t)
    submit({ description: 'Euros', amountInCents: 450_000, currency: 'EUR' }) // 5,625 USD here
    submit({ description: 'Yen', amountInCents: 9_000_000, currency: 'JPY' }) // 703.13 USD here
    const { proposal } = await watched.until(({ kind }) => kind === 'OPENED')
    assert.match(proposal.title, /Yen/)
  })
})
