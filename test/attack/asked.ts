// Attacks by what is asked: documents, names, lists, and things that are not theirs who ask.

import { ask, type Said, transports } from './ask.ts'
import { type Attack, everyWay, refused, send, told, well } from './trying.ts'
import type { Hamlet } from './village.ts'

export const names: Attack = {
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

export const planner: Attack = {
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

export const bypass: Attack = {
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

export const limits: Attack = {
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

export const tenants: Attack = {
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

export const exposure: Attack = {
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

export const overload: Attack = {
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
