// The audit log as a file: for those who may have it, and checked by a program that needs nothing of ours.

import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { chained as chainedBy } from '../../backbone/log/acts.ts'
import { auditProblems, checkAudit } from '../../docs/verify.mjs'
import { digestOf } from '../../schema/commitments.ts'
import { browserAt } from '../support/browser.ts'
import { testFolkmoot } from '../support/folkmoot.ts'
import { takenBy } from '../support/taken.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const program = join(import.meta.dirname, '../../docs/verify.mjs')
const run = async (...args: string[]) => {
  const { stdout, code } = await promisify(execFile)(process.execPath, [program, ...args]).then(
    ({ stdout }) => ({ stdout, code: 0 }),
    (error) => error,
  )
  return { said: stdout.trim(), code }
}
const linesOf = (text: string): any[] => text.split('\n').flatMap((line) => (line ? [JSON.parse(line)] : []))

describe('download of an audit log', () => {
  it('The download of an audit log is for its admins alone, whole, and holds by its own words', async (t) => {
    const all = await testFolkmoot(t)
    const folder = temporaryFolder(t)
    const payload = takenBy(all)
    const communities: Record<string, string> = {}
    for (const [slug, visibility] of [
      ['garden', 'PUBLIC'],
      ['cellar', 'PRIVATE'],
    ] as const) {
      const input = { slug, name: 'Ünïcode "quotes"', visibility }
      communities[slug] = (
        await payload('createCommunity', 'CreateCommunityInput', input, 'community { id }')
      ).community.id
    }
    const { member } = await payload(
      'addMember',
      'AddMemberInput',
      { community: 'garden', name: 'Ada' },
      'member { id }',
    )
    const key = (community: string, scopes: string[], more: object = {}) =>
      payload('createApiKey', 'CreateApiKeyInput', { community, name: 'k', scopes, ...more }, 'id secret')
    const admin = (await key('garden', ['ADMIN'])).secret
    const over = await key('garden', ['ADMIN'])
    const theirs = (await key('cellar', ['ADMIN'])).secret
    const own = (await key('garden', ['READ', 'VOTE'], { member: member.id })).secret
    const driver = (await key('garden', ['READ', 'DRIVE', 'INTEGRATE'])).secret
    await all.ask('mutation ($id: ID!) { revokeApiKey(id: $id) { userErrors { code message } } }', { id: over.id })

    const get = (path: string, key: string | null, method = 'GET') =>
      fetch(`${all.url}${path}`, { method, headers: key === null ? {} : { authorization: `Bearer ${key}` } })
    const refusals: [string, string | null, number, string][] = [
      ['/audit/garden', null, 401, 'UNAUTHENTICATED'],
      ['/audit/garden', 'fmk_made_up', 401, 'UNAUTHENTICATED'],
      ['/audit/garden', over.secret, 401, 'UNAUTHENTICATED'],
      ['/audit/garden', own, 403, 'FORBIDDEN'],
      ['/audit/garden', driver, 403, 'FORBIDDEN'],
      ['/audit/garden', theirs, 403, 'FORBIDDEN'],
      ['/audit/cellar', null, 404, 'COMMUNITY_NOT_FOUND'],
      ['/audit/cellar', admin, 404, 'COMMUNITY_NOT_FOUND'],
      [`/audit/${communities.cellar}`, own, 404, 'COMMUNITY_NOT_FOUND'],
      ['/audit/nowhere', all.adminKey, 404, 'COMMUNITY_NOT_FOUND'],
      ['/audit/__proto__', all.adminKey, 404, 'COMMUNITY_NOT_FOUND'],
      ['/audit/%27%00', all.adminKey, 404, 'COMMUNITY_NOT_FOUND'],
      ['/audit', null, 401, 'UNAUTHENTICATED'],
      ['/audit', admin, 403, 'FORBIDDEN'],
      ['/audit/garden?after=-1', admin, 400, 'BAD_REQUEST'],
      ['/audit/garden?after=1e3', admin, 400, 'BAD_REQUEST'],
      ['/audit/garden?after=999999999999999', admin, 400, 'BAD_REQUEST'],
      ['/audit/garden?after=9999999999999999', admin, 400, 'BAD_REQUEST'],
    ]
    for (const [path, key, status, code] of refusals) {
      for (const method of ['GET', 'HEAD']) {
        const answer = await get(path, key, method)
        const text = await answer.text()
        const said = method === 'GET' ? JSON.parse(text).error.code : code
        assert.deepEqual([answer.status, said], [status, code], `${method} ${path}`)
        assert.equal(answer.headers.get('www-authenticate'), status === 401 ? 'Bearer' : null)
      }
    }

    const browser = browserAt(all.url)
    await browser.signIn({ key: admin })
    assert.equal((await browser.fetch('/audit/garden')).status, 200)
    for (const site of ['cross-site', 'same-site', 'none'] as const)
      assert.equal((await browser.fetch('/audit/garden', { from: { site } })).status, 403, site)

    const answer = await get('/audit/garden', admin)
    assert.match(answer.headers.get('content-disposition')!, /^attachment; filename="audit-com_\w+\.jsonl"$/)
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    const text = await answer.text()
    const lines = linesOf(text)
    const asked = await all.ask(
      'query ($c: ID!) { community(community: $c) { audit(first: 100) { nodes { place hash record address salt } } } }',
      { c: 'garden' },
    )
    const told = asked.community.audit.nodes.toReversed()
    const entries = lines.filter(({ kind }) => kind === 'entry').map(({ kind: _, ...entry }) => entry)
    assert.deepEqual(entries, told.slice(0, entries.length))
    assert.ok(entries.length >= 6)
    const head = entries.at(-1).hash
    const kid = lines.at(-1).key
    const file = join(folder, 'audit.jsonl')
    writeFileSync(file, text)
    const good = { said: `${entries.length} entries hold. Head ${head}, signed.`, code: 0 }
    assert.deepEqual(await run(file, '--signed-by', kid, '--head', entries[2].hash), good)

    // In parts: what was kept before, and what came since.
    await payload('addMember', 'AddMemberInput', { community: 'garden', name: 'Ben' }, 'member { id }')
    const part = await (await get(`/audit/${communities.garden}?after=${entries.length}`, all.adminKey)).text()
    assert.equal(linesOf(part)[0].before, head)
    // What was refused at the door is told some seconds later: it may stand there too.
    const since = linesOf(part).filter(({ kind }) => kind === 'entry')
    assert.ok(since.some(({ record }) => record.mutation === 'addMember'))
    const more = join(folder, 'more.jsonl')
    writeFileSync(more, part)
    const both = await run(file, more)
    assert.deepEqual(
      [both.code, both.said.startsWith(`${entries.length + since.length} entries hold. Head `)],
      [0, true],
      both.said,
    )
    assert.match(
      (await run(more)).said,
      new RegExp(`^${since.length} entr\\w+ holds?, after entry ${entries.length} \\(${head}\\)`),
    )
    assert.ok((await run(more, file)).said.endsWith(auditProblems.part!))
    const nothing = linesOf(await (await get(`/audit/garden?after=${entries.length + since.length}`, admin)).text())
    assert.deepEqual(
      nothing.map(({ kind }) => kind),
      ['folkmoot.audit', 'audit-head'],
    )

    // Nobody's, whose chain is another.
    const none = linesOf(await (await get('/audit', all.adminKey)).text())
    assert.deepEqual([none[0].community, (await checkAudit(none)).problem], [null, null])

    writeFileSync(file, text.replace('127.0.0.1', '127.0.0.2'))
    assert.deepEqual(await run(file), { said: `The audit log breaks at entry 1. ${auditProblems.address}`, code: 1 })
    writeFileSync(file, text.replace('"createCommunity"', '"createCommunities"'))
    const { said, code } = await run(file)
    writeFileSync(more, text.slice(0, -1000)) // in the middle of a line
    assert.equal((await run(more)).code, 2)
    writeFileSync(more, text.slice(0, text.lastIndexOf('{"kind":"audit-head"')))
    assert.ok((await run(more)).said.endsWith(auditProblems.end!))
    assert.deepEqual([said, code], [`The audit log breaks at entry 1. ${auditProblems.hash}`, 1])
  })

  it('The download of an audit log of ten thousand entries comes in order, while more are written', async (t) => {
    const all = await testFolkmoot(t)
    const { community } = (
      await all.ask(
        'mutation { createCommunity(input: { slug: "garden", name: "G" }) { community { id } userErrors { code message } } }',
      )
    ).createCommunity
    for (let batch = 0; batch < 10; batch++) {
      const given = Array.from({ length: 1000 }, (_, index) => {
        // As a form of later may have them: whatever fields there are.
        const record = { form: 2, community: community.id, n: batch * 1000 + index, at: { é: [1e21, 0.1, null] } }
        return { community: community.id, mutation: 'm', actor: 'a', record, digest: digestOf(record) }
      })
      await sql`select backbone.record_audit(${JSON.stringify(given)}::jsonb)`.execute(all.db.root)
    }
    const headers = { authorization: `Bearer ${all.adminKey}` }
    const coming = fetch(`${all.url}/audit/garden`, { headers }).then((answer) => answer.text())
    const writing = Promise.all(
      ['Ada', 'Ben', 'Cy'].map((name) =>
        all.mutate('addMember', 'AddMemberInput', { community: 'garden', name }, 'member { id }'),
      ),
    )
    const lines = linesOf(await coming)
    await writing
    const found = await checkAudit(lines)
    assert.deepEqual([found.problem, found.signed], [null, true])
    assert.ok(found.entries > 10_000 && found.entries <= 10_004)
  })
})

describe('check of a downloaded audit log', () => {
  const entry = (place: number, before: string, more: object = {}) => {
    const record = { form: 1, community: 'com', at: `${place}`, ...more }
    return { kind: 'entry', place, record, hash: hashOf(before, record) }
  }
  const hashOf = (before: string, record: object) => chainedBy(before, digestOf(record))

  it('A change in a copy of the audit log is found by what it belongs to', async () => {
    const one = entry(1, '')
    const two = entry(2, one.hash)
    const three = entry(3, two.hash)
    const start = { kind: 'folkmoot.audit', form: 1, community: 'com', after: 0, before: '' }
    const end = { kind: 'audit-head', community: 'com', length: 3, head: three.hash, at: '' }
    const lines: any[] = [start, one, two, three, end]
    const found = await checkAudit(lines)
    assert.deepEqual(found, {
      ...{
        entries: 3,
        erased: 0,
        from: 0,
        before: null,
        head: three.hash,
        signed: null,
        brokenAt: null,
        problem: null,
      },
    })
    const changed = (at: number, more: object) => lines.with(at, { ...lines[at], ...more })
    const elsewhere = entry(2, one.hash, { community: 'other' })
    const attacks: [keyof typeof auditProblems, any[], object?][] = [
      ['end', []],
      ['start', lines.slice(1)],
      ['start', changed(0, { form: 3 })],
      ['start', changed(0, { after: 0, before: one.hash })],
      ['start', [start, { kind: 'what else' }, ...lines.slice(1)]],
      [
        'start',
        [...lines, { ...start, community: 'other', after: 3, before: three.hash }, { ...end, community: 'other' }],
      ],
      ['start', [...lines, three]],
      ['part', [...lines, { ...start, after: 2, before: two.hash }, three, end]],
      ['part', [...lines, { ...start, after: 3, before: one.hash }, { ...end, head: one.hash }]],
      ['follows', lines.toSpliced(2, 1)],
      ['follows', [start, two, one, three, end]],
      ['follows', [start, one, one, two, three, end]],
      ['hash', changed(2, { record: { ...two.record, at: 'another time' } })],
      ['hash', changed(2, { record: { ...two.record, more: 1 } })],
      ['hash', changed(3, { hash: one.hash })],
      ['hash', [start, two, three, end].map((line: any) => ({ ...line, place: line.place && line.place - 1 }))],
      ['community', [start, one, elsewhere, end]],
      ['community', changed(1, { record: null })],
      ['end', lines.slice(0, -1)],
      ['end', [start]],
      ['head', lines.toSpliced(3, 1)],
      ['head', changed(4, { length: 4 })],
      ['known', lines, { heads: ['0'.repeat(64)] }],
      ['stranger', lines, { signedBy: 'somebody' }],
    ]
    for (const [index, [problem, given, options]] of attacks.entries()) {
      assert.equal((await checkAudit(given, options)).problem, auditProblems[problem], `${index}: ${problem}`)
    }
    assert.equal((await checkAudit(lines, { heads: [two.hash] })).problem, null)
  })
})
