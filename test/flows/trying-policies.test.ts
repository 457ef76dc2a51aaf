// An admin looks at a policy before it is applied: what is wrong with it, and what it would have decided.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { apply, type Garden, garden, policies } from '../support/folkmoot.ts'
import { until } from '../support/until.ts'

const check = `query ($c: ID!, $d: JSON!) { checkPolicy(community: $c, document: $d) {
  valid inWords replaces { name version } problems { code message path line column } warnings { code path line } } }`
const trial = `query ($c: ID!, $d: JSON!, $last: Int) { tryPolicy(community: $c, document: $d, last: $last) {
  problems { message } snapshot { id } results { verdict reason title performs action { id kind initiator { id } } } } }`

const ask = async (all: Garden, query: string, document: unknown, more: object = {}) =>
  Object.values<any>(await all.ask(query, { c: all.community, d: document, ...more }))[0]

async function requested(all: Garden, ...slugs: string[]): Promise<void> {
  for (const slug of slugs) {
    const input = { community: all.community, role: 'steward', member: all.people[slug]!.id }
    await all.mutate('requestRole', 'RequestRoleInput', input, 'roleRequest { id }')
  }
  const query =
    'query ($c: ID!) { community(community: $c) { actions(kind: "communities.role.requested") { totalCount } } }'
  await until('the requests are heard', async () => {
    const { community } = await all.ask(query, { c: all.community })
    return community.actions.totalCount >= slugs.length
  })
}

describe('checkPolicy', () => {
  it('checkPolicy says every problem with its line, in words what a good one means, and changes nothing', async (t) => {
    const all = await garden(t)
    await apply(all, policies.stewards)
    const good = await ask(all, check, policies.stewards.replace('25.0', '30'))
    assert.deepEqual([good.valid, good.problems, good.replaces], [true, [], { name: 'stewards', version: 1 }])
    assert.match(good.inWords, /^When someone asks for the role steward, /)

    const bad = policies
      .invoices()
      .replace('minVotes: 1', 'minVotess: 1')
      .replace('opencollective.expense.approve', 'opencollective.expense.aprove')
    const { valid, problems } = await ask(all, check, bad)
    assert.equal(valid, false)
    const lineOf = (text: string) => bad.slice(0, bad.indexOf(text)).split('\n').length
    assert.deepEqual(
      problems.map(({ code, path, line }: any) => [code, path.join('.'), line]),
      [['POLICY_INVALID', 'decide.vote.passes.minVotess', lineOf('minVotess')]],
    )
    const meaning = await ask(
      all,
      check,
      policies.invoices().replace('expense.approve', 'expense.aprove').replace('action.data', 'action.dta'),
    )
    assert.deepEqual(
      meaning.problems.map(({ path, line }: any) => [path.join('.'), line]),
      [
        ['when', 4],
        ['then.approved.0.perform', 14],
      ],
    )
    const cannotWork = policies
      .invoices()
      .replace('action.data.amountInCents <= 500000', 'action.data.createdAt != timestamp("2026-11-27")')
      .replace('role: steward', 'role: stewrd')
      .replace('with: { message', 'with: { mesage')
    const found = (await ask(all, check, cannotWork)).problems
    assert.deepEqual(
      found.map(({ path, line }: any) => [path.join('.'), line]),
      [
        ['when', 4],
        ['when', 4],
        ['decide.vote.electorate.role', 8],
        ['then.rejected.0.with.mesage', 15],
      ],
    )
    const warned = await ask(all, check, policies.invoices())
    assert.deepEqual([warned.valid, warned.problems], [true, []])
    assert.deepEqual(
      warned.warnings.map(({ code, path, line }: any) => [code, path, line]),
      [['POLICY_WARNING', ['when'], 4]],
    )
    const long = await ask(all, check, `name: x\n# ${'['.repeat(200_000)}`)
    assert.deepEqual(
      long.problems.map(({ message, line }: any) => [message, line]),
      [['Wanted a policy of at most 65536 bytes; got 200010.', null]],
    )
    const noYaml = await ask(all, check, 'name: [')
    assert.deepEqual([noYaml.problems[0].line, noYaml.problems[0].path], [1, []])
    const asObject = await ask(all, check, { name: 'x' })
    assert.deepEqual([asObject.valid, asObject.problems[0].line], [false, null])
    for (const query of [check, trial]) {
      for (const [key, code] of [
        [null, 'UNAUTHENTICATED'],
        [all.people['lin-yue']!.key, 'FORBIDDEN'],
        [await all.key('DRIVE', 'INTEGRATE'), 'FORBIDDEN'],
      ] as const) {
        const { errors } = await all.request(query, { c: all.community, d: policies.stewards }, key)
        assert.equal(errors?.[0]?.extensions.code, code)
      }
    }
    const { community } = await all.ask('query ($c: ID!) { community(community: $c) { policies { name version } } }', {
      c: all.community,
    })
    assert.deepEqual(community.policies, [{ name: 'stewards', version: 1 }])
  })
})

describe('tryPolicy', () => {
  it('Trying a policy says what it would have decided on what happened, and leaves everything as it is', async (t) => {
    const all = await garden(t)
    await requested(all, 'tobias-okafor', 'lin-yue')
    const head = async () =>
      (
        await all.ask(
          'query ($c: ID!) { community(community: $c) { decisions { totalCount } actions { totalCount } proposals { totalCount } } }',
          { c: all.community },
        )
      ).community
    const before = await head()
    const { problems, results, snapshot } = await ask(all, trial, policies.stewards)
    assert.deepEqual(problems, [])
    assert.ok(snapshot.id)
    const verdictOf = (slug: string) => results.find((each: any) => each.action.initiator?.id === all.people[slug]!.id)
    assert.deepEqual([verdictOf('tobias-okafor').verdict, verdictOf('lin-yue').verdict], ['APPROVED', 'REJECTED'])
    assert.match(verdictOf('tobias-okafor').reason, /cred\.total is 126\./)
    assert.deepEqual(verdictOf('lin-yue').performs, ['communities.role.refuse'])

    // The same as the driver decides, once it is applied.
    const vote = `
name: by vote
on: communities.*
when: action.data.role == "steward" && initiator.name.startsWith("Tobias")
decide: { vote: { title: 'Trust {{ initiator.name }}?', closesIn: P1D } }
then: { approved: [{ perform: communities.role.grant }] }
`
    const opened = (await ask(all, trial, vote)).results
    assert.deepEqual(
      opened.map(({ verdict, title }: any) => [verdict, title]).filter(([verdict]: any) => verdict === 'VOTE'),
      [['VOTE', 'Trust Tobias Okafor?']],
    )
    const other = opened.find((each: any) => each.action.initiator?.id === all.people['lin-yue']!.id)
    assert.deepEqual([other.verdict, /`when` does not hold/.test(other.reason)], ['NOT_CONCERNED', true])

    const failing = policies.stewards.replace('cred.total > 25.0', 'int(action.data.role) > 1')
    const failed = (await ask(all, trial, failing)).results.filter(
      (each: any) => each.action.kind === 'communities.role.requested',
    )
    assert.deepEqual(
      failed.map(({ verdict }: any) => verdict),
      ['FAILED', 'FAILED'],
    )
    assert.match(failed[0].reason, /int\(action\.data\.role\)/)
    assert.deepEqual(await head(), before)
    assert.equal((await ask(all, trial, policies.stewards, { last: 1 })).results.length, 1)
    const broken = await ask(all, trial, 'name: x')
    assert.deepEqual([broken.results, broken.problems.length > 0], [[], true])

    // However it is written, it takes no longer than it may.
    const letters = `(action.data.role + "${'x'.repeat(850)}").split("")`
    const slow = policies.stewards.replace(
      'action.data.role == "steward"',
      `${letters}.all(a, ${letters}.all(b, a.size() + b.size() > 1 && action.data.role.contains(a) || b != ""))`,
    )
    const { results: late } = await ask(all, trial, slow)
    const concerned = late.filter((each: any) => each.action.kind === 'communities.role.requested')
    assert.deepEqual(
      concerned.map(({ verdict }: any) => verdict),
      ['FAILED', 'FAILED'],
    )
  })
})
