// Feeds (communities whose driver has an endpoint) and what waits to be delivered to each. Events themselves stay in the log.

import { type RawBuilder, sql } from 'kysely'
import { daysAgo, dropRows } from '../../../backbone/database/keeping.ts'
import type { PagedList } from './pages.ts'
import { type DeliveryRow, type FeedRow, type On, storable } from './tables.ts'

/** Said after each commit that leaves something to deliver, with the community. */
export const deliveriesChannel = 'folkmoot_deliveries'

/** From here on what happens there is queued. One that is open stays as it is. */
export async function openFeed(tx: On, community: string): Promise<void> {
  await sql`insert into communities.feeds (community) values (${community}) on conflict do nothing`.execute(tx)
}

/** Nothing more is delivered: what waits is forgotten, and what was given up too. */
export async function closeFeed(tx: On, community: string): Promise<void> {
  await sql`delete from communities.feeds where community = ${community}`.execute(tx)
}

/** Queues an event where the community has a feed. */
export async function queueDelivery(
  tx: On,
  event: { position: number; community: string; id: string; type: string },
): Promise<void> {
  await sql`
    with queued as (
      insert into communities.deliveries (position, community, event, type)
      select ${event.position}, f.community, ${event.id}, ${event.type} from communities.feeds f
      where f.community = ${event.community} on conflict do nothing returning community
    ) select pg_notify(${deliveriesChannel}, community) from queued`.execute(tx)
}

/** The endpoint is another, or was set again: what waits is tried at once. */
export async function hurryFeed(tx: On, community: string): Promise<void> {
  await sql`
    update communities.feeds set failures = 0, failing_since = null, next_try_at = null, problem = null
    where community = ${community}`.execute(tx)
  await sql`select pg_notify(${deliveriesChannel}, ${community})`.execute(tx)
}

export interface NextDelivery {
  position: number
  event: string
  queuedAt: Date
  failures: number
  failingSince: Date | null
  endpoint: string
  /** Sealed. */
  secret: string
  /** Sealed: what was signed with before, as long as both are. */
  secretBefore: string | null
  /** Milliseconds until it is to be tried; not above 0: now. */
  wait: number
}

/** The oldest event that waits, where it is to be delivered at all. */
export async function nextDelivery(on: On, community: string): Promise<NextDelivery | null> {
  const { rows } = await sql<NextDelivery>`
    select d.position, d.event, d.queued_at as "queuedAt", f.failures, f.failing_since as "failingSince",
      c.driver_endpoint as endpoint, c.driver_secret as secret,
      case when c.driver_secret_before_until > clock_timestamp() then c.driver_secret_before end as "secretBefore",
      coalesce(extract(epoch from f.next_try_at - clock_timestamp()) * 1000, 0)::float8 as wait
    from communities.deliveries d join communities.feeds f on f.community = d.community
      join communities.communities c on c.id = d.community
    where d.community = ${community} and d.dead_at is null
      and c.driver_endpoint is not null and c.driver_secret is not null
    order by d.position limit 1`.execute(on)
  return rows[0] ?? null
}

export async function noteDelivered(on: On, position: number): Promise<void> {
  await sql`
    with gone as (delete from communities.deliveries where position = ${position} returning community)
    update communities.feeds f set failures = 0, failing_since = null, next_try_at = null, problem = null,
      delivered_at = clock_timestamp()
    from gone where f.community = gone.community`.execute(on)
}

/** @param failure.wait milliseconds until the next try. @param failure.over this event is given up, and the next is tried at once. */
export async function noteUndelivered(
  on: On,
  position: number,
  failure: { problem: string; wait: number; over: boolean },
): Promise<void> {
  const dead = failure.over ? sql`clock_timestamp()` : sql`null`
  const wait = failure.over ? 0 : failure.wait
  await sql`
    with tried as (
      update communities.deliveries set tries = tries + 1, problem = ${failure.problem}, dead_at = ${dead}
      where position = ${position} and dead_at is null returning community
    )
    update communities.feeds f set failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp()),
      problem = ${failure.problem}, next_try_at = clock_timestamp() + ${wait} * interval '1 millisecond'
    from tried where f.community = tried.community`.execute(on)
}

/** The feeds that something waits in. */
export async function waitingFeeds(on: On): Promise<string[]> {
  const { rows } = await sql<{ community: string }>`
    select community from communities.feeds f where exists (
      select from communities.deliveries d where d.community = f.community and d.dead_at is null)`.execute(on)
  return rows.map(({ community }) => community)
}

/** Forgets what was given up so many days ago. @returns how many */
export async function dropOldDead(on: On, days: number): Promise<number> {
  return dropRows(on, sql`communities.deliveries`, sql`where dead_at < ${daysAgo(days)}`)
}

export async function feedsOf(on: On, communities: readonly string[]): Promise<FeedRow[]> {
  const { rows } = await sql<FeedRow>`
    select f.community, f.delivered_at as "deliveredAt", f.problem, f.next_try_at as "nextTryAt",
      (select count(*)::int from communities.deliveries d where d.community = f.community and d.dead_at is null) as waiting,
      (select count(*)::int from communities.deliveries d where d.community = f.community and d.dead_at is not null) as dead
    from communities.feeds f join communities.communities c on c.id = f.community and c.driver_endpoint is not null
    where f.community = any(${communities}::text[])`.execute(on)
  return rows
}

/** What is not delivered, the oldest first: what waits, or what was given up. */
export const deliveriesOfCommunity: PagedList<DeliveryRow, { dead: boolean }> = {
  async read(on, parents, { dead }, after, limit) {
    const from = after === null ? 0 : Number(storable(after))
    const { rows } = await sql<DeliveryRow & { parent: string }>`
      select p.id as parent, d.* from unnest(${parents}::text[]) as p(id) cross join lateral (
        select d.position::text as id, d.position, d.community, d.event, d.type, d.queued_at as "queuedAt", d.tries,
          d.problem, d.dead_at as "deadAt"
        from communities.deliveries d where d.community = p.id and ${which(dead)} and d.position > ${from}
        order by d.position limit ${limit}) d
      order by d.position`.execute(on)
    return rows
  },
  async count(on, parents, { dead }) {
    const { rows } = await sql<{ parent: string; count: number }>`
      select p.id as parent, (select count(*)::int from communities.deliveries d
        where d.community = p.id and ${which(dead)}) as count
      from unnest(${parents}::text[]) as p(id)`.execute(on)
    return rows
  },
}

/** Of all communities, for the metrics. */
export async function countDeliveries(on: On): Promise<{ waiting: number; dead: number }> {
  const { rows } = await sql<{ waiting: number; dead: number }>`
    select (select count(*)::int from communities.deliveries where dead_at is null) as waiting,
      (select count(*)::int from communities.deliveries where dead_at is not null) as dead`.execute(on)
  return rows[0]!
}

function which(dead: boolean): RawBuilder<unknown> {
  return dead ? sql`d.dead_at is not null` : sql`d.dead_at is null`
}
