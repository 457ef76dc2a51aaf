// How much one member may have: what is far beyond anybody is a mistake, or an attack, and every list that shows it is whole.

import { Refusal } from '../../../schema/errors.ts'

export const mostOfMember = { accounts: 100, roles: 200 } as const

/** @throws Refusal TOO_MANY where there would be more than one member may have */
export function checkMost(what: keyof typeof mostOfMember, many: number, path: readonly string[]): void {
  const most = mostOfMember[what]
  if (many <= most) return
  throw new Refusal('TOO_MANY', `Wanted at most ${most} ${what} of one member; this would make ${many}.`, { path })
}
