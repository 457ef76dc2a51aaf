// What can go wrong, on demand: for the next request, for a token, or for the webhooks.

/**
 * - `500`: an error page, nothing done. `500-after-apply`: the same, but the change was made.
 * - `hang`: no answer until the client gives up. `hang-after-apply`: the same, but the change was made.
 * - `reset`: the connection is cut before anything is done. `reset-after-apply`: after the change was made.
 * - `429`: too many requests, with a fractional `retry-after`.
 * - `html`: a page of a proxy with status 200.
 */
export type Fault =
  | '500'
  | '500-after-apply'
  | 'hang'
  | 'hang-after-apply'
  | 'reset'
  | 'reset-after-apply'
  | '429'
  | 'html'

/** `deliver` each at once; `drop`; `duplicate` (twice); `hold` until released, in the given order. */
export type WebhookMode = 'deliver' | 'drop' | 'duplicate' | 'hold'

export interface PlannedFault {
  fault: Fault
  /** A field that the request must contain, such as `processExpense`. Without it: any request. */
  field: string | null
  times: number
}

export interface Faults {
  /** Breaks the next requests, or the next ones that contain a field. */
  next(fault: Fault, options?: { field?: string; times?: number }): void
  /** Forgets what was planned. */
  clear(): void
  /** Seconds said in the `retry-after` of a planned 429. */
  retryAfterSeconds: number
  webhooks: WebhookMode
  /** Sends the held webhooks: oldest first, or newest first with `reversed`. */
  releaseWebhooks(options?: { reversed?: boolean }): Promise<void>
  /** Lets processExpense read, and keeps it from writing until the returned function is called: a race, made visible. */
  holdWrites(): () => void
  /** How many requests stand between reading and writing. */
  readonly heldWrites: number
}

/** The plan of the requests that shall fail. */
export function createFaultPlan() {
  const planned: PlannedFault[] = []
  return {
    add: (fault: Fault, field: string | null, times: number) => void planned.push({ fault, field, times }),
    clear: () => void planned.splice(0),
    /** Takes the fault planned for a request, if any. */
    take(query: string): Fault | null {
      const index = planned.findIndex(({ field }) => !field || new RegExp(`\\b${field}\\b`).test(query))
      const plan = planned[index]
      if (!plan) return null
      plan.times -= 1
      if (plan.times <= 0) planned.splice(index, 1)
      return plan.fault
    },
  }
}
