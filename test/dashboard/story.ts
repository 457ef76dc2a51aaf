// A community with something on every page: decisions by rule and by vote, one overridden, a ballot that is open, a policy
// in two versions, an action that failed. Names and texts as they come.

import type { TestContext } from 'node:test'
import { apply, type Garden, makeSteward, policies } from '../support/folkmoot.ts'
import { gardenWithPage } from './browser.ts'

export interface Story {
  moot: Garden
  /** The addresses of every page, by what the page is. */
  pages: Record<string, string>
  /** A ballot that is open. */
  open: string
}

const stewards = ['tobias-okafor', 'ines-carvalho', 'sunniva-dahl', 'kofi-mensah']

export async function story(t: TestContext): Promise<Story> {
  const moot = await gardenWithPage(t, { people: ['maren-holt', 'lin-yue', 'petra-novak', ...stewards] })
  const input = async (field: string, type: string, value: object, selection: string, key?: string) => {
    const payload = await moot.mutate(field, type, value as Record<string, unknown>, selection, key)
    if (payload.errors || payload.userErrors.length > 0) throw new Error(JSON.stringify(payload))
    return payload
  }
  await apply(moot, policies.stewards)
  await makeSteward(moot, ...stewards.slice(1))
  const decisions = moot.watch(
    `subscription ($id: ID!) { proposals(community: $id, after: "${moot.beginning('proposals', moot.community)}") {
      kind proposal { id title decision { id compliance } } } }`,
    { id: moot.community },
  )
  const { community } = moot
  await input(
    'requestRole',
    'RequestRoleInput',
    { community, role: 'steward' },
    'roleRequest { id }',
    moot.people['tobias-okafor']!.key,
  )
  await decisions.until(({ kind }) => kind === 'COMPLIANCE_CHANGED')

  await apply(moot, policies.invoices('ADVISORY'))
  const submit = async (description: string, amountInCents: number) => {
    const { legacyId } = moot.collective.submitExpense({ as: 'petra-novak', description, amountInCents })
    const { proposal } = await decisions.until(
      ({ kind, proposal }) => kind === 'OPENED' && proposal.title.includes(description),
    )
    return { expense: legacyId, proposal: proposal.id as string }
  }
  const vote = (proposal: string, who: string, choice: string, comment: string | null = null) =>
    input('castVote', 'CastVoteInput', { proposal, choices: [choice], comment }, 'vote { id }', moot.people[who]!.key)
  const lamps = await submit('Gold-plated lamps', 120_000)
  for (const who of stewards.slice(0, 2)) await vote(lamps.proposal, who, 'reject')
  await decisions.until(({ kind, proposal }) => kind === 'DECIDED' && proposal.id === lamps.proposal)
  await moot.collective.process({ as: 'maren-holt', expense: lamps.expense, action: 'APPROVE' })
  await decisions.until(
    ({ proposal }) => proposal.id === lamps.proposal && proposal.decision?.compliance === 'OVERRIDDEN',
  )

  await apply(moot, policies.invoices('ENFORCING'))
  const hose = await submit('Garden hose and fittings', 6_840)
  for (const who of stewards.slice(0, 3)) await vote(hose.proposal, who, 'approve')
  const { proposal: followed } = await decisions.until(
    ({ kind, proposal }) => kind === 'COMPLIANCE_CHANGED' && proposal.id === hose.proposal,
  )
  const paint = await submit('Paint for the boathouse', 18_250)
  await vote(paint.proposal, 'ines-carvalho', 'approve', 'The old paint is coming off, and the wood below it is wet.')
  await vote(paint.proposal, 'kofi-mensah', 'reject', 'Let us ask for a second offer first.')
  await vote(paint.proposal, 'sunniva-dahl', 'approve')

  // What is paid cannot be rejected: the platform refuses, for good.
  await moot.collective.process({ as: 'hanna-lindqvist', expense: lamps.expense, action: 'PAY' })
  const refused = { community, kind: 'opencollective.expense.reject', subject: String(lamps.expense) }
  await input('performAction', 'PerformActionInput', refused, 'action { id }')
  const actions = moot.watch(
    `subscription ($id: ID!) { actions(community: $id, after: "${moot.beginning('actions', community)}") { action { id status } } }`,
    { id: community },
  )
  await actions.until(({ action }) => action.status === 'FAILED')
  actions.stop()
  decisions.stop()

  // Something dangerous waits for another administrator.
  const [one] = [await moot.key('ADMIN'), await moot.key('ADMIN')]
  await input('updateCommunity', 'UpdateCommunityInput', { community, twoAdmins: true }, 'community { id }')
  const elsewhere = { community, document: policies.invoices('ADVISORY', 'P9D') }
  await moot.mutate('applyPolicy', 'ApplyPolicyInput', elsewhere, 'policy { id }', one)

  const known = await moot.ask('query ($id: ID!) { community(community: $id) { policies { id name } } }', {
    id: community,
  })
  const policy = known.community.policies.find(({ name }: { name: string }) => name === 'invoices')
  const at = `/communities/${moot.collective.collective.slug}`
  return {
    moot,
    open: paint.proposal,
    pages: {
      communities: '/',
      community: at,
      proposal: `/proposals/${paint.proposal}`,
      overridden: `/proposals/${lamps.proposal}`,
      decision: `/decisions/${followed.decision.id}`,
      cred: `${at}/cred`,
      member: `/members/${moot.people['tobias-okafor']!.id}`,
      policies: `${at}/policies`,
      policy: `/policies/${policy.id}`,
      'new-policy': `${at}/policies/new`,
      activity: `${at}/activity`,
      'sign-in': '/sign-in',
      nowhere: '/communities/there-is-none',
    },
  }
}
