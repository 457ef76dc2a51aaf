// What the published package says of itself, made from what the sources say. Pure.

/** As far as it is read here. */
export interface Manifest {
  name: string
  version: string
  dependencies: Record<string, string>
  publishConfig: Record<string, unknown>
  [field: string]: unknown
}

interface Locked {
  version?: string
  dev?: boolean
  dependencies?: Record<string, string>
  [field: string]: unknown
}

export interface Lockfile {
  lockfileVersion: number
  packages: Record<string, Locked>
  [field: string]: unknown
}

/** Brings Node to those who have the sources; whoever installs the package has a Node. */
const ofSourcesAlone = 'node'
const taken = ['version', 'description', 'keywords', 'license', 'homepage', 'bugs', 'repository', 'type'] as const

/** The manifest of the package: that of the sources without what only they need, and with what `publishConfig` says. */
export function manifestOf(sources: Manifest): Manifest {
  const { [ofSourcesAlone]: _, ...dependencies } = sources.dependencies
  const { access, directory, ...published } = sources.publishConfig
  const same = taken.flatMap((field) => (sources[field] === undefined ? [] : [[field, sources[field]]]))
  const publishConfig = { access }
  return { name: sources.name, ...Object.fromEntries(same), ...published, dependencies, publishConfig } as Manifest
}

/**
 * The versions that are installed with the package: those of the lockfile, without what is only developed with. It also
 * carries the overrides, which npm heeds in nobody's manifest but the root's.
 */
export function shrinkwrapOf(
  lock: Lockfile,
  { name, version, dependencies, license, bin, engines }: Manifest,
): Lockfile {
  const all = lock.packages
  const wanted = new Map<string, Locked>()
  const add = (from: string, named: Record<string, string>, optional: boolean) => {
    for (const each of Object.keys(named)) {
      const path = placeOf(all, from, each)
      if (path === null) {
        if (optional) continue
        throw new Error(`Wanted ${each} in the lockfile, for ${from || name}; it is not there.`)
      }
      if (wanted.has(path)) continue
      const { dev: _, devOptional: __, ...entry } = all[path]!
      wanted.set(path, entry)
      const optionalPeers = new Set(
        Object.entries((entry.peerDependenciesMeta ?? {}) as object).flatMap(([peer, { optional }]) =>
          optional ? [peer] : [],
        ),
      )
      const peers = Object.entries((entry.peerDependencies ?? {}) as Record<string, string>)
      add(path, entry.dependencies ?? {}, false)
      add(path, Object.fromEntries(peers.filter(([peer]) => !optionalPeers.has(peer))), false)
      add(path, (entry.optionalDependencies ?? {}) as Record<string, string>, true)
    }
  }
  add('', dependencies, false)
  const root = { name, version, license, dependencies, bin, engines }
  const sorted = [...wanted].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    name,
    version,
    lockfileVersion: lock.lockfileVersion,
    requires: true,
    packages: { '': root, ...Object.fromEntries(sorted) },
  }
}

/** Where Node finds a package from another: the nearest folder upwards. */
function placeOf(all: Lockfile['packages'], from: string, name: string): string | null {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('node_modules/') - 1))) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (all[path]) return path
    if (at === '') return null
  }
}

/** Compiled code that names files of ours in texts (for a process, or a thread): by the names that they have when compiled. */
export function named(code: string, isThere: (name: string) => boolean): string {
  return code.replaceAll(/(['"])((?:\.{0,2}\/)*[\w/-]+)\.ts\1/g, (text, quote, name) =>
    isThere(`${name}.js`) ? `${quote}${name}.js${quote}` : text,
  )
}

/** The files that a manifest says are there, as patterns: what is exported, with its types, and the commands. */
export function filesIn({ exports, bin, types }: Manifest): string[] {
  const found = new Set<string>()
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.add(value.replace(/^\.\//, ''))
    else for (const each of Object.values(value ?? {})) look(each)
  }
  look([exports, bin, types])
  return [...found]
}

/** The packages that compiled code imports, as far as it says so in so many words. */
export function packagesIn(code: string): string[] {
  const imports =
    /^(?:import(?:\s+[\w*{][^'";]*?\sfrom)?|export\s+[*{][^'";]*?\sfrom)\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  return [...code.matchAll(imports)].flatMap(([, one, other]) => {
    const name = (one ?? other)!
    if (name.startsWith('.') || name.startsWith('node:')) return []
    return [name.split('/', name.startsWith('@') ? 2 : 1).join('/')]
  })
}
