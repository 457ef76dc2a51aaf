// Who may import whom. The rules stand in CONTRIBUTING.md; this keeps them.

import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const files = globSync('{schema,backbone,subgraphs,driver,gateway,dashboard,sandbox}/**/*.{ts,tsx}', {
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
  it('are found at all', () => {
    assert.ok(files.length > 100, `only ${files.length} files`)
    assert.ok(inside.length > 200, `only ${inside.length} imports`)
  })

  it('of a domain lead to its own domain and to schema/', () => {
    const bad = imports.filter(({ from, to, isPackage }) => {
      const domain = from.match(/^subgraphs\/[^/]+\/domain\//)?.[0]
      if (!domain) return false
      return isPackage ? !/^node:(crypto|util)$/.test(to) : !to.startsWith(domain) && !to.startsWith('schema/')
    })
    assert.deepEqual(shown(bad), [])
  })

  it('of a subgraph never lead to another subgraph', () => {
    const bad = inside.filter(
      ({ from, to }) => from.startsWith('subgraphs/') && to.startsWith('subgraphs/') && room(from, 2) !== room(to, 2),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('of a platform never lead to another platform', () => {
    const platform = (path: string) => path.match(/^subgraphs\/actions\/platforms\/([^/]+)\//)?.[1]
    const bad = inside.filter(({ from, to }) => platform(from) && platform(to) && platform(from) !== platform(to))
    assert.deepEqual(shown(bad), [])
  })

  it('of the driver and the dashboard lead only to themselves and schema/, and to what everybody checks with', () => {
    const bad = inside.filter(
      ({ from, to }) =>
        /^(driver|dashboard)\//.test(from) &&
        !to.startsWith(`${room(from, 1)}/`) &&
        !to.startsWith('schema/') &&
        !(from === 'dashboard/src/chain.ts' && to === 'docs/verify.mjs'),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('of the schema and the backbone lead to no room above them', () => {
    const bad = inside.filter(
      ({ from, to }) =>
        (from.startsWith('schema/') && !to.startsWith('schema/') && !from.startsWith('schema/generated/')) ||
        (from.startsWith('backbone/') && !/^(backbone|schema)\//.test(to)),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('of the sandbox need nothing of ours but the demonstration does', () => {
    const bad = inside.filter(
      ({ from, to }) =>
        from.startsWith('sandbox/') && !from.startsWith('sandbox/demo/') && !/^(sandbox|schema)\//.test(to),
    )
    assert.deepEqual(shown(bad), [])
  })

  it('of subgraphs and of all else never lead into the gateway, which wires them', () => {
    const bad = inside.filter(({ from, to }) => to.startsWith('gateway/') && !/^(gateway|sandbox\/demo)\//.test(from))
    assert.deepEqual(shown(bad), [])
  })
})

describe('the environment', () => {
  it('is read in one place', () => {
    const readers = files.filter((file) => /process\.env\b/.test(readFileSync(join(root, file), 'utf8')))
    assert.deepEqual(readers, ['backbone/config.ts'])
  })
})
