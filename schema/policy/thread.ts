// What runs on a thread beside the loop: one job after another, each answered with what it gives. See `work.ts`.

import { setPriority } from 'node:os'
import { parentPort } from 'node:worker_threads'
import { answerOf } from './work.ts'

// Of this thread alone, on Linux: where there are few processors, the loop goes first.
if (process.platform === 'linux') setPriority(5)

parentPort!.on('message', (job) => parentPort!.postMessage(answerOf(job)))
