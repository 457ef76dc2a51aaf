// What one request asks of the database, gathered: however many things are asked for, each kind is one query.

import DataLoader from 'dataloader'
import { hasScope, type Viewer } from '../../backbone/security/viewer.ts'
import { checkFirst, checkLast, outward, page } from '../../backbone/subgraph/graphql.ts'
import type { SubgraphContext, SubgraphDeps } from '../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../schema/errors.ts'
import { isStorable, requireStorable } from './domain/input.ts'
import { actionsById, newestObserved } from './storage/actions.ts'
import { approvalsOf, partiesOf } from './storage/approvals.ts'
import { expensesById } from './storage/expenses.ts'
import {
  type ActionFilter,
  actionPages,
  countActions,
  countExpenses,
  type ExpensePlace,
  expensePages,
} from './storage/pages.ts'
import { attemptsOf } from './storage/performing.ts'
import { personsOf, rolesById, rolesHeld } from './storage/roles.ts'
import { type ActionRow, type ApprovalRow, type AttemptRow, type ExpenseRow, tables } from './storage/tables.ts'

export interface Page<Row> {
  nodes: Row[]
  pageInfo: { hasNextPage: boolean; endCursor: string | null }
  totalCount(): Promise<number>
}
export type ActionPage = Page<ActionRow>
export type ExpensePage = Page<ExpenseRow>
export type ActionsContext = SubgraphContext<Loaders>
export type Loaders = ReturnType<typeof loadersFor>

interface Asked<Filter, Place> {
  community: string
  filter: Filter
  after: Place | null
  first: number
}

export function loadersFor(deps: Pick<SubgraphDeps, 'db' | 'cursors' | 'directory'>, viewer: Viewer) {
  const on = tables(deps.db)
  /** The community, where the viewer may read it. */
  const visible = async (community: string) => (await deps.directory.find(viewer, community))?.id === community

  const actions = new DataLoader<string, ActionRow | null>(async (ids) => {
    const found = new Map((await actionsById(on, ids)).map((row) => [row.id, row]))
    return Promise.all(
      ids.map(async (id) => {
        const row = found.get(id)
        return row && (await visible(row.community)) ? row : null
      }),
    )
  })
  const newest = new DataLoader<Pick<ActionRow, 'community' | 'platform' | 'subject_id'>, ActionRow | null, string>(
    async (about) => {
      const found = new Map((await newestObserved(on, about)).map((row) => [subjectKey(row), row]))
      return about.map((one) => found.get(subjectKey(one)) ?? null)
    },
    { cacheKeyFn: subjectKey },
  )
  const attempts = new DataLoader<{ id: string; last: number }, AttemptRow[], string>(
    async (asked) => {
      const found = new Map<string, AttemptRow[]>()
      for (const [last, alike] of Map.groupBy(asked, ({ last }) => last)) {
        const rows = await attemptsOf(
          on,
          alike.map(({ id }) => id),
          last,
        )
        for (const [id, own] of Map.groupBy(rows, ({ action }) => action)) found.set(`${id} ${last}`, own)
      }
      return asked.map(({ id, last }) => found.get(`${id} ${last}`) ?? [])
    },
    { cacheKeyFn: ({ id, last }) => `${id} ${last}` },
  )
  const approvals = new DataLoader<string, ApprovalRow[]>(async (ids) => {
    const found = Map.groupBy(await approvalsOf(on, ids), ({ action }) => action)
    return ids.map((id) => found.get(id) ?? [])
  })
  const roleNames = new DataLoader<string, string | null>(async (ids) => {
    const found = new Map((await rolesById(on, ids)).map(({ id, name }) => [id, name]))
    return ids.map((id) => found.get(id) ?? null)
  })
  /** Whether the viewer, a member, holds a role. */
  const held = new DataLoader<string, boolean>(async (roles) => {
    const found = viewer.member === null ? new Set() : await rolesHeld(on, viewer.member, roles)
    return roles.map((role) => found.has(role))
  })
  const mayAs = async (role: string | null, community: string) =>
    role !== null && viewer.member !== null && hasScope(viewer, community, 'VOTE') && held.load(role)
  const expenses = new DataLoader<{ community: string; id: string }, ExpenseRow | null, string>(
    async (keys) => {
      const found = new Map((await expensesById(on, keys)).map((row) => [`${row.community} ${row.id}`, row]))
      return keys.map(({ community, id }) => found.get(`${community} ${id}`) ?? null)
    },
    { cacheKeyFn: ({ community, id }) => `${community} ${id}` },
  )

  /** A list of communities: those with the same arguments are read together. */
  function listed<Row extends { community: string }, Filter, Place>(list: {
    read(communities: string[], filter: Filter, after: Place | null, first: number): Promise<Row[]>
    count(communities: string[], filter: Filter): Promise<{ community: string; count: number }[]>
  }) {
    const key = (asked: object) => JSON.stringify({ ...asked, community: '' })
    const rows = new DataLoader<Asked<Filter, Place>, Row[], string>(
      (asked) =>
        inGroups(asked, key, async ({ filter, after, first }, communities) => {
          const found = Map.groupBy(await list.read(communities, filter, after, first), (row) => row.community)
          return (community) => found.get(community) ?? []
        }),
      { cacheKeyFn: (asked) => JSON.stringify(asked) },
    )
    const counts = new DataLoader<{ community: string; filter: Filter }, number, string>(
      (asked) =>
        inGroups(asked, key, async ({ filter }, communities) => {
          const found = new Map((await list.count(communities, filter)).map((row) => [row.community, row.count]))
          return (community) => found.get(community) ?? 0
        }),
      { cacheKeyFn: (asked) => JSON.stringify(asked) },
    )
    return { rows, counts }
  }

  const actionList = listed<ActionRow, ActionFilter, string>({
    read: (communities, filter, after, first) => actionPages(on, communities, filter, after, first),
    count: (communities, filter) => countActions(on, communities, filter),
  })
  const expenseList = listed<ExpenseRow, readonly string[] | null, ExpensePlace>({
    read: (communities, statuses, after, first) => expensePages(on, communities, statuses, after, first),
    count: (communities, statuses) => countExpenses(on, communities, statuses),
  })

  return {
    visible,
    action: async (id: string) => (isStorable(id) ? actions.load(id) : null),
    newest: (about: Pick<ActionRow, 'community' | 'platform' | 'subject_id'>) => newest.load(about),
    attempts: (id: string, last: number) => attempts.load({ id, last: checkLast(last) }),
    approvals: (id: string) => approvals.load(id),
    roleName: (id: string) => roleNames.load(id),
    mayAs,
    async mayConfirm(row: ActionRow): Promise<boolean> {
      if (!(await mayAs(row.confirmers, row.community))) return false
      const [person, ...own] = await personsOf(on, [viewer.member!, ...(await partiesOf(on, row))])
      return !own.includes(person!)
    },
    expense: (community: string, id: string) => expenses.load({ community, id }),

    actionsOf: (
      community: string,
      filter: ActionFilter,
      wantedFirst: number,
      cursor?: string | null,
    ): Promise<ActionPage> =>
      outward(async () => {
        const first = checkFirst(wantedFirst)
        requireStorable(filter.kind, ['kind'])
        const after = cursor ? deps.cursors.decode('list:actions', community, cursor) : null
        const rows = await actionList.rows.load({ community, filter, after, first })
        return {
          ...page(rows, first, ({ id }) => deps.cursors.encode('list:actions', community, id)),
          totalCount: () => actionList.counts.load({ community, filter }),
        }
      }),

    expensesOf: (
      community: string,
      statuses: readonly string[] | null,
      wantedFirst: number,
      cursor?: string | null,
    ): Promise<ExpensePage> =>
      outward(async () => {
        const first = checkFirst(wantedFirst)
        requireStorable(statuses, ['status'])
        if (statuses && statuses.length > 50)
          throw new Refusal('BAD_INPUT', `Wanted at most 50 statuses; got ${statuses.length}.`)
        const after = cursor ? placeOf(deps.cursors.decode('list:expenses', community, cursor)) : null
        const rows = await expenseList.rows.load({ community, filter: statuses, after, first })
        return {
          ...page(rows, first, (row) =>
            deps.cursors.encode('list:expenses', community, `${row.created_at.toISOString()} ${row.id}`),
          ),
          totalCount: () => expenseList.counts.load({ community, filter: statuses }),
        }
      }),

    /** Forgets what was loaded: it may have changed. */
    renew() {
      for (const loader of [
        actions,
        newest,
        attempts,
        approvals,
        roleNames,
        held,
        expenses,
        ...Object.values(actionList),
        ...Object.values(expenseList),
      ])
        loader.clearAll()
    },
  }
}

function placeOf(text: string): ExpensePlace {
  const [createdAt, id] = text.split(' ')
  return { createdAt: new Date(createdAt!), id: id! }
}

/** Answers each key from one question for all keys that differ in their community only. */
async function inGroups<Key extends { community: string }, Answer>(
  asked: readonly Key[],
  keyOf: (key: Key) => string,
  ask: (alike: Key, communities: string[]) => Promise<(community: string) => Answer>,
): Promise<Answer[]> {
  const groups = Map.groupBy(asked, keyOf)
  const answers = new Map<string, (community: string) => Answer>()
  for (const [key, group] of groups) {
    const communities = group.map(({ community }) => community)
    answers.set(key, await ask(group[0]!, communities))
  }
  return asked.map((key) => answers.get(keyOf(key))!(key.community))
}

const subjectKey = ({ community, platform, subject_id }: Pick<ActionRow, 'community' | 'platform' | 'subject_id'>) =>
  JSON.stringify([community, platform, subject_id])
