// Who may import whom. The rules stand in CONTRIBUTING.md; this keeps them.

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const files = globSync('{schema,backbone,subgraphs,driver,gateway,dashboard,sandbox,package}/**/*.{ts,tsx}', {
  cwd: root,
}).filter((file) => !file.includes('node_modules'))

interface Import {
  from: string
  /** A path inside the repository, or the name of a package. */
  to: string
  isPackage: boolean
}

const imports: Import[] = files.flatMap((from) => {
  const source = readFileSync(join(root, from), 'utf8')
  const specifiers = [
    ...source.matchAll(
      /(?:^|\n)\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)import\s+['"]([^'"]+)['"]/g,
    ),
  ]
  return specifiers.map((match) => {
    const specifier = (match[1] ?? match[2] ?? match[3])!
    const isPackage = !specifier.startsWith('.')
    return { from, to: isPackage ? specifier : relative(root, join(root, dirname(from), specifier)), isPackage }
  })
})
const inside = imports.filter((each) => !each.isPackage)
const shown = (list: Import[]) => list.map(({ from, to }) => `${from} -> ${to}`)
const room = (path: string, depth: number) => path.split('/').slice(0, depth).join('/')

describe('imports', () => {
  it('Imports are found at all', () => {
    assert.ok(files.length > 100, `only ${files.length} files`)
    assert.ok(inside.length > 200, `only ${inside.length} imports`)
  })

  it('Imports of a domain lead to its own domain and to schema/', () => {
    const bad = imports.filter(({ from, to, isPackage }) => {
      const domain = from.match(/^subgraphs\/[^/]+\/domain\//)?.[0]
      if (!domain) return false
      return isPackage ? !/^node:(crypto|util)$/.test(to) : !to.startsWith(domain) && !to.startsWith('schema/')
    })
    assert.deepEqual(shown(bad), [])
  })

  it('Imports of a subgraph never lead to another subgraph', () => {
    const bad = inside.filter(
      ({ from, to }) => from.startsWith('subgraphs/') && to.startsWith('subgraphs/') && room(from, 2) !== room(to, 2),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('Imports of a platform never lead to another platform', () => {
    const platform = (path: string) => path.match(/^subgraphs\/actions\/platforms\/([^/]+)\//)?.[1]
    const bad = inside.filter(({ from, to }) => platform(from) && platform(to) && platform(from) !== platform(to))
    assert.deepEqual(shown(bad), [])
  })

  it('Imports of driver and dashboard lead only to themselves, schema/, and what everybody checks with', () => {
    const bad = inside.filter(
      ({ from, to }) =>
        /^(driver|dashboard)\//.test(from) &&
        !to.startsWith(`${room(from, 1)}/`) &&
        !to.startsWith('schema/') &&
        !(from === 'dashboard/src/chain.ts' && to === 'docs/verify.mjs'),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('Imports of the schema and the backbone lead to no room above them', () => {
    const bad = inside.filter(
      ({ from, to }) =>
        (from.startsWith('schema/') && !to.startsWith('schema/') && !from.startsWith('schema/generated/')) ||
        (from.startsWith('backbone/') && !/^(backbone|schema)\//.test(to)),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('Imports of the sandbox need nothing of ours, but those of the demonstration do', () => {
    const bad = inside.filter(
      ({ from, to }) =>
        from.startsWith('sandbox/') && !from.startsWith('sandbox/demo/') && !/^(sandbox|schema)\//.test(to),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('Imports of subgraphs and of all else never lead into the gateway, which wires them', () => {
    const bad = inside.filter(
      ({ from, to }) => to.startsWith('gateway/') && !/^(gateway|sandbox\/demo|package)\//.test(from),
    )
    assert.deepEqual(shown(bad), [])
  })
})

// From what stands on others to what others stand on. What lies deeper in a folder belongs to it.
const rooms: Record<string, readonly string[]> = {
  backbone: ['archive', 'people', 'audit', 'subgraph', 'jobs', 'log', 'security', 'database', 'concurrency'],
  gateway: [
    'processes',
    'http',
    'page',
    'backup',
    'streams',
    'admission',
    'telemetry',
    'graph',
    'transports',
    'internal',
    'wire',
  ],
}
/** They stand beside the rooms, and on them; any other file beside the rooms stands on none. */
const onTop = ['backbone/config.ts', 'gateway/compose.ts', 'gateway/main.ts', 'gateway/service.ts']

describe('rooms of folders', () => {
  for (const [house, order] of Object.entries(rooms)) {
    const rank = (path: string) => {
      const [, name, deeper] = path.split('/')
      if (deeper === undefined) return onTop.includes(path) ? -1 : order.length
      return order.indexOf(name!)
    }
    const here = files.filter((file) => file.startsWith(`${house}/`))

    it(`Rooms of ${house}/ are those that have a place in the order`, () => {
      const named = new Set(here.flatMap((file) => (file.split('/').length > 2 ? [file.split('/')[1]!] : [])))
      assert.deepEqual([...named].sort(), [...order].sort())
    })

    it(`Rooms of ${house}/ import only what stands below them`, () => {
      const bad = inside.filter(
        ({ from, to }) => from.startsWith(`${house}/`) && to.startsWith(`${house}/`) && rank(from) > rank(to),
      )
      assert.deepEqual(shown(bad), [])
    })
  }
})

describe('circles of imports', () => {
  it('Files import one another in no circle, of types or of values', () => {
    const known = new Set(files)
    const next = new Map(files.map((file) => [file, new Set<string>()]))
    for (const { from, to } of inside) if (known.has(to)) next.get(from)!.add(to)
    assert.deepEqual(circles(next), [])
  })

  it('Files that import one another in a circle are found', () => {
    const of = (lines: string[]) => circles(new Map(lines.map((line) => [line[0]!, new Set(line.slice(1))] as const)))
    assert.deepEqual(of(['ab', 'bc', 'c']), [])
    assert.deepEqual(of(['ab', 'bca', 'cd', 'd']), [['a', 'b']])
    assert.deepEqual(of(['aa', 'bc', 'cb']), [['a'], ['b', 'c']])
  })
})

/** What reaches itself, each with all that it reaches so. Tarjan's strongly connected components. */
function circles(next: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const path: string[] = []
  const found: string[][] = []
  const visit = (node: string) => {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    path.push(node)
    for (const to of next.get(node) ?? []) {
      if (!index.has(to)) visit(to)
      if (path.includes(to)) low.set(node, Math.min(low.get(node)!, low.get(to)!))
    }
    if (low.get(node) !== index.get(node)) return
    const members = path.splice(path.indexOf(node))
    if (members.length > 1 || next.get(node)?.has(node)) found.push(members.sort())
  }
  for (const node of next.keys()) if (!index.has(node)) visit(node)
  return found.sort((one, other) => one[0]!.localeCompare(other[0]!))
}

describe('environment variables', () => {
  it('The environment is read in one place', () => {
    const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(root, file), 'utf8')))
    assert.deepEqual(readers, ['backbone/config.ts'])
  })
})
