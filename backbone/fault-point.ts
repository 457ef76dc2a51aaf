// Named steps at which the fault harness (test/faults) kills the process. Off, as ever outside of it, a point costs one
// look at a variable: `faultPoint?.(`before commit ${type}`)` does not even make the name.

import { appendFileSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Says that a step is reached. null: nobody wants to know. */
export let faultPoint: ((step: string) => void) | null = null

/**
 * Turns the points on. Each step reached is written to `reached` in the folder. A file in its folder `die-at` says where
 * a process ends, as by SIGKILL: it is named as `orderFor` says, and gone when it was obeyed, by one process of many.
 */
export function armFaultPoints(folder: string): void {
  const orders = join(folder, 'die-at')
  mkdirSync(orders, { recursive: true })
  const counted = new Map<string, number>()
  const due = (order: string, step: string) => {
    const after = /^#(\d+)/.exec(order)
    if (!after) return order === orderFor(step)
    const left = (counted.get(order) ?? Number(after[1])) - 1
    counted.set(order, left)
    return left <= 0
  }
  faultPoint = (step) => {
    appendFileSync(join(folder, 'reached'), `${step}\n`)
    const order = readdirSync(orders).find((each) => due(each, step))
    if (order === undefined) return
    try {
      rmSync(join(orders, order))
    } catch {
      return // another process was here first
    }
    appendFileSync(join(folder, 'reached'), '† killed here\n')
    process.kill(process.pid, 'SIGKILL')
  }
}

/** The name of the file that orders a death at a step, by the step's name or as `#N`: the Nth step from then on. */
export function orderFor(step: string): string {
  return encodeURIComponent(step).replace('%23', '#')
}
