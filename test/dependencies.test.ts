// Dependencies are pinned, freely licensed, and free of a hole that came in through several of them.

import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const manifest = json('package.json')
const installed: Record<string, { version?: string; license?: string; resolved?: string; dev?: boolean }> =
  json('package-lock.json').packages
/** What may go out with Folkmoot: nothing asks more than to be named. */
const permissive = new Set(
  'MIT MIT-0 Apache-2.0 BSD BSD-2-Clause BSD-3-Clause 0BSD ISC BlueOak-1.0.0 Python-2.0 CC0-1.0 Unlicense'.split(' '),
)
/** What is used to test and build alone, and goes out with nothing, may be otherwise: each by name, and why. */
const exceptions: Record<string, { license: string; why: string }> = {
  'axe-core': { license: 'MPL-2.0', why: 'looks at the page in tests; is not changed and not shipped' },
  'caniuse-lite': { license: 'CC-BY-4.0', why: 'a table of browsers that tools for building read; is not shipped' },
}
const nameOf = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
const dependencies = Object.entries(installed).filter(([path]) => path !== '')

/** Whether an SPDX expression leaves us a licence that we take: one of those with OR between, all of those with AND. */
function taken(license: string): boolean {
  const inner = license.replace(/^\((.*)\)$/, '$1')
  if (inner.includes('(')) return false // none that we have is so involved
  return inner.split(' OR ').some((each) => each.split(' AND ').every((one) => permissive.has(one)))
}

describe('dependencies', () => {
  it('Dependencies are pinned by hand', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
    )
    assert.deepEqual(loose, [])
  })

  it('Dependencies are freely licensed, with all that they bring', () => {
    const others = dependencies.filter(([path, { license, dev }]) => {
      const exception = exceptions[nameOf(path)]
      return exception ? !dev || exception.license !== license : !license || !taken(license)
    })
    assert.deepEqual(
      others.map(([path, { license }]) => `${path}: ${license ?? 'says none'}`),
      [],
    )
    const unused = Object.keys(exceptions).filter((name) => !dependencies.some(([path]) => nameOf(path) === name))
    assert.deepEqual(unused, [], 'exceptions that nothing needs')
  })

  it('Dependencies are, where they are installed, under the licence that the lockfile says', () => {
    let looked = 0
    for (const [path, { version, license }] of dependencies) {
      if (!existsSync(join(root, path, 'package.json'))) continue // of another platform
      const told = json(join(path, 'package.json'))
      // What an expression in the manifest is not (`{ type }`, a list), npm makes one of.
      const said = typeof told.license === 'string' ? told.license : (told.license?.type ?? told.licenses?.[0]?.type)
      assert.deepEqual([told.version, said], [version, license], path)
      looked++
    }
    assert.ok(looked > 200, `${looked} packages`)
  })

  it('Licences leave a choice of licences, or want all of them', () => {
    for (const good of ['MIT', '(MIT OR GPL-3.0)', 'Apache-2.0 OR MIT', '(MIT AND BSD-3-Clause)'])
      assert.ok(taken(good), good)
    for (const bad of [
      'GPL-3.0',
      'MIT AND GPL-3.0',
      'MPL-2.0',
      'UNLICENSED',
      'SEE LICENSE IN LICENSE',
      '(MIT OR (A AND B))',
    ])
      assert.ok(!taken(bad), bad)
  })

  it('Dependencies name no registry', () => {
    assert.deepEqual(
      Object.entries(installed).filter(([, { resolved }]) => resolved?.startsWith('http')),
      [],
    )
  })

  it('Dependencies hold no @graphql-tools/utils below 12.0.1, which pollutes prototypes (CVE-2026-104852)', () => {
    const versions = Object.entries(installed).filter(([path]) => path.endsWith('node_modules/@graphql-tools/utils'))
    assert.ok(versions.length > 0)
    for (const [path, { version }] of versions) {
      const [major, minor, patch] = version!.split('.').map(Number) as [number, number, number]
      assert.ok(major > 12 || (major === 12 && (minor > 0 || patch >= 1)), `${path} is ${version}`)
    }
    for (const user of ['@apollo/subgraph', '@apollo/server']) {
      const { mergeDeep } = createRequire(createRequire(import.meta.url).resolve(user))('@graphql-tools/utils')
      for (const hostile of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']) {
        mergeDeep([{}, JSON.parse(hostile)])
        assert.equal(({} as any).polluted, undefined, `through ${user}`)
      }
    }
  })
})
