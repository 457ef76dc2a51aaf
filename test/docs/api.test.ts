// Every example of docs/api.md is run, in its order, against the whole of it; none of the API is left out.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { buildSchema, getOperationAST, parse, TypeInfo, visit, visitWithTypeInfo } from 'graphql'
import { startOpenCollective } from '../../sandbox/opencollective/index.ts'
import { startSourceCred } from '../../sandbox/sourcecred/index.ts'
import { refusals } from '../../schema/errors.ts'
import { testFolkmoot } from '../support/folkmoot.ts'

const text = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
const api = buildSchema(readFileSync(new URL('../../schema/api.graphql', import.meta.url), 'utf8'))
const examples = [...text.matchAll(/```graphql\n(.*?)```/gs)].map((match) => {
  const operation = getOperationAST(parse(match[1]!))!
  return { source: match[1]!, name: operation.name!.value, kind: operation.operation }
})

describe('docs/api.md', () => {
  it('docs/api.md has an example of every query, mutation and subscription', () => {
    const shown = new Set<string>()
    for (const { source } of examples) {
      const types = new TypeInfo(api)
      visit(
        parse(source),
        visitWithTypeInfo(types, { Field: (field) => void shown.add(`${types.getParentType()}.${field.name.value}`) }),
      )
    }
    for (const type of [api.getQueryType()!, api.getMutationType()!, api.getSubscriptionType()!]) {
      for (const field of Object.keys(type.getFields())) assert.ok(shown.has(`${type}.${field}`), `${type}.${field}`)
    }
  })

  it('docs/api.md has every refusal with its sentence', () => {
    for (const [code, sentence] of Object.entries(refusals)) {
      assert.ok(text.includes(`| \`${code}\` | ${sentence} |`), `add to docs/api.md: | \`${code}\` | ${sentence} |`)
    }
    const shown = [...text.matchAll(/^\| `([A-Z_]+)` \|.*\.\s\|$/gm)].map((match) => match[1])
    for (const code of shown) assert.ok(code! in refusals, `${code} is no refusal`)
  })

  it('docs/api.md shows examples that run, one after the other', async (t) => {
    const folkmoot = await testFolkmoot(t)
    const collective = await startOpenCollective({ rateLimit: false })
    t.after(() => collective.stop())
    const instance = await startSourceCred()
    t.after(() => instance.stop())
    const { ask } = folkmoot

    const open = async (title: string) => {
      const input = { community: 'garden', title, electorate: { role: 'steward' } }
      const mutation =
        'mutation ($input: OpenProposalInput!) { openProposal(input: $input) { proposal { id } userErrors { code message } } }'
      return (await ask(mutation, { input })).openProposal.proposal.id
    }
    const [hose, rake] = ['Hose', 'Rake'].map((description) =>
      collective.submitExpense({ as: 'lin-yue', description, amountInCents: 6840 }),
    )
    const settled = async (id: string): Promise<string> => {
      for (;;) {
        const { action } = await ask('query ($id: ID!) { action(id: $id) { status } }', { id })
        if (action.status !== 'PENDING') return action.status
        await pause(50)
      }
    }

    const administrators: string[] = []
    const pending = async (kind: string) => {
      const mutation = `mutation { setDriver(input: { community: "garden", kind: ${kind} }) { userErrors { code } } }`
      const { errors } = await folkmoot.request(mutation, {}, administrators[0]!)
      assert.equal(errors?.[0]?.extensions.code, 'SECOND_ADMIN_REQUIRED')
      return { act: (errors![0] as any).extensions.act }
    }
    // What stands for the variables of each example: from the answers to those before it, by operation.
    const answers: Record<string, any> = {}
    const ada = () => answers.AddMember.addMember.member.id
    const request = () => answers.RequestRole.requestRole.roleRequest
    const proposal = () => answers.OpenProposal.openProposal.proposal.id
    const variables: Record<string, () => Promise<Record<string, unknown>> | Record<string, unknown>> = {
      RevokeApiKey: () => ({ key: answers.CreateApiKey.createApiKey.id }),
      RotateApiKey: () => ({ key: answers.CreateApiKey.createApiKey.id }),
      async WantTwoAdmins() {
        for (const name of ['one', 'two']) {
          const made = await ask(
            `mutation { createApiKey(input: { community: "garden", name: "${name}", scopes: [ADMIN] }) { secret userErrors { message } } }`,
          )
          administrators.push(made.createApiKey.secret)
        }
        return {}
      },
      ApproveAct: () => pending('BUILT_IN'),
      RefuseAct: () => pending('EXTERNAL'),
      LinkAccount: () => ({ ada: ada() }),
      UnlinkAccount: () => ({ ada: ada() }),
      Member: () => ({ ada: ada() }),
      CreateSignInLink: () => ({ ada: ada() }),
      EndSessions: () => ({ ada: ada() }),
      History: () => ({ proposal: proposal() }),
      Voters: () => ({ proposal: proposal() }),
      GrantRole: () => ({ ada: ada() }),
      async MergeMembers() {
        const mutation =
          'mutation { addMember(input: { community: "garden", name: "A." }) { member { id } userErrors { message } } }'
        return { ada: ada(), double: (await ask(mutation)).addMember.member.id }
      },
      ExportMember: () => ({ ada: ada() }),
      async EraseMember() {
        const mutation =
          'mutation { addMember(input: { community: "garden", name: "Eve" }) { member { id } userErrors { message } } }'
        return { gone: (await ask(mutation)).addMember.member.id }
      },
      RoleRequest: () => ({ request: request().id }),
      WithdrawRoleRequest: () => ({ request: request().id }),
      RefuseRole: async () => ({
        second: (await ask(examples.find(({ name }) => name === 'RequestRole')!.source)).requestRole.roleRequest.id,
      }),
      RevokeRole: () => ({ lin: request().member.id }),
      ConsiderExpenses: () => ({ connection: answers.ConnectPlatform.connectPlatform.connection.id }),
      ConnectPlatform: () => ({
        credentials: { personalToken: collective.tokens['governance-bot'] },
        settings: { apiUrl: collective.url, webUrl: collective.webUrl },
      }),
      async DisconnectPlatform() {
        const mutation =
          'mutation { connectPlatform(input: { community: "garden", platform: "wiki", externalId: "w1" }) { connection { id } userErrors { message } } }'
        return { wiki: (await ask(mutation)).connectPlatform.connection.id }
      },
      ConnectCred: () => ({ url: instance.url }),
      Pinned: () => ({ ada: ada(), snapshot: answers.ConnectCred.connectCred.cred.snapshot.id }),
      Policy: () => ({ policy: answers.ApplyPolicy.applyPolicy.policy.id }),
      SetPolicyStatus: () => ({ policy: answers.ApplyPolicy.applyPolicy.policy.id }),
      Proposal: () => ({ proposal: proposal() }),
      CastVote: () => ({ proposal: proposal() }),
      Inclusion: () => ({ vote: answers.CastVote.castVote.vote.id }),
      RetractVote: () => ({ proposal: proposal() }),
      CloseProposal: () => ({ proposal: proposal() }),
      FollowProposal: () => ({ proposal: proposal() }),
      CancelProposal: async () => ({ second: await open('Two?') }),
      ApproveProposal: async () => ({ third: await open('Three?') }),
      RejectProposal: async () => ({ fourth: await open('Four?') }),
      Decision: () => ({ decision: answers.CloseProposal.closeProposal.decision.id }),
      ReportStep: () => ({ decision: answers.CloseProposal.closeProposal.decision.id }),
      Proof: () => ({ decision: answers.CloseProposal.closeProposal.decision.id }),
      SettlePermission: () => ({ permission: answers.RequestPermission.requestPermission.action.id }),
      SetActionProblem: () => ({ edit: answers.ReportAction.reportAction.action.id }),
      ApproveExpense: () => ({ expense: hose!.id }),
      RejectExpense: () => ({ other: rake!.id }),
      PerformAction: () => ({ expense: hose!.id }),
      PerformHeld: () => ({ expense: hose!.id }),
      StayAction: () => ({ held: answers.PerformHeld.performAction.action.id }),
      PerformConfirmed: () => ({ expense: hose!.id }),
      ConfirmAction: () => ({ waiting: answers.PerformConfirmed.performAction.action.id }),
      Action: () => ({ action: answers.ApproveExpense.approveExpense.action.id }),
      FollowAction: () => ({ action: answers.ApproveExpense.approveExpense.action.id }),
      async RetryAction() {
        // The hose was approved above. One that is paid cannot be rejected any more.
        assert.equal(await settled(answers.ApproveExpense.approveExpense.action.id), 'DONE')
        await collective.process({ as: 'hanna-lindqvist', expense: hose!.id, action: 'PAY' })
        const input = { community: 'garden', expense: hose!.id }
        const mutation =
          'mutation ($input: SettleExpenseInput!) { rejectExpense(input: $input) { action { id } userErrors { code message } } }'
        const { id } = (await ask(mutation, { input })).rejectExpense.action
        assert.equal(await settled(id), 'FAILED')
        return { failed: id }
      },
    }
    let adasKey: string | null = null
    const keyOf = async (name: string) => {
      if (name === 'ApproveAct') return administrators[1]
      if (!['CastVote', 'RetractVote', 'ConfirmAction'].includes(name)) return undefined
      const mutation =
        'mutation ($ada: ID) { createApiKey(input: { community: "garden", name: "Ada", scopes: [VOTE], member: $ada }) { secret userErrors { message } } }'
      adasKey ??= (await ask(mutation, { ada: ada() })).createApiKey.secret as string
      return adasKey
    }
    const streams = {
      driverEvents: 0,
      roleRequests: 0,
      members: 0,
      credRefreshed: 0,
      policies: 0,
      proposals: 0,
      decisions: 0,
      actions: 0,
    }

    for (const { name, source, kind } of examples) {
      const given = (await variables[name]?.()) ?? {}
      try {
        if (kind !== 'subscription') answers[name] = await ask(source, given, await keyOf(name))
        else {
          const stream = Object.keys(streams).find((each) => new RegExp(`^  ${each}\\(`, 'm').test(source)) as
            | keyof typeof streams
            | undefined
          const { id } = answers.CreateCommunity.createCommunity.community
          const after = stream ? { after: folkmoot.beginning(stream, id) } : {}
          const watched = folkmoot.watch(source, { ...given, ...after })
          const event = await watched.until(() => true)
          watched.stop()
          assert.equal(event.errors, undefined, JSON.stringify(event.errors))
        }
      } catch (error) {
        throw new Error(`The example ${name} does not run: ${(error as Error).message}`, { cause: error })
      }
    }
    assert.equal(answers.Member.member.cred.status ?? '', 'UNAVAILABLE', 'no source was connected by then')
    assert.equal(answers.Cred.cred.status, 'FOUND')
    assert.equal(answers.Members.community.member.name, 'Ada')
    assert.equal(answers.VerifyDecisions.verifyDecisions.valid, true)
    assert.equal(answers.Inclusion.inclusion.leafHash, answers.CastVote.castVote.receipt.leafHash)
    assert.equal(answers.Proof.proof.ballots.totalCount, answers.Proof.proof.record.ballots.size)
  })
})
