// `npm run build`: dist/ is the package that is published. It is JavaScript, as Node strips no types of what is installed; it
// brings the built page, a new database, and the very versions of all it needs that the tests ran with (npm-shrinkwrap.json).

import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Migrations } from '../backbone/database/migrate.ts'
import { migrations as backbone } from '../backbone/database/migrations.ts'
import { published as preparedFolder, publish } from '../backbone/database/prepared.ts'
import { subgraphNames } from '../gateway/names.ts'
import { buildPage } from '../gateway/page/build.ts'
import { published } from '../gateway/page/sources.ts'
import { subgraphModules } from '../gateway/subgraph-modules.ts'
import { filesIn, manifestOf, named, packagesIn, shrinkwrapOf } from './contents.ts'

const root = join(import.meta.dirname, '..')
const dist = join(root, 'dist')

/** Leaves the package in dist/. @throws Error where the sources do not compile, need what is not installed with it, or are not all there */
export async function build(): Promise<void> {
  rmSync(dist, { recursive: true, force: true })
  compile()
  copy(['schema/*.graphql', 'docs/*.md', 'docs/*.mjs', 'docs/*.d.mts', '{LICENSE,CHANGELOG.md,SECURITY.md}'])
  copyFileSync(join(root, 'package/README.md'), join(dist, 'README.md'))
  const pages = join(dist, 'dashboard/dist')
  renameSync(await buildPage(pages), join(pages, published))
  await publish(await everyPart(), join(dist, basename(preparedFolder)))
  const manifest = manifestOf(readJson('package.json'))
  requireInstalled(Object.keys(manifest.dependencies))
  writeJson('package.json', manifest)
  writeJson('npm-shrinkwrap.json', shrinkwrapOf(readJson('package-lock.json'), manifest))
  requireThere(filesIn(manifest))
}

/** The migrations of all that a server runs. */
async function everyPart(): Promise<Record<string, Migrations>> {
  const parts: Record<string, Migrations> = { backbone }
  for (const name of subgraphNames) parts[name] = (await subgraphModules[name]()).migrations
  return parts
}

const readJson = (file: string) => JSON.parse(readFileSync(join(root, file), 'utf8'))
const writeJson = (file: string, value: object) =>
  writeFileSync(join(dist, file), `${JSON.stringify(value, null, 2)}\n`)
const inDist = (pattern: string) => globSync(pattern, { cwd: dist }).map((file) => join(dist, file))

function compile(): void {
  const tsc = join(root, 'node_modules/.bin/tsc')
  const { status } = spawnSync(tsc, ['-p', join(root, 'package/tsconfig.json')], { stdio: 'inherit' })
  if (status !== 0) throw new Error('The sources do not compile.')
  for (const file of inDist('**/*.d.ts')) if (!/\/package\/(index|gateway)\.d\.ts$/.test(file)) rmSync(file)
  for (const file of inDist('**/*.js')) {
    const isThere = (name: string) => existsSync(join(dirname(file), name))
    writeFileSync(file, named(readFileSync(file, 'utf8'), isThere))
  }
}

function copy(patterns: readonly string[]): void {
  for (const file of globSync(patterns, { cwd: root })) {
    mkdirSync(dirname(join(dist, file)), { recursive: true })
    copyFileSync(join(root, file), join(dist, file))
  }
}

function requireInstalled(dependencies: readonly string[]): void {
  for (const file of inDist('**/*.js')) {
    const others = packagesIn(readFileSync(file, 'utf8')).filter((name) => !dependencies.includes(name))
    if (others.length > 0 && !file.includes('/dashboard/dist/'))
      throw new Error(`${basename(file)} imports ${others.join(', ')}, which is not installed with the package.`)
  }
}

function requireThere(files: readonly string[]): void {
  const missing = files.filter((file) => inDist(file).length === 0)
  if (missing.length > 0) throw new Error(`The package says that it has ${missing.join(', ')}, and has not.`)
}

if (import.meta.main) {
  await build()
  console.log('The package is in dist/: npm publish ./dist')
}
