// Erasing a person: what communities has of them goes at once, with every right; the event has all parts forget them, and what
// was written down elsewhere is gone through a little at a time (backbone/people).

import type { Consumer } from '../../../backbone/log/consumer.ts'
import { eraserOf } from '../../../backbone/people/erasing.ts'
import { tellingTypes } from '../../../backbone/people/events.ts'
import { type ExportReference, exportOf } from '../../../backbone/people/exporting.ts'
import { logSteps } from '../../../backbone/people/log.ts'
import { addWords, beginErasure, findPerson } from '../../../backbone/people/person.ts'
import type { Word } from '../../../backbone/people/redact.ts'
import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { AccountFact } from '../../../schema/events.ts'
import { type Caller, isOwn, memberFor, memberNotFound } from '../rights.ts'
import {
  dropActs,
  dropGrants,
  dropSessions,
  emptyKeys,
  emptyMember,
  lockRecords,
  nobodysOf,
  recordsOf,
  wordsOf,
} from '../storage/erasing.ts'
import { lockAnyMember, lockMerges } from '../storage/members.ts'
import { waitingRequests } from '../storage/requests.ts'
import { findRoles } from '../storage/roles.ts'
import type { MemberRow } from '../storage/tables.ts'
import { close } from './settling.ts'

/** The member, for who may have all that is kept of them, or have it erased: the member, not by a key that only reads, or an admin. */
export async function ownFor(caller: Caller, id: string): Promise<MemberRow> {
  const member = await memberFor(caller, id, ['member'])
  const own = await isOwn(caller, member.id)
  requireScope(caller.viewer, member.community, ...(own ? (['VOTE', 'ADMIN'] as const) : (['ADMIN'] as const)))
  return member
}

/** Whose it is, for all parts to say what they have; those who may not read the member find none. */
export async function exportMember(deps: SubgraphDeps, caller: Caller, asked: string): Promise<ExportReference> {
  const { id: member, community } = await ownFor(caller, asked)
  const ids = (await recordsOf(deps.db.root, member)).map(({ id }) => id)
  return exportOf(deps, { member, community, ids })
}

/** Erasing again changes nothing. */
export async function eraseMember(deps: SubgraphDeps, caller: Caller, asked: string): Promise<MemberRow> {
  const { id, community } = await ownFor(caller, asked)
  return deps.log.write(async (tx, emit) => {
    const { twoAdmins } = await lockMerges(tx, community) // who is merged meanwhile is erased with the rest, or after
    const member = await lockAnyMember(tx, id)
    if (!member) throw memberNotFound(id, ['member'])
    if (member.erasedAt) return member
    if (twoAdmins && isLent(caller.viewer)) throw lent()
    const records = await lockRecords(tx, member.id)
    const ids = records.map((record) => record.id)
    const words = await wordsOf(
      tx,
      member.id,
      records.map(({ name }) => name),
    )
    for (const request of await waitingRequests(tx, member.id, null)) {
      const [role] = await findRoles(tx, [request.role])
      await close(tx, emit, request, role!, { status: 'WITHDRAWN', reason: null, decision: null })
    }
    for (const { role, name } of await dropGrants(tx, member.id)) {
      const payload = { member: member.id, role, roleName: name, reason: null, decision: null }
      emit({ type: 'communities.role.revoked', community, payload })
    }
    for (const session of await dropSessions(tx, member.id))
      emit({ type: 'communities.session.ended', community: session.community, payload: { session: session.id } })
    const keys = await emptyKeys(tx, member.id)
    for (const { id: key, wasGood } of keys)
      if (wasGood) emit({ type: 'communities.key.revoked', community, payload: { key } })
    await dropActs(tx, community, ids, words)
    await emptyMember(tx, member.id)
    await beginErasure(tx, deps.secrets, { id: member.id, community, ids, words })
    emit({
      type: 'communities.member.erased',
      community,
      payload: { member: member.id, members: ids, keys: keys.map((key) => key.id) },
    })
    return (await lockAnyMember(tx, member.id))!
  })
}

/** Whether one administrator alone may be who comes so: by a link that they made, or a provider's token whose account they linked. */
function isLent({ key, session, expiresAt }: Viewer): boolean {
  return expiresAt !== undefined || (session !== undefined && key === null)
}

function lent(): Refusal {
  return new Refusal(
    'FORBIDDEN',
    'Wanted a key of the member: this community wants two administrators, and one alone can sign in as a member by a link or link an account to them. Two of them can erase you, too.',
  )
}

/** Finds what the person was called and had before, and then has it go out of the logs. */
export function forgettersOf(deps: SubgraphDeps): Consumer[] {
  const gathering = deps.log.perform({
    name: 'communities.people',
    types: ['communities.member.erased'],
    async handle(event) {
      if (event.type === 'communities.member.erased') await gather(deps, event.payload.member, event.position)
    },
  })
  return [gathering, eraserOf(deps, 'log', logSteps)]
}

async function gather(deps: SubgraphDeps, member: string, upTo: number): Promise<void> {
  const person = await findPerson(deps.db.root, deps.secrets, member)
  if (person === null) return
  const { community } = person
  const found: Word[] = []
  for (let after = 0; ; ) {
    const events = await deps.log.read({ community, types: tellingTypes, after, upTo, limit: 500 })
    for (const event of events) {
      if (event.type === 'communities.member.added') {
        const { id, name, accounts } = event.payload.member
        if (person.ids.has(id)) found.push({ platform: null, text: name }, ...accounts.flatMap(wordsOfAccount))
      } else if (event.type === 'communities.account.linked' || event.type === 'communities.account.unlinked') {
        if (person.ids.has(event.payload.member)) found.push(...wordsOfAccount(event.payload.account))
      }
    }
    if (events.length < 500) break
    after = events.at(-1)!.position
  }
  await deps.log.write(async (tx, emit) => {
    // What they had once may be another's now, as what was linked to them by mistake; or their own again, who joined anew.
    await addWords(tx, deps.secrets, person, found, (words) => nobodysOf(tx, community, words))
    emit({ type: 'communities.erasure.ready', community, payload: { member } })
  })
}

/** The account's words. One known by its username only has that for an id. */
function wordsOfAccount({ platform, externalId, username }: AccountFact): Word[] {
  return [...new Set([externalId, username])].flatMap((text) => (text === null ? [] : [{ platform, text }]))
}
