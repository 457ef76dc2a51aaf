// Work of many communities, so many at once and one of a community at a time: whoever has much to do waits for themselves.

import { Refusal } from '../../schema/errors.ts'

export interface Turns {
  /**
   * Runs `work` when it is the community's turn.
   * @param patient of what nobody sends at will: it goes before what others of the community sent, and is never one too many
   * @throws Refusal WORK_LIMITED where too much of the community waits, and what the work throws
   */
  run<T>(community: string, work: () => Promise<T>, patient?: boolean): Promise<T>
}

interface Waiting {
  start(): Promise<void>
  patient: boolean
}

export function fairTurns({ atOnce, mostWaiting }: { atOnce: number; mostWaiting: number }): Turns {
  // In the order in which they have their turns.
  const queues = new Map<string, Waiting[]>()
  const busy = new Set<string>()

  function next(): void {
    for (const [community, queue] of queues) {
      if (busy.size >= atOnce) return
      if (busy.has(community)) continue
      const { start } = queue.shift()!
      if (queue.length === 0) queues.delete(community)
      busy.add(community)
      void start().finally(() => {
        busy.delete(community)
        const rest = queues.get(community)
        if (rest && queues.delete(community)) queues.set(community, rest) // it has had its turn
        next()
      })
    }
  }

  return {
    run<T>(community: string, work: () => Promise<T>, patient = false) {
      const queue = queues.get(community) ?? []
      if (!patient && queue.length >= mostWaiting) {
        const message = `Wanted at most ${mostWaiting} policies of a community that wait to be looked at; got more. Try again when some are done.`
        return Promise.reject(new Refusal('WORK_LIMITED', message))
      }
      return new Promise<T>((resolve, reject) => {
        const start = () => Promise.resolve().then(work).then(resolve, reject)
        const place = patient ? queue.findIndex((each) => !each.patient) : -1
        queue.splice(place === -1 ? queue.length : place, 0, { start, patient })
        queues.set(community, queue)
        next()
      })
    },
  }
}
