// The page's sources as one name: a build of the same sources, with the same packages, is the same build.

import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../root.ts'

/** 16 hexadecimal digits over everything that a build is made of. */
export function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const file of sources())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0')
  return hash.digest('hex').slice(0, 16)
}

/** What the build of this page is called. A published package has no sources; its page was built before it was packed. */
export function nameOfBuild(): string {
  return existsSync(join(root, 'dashboard/index.html')) ? hashOfSources() : published
}

/** The name of the build that a published package brings. */
export const published = 'published'

function sources(): string[] {
  const files = globSync(['dashboard/**/*', 'schema/**/*.ts', 'docs/verify.mjs'], {
    cwd: root,
    withFileTypes: true,
    exclude: (entry) => ['node_modules', 'dist'].includes(entry.name),
  })
  const own = files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
  const packages = ['package-lock.json', 'package.json'].find((file) => existsSync(join(root, file)))
  return [...own, 'gateway/page/build.ts', ...(packages ? [packages] : [])].sort()
}

/** Where builds are kept, each under its name: beside the sources, or with the data where that cannot be written. */
export function foldersOf(dataFolder: string | null): string[] {
  return [join(root, 'dashboard/dist'), ...(dataFolder === null ? [] : [join(dataFolder, 'page')])]
}
