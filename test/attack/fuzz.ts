// Chance at every door: documents from the schema, sequences of frames, bodies of webhooks, sockets that are slow or break
// off. Each answer must be well-formed; the process must be there afterwards, with no more open than before.

import { setTimeout as pause } from 'node:timers/promises'
import { readSupergraph } from '../../gateway/graph/supergraph.ts'
import { ask, elsewhere, transports } from './ask.ts'
import { documentOf } from './documents.ts'
import type { Chance } from './random.ts'
import { frameOf, handshake, rawSocket } from './raw.ts'
import type { Trial } from './trying.ts'
import type { Hamlet, Village } from './village.ts'

export interface Fuzz {
  name: string
  run(village: Village, chance: Chance, tries: number): AsyncIterable<Trial>
}

const idsOf = ({ keys: _, keyIds, webhookUrl: __, slug: ___, ...ids }: Hamlet) =>
  [...Object.values(ids), ...Object.values(keyIds)] as string[]

/** What exists once and for all: no document may end the story of the rest, as by revoking the key that asks. */
const lasting = (hamlet: Hamlet) => idsOf(hamlet).filter((id) => !id.startsWith('key'))

/** Who asks, and of what: nobody and every key of everything; who may change most, of what may be changed. */
function askersOf({ adminKey, open, closed, wild, revoked }: Village) {
  const all = [open, closed, wild].flatMap(lasting)
  const keys = [null, null, ...[open, closed].flatMap(({ keys }) => Object.values(keys)), revoked]
  return [
    ...keys.map((key) => ({ key, ids: all })),
    ...[...Object.values(wild.keys), ...Array.from({ length: 10 }, () => wild.keys.admin)].map((key) => ({
      key,
      ids: lasting(wild),
    })),
    { key: adminKey, ids: lasting(wild) },
    { key: adminKey, ids: lasting(wild) },
  ]
}

const patience = 500 // milliseconds that a stream is listened to: most have nothing to say

const documents: Fuzz = {
  name: 'documents of the schema',
  async *run(village, chance, tries) {
    const schema = readSupergraph().api
    const askers = askersOf(village)
    for (let done = 0; done < tries; ) {
      const some = Array.from({ length: Math.min(8, tries - done) }, () => {
        const { key, ids } = chance.pick(askers)
        return { query: documentOf(schema, chance, ids), transport: chance.pick(transports), key }
      })
      const answers = await Promise.all(
        some.map(async ({ query, transport, key }) => {
          if (!query.startsWith('subscription') || transport === 'post')
            return ask(village.url, transport, { query }, { key })
          const said = ask(village.url, transport, { query }, { key, patience })
          return said.catch(() => null).then((said) => (said?.message === 'no answer in time' ? null : said))
        }),
      )
      for (const [index, said] of answers.entries()) {
        const { query, transport } = some[index]!
        if (!said) continue
        const held = said.wellFormed && !said.message.includes('node_modules')
        const got = `${said.status} ${said.code} ${said.message}`
        yield { transport, held, tried: query, got, by: said.code ?? 'answered' }
      }
      done += some.length
    }
  },
}

const messages = [
  '{"type":"connection_init"}',
  '{"type":"connection_init","payload":{"authorization":"Bearer x"}}',
  '{"type":"ping"}',
  '{"type":"pong","payload":{"a":1}}',
  '{"type":"subscribe","id":"1","payload":{"query":"{ viewer { scopes } }"}}',
  '{"type":"subscribe","id":"2","payload":{"query":"subscription { nothing }"}}',
  '{"type":"subscribe","id":"__proto__","payload":{"query":"{ a: viewer { scopes } }","variables":{"__proto__":1}}}',
  '{"type":"complete","id":"1"}',
  '{"type":"complete","id":"9"}',
  '{"type":"next","id":"1"}',
  '{}',
  'x',
  '',
]

const sequences: Fuzz = {
  name: 'sequences of frames',
  async *run(village, chance, tries) {
    for (let each = 0; each < tries; each++) {
      const socket = await rawSocket(village.url)
      const gone = new Promise<void>((resolve) => socket.on('close', () => resolve()))
      socket.resume()
      socket.write(handshake())
      const frames = Array.from({ length: 1 + chance.below(8) }, () => {
        const frame = frameOf(chance.pick(messages), {
          final: !chance.happens(0.1),
          masked: !chance.happens(0.05),
          opcode: chance.happens(0.85) ? 1 : chance.below(16),
          reserved: chance.happens(0.03) ? 0x40 : 0,
        })
        return chance.happens(0.05) ? frame.subarray(0, chance.below(frame.length)) : frame
      })
      for (const frame of frames) if (!socket.destroyed) socket.write(frame)
      if (chance.happens(0.5)) socket.end()
      else socket.resetAndDestroy()
      await Promise.race([gone, pause(5_000, undefined, { ref: false })])
      socket.destroy()
      const said = await village.ask('post', '{ viewer { scopes } }')
      yield {
        transport: 'ws',
        held: said.code === null || said.code === 'OVERLOADED', // a machine that does other things, too
        tried: frames.map((frame) => frame.toString('latin1')).join(' '),
        got: `${said.status} ${said.code}`,
      }
    }
  },
}

const webhooks: Fuzz = {
  name: 'bodies of webhooks',
  async *run(village, chance, tries) {
    const json = (depth = 0): unknown => {
      const leaf = () =>
        chance.pick([
          null,
          true,
          -1,
          1e21,
          '',
          'ex_1',
          '\u0000',
          '🜁',
          'collective.expense.created',
          'https://127.0.0.2/',
        ] as unknown[])
      if (depth > 4 || chance.happens(0.4)) return leaf()
      if (chance.happens(0.3)) return Array.from({ length: chance.below(4) }, () => json(depth + 1))
      const names = ['type', 'data', 'expense', 'id', 'CollectiveId', 'createdAt', '__proto__', 'constructor', 'amount']
      return Object.fromEntries(Array.from({ length: chance.below(5) }, () => [chance.pick(names), json(depth + 1)]))
    }
    const types = [
      'application/json',
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=utf-16',
    ]
    for (let each = 0; each < tries; each++) {
      const text = JSON.stringify(json()) ?? 'null'
      const body = chance.happens(0.15) ? text.slice(0, chance.below(text.length + 1)) : text
      const answer = await fetch(new URL(new URL(village.open.webhookUrl).pathname, village.url), {
        method: 'POST',
        headers: { 'content-type': chance.pick(types), 'x-forwarded-for': elsewhere() },
        body,
      })
      await answer.text()
      yield { transport: 'http', held: answer.status < 500, tried: body, got: String(answer.status) }
    }
  },
}

const sockets: Fuzz = {
  name: 'sockets that are slow, or break off',
  async *run(village, chance, tries) {
    const beginnings = [
      '',
      'G',
      'GET / HTTP/1.1\r\n',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"query":',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nffffffff\r\n',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n',
      'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'GET /graphql HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET /elsewhere HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
      'GET http://elsewhere.example/graphql HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET /communities/%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET //evil.example/ HTTP/1.1\r\nHost: x\r\n\r\n',
      `GET /${'a'.repeat(20_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\n${Array.from({ length: 300 }, (_, i) => `x-${i}: y`).join('\r\n')}\r\n\r\n`,
      'CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n',
      'BREW / HTTP/1.1\r\n\r\n',
      '\u0000\u0001\u0002\r\n\r\n',
      '\u0016\u0003\u0001\u0000\u00a5\u0001\u0000',
      'GET / HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(200),
      handshake(),
    ]
    const held = await Promise.all(
      Array.from({ length: tries }, async () => {
        const socket = await rawSocket(village.url)
        socket.resume()
        socket.write(chance.pick(beginnings))
        const ends = chance.below(3)
        if (ends === 0) socket.end()
        if (ends === 1) socket.resetAndDestroy()
        return socket
      }),
    )
    // While they stand there, others are served.
    const said = await village.ask('post', '{ viewer { scopes } }')
    for (const socket of held) socket.destroy()
    for (let each = 0; each < tries; each++)
      yield {
        transport: 'tcp',
        held: said.code === null || said.code === 'OVERLOADED', // a machine that does other things, too
        tried: 'a slow or broken socket',
        got: `${said.status} ${said.code}`,
      }
  },
}

export const fuzzes: readonly Fuzz[] = [documents, sequences, webhooks, sockets]
