// The installed adapters, by name.

import type { Scope } from '../../../backbone/security/viewer.ts'
import { createPlatform as communities } from './communities/index.ts'
import { createPlatform as openCollective } from './opencollective/index.ts'
import type { Platform, PlatformDeps } from './platform.ts'

export type Platforms = ReadonlyMap<string, Platform>

/** Who may have something done there. What is Folkmoot's own (roles) is the driver's, as by the mutations that do the same. */
export function scopesToPerform(platform: Platform | undefined): Scope[] {
  return platform?.connects === false ? ['DRIVE'] : ['INTEGRATE', 'DRIVE']
}

export function installedPlatforms(deps: PlatformDeps): Platforms {
  return new Map(
    [communities, openCollective].map((create) => create(deps)).map((platform) => [platform.name, platform]),
  )
}
