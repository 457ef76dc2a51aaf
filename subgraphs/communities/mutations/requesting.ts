// Someone asks for a role. What follows is the driver's: it hears the event.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { RequestRoleInput } from '../../../schema/generated/communities.ts'
import { type AccountClaim, accountOf } from '../domain/accounts.ts'
import { quoted } from '../domain/text.ts'
import { type Caller, communityFor, memberNotFound, requireSpeaksFor } from '../rights.ts'
import { membersOfAccounts } from '../storage/accounts.ts'
import { againAfter, refusing } from '../storage/constraints.ts'
import { lockMember } from '../storage/members.ts'
import { insertRequest, waitingRequests } from '../storage/requests.ts'
import { holdsRole } from '../storage/roles.ts'
import type { MemberRow, RequestRow } from '../storage/tables.ts'
import { newMember, taken } from './members.ts'
import { memberOf, roleFor } from './roles.ts'
import { requestFact } from './settling.ts'

export async function requestRole(deps: SubgraphDeps, caller: Caller, input: RequestRoleInput): Promise<RequestRow> {
  const { id: community } = await communityFor(caller, input.community)
  const asking = await whoAsks(caller, community, input)
  await requireSpeaksFor(caller, community, asking.member)
  const role = await roleFor(deps.db.root, community, input.role, ['input', 'role'])
  const write = () =>
    deps.log.write(async (tx, emit) => {
      const member = await memberAsking(deps, tx, emit, community, asking)
      const [waiting] = await waitingRequests(tx, member.id, role.id)
      if (waiting) return waiting
      if (await holdsRole(tx, member.id, role.id)) {
        const message = `Wanted a member who does not hold the role ${quoted(role.name)}; ${member.name} holds it.`
        throw new Refusal('ROLE_ALREADY_HELD', message, { path: ['input', 'role'] })
      }
      const request = await insertRequest(tx, { id: deps.ids.next('req'), community, member: member.id, role: role.id })
      emit({ type: 'communities.role.requested', community, payload: { request: requestFact(request, role) } })
      return request
    })
  // Two who name one unknown account at the same moment: the second looks again, and finds the member of the first.
  return againAfter('ACCOUNT_TAKEN', () => refusing(taken(accountPath), write))
}

const accountPath = ['input', 'account']

interface Asking {
  member: string | null
  claim: AccountClaim | null
}

/** Who asks, locked; made where the account is nobody's. */
async function memberAsking(
  deps: SubgraphDeps,
  tx: Tx,
  emit: Emit,
  community: string,
  { member, claim }: Asking,
): Promise<MemberRow> {
  const id = claim ? (await membersOfAccounts(tx, [{ community, claim }]))[0] : member
  if (id) {
    const locked = await lockMember(tx, id)
    if (locked) return locked
    throw memberNotFound(id, ['input', 'member'])
  }
  const name = claim!.username ?? claim!.externalId!
  return newMember(deps, tx, emit, { community, name: shortened(name) }, [claim!], () => accountPath)
}

/** An account's name may be longer than a member's. */
const shortened = (name: string) => [...name].slice(0, 100).join('')

/** The member, or the account whose member it is (null: nobody's yet). A member's own key may name neither. */
async function whoAsks(caller: Caller, community: string, input: RequestRoleInput): Promise<Asking> {
  if (input.member != null && input.account != null) {
    throw new Refusal('BAD_INPUT', 'Wanted the member or the account; got both.', { path: ['input', 'account'] })
  }
  if (input.account != null) {
    const claim = accountOf(input.account, accountPath)
    // Once the rights are checked for a member, it is that member who asks, wherever the account goes meanwhile.
    const known = await caller.loaders.memberOfAccount.load({ community, claim })
    return known ? { member: known.id, claim: null } : { member: null, claim }
  }
  const id = input.member ?? (caller.viewer.community === community ? caller.viewer.member : null)
  if (id != null) return { member: (await memberOf(caller, community, id)).id, claim: null }
  throw new Refusal('BAD_INPUT', 'Wanted the member or the account that asks; got neither.', {
    path: ['input', 'member'],
  })
}
