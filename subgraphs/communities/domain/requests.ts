// The life of a role request. It is settled once; said again the same way it is the same, said the other way it is refused.

import { Refusal } from '../../../schema/errors.ts'

export type RequestStatus = 'PENDING' | 'GRANTED' | 'REFUSED' | 'WITHDRAWN'
export type Settlement = Exclude<RequestStatus, 'PENDING'>

/** What settling does in each state. No pair is left out. */
export const settlements: Record<RequestStatus, Record<Settlement, 'settles' | 'same' | 'refused'>> = {
  PENDING: { GRANTED: 'settles', REFUSED: 'settles', WITHDRAWN: 'settles' },
  GRANTED: { GRANTED: 'same', REFUSED: 'refused', WITHDRAWN: 'refused' },
  REFUSED: { GRANTED: 'refused', REFUSED: 'same', WITHDRAWN: 'refused' },
  WITHDRAWN: { GRANTED: 'refused', REFUSED: 'refused', WITHDRAWN: 'same' },
}

/** Whether the request is to be changed; false where it already is as wanted. @throws Refusal ALREADY_SETTLED */
export function settles(request: { id: string; status: RequestStatus }, as: Settlement): boolean {
  const what = settlements[request.status][as]
  if (what !== 'refused') return what === 'settles'
  throw new Refusal('ALREADY_SETTLED', `Wanted ${request.id} to become ${as}; it is ${request.status} already.`)
}
