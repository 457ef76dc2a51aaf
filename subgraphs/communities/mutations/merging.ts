import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { MergeMembersInput } from '../../../schema/generated/communities.ts'
import { replacedRequests } from '../domain/merge.ts'
import { checkMost } from '../domain/most.ts'
import { type Caller, memberFor, memberNotFound } from '../rights.ts'
import { countAccounts } from '../storage/accounts.ts'
import { lockMember, lockMerges, moveMember } from '../storage/members.ts'
import { waitingRequests } from '../storage/requests.ts'
import { countRoles, findRoles } from '../storage/roles.ts'
import type { MemberRow } from '../storage/tables.ts'
import { close } from './settling.ts'

/** Makes two records one. Where they are one already, by whatever way, nothing changes. */
export async function mergeMembers(deps: SubgraphDeps, caller: Caller, input: MergeMembersInput): Promise<MemberRow> {
  const from = await memberFor(caller, input.from, ['input', 'from'], 'ADMIN')
  const into = await memberFor(caller, input.into, ['input', 'into'], 'ADMIN')
  if (input.from === input.into) {
    throw new Refusal('BAD_INPUT', 'Wanted two members; got the same one twice.', { path: ['input', 'from'] })
  }
  if (from.community !== into.community) {
    throw new Refusal('BAD_INPUT', 'Wanted two members of one community; got members of two.', {
      path: ['input', 'from'],
    })
  }
  const { community } = into
  return deps.log.write(async (tx, emit) => {
    await lockMerges(tx, community)
    // No merge runs beside this one, so these are who they are until the end.
    const first = await lockMember(tx, from.id)
    const second = await lockMember(tx, into.id)
    if (!first) throw memberNotFound(from.id, ['input', 'from'])
    if (!second) throw memberNotFound(into.id, ['input', 'into'])
    if (first.id === second.id) return second
    checkMost('accounts', await countAccounts(tx, [first.id, second.id]), ['input', 'into'])
    checkMost('roles', await countRoles(tx, [first.id, second.id]), ['input', 'into'])
    emit({ type: 'communities.member.merged', community, payload: { from: first.id, into: second.id } })
    const requests = [...(await waitingRequests(tx, first.id, null)), ...(await waitingRequests(tx, second.id, null))]
    for (const { request, by } of replacedRequests(requests)) {
      const asked = requests.find((each) => each.id === request)!
      const [role] = await findRoles(tx, [asked.role])
      const reason = `The same person asked in ${by}, which goes on.`
      await close(tx, emit, { ...asked, member: second.id }, role!, { status: 'WITHDRAWN', reason, decision: null })
    }
    return moveMember(tx, first.id, second.id)
  })
}
