// `npm run dashboard`: builds the page from `dashboard/`, with each file compressed beside it. The server does the same in
// a process of its own when it starts and finds no build. Two that build at once make the same, and the later one is let go.

import { globSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { root } from '../root.ts'
import { foldersOf, hashOfSources } from './sources.ts'

const compressible = /\.(html|js|css|svg|json|txt|webmanifest)$/
const worthIt = 512 // bytes

/** @param into the folder of builds. @returns where it stands. @throws Error when Vite is missing or the sources do not build. */
export async function buildPage(into: string): Promise<string> {
  const { build } = await import('vite')
  const name = hashOfSources()
  const made = join(into, `.making-${name}-${process.pid}`)
  const target = join(into, name)
  mkdirSync(into, { recursive: true })
  try {
    await build({
      root: join(root, 'dashboard'),
      configFile: join(root, 'dashboard/vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: made, emptyOutDir: true },
    })
    compress(made)
    put(made, target)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
  // Servers hold in memory what they serve: older builds are nobody's.
  for (const other of readdirSync(into)) {
    if (/^[0-9a-f]{16}$/.test(other) && other !== name) rmSync(join(into, other), { recursive: true, force: true })
  }
  return target
}

function compress(folder: string): void {
  for (const file of globSync('**/*', { cwd: folder })) {
    if (!compressible.test(file)) continue
    const body = readFileSync(join(folder, file))
    if (body.length < worthIt) continue
    const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length } }
    writeFileSync(join(folder, `${file}.br`), brotliCompressSync(body, brotli))
    writeFileSync(join(folder, `${file}.gz`), gzipSync(body, { level: 9 }))
  }
}

/** In one step: nobody sees half a build. */
function put(made: string, target: string): void {
  try {
    renameSync(made, target)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw error
  }
}

if (import.meta.main) {
  const [into = foldersOf(null)[0]!] = process.argv.slice(2)
  const from = performance.now()
  console.log(`The page is built: ${await buildPage(into)} (${Math.round(performance.now() - from)} ms)`)
}
