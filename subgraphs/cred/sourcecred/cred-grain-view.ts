// output/credGrainView: the best source. Its `grainEarned` is what was paid out, not the balance: that is the ledger's.

import type { Participant, Reading } from '../domain/reading.ts'
import { identity, weeksOfIntervals } from './identity.ts'
import { fields, list, number, numbers } from './shape.ts'

/** @throws SourceProblem */
export function readCredGrainView(path: string, json: unknown): Reading {
  const { intervals, participants } = fields(json, path)
  const weeks = weeksOfIntervals(path, intervals)
  return {
    weeks,
    participants: list(participants, `${path}: participants`).map((value, index): Participant => {
      const place = `${path}: participants[${index}]`
      const { active, identity: id, cred, credPerInterval } = fields(value, place)
      return {
        ...identity(id, `${place}.identity`),
        active: active === true,
        total: number(cred, `${place}.cred`),
        cred: numbers(credPerInterval, weeks.length, `${place}.credPerInterval`),
        grain: null,
      }
    }),
  }
}
