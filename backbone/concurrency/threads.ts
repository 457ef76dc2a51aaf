// Threads that do one job each at a time, within a time and a memory: a job that takes more ends its thread, and nothing else.
// A thread is started when there is a job for it, and ends when there was none for a while.

import { Worker } from 'node:worker_threads'

export interface Threads {
  /** What the job gives. @throws JobEnded where it took too much; Error where the thread failed */
  run(job: unknown): Promise<unknown>
  stop(): Promise<void>
}

/** A job that was ended because it took too much. */
export class JobEnded extends Error {
  readonly over: 'time' | 'memory'
  constructor(over: JobEnded['over']) {
    super(`A job took more ${over} than it may.`)
    this.over = over
  }
}

export interface ThreadBounds {
  timeoutMs: number
  memoryMegabytes: number
  /** How long a thread without a job is kept. */
  idleMs?: number
}

/** @param file answers each message (a job) with one: what the job gives */
export function threadsOf(file: URL, { timeoutMs, memoryMegabytes, idleMs = 60_000 }: ThreadBounds): Threads {
  const idle = new Map<Worker, NodeJS.Timeout>()
  const all = new Set<Worker>()

  function take(): Worker {
    const [kept] = [...idle.keys()].slice(-1) // so that the others come to their end
    if (kept) {
      clearTimeout(idle.get(kept))
      idle.delete(kept)
      kept.ref()
      return kept
    }
    const made = new Worker(file, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMegabytes, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
      env: {}, // nothing that is secret
      execArgv: [],
    })
    all.add(made)
    made.on('error', () => {}) // whoever waits hears it; without a job there is nothing to tell
    made.once('exit', () => {
      all.delete(made)
      clearTimeout(idle.get(made))
      idle.delete(made)
    })
    return made
  }

  function putBack(worker: Worker): void {
    if (!all.has(worker)) return
    worker.unref()
    idle.set(
      worker,
      setTimeout(() => {
        idle.delete(worker)
        void worker.terminate()
      }, idleMs).unref(),
    )
  }

  return {
    run(job) {
      return new Promise((resolve, reject) => {
        const worker = take()
        const finish = (settle: () => void, thread: 'kept' | 'ended') => {
          clearTimeout(timer)
          worker.off('message', done).off('error', failed).off('exit', gone)
          if (thread === 'kept') putBack(worker)
          else void worker.terminate()
          settle()
        }
        const done = (answer: unknown) => finish(() => resolve(answer), 'kept')
        const failed = (error: unknown) => {
          const isMemory = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY'
          finish(() => reject(isMemory ? new JobEnded('memory') : error), 'ended')
        }
        const gone = (code: number) => finish(() => reject(new Error(`A thread ended with ${code}.`)), 'ended')
        worker.on('message', done).on('error', failed).on('exit', gone)
        const timer = setTimeout(() => finish(() => reject(new JobEnded('time')), 'ended'), timeoutMs)
        worker.postMessage(job)
      })
    },
    async stop() {
      const ending = [...all].map((worker) => {
        worker.ref() // else the process may end before, with whoever waits for this
        return worker.terminate()
      })
      await Promise.all(ending)
    },
  }
}
