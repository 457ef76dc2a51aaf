// Every list of a community, under every filter.

import { cursorsOf } from '../../backbone/log/cursors.ts'
import { secretBox } from '../../backbone/security/secrets.ts'
import type { TestFolkmoot } from '../support/folkmoot.ts'
import { within } from './deeds.ts'

const pages: [field: string, filters: string[], nodes: string][] = [
  [
    'proposals',
    ['', ', status: OPEN', ', status: DECIDED', ', status: CANCELED'],
    'id title status tally { voters standing } decision { outcome compliance } trigger { id } venues { url }',
  ],
  [
    'decisions',
    ['', ', outcome: APPROVED', ', outcome: NO_QUORUM'],
    'id outcome compliance proposal { title } actions { status }',
  ],
  [
    'actions',
    [
      '',
      ', direction: REQUESTED',
      ', direction: OBSERVED',
      ', kind: "opencollective.expense.created"',
      ', kind: "opencollective.*"',
      ', kind: "nowhere.*"',
      ', status: FAILED',
      ', status: DONE',
      ', status: UNKNOWN',
      ', waiting: true',
      ', waiting: false',
      ', dead: true',
      ', dead: false',
      ', direction: REQUESTED, status: FAILED',
      ', direction: OBSERVED, kind: "communities.*"',
      ', direction: REQUESTED, kind: "opencollective.expense.created"',
    ],
    'id kind status problem attempts { outcome } decisionId initiator { name }',
  ],
  ['expenses', ['', ', status: ["PENDING"]', ', status: ["PAID"]', ', status: ["SPAM"]'], 'id description status'],
  ['roleRequests', ['', ', status: PENDING', ', status: GRANTED', ', status: WITHDRAWN'], 'status member { name }'],
  ['members', ['', ', role: "steward"', ', search: "okafor"'], 'name roles { role { name } }'],
  [
    'audit',
    ['', ', mutation: "castVote"', ', by: "system"', ', by: "admin", mutation: "addMember"'],
    'mutation by { member { name } key { name } } approvedBy { member { name } }',
  ],
  ['apiKeys', [''], 'name member { name }'],
  ['pendingActs', [''], 'mutation status askedBy { key { name } member { name } } settledBy { member { name } }'],
  ['sessions', [''], 'member { name } key { name }'],
]

/** Cursors of the tests' secret: a client would have come there page by page. */
const cursors = cursorsOf(secretBox('a secret of the tests'))

/** Places far back in the history, as the cursors of lists hold them. */
const farBack: Record<string, string> = {
  proposals: 'prop_0000000020',
  decisions: '20',
  actions: 'act_0000000020',
  expenses: `${new Date(Date.now() - 480 * 86_400_000).toISOString()} fill`,
  roleRequests: 'req_0000000020',
  audit: '20',
}

/** The first page, the second, one far back, and the count, of each list under each filter. */
export async function readLists(on: TestFolkmoot, community: string): Promise<void> {
  for (const [field, filters, nodes] of pages)
    for (const filter of filters) {
      const ask = (after: string | null, what = `nodes { ${nodes} } pageInfo { endCursor }`) => {
        const page = `page: ${field}(first: 25, after: $after${filter}) { ${what} }`
        const query = `query ($c: ID!, $after: Cursor) { community(community: $c) { ${page} } }`
        return within(`${field}${filter}`, on.ask(query, { c: community, after }))
      }
      const first = await ask(null)
      await ask(first.community.page.pageInfo.endCursor)
      const place = farBack[field]
      if (place) await ask(cursors.encode(`list:${field}`, community, place))
      await ask(null, 'totalCount')
    }
}
