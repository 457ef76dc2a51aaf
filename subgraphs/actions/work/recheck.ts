// What a person should still do at the platform is looked at again: rights are given and taken, webhooks are added by hand.

import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { type Platform, TryLater } from '../platforms/platform.ts'
import { findConnection, openConnection, openWebhookSecret, webhookAddress } from '../storage/connections.ts'
import { type ConnectionRow, tables } from '../storage/tables.ts'
import { noteChecked } from './status.ts'

type Deps = Pick<SubgraphDeps, 'db' | 'log' | 'clock' | 'secrets' | 'publicUrl'>

const everyHour = 3_600_000 // milliseconds; while something is missing, after each reading

/** Checks anew what the token may do, and registers the webhook where that failed. What cannot be asked now is asked later. */
export async function recheck(deps: Deps, platform: Platform, id: string): Promise<void> {
  const row = await findConnection(tables(deps.db), id)
  if (row?.status !== 'CONNECTED' || !isDue(row, deps.clock.now())) return
  const connection = openConnection(deps.secrets, row)
  try {
    const notice = await platform.check(connection).then(({ problems }) => problems.join(' ') || null, inWords)
    const secret = openWebhookSecret(deps.secrets, row)
    const address = secret && webhookAddress(deps.publicUrl, id, secret)
    const webhook = row.webhook_id === null && address ? await platform.registerWebhook(connection, address) : null
    await noteChecked(deps, row, { notice, webhook })
  } catch (error) {
    if (!(error instanceof TryLater)) throw error
  }
}

function isDue({ notice, webhook_notice, checked_at }: ConnectionRow, now: Date): boolean {
  return notice !== null || webhook_notice !== null || now.getTime() - (checked_at?.getTime() ?? 0) >= everyHour
}

/** The connection was read a moment ago: what is refused is what the token may not do. */
function inWords(error: unknown): string {
  if (error instanceof Refusal) return error.message
  throw error
}
