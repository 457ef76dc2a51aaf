// `npm test`: every *.test.ts, three files at a time (much of a test is waiting), each in its own process; on PostgreSQL two,
// which has 100 connections for all. Paths given as arguments narrow it.
// With TEST_DATABASE_URL the whole suite runs on that PostgreSQL server, else on the embedded database.

import { spawn } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { join } from 'node:path'
import { readTestDatabaseUrl } from '../backbone/config.ts'
import { buildPage } from '../gateway/page/build.ts'
import { foldersOf, hashOfSources } from '../gateway/page/sources.ts'

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const files =
  wanted.length > 0
    ? wanted.flatMap((each) => globSync(each.endsWith('.ts') ? each : `${each}/**/*.test.ts`))
    : globSync('test/**/*.test.ts')
if (files.length === 0) {
  console.error(`No test file matches ${wanted.join(' ')}.`)
  process.exit(1)
}
console.log(
  readTestDatabaseUrl()
    ? 'Tests run on PostgreSQL (TEST_DATABASE_URL).'
    : 'Tests run on the embedded database; set TEST_DATABASE_URL to run them on a PostgreSQL server.',
)
// Built once, before three files at a time find that it is not there and build it each.
if (!readTestDatabaseUrl() && files.some((file) => file.startsWith('test/dashboard'))) {
  const [folder] = foldersOf(null)
  if (!existsSync(join(folder!, hashOfSources()))) await buildPage(folder!)
}
/** Resolves with the exit code. */
function run(some: readonly string[], atATime: number): Promise<number> {
  const child = spawn(process.execPath, ['--test', `--test-concurrency=${atATime}`, '--test-timeout=300000', ...some], {
    stdio: 'inherit',
    // Each file is a process that loads the same code: compiled once, it is read from here.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compiled'), ...process.env },
  })
  return new Promise((resolve) => child.on('exit', (code, signal) => resolve(code ?? (signal ? 1 : 0))))
}

const sorted = files.sort()
// Those that start many processes want more connections than a PostgreSQL server leaves beside others.
const many = /gateway\/(doubles|services|backup|rotate-secret)\.test\.ts$/
const alone = readTestDatabaseUrl() ? sorted.filter((file) => many.test(file)) : []
const others = sorted.filter((file) => !alone.includes(file))
const codes = [
  alone.length > 0 ? await run(alone, 1) : 0,
  others.length > 0 ? await run(others, readTestDatabaseUrl() ? 2 : 3) : 0,
]
process.exit(Math.max(...codes))
