// An event of the log, before it is written and after.

import type { EventPayloads, EventType } from '../../schema/events.ts'

export type NewEvent = { [T in EventType]: { type: T; community: string | null; payload: EventPayloads[T] } }[EventType]
export type LoggedEvent = NewEvent & { position: number; id: string; version: number; recordedAt: Date }
export type EventOf<T extends EventType> = Extract<LoggedEvent, { type: T }>

export interface Selection {
  types?: readonly EventType[]
  community?: string
}

/** What is read: after a position, oldest first. */
export type Query = Selection & { after: number; upTo?: number; limit: number }

/** Whether an event is of the selection. */
export function selects(selection: Selection): (event: LoggedEvent) => boolean {
  const types = selection.types && new Set<string>(selection.types)
  return (event) =>
    (!types || types.has(event.type)) && (selection.community === undefined || event.community === selection.community)
}
