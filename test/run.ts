// `npm test`: every *.test.ts, some at a time (much of a test is waiting). Files share a process, many after one another: to
// read the code, to start a database and to have it all compiled costs some ten seconds of CPU, more than most files. Each
// could have one of its own.
// Paths given as arguments narrow it. With TEST_DATABASE_URL it all runs on that PostgreSQL server, else on the embedded
// database.
//
// At the end it says which files cost most, and which cost more than test/budget.json has for them.

import { spawn } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { readTestDatabaseUrl } from '../backbone/config.ts'
import { buildPage } from '../gateway/page/build.ts'
import { foldersOf, hashOfSources } from '../gateway/page/sources.ts'
import { compiled } from './support/compiled.ts'
import type { Told } from './support/cost.ts'

const root = join(import.meta.dirname, '..')
const atOnce = 3
const patience = 300_000 // milliseconds for a test, that others run beside
const grace = 30_000 // after that it is ended, if it does not end itself
/** Seconds of CPU. */
const budget = JSON.parse(readFileSync(join(import.meta.dirname, 'budget.json'), 'utf8')) as {
  usual: number
  files: Record<string, number>
  /** Which run before all others, one by one: what they try are processes that come too late beside those. */
  alone: readonly string[]
}

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('-'))
const files =
  wanted.length > 0
    ? [...new Set(wanted.flatMap((each) => globSync(each.endsWith('.ts') ? each : `${each}/**/*.test.ts`)))]
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
// Built once, before several find that it is not there and build it each.
if (!readTestDatabaseUrl() && files.some((file) => file.startsWith('test/dashboard'))) {
  const [folder] = foldersOf(null)
  if (!existsSync(join(folder!, hashOfSources()))) await buildPage(folder!)
}

const began = performance.now()
const reports = mkdtempSync(join(tmpdir(), 'folkmoot-tests-'))
const alone = files.filter((file) => budget.alone.includes(file))
const groups = groupsOf(files.filter((file) => !alone.includes(file)).sort())
const outcomes: Outcome[] = []
for (const file of alone) outcomes.push(await run([file], 2 * patience))
await Promise.all(Array.from({ length: atOnce }, work))
rmSync(reports, { recursive: true, force: true })
process.exitCode = summarise(outcomes) ? 0 : 1

interface Outcome {
  files: readonly string[]
  ok: boolean
  /** Null: it ended before it could say. */
  told: Told | null
}

async function work(): Promise<void> {
  for (let next = groups.shift(); next; next = groups.shift()) outcomes.push(await run(next))
}

/** What a file is to cost at most. */
function allowed(file: string): number {
  return budget.files[file] ?? budget.usual
}

/**
 * Files that share a process: two such groups for each place, as what is allowed is not quite what they cost. Those come first
 * that cost most each: they wait most, too, and others fill the time.
 */
function groupsOf(sorted: readonly string[]): string[][] {
  const sum = (some: readonly string[]) => some.reduce((cost, file) => cost + allowed(file), 0)
  const most = Math.max(sum(sorted) / (2 * atOnce), 10 * budget.usual)
  const made: string[][] = [[]]
  for (const file of sorted) {
    const last = made.at(-1)!
    if (last.length > 0 && sum(last) + allowed(file) > most) made.push([file])
    else last.push(file)
  }
  const each = (some: readonly string[]) => sum(some) / some.length
  return made.filter((some) => some.length > 0).sort((one, other) => each(other) - each(one))
}

/** Their output comes when all of them are done: it is not mixed with that of others. */
async function run(some: readonly string[], longest = patience): Promise<Outcome> {
  const silence = longest + grace
  const report = join(reports, `${outcomes.length}-${some[0]!.replaceAll('/', '-')}.json`)
  const reporters = { spec: 'stdout', [join(import.meta.dirname, 'support/cost.ts')]: report }
  const child = spawn(
    process.execPath,
    [
      ...['--test', '--test-isolation=none', `--test-timeout=${longest}`],
      ...Object.entries(reporters).flatMap(([reporter, to]) => [
        `--test-reporter=${reporter}`,
        `--test-reporter-destination=${to}`,
      ]),
      ...some,
    ],
    {
      stdio: ['inherit', 'pipe', 'pipe'],
      env: {
        NODE_COMPILE_CACHE: compiled,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : {}),
        ...process.env,
      },
    },
  )
  const said: Buffer[] = []
  const stuck = setTimeout(() => {
    said.push(Buffer.from(`Nothing was heard of these for ${silence / 1000} seconds: ${some.join(' ')}\n`))
    child.kill('SIGTERM') // it says what failed so far
    setTimeout(() => child.kill('SIGKILL'), 10_000).unref()
  }, silence)
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => {
      said.push(bytes)
      stuck.refresh()
    })
  const { promise, resolve } = Promise.withResolvers<number | null>()
  child.on('close', resolve)
  const code = await promise
  clearTimeout(stuck)
  process.stdout.write(Buffer.concat(said))
  const told = existsSync(report) ? readFileSync(report, 'utf8') : ''
  return { files: some, ok: code === 0, told: told ? (JSON.parse(told) as Told) : null }
}

/** @returns whether all went well */
function summarise(all: readonly Outcome[]): boolean {
  const counts: Record<string, number> = {}
  const seconds: [file: string, seconds: number][] = []
  const failed: string[] = []
  let loading = 0
  for (const { told, ok, files: some } of all) {
    loading += told?.loading ?? 0
    for (const [name, count] of Object.entries(told?.counts ?? {})) counts[name] = (counts[name] ?? 0) + count
    for (const [file, spent] of Object.entries(told?.seconds ?? {})) seconds.push([relative(root, file), spent])
    for (const { name, file } of told?.failed ?? []) failed.push(`${relative(root, file)}: ${name}`)
    if (!ok && (told?.failed.length ?? 0) === 0) failed.push(`a process ended badly: ${some.join(' ')}`)
  }
  seconds.sort(([, one], [, other]) => other - one)
  const total = seconds.reduce((sum, [, spent]) => sum + spent, loading)
  const line = (spent: number, rest: string) => `${spent.toFixed(1).padStart(8)} s  ${rest}`
  console.log(
    `\n${Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ')}`,
  )
  console.log(`${((performance.now() - began) / 1000).toFixed(0)} seconds; of CPU (with what was started):`)
  console.log(line(total, `in all, of ${files.length} files`))
  console.log(line(loading, 'to read the code'))
  for (const [file, spent] of seconds.slice(0, 15)) console.log(line(spent, file))
  // A few files alone have to get everything compiled that others find so.
  const grown = wanted.length > 0 ? [] : seconds.filter(([file, spent]) => spent > allowed(file))
  if (grown.length > 0) console.log('These cost more than test/budget.json has for them:')
  for (const [file, spent] of grown) console.log(line(spent, `${file} (${allowed(file)})`))
  const gone = wanted.length > 0 ? [] : Object.keys(budget.files).filter((file) => !files.includes(file))
  if (gone.length > 0) console.log(`test/budget.json names what is not there: ${gone.join(', ')}`)
  if (failed.length > 0) console.log(`Failed:\n${failed.map((each) => `  ${each}`).join('\n')}`)
  return failed.length === 0 && gone.length === 0
}
