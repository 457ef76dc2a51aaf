// Attacks from beyond the graph: pages of other sites, forms, webhooks, and addresses that the server is to call.

import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ask, type Said, transports } from './ask.ts'
import { type Attack, send, told, well } from './trying.ts'

export const origins: Attack = {
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

export const crossSite: Attack = {
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

export const outward: Attack = {
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

export const forgery: Attack = {
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
