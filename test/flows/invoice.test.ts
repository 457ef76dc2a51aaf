import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, type Garden, garden, makeSteward, policies } from '../support/folkmoot.ts'

const proposals = `subscription ($community: ID!, $after: Cursor) { proposals(community: $community, after: $after) {
  cursor kind proposal { id title status electorate { size description } venues { platform url } trigger { expense { legacyId } }
    decision { id outcome compliance enforcement actions { kind status }
      problem supersededBy { id }
      peoplesAct { id kind direction initiator { name } initiatorName subject { title } } } } } }`
const cast =
  'mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id weight } proposal { status } userErrors { code message } } }'

async function ready(
  t: Parameters<typeof garden>[0],
  enforcement = 'ENFORCING',
  options: Parameters<typeof garden>[1] = {},
) {
  const all = await garden(t, {
    people: ['maren-holt', 'tobias-okafor', 'ines-carvalho', 'kofi-mensah', 'lin-yue'],
    ...options,
  })
  await makeSteward(all, 'tobias-okafor', 'ines-carvalho', 'kofi-mensah')
  await apply(all, policies.invoices(enforcement))
  return {
    all,
    watched: all.watch(proposals, { community: all.community, after: all.beginning('proposals', all.community) }),
  }
}

const hostOf = ({ collective }: Garden) =>
  collective.people().find(({ adminOf }) => adminOf.some((slug) => slug !== collective.collective.slug))!.slug
const opened = (expense: number) => (event: any) =>
  event.kind === 'OPENED' && event.proposal.trigger?.expense?.legacyId === expense
const compliance = (proposal: string, wanted: string) => (event: any) =>
  event.proposal.id === proposal && event.proposal.decision?.compliance === wanted

async function votes(all: Garden, proposal: string, choice: string, ...slugs: string[]) {
  for (const slug of slugs) await all.ask(cast, { input: { proposal, choices: [choice] } }, all.people[slug]!.key)
}

describe('flow 2: invoices', () => {
  it('An invoice opens a ballot among the stewards, which closes early and has the expense approved', async (t) => {
    const { all, watched } = await ready(t)
    const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { proposal } = await watched.until(opened(expense.legacyId))
    assert.equal(proposal.title, 'Pay "Hose"?')
    assert.equal(proposal.electorate.size, 3)
    await votes(all, proposal.id, 'approve', 'tobias-okafor', 'ines-carvalho')
    const { proposal: after } = await watched.until(compliance(proposal.id, 'FOLLOWED'))
    assert.equal(after.decision.outcome, 'APPROVED')
    const there = all.collective.expense(expense.legacyId)
    assert.equal(there.status, 'APPROVED')
    assert.deepEqual(
      there.activities.filter(({ type }) => type === 'COLLECTIVE_EXPENSE_APPROVED').map(({ by }) => by),
      ['governance-bot'],
    )
    await all.collective.webhooksSettled()
    const late = await all.mutate(
      'castVote',
      'CastVoteInput',
      { proposal: proposal.id, choices: ['reject'] },
      'vote { id }',
      all.people['kofi-mensah']!.key,
    )
    assert.deepEqual(
      late.userErrors.map(({ code }: any) => code),
      ['VOTE_CLOSED'],
    )
  })

  it('An invoice that the ballot rejects is rejected there with the reason, whoever submitted it', async (t) => {
    const { all, watched } = await ready(t)
    const expense = all.collective.submitExpense({ as: 'kofi-mensah', description: 'Fountain', amountInCents: 400_000 })
    const { proposal } = await watched.until(opened(expense.legacyId))
    assert.equal(proposal.electorate.size, 2)
    const { name, key } = all.people['kofi-mensah']!
    assert.match(proposal.electorate.description, new RegExp(`without whoever submitted it or is paid \\(${name}\\)`))
    const own = { proposal: proposal.id, choices: ['approve'] }
    const { userErrors } = await all.mutate('castVote', 'CastVoteInput', own, 'vote { id }', key)
    assert.deepEqual(
      userErrors.map(({ code }: any) => code),
      ['NOT_IN_ELECTORATE'],
    )
    await votes(all, proposal.id, 'reject', 'tobias-okafor')
    await watched.until(compliance(proposal.id, 'FOLLOWED'))
    assert.equal(all.collective.expense(expense.legacyId).status, 'REJECTED')
  })

  it('An invoice’s ballot is announced in a comment on the expense, and lists the venue', async (t) => {
    const { all, watched } = await ready(t)
    const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { proposal } = await watched.until(opened(expense.legacyId))
    const actions = all.watch('subscription ($id: ID!) { proposal(id: $id) { venues { platform externalId } } }', {
      id: proposal.id,
    })
    const { venues } = await actions.until((event) => event.venues.length > 0)
    assert.equal(venues[0].platform, 'opencollective')
    const said = () => all.collective.expense(expense.legacyId).comments.map(({ html }) => html)
    assert.match(said()[0]!, /^<p>A vote is open: Pay &quot;Hose&quot;\?<\/p>/)
    assert.match(said()[0]!, /Choices: .* It is open until \w+day, \d+ \w+ \d{4} at \d\d:\d\d UTC\./s)
    assert.ok(said()[0]!.includes(`/proposals/${proposal.id}`))
    const end = all.watch(
      'subscription ($c: ID!, $after: Cursor) { actions(community: $c, after: $after, kind: "opencollective.expense.comment") { action { id status result } } }',
      { c: all.community, after: all.beginning('actions', all.community) },
    )
    await votes(all, proposal.id, 'approve', 'tobias-okafor', 'ines-carvalho')
    const { action: told } = await end.until(
      ({ action }) => action.status === 'DONE' && action.result.externalId !== venues[0].externalId,
    )
    assert.ok(told.result.url.startsWith(expense.url))
    assert.equal(said().length, 2)
    assert.match(
      said()[1]!,
      /^<p>The vote is over: Pay &quot;Hose&quot;\?<\/p><p>Approved\. .*2 of 3 voted\..*\/proposals\//,
    )
  })

  it('An invoice under an advisory policy is only advised on, and an override shows', async (t) => {
    const { all, watched } = await ready(t, 'ADVISORY')
    const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Lamps', amountInCents: 120_000 })
    const { proposal } = await watched.until(opened(expense.legacyId))
    const actions = all.watch(
      'subscription ($c: ID!, $after: Cursor) { actions(community: $c, after: $after, direction: REQUESTED) { action { kind status } } }',
      { c: all.community, after: all.beginning('actions', all.community) },
    )
    await votes(all, proposal.id, 'reject', 'tobias-okafor', 'ines-carvalho')
    await actions.until(({ action }) => action.kind === 'opencollective.expense.reject' && action.status === 'ADVISED')
    assert.equal(all.collective.expense(expense.legacyId).status, 'PENDING')
    await all.collective.process({ as: 'maren-holt', expense: expense.legacyId, action: 'APPROVE' })
    const { proposal: after } = await watched.until(compliance(proposal.id, 'OVERRIDDEN'))
    assert.equal(after.decision.outcome, 'REJECTED')
    assert.equal(after.decision.enforcement, 'ADVISORY')
    const { id, ...act } = after.decision.peoplesAct
    assert.deepEqual(act, {
      kind: 'opencollective.expense.approved',
      direction: 'OBSERVED',
      initiator: { name: all.people['maren-holt']!.name },
      initiatorName: 'maren-holt',
      subject: { title: 'Lamps' },
    })
    const { history } = (
      await all.ask(
        'query ($id: ID!) { proposal(id: $id) { history(first: 1) { nodes { kind compliance peoplesAct { id } } } } }',
        { id: proposal.id },
      )
    ).proposal
    assert.deepEqual(history.nodes, [{ kind: 'COMPLIANCE_CHANGED', compliance: 'OVERRIDDEN', peoplesAct: { id } }])
  })

  it('An approved invoice says how it stands, whatever admins and hosts do with it', async (t) => {
    const { all, watched } = await ready(t)
    const { legacyId: expense } = all.collective.submitExpense({
      as: 'lin-yue',
      description: 'Hose',
      amountInCents: 6840,
    })
    const { proposal } = await watched.until(opened(expense))
    await votes(all, proposal.id, 'approve', 'tobias-okafor', 'ines-carvalho')
    await watched.until(compliance(proposal.id, 'FOLLOWED'))
    const does = async (as: string, action: Parameters<typeof all.collective.process>[0]['action'], wanted: string) => {
      const beginning = watched.seen.length
      await all.collective.process({ as, expense, action })
      const isSo = compliance(proposal.id, wanted)
      const { proposal: after } = await watched.until(
        (event) => watched.seen.indexOf(event) >= beginning && isSo(event),
      )
      return [after.decision.peoplesAct?.kind.split('.')[2], after.decision.peoplesAct?.initiatorName]
    }
    assert.deepEqual(await does('maren-holt', 'UNAPPROVE', 'OVERRIDDEN'), ['unapproved', 'maren-holt'])
    assert.deepEqual(await does('maren-holt', 'APPROVE', 'FOLLOWED'), ['approved', 'maren-holt'])
    const host = hostOf(all)
    assert.deepEqual(await does(host, 'HOLD', 'OVERRIDDEN'), ['putOnHold', host])
    assert.deepEqual(await does(host, 'RELEASE', 'FOLLOWED'), ['releasedFromHold', host])
    assert.deepEqual(await does(host, 'MARK_AS_INCOMPLETE', 'OVERRIDDEN'), ['incomplete', host])
  })

  it('An invoice decided twice, or changed after it, says what became of each decision', async (t) => {
    const { all, watched } = await ready(t)
    const approved = async (description: string) => {
      const { id, legacyId } = all.collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6840 })
      const { proposal } = await watched.until(opened(legacyId))
      await votes(all, proposal.id, 'approve', 'tobias-okafor', 'ines-carvalho')
      await watched.until(compliance(proposal.id, 'FOLLOWED'))
      return {
        id,
        became: async (wanted: string) => (await watched.until(compliance(proposal.id, wanted))).proposal.decision,
      }
    }
    const twice = await approved('Spade')
    const input = { community: all.community, title: 'Take it back?', outcome: 'REJECTED', reason: 'It was a mistake.' }
    const { decision } = await all.mutate('recordDecision', 'RecordDecisionInput', input, 'decision { id }')
    const reject = { community: all.community, expense: twice.id, decision: decision.id }
    const { action } = await all.mutate('rejectExpense', 'SettleExpenseInput', reject, 'action { supersedes }')
    const first = await twice.became('SUPERSEDED')
    // Our own act may be heard before it is noted for which decision it was: who came later is known a moment after.
    const later = 'query ($id: ID!) { decision(id: $id) { supersededBy { id } } }'
    let by: { id: string } | null = null
    while (by === null) by = (await all.ask(later, { id: first.id })).decision.supersededBy
    assert.deepEqual([action.supersedes, by.id], [first.id, decision.id])

    const edited = await approved('Rake')
    all.collective.editExpense({ as: 'lin-yue', expense: edited.id, amountInCents: 888_800 })
    assert.equal((await edited.became('SUPERSEDED')).supersededBy, null)
  })

  it('An invoice whose webhook comes many times counts once', async (t) => {
    const { all, watched } = await ready(t)
    all.collective.faults.webhooks = 'duplicate'
    const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    const { proposal } = await watched.until(opened(expense.legacyId))
    await all.collective.webhooksSettled()
    await votes(all, proposal.id, 'approve', 'tobias-okafor', 'ines-carvalho')
    await watched.until(compliance(proposal.id, 'FOLLOWED'))
    assert.equal(watched.seen.filter(opened(expense.legacyId)).length, 1)
    const { community } = await all.ask(
      'query ($c: ID!) { community(community: $c) { actions(kind: "opencollective.expense.created") { totalCount } } }',
      { c: all.community },
    )
    assert.equal(community.actions.totalCount, 1)
  })

  it('An invoice that no webhook told of is found', async (t) => {
    const { all, watched } = await ready(t, 'ENFORCING', { reconcileEverySeconds: 5 })
    all.collective.faults.webhooks = 'drop'
    const expense = all.collective.submitExpense({ as: 'lin-yue', description: 'Hose', amountInCents: 6840 })
    await watched.until(opened(expense.legacyId))
  })
})
