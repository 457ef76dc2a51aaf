// What the graph answers.

import type { ExecutionResult } from 'graphql'

export type Result = ExecutionResult<Record<string, unknown>>
export type Events = AsyncIterableIterator<Result>
