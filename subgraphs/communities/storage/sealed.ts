// What is kept sealed, for whoever changes the secret that it is sealed under.

import { sealedPeople } from '../../../backbone/people/person.ts'
import type { SealedColumn } from '../../../backbone/security/secrets.ts'
import { secretContext } from '../delivery/send.ts'
import { webhookContext } from '../mutations/platforms.ts'

export const sealed: readonly SealedColumn[] = [
  { table: 'communities.connections', column: 'webhook_url', context: webhookContext },
  { table: 'communities.communities', column: 'driver_secret', context: secretContext },
  { table: 'communities.communities', column: 'driver_secret_before', context: secretContext },
  ...sealedPeople,
]
