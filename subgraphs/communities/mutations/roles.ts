// Roles, and who holds them.

import type { Tx } from '../../../backbone/database/database.ts'
import type { Emit } from '../../../backbone/log/write.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { CreateRoleInput, RevokeRoleInput } from '../../../schema/generated/communities.ts'
import { hasUnseen } from '../../../schema/spelling.ts'
import { checkMost } from '../domain/most.ts'
import { nameOf, proseOf, quoted } from '../domain/text.ts'
import { type Caller, communityFor, memberFor, memberNotFound } from '../rights.ts'
import { refusing } from '../storage/constraints.ts'
import { lockMember } from '../storage/members.ts'
import { countRoles, deleteGrant, findRole, holdsRole, insertGrant, insertRole } from '../storage/roles.ts'
import type { MemberRow, On, RoleRow } from '../storage/tables.ts'

export async function createRole(deps: SubgraphDeps, caller: Caller, input: CreateRoleInput): Promise<RoleRow> {
  const { id: community } = await communityFor(caller, input.community, 'ADMIN')
  const name = nameOf(input.name, ['input', 'name'], 64)
  if (hasUnseen(name)) {
    const message = `Wanted a name without characters that nobody sees (such as a zero-width space); ${quoted(name)} has some.`
    throw new Refusal('BAD_INPUT', message, { path: ['input', 'name'] }) // policies compare roles by their names
  }
  const description = proseOf(input.description, ['input', 'description'])
  const message = `Wanted a name that no role of the community has; there is a role ${quoted(name)}.`
  const taken = { roles_name: () => new Refusal('ROLE_TAKEN', message, { path: ['input', 'name'] }) }
  return refusing(taken, () =>
    deps.log.write(async (tx, emit) => {
      const role = await insertRole(tx, { id: deps.ids.next('role'), community, name, description })
      emit({ type: 'communities.role.created', community, payload: { role: { id: role.id, name } } })
      return role
    }),
  )
}

export async function revokeRole(deps: SubgraphDeps, caller: Caller, input: RevokeRoleInput): Promise<MemberRow> {
  const { id: community } = await communityFor(caller, input.community, 'DRIVE')
  const { id } = await memberOf(caller, community, input.member)
  const role = await roleFor(deps.db.root, community, input.role, ['input', 'role'])
  const reason = proseOf(input.reason, ['input', 'reason'])
  const decision = decisionOf(input.decision)
  return deps.log.write(async (tx, emit) => {
    const member = await lockMember(tx, id)
    if (!member) throw memberNotFound(id, ['input', 'member'])
    if (await deleteGrant(tx, member.id, role.id)) {
      const payload = { member: member.id, role: role.id, roleName: role.name, reason, decision }
      emit({ type: 'communities.role.revoked', community, payload })
    }
    return member
  })
}

/** Gives a role, unless the member holds it. The caller holds the member's lock. */
export async function give(
  tx: Tx,
  emit: Emit,
  grant: {
    community: string
    member: string
    role: { id: string; name: string }
    request?: string | null
    decision?: string | null
  },
): Promise<void> {
  const { community, member, role, request = null, decision = null } = grant
  if (!(await holdsRole(tx, member, role.id)))
    checkMost('roles', (await countRoles(tx, [member])) + 1, ['input', 'role'])
  if (!(await insertGrant(tx, { community, member, role: role.id, request, decision }))) return
  const payload = { member, role: role.id, roleName: role.name, request, decision }
  emit({ type: 'communities.role.granted', community, payload })
}

/** @throws Refusal ROLE_NOT_FOUND */
export async function roleFor(on: On, community: string, nameOrId: string, path: readonly string[]): Promise<RoleRow> {
  const role = await findRole(on, community, nameOrId)
  if (role) return role
  throw new Refusal('ROLE_NOT_FOUND', `Wanted the name or id of a role of the community; got ${quoted(nameOrId)}.`, {
    path,
  })
}

/** The member, which must belong to this community. */
export async function memberOf(caller: Caller, community: string, id: string): Promise<MemberRow> {
  const member = await memberFor(caller, id, ['input', 'member'])
  if (member.community === community) return member
  throw memberNotFound(id, ['input', 'member'])
}

/** The id of the decision that asks for it, as given: decisions are another part's. */
export function decisionOf(id: string | null | undefined): string | null {
  return id == null ? null : nameOf(id, ['input', 'decision'], 100)
}
