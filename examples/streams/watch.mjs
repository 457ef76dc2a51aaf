// Tells every decision of a community, as server-sent events, and misses none: the cursor of the last one is kept in a file, and
// each new connection goes on after it. Needs Node 20 or later, and nothing else.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const { FOLKMOOT = 'http://127.0.0.1:4000', COMMUNITY = 'garden', KEY, PLACE = 'watch-place' } = process.env
const headers = { 'content-type': 'application/json', ...(KEY && { authorization: `Bearer ${KEY}` }) }
const post = (query, more = {}, signal = null) => {
  const body = JSON.stringify({ query, variables: { community: COMMUNITY } })
  return fetch(`${FOLKMOOT}/graphql`, { method: 'POST', headers: { ...headers, ...more }, body, signal })
}

/** Notes a place: the whole of it or nothing, whenever this is ended. */
function note(cursor) {
  writeFileSync(`${PLACE}.new`, cursor)
  renameSync(`${PLACE}.new`, PLACE)
}

/** Where it begins: what is decided after this moment is told, however long the first connection takes. */
async function beginning() {
  const answer = await post(
    'query ($community: ID!) { community(community: $community) { cursor(stream: DECISIONS) } }',
  )
  const { data, errors } = await answer.json()
  if (!data?.community) throw new Error(errors?.[0].message ?? `There is no community ${COMMUNITY}.`)
  return data.community.cursor
}

async function watch() {
  if (!existsSync(PLACE)) note(await beginning())
  const query = 'subscription ($community: ID!) { decisions(community: $community) { decision { outcome reason } } }'
  const resume = { accept: 'text/event-stream', 'last-event-id': readFileSync(PLACE, 'utf8') }
  const lost = new AbortController()
  const answer = await post(query, resume, lost.signal)
  // Every 12 seconds something comes, if only a comment: after 30 without, the connection is lost.
  let timer = setTimeout(() => lost.abort(), 30_000)
  let text = ''
  for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
    clearTimeout(timer)
    timer = setTimeout(() => lost.abort(), 30_000)
    const messages = (text + chunk).split('\n\n')
    text = messages.pop()
    for (const message of messages) hear(message)
  }
  clearTimeout(timer)
}

/** A message of the stream: lines `id: …` and `data: …`. */
function hear(message) {
  const { data, errors } = JSON.parse(/^data: (\{.*)$/m.exec(message)?.[1] ?? '{}')
  if (errors && !data?.decisions) throw new Error(errors[0].message)
  if (!data?.decisions) return
  const { outcome, reason } = data.decisions.decision
  console.log(`${outcome}: ${reason}`)
  note(/^id: (.*)$/m.exec(message)[1]) // only now: if this ends before, it is told again
}

for (;;) {
  await watch().catch(({ message }) => console.error(`The stream ended: ${message}`))
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
