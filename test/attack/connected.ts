// Attacks by how one is connected: streams of others, sockets before and after their init, frames that are none.

import { once } from 'node:events'
import { ask, type Said } from './ask.ts'
import { frameOf, handshake, rawSocket } from './raw.ts'
import { type Attack, everyWay, init, refused, socketSaid, subscribe, told, well } from './trying.ts'

/** Two members with one question that is each one's own: the events of one must not tell the other's. */
export const leak: Attack = {
  number: 2,
  name: 'another user’s stream',
  advisories: 'CVE-2026-118666, CVE-2026-118665',
  async *run(village) {
    const { open, closed } = village
    const query = `subscription { proposal(id: "${open.proposal}") { id viewerVote { choices } electorate { viewerMayVote } } }`
    const [mine, others, nobodys] = await Promise.all([
      village.ask('ws', query, {}, open.keys.voter),
      village.ask('ws', query, {}, open.keys.reader),
      village.ask('ws', query),
    ])
    const own = mine.data?.proposal
    yield {
      transport: 'ws',
      held: own?.viewerVote?.choices[0] === 'approve',
      tried: 'the voter’s own',
      got: told(mine),
    }
    for (const said of [others, nobodys]) {
      const { viewerVote = 'none', electorate } = said.data?.proposal ?? {}
      yield {
        transport: 'ws',
        held: viewerVote === null && electorate.viewerMayVote === false,
        tried: query,
        got: told(said),
      }
    }
    const inside = `subscription { proposal(id: "${closed.proposal}") { title } }`
    for (const transport of ['sse', 'ws'] as const) {
      const [let1, let2, not] = await Promise.all([
        village.ask(transport, inside, {}, closed.keys.reader),
        village.ask(transport, inside),
        village.ask(transport, inside, {}, open.keys.admin),
      ])
      yield { transport, held: let1.data?.proposal?.title !== undefined, tried: 'its own reader', got: told(let1) }
      for (const said of [let2, not]) yield { transport, held: refused(said), tried: inside, got: told(said) }
    }
  },
}

export const beforeInit: Attack = {
  number: 6,
  name: 'asking before connection_init',
  advisories: 'CVE-2026-35523',
  async *run(village) {
    const secret = `{ community(community: "${village.closed.id}") { name } }`
    for (const messages of [
      [subscribe('1', secret)],
      ['{"type":"ping"}', subscribe('1', secret), init({ authorization: `Bearer ${village.closed.keys.reader}` })],
      [subscribe('1', secret), subscribe('2', secret)],
    ]) {
      const { said, closed } = await socketSaid(village, messages)
      const held = closed === 4401 && !said.some((each) => each.includes('"next"'))
      yield { transport: 'ws', held, tried: messages.join(), got: `${closed} ${said}` }
    }
  },
}

export const perSocket: Attack = {
  number: 7,
  name: 'operations without number on one socket',
  advisories: 'CVE-2026-35526',
  async *run(village) {
    const stream = `subscription { proposals(community: "${village.open.id}") { cursor } }`
    const many = Array.from({ length: 2000 }, (_, i) => subscribe(String(i), stream))
    const { said, closed } = await socketSaid(village, [init(), ...many])
    const held = closed !== null && closed >= 4400
    yield { transport: 'ws', held, tried: '2,000 subscriptions on one socket', got: `${closed} ${said.slice(-1)}` }
    const inits = await socketSaid(village, [init(), init(), init()])
    yield { transport: 'ws', held: inits.closed === 4429, tried: 'three inits', got: String(inits.closed) }
    const twice = await socketSaid(village, [init(), subscribe('1', stream), subscribe('1', stream)])
    yield { transport: 'ws', held: twice.closed === 4409, tried: 'one id twice', got: String(twice.closed) }
    yield await well(village)
  },
}

export const claims: Attack = {
  number: 8,
  name: 'claims that the caller makes itself',
  advisories: 'CVE-2026-5423',
  async *run(village) {
    const query = '{ viewer { scopes } }'
    const viewer = { kind: 'admin', key: null, community: null, member: null, scopes: ['ADMIN'] }
    const encoded = Buffer.from(JSON.stringify(viewer)).toString('base64url')
    const nobody = ({ data, code }: Said) => code !== null || data?.viewer.scopes.length === 0
    for (const headers of [
      { 'x-folkmoot-viewer': encoded, 'x-folkmoot-date': String(Date.now()), 'x-folkmoot-signature': 'x' },
      { 'x-user': 'admin', 'x-forwarded-user': 'admin', 'x-folkmoot-scopes': 'ADMIN' },
      { authorization: 'Bearer admin' },
      { authorization: `Basic ${Buffer.from(`admin:${'x'.repeat(40)}`).toString('base64')}` },
      { authorization: `Bearer ${encoded}.${encoded}.` },
    ] as Record<string, string>[]) {
      for (const transport of ['post', 'sse'] as const) {
        const said = await ask(village.url, transport, { query }, { headers })
        yield { transport, held: nobody(said), tried: JSON.stringify(headers), got: told(said) }
      }
    }
    for (const payload of [
      { viewer, isAdmin: true, scopes: ['ADMIN'], kind: 'admin' },
      { authorization: { toString: 'admin' }, jwt: { sub: 'admin', scopes: ['ADMIN'] } },
      { authorization: ['Bearer x'], headers: { authorization: `Bearer ${village.open.keys.admin}` } },
      [village.open.keys.admin],
    ]) {
      const { said, closed } = await socketSaid(village, [init(payload), subscribe('1', query)])
      const held =
        (closed ?? 0) >= 4400 ||
        said.some((each) => each.includes('"scopes":[]')) ||
        !said.some((each) => each.includes('"scopes"'))
      yield { transport: 'ws', held, tried: JSON.stringify(payload), got: `${closed} ${said}` }
    }
  },
}

export const frames: Attack = {
  number: 11,
  name: 'malformed frames',
  advisories: 'CVE-2023-22477, CVE-2023-41317, CVE-2023-45812',
  async *run(village, chance) {
    const bytes = (length: number) => Buffer.from(Array.from({ length }, () => chance.below(256)))
    const hostile: Buffer[] = [
      frameOf('not json'),
      frameOf('null'),
      frameOf('[]'),
      frameOf('"text"'),
      frameOf('{"type":"subscribe"}'),
      frameOf('{"type":"subscribe","id":"1"}'),
      frameOf('{"type":"subscribe","id":1,"payload":{"query":"{ viewer { scopes } }"}}'),
      frameOf('{"type":"subscribe","id":"","payload":{"query":"{ viewer { scopes } }"}}'),
      frameOf('{"type":"subscribe","id":"1","payload":{"query":{"a":1}}}'),
      frameOf('{"type":"subscribe","id":"1","payload":null}'),
      frameOf('{"type":"subscribe","id":"__proto__","payload":{"query":"{ viewer { scopes } }"}}'),
      frameOf('{"type":"complete","id":"constructor"}'),
      frameOf('{"type":"next","id":"1","payload":{}}'),
      frameOf('{"type":"__proto__"}'),
      frameOf(`{"type":"ping","payload":${'['.repeat(20_000)}${']'.repeat(20_000)}}`),
      frameOf('x', { opcode: 3 }),
      frameOf('x', { opcode: 0 }),
      frameOf('x'.repeat(200), { opcode: 9 }),
      frameOf('x', { opcode: 9, final: false }),
      frameOf(Buffer.from([0xff, 0xfe, 0xfd])),
      frameOf('x', { masked: false }),
      frameOf('x', { reserved: 0x40 }),
      Buffer.from([0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
      Buffer.from([0x88, 0x81, 0, 0, 0, 0, 1]),
      ...Array.from({ length: 10 }, () => bytes(1 + chance.below(200))),
    ]
    for (const [index, frame] of hostile.entries()) {
      const socket = await rawSocket(village.url)
      socket.write(handshake())
      await once(socket, 'data')
      const gone = once(socket, 'close').catch(() => {})
      if (index % 2 === 0) socket.write(frameOf('{"type":"connection_init"}'))
      socket.write(frame)
      socket.end()
      socket.resume()
      await gone
      yield await well(village)
    }
    for (const stream of ['proposals', 'driverEvents'])
      yield* everyWay(village, `subscription { ${stream}(community: "nowhere") { cursor } }`, (said) => refused(said))
  },
}
