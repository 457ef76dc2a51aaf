// The graph in memory: the composed API, executed by graphql-js over plain objects, so that every operation of the driver is
// checked against the schema, and its answers have the form that a gateway gives. It records what it was told.

import { isDeepStrictEqual } from 'node:util'
import { buildSchema, execute as executeGraphql, type GraphQLSchema, parse, validate } from 'graphql'
import type { DriverEvent, Execute } from '../../driver/index.ts'
import { committedSdl } from '../../gateway/graph/committed.ts'
import { compose } from '../../gateway/graph/compose.ts'
import { defaultQuestion, withMeanings } from '../../schema/choices.ts'
import type { ActionFact } from '../../schema/events.ts'
import { observedAction } from '../support/observed.ts'

export const api: GraphQLSchema = buildSchema(compose(committedSdl).api)

/** One mutation, as the driver sent it. */
export interface Told {
  name: string
  input: any
}

type Draft = Partial<ActionFact> & { id: string; kind: string }

export function fakeGraph() {
  const told: Told[] = []
  const events: DriverEvent[] = []
  const queries: string[] = []
  const actions = new Map<string, ActionFact>()
  const proposals = new Map<string, any>()
  const members = new Map<string, any>()
  const byKey = new Map<string, any>()
  const refusals = new Map<string, { code: string; message: string }>()
  let policies: any[] = []
  let position = 0
  const community: any = {
    id: 'com_1',
    slug: 'garden',
    name: 'Garden',
    driver: { kind: 'BUILT_IN' },
    cred: { snapshot: { id: 'snap_1' } },
    policies: ({ first, after }: any) => {
      const from = policies.findIndex(({ id }) => id === after) + 1
      return policies.slice(from, from + first)
    },
    actions: ({ waiting }: any) =>
      page([...actions.values()].filter((action) => !waiting || action.problem !== null).map(actionNode)),
    proposals: ({ status }: any) =>
      page(
        [...proposals.values()]
          .reverse()
          .filter((proposal) => status === undefined || status === null || proposal.status === status),
      ),
  }

  const happen = (type: any, payload: any): DriverEvent => {
    position += 1
    const event = structuredClone({ id: `evt_${position}`, type, community: 'com_1', payload }) as DriverEvent
    events.push(event)
    return event
  }
  const actionNode = (action: ActionFact) => ({
    ...action,
    initiator: action.initiator === null ? null : { id: action.initiator },
  })

  const triggerNode = (action: ActionFact) => ({
    ...actionNode(action),
    newest: () => [...actions.values()].findLast(({ subject }) => subject.id === action.subject.id),
  })

  function decided(
    proposal: any,
    outcome: string,
    by: { madeBy: string; reason: string; evidence?: unknown; choice?: string },
  ): any {
    proposal.status = 'DECIDED'
    proposal.decision = {
      id: `dec_${proposal.id}`,
      outcome,
      choice: null,
      ...by,
      enforcement: proposal.enforcement,
      evidence: by.evidence ?? null,
      proposal,
      tally: { voters: 2, turnout: 0.5, quorumReached: true, counts: [{ choice: 'approve', votes: 2, weight: 2 }] },
    }
    happen('proposals.proposal.decided', {
      proposal: proposal.id,
      decision: {
        id: proposal.decision.id,
        proposal: proposal.id,
        trigger: proposal.triggerId,
        policy: proposal.policy?.id ?? null,
        outcome,
      },
    })
    return proposal.decision
  }

  function newProposal(input: any): any {
    const id = `prop_${proposals.size + 1}`
    const proposal = {
      id,
      title: input.title,
      body: input.body,
      status: 'OPEN',
      closesAt: input.closesIn ? '2026-12-01T00:00:00Z' : null,
      enforcement: input.enforcement,
      triggerId: input.trigger,
      trigger: () => (input.trigger ? triggerNode(actions.get(input.trigger)!) : null),
      choices: withMeanings(input.choices ?? defaultQuestion).choices,
      policy: policies.concat(retired).find((policy) => policy.id === input.policy) ?? null,
      electorate: { description: 'Members with the role steward; each vote weighs the same.', snapshot: null },
      termsInWords: [],
      venues: [],
      decision: null,
    }
    proposals.set(id, proposal)
    return proposal
  }
  const retired: any[] = []

  /** Answers a mutation: refused where the test says so, the first result where the key is known. */
  const once = (name: string, key: (input: any) => string, work: (input: any) => any) => (args: any) => {
    const input = args.input ?? args
    const refusal = refusals.get(`${name}:${input.kind ?? ''}`) ?? refusals.get(name)
    if (refusal) return { userErrors: [refusal] }
    const known = byKey.get(`${name}:${key(input)}`)
    // As the subgraphs do: the same key with another input is refused.
    if (known && !isDeepStrictEqual(known.input, input))
      return { userErrors: [{ code: 'IDEMPOTENCY_CONFLICT', message: 'Wanted the same input.' }] }
    if (known) return known.result
    told.push(structuredClone({ name, input }))
    const result = { userErrors: [], ...work(input) }
    byKey.set(`${name}:${key(input)}`, { input: structuredClone(input), result })
    return result
  }
  const rootValue: any = {
    community: ({ community: id }: any) => (id === 'com_1' ? community : null),
    member: ({ id }: any) => members.get(id) ?? null,
    action: ({ id }: any) => actionNode(actions.get(id)!),
    proposal: ({ id }: any) => proposals.get(id) ?? null,
    platforms: () => [
      {
        platform: 'opencollective',
        parameters: { 'opencollective.expense.comment': { message: 'text' }, 'opencollective.expense.*': {} },
      },
    ],
    verifyDecisions: () => ({
      signedHead: { length: 7, head: 'abc', at: '2026-11-22T18:00:00.000Z', signature: 'sig', key: 'kid' },
    }),
    recordDecision: once(
      'recordDecision',
      (input) => input.idempotencyKey,
      (input) => ({
        decision: decided(newProposal(input), input.outcome, {
          madeBy: 'RULE',
          reason: input.reason,
          evidence: input.evidence,
        }),
      }),
    ),
    openProposal: once(
      'openProposal',
      (input) => input.idempotencyKey,
      (input) => {
        const proposal = newProposal(input)
        happen('proposals.proposal.opened', {
          proposal: { id: proposal.id, trigger: input.trigger, venues: input.venues },
        })
        return { proposal }
      },
    ),
    performAction: once(
      'performAction',
      (input) => input.idempotencyKey,
      (input) => ({ action: { id: `act_done_${input.idempotencyKey}`, status: 'PENDING' } }),
    ),
    reportStep: once(
      'reportStep',
      (input) => JSON.stringify(input),
      ({ decision: id }) => ({
        decision: [...proposals.values()].find(({ decision }) => decision?.id === id).decision,
      }),
    ),
    setActionProblem: once(
      'setActionProblem',
      ({ id, problem }) => `${id}:${problem}:${actions.get(id)!.problem === problem}`,
      ({ id, problem }) => {
        actions.get(id)!.problem = problem
        return { action: actionNode(actions.get(id)!) }
      },
    ),
    settlePermission: once(
      'settlePermission',
      (input) => `${input.action}:${input.verdict}:${input.decision}`,
      ({ action, verdict }) => {
        actions.get(action)!.verdict = verdict
        return { action: actionNode(actions.get(action)!) }
      },
    ),
  }

  const execute: Execute = async (query, variables) => {
    const document = parse(query)
    const errors = validate(api, document)
    if (errors.length > 0)
      return {
        errors: errors.map((error) => ({ message: error.message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } })),
      }
    queries.push(/(?:query|mutation) (\w+)/.exec(query)![1]!)
    // As over HTTP: nothing of what is given can be shared.
    const result = await executeGraphql({
      schema: api,
      document,
      rootValue,
      variableValues: structuredClone(variables),
    })
    return JSON.parse(JSON.stringify(result))
  }

  return {
    execute,
    told,
    queries,
    events,
    community,
    members,
    actions,
    proposals,
    refusals,
    happen,
    /** The next version of a policy; the one before is retired. */
    apply(document: any): any {
      const before = policies.find((policy) => policy.name === document.name)
      if (before) retired.push(before)
      const version = (before?.version ?? 0) + 1
      const policy = { id: `pol_${document.name}_${version}`, name: document.name, version, document }
      policies = [...policies.filter((other) => other !== before), policy]
      return happen('proposals.policy.applied', {
        policy: policy.id,
        name: policy.name,
        version,
        status: 'ACTIVE',
        document,
      })
    },
    retire(name: string): void {
      policies = policies.filter((policy) => policy.name !== name)
    },
    /** Something happens on a platform. */
    observe(draft: Draft): ActionFact {
      const action = observedAction({
        community: 'com_1',
        platform: draft.kind.split('.')[0]!,
        occurredAt: '2026-11-22T18:00:00.000Z',
        recordedAt: '2026-11-22T18:00:01.000Z',
        changed: [],
        asks: null,
        ...draft,
      })
      actions.set(action.id, action)
      happen('actions.action.recorded', { action })
      return action
    },
    /** The ballot ends. */
    close(id: string, outcome: string, choice?: string): void {
      decided(proposals.get(id), outcome, { madeBy: 'VOTE', reason: '2 of 2 said so.', ...(choice && { choice }) })
    },
    openByHand(input: any): any {
      return newProposal({ enforcement: 'ENFORCING', body: '', ...input })
    },
    decideByHand(id: string, outcome: string): void {
      decided(proposals.get(id), outcome, { madeBy: 'AUTHORITY', reason: 'The board said so.' })
    },
    member(id: string, cred: { status: string; total: number }, roles: string[] = []): void {
      members.set(id, {
        id,
        name: id,
        accounts: [],
        roles: roles.map((name) => ({ role: { name } })),
        cred: ({ snapshot }: any) => ({
          rank: null,
          share: 0,
          lastWeeks: ({ weeks }: any) => weeks / 2,
          snapshot: { id: snapshot ?? 'snap_1' },
          ...cred,
        }),
      })
    },
  }
}

function page(nodes: any[]) {
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null }, totalCount: nodes.length }
}
