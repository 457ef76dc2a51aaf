// What `npm run build` says of the package, and what it does with compiled code.

import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, it } from 'node:test'
import { filesIn, manifestOf, named, packagesIn, shrinkwrapOf } from '../../package/contents.ts'

const root = join(import.meta.dirname, '../..')
const read = (file: string) => readFileSync(join(root, file), 'utf8')
const [sources, lock] = [JSON.parse(read('package.json')), JSON.parse(read('package-lock.json'))]
const manifest = manifestOf(sources)

describe('the published package', () => {
  it('The published package brings neither a Node nor what is only developed with, and can be published', () => {
    assert.deepEqual(
      Object.keys(sources.dependencies).filter((name) => !(name in manifest.dependencies)),
      ['node'],
    )
    for (const field of ['private', 'scripts', 'devDependencies', 'overrides', 'directory', 'access'])
      assert.ok(!(field in manifest), field)
    assert.equal(manifest.version, sources.version)
    assert.deepEqual(manifest.publishConfig, { access: 'public' })
  })

  it('The published package names files that are made from files of ours', () => {
    const targets = filesIn(manifest).filter((file) => file.includes('/') && !file.includes('*'))
    assert.ok(targets.length >= 6)
    const compiled = globSync(
      JSON.parse(read('package/tsconfig.json')).include.map((each: string) => join('package', each)),
      { cwd: root },
    )
    for (const file of targets) {
      const source = file.replace(/\.d\.ts$|(?<!\.d)\.js$/, '.ts')
      assert.ok(existsSync(join(root, source)), `${file} would be made from ${source}`)
      if (source !== file) assert.ok(compiled.includes(source), `${source} is not compiled`)
    }
  })

  it('The published package is held to the versions that are tested, and to the overrides', () => {
    const { packages } = shrinkwrapOf(lock, manifest)
    const { '': own, ...others } = packages
    assert.deepEqual(own!.dependencies, manifest.dependencies)
    for (const [path, { version, dev }] of Object.entries(others)) {
      assert.equal(version, lock.packages[path].version)
      assert.equal(dev, undefined)
    }
    const utils = Object.keys(others).filter((path) => path.endsWith('node_modules/@graphql-tools/utils'))
    assert.ok(utils.length > 0)
    for (const path of utils) assert.equal(others[path]!.version, sources.overrides['@graphql-tools/utils'])
    // Whatever runs where only `npm ci --omit=dev` was: nothing of it may be missing, apart from the Node for the sources.
    const runs = Object.keys(lock.packages).filter(
      (path) => path !== '' && !lock.packages[path].dev && !lock.packages[path].devOptional,
    )
    const missing = runs.filter((path) => !others[path] && !/node_modules\/node(-bin-setup)?$/.test(path))
    assert.deepEqual(missing, [])
  })

  it('The published package wants of the lockfile what is not there', () => {
    const odd = { ...lock, packages: { ...lock.packages } }
    delete odd.packages['node_modules/pino']
    assert.throws(() => shrinkwrapOf(odd, manifest), /Wanted pino in the lockfile, for folkmoot; it is not there/)
  })

  it('The published package names compiled files as they are called when compiled', () => {
    const code = `new URL('./process.ts', at); join(here, "init.ts"); say('build.ts'); // \`parse.ts\``
    const there = new Set(['./process.js', 'init.js'])
    assert.equal(
      named(code, (name) => there.has(name)),
      `new URL('./process.js', at); join(here, "init.js"); say('build.ts'); // \`parse.ts\``,
    )
  })

  it('The published package finds every file of ours that code names in a text', () => {
    // What is a path, and no import, is a program for a process or a thread: each must be found, or it is missed at run time.
    const files = globSync('{backbone,gateway,subgraphs,driver,schema}/**/*.ts', { cwd: root })
    const compiled = files.filter((file) => !file.endsWith('page/build.ts'))
    const programs = compiled.flatMap((file) =>
      [...read(file).matchAll(/(?:new URL|join)\([^()]*?'([^']+)\.ts'/g)].map(([, name]) => ({ file, name: name! })),
    )
    assert.ok(programs.length >= 3)
    for (const { file, name } of programs) {
      assert.ok(existsSync(join(root, dirname(file), `${name}.ts`)), `${file} names ${name}.ts`)
      assert.equal(
        named(`'${name}.ts'`, () => true),
        `'${name}.js'`,
      )
    }
  })

  it('The published package knows which packages code imports', () => {
    const code = [
      "import { a,\n  b } from 'undici';",
      "import '@scope/name/deep';",
      "import x, * as y from './own.js';",
      "export { z } from 'kysely';",
      "export const text = 'select 1 from \\'no\\' package';",
      "const late = await import('vite');",
      "import { readFileSync } from 'node:fs';",
    ].join('\n')
    assert.deepEqual(packagesIn(code), ['undici', '@scope/name', 'kysely', 'vite'])
  })
})
