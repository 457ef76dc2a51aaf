// Where an external driver hears of events. Whether the address lies on a private network is asked of the network.

import { Refusal } from '../../../schema/errors.ts'
import { shownAddress } from '../../../schema/shown-address.ts'
import { quoted } from './text.ts'

/** The address in its normal form; null for none. @throws Refusal BAD_INPUT, ADDRESS_REFUSED */
export function endpointOf(
  kind: 'BUILT_IN' | 'EXTERNAL',
  text: string | null | undefined,
  path: readonly string[],
): string | null {
  const given = text?.trim()
  if (!given) return null
  if (kind === 'BUILT_IN') {
    throw new Refusal('BAD_INPUT', 'Wanted no endpoint for the built-in driver; got one.', { path })
  }
  const url = URL.canParse(given) && given.length <= 2000 ? new URL(given) : null
  if (!url || !/^https?:$/.test(url.protocol)) {
    throw new Refusal('ADDRESS_REFUSED', `Wanted an http(s) address; got ${quoted(shownAddress(given))}.`, { path })
  }
  if (url.username || url.password) {
    throw new Refusal('ADDRESS_REFUSED', 'Wanted an address without a user name and password; got one with them.', {
      path,
    })
  }
  return url.href
}
