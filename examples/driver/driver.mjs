// A driver of one's own, which keeps to a budget: an expense is approved at once while what was approved this month stays within
// it; what goes beyond is put to the stewards. Needs Node 20 or later, and nothing else.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const {
  FOLKMOOT = 'http://127.0.0.1:4000',
  KEY,
  COMMUNITY = 'garden',
  BUDGET = '300',
  PLACE = 'driver-place',
} = process.env

/** "An expense was submitted. What should happen?" */
async function decide({ id, subject, data }) {
  const about = { community: COMMUNITY, title: `Pay "${subject.title}"?`, trigger: id, idempotencyKey: id }
  const spent = (await approvedThisMonth()) + data.amountInCollectiveCurrency / 100
  const reason = `With it, ${spent} of ${BUDGET} are spent this month.`
  if (spent <= Number(BUDGET)) {
    await call('recordDecision', 'RecordDecisionInput', { ...about, outcome: 'APPROVED', reason })
  } else {
    const ballot = { body: reason, electorate: { role: 'steward' }, closesIn: 'P3D', passes: { minVotes: 2 } }
    await call('openProposal', 'OpenProposalInput', { ...about, ...ballot })
  }
}

/** "It was decided, by us or by a ballot." */
async function carryOut({ proposal, decision }) {
  const mutation = { APPROVED: 'approveExpense', REJECTED: 'rejectExpense' }[decision.outcome]
  const query = 'query ($id: ID!) { proposal(id: $id) { trigger { expense { id } } } }'
  const { trigger } = await ask(query, { id: proposal })
  if (!mutation || !trigger?.expense) return
  const input = { community: COMMUNITY, expense: trigger.expense.id, decision: decision.id, message: decision.reason }
  await call(mutation, 'SettleExpenseInput', { ...input, idempotencyKey: decision.id })
}

async function handle({ type, payload }) {
  // An expense that was changed is asked about again: `asks` says so.
  const kind = payload.action?.asks ?? payload.action?.kind
  if (type === 'actions.action.recorded' && kind === 'opencollective.expense.created') await decide(payload.action)
  if (type === 'proposals.proposal.decided') await carryOut(payload)
  console.log(`${type} ${kind ?? payload.decision?.outcome ?? ''}`)
}

/** Of what was decided, the newest first, as far as this month goes. */
async function approvedThisMonth() {
  const query = `query ($community: ID!, $after: Cursor) { community(community: $community) {
    decisions(first: 50, after: $after, outcome: APPROVED) {
      nodes { decidedAt proposal { trigger { data } } } pageInfo { hasNextPage endCursor } } } }`
  const month = new Date().toISOString().slice(0, 7)
  let sum = 0
  for (let after = null; ; ) {
    const { nodes, pageInfo } = (await ask(query, { community: COMMUNITY, after })).decisions
    const current = nodes.filter(({ decidedAt }) => decidedAt.startsWith(month))
    for (const { proposal } of current) sum += (proposal.trigger?.data.amountInCollectiveCurrency ?? 0) / 100
    if (!pageInfo.hasNextPage || current.length < nodes.length) return sum
    after = pageInfo.endCursor
  }
}

function post(query, variables, accept = 'application/json', signal = null) {
  const headers = { 'content-type': 'application/json', accept, authorization: `Bearer ${KEY}` }
  return fetch(`${FOLKMOOT}/graphql`, { method: 'POST', headers, signal, body: JSON.stringify({ query, variables }) })
}

/** @throws Error when there is no answer: then the event is not dealt with, and comes again. */
async function ask(query, variables) {
  const { data, errors } = await (await post(query, variables)).json()
  if (errors) throw new Error(errors[0].message)
  return Object.values(data)[0]
}

/** A mutation. What is refused would be refused again: it is told, and the next event comes. */
async function call(mutation, type, input) {
  const query = `mutation ($input: ${type}!) { ${mutation}(input: $input) { userErrors { code message } } }`
  for (const { code, message } of (await ask(query, { input })).userErrors)
    console.log(`${mutation}: ${code}. ${message}`)
}

/** Notes a place: the whole of it or nothing, whenever this is ended. */
function note(cursor) {
  writeFileSync(`${PLACE}.new`, cursor)
  renameSync(`${PLACE}.new`, PLACE)
}

/** Reads what happens after the place that was noted, one event after the other. Ends when the connection does. */
async function read() {
  const query = `subscription ($community: ID!, $after: Cursor) {
    driverEvents(community: $community, after: $after) { type cursor payload } }`
  const after = existsSync(PLACE) ? readFileSync(PLACE, 'utf8') : null
  const lost = new AbortController()
  const response = await post(query, { community: COMMUNITY, after }, 'text/event-stream', lost.signal)
  console.log('reading')
  let text = ''
  // Every 12 seconds something comes, if only a comment: after 30 without, the connection is lost.
  let timer = setTimeout(() => lost.abort(), 30_000)
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    clearTimeout(timer)
    const messages = (text + chunk).split('\n\n')
    text = messages.pop()
    for (const message of messages) {
      const { data, errors } = JSON.parse(/^data: (\{.*)$/m.exec(message)?.[1] ?? '{}')
      if (errors) throw new Error(errors[0].message)
      if (!data) continue
      await handle(data.driverEvents)
      note(data.driverEvents.cursor)
    }
    timer = setTimeout(() => lost.abort(), 30_000)
  }
}

for (;;) {
  await read().catch(({ message }) => console.log(`Reading ended: ${message}`))
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
