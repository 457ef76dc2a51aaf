// What a guest says of itself: its SDL, from a file, from its module, or as its answer.

import { readFile } from 'node:fs/promises'
import { graphql } from 'graphql'
import { openOutbound } from '../../backbone/security/outbound.ts'
import { hostOf, portOf } from '../../backbone/security/private-hosts.ts'
import { systemViewer } from '../../backbone/security/viewer.ts'
import type { GuestSetting } from '../../backbone/subgraph/guests.ts'
import { httpCarrier } from '../transports/guests/http.ts'
import type { Signing } from '../transports/guests/identity.ts'
import { signedBy } from '../transports/guests/index.ts'
import { type GuestModule, loadModule } from '../transports/guests/module.ts'

/** As it was found now. */
export interface Found {
  setting: GuestSetting
  sdl: string | null
  module: GuestModule | null
  problem: string | null
}

const mostBytes = 1024 * 1024 // of what one says of itself

/** Never throws. @param signing null: nobody says who asks */
export async function findOut(setting: GuestSetting, signing: Signing | null): Promise<Found> {
  try {
    const module = setting.module === null ? null : await loadModule(setting.module)
    const sdl = setting.sdl === null ? await askedFor(setting, module, signing) : await readFile(setting.sdl, 'utf8')
    return { setting, sdl, module, problem: null }
  } catch (error) {
    const cause = (error as Error).cause as Error | undefined
    const problem = [(error as Error).message, cause?.message].filter(Boolean).join(' ')
    return { setting, sdl: null, module: null, problem }
  }
}

async function askedFor(setting: GuestSetting, module: GuestModule | null, signing: Signing | null): Promise<string> {
  if (module?.sdl) return module.sdl
  const query = '{ _service { sdl } }'
  const sdl = (answer: unknown) => (answer as { data?: { _service?: { sdl?: unknown } } })?.data?._service?.sdl
  let said: unknown
  if (module) said = sdl(await graphql({ schema: module.schema, source: query }))
  else {
    const carrier = carrierOf(setting, mostBytes)
    const by = signing ? signedBy(signing, { name: setting.name, scopes: [] }) : () => ''
    const signal = AbortSignal.timeout(setting.timeout * 1000)
    try {
      said = sdl(await carrier.execute({ query, variables: {} }, (body) => by(systemViewer, body), signal))
    } finally {
      await carrier.close()
    }
  }
  if (typeof said === 'string') return said
  throw new Error('Wanted its SDL as the answer to { _service { sdl } }; got another answer.')
}

/** How one at an address is reached: a private one too, since the operator has named it. */
export function carrierOf({ url, subscriptions, timeout }: GuestSetting, mostBytes: number) {
  const { hostname, protocol, port } = new URL(url!)
  const host = hostOf(hostname)
  const at = `${host.includes(':') ? `[${host}]` : host}:${portOf({ protocol, port })}`
  const outbound = openOutbound([at])
  return httpCarrier({ url: url!, subscriptions, timeout: timeout * 1000, mostBytes }, outbound)
}
