// List-like subscriptions: what the event log says, from a cursor on.
//
// Each has a sibling that clients do not see, by the same name and `Batch`: it sends what is there together. The gateway
// asks that one, so that a thousand events cost a few executions and not a thousand. One that came with a cursor is sent
// an empty list when it has had all that it missed: so the gateway knows that nothing is still to come that was there.

import { Refusal } from '../../schema/errors.ts'
import type { EventType } from '../../schema/events.ts'
import { abortable } from '../concurrency/abortable.ts'
import { type Cursors, invalidCursor } from '../log/cursors.ts'
import type { CommunityEntry, Directory } from '../log/directory.ts'
import type { LoggedEvent } from '../log/event.ts'
import type { EventLog } from '../log/log.ts'
import { mayRead, type Viewer } from '../security/viewer.ts'
import { asGraphQLError, outward } from './graphql.ts'
import type { SubgraphContext } from './subgraph.ts'

export interface LogStream<T extends object> {
  name: string
  community: string
  after?: string | null | undefined
  types: readonly EventType[]
  /** What is sent for an event; null leaves it out. */
  map(event: LoggedEvent, community: CommunityEntry): Promise<T | null> | T | null
}
interface StreamDeps {
  log: EventLog
  cursors: Cursors
  directory: Directory
}

/** The resolver of a subscription: of its events, which are sent as they are. */
interface Streamed<Context, Args> {
  subscribe(source: unknown, args: Args, context: Context): Promise<AsyncIterableIterator<unknown>>
  resolve<T>(sent: T): T
}

/** Resolvers of the subscription `name` and of its sibling. @param of what it streams, from its context and arguments. */
export function streamed<Context extends SubgraphContext, Args = Pick<LogStream<object>, 'community' | 'after'>>(
  deps: StreamDeps,
  name: string,
  of: (context: Context, args: Args) => LogStream<object>,
): Record<string, Streamed<Context, Args>> {
  const resolve = <T>(sent: T) => sent
  return {
    [name]: {
      subscribe: (_, args, context) => subscribeToLog(deps, context.viewer, of(context, args)),
      resolve,
    },
    [`${name}Batch`]: {
      subscribe: (_, args, context) => subscribeToPages(deps, context, of(context, args)),
      resolve,
    },
  }
}

/**
 * A list-like subscription: what stands after the cursor first, then what comes; without a cursor, from now.
 * It ends with an error when the cursor is not good, the reader is too slow, or the right to read is lost.
 */
export async function subscribeToLog<T extends object>(
  deps: StreamDeps,
  viewer: Viewer,
  stream: LogStream<T>,
): Promise<AsyncIterableIterator<T & { cursor: string }>> {
  const { community, from } = await placeOf(deps, viewer, stream)
  return abortable(async function* (signal) {
    for await (const event of deps.log.follow({ after: from, types: stream.types, community: community.id, signal })) {
      const sent = await outward(() => stream.map(event, stillReadable(deps.directory, viewer, community)))
      if (sent) yield { ...sent, cursor: deps.cursors.encode(stream.name, community.id, event.position) }
    }
  })
}

/**
 * As `subscribeToLog`, but what is there is sent together: a page of the log is mapped at once, so that what its events
 * need is loaded at once.
 */
async function subscribeToPages<T extends object>(
  deps: StreamDeps,
  { viewer, turn }: SubgraphContext,
  stream: LogStream<T>,
): Promise<AsyncIterableIterator<(T & { cursor: string })[]>> {
  const { community, from } = await placeOf(deps, viewer, stream)
  return abortable(async function* (signal) {
    for await (const page of deps.log.pages({ after: from, types: stream.types, community: community.id, signal })) {
      if (page.length === 0 && typeof stream.after === 'string') yield []
      for (let at = 0; at < page.length && !signal.aborted; at += together) {
        const now = await outward(() => stillReadable(deps.directory, viewer, community))
        const some = page.slice(at, at + together)
        await turn?.enter()
        const mapped = await Promise.allSettled(some.map(async (event) => stream.map(event, now)))
        const sent: (T & { cursor: string })[] = []
        for (const [index, result] of mapped.entries()) {
          if (result.status === 'rejected') {
            if (sent.length > 0) yield sent
            await outward(() => Promise.reject(result.reason))
          } else if (result.value) {
            const cursor = deps.cursors.encode(stream.name, community.id, some[index]!.position)
            sent.push({ ...result.value, cursor })
          }
        }
        if (sent.length > 0) yield sent
        else turn?.leave()
      }
    }
  })
}

const lookEvery = 1000 // milliseconds between looks at the rights of one who waits
const together = 250 // events: an execution of so many holds up the others for a few milliseconds

/** The community that a stream is of, and the position that it goes on after. */
async function placeOf(
  deps: StreamDeps,
  viewer: Viewer,
  stream: Pick<LogStream<object>, 'name' | 'community' | 'after'>,
): Promise<{ community: CommunityEntry; from: number }> {
  return outward(async () => {
    const community = await deps.directory.require(viewer, stream.community)
    // The place is taken now, not when the first event is asked for: what happens between must not be lost.
    const from =
      typeof stream.after === 'string'
        ? await positionOf(deps, stream.name, community.id, stream.after)
        : await deps.log.head()
    return { community, from }
  })
}

/** The community as it is now. @throws Refusal when a right that was there when a stream began is gone. */
function stillReadable(directory: Directory, viewer: Viewer, before: CommunityEntry): CommunityEntry {
  const community = directory.byId(before.id) ?? before
  requireStill(directory, viewer, community)
  return community
}

/**
 * Events of one thing's stream, for as long as the viewer may read its community. A right that is lost ends it with the
 * reason, whether or not an event comes.
 */
export async function* followWhileReadable(
  { log, directory }: { log: EventLog; directory: Directory },
  viewer: Viewer,
  query: { after: number; types: readonly EventType[]; community: string; signal: AbortSignal },
): AsyncGenerator<LoggedEvent, void> {
  const lost = new AbortController()
  const look = () => {
    try {
      const community = directory.byId(query.community)
      if (community) requireStill(directory, viewer, community)
    } catch (refusal) {
      lost.abort(refusal)
    }
  }
  const looking = setInterval(look, lookEvery)
  looking.unref()
  try {
    const signal = AbortSignal.any([query.signal, lost.signal])
    for await (const event of log.follow({ ...query, signal })) {
      look()
      if (lost.signal.aborted) break
      yield event
    }
  } finally {
    clearInterval(looking)
  }
  if (lost.signal.aborted) throw asGraphQLError(lost.signal.reason)
}

/** @throws Refusal when a right that was there when a stream began is gone. */
function requireStill(directory: Directory, viewer: Viewer, community: CommunityEntry): void {
  if (!directory.holds(viewer))
    throw new Refusal('UNAUTHENTICATED', 'Wanted a valid key; this one was revoked or has expired.')
  if (!mayRead(viewer, community))
    throw new Refusal('FORBIDDEN', 'Wanted a key that may read this community; it has become private.')
}

/** The stream whose cursors every stream of the community takes: those of what is delivered to a driver. */
const anyStream = 'driverEvents'

function decodeFor(cursors: Cursors, name: string, community: string, cursor: string): string {
  try {
    return cursors.decode(name, community, cursor)
  } catch (error) {
    try {
      return cursors.decode(anyStream, community, cursor)
    } catch {
      throw error
    }
  }
}

async function positionOf(
  deps: { log: EventLog; cursors: Cursors },
  name: string,
  community: string,
  cursor: string,
): Promise<number> {
  const position = Number(decodeFor(deps.cursors, name, community, cursor))
  const [first, head] = [await deps.log.first(), await deps.log.head()]
  if (position > head) {
    const ahead = `this one stands ${position - head} events ahead of the log`
    throw invalidCursor('FUTURE', `Wanted a cursor of the past; ${ahead}.`)
  }
  // What comes right after it must still be there, or it would be skipped without a word.
  if (position + 1 < first) {
    const gone = `${first - 1 - position} events after this one are no longer kept`
    throw invalidCursor('TOO_OLD', `Wanted a cursor from which the log still goes on; ${gone}.`)
  }
  return position
}
