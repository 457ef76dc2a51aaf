// Dependencies are pinned, freely licensed, and free of a hole that came in through several of them.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, it } from 'node:test'

const root = join(import.meta.dirname, '..')
const json = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const manifest = json('package.json')
const installed: Record<string, { version?: string; license?: string; resolved?: string; dev?: boolean }> =
  json('package-lock.json').packages
const permissive =
  /^\(?(MIT|MIT-0|Apache-2\.0|BSD|BSD-2-Clause|BSD-3-Clause|0BSD|ISC|BlueOak-1\.0\.0|Python-2\.0|CC0-1\.0|Unlicense|MIT OR .*|Apache-2\.0 OR .*|.* OR MIT|MIT AND BSD-3-Clause)\)?$/
/** Of what is used to test and build, and goes out with nothing: axe-core is under the MPL. */
const onlyTried = new Set(['CC-BY-4.0', 'MPL-2.0'])

describe('dependencies', () => {
  it('are pinned by hand', () => {
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
      ([, version]) => !/^\d+\.\d+\.\d+$/.test(String(version)),
    )
    assert.deepEqual(loose, [])
  })

  it('are freely licensed, with all that they bring', () => {
    const others = Object.entries(installed)
      .filter(
        ([path, { license, dev }]) =>
          path.includes('node_modules/') && license && !(dev && onlyTried.has(license)) && !permissive.test(license),
      )
      .map(([path, { license }]) => `${path}: ${license}`)
    assert.deepEqual(others, [])
  })

  it('name no registry', () => {
    assert.deepEqual(
      Object.entries(installed).filter(([, { resolved }]) => resolved?.startsWith('http')),
      [],
    )
  })

  it('hold no @graphql-tools/utils that lets a document pollute prototypes (CVE-2026-104852: below 12.0.1)', () => {
    const versions = Object.entries(installed).filter(([path]) => path.endsWith('node_modules/@graphql-tools/utils'))
    assert.ok(versions.length > 0)
    for (const [path, { version }] of versions) {
      const [major, minor, patch] = version!.split('.').map(Number) as [number, number, number]
      assert.ok(major > 12 || (major === 12 && (minor > 0 || patch >= 1)), `${path} is ${version}`)
    }
    for (const user of ['@graphql-hive/router-runtime', '@apollo/subgraph', '@apollo/server']) {
      const { mergeDeep } = createRequire(createRequire(import.meta.url).resolve(user))('@graphql-tools/utils')
      for (const hostile of ['{"__proto__":{"polluted":1}}', '{"constructor":{"prototype":{"polluted":1}}}']) {
        mergeDeep([{}, JSON.parse(hostile)])
        assert.equal(({} as any).polluted, undefined, `through ${user}`)
      }
    }
  })
})
