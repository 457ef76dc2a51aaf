// What communities keeps of people, and the logs with it.

import { sql } from 'kysely'
import type { Kept, Whose } from '../../backbone/people/kept.ts'

const theirs = ({ ids }: Whose) => sql`t.member = any(${ids}::text[])`

export const kept: readonly Kept[] = [
  {
    table: 'communities.members',
    keys: ['id'],
    of: ({ ids }) => sql`t.id = any(${ids}::text[])`,
  },
  { table: 'communities.accounts', keys: ['key'], of: theirs },
  { table: 'communities.grants', keys: ['member', 'role'], of: theirs },
  { table: 'communities.requests', keys: ['id'], of: theirs },
  { table: 'communities.api_keys', keys: ['id'], of: theirs, without: ['digest'] },
  {
    table: 'communities.sessions',
    keys: ['id'],
    of: ({ ids }) => sql`(t.member = any(${ids}::text[]) or
      t.key = any(array(select id from communities.api_keys where member = any(${ids}::text[]))))`,
    without: ['digest'],
  },
  {
    table: 'communities.acts',
    keys: ['id'],
    of: ({ ids }) => sql`t.key = any(array(select id from communities.api_keys where member = any(${ids}::text[])))`,
    without: ['digest', 'told', 'settled_told'],
  },
  { table: 'communities.sign_in_links', keys: ['created_at', 'expires_at'], of: theirs, without: ['digest'] },
  {
    table: 'backbone.audit',
    keys: ['place'],
    of: ({ ids, community }) => sql`t.community = ${community} and t.actor = any(${ids}::text[])`,
  },
  {
    table: 'backbone.events',
    keys: ['position'],
    of: ({ ids }) => sql`exists (select from unnest(${ids}::text[]) as id where position(id in t.payload::text) > 0)`,
    through: ({ community }) => sql`t.community = ${community}`,
    withoutWithin: ['payload', 'digest'],
  },
]
