// What is tried without killing anything has tests of its own, here and beside what they test. `npm run faults` runs
// them too, and tells of each.

import { globSync } from 'node:fs'
import { join } from 'node:path'
import { run } from 'node:test'
import type { Report } from './run.ts'

const root = join(import.meta.dirname, '../..')
const files = [
  ...globSync('test/faults/*.test.ts', { cwd: root }).filter((file) => !file.endsWith('short.test.ts')),
  'test/actions/bulkhead.test.ts',
  'test/actions/clock.test.ts',
  'test/actions/opencollective/performing.test.ts',
  'test/flows/database-lost.test.ts',
  'test/flows/problems.test.ts',
  'test/gateway/processes/doubles.test.ts',
  'test/proposals/deadlines.test.ts',
  'test/proposals/races.test.ts',
].sort()

/** @throws Error at the end, when one failed */
export async function tryElsewhere(say: (line: string) => void): Promise<Report> {
  const failures: string[] = []
  let faults = 0
  const tests = run({ files: files.map((file) => join(root, file)), concurrency: 1, timeout: 300_000 })
  tests.on('test:pass', ({ name, nesting, details, skip, file }) => {
    if (details.type === 'suite' || nesting === 0) return
    if (!skip) faults += 1
    const what = file?.slice(root.length + 1).replace('.test.ts', '')
    say(skip ? `skipped, ${skip}: ${name}` : `${what}: it ${name} (${(details.duration_ms / 1000).toFixed(1)} s)`)
  })
  tests.on('test:fail', ({ name, details, file }) => {
    failures.push(`${file}: ${name}: ${details.error.message}`)
  })
  for await (const _ of tests) {
    // It runs as it is read.
  }
  if (failures.length > 0) throw new Error(failures.join('\n'))
  return { webhooks: 0, deaths: 0, faults }
}
