// Fifty attackers of one kind, without a key, each from an address of its own, for as long as this process lives. They do
// what they do as fast as they are answered.
//
//   node bench/attackers.ts KIND URL COMMUNITY

import { connect } from 'node:net'
import { Agent, request } from 'undici'
import WebSocket from 'ws'

const attackers = 50
const [kind, url, community] = process.argv.slice(2) as [string, string, string]
const dispatcher = new Agent({ connections: 4 * attackers, pipelining: 1 })
let made = 0
/** What no one has sent before: it is not found among the operations that were read already. */
const fresh = () => `q${process.pid}_${++made}`
const c = `community(community: "${community}")`

async function post(from: string, query: string, headers: Record<string, string> = {}): Promise<void> {
  const answer = await request(`${url}/graphql`, {
    dispatcher,
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': from, ...headers },
    body: JSON.stringify({ query }),
  })
  await answer.body.dump()
}

const wide = (name: string) =>
  Array.from({ length: 40 }, (_, i) => `${name}${i % 2}: proposals(first: 1) { nodes { title } }`).join(' ')

const deeds: Record<string, (from: string) => Promise<void>> = {
  aliases: (from) => post(from, `{ ${c} { __proto__: members(first: 1) { nodes { name cred { total } } } } }`),
  heavy: (from) =>
    post(
      from,
      `query ${fresh()} { ${c} { members(first: 50) { nodes { name accounts { username } votes(first: 5) { nodes { choices } } cred { total rank } } } } }`,
    ),
  documents: (from) => post(from, `query ${fresh()} { ${c} { ${wide(fresh())} } }`),
  verify: (from) =>
    post(
      from,
      `{ ${Array.from({ length: 20 }, (_, i) => `a${i}: verifyDecisions(community: "${community}") { valid }`).join(' ')} }`,
    ),
  keys: (from) => post(from, '{ viewer { scopes } }', { authorization: `Bearer fmk_${fresh()}_${'x'.repeat(30)}` }),
  subscriptions: (from) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
        headers: { 'x-forwarded-for': from },
      })
      socket.on('open', () => socket.send('{"type":"connection_init"}'))
      socket.on('message', (data) => {
        if (!String(data).includes('connection_ack')) return
        for (let each = 0; each < 90; each++) {
          const query = `subscription { ${fresh()}: proposals(community: "${community}") { cursor proposal { title tally { voters counts { votes } } } } }`
          socket.send(JSON.stringify({ id: String(each), type: 'subscribe', payload: { query } }))
        }
      })
      socket.on('error', () => {})
      socket.on('close', () => setTimeout(resolve, 100))
    }),
  sockets: (from) =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(url)
      const some = Array.from({ length: 20 }, () => {
        const socket = connect(Number(port), hostname)
        socket.on('error', () => {})
        socket.write(
          `POST /graphql HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${from}\r\nContent-Length: 1000\r\nContent-Type: application/json\r\n\r\n{`,
        )
        return socket
      })
      setTimeout(() => {
        for (const socket of some) socket.destroy()
        resolve()
      }, 3000)
    }),
}

const deed = deeds[kind]
if (!deed) throw new Error(`Wanted one of ${Object.keys(deeds).join(', ')}; got ${kind}.`)
for (let each = 0; each < attackers; each++) {
  const from = `198.18.${each >> 8}.${each & 255}` // RFC 2544: nobody's
  const on = async () => {
    for (;;) await deed(from).catch(() => new Promise((resolve) => setTimeout(resolve, 50)))
  }
  void on()
  if (kind !== 'subscriptions' && kind !== 'sockets') void on()
}
process.stdout.write(`${JSON.stringify({ attackers })}\n`)
