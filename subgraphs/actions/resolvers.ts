// GraphQL to the domain and back.

import { abortable } from '../../backbone/concurrency/abortable.ts'
import type { LoggedEvent } from '../../backbone/log/event.ts'
import { exportField } from '../../backbone/people/exporting.ts'
import { hasScope, type Viewer } from '../../backbone/security/viewer.ts'
import { outward, payload, scalars } from '../../backbone/subgraph/graphql.ts'
import { followWhileReadable, streamed } from '../../backbone/subgraph/streams.ts'
import type { SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import type { ActionFact } from '../../schema/events.ts'
import type { Resolvers, SubscriptionActionsArgs } from '../../schema/generated/actions.ts'
import { isSettled } from './domain/action.ts'
import { isStorable, requireStorable } from './domain/input.ts'
import type { ActionsContext } from './loaders.ts'
import { kept } from './people.ts'
import type { Platforms } from './platforms/index.ts'
import { findAction } from './storage/actions.ts'
import { type ActionRow, tables } from './storage/tables.ts'
import type { considererOf } from './work/consider.ts'
import { notFound, type performerOf } from './work/perform.ts'
import { type ReportDeps, reportAction, requestPermission, setActionProblem, settlePermission } from './work/report.ts'
import { performAction, type RequestDeps, settleExpense } from './work/request.ts'
import { confirmAction, stayAction, type WaitingDeps } from './work/waiting.ts'

type Deps = SubgraphDeps &
  RequestDeps &
  WaitingDeps &
  ReportDeps & {
    platforms: Platforms
    performer: ReturnType<typeof performerOf>
    considerer: ReturnType<typeof considererOf>
  }

export function resolversOf(deps: Deps): Resolvers<ActionsContext> {
  /** Runs a mutation; what was loaded before it is not believed after it. */
  const act = (context: ActionsContext, given: object, work: () => Promise<ActionRow>) =>
    payload(async () => {
      requireStorable(given)
      return { action: await work() }
    }).finally(() => context.loaders.renew())

  return {
    DateTime: scalars.DateTime,
    Cursor: scalars.Cursor,
    JSON: scalars.JSON,
    Duration: scalars.Duration,
    MemberExport: { actions: exportField(deps, kept) },

    Query: {
      action: (_, { id }, { loaders }) => loaders.action(id),
      platforms: () =>
        [...deps.platforms.values()].map(({ name, hears, performs, termNames, ballots, ...told }) => {
          const { fields, parameters, subjects } = told
          const lists = { hears: [...hears], performs: [...performs], terms: [...termNames] }
          return { platform: name, ballots, ...lists, fields, parameters, subjects }
        }),
    },

    Community: {
      __resolveReference: async ({ id }, { loaders }) => ((await loaders.visible(id)) ? { id } : null),
      actions: ({ id }, { first, after, direction, kind, status, waiting, dead }, { loaders }) => {
        const filter = {
          direction: direction ?? null,
          kind: kind ?? null,
          status: status ?? null,
          waiting: waiting ?? null,
          dead: dead ?? null,
        }
        return loaders.actionsOf(id, filter, first ?? 25, after)
      },
      expenses: ({ id }, { first, after, status }, { loaders }) =>
        loaders.expensesOf(id, status ?? null, first ?? 25, after),
    },

    PlatformAction: {
      __resolveReference: ({ id }, { loaders }) => loaders.action(id),
      community: ({ community }) => ({ id: community }),
      initiator: ({ initiator }) => (initiator === null ? null : { id: initiator }),
      initiatorName: (row) => row.initiator_name,
      subject: (row) => ({
        type: row.subject_type,
        id: row.subject_id,
        title: row.subject_title,
        url: row.subject_url,
      }),
      changed: ({ changed }) => changed ?? [],
      newest: (row, _, { loaders }) => loaders.newest(row),
      decisionId: ({ decision }) => decision,
      asksPermission: (row) => row.asks_permission,
      proposalId: ({ proposal }) => proposal,
      occurredAt: (row) => row.occurred_at,
      recordedAt: (row) => row.recorded_at,
      heldUntil: (row) => row.held_until,
      lapsesAt: (row) => row.lapses_at,
      guardian: ({ guardian }, _, { loaders }) => (guardian === null ? null : loaders.roleName(guardian)),
      confirmers: ({ confirmers }, _, { loaders }) => (confirmers === null ? null : loaders.roleName(confirmers)),
      approvals: ({ id, needs }, _, { loaders }) => (needs === null ? [] : loaders.approvals(id)),
      viewerMayStay: (row, _, { viewer, loaders }) =>
        row.status === 'PENDING' &&
        row.held_until !== null &&
        row.held_until > deps.clock.now() &&
        (hasScope(viewer, row.community, 'ADMIN') || loaders.mayAs(row.guardian, row.community)),
      viewerMayConfirm: (row, _, { loaders }) =>
        row.status === 'PENDING' && row.needs !== null && loaders.mayConfirm(row),
      attempts: ({ id, direction }, { last }, { loaders }) =>
        direction === 'REQUESTED' ? loaders.attempts(id, last ?? 50) : [],
      expense: (row, _, { loaders }) =>
        row.subject_type === 'expense' ? loaders.expense(row.community, row.subject_id) : null,
    },

    ActionApproval: { member: ({ member }) => ({ id: member }) },
    Expense: {
      community: ({ community }) => ({ id: community }),
      legacyId: (row) => row.legacy_id,
      amountInCents: (row) => row.amount_in_cents,
      submittedBy: (row) => row.submitted_by,
      createdAt: (row) => row.created_at,
    },
    PlatformActionConnection: { totalCount: ({ totalCount }) => totalCount() },
    ExpenseConnection: { totalCount: ({ totalCount }) => totalCount() },

    Mutation: {
      approveExpense: (_, { input }, my) => act(my, { input }, () => settleExpense(deps, my.viewer, 'approve', input)),
      rejectExpense: (_, { input }, my) => act(my, { input }, () => settleExpense(deps, my.viewer, 'reject', input)),
      performAction: (_, { input }, my) => act(my, { input }, () => performAction(deps, my.viewer, input)),
      stayAction: (_, { input }, my) => act(my, { input }, () => stayAction(deps, my.viewer, input)),
      confirmAction: (_, { input }, my) => act(my, { input }, () => confirmAction(deps, my.viewer, input)),
      retryAction: (_, { id }, my) => act(my, { id }, () => deps.performer.retry(my.viewer, id)),
      considerExpenses: (_, { input }, my) =>
        payload(async () => {
          requireStorable(input)
          return deps.considerer.consider(my.viewer, input)
        }),
      reportAction: (_, { input }, my) => act(my, { input }, () => reportAction(deps, my.viewer, input)),
      requestPermission: (_, { input }, my) => act(my, { input }, () => requestPermission(deps, my.viewer, input)),
      settlePermission: (_, { input }, my) => act(my, { input }, () => settlePermission(deps, my.viewer, input)),
      setActionProblem: (_, { id, problem }, my) =>
        act(my, { id, problem }, () => setActionProblem(deps, my.viewer, id, problem ?? null)),
    },

    Subscription: {
      ...streamed(
        deps,
        'actions',
        ({ loaders }: ActionsContext, { community, after, direction, kind }: SubscriptionActionsArgs) => ({
          name: 'actions',
          community,
          after,
          types: ['actions.action.recorded', 'actions.action.changed'],
          map(event) {
            loaders.renew() // each event sees the community as it is then
            const fact = factIn(event)
            const wanted = fact && (!direction || fact.direction === direction) && (!kind || matches(fact.kind, kind))
            return wanted ? { action: rowOf(fact) } : null
          },
        }),
      ),
      action: {
        subscribe: (_, { id }, { viewer, loaders }) => changesOf(deps, viewer, id, () => loaders.renew()),
        resolve: ({ action }: { action: ActionRow }) => action,
      },
    },
  }
}

/** The action as it is, then each change, until nothing more is expected. */
async function changesOf(deps: Deps, viewer: Viewer, id: string, renew: () => void) {
  const from = await deps.log.head()
  const row = isStorable(id) ? await findAction(tables(deps.db), id) : null
  if (!row || !(await deps.directory.find(viewer, row.community))) return outward(() => Promise.reject(notFound(id)))
  return abortable(async function* (signal) {
    yield { action: row }
    if (isSettled(toSettle(row))) return
    const query = { after: from, types: ['actions.action.changed'] as const, community: row.community, signal }
    for await (const event of followWhileReadable(deps, viewer, query)) {
      const fact = factIn(event)
      if (fact?.id !== id) continue
      renew()
      yield { action: rowOf(fact) }
      if (isSettled(fact)) return
    }
  })
}

const toSettle = ({ status, asks_permission, verdict }: ActionRow) => ({
  status,
  asksPermission: asks_permission,
  verdict,
})

function factIn(event: LoggedEvent): ActionFact | null {
  const ofAction = event.type === 'actions.action.recorded' || event.type === 'actions.action.changed'
  return ofAction ? event.payload.action : null
}

function matches(kind: string, wanted: string): boolean {
  return wanted.endsWith('.*') ? kind.startsWith(wanted.slice(0, -1)) : kind === wanted
}

/** The action as it was when the event was made. */
function rowOf(fact: ActionFact): ActionRow {
  const { subject, initiatorName, asksPermission, occurredAt, recordedAt, data, dead, parties, waits, ...rest } = fact
  return {
    ...rest,
    dead: dead ?? rest.status === 'FAILED',
    terms: rest.terms ?? null,
    changed: rest.changed ?? null,
    asks: rest.asks ?? null,
    supersedes: rest.supersedes ?? null,
    data: data as Record<string, unknown>,
    parties: parties ?? null,
    initiator_name: initiatorName,
    subject_type: subject.type,
    subject_id: subject.id,
    subject_title: subject.title,
    subject_url: subject.url,
    asks_permission: asksPermission,
    occurred_at: new Date(occurredAt),
    recorded_at: new Date(recordedAt),
    ...{
      connection: null,
      platform_event: null,
      idempotency_key: null,
      request_hash: null,
      place: null,
      sent_at: null,
    },
    ...{ tries: 0, next_try_at: null, claimed_by: null, claimed_until: null, lacking: 0 },
    held_until: waits?.heldUntil ? new Date(waits.heldUntil) : null,
    lapses_at: waits?.lapsesAt ? new Date(waits.lapsesAt) : null,
    ...{ guardian: waits?.guardian ?? null, needs: waits?.needs ?? null, confirmers: waits?.confirmers ?? null },
  }
}
