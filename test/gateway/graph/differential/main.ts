// `npm run differential`: the gateway's graph beside graphql-js, over as many requests by chance as one likes.
//
//   npm run differential -- [--cases N] [--seed S] [--first N] [--shown N] [--interface-object]
//
// A case is a seed and a number: `--seed S --first 17 --cases 1` is case 17 of it alone.

import { parseArgs } from 'node:util'
import { plannerApart } from '../../../../gateway/graph/planning/index.ts'
import { openBoth } from './both.ts'
import { parts, withInterfaceObject } from './parts.ts'
import { tried } from './tried.ts'
import { worldOf } from './world.ts'

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '5000' },
    seed: { type: 'string', default: 'differential' },
    first: { type: 'string', default: '0' },
    shown: { type: 'string', default: '5' },
    'interface-object': { type: 'boolean', default: false },
  },
})
const shown = Number(values.shown)
// Apart: what ends the planner's process is a case that differs, and no end of all.
const both = await openBoth(values['interface-object'] ? withInterfaceObject : parts, worldOf, ({ sdl }, report) => {
  const planner = plannerApart(sdl, report)
  const told = (error: unknown) => {
    report(error)
    throw error
  }
  return { ...planner, plan: (text, by) => planner.plan(text, by).catch(told) }
})
const first = Number(values.first)
const counts = await tried(both, values.seed, first, Number(values.cases), async (each, count) => {
  if (count === shown + 1) console.log('Others that differ:')
  console.log(count > shown ? each.name : `${await each.shown()}\n`)
})
both.stop()
console.log(`${process.cpuUsage().user / 1e6} s of CPU: ${JSON.stringify(counts)}`)
process.exitCode = counts.different === 0 && counts.same > 0 ? 0 : 1
