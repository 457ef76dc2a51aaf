// `npm run docs`: the documentation as a site, in .site/built, with the reference of the API and a search that needs no network.
// A link or an anchor that leads to nothing fails it. `-- --dev` serves it while you write; `-- --serve` shows what was built;
// `-- --undescribed` lists what the API has without a description.

import { cpSync, mkdirSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { build, dev, serve } from '@rspress/core'
import { configOf } from './config.ts'
import { type Site, siteOf } from './site.ts'

const root = join(import.meta.dirname, '../..')
const folder = join(root, '.site/pages')
const built = join(root, '.site/built')
const flag = { type: 'boolean' } as const
const { values } = parseArgs({ options: { dev: flag, serve: flag, undescribed: flag } })
process.env.NODE_ENV = values.dev ? 'development' : 'production'

const site = siteOf(root)
const config = configOf(site.pages, folder, built)
if (values.undescribed) {
  console.log(site.undescribed.join('\n'))
} else if (values.serve) {
  await serve({ config })
} else {
  rmSync(folder, { recursive: true, force: true })
  lay(site)
  if (values.dev) {
    await dev({ config, docDirectory: folder })
    for (const file of ['docs', 'schema', 'README.md']) watch(join(root, file), { recursive: true }, layAgain)
  } else {
    rmSync(built, { recursive: true, force: true })
    await build({ config, docDirectory: folder })
    console.log(
      `${site.undescribed.length} types, fields and values of the API have no description (--undescribed lists them).`,
    )
    console.log('The documentation is built in .site/built; npm run docs -- --serve shows it.')
  }
}

/** Writes what has changed. */
function lay({ pages, images }: Site): void {
  for (const { path, text } of pages) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    if (textOf(file) !== text) writeFileSync(file, text)
  }
  for (const [path, file] of images) cpSync(join(root, file), join(folder, 'public', path))
}

/** While one writes, a link may lead to nothing for a moment. */
function layAgain(): void {
  try {
    lay(siteOf(root))
  } catch (error) {
    console.error((error as Error).message)
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
