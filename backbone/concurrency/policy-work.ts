// The work that a community's admins can cause by what they write (reading, checking and evaluating policies) is done on
// threads beside the loop, in turns: it may take long, and delays nobody else's. What is provably short is done at once,
// without a thread.

import { Refusal } from '../../schema/errors.ts'
import { type Answer, answered, type PolicyJob, type PolicyWork } from '../../schema/policy/work.ts'
import type { Limits } from '../limits.ts'
import { JobEnded, threadsOf } from './threads.ts'
import { fairTurns } from './turns.ts'

const thread = new URL('../../schema/policy/thread.ts', import.meta.url)

export interface OpenPolicyWork extends PolicyWork {
  stop(): Promise<void>
}

export function openPolicyWork(
  bounds: Pick<Limits, 'policyThreads' | 'policyWaiting' | 'policyTime' | 'policyMemory'>,
): OpenPolicyWork {
  const { policyThreads: atOnce, policyWaiting: mostWaiting, policyTime: timeoutMs } = bounds
  const memoryMegabytes = Math.max(1, Math.ceil(bounds.policyMemory / 1024 ** 2))
  const threads = threadsOf(thread, { timeoutMs, memoryMegabytes })
  const turns = fairTurns({ atOnce, mostWaiting })
  const ended: Record<JobEnded['over'], string> = {
    time: `Wanted a policy that is looked at within ${timeoutMs} ms; got one that takes longer.`,
    memory: `Wanted a policy that is looked at within ${memoryMegabytes} MiB; got one that takes more.`,
  }
  return {
    async run<J extends PolicyJob>(community: string, job: J, { patient = false } = {}) {
      const work = () =>
        threads.run(job).catch((error) => {
          throw error instanceof JobEnded ? new Refusal('WORK_LIMITED', ended[error.over]) : error
        })
      return answered<J>((await turns.run(community, work, patient)) as Answer<J>)
    },
    stop: () => threads.stop(),
  }
}
