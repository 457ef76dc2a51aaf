// Connecting and disconnecting, on behalf of communities: credentials are checked before anything is stored, and are
// stored here alone.

import { randomBytes } from 'node:crypto'
import type { ConnectPlatformAnswer, ConnectPlatformCall } from '../../../backbone/subgraph/calls.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import type { Platforms } from '../platforms/index.ts'
import { type Connection, TryLater } from '../platforms/platform.ts'
import {
  endConnection,
  findConnection,
  noticeOf,
  openConnection,
  openWebhookSecret,
  putConnection,
  sealCredentials,
  sealWebhookSecret,
  webhookAddress,
} from '../storage/connections.ts'
import { tables, within } from '../storage/tables.ts'

type Deps = Pick<SubgraphDeps, 'db' | 'secrets' | 'publicUrl' | 'logger' | 'clock'> & { platforms: Platforms }

/** @throws Refusal when the platform does not take what is given: then nothing is stored. */
export async function connectPlatform(deps: Deps, call: ConnectPlatformCall): Promise<ConnectPlatformAnswer> {
  const { connection: id, community, platform: name } = call
  const platform = deps.platforms.get(name)
  if (!platform) return { status: 'CONNECTED', problem: null, webhookUrl: null, externalId: call.externalId }
  const prepared = platform.prepare(call)
  const opened: Connection = { ...prepared, id, community, self: null }
  const checked = await now(() => platform.check(opened))
  const before = await findConnection(tables(deps.db), id)
  const secret = (before && openWebhookSecret(deps.secrets, before)) ?? randomBytes(24).toString('base64url')
  const address = webhookAddress(deps.publicUrl, id, secret)
  const row = {
    id,
    community,
    platform: name,
    external_id: checked.externalId,
    settings: JSON.stringify(prepared.settings),
    credentials: sealCredentials(deps.secrets, id, prepared.credentials),
    webhook_secret: sealWebhookSecret(deps.secrets, id, secret),
    webhook_id: before?.webhook_id ?? null,
    self: JSON.stringify(checked.self),
    watch_from: checked.place.since,
    place: checked.place.since,
    status: 'CONNECTED' as const,
    problem: null,
    notice: checked.problems.join(' ') || null,
    webhook_notice: null,
    checked_at: deps.clock.now(),
    retry_due: before !== null, // what was refused may be taken now
  }
  // Stored before the platform knows the address: the first webhook may come at once.
  await deps.db.transaction((tx) => putConnection(within(tx), row))
  const registered = await platform
    .registerWebhook({ ...opened, externalId: checked.externalId, self: checked.self }, address)
    .catch(async (error) => {
      if (!before)
        await deps.db.transaction(
          async (tx) => void (await within(tx).deleteFrom('connections').where('id', '=', id).execute()),
        )
      throw error
    })
  const whole = { ...row, webhook_id: registered.id, webhook_notice: registered.problem }
  await deps.db.transaction((tx) => putConnection(within(tx), whole))
  return { status: 'CONNECTED', problem: noticeOf(whole), webhookUrl: address, externalId: checked.externalId }
}

/** Takes the webhook back where the platform lets us, and forgets the credentials. */
export async function disconnectPlatform(
  deps: Omit<Deps, 'clock'>,
  { connection: id }: { connection: string },
): Promise<void> {
  const row = await findConnection(tables(deps.db), id)
  if (!row || row.status === 'DISCONNECTED') return
  const platform = deps.platforms.get(row.platform)
  if (platform && row.webhook_id) {
    await platform.removeWebhook(openConnection(deps.secrets, row), row.webhook_id).catch((error) => {
      deps.logger.warn({ err: error, connection: id }, 'the webhook could not be taken back')
    })
  }
  await deps.db.transaction((tx) => endConnection(within(tx), id))
}

/** Runs what a caller waits for: "later" is a refusal to them. */
export async function now<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof TryLater) throw new Refusal(error.code, error.message, { cause: error })
    throw error
  }
}
