// The event log: what every part of Folkmoot reads to know what became true.
//
// Every change of state appends its events in its own transaction, at the end of it. Positions come from one row that
// who gives them locks until the commit (numbering.ts): so they have no gaps, and what depends on another stands later. (Ids
// handed out at insert do not have that property: a reader that asks `id > last` skips a late commit.)
//
// A reader has a position and asks for what stands after it. NOTIFY only wakes it up.

import type { Logger } from 'pino'
import type { EventType } from '../../schema/events.ts'
import type { Database, Tx } from '../database/database.ts'
import type { Ids } from '../ids.ts'
import { type Consumer, projecting } from './consumer.ts'
import type { LoggedEvent, Query } from './event.ts'
import { numberingOf } from './numbering.ts'
import { performing } from './performer.ts'
import { firstOf, headOf, readOn } from './read.ts'
import { type Following, type Tail, tailOf } from './tail.ts'
import { channel, type Emit, type Work, writing } from './write.ts'

export interface EventLog {
  /**
   * Runs `work` in one transaction and appends what it emitted, just before the commit; with it, for the audit log, by whom: the
   * mutation that is under way (acts.ts). Run again after a deadlock.
   */
  write<T>(work: Work<T>): Promise<T>
  /** Events after a position, oldest first. */
  read(query: Query): Promise<LoggedEvent[]>
  /** The position of the last event; 0 when there is none. */
  head(): Promise<number>
  /** The position of the first event that is kept; one after the head when there is none. */
  first(): Promise<number>
  /** Events after a position (default: from now), then those that come: no gap, no repeat. Ends when `signal` fires. */
  follow(query: Following): AsyncIterableIterator<LoggedEvent>
  /** As `follow`, but what is there is handed on together: pages of a few hundred; an empty one, once, where that ends. */
  pages(query: Following): AsyncIterableIterator<LoggedEvent[]>
  /** A consumer that changes this database only: its cursor moves in the transaction of `handle`, so each event counts once. */
  project(projection: {
    name: string
    types: readonly EventType[]
    handle(tx: Tx, event: LoggedEvent, emit: Emit): Promise<void>
  }): Consumer
  /**
   * A consumer that acts outside, on the events of communities: at least once, alone over all processes, in order within a
   * community and communities side by side. A throw is tried again with backoff; only its own community waits for it.
   */
  perform(performer: { name: string; types: readonly EventType[]; handle(event: LoggedEvent): Promise<void> }): Consumer
  stop(): Promise<void>
}

export function openLog(db: Database, ids: Ids, logger: Logger): EventLog {
  const read = (query: Query) => readOn(db.root as unknown as Tx, query)
  const head = () => headOf(db)
  const number = numberingOf(db)
  const tail: Tail = tailOf({ number, head, read, listen: (heard) => db.listen(channel, heard), logger })
  const write = writing(db, ids, number, tail.wake)
  return {
    write,
    read,
    head,
    first: () => firstOf(db),
    follow: (query) => tail.follow(query),
    pages: (query) => tail.pages(query),
    project: (projection) => projecting(db, write, tail, logger, projection),
    perform: (performer) => performing(db, read, tail, logger, performer),
    stop: () => tail.stop(),
  }
}
