// The two flows, played by invented people through the public API and the stand-in platforms.

import { setTimeout as pause } from 'node:timers/promises'
import { found, gather } from './founding.ts'
import { type Ears, listen, type ProposalEvent } from './heard.ts'
import { invoices, stewards } from './policies.ts'
import type { Person, Stage } from './stage.ts'

export interface Played {
  community: { id: string; slug: string }
  /** Keys of members, by name. */
  keys: Record<string, string>
  /** A ballot that waits for one more vote. */
  open: string
}

export async function play(stage: Stage): Promise<Played> {
  const { tell } = stage
  tell.chapter('A community, its collective, its cred')
  const community = await found(stage)
  const people = await gather(stage, community)
  const ears = await listen(stage, community)
  tell.says(`Watch it in a browser: ${stage.page(`/communities/${community.slug}`)}`)

  tell.chapter('Flow 1: a say must be earned')
  await writePolicy(stage, community, stewards)
  await askForRole(stage, ears, community, people['tobias-okafor']!)
  await askForRole(stage, ears, community, people['lin-yue']!)
  tell.says('Three more ask, and are granted the same way.')
  for (const slug of ['ines-carvalho', 'sunniva-dahl', 'kofi-mensah'])
    await askForRole(stage, ears, community, people[slug]!)

  tell.chapter('Flow 2: an invoice is decided by those who earned a say')
  await writePolicy(stage, community, invoices('ENFORCING'))
  const hose = await submit(stage, ears, 'lin-yue', 'Garden hose and fittings', 6_840)
  await vote(stage, ears, people, hose, {
    'tobias-okafor': 'approve',
    'ines-carvalho': 'approve',
    'sunniva-dahl': 'approve',
  })
  await outcome(stage, ears, hose, 'APPROVED', 'APPROVED')

  tell.chapter('One that is refused')
  const fountain = await submit(stage, ears, 'petra-novak', 'Marble fountain', 480_000)
  await vote(stage, ears, people, fountain, { 'tobias-okafor': 'reject', 'kofi-mensah': 'reject' })
  await outcome(stage, ears, fountain, 'REJECTED', 'REJECTED')

  tell.chapter('Advice only, and an admin who does otherwise')
  await writePolicy(stage, community, invoices('ADVISORY'))
  const lamps = await submit(stage, ears, 'petra-novak', 'Gold-plated lamps', 120_000)
  await vote(stage, ears, people, lamps, { 'tobias-okafor': 'reject', 'kofi-mensah': 'reject' })
  await overridden(stage, ears, lamps)

  tell.chapter('One that waits for you')
  await writePolicy(stage, community, invoices('ENFORCING'))
  const paint = await submit(stage, ears, 'lin-yue', 'Paint for the boathouse', 18_250)
  await vote(stage, ears, people, paint, { 'ines-carvalho': 'approve', 'sunniva-dahl': 'approve' }, false)

  tell.chapter('The chain of decisions')
  await verify(stage, community)
  const keys = Object.fromEntries(Object.values(people).map((person) => [person.name, person.key]))
  return { community, keys, open: paint.proposal }
}

interface Ballot {
  expense: number
  proposal: string
}

async function writePolicy({ api, tell }: Stage, community: { id: string }, document: string): Promise<void> {
  const { applyPolicy } = await api.ask<{ applyPolicy: { policy: { name: string; version: number } } }>(
    `mutation ($input: ApplyPolicyInput!) {
    applyPolicy(input: $input) { policy { name version } userErrors { code message path } } }`,
    {
      input: { community: community.id, document },
    },
  )
  tell.does(`The policy ${applyPolicy.policy.name} is applied, version ${applyPolicy.policy.version}:`)
  tell.shows(document)
}

async function askForRole(
  { api, tell, pace }: Stage,
  ears: Ears,
  community: { id: string },
  person: Person,
): Promise<void> {
  await pause(pace)
  tell.does(`${person.name} asks to be a steward.`)
  await api.ask(
    `mutation ($input: RequestRoleInput!) { requestRole(input: $input) { roleRequest { id } userErrors { code message } } }`,
    { input: { community: community.id, role: 'steward', member: person.id } },
    person.key,
  )
  await ears.roles.until(
    `an answer to ${person.name}`,
    ({ roleRequest }) => roleRequest.member.name === person.name && roleRequest.status !== 'PENDING',
  )
}

async function submit(
  { collective, tell, pace }: Stage,
  ears: Ears,
  as: string,
  description: string,
  amountInCents: number,
): Promise<Ballot> {
  await pause(pace)
  const { legacyId, url } = collective.submitExpense({ as, description, amountInCents })
  tell.does(`${as} submits an expense on Open Collective: ${description}, $${(amountInCents / 100).toFixed(2)}  ${url}`)
  const { proposal } = await ears.proposals.until(
    'the ballot',
    (event) => event.kind === 'OPENED' && event.proposal.trigger?.expense?.legacyId === legacyId,
  )
  return { expense: legacyId, proposal: proposal.id }
}

async function vote(
  { api, tell, pace }: Stage,
  ears: Ears,
  people: Record<string, Person>,
  ballot: Ballot,
  votes: Record<string, string>,
  decides = true,
): Promise<void> {
  for (const [index, [slug, choice]] of Object.entries(votes).entries()) {
    await pause(pace)
    tell.does(`${people[slug]!.name} votes ${choice}.`)
    await api.ask(
      `mutation ($input: CastVoteInput!) { castVote(input: $input) { vote { id } userErrors { code message } } }`,
      { input: { proposal: ballot.proposal, choices: [choice] } },
      people[slug]!.key,
    )
    const counted = ({ kind, proposal }: ProposalEvent) =>
      kind === 'VOTE_CAST' && proposal.id === ballot.proposal && proposal.tally.voters > index
    await ears.proposals.until('the vote to be counted', counted)
  }
  if (decides) await ears.decisions.until('the decision', ({ decision }) => decision.proposal.id === ballot.proposal)
}

async function outcome(
  { api, collective, tell }: Stage,
  ears: Ears,
  ballot: Ballot,
  wanted: string,
  status: string,
): Promise<void> {
  const { decision } = await ears.decisions.until(
    'the decision',
    (event) => event.decision.proposal.id === ballot.proposal,
  )
  if (decision.outcome !== wanted) throw new Error(`Wanted the decision ${wanted}; got ${decision.outcome}.`)
  await ears.proposals.until(
    'the decision to be followed',
    ({ kind, proposal }) => kind === 'COMPLIANCE_CHANGED' && proposal.id === ballot.proposal,
  )
  const { decision: after } = await api.ask<{ decision: { compliance: string } }>(
    `query ($id: ID!) { decision(id: $id) { compliance actions { kind status } } }`,
    { id: decision.id },
  )
  const expense = collective.expense(ballot.expense)
  if (expense.status !== status)
    throw new Error(`Wanted the expense ${status} on Open Collective; got ${expense.status}.`)
  tell.says(
    `On Open Collective the expense is now ${expense.status}, done by ${expense.activities.at(-1)?.by}; the decision: ${after.compliance}.`,
  )
}

async function overridden({ api, collective, tell }: Stage, ears: Ears, ballot: Ballot): Promise<void> {
  await ears.actions.until('people to be told', ({ action }) => action.status === 'ADVISED')
  const told = collective.expense(ballot.expense)
  tell.says(`Nobody is forced: the expense is still ${told.status}. People are told by a comment:`)
  tell.shows(told.comments.at(-1)?.html ?? '')
  tell.does('maren-holt, an admin of the collective, approves it there all the same.')
  await collective.process({ as: 'maren-holt', expense: ballot.expense, action: 'APPROVE' })
  const { decision } = await ears.decisions.until(
    'the decision',
    (event) => event.decision.proposal.id === ballot.proposal,
  )
  await ears.proposals.until(
    'the override to be seen',
    ({ kind, proposal }) => kind === 'COMPLIANCE_CHANGED' && proposal.id === ballot.proposal,
  )
  const { decision: after } = await api.ask<{
    decision: { outcome: string; compliance: string; peoplesAct: { initiator: { name: string } | null } | null }
  }>(`query ($id: ID!) { decision(id: $id) { outcome compliance peoplesAct { initiator { name } } } }`, {
    id: decision.id,
  })
  if (after.compliance !== 'OVERRIDDEN') throw new Error(`Wanted the decision OVERRIDDEN; got ${after.compliance}.`)
  tell.says(
    `The decision stays ${after.outcome}, and everyone can see that it was ${after.compliance}, and that ${after.peoplesAct?.initiator?.name ?? 'somebody'} did it.`,
  )
}

async function verify({ api, tell }: Stage, community: { id: string }): Promise<void> {
  const query = `query ($id: ID!) { verifyDecisions(community: $id) { valid length head } }`
  const { verifyDecisions: chain } = await api.ask<{
    verifyDecisions: { valid: boolean; length: number; head: string }
  }>(query, { id: community.id })
  if (!chain.valid) throw new Error('The chain of decisions does not hold.')
  tell.says(
    `${chain.length} decisions, each with the hash of the one before: the chain holds. Head ${chain.head.slice(0, 16)}…`,
  )
}
