// Two records turn out to be one person. Their pending requests for one role become one: the older stays.

import type { RequestStatus } from './requests.ts'

export interface MergedRequest {
  id: string
  role: string
  status: RequestStatus
  requestedAt: Date
}

/** The pending requests that another of the same person and role replaces, each with the one that stays. */
export function replacedRequests(requests: readonly MergedRequest[]): { request: string; by: string }[] {
  const oldestFirst = requests
    .filter((request) => request.status === 'PENDING')
    .sort((a, b) => a.requestedAt.getTime() - b.requestedAt.getTime() || (a.id < b.id ? -1 : 1))
  const staying = new Map<string, string>()
  const replaced: { request: string; by: string }[] = []
  for (const { id, role } of oldestFirst) {
    const by = staying.get(role)
    if (by) replaced.push({ request: id, by })
    else staying.set(role, id)
  }
  return replaced
}
