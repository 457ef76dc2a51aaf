// A reporter for node:test that stands in the process of the tests: what each file cost it, and what came of them all, as one
// line of JSON at the end. The cost is in seconds of CPU, of the process and of those that it started and that have ended:
// by the clock a test takes as long as the machine is busy with others.

import { readFileSync } from 'node:fs'
import type { TestEvent } from 'node:test/reporters'

export interface Told {
  /** By the file's path. */
  seconds: Record<string, number>
  /** What reading the files took, before the first test. */
  loading: number
  counts: Record<string, number>
  failed: { name: string; file: string }[]
}

export default async function* cost(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const told: Told = { seconds: {}, loading: 0, counts: {}, failed: [] }
  let before: number | null = null
  for await (const { type, data } of events) {
    if (type === 'test:dequeue' && before === null) {
      before = spent()
      told.loading = before
    }
    if (type === 'test:fail' && (data.details.error as { failureType?: string }).failureType !== 'subtestsFailed')
      told.failed.push({ name: data.name, file: data.file ?? '' })
    if (type === 'test:complete' && data.nesting === 0) {
      const now = spent()
      const file = data.file ?? ''
      told.seconds[file] = (told.seconds[file] ?? 0) + now - (before ?? 0)
      before = now
    }
    if (type === 'test:summary') told.counts = { ...data.counts }
  }
  yield `${JSON.stringify(told)}\n`
}

/** Seconds of CPU of this process and of what it started and saw end. */
function spent(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1e6 + ofChildren()
}

/** https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html; elsewhere children are not counted. */
function ofChildren(): number {
  try {
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    return (Number(fields[13]) + Number(fields[14])) / ticks
  } catch {
    return 0
  }
}

const ticks = 100 // per second, on every Linux that Node runs on
