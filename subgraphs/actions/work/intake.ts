// Webhooks at the door: whose is it, what does it hint at, keep it, answer. Those that come while others are being kept
// are kept together next. What they say is not believed: the platform is asked afterwards.

import { inGroups } from '../../../backbone/database/groups.ts'
import { forgottenOn } from '../../../backbone/people/person.ts'
import type { Redact } from '../../../backbone/people/redact.ts'
import { sameSecret } from '../../../backbone/security/secrets.ts'
import type { Webhook } from '../../../backbone/subgraph/calls.ts'
import type { SubgraphDeps } from '../../../backbone/subgraph/subgraph.ts'
import { Refusal } from '../../../schema/errors.ts'
import { requireStorable } from '../domain/input.ts'
import type { Platforms } from '../platforms/index.ts'
import { findConnection, openWebhookSecret } from '../storage/connections.ts'
import { tables } from '../storage/tables.ts'
import { type NewWebhook, storeWebhooks } from '../storage/webhooks.ts'

/** What is known of a connection; `forget`: accounts that were erased. */
interface Known {
  platform: string
  secret: string
  forget: Redact | null
}

const largest = 1024 * 1024 // bytes: what platforms send is a thousandth of it
const trusted = 5_000 // milliseconds that a connection's secret is believed without looking it up again

export function intakeOf(
  deps: Pick<SubgraphDeps, 'db' | 'secrets' | 'clock'> & { platforms: Platforms; heard(connection: string): void },
) {
  const keep = inGroups<NewWebhook, void>(
    async (webhooks) => {
      await storeWebhooks(tables(deps.db), webhooks)
      return webhooks.map(() => ({ value: undefined }))
    },
    200,
    'webhooks',
  )
  const seen = new Map<string, Known & { until: number }>()

  async function secretOf(id: string): Promise<Known | null> {
    const now = deps.clock.now().getTime()
    const known = seen.get(id)
    if (known && known.until > now) return known
    seen.delete(id)
    const row = await findConnection(tables(deps.db), id)
    const secret = row && row.status !== 'DISCONNECTED' ? openWebhookSecret(deps.secrets, row) : null
    if (!row || !secret) return null
    const { platform, community } = row
    const forget = await forgottenOn(deps.db.root, deps.secrets, community, platform)
    seen.set(id, { platform, secret, forget, until: now + trusted })
    return { platform, secret, forget }
  }

  return {
    forget: (connection: string) => void seen.delete(connection),

    /** @returns false when no connection has this id and secret. @throws Refusal TOO_LARGE, BAD_INPUT */
    async receive({ connection, secret, headers, body }: Webhook): Promise<boolean> {
      const wanted = await secretOf(connection)
      const platform = wanted && deps.platforms.get(wanted.platform)
      if (!sameSecret(secret, wanted?.secret ?? 'x'.repeat(secret.length)) || !platform) return false
      const bytes = Buffer.from(body)
      if (bytes.length > largest) {
        throw new Refusal('TOO_LARGE', `Wanted a webhook of at most ${largest} bytes; got ${bytes.length}.`)
      }
      const heard = platform.hear({ headers, body: bytes })
      requireStorable(heard) // else it would be sent again and again, and never be kept
      const { forget } = wanted!
      await keep('all', { connection, heard: forget ? { ...heard, body: forget(heard.body) } : heard })
      deps.heard(connection)
      return true
    },
  }
}
