// Who did what: while a mutation is under way, what is written in its name is told to the audit log with it, in the transaction
// that changes things. So there is no change that somebody asked for without an entry, and no entry without a change. What follows
// by itself (time runs out, a platform tells something) is nobody's act: the event log has it.

import { AsyncLocalStorage } from 'node:async_hooks'
import { hash } from 'node:crypto'
import { defaultFieldResolver, type GraphQLSchema } from 'graphql'
import { commitmentTo, digestOf, freshSalt } from '../../schema/commitments.ts'
import type { Viewer } from '../security/viewer.ts'
import type { NewEvent } from './event.ts'

const mostSubjects = 100 // of one entry; what is about more, such as a merge, is found by the first

export interface Act {
  /** The name of the mutation; signIn and signOut for those, and what was refused at the door (refused.ts). */
  mutation: string
  by: Pick<Viewer, 'kind' | 'key' | 'member' | 'session' | 'address'>
  /** The other administrator's word, where it needed one. */
  approved?: { act: string; by: ActorRecord }
  /** Whose entries it is found among, where that is not who did it. */
  actor?: string
}

/** Something that became true by an act: an event, or a change that no event tells of. */
export type Happened = { act: Act } & (NewEvent | { community: string | null; subjects: readonly string[] })

export type ActorKind = 'KEY' | 'SESSION' | 'ADMIN' | 'SYSTEM' | 'NOBODY'

export interface ActorRecord {
  kind: ActorKind
  key: string | null
  session: string | null
  member: string | null
}

/** What the digest is over. Fields are only ever added under a new `form`. */
export type AuditRecord = FirstRecord | SecondRecord

/** Of before addresses could be erased. */
interface FirstRecord extends Acted {
  form: 1
  address: string | null
}

/** The address stands beside it, with its salt: both can be erased, and the digest is the same. */
interface SecondRecord extends Acted {
  form: 2
  /** The commitment to the address (schema/commitments.ts); null where there was no address. */
  addressHash: string | null
}

interface Acted {
  community: string | null
  /** RFC 3339 in UTC, with milliseconds, by the clock of the process that wrote it. */
  at: string
  mutation: string
  by: ActorRecord
  /** Where another administrator's word was needed. */
  approvedBy?: ActorRecord
  /** Ids of what it is about. */
  subjects: string[]
  /** Types of the events that tell of it. */
  events: string[]
}

export interface Entry {
  community: string
  mutation: string
  actor: string
  record: AuditRecord
  digest: string
  address: string | null
  salt: string | null
}

const acts = new AsyncLocalStorage<{ act: Act; open: boolean } | null>()

/** The act under way; null where there is none, or it is over and only what it set going goes on. */
export function currentAct(): Act | null {
  const state = acts.getStore()
  return state?.open ? state.act : null
}

/** Runs `work` as the act. */
export async function acting<T>(act: Act, work: () => Promise<T> | T): Promise<T> {
  const state = { act, open: true }
  try {
    return await acts.run(state, async () => work())
  } finally {
    state.open = false
  }
}

/** Runs `work` as nobody's act. */
export function withoutAct<T>(work: () => T): T {
  return acts.run(null, work)
}

/** Every mutation of the schema is the act of whoever asks for it. */
export function audited(schema: GraphQLSchema): GraphQLSchema {
  for (const [mutation, field] of Object.entries(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve ?? defaultFieldResolver
    field.resolve = (source, args, context, info) =>
      acting({ mutation, by: context.viewer }, () => resolve(source, args, context, info))
  }
  return schema
}

/** The entries of one transaction: one for each act and community. */
export function entriesOf(happened: readonly Happened[], at: Date, saltOf = freshSalt): Entry[] {
  const groups = new Map<Act, Map<string | null, { record: SecondRecord; salt: string | null }>>()
  for (const each of happened) {
    const { act, community } = each
    const records = groups.get(act) ?? new Map()
    groups.set(act, records)
    if (!records.has(community)) {
      const salt = act.by.address === undefined ? null : saltOf()
      records.set(community, { record: recordOf(act, community, at, salt), salt })
    }
    const { record } = records.get(community)!
    if ('type' in each && !record.events.includes(each.type)) record.events.push(each.type)
    for (const subject of 'type' in each ? subjectsOf(each) : each.subjects)
      if (subject !== community && record.subjects.length < mostSubjects && !record.subjects.includes(subject))
        record.subjects.push(subject)
  }
  return [...groups].flatMap(([act, records]) =>
    [...records.values()].map(({ record, salt }) => entryOf(act, record, salt)),
  )
}

/** Who it was, as the audit log names them. */
export function actorOf({ kind, key, session, member }: Act['by']): ActorRecord {
  return {
    kind: actorKind(kind, session),
    key,
    session: session ?? null,
    member,
  }
}

/** The hash of an entry: of the hash before (empty for the first) and its digest, one after the other, in hex. */
export function chained(before: string, digest: string): string {
  return hash('sha256', before + digest)
}

// Private:

function recordOf(act: Act, community: string | null, at: Date, salt: string | null): SecondRecord {
  const { mutation, by, approved } = act
  return {
    form: 2,
    community,
    at: at.toISOString(),
    mutation,
    by: actorOf(by),
    ...(approved && { approvedBy: approved.by }),
    addressHash: salt === null ? null : commitmentTo(salt, by.address!),
    subjects: approved ? [approved.act] : [],
    events: [],
  }
}

function actorKind(kind: Viewer['kind'], session: string | undefined): ActorKind {
  if (kind === 'admin') return 'ADMIN'
  if (kind === 'system') return 'SYSTEM'
  if (session !== undefined) return 'SESSION'
  return kind === 'anonymous' ? 'NOBODY' : 'KEY'
}

function entryOf({ mutation, by, actor: found }: Act, record: AuditRecord, salt: string | null): Entry {
  const actor = found ?? by.member ?? by.key ?? by.kind
  const address = salt === null ? null : by.address!
  return { community: record.community ?? '', mutation, actor, record, digest: digestOf(record), address, salt }
}

const names: ReadonlySet<string> = new Set([
  'member',
  'from',
  'into',
  'role',
  'request',
  'key',
  'session',
  'connection',
  'proposal',
  'vote',
  'decision',
  'policy',
  'action',
  'snapshot',
  'act',
])

/** The ids that an event is about. What people wrote, and what a vote says, is not for the audit log. */
function subjectsOf({ payload }: NewEvent): string[] {
  return Object.entries(payload).flatMap(([name, value]: [string, unknown]) => {
    if (typeof value === 'string') return names.has(name) ? [value] : []
    const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : null
    return typeof id === 'string' ? [id] : []
  })
}
