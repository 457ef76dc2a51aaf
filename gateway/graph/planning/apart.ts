// A process that is asked one thing at a time, and may end over it.

import { type ChildProcess, fork } from 'node:child_process'

export interface Apart {
  /** What it says to that. @throws Error that says how it ended; it is ended where it says nothing within `most` milliseconds */
  ask(message: string, most: number): Promise<unknown>
  end(): void
  readonly over: boolean
}

/** It knows nothing of ours: no environment, no files. That it cannot be started is found by asking. */
export function processApart(program: URL): Apart {
  let why: string | null = null
  let child: ChildProcess | null = null
  let asked: PromiseWithResolvers<unknown> | null = null
  const ended = (reason: string) => {
    if (why !== null) return
    why = reason
    asked?.reject(new Error(why))
    child?.kill('SIGKILL')
  }
  try {
    child = fork(program, { env: {}, execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    child.on('error', (error) => ended(error.message))
    child.on('exit', (code, signal) => ended(signal ? `ended by ${signal}` : `ended with ${code}`))
    child.on('message', (message) => asked?.resolve(message))
  } catch (error) {
    ended((error as Error).message)
  }
  const hold = (held: boolean) => {
    if (held) child?.ref()
    else child?.unref()
    if (held) child?.channel?.ref()
    else child?.channel?.unref()
  }
  return {
    async ask(message, most) {
      if (why !== null) throw new Error(why)
      asked = Promise.withResolvers()
      const late = setTimeout(() => ended(`it said nothing for ${most / 1000} seconds`), most)
      hold(true)
      try {
        // One for which there are too few descriptors cannot be sent anything: its error comes.
        child!.send?.(message, (error) => error && ended(error.message))
        return await asked.promise
      } finally {
        clearTimeout(late)
        hold(false)
        asked = null
      }
    },
    end: () => ended('ended by us'),
    get over() {
      return why !== null
    },
  }
}
