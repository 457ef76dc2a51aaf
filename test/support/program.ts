// A program as a person starts it: a process of its own, whose words can be waited for.

import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { dirname } from 'node:path'
import type { TestContext } from 'node:test'
import { compiled } from './compiled.ts'

export interface Program {
  /** All that it said, to either output. */
  said(): string
  /** The first match in what it says. @throws when it ends without. */
  says(pattern: RegExp): Promise<RegExpExecArray>
  types(text: string): void
  /** Its exit code. */
  ended: Promise<number | null>
  /** Ends it at once, with what it started. */
  kill(): Promise<void>
}

/** Starts a command; `node` is the version that runs the tests. It has no other settings than these, finds its code compiled, and ends with the test. */
export function program(
  t: TestContext,
  cwd: string,
  [command, ...args]: string[],
  env: Record<string, string> = {},
): Program {
  const child = spawn(command === 'node' ? process.execPath : command!, args, {
    cwd,
    env: { PATH: `${dirname(process.execPath)}:${process.env.PATH}`, NODE_COMPILE_CACHE: compiled, ...env },
    detached: true, // so that what it starts ends with it
  })
  let said = ''
  let closed = false
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const each of waiting) each()
    waiting.clear()
  }
  for (const output of [child.stdout, child.stderr])
    output.setEncoding('utf8').on('data', (chunk) => {
      said += chunk
      wake()
    })
  const ended = once(child, 'close').then(([code]) => {
    closed = true
    wake()
    return code as number | null
  })
  const kill = async () => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL')
    await ended
  }
  t.after(kill)
  return {
    said: () => said,
    types: (text) => child.stdin.write(text),
    ended,
    kill,
    async says(pattern) {
      for (;;) {
        const found = pattern.exec(said)
        if (found) return found
        assert.ok(!closed, `It ended, and said: ${said}`)
        await new Promise<void>((resolve) => waiting.add(resolve))
      }
    },
  }
}
