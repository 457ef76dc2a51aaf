// Who decides for a community; and where an external driver hears of what happens, and by which secret it knows that it is us.

import { randomBytes } from 'node:crypto'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { RotateDriverSecretInput, SetDriverInput } from '../../../schema/generated/communities.ts'
import { secretContext } from '../delivery/send.ts'
import { signingSecretOf } from '../domain/delivery.ts'
import { endpointOf } from '../domain/endpoint.ts'
import { type Caller, communityFor } from '../rights.ts'
import { lockCommunity, rotateSecret, updateDriver } from '../storage/communities.ts'
import { closeFeed, hurryFeed } from '../storage/deliveries.ts'
import type { CommunityRow } from '../storage/tables.ts'

export interface DriverSet {
  community: CommunityRow
  /** Only one that was made just now. */
  driverSecret: string | null
}

/** Each endpoint has a secret of its own: who had the one before cannot speak to the next in our name. */
export async function setDriver(deps: SubgraphDeps, caller: Caller, input: SetDriverInput): Promise<DriverSet> {
  const { id } = await communityFor(caller, input.community, 'ADMIN')
  const { kind } = input
  const path = ['input', 'endpoint']
  const endpoint = endpointOf(kind, input.endpoint, path)
  if (endpoint) checkAddress(deps, endpoint, path)
  const fresh = freshSecret(deps, id)
  return deps.log.write(async (tx, emit) => {
    const before = await lockCommunity(tx, id)
    const kept = before.driverEndpoint === endpoint ? before.driverSecret : null
    const driverSecret = endpoint === null ? null : (kept ?? fresh.sealed)
    const community = await updateDriver(tx, id, { driver: kind, driverEndpoint: endpoint, driverSecret })
    await (endpoint === null ? closeFeed(tx, id) : hurryFeed(tx, id))
    emit({ type: 'communities.driver.set', community: id, payload: { community: id, kind, endpoint } })
    return { community, driverSecret: driverSecret === fresh.sealed ? fresh.secret : null }
  })
}

/** @throws Refusal ENDPOINT_MISSING where nothing is signed. */
export async function rotateDriverSecret(
  deps: SubgraphDeps,
  caller: Caller,
  input: RotateDriverSecretInput,
): Promise<DriverSet> {
  const { id } = await communityFor(caller, input.community, 'ADMIN')
  const fresh = freshSecret(deps, id)
  return deps.log.write(async (tx, _emit, note) => {
    const { driver, driverSecret } = await lockCommunity(tx, id)
    if (driverSecret === null) {
      const got = driver === 'EXTERNAL' ? 'an external one without' : 'the built-in one'
      throw new Refusal('ENDPOINT_MISSING', `Wanted a driver with an endpoint (setDriver); got ${got}.`, {
        path: ['input', 'community'],
      })
    }
    const community = await rotateSecret(tx, id, fresh.sealed)
    await hurryFeed(tx, id)
    note(id, [])
    return { community, driverSecret: fresh.secret }
  })
}

function freshSecret(deps: SubgraphDeps, community: string) {
  const secret = signingSecretOf(randomBytes(32))
  return { secret, sealed: deps.secrets.seal(secret, secretContext(community)) }
}

function checkAddress(deps: SubgraphDeps, endpoint: string, path: string[]): void {
  try {
    deps.checkAddress(endpoint)
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(error.code, error.message, { path, cause: error }) : error
  }
}
