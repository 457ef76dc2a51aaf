// The sixteen classes of attack that gateways and servers of GraphQL fell to, each with the advisories that tell of it.
// An attack says for each try whether it was held, and what it got. What is tried is the running server, from outside.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import WebSocket from 'ws'
import { ask, elsewhere, type Said, type Transport, transports } from './ask.ts'
import type { Chance } from './random.ts'
import { frameOf, handshake, rawSocket } from './raw.ts'
import type { Hamlet, Village } from './village.ts'

export interface Trial {
  transport: Transport | 'http' | 'tcp'
  held: boolean
  /** What was sent, and what came, when it was not held. */
  tried: string
  got: string
}

export interface Attack {
  number: number
  name: string
  advisories: string
  run(village: Village, chance: Chance): AsyncIterable<Trial>
}

const refused = ({ code }: Said, ...codes: string[]) => code !== null && (codes.length === 0 || codes.includes(code))
const told = ({ status, code, message, data }: Said) =>
  `${status} ${code} ${message} ${JSON.stringify(data)?.slice(0, 200)}`

/** The same operation over each transport: held where the answer is. */
async function* everyWay(
  village: Village,
  query: string,
  held: (said: Said) => boolean,
  { variables = {}, key = null, raw }: { variables?: Record<string, unknown>; key?: string | null; raw?: string } = {},
): AsyncIterable<Trial> {
  for (const transport of transports) {
    const said = await ask(village.url, transport, { query, variables, ...(raw ? { raw } : {}) }, { key })
    yield { transport, held: said.wellFormed && held(said), tried: raw ?? query, got: told(said) }
  }
}

/** Read to its end: what is not read keeps its connection. */
async function send(url: string, init: RequestInit): Promise<{ status: number; headers: Headers; text: string }> {
  const answer = await fetch(url, { ...init, headers: { 'x-forwarded-for': elsewhere(), ...init.headers } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

/** Whether it still answers what it answered, as it did. */
async function well(village: Village): Promise<Trial> {
  const query =
    'query ($c: ID!) { community(community: $c) { name proposals(first: 1) { totalCount } cred { total } } __typename }'
  const said = await village.ask('post', query, { c: village.open.id })
  const { community } = said.data ?? {}
  const held = said.code === null && community?.name === village.open.slug && typeof community.cred.total === 'number'
  return { transport: 'post', held, tried: 'an innocent question after it', got: told(said) }
}

const names: Attack = {
  number: 1,
  name: 'names that are every object’s',
  advisories: 'CVE-2026-104852, CVE-2026-32621',
  async *run(village) {
    const c = village.open.id
    for (const name of ['__proto__', 'constructor', 'prototype']) {
      for (const query of [
        `{ community(community: "${c}") { ${name}: members(first: 1) { nodes { name cred { total } } } } }`,
        `{ ${name}: community(community: "${c}") { name cred { total } } }`,
        `{ community(community: "${c}") { ...F } } fragment F on Community { x: cred { ${name}: total } members(first: 1) { ${name}: nodes { id } } }`,
      ]) {
        yield* everyWay(village, query, (said) => refused(said))
        yield await well(village)
      }
      // As a key of a variable, and of settings: text of JSON, since a literal of ours would set the prototype.
      const settings = `{"${name}":{"polluted":true}}`
      const raw = `{"query":"mutation ($input: ConnectPlatformInput!) { connectPlatform(input: $input) { userErrors { code } } }","variables":{"input":{"community":"${c}","platform":"opencollective","externalId":"x","settings":${settings}},"${name}":{"polluted":1}}}`
      yield* everyWay(village, '', ({ code, data }) => code !== null || data?.connectPlatform.userErrors.length > 0, {
        raw,
        key: village.open.keys.admin,
      })
      yield await well(village)
    }
  },
}

/** Two members with one question that is each one's own: the events of one must not tell the other's. */
const leak: Attack = {
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

const planner: Attack = {
  number: 3,
  name: 'documents that cost more to read than to send',
  advisories: 'GHSA-q2f9-x4p4-7xmh, CVE-2025-32031, CVE-2025-32380, GHSA-fmj9-77q8-g6c4',
  async *run(village) {
    const c = `community(community: "${village.open.id}")`
    const doubling = (depth: number) =>
      Array.from({ length: depth }, (_, i) => `fragment F${i} on Community { id ...F${i + 1} ...F${i + 1} }`).join(' ')
    const nested = (depth: number) =>
      Array.from(
        { length: depth },
        (_, i) => `fragment M${i} on Member { community { members(first: 1) { nodes { name ...M${i + 1} } } } }`,
      ).join(' ')
    const overlapping = Array.from(
      { length: 60 },
      (_, i) =>
        `a: ${c} { x: members(first: 1) { nodes { ${Array.from({ length: 10 }, (_, j) => `f${i % 3}${j}: name`).join(' ')} } } }`,
    ).join(' ')
    for (const query of [
      `{ ${c} { ...F0 } } ${doubling(40)} fragment F40 on Community { id }`,
      `{ ${c} { members(first: 1) { nodes { ...M0 } } } } ${nested(12)} fragment M12 on Member { id }`,
      `{ ${overlapping} }`,
      `{ ${c} { ...A } } fragment A on Community { ...B } fragment B on Community { ...A }`,
      `{ ${c} { policies { versions { versions { versions { versions { document } } } } } } }`,
      `{ ${Array.from({ length: 25 }, (_, i) => `v${i}: verifyDecisions(community: "${village.open.id}") { valid }`).join(' ')} }`,
      `{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }`,
    ]) {
      // Answered or refused: both are well, so long as others are answered meanwhile.
      const running = transports.map((transport) => ask(village.url, transport, { query }))
      yield await well(village)
      for (const [index, said] of (await Promise.all(running)).entries())
        yield { transport: transports[index]!, held: said.wellFormed, tried: query.slice(0, 300), got: told(said) }
    }
  },
}

const bypass: Attack = {
  number: 4,
  name: 'a protected field by another route',
  advisories: 'GHSA-mx7m-j9xf-62hw, GHSA-m8jr-fxqx-8xx6, CVE-2025-64347',
  async *run(village) {
    const { open, closed } = village
    const secret = 'connections { webhookUrl } driver { endpoint deliveries { totalCount } } doubles { totalCount }'
    const routes = (of: Hamlet) => [
      `{ community(community: "${of.id}") { ${secret} } }`,
      `{ member(id: "${of.member}") { community { ${secret} } } }`,
      `{ proposal(id: "${of.proposal}") { community { ${secret} } } }`,
      `{ action(id: "${of.action}") { community { ${secret} } } }`,
      `{ policy(id: "${of.policy}") { community { ${secret} } } }`,
      `{ roleRequest(id: "${of.roleRequest}") { member { community { ...S } } } } fragment S on Community { ... on Community { ${secret} } }`,
      `{ decision(id: "${of.decision}") { proposal { community { ${secret} } } } }`,
      `{ community(community: "${of.id}") { members(first: 1) { nodes { community { ${secret} } } } } }`,
    ]
    const nothingSecret = ({ data }: Said) => {
      const text = JSON.stringify(data) ?? ''
      return !/"webhookUrl":"|"endpoint":"|"deliveries":\{|"doubles":\{/.test(text)
    }
    for (const key of [null, open.keys.reader, open.keys.voter, open.keys.integrator, closed.keys.admin])
      for (const query of routes(open)) yield* everyWay(village, query, nothingSecret, { key })
    for (const key of [null, open.keys.admin, village.revoked])
      for (const query of routes(closed)) {
        yield* everyWay(
          village,
          query,
          (said) => !JSON.stringify(said.data ?? null).includes(closed.slug) && nothingSecret(said),
          { key },
        )
      }
  },
}

const limits: Attack = {
  number: 5,
  name: 'a limit that another transport forgets',
  advisories: 'CVE-2026-30241',
  async *run(village) {
    const c = `community(community: "${village.open.id}")`
    let deep = 'id'
    for (let i = 0; i < 12; i++) deep = `community { members(first: 1) { nodes { ${deep} } } }`
    for (const query of [
      `{ ${c} { members(first: 1) { nodes { ${deep} } } } }`,
      `{ ${c} { members(first: 100) { nodes { community { members(first: 100) { nodes { community { members(first: 100) { nodes { name } } } } } } } } } }`,
      `{ ${Array.from({ length: 30 }, (_, i) => `a${i}: viewer { scopes }`).join(' ')} }`,
      `{ viewer { ${'scopes '.repeat(300)} } }`,
      `{ viewer { scopes ${'@include(if: true) '.repeat(2000)} } }`,
      `{ ${c} { members(first: 101) { totalCount } } }`,
      `query (${Array.from({ length: 3000 }, (_, i) => `$v${i}: Int`).join(' ')}) { viewer { scopes } }`,
    ])
      yield* everyWay(village, query, (said) => refused(said))
    const large = JSON.stringify({ query: '{ viewer { scopes } }', variables: { x: 'x'.repeat(2 * 1024 * 1024) } })
    yield* everyWay(village, '', (said) => refused(said), { raw: large })
    yield await well(village)
  },
}

/** What a WebSocket hears until it is closed, or has had its say; `closed` is null where it stays open. */
async function socketSaid(
  village: Village,
  messages: readonly string[],
  headers: Record<string, string> = {},
): Promise<{ said: string[]; closed: number | null }> {
  const socket = new WebSocket(`${village.url.replace(/^http/, 'ws')}/graphql`, 'graphql-transport-ws', {
    headers: { 'x-forwarded-for': elsewhere(), ...headers },
  })
  const said: string[] = []
  const last = '{"type":"ping","payload":{"last":true}}'
  const closed = await new Promise<number | null>((resolve) => {
    socket.on('close', (code) => resolve(code))
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0))
    socket.on('error', () => resolve(0))
    const rest = [...messages, last]
    /** Up to what must be answered before anything else is said. */
    const speak = () => {
      for (let next = rest.shift(); next !== undefined; next = rest.shift()) {
        socket.send(next)
        if (next.includes('connection_init')) return
      }
    }
    socket.on('open', speak)
    socket.on('message', (data) => {
      said.push(String(data))
      if (String(data) === '{"type":"connection_ack"}') speak()
      if (String(data).includes('"last":true')) resolve(null)
    })
  })
  socket.terminate()
  return { said, closed }
}

const subscribe = (id: string, query: string) => JSON.stringify({ id, type: 'subscribe', payload: { query } })
const init = (payload: unknown = {}) => JSON.stringify({ type: 'connection_init', payload })

const beforeInit: Attack = {
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

const perSocket: Attack = {
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

const claims: Attack = {
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

const tenants: Attack = {
  number: 9,
  name: 'another community’s events, and rights of the first of many',
  advisories: 'CVE-2026-80223, CVE-2026-81643',
  async *run(village) {
    const { open, closed } = village
    const streams = ['proposals', 'decisions', 'actions', 'roleRequests', 'members', 'policies', 'credRefreshed']
    for (const key of [null, open.keys.admin, open.keys.driver])
      for (const stream of streams)
        for (const transport of ['sse', 'ws'] as const) {
          const query = `subscription { ${stream}(community: "${closed.id}") { cursor } }`
          const said = await village.ask(transport, query, {}, key)
          yield { transport, held: refused(said, 'COMMUNITY_NOT_FOUND'), tried: query, got: told(said) }
        }
    // A list of operations is no operation; and each alias is looked at by itself.
    const batch = JSON.stringify([
      { query: '{ viewer { scopes } }' },
      { query: `{ community(community: "${closed.id}") { name } }` },
    ])
    yield* everyWay(village, '', (said) => refused(said), { raw: batch, key: open.keys.reader })
    const both = `mutation { a: castVote(input: { proposal: "${open.proposal}", choices: ["approve"] }) { userErrors { code } } b: castVote(input: { proposal: "${closed.proposal}", choices: ["approve"] }) { vote { id } userErrors { code } } }`
    yield* everyWay(village, both, ({ data, code }) => code !== null || (data?.b?.vote ?? null) === null, {
      key: open.keys.voter,
    })
  },
}

const origins: Attack = {
  number: 10,
  name: 'a session ridden from another site',
  advisories: 'CVE-2026-41700',
  async *run(village) {
    const answer = await send(`${village.url}/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: village.closed.keys.voter }),
    })
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0]!
    yield {
      transport: 'http',
      held: answer.status === 200 && cookie !== '',
      tried: 'signing in',
      got: String(answer.status),
    }
    const query = `{ community(community: "${village.closed.id}") { name } }`
    const none = ({ data }: Said) => (data?.community ?? null) === null
    for (const headers of [
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { cookie, origin: `${village.url}.evil.example` },
    ] as Record<string, string>[])
      for (const transport of transports) {
        const said = await ask(village.url, transport, { query }, { headers })
        yield { transport, held: none(said), tried: JSON.stringify(headers), got: told(said) }
      }
    for (const method of ['POST', 'DELETE']) {
      const foreign = await send(`${village.url}/session`, {
        method,
        headers: { 'content-type': 'application/json', cookie, origin: 'https://evil.example' },
        ...(method === 'POST' ? { body: JSON.stringify({ key: village.closed.keys.voter }) } : {}),
      })
      yield {
        transport: 'http',
        held: foreign.status === 403,
        tried: `${method} /session`,
        got: String(foreign.status),
      }
    }
  },
}

const frames: Attack = {
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

const crossSite: Attack = {
  number: 12,
  name: 'what a foreign page may send unasked',
  advisories: 'GHSA-9q82-xgwf-vj6h, CVE-2026-23897',
  async *run(village) {
    const query = '{ viewer { scopes } }'
    const mutation = `mutation { createCommunity(input: { slug: "by-get", name: "x" }) { community { id } } }`
    const body = JSON.stringify({ query })
    const types = [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'text/plain; application/json',
      'application/jsonp',
      '',
      'application/json, text/plain',
    ]
    for (const type of types) {
      const answer = await send(`${village.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': type },
        body: Buffer.from(body),
      })
      yield { transport: 'post', held: answer.status === 415, tried: type, got: String(answer.status) }
    }
    for (const charset of ['utf-7', 'utf-16le', 'x'.repeat(1000), 'utf-8; '.repeat(500)]) {
      const answer = await send(`${village.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': `application/json; charset=${charset}` },
        body: Buffer.from(body),
      })
      yield { transport: 'post', held: answer.status < 500, tried: charset.slice(0, 40), got: String(answer.status) }
    }
    for (const text of [query, mutation]) {
      const answer = await send(`${village.url}/graphql?query=${encodeURIComponent(text)}`, {
        headers: { authorization: `Bearer ${village.adminKey}` },
      })
      yield { transport: 'http', held: answer.status >= 400, tried: `GET ${text}`, got: String(answer.status) }
    }
    const streamed = await send(`${village.url}/graphql?query=${encodeURIComponent(mutation)}`, {
      headers: { authorization: `Bearer ${village.adminKey}`, accept: 'text/event-stream' },
    })
    const { text } = streamed
    yield { transport: 'sse', held: !text.includes('"id"'), tried: `GET ${mutation}`, got: text.slice(0, 200) }
  },
}

const exposure: Attack = {
  number: 13,
  name: 'what is between the gateway and its parts',
  advisories: 'CVE-2025-64347',
  async *run(village) {
    const c = village.closed.id
    for (const query of [
      '{ _service { sdl } }',
      `{ _entities(representations: [{ __typename: "Community", id: "${c}" }]) { ... on Community { name } } }`,
      `subscription { proposalsBatch(community: "${c}") { cursor } }`,
      `{ community(community: "${c}") { __resolveReference } }`,
    ])
      yield* everyWay(village, query, (said) => refused(said), { key: village.closed.keys.admin })
    for (const path of [
      '/internal/gateway',
      '/internal/communities',
      '/internal/actions',
      '/_entities',
      '/graphql/communities',
    ])
      for (const body of [
        '{}',
        JSON.stringify({ call: 'answer', input: { query: '{ viewer { scopes } }', variables: {} } }),
      ]) {
        const answer = await send(village.url + path, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        })
        yield {
          transport: 'http',
          held: [401, 404, 405].includes(answer.status),
          tried: path,
          got: String(answer.status),
        }
      }
  },
}

const overload: Attack = {
  number: 14,
  name: 'aliases, lists, directives and depth without number',
  advisories: 'OWASP GraphQL, CVE-2022-37734',
  async *run(village, chance) {
    const c = `community(community: "${village.open.id}")`
    for (let each = 0; each < 5; each++) {
      const many = 200 + chance.below(1000)
      yield* everyWay(
        village,
        `{ ${Array.from({ length: many }, (_, i) => `a${i}: ${c} { name }`).join(' ')} }`,
        (said) => refused(said),
      )
      yield* everyWay(village, `{ ${c} { ${'name @skip(if: false) '.repeat(many)} } }`, (said) => refused(said))
      yield* everyWay(village, `{ ${'viewer '.repeat(many)} }`, (said) => refused(said))
      yield* everyWay(village, `${'{ viewer '.repeat(many)}${'}'.repeat(many)}`, (said) => refused(said))
      yield* everyWay(village, `{ ${c} { name(${'a: 1 '.repeat(many)}) } }`, (said) => refused(said))
      yield* everyWay(
        village,
        `query ($x: JSON = ${'['.repeat(many)}${']'.repeat(many)}) { viewer { scopes } }`,
        (said) => said.wellFormed,
      )
    }
    const wide = Array.from(
      { length: 20 },
      (_, i) => `a${i}: members(first: 100) { nodes { votes(first: 100) { nodes { choices member { name } } } } }`,
    )
    yield* everyWay(village, `{ ${c} { ${wide.join(' ')} } }`, (said) => refused(said))
    yield await well(village)
  },
}

/** Counts who knocks: nobody may. On an address that is private and that nothing was allowed for. */
async function trap(): Promise<{ url: string; hits: () => number; close(): void }> {
  let hits = 0
  const server = createServer((_request, response) => {
    hits++
    response.end('{}')
  }).listen(0, '127.0.0.2')
  server.on('connection', () => hits++)
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.2:${port}`, hits: () => hits, close: () => server.close() }
}

const outward: Attack = {
  number: 15,
  name: 'making the server ask where it should not',
  advisories: 'CVE-2026-34590, CVE-2026-104973',
  async *run(village) {
    const caught = await trap()
    const { port } = new URL(caught.url)
    const key = village.open.keys.admin
    const at = `community: "${village.open.id}"`
    const addresses = [
      caught.url,
      `http://2130706434:${port}`,
      `http://0x7f.0.0.2:${port}`,
      `http://0177.0.0.2:${port}`,
      `http://[::ffff:127.0.0.2]:${port}`,
      `http://127.0.0.2.:${port}`,
      `http://0.0.0.0:${port}`,
      `http://169.254.169.254/latest/meta-data`,
      'http://[fd00::1]/',
      'http://[64:ff9b::7f00:2]/',
      'ftp://127.0.0.2/',
      'gopher://127.0.0.2/',
      'file:///etc/passwd',
    ]
    for (const address of addresses) {
      const cred = await village.ask(
        'post',
        `mutation { connectCred(input: { ${at}, url: "${address}" }) { cred { total } userErrors { code message } } }`,
        {},
        key,
      )
      const codes = JSON.stringify(cred.data?.connectCred?.userErrors ?? cred.code)
      yield {
        transport: 'post',
        held: (cred.code !== null || codes.includes('code')) && !codes.includes('root:'),
        tried: `connectCred ${address}`,
        got: told(cred),
      }
      const driver = await village.ask(
        'post',
        `mutation { setDriver(input: { ${at}, kind: EXTERNAL, endpoint: "${address}" }) { community { id } userErrors { code message } } }`,
        {},
        key,
      )
      yield {
        transport: 'post',
        held: (driver.data?.setDriver?.userErrors.length ?? 1) > 0,
        tried: `setDriver ${address}`,
        got: told(driver),
      }
      const platform = await village.ask(
        'post',
        `mutation ($settings: JSON) { connectPlatform(input: { ${at}, platform: "opencollective", externalId: "elsewhere", credentials: { personalToken: "x" }, settings: $settings }) { connection { id } userErrors { code message } } }`,
        { settings: { apiUrl: address, webUrl: address } },
        key,
      )
      yield {
        transport: 'post',
        held: (platform.data?.connectPlatform?.userErrors.length ?? 1) > 0,
        tried: `connectPlatform ${address}`,
        got: told(platform),
      }
    }
    yield {
      transport: 'tcp',
      held: caught.hits() === 0,
      tried: 'whether anyone knocked',
      got: `${caught.hits()} times`,
    }
    caught.close()
  },
}

const forgery: Attack = {
  number: 16,
  name: 'webhooks that nobody sent, or sent before',
  advisories: 'the predecessor’s own',
  async *run(village) {
    const real = new URL(village.open.webhookUrl).pathname
    const [, , connection, secret] = real.split('/')
    const body = JSON.stringify({
      type: 'collective.expense.approved',
      data: { expense: { id: 'ex_forged', legacyId: 999_999, amount: 1 } },
    })
    const count = async () => {
      const said = await village.ask(
        'post',
        `{ community(community: "${village.open.id}") { actions(first: 1) { totalCount } } }`,
        {},
        village.open.keys.reader,
      )
      return said.data?.community.actions.totalCount
    }
    const before = await count()
    const altered = secret!.slice(0, -1) + (secret!.endsWith('A') ? 'B' : 'A')
    for (const path of [
      `/hooks/${connection}/wrong`,
      `/hooks/${connection}/${altered}`,
      `/hooks/nobody/${secret}`,
      `/hooks/${connection}/`,
      `/hooks/__proto__/constructor`,
      '/hooks/%00/%00',
      '/hooks/%/%',
    ]) {
      const answer = await send(village.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      yield {
        transport: 'http',
        held: answer.status >= 400 && answer.status < 500,
        tried: path.replaceAll(secret!, 'SECRET'),
        got: String(answer.status),
      }
    }
    // The right address, with what the platform does not know of: it is looked up there before it is believed.
    for (const forged of [
      body,
      body,
      '{"type":"x"}',
      'null',
      '[]',
      '{"data":{"__proto__":{"polluted":1}}}',
      `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`,
    ]) {
      const answer = await send(village.url + real, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: forged,
      })
      yield { transport: 'http', held: answer.status < 500, tried: forged.slice(0, 80), got: String(answer.status) }
    }
    const after = await count()
    yield {
      transport: 'http',
      held: before === after,
      tried: 'actions that were never done',
      got: `${before}, then ${after}`,
    }
    yield await well(village)
  },
}

export const attacks: readonly Attack[] = [
  names,
  leak,
  planner,
  bypass,
  limits,
  beforeInit,
  perSocket,
  claims,
  tenants,
  origins,
  frames,
  crossSite,
  exposure,
  overload,
  outward,
  forgery,
]
