// Connections to platforms. The platform's side (credentials, webhooks) is another part's: it is asked first, outside
// any transaction, and what it answers is stored here without the credentials.

import type { ConnectPlatformAnswer } from '../../../backbone/subgraph/calls.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { ConnectPlatformInput, DisconnectPlatformInput } from '../../../schema/generated/communities.ts'
import { platformOf } from '../domain/accounts.ts'
import { settingsOf } from '../domain/settings.ts'
import { nameOf, quoted } from '../domain/text.ts'
import { type Caller, communityFor } from '../rights.ts'
import { endConnection, findConnection, findConnectionTo, putConnection } from '../storage/connections.ts'
import { refusing } from '../storage/constraints.ts'
import type { ConnectionRow } from '../storage/tables.ts'

export async function connectPlatform(
  deps: SubgraphDeps,
  caller: Caller,
  input: ConnectPlatformInput,
): Promise<ConnectionRow> {
  const community = await communityFor(caller, input.community, 'ADMIN')
  const platform = platformOf(input.platform, ['input', 'platform'])
  const given = nameOf(input.externalId, ['input', 'externalId'], 300)
  const settings = settingsOf(input.settings, ['input', 'settings'])
  const before = await findConnectionTo(deps.db.root, community.id, platform, given)
  const id = before?.id ?? deps.ids.next('con')
  const answer = await deps.call.connectPlatform({
    connection: id,
    community: community.id,
    platform,
    externalId: given,
    credentials: input.credentials ?? null,
    settings,
  })
  const connection = { id, community: community.id, platform, settings, ...told(deps, id, answer) }
  const store = () =>
    deps.log.write(async (tx, emit) => {
      const stored = await putConnection(tx, connection)
      const { externalId } = connection
      emit({
        type: 'communities.connection.added',
        community: community.id,
        payload: { connection: id, platform, externalId },
      })
      return stored
    })
  try {
    return await refusing({ connections_external_id: () => taken(connection) }, store)
  } catch (error) {
    // Nothing is left half done. A connection that was there before goes on, with what it was given now.
    if (!before) await deps.call.disconnectPlatform({ connection: id })
    throw error
  }
}

export async function disconnectPlatform(
  deps: SubgraphDeps,
  caller: Caller,
  input: DisconnectPlatformInput,
): Promise<ConnectionRow> {
  const community = await communityFor(caller, input.community, 'ADMIN')
  const connection = await findConnection(deps.db.root, community.id, input.connection)
  if (!connection) {
    const message = `Wanted a connection of ${community.slug}; got ${quoted(input.connection)}.`
    throw new Refusal('CONNECTION_NOT_FOUND', message, { path: ['input', 'connection'] })
  }
  if (connection.status === 'DISCONNECTED') return connection
  await deps.call.disconnectPlatform({ connection: connection.id })
  return deps.log.write(async (tx, emit) => {
    const ended = await endConnection(tx, connection.id)
    if (!ended) return { ...connection, status: 'DISCONNECTED' as const, problem: null, webhookUrl: null }
    const { id, platform } = connection
    emit({ type: 'communities.connection.removed', community: community.id, payload: { connection: id, platform } })
    return ended
  })
}

/** What a connection's webhook address is sealed for. */
export const webhookContext = (connection: string) => `communities.webhook:${connection}`

function told(deps: SubgraphDeps, id: string, answer: ConnectPlatformAnswer) {
  return {
    // The platform's own spelling, so that one account is one connection.
    externalId: answer.externalId,
    status: answer.status,
    problem: answer.problem,
    webhookUrl: answer.webhookUrl === null ? null : deps.secrets.seal(answer.webhookUrl, webhookContext(id)),
  }
}

function taken({ platform, externalId }: { platform: string; externalId: string }): Refusal {
  const message = `Wanted to connect ${quoted(externalId)} on ${platform}; it is connected already, under the platform's own spelling.`
  return new Refusal('CONNECTION_TAKEN', message, { path: ['input', 'externalId'] })
}
