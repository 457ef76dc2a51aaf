// Parsing on a thread of its own: the event loop goes on, and a file that explodes takes the thread's memory, not ours.

import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { type InstanceFile, type Parsed, parseInstance } from './parse.ts'
import { type ProblemKind, SourceProblem } from './problem.ts'

const mostMegabytes = 1536
const mostSeconds = 120
/** How many threads parse at once; the others wait for their turn. */
const mostThreads = 2

interface Work {
  file: InstanceFile
  ledger: Uint8Array | null
}
type Outcome = { parsed: Parsed } | { problem: { kind: ProblemKind; message: string } }

/** As `parseInstance`. @throws SourceProblem, TOO_LARGE also when it needs more memory or time than is given. */
export async function parseApart(file: InstanceFile, ledger: Uint8Array | null): Promise<Parsed> {
  if (running >= mostThreads) await new Promise<void>((turn) => waiting.push(turn))
  running++
  try {
    return await onThread(file, ledger)
  } finally {
    running--
    waiting.shift()?.()
  }
}

// Private:

let running = 0
const waiting: (() => void)[] = []

async function onThread(file: InstanceFile, ledger: Uint8Array | null): Promise<Parsed> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { file, ledger } satisfies Work,
    resourceLimits: { maxOldGenerationSizeMb: mostMegabytes },
  })
  const tooLarge = (what: string, cause?: unknown) =>
    new SourceProblem('TOO_LARGE', `${file.path} needs more ${what} to be read than is given to it.`, { cause })
  const timer = setTimeout(() => void worker.terminate(), mostSeconds * 1000)
  try {
    const outcome = await new Promise<Outcome>((resolve, reject) => {
      worker.once('message', resolve)
      worker.once('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooLarge('memory', error) : error),
      )
      worker.once('exit', () => reject(tooLarge('time')))
    })
    if ('problem' in outcome) throw new SourceProblem(outcome.problem.kind, outcome.problem.message)
    return outcome.parsed
  } finally {
    clearTimeout(timer)
    await worker.terminate()
  }
}

// What runs on the thread:

function work({ file, ledger }: Work): Outcome {
  try {
    return { parsed: parseInstance(file, ledger) }
  } catch (problem) {
    if (problem instanceof SourceProblem) return { problem: { kind: problem.kind, message: problem.message } }
    throw problem
  }
}

if (!isMainThread && parentPort && workerData?.file) {
  const outcome = work(workerData as Work)
  const moved = 'parsed' in outcome ? [outcome.parsed.table.buffer as ArrayBuffer] : []
  parentPort.postMessage(outcome, moved)
}
