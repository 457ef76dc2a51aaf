// Where a community wants two administrators, none does alone what is dangerous: in all parts, by every way in.

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { dangers } from '../../schema/dangers.ts'
import { mutations } from '../attack/rights.ts'
import type { Hamlet } from '../attack/village.ts'
import { listen, streamTransports } from '../gateway/clients.ts'
import { browserAt } from '../support/browser.ts'
import { apply, type Garden, garden, policies } from '../support/folkmoot.ts'

/** What is dangerous only with certain arguments, with those. */
const dangerous: Record<string, (of: Hamlet) => string> = {
  createApiKey: ({ id }) => `input: { community: "${id}", name: "x", scopes: [DRIVE] }`,
  rotateApiKey: () => 'id: "none"',
  updateCommunity: ({ id }) => `input: { community: "${id}", twoAdmins: false }`,
  openProposal: ({ id }) => `input: { community: "${id}", title: "x", policy: "none" }`,
  castVote: ({ member }) => `input: { proposal: "none", choices: ["approve"], member: "${member}" }`,
  retractVote: ({ member }) => `input: { proposal: "none", member: "${member}" }`,
  eraseMember: () => 'member: "none"',
  addMember: ({ id }) => `input: { community: "${id}", name: "x", roles: ["steward"] }`,
}

async function scene(all: Garden) {
  const [first, second] = [await all.key('ADMIN'), await all.key('ADMIN')]
  await all.ask(
    `mutation { updateCommunity(input: { community: "${all.community}", twoAdmins: true }) { community { twoAdmins } userErrors { code message } } }`,
  )
  const codeOf = ({ data, errors }: any): string | null => {
    const [payload] = Object.values<any>(data ?? {})
    return errors?.[0]?.extensions.code ?? payload?.userErrors?.[0]?.code ?? null
  }
  const act = (answer: any): string => {
    assert.equal(codeOf(answer), 'SECOND_ADMIN_REQUIRED', JSON.stringify(answer))
    return answer.errors[0].extensions.act
  }
  const settle = (field: 'approveAct' | 'refuseAct', id: string, key = second) =>
    all.ask(`mutation { ${field}(act: "${id}") { act { status } userErrors { code message } } }`, {}, key)
  return { first, second, codeOf, act, settle }
}

describe('twoAdmins in all parts', () => {
  it('With two admins wanted, none does alone what is dangerous, in all parts', async (t) => {
    const all = await garden(t, { people: ['maren-holt'] })
    const { first, codeOf, act, settle } = await scene(all)
    const driver = await all.key('DRIVE')
    const of = new Proxy({} as Hamlet, {
      get: (_, name) => (name === 'id' ? all.community : name === 'keyIds' ? { spare: 'none' } : 'none'),
    })
    let tried = 0
    for (const [name, { input }] of Object.entries(mutations)) {
      const operation = (args: string) => `mutation { ${name}(${args}) { userErrors { code } } }`
      const { when } = dangers[name]!
      if (when !== 'never') {
        const args = when === 'always' ? input(of) : dangerous[name]!(of)
        await settle('refuseAct', act(await all.request(operation(args), {}, first)), first)
        assert.notEqual(codeOf(await all.request(operation(args), {}, driver)), 'SECOND_ADMIN_REQUIRED', name)
        tried++
      }
      if (when === 'never')
        assert.notEqual(codeOf(await all.request(operation(input(of)), {}, first)), 'SECOND_ADMIN_REQUIRED', name)
    }
    assert.ok(tried > 20)
  })

  it('With two admins wanted, a dangerous act is let through once approved, by every way in, and not before', async (t) => {
    const all = await garden(t, { people: ['maren-holt'], page: true })
    const { first, second, codeOf, act, settle } = await scene(all)
    const { url, community } = all
    const key = (name: string) =>
      `mutation { createApiKey(input: { community: "${community}", name: "${name}", scopes: [DRIVE] }) { secret userErrors { code } } }`
    for (const transport of streamTransports) {
      const say = async () => {
        const { value, error } = await listen(t, transport, url, key(transport), first).next()
        return value ?? { errors: error }
      }
      await settle('approveAct', act(await say()))
      assert.match((await say()).data.createApiKey.secret, /^fmk_/, transport)
      act(await say())
    }
    const browser = browserAt(url)
    await browser.signIn({ key: first })
    const asked = act(await browser.ask(key('page')))
    const another = browserAt(url)
    await another.signIn({ key: second })
    assert.equal(
      codeOf(await browser.ask(`mutation { approveAct(act: "${asked}") { act { status } userErrors { code } } }`)),
      'OWN_ACT',
    )
    await another.ask(`mutation { approveAct(act: "${asked}") { act { status } userErrors { code } } }`)
    // The key behind the session is who asked.
    assert.match((await all.request(key('page'), {}, first)).data.createApiKey.secret, /^fmk_/)

    const document = policies.stewards
    const policy =
      'mutation ($i: ApplyPolicyInput!) { applyPolicy(input: $i) { policy { id } userErrors { code message } } }'
    const applying = (i: object) => all.request(policy, { i }, first)
    const waiting = act(await applying({ community, document }))
    const { pendingActs } = (
      await all.ask(`{ community(community: "${community}") { pendingActs { nodes { id arguments } } } }`, {}, second)
    ).community
    assert.equal(
      pendingActs.nodes.find(({ id }: any) => id === waiting).arguments.input.document,
      document,
      'every word of it',
    )
    await settle('approveAct', waiting)
    assert.notEqual(act(await applying({ community, document: `${document}\n` })), waiting)
    const { id } = (await applying({ community, document })).data.applyPolicy.policy
    const { audit } = (
      await all.ask(
        `{ community(community: "${community}") { audit(first: 3, mutation: "applyPolicy") { nodes { subjects approvedBy { key { id } } } } } }`,
        {},
        second,
      )
    ).community
    const done = audit.nodes.find(({ subjects }: any) => subjects.includes(id))
    assert.ok(done.subjects.includes(waiting) && done.approvedBy.key.id)
    // The key over all, and Folkmoot's own driver, go on.
    await apply(all, policies.invoices())
  })
})
