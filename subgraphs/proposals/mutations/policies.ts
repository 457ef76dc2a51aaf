// Policies: applied whole or not at all, versioned, paused and retired.

import { requireScope, type Viewer } from '../../../backbone/security/viewer.ts'
import { canonical } from '../../../schema/canonical.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { ApplyPolicyInput, SetPolicyStatusInput } from '../../../schema/generated/proposals.ts'
import type { PlatformCapability } from '../../../schema/policy/kinds.ts'
import { ofTheDriver } from '../../../schema/policy/publishing.ts'
import { refuseTooLong } from '../../../schema/policy/reading.ts'
import type { NamedRole } from '../../../schema/policy/roles.ts'
import { ofDocument } from '../../../schema/policy/work.ts'
import { nextPolicyState, type PolicyEvent } from '../domain/lifecycle.ts'
import { checkJson, storable } from '../domain/texts.ts'
import { rolesOf } from '../storage/electorates.ts'
import { addPolicy, lockPolicy, lockPolicyName, nameTooNear, newestPolicy, setStatus } from '../storage/policies.ts'
import type { PolicyRow } from '../storage/tables.ts'
import { type Parts, sees } from './parts.ts'

/** Makes the policy, or its next version; the same document again changes nothing. */
export async function applyPolicy(deps: Parts, viewer: Viewer, input: ApplyPolicyInput): Promise<PolicyRow> {
  const { id: community } = await deps.directory.require(viewer, input.community)
  requireScope(viewer, community, 'ADMIN')
  refuseTooLong(input.document)
  const document = checkJson(input.document, 'document', 100_000)
  const { name } = await ofDocument(deps.policyWork, community, {
    kind: 'accept',
    document,
    capabilities: await capabilities(deps),
    roles: await rolesIn(deps, community),
  })
  return deps.log.write(async (tx, emit) => {
    await lockPolicyName(tx, community, name)
    const before = await newestPolicy(tx, community, name)
    if (before?.status === 'ACTIVE' && canonical(before.document) === canonical(document)) return before
    // Two that were near before this was looked at can both be applied again.
    const near = before && before.status !== 'RETIRED' ? null : await nameTooNear(tx, community, name)
    if (near !== null) throw tooNear(name, near)
    const policy: PolicyRow = {
      id: deps.ids.next('pol'),
      community,
      name,
      version: (before?.version ?? 0) + 1,
      newest: true,
      status: 'ACTIVE',
      document,
      created_at: deps.clock.now(),
    }
    await addPolicy(tx, policy)
    const { version, status } = policy
    emit({
      type: 'proposals.policy.applied',
      community,
      payload: { policy: policy.id, name, version, status, document },
    })
    return policy
  })
}

const events = { ACTIVE: 'activate', PAUSED: 'pause', RETIRED: 'retire' } satisfies Record<string, PolicyEvent>

export async function setPolicyStatus(deps: Parts, viewer: Viewer, input: SetPolicyStatusInput): Promise<PolicyRow> {
  return deps.log.write(async (tx, emit) => {
    const policy = storable(input.policy) ? await lockPolicy(tx, input.policy) : undefined
    if (!policy || !sees(deps, viewer, policy.community)) throw policyNotFound(input.policy)
    requireScope(viewer, policy.community, 'ADMIN')
    const status = nextPolicyState(policy.status, events[input.status])
    if (status === policy.status) return policy
    await setStatus(tx, policy.id, status)
    const { community, name, version } = policy
    emit({ type: 'proposals.policy.status', community, payload: { policy: policy.id, name, version, status } })
    return { ...policy, status }
  })
}

export function policyNotFound(id: string): Refusal {
  return new Refusal('POLICY_NOT_FOUND', `Wanted a policy of the community; got "${id.slice(0, 80)}".`, {
    path: ['input', 'policy'],
  })
}

export function tooNear(name: string, near: string): Refusal {
  const message = `Wanted a name that nobody takes for another policy's; got "${name}", and there is "${near}". Apply it under that very name, or choose another.`
  return new Refusal('POLICY_NAME_TOO_NEAR', message, { path: ['input', 'document', 'name'] })
}

/** The community's roles as they are now: one may only just have been created. */
export async function rolesIn(deps: Parts, community: string): Promise<NamedRole[]> {
  await deps.members.catchUp()
  return (await rolesOf(deps.db.root, community)).map(({ id, name }) => ({ id, name }))
}

/** What the platforms can do. @throws Refusal UNAVAILABLE */
export async function capabilities(deps: Parts): Promise<PlatformCapability[]> {
  try {
    const answer = await deps.ask<{ platforms: PlatformCapability[] }>(
      '{ platforms { platform hears performs fields parameters subjects terms } }',
    )
    return [...answer.platforms, ofTheDriver]
  } catch (cause) {
    throw new Refusal('UNAVAILABLE', 'What the platforms can do is not known now, so the policy cannot be checked.', {
      cause,
    })
  }
}
