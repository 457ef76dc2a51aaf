// Of two who race for what can be had once, the database lets one win. The other is told so by a refusal of the domain.

import { violatedConstraint } from '../../../backbone/database/database.ts'
import { Refusal, type RefusalCode } from '../../../schema/errors.ts'

/** Runs `work`; a violation of one of these unique constraints becomes its refusal. */
export async function refusing<T>(refusals: Record<string, () => Refusal>, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const refusal = refusals[violatedConstraint(error) ?? '']
    throw refusal ? Object.assign(refusal(), { cause: error }) : error
  }
}

/** Runs `work` again when it was refused with this code: who won the race is there to be found now. */
export async function againAfter<T>(code: RefusalCode, work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === 3 || !(error instanceof Refusal) || error.code !== code) throw error
    }
  }
}
