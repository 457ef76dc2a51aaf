// How a role request is settled: by its id, or by member and role. domain/requests.ts says what settling does when.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import { requireScope } from '../../../backbone/security/viewer.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { RoleRequestFact } from '../../../schema/events.ts'
import type { SettleRoleInput } from '../../../schema/generated/communities.ts'
import { type Settlement, settles } from '../domain/requests.ts'
import { proseOf } from '../domain/text.ts'
import { type Caller, memberFor, memberNotFound, requestFor, requireSpeaksFor } from '../rights.ts'
import { lockMember } from '../storage/members.ts'
import { findRequests, insertRequest, lastRequest, updateRequest, waitingRequests } from '../storage/requests.ts'
import { findRoles, holdsRole } from '../storage/roles.ts'
import type { MemberRow, RequestRow, RoleRow } from '../storage/tables.ts'
import { decisionOf, give, roleFor } from './roles.ts'

interface Verdict {
  status: Settlement
  reason: string | null
  decision: string | null
}

export async function settleRole(
  deps: SubgraphDeps,
  caller: Caller,
  status: 'GRANTED' | 'REFUSED',
  input: SettleRoleInput,
): Promise<RequestRow> {
  const reason = proseOf(input.reason, ['input', 'reason'])
  const verdict: Verdict = { status, reason, decision: decisionOf(input.decision) }
  if (input.request != null) {
    const request = await requestFor(caller, input.request, ['input', 'request'])
    requireScope(caller.viewer, request.community, 'DRIVE')
    await requireAgreement(caller, input, request)
    return settleRequest(deps, request, verdict)
  }
  if (input.member == null || input.role == null) {
    throw new Refusal('BAD_INPUT', 'Wanted the request, or the member and the role; got neither.', { path: ['input'] })
  }
  const member = await memberFor(caller, input.member, ['input', 'member'], 'DRIVE')
  await requireAgreement(caller, input, { community: member.community, member: member.id })
  const role = await roleFor(deps.db.root, member.community, input.role, ['input', 'role'])
  return settleMember(deps, member, role, verdict)
}

export async function withdrawRoleRequest(deps: SubgraphDeps, caller: Caller, id: string): Promise<RequestRow> {
  const request = await requestFor(caller, id, ['id'])
  await requireSpeaksFor(caller, request.community, request.member)
  return settleRequest(deps, request, { status: 'WITHDRAWN', reason: null, decision: null })
}

async function settleRequest(deps: SubgraphDeps, asked: RequestRow, verdict: Verdict): Promise<RequestRow> {
  return deps.log.write(async (tx, emit) => {
    await lockMember(tx, asked.member)
    const [request] = await findRequests(tx, [asked.id])
    const [role] = await findRoles(tx, [asked.role])
    return settles(request!, verdict.status) ? settle(tx, emit, request!, role!, verdict) : request!
  })
}

/** Where no request waits, giving a role makes one that is granted at once: so that it stands with its reason. */
async function settleMember(
  deps: SubgraphDeps,
  asked: MemberRow,
  role: RoleRow,
  verdict: Verdict,
): Promise<RequestRow> {
  return deps.log.write(async (tx, emit) => {
    const member = await lockMember(tx, asked.id)
    if (!member) throw memberNotFound(asked.id, ['input', 'member'])
    const [waiting] = await waitingRequests(tx, member.id, role.id)
    if (waiting) return settle(tx, emit, waiting, role, verdict)
    const holds = await holdsRole(tx, member.id, role.id)
    if (verdict.status === 'GRANTED') {
      const before = holds ? await lastRequest(tx, member.id, role.id, 'GRANTED') : null
      if (before) return before
      const { community } = member
      const made = await insertRequest(tx, { id: deps.ids.next('req'), community, member: member.id, role: role.id })
      return settle(tx, emit, made, role, verdict)
    }
    if (holds) {
      const message = `Wanted to refuse ${role.name} to ${member.name}, who holds it already: revokeRole takes it away.`
      throw new Refusal('ALREADY_SETTLED', message)
    }
    const last = await lastRequest(tx, member.id, role.id)
    if (last?.status === verdict.status) return last
    throw new Refusal('ROLE_REQUEST_NOT_FOUND', `Wanted a request of ${member.name} for ${role.name}; none waits.`)
  })
}

async function settle(tx: Tx, emit: Emit, request: RequestRow, role: RoleRow, verdict: Verdict): Promise<RequestRow> {
  const { id, community, member } = request
  if (verdict.status === 'GRANTED') {
    await give(tx, emit, { community, member, role, request: id, decision: verdict.decision })
  }
  return close(tx, emit, request, role, verdict)
}

/** Ends a request that waits, and says so. The caller holds the member's lock. */
export async function close(
  tx: Tx,
  emit: Emit,
  request: RequestRow,
  role: RoleRow,
  verdict: Verdict,
): Promise<RequestRow> {
  const closed = { ...(await updateRequest(tx, request.id, verdict)), member: request.member }
  const { community } = closed
  emit({ type: 'communities.role.settled', community, payload: { request: requestFact(closed, role) } })
  return closed
}

/** The request as events tell it. */
export function requestFact(request: RequestRow, role: RoleRow): RoleRequestFact {
  const { id, community, member, status, reason, decision } = request
  const requestedAt = request.requestedAt.toISOString()
  return { id, community, member, role: role.id, roleName: role.name, status, reason, decision, requestedAt }
}

/** What the input says besides must be true of what it names. */
async function requireAgreement(
  caller: Caller,
  input: SettleRoleInput,
  found: { community: string; member: string; role?: string },
): Promise<void> {
  const differs = (field: string) => {
    throw new Refusal('BAD_INPUT', `Wanted the ${field} of the request; got another.`, { path: ['input', field] })
  }
  if (input.community != null && (await caller.loaders.communities.load(input.community))?.id !== found.community)
    differs('community')
  if (input.member != null && (await caller.loaders.members.load(input.member))?.id !== found.member) differs('member')
  if (input.role != null && found.role !== undefined) {
    const role = await caller.loaders.role.load(found.role)
    if (input.role !== found.role && input.role.trim().toLowerCase() !== role?.name.toLowerCase()) differs('role')
  }
}
