// A rule evaluated again, on what a decision says that it looked at: so that "by a rule" is said of what the rule gives, and
// not of what somebody says it gave.

import { compile } from './cel.ts'
import { parsePolicy } from './document.ts'
import type { Values } from './values.ts'
import { holds, type Run } from './work.ts'

/**
 * Whether the rule of a stored policy holds on what was seen (see `seenBy`). null where it has none, where what was seen is not
 * enough, or where it cannot be evaluated. Never throws; costs one evaluation.
 */
export async function holdsOn(document: unknown, seen: unknown, run: Run): Promise<boolean | null> {
  try {
    const { rule } = parsePolicy(document).decide
    if (rule === undefined) return null
    const expression = compile(rule, 'asked', 'bool')
    const values = valuesFrom(expression.reads, (seen ?? {}) as Record<string, unknown>)
    return values && (await holds(expression, values, run))
  } catch {
    return null // of another time, or made up
  }
}

/** What was seen of the values, as an expression names it: taken for what it was when it was read. */
interface Known {
  action?: Partial<Omit<Values['action'], 'subject'>> & { subject?: Partial<Values['action']['subject']> }
  community?: Partial<NonNullable<Values['community']>>
  initiator?: {
    known?: boolean
    id?: string
    name?: string
    roles?: string[]
    accounts?: { platform: string; host: string | null; id: string; username: string | null }[]
  }
  cred?: Partial<NonNullable<Values['cred']>>
}

/** The values that these paths were read from, as far as they were; null where one is missing that is always there. */
function valuesFrom(reads: readonly string[], seen: Record<string, unknown>): Values | null {
  const known: Known = {}
  const lastWeeks: Record<number, number> = {}
  for (const path of reads.toSorted()) {
    if (!Object.hasOwn(seen, path)) {
      if (path.startsWith('action.data.')) continue
      return null
    }
    const weeks = /^cred\.lastWeeks\((\d+)\)$/.exec(path)
    if (weeks) lastWeeks[Number(weeks[1])] = seen[path] as number
    else if (!put(known, path.split('.'), seen[path])) return null
  }
  const { action = {}, community, initiator, cred } = known
  const unknownToUs = initiator?.known === false
  return {
    action: {
      id: '',
      kind: '',
      platform: '',
      occurredAt: '1970-01-01T00:00:00Z',
      initiatorName: unknownToUs ? (initiator.name ?? null) : null,
      asksPermission: false,
      ...action,
      data: 'data' in action ? action.data : {},
      subject: { type: '', id: '', title: null, url: null, ...action.subject },
    },
    ...(community && { community: { id: '', slug: '', name: '', ...community } }),
    ...(initiator && { initiator: unknownToUs ? null : initiatorFrom(initiator) }),
    ...((cred || reads.some((path) => path.startsWith('cred.'))) && {
      cred: { status: 'FOUND', total: 0, rank: null, share: 0, snapshot: null, ...cred, lastWeeks },
    }),
  }
}

function initiatorFrom({
  id = '',
  name = '',
  roles = [],
  accounts = [],
}: NonNullable<Known['initiator']>): NonNullable<Values['initiator']> {
  return {
    id,
    name,
    roles,
    accounts: accounts.map(({ platform, host, id, username }) => ({ platform, host, externalId: id, username })),
  }
}

/** Puts a value where the path leads, in objects of its own. */
function put(into: object, path: readonly string[], value: unknown): boolean {
  if (path.includes('__proto__')) return false
  let at = into as Record<string, unknown>
  for (const name of path.slice(0, -1)) {
    if (!Object.hasOwn(at, name)) at[name] = {}
    const inner = at[name]
    if (typeof inner !== 'object' || inner === null) return false
    at = inner as Record<string, unknown>
  }
  at[path.at(-1)!] = structuredClone(value)
  return true
}
