// The same over WebSocket (graphql-transport-ws), without a library: it runs in a browser's page, too, but for the file that the
// cursor is kept in. Needs Node 22 or later, which has a WebSocket of its own.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'

const { FOLKMOOT = 'http://127.0.0.1:4000', COMMUNITY = 'garden', KEY, PLACE = 'watch-place' } = process.env
const query = `subscription ($community: ID!, $after: Cursor) {
  decisions(community: $community, after: $after) { cursor decision { outcome reason } } }`
const first = 'query ($community: ID!) { community(community: $community) { cursor(stream: DECISIONS) } }'

/** Notes a place: the whole of it or nothing, whenever this is ended. */
function note(cursor) {
  writeFileSync(`${PLACE}.new`, cursor)
  renameSync(`${PLACE}.new`, PLACE)
}

/** Resolves when the connection has ended, or is dead. */
function watch() {
  const { promise, resolve: end } = Promise.withResolvers()
  const socket = new WebSocket(`${FOLKMOOT.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws')
  const say = (message) => socket.send(JSON.stringify(message))
  const subscribe = (id, query, variables) => say({ id, type: 'subscribe', payload: { query, variables } })
  const go = (after) => subscribe('decisions', query, { community: COMMUNITY, after })
  const give = (why) => {
    console.error(`The stream ended: ${why}`)
    end()
  }

  const hear = {
    ping: () => say({ type: 'pong' }),
    connection_ack() {
      if (existsSync(PLACE)) go(readFileSync(PLACE, 'utf8'))
      else subscribe('first', first, { community: COMMUNITY })
    },
    next({ id, payload: { data, errors } }) {
      const cursor = id === 'first' ? data?.community?.cursor : data?.decisions?.cursor
      if (!cursor) return give(errors?.[0].message ?? `There is no community ${COMMUNITY}.`)
      if (id === 'decisions') console.log(`${data.decisions.decision.outcome}: ${data.decisions.decision.reason}`)
      note(cursor) // only now: if this ends before, it is told again
      if (id === 'first') go(cursor)
    },
    error: ({ payload }) => give(payload[0].message),
    complete: ({ id }) => id === 'decisions' && give('complete'),
  }

  let answered = true
  socket.onopen = () => say({ type: 'connection_init', payload: KEY ? { authorization: `Bearer ${KEY}` } : {} })
  socket.onmessage = ({ data }) => {
    answered = true
    const message = JSON.parse(data)
    hear[message.type]?.(message)
  }
  socket.onclose = ({ code, reason }) => give(`${code} ${reason}`)
  // The server's own pings are not told here: so ask, and see whether it answers.
  const timer = setInterval(() => {
    if (!answered) return give('no answer')
    answered = false
    if (socket.readyState === WebSocket.OPEN) say({ type: 'ping' })
  }, 15_000)
  return promise.finally(() => {
    clearInterval(timer)
    socket.onclose = null
    socket.close()
  })
}

for (;;) {
  await watch()
  await new Promise((resolve) => setTimeout(resolve, 1000))
}
