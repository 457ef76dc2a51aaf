// What is unsafe about a start that the outside can reach: said once, all of it, each with what to set.

import ipaddr from 'ipaddr.js'
import type { Logger } from 'pino'
import type { Config } from '../../backbone/config.ts'

const shortest = 32 // characters of a secret that somebody chose

type Settings = Pick<
  Config,
  'host' | 'metrics' | 'publicUrl' | 'origins' | 'trustedProxies' | 'adminKey' | 'secret' | 'routerSecrets' | 'tls'
>

/** One sentence for each thing, beginning with the variable to set. Empty where nobody outside can reach it. */
export function unsafetiesOf(config: Settings, service = 'gateway'): string[] {
  const { host, metrics, publicUrl, origins, trustedProxies, adminKey, secret } = config
  const found: string[] = []
  const say = (variable: string, sentence: string) => found.push(`${variable}: ${sentence}`)
  if (metrics && isOutside(metrics.host))
    say(
      'FOLKMOOT_METRICS_HOST',
      `metrics and health are answered at ${metrics.host}, without a key. Set 127.0.0.1, or an address of a network of your own.`,
    )
  if (service !== 'gateway') {
    if (isOutside(host))
      say(
        'HOST',
        `${service} listens at ${host}, and only the other parts may reach it. Set an address of a network of your own.`,
      )
    if (config.routerSecrets.length > 0 && config.tls.cert === null && !isLoopback(host))
      say(
        'FOLKMOOT_TLS_CERT',
        `not set: a router in front sends ${service} the keys of its clients, and they travel readable. Set a certificate and its key.`,
      )
    if (found.length > 0) weak()
    return found
  }
  const bare = !isLoopback(host)
  const named = publicUrl !== null && !isLoopback(new URL(publicUrl).hostname)
  if (!bare && !named) return found
  if (publicUrl === null)
    say(
      'FOLKMOOT_PUBLIC_URL',
      'not set: keys and cookies travel readable, and links lead to http. Put a proxy for https in front, and set its address.',
    )
  else if (!publicUrl.startsWith('https:'))
    say(
      'FOLKMOOT_PUBLIC_URL',
      'it is no https address: keys and cookies travel readable. Put a proxy for https in front.',
    )
  if (!metrics) say('FOLKMOOT_METRICS_PORT', 'not set: anyone can read /metrics and /health. Set a port of their own.')
  if (origins.length === 0)
    say(
      'FOLKMOOT_ORIGINS',
      'not set: any web page may open streams from the browsers of its visitors. Name those that may, such as your own.',
    )
  if (trustedProxies === null)
    say(
      'FOLKMOOT_TRUSTED_PROXIES',
      'not set: whoever asks from a private address may write any other into X-Forwarded-For, and escape the limits. Name your proxies, or none.',
    )
  weak()
  return found

  function weak(): void {
    if (adminKey !== null && adminKey.length < shortest)
      say(
        'FOLKMOOT_ADMIN_KEY',
        `it has ${adminKey.length} characters: it could be guessed. Set at least ${shortest} random ones.`,
      )
    if (secret !== null && secret.length < shortest)
      say(
        'FOLKMOOT_SECRET',
        `it has ${secret.length} characters: it could be guessed. Set at least ${shortest} random ones.`,
      )
  }
}

/** Says it in the log and on the terminal; says nothing where nothing is unsafe. */
export function warnOfExposure(unsafe: readonly string[], logger: Pick<Logger, 'warn'>, tell = console.error): void {
  if (unsafe.length === 0) return
  logger.warn({ unsafe }, 'it can be reached from outside, and is not safe to be')
  tell(
    ['', 'NOT SAFE: this Folkmoot can be reached from outside.', ...unsafe.map((each) => `  - ${each}`), ''].join('\n'),
  )
}

function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost')) return true
  return ipaddr.isValid(name) && ipaddr.process(name).range() === 'loopback'
}

/** Whether more than a network of one's own may reach it: every address of the machine, or a public one. */
function isOutside(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(name) && ['unspecified', 'unicast'].includes(ipaddr.process(name).range())
}
