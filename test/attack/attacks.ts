// The sixteen classes of attack that gateways and servers of GraphQL fell to, each with the advisories that tell of it.
// An attack says for each try whether it was held, and what it got. What is tried is the running server, from outside.

import { bypass, exposure, limits, names, overload, planner, tenants } from './asked.ts'
import { beforeInit, claims, frames, leak, perSocket } from './connected.ts'
import { crossSite, forgery, origins, outward } from './outside.ts'
import type { Attack } from './trying.ts'

export const attacks: readonly Attack[] = [
  names,
  leak,
  planner,
  bypass,
  limits,
  beforeInit,
  perSocket,
  claims,
  tenants,
  origins,
  frames,
  crossSite,
  exposure,
  overload,
  outward,
  forgery,
]
