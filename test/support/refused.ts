// A caller who was refused at the door.

import type { Refused } from '../../backbone/security/refused.ts'

/** With a key that nobody knows, from one address, unless it is said otherwise. */
export const refusedCaller = (more: Partial<Refused> = {}): Refused => ({
  kind: 'unknownKeyRefused',
  address: '192.0.2.1',
  community: null,
  key: null,
  link: null,
  ...more,
})
