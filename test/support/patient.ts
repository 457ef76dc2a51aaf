// The limits of a server that is tried on a machine that is late by itself.

import { defaultLimits, type Limits } from '../../backbone/limits.ts'

/** What a text costs grows with the time that it takes: on a machine that has other tests to run, that is not the text's. */
export const patient: Limits = {
  ...defaultLimits,
  ratePerAddress: 1_000_000_000,
  ratePerKey: 1_000_000_000,
  ratePerCommunity: 1_000_000_000,
  ratePerAdmin: 1_000_000_000,
  overloadAnonymous: 1_000_000,
  overloadQueries: 1_000_000,
}
