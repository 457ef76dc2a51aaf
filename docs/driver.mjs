// An external driver, as small as can be (docs/drivers.md): whoever has 25 cred gets the role that they ask for; an expense
// of up to $100 is approved, and a larger one is not decided here.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

const { FOLKMOOT = 'http://127.0.0.1:4000', COMMUNITY, KEY, SECRET, PORT = '4700', PLACE = 'place' } = process.env

function post(query, variables, accept = 'application/json') {
  const headers = { 'content-type': 'application/json', accept, authorization: `Bearer ${KEY}` }
  return fetch(`${FOLKMOOT}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
}

async function ask(query, variables) {
  const { data, errors } = await (await post(query, variables)).json()
  if (errors) throw new Error(errors[0].message) // the event is not dealt with: it comes again
  const [answer] = Object.values(data)
  for (const { message } of answer.userErrors ?? []) console.log(`refused: ${message}`) // that would not help here
  return answer
}

async function decide({ type, community, payload: { action } }) {
  if (type !== 'actions.action.recorded') return
  const { id, kind, initiator, subject, data } = action
  if (kind === 'communities.role.requested') {
    const { cred } = await ask('query ($id: ID!) { member(id: $id) { cred { status total } } }', { id: initiator })
    if (cred.status === 'UNAVAILABLE') throw new Error('Cred cannot be read now.')
    const settle = cred.total > 25 ? 'grantRole' : 'refuseRole'
    const input = { request: data.request, reason: `Cred: ${cred.total}.` }
    await ask(`mutation ($input: SettleRoleInput!) { ${settle}(input: $input) { userErrors { message } } }`, { input })
  } else if (kind === 'opencollective.expense.created' && data.amountInCents <= 10_000) {
    const why = { outcome: 'APPROVED', reason: 'It is up to $100.', idempotencyKey: id }
    const record = 'mutation ($input: RecordDecisionInput!) { recordDecision(input: $input)'
    const input = { community, title: subject.title, trigger: id, ...why }
    const { decision } = await ask(`${record} { decision { id } userErrors { message } } }`, { input })
    const approve =
      'mutation ($input: SettleExpenseInput!) { approveExpense(input: $input) { userErrors { message } } }'
    if (decision) await ask(approve, { input: { community, expense: subject.id, decision: decision.id } })
  }
}

// Whole or not at all, whenever this is killed.
function keep(cursor) {
  writeFileSync(`${PLACE}.new`, cursor)
  renameSync(`${PLACE}.new`, PLACE)
}

// One event after the other. What comes again is known by its id; after a restart, Folkmoot knows what it was told before.
const done = new Set()
let reading = existsSync(PLACE)
let line = Promise.resolve()
function handle(event, how) {
  const turn = line.then(async () => {
    if (done.has(event.id)) return
    await decide(event)
    done.add(event.id)
    if (how === 'read' || !reading) keep(event.cursor)
    console.log(`${how}: ${event.type} ${event.payload.action?.kind ?? ''}`)
  })
  line = turn.catch(() => {})
  return turn
}

createServer(async (request, response) => {
  try {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    await handle(new Webhook(SECRET).verify(body, request.headers), 'delivered') // throws unless it is Folkmoot's, and new
    response.writeHead(204).end()
  } catch (error) {
    response.writeHead(error instanceof WebhookVerificationError ? 401 : 500).end()
  }
}).listen(Number(PORT), () => console.log(`listening at port ${PORT}`))

// What happened while this was off: read on from our place, until we meet what was delivered. The rest is delivered too.
async function read() {
  const query = `subscription ($community: ID!, $after: Cursor) { driverEvents(community: $community, after: $after) {
    id type version community timestamp cursor payload } }`
  const answer = await post(query, { community: COMMUNITY, after: readFileSync(PLACE, 'utf8') }, 'text/event-stream')
  let text = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    const messages = (text + chunk).split('\n\n')
    text = messages.pop()
    for (const message of messages) {
      const { data, errors } = JSON.parse(/^data: (\{.*)$/m.exec(message)?.[1] ?? '{}')
      if (errors) throw new Error(errors[0].message)
      if (done.has(data?.driverEvents.id)) reading = false
      else if (data) await handle(data.driverEvents, 'read')
      if (!reading) return
    }
  }
}

while (reading) {
  await read().catch(({ message }) => console.log(`reading ended: ${message}`))
  if (reading) await new Promise((resolve) => setTimeout(resolve, 1000))
}
