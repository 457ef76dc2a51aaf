// Connections: the credentials are kept here alone, sealed.

import type { Expression, Insertable } from 'kysely'
import type { SealedColumn, SecretBox } from '../../../backbone/security/secrets.ts'
import type { Connection } from '../platforms/platform.ts'
import type { ConnectionRow, ConnectionsTable, Queries } from './tables.ts'

const credentialsContext = (connection: string) => `actions.credentials:${connection}`
const webhookContext = (connection: string) => `actions.webhook:${connection}`

export const sealed: readonly SealedColumn[] = [
  { table: 'actions.connections', column: 'credentials', context: credentialsContext },
  { table: 'actions.connections', column: 'webhook_secret', context: webhookContext },
]

export function sealCredentials(secrets: SecretBox, connection: string, credentials: object): string {
  return secrets.seal(JSON.stringify(credentials), credentialsContext(connection))
}
export function sealWebhookSecret(secrets: SecretBox, connection: string, secret: string): string {
  return secrets.seal(secret, webhookContext(connection))
}
export function openWebhookSecret(secrets: SecretBox, row: ConnectionRow): string | null {
  return row.webhook_secret && secrets.open(row.webhook_secret, webhookContext(row.id))
}

/** The connection as an adapter needs it. */
export function openConnection(secrets: SecretBox, row: ConnectionRow): Connection {
  const { id, community, external_id, settings, self, credentials } = row
  return {
    id,
    community,
    externalId: external_id,
    settings,
    self,
    credentials: credentials ? JSON.parse(secrets.open(credentials, credentialsContext(id))) : {},
  }
}

export async function findConnection(on: Queries, id: string): Promise<ConnectionRow | null> {
  return (await on.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Those of a community on a platform that were not disconnected, oldest first. */
export function connectionsTo(on: Queries, community: string, platform: string): Promise<ConnectionRow[]> {
  return on
    .selectFrom('connections')
    .selectAll()
    .where('community', '=', community)
    .where('platform', '=', platform)
    .where('status', '!=', 'DISCONNECTED')
    .orderBy('id')
    .execute()
}

export function liveConnections(on: Queries): Promise<ConnectionRow[]> {
  return on
    .selectFrom('connections')
    .selectAll()
    .where('live', '=', true)
    .where('status', '!=', 'DISCONNECTED')
    .execute()
}

/** Those that were begun before a moment and that communities does not have. */
export function orphanedConnections(on: Queries, before: Expression<Date>) {
  return on
    .selectFrom('connections')
    .select(['id', 'platform'])
    .where('live', '=', false)
    .where('status', '!=', 'DISCONNECTED')
    .where('connected_at', '<', before)
    .execute()
}

/** Stores it, or replaces what was there under its id; where it stood in reading is kept. */
export async function putConnection(on: Queries, row: Insertable<ConnectionsTable>): Promise<void> {
  await on
    .insertInto('connections')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet((excluded) => ({
        external_id: excluded.ref('excluded.external_id'),
        settings: excluded.ref('excluded.settings'),
        credentials: excluded.ref('excluded.credentials'),
        webhook_secret: excluded.ref('excluded.webhook_secret'),
        webhook_id: excluded.ref('excluded.webhook_id'),
        self: excluded.ref('excluded.self'),
        status: excluded.ref('excluded.status'),
        problem: excluded.ref('excluded.problem'),
        notice: excluded.ref('excluded.notice'),
        webhook_notice: excluded.ref('excluded.webhook_notice'),
        checked_at: excluded.ref('excluded.checked_at'),
        retry_due: excluded.ref('excluded.retry_due'),
        connected_at: excluded.ref('excluded.connected_at'),
      })),
    )
    .execute()
}

/** What a person should still do, in words; null where all works as it should. */
export function noticeOf({ notice, webhook_notice }: Pick<ConnectionRow, 'notice' | 'webhook_notice'>): string | null {
  return [notice, webhook_notice].filter(Boolean).join(' ') || null
}

/** Where webhooks of a connection come in. */
export const webhookAddress = (publicUrl: string, connection: string, secret: string): string =>
  `${publicUrl}/hooks/${connection}/${secret}`

/** Forgets the credentials and the webhook's secret. */
export async function endConnection(on: Queries, id: string): Promise<void> {
  await on
    .updateTable('connections')
    .set({ status: 'DISCONNECTED', credentials: null, webhook_secret: null, webhook_id: null, live: false })
    .where('id', '=', id)
    .execute()
}
