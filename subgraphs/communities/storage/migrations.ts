// The tables of communities. What must never be true of two rows at once is a constraint here, so that of two who race
// one loses cleanly.

import type { Migrations } from '../../../backbone/database/migrate.ts'

/** The one form of all spellings of a name, as schema/spelling.ts has it: without what is not seen (Unicode's own list). */
const spelled = (column: string) =>
  `left(lower(regexp_replace(normalize(${column}, NFKC), '[${unseen}]', '', 'g')), 400)`
const unseen =
  '\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u3164' +
  '\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufff8\\U0001bca0-\\U0001bca3\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff'

export const migrations: Migrations = {
  '0001_start': `
    create table communities (
      id text primary key,
      slug text not null constraint communities_slug unique,
      name text not null,
      visibility text not null check (visibility in ('PUBLIC', 'PRIVATE')),
      driver text not null default 'BUILT_IN' check (driver in ('BUILT_IN', 'EXTERNAL')),
      driver_endpoint text check (driver_endpoint is null or driver = 'EXTERNAL'),
      created_at timestamptz not null default clock_timestamp()
    );

    create table connections (
      id text primary key,
      community text not null references communities,
      platform text not null,
      external_id text not null,
      settings jsonb not null,
      webhook_url text, -- sealed: its last segment is a secret
      status text not null check (status in ('CONNECTED', 'UNAUTHORIZED', 'UNREACHABLE', 'DISCONNECTED')),
      problem text,
      last_event_at timestamptz,
      connected_at timestamptz not null default clock_timestamp(),
      constraint connections_external_id unique (community, platform, external_id)
    );

    create table members (
      id text primary key,
      community text not null references communities,
      name text not null,
      joined_at timestamptz not null default clock_timestamp(),
      merged_into text, -- always one that is not merged itself
      unique (community, id),
      foreign key (community, merged_into) references members (community, id),
      check (merged_into <> id)
    );
    create index members_of_community on members (community, id) where merged_into is null;
    create index members_merged on members (merged_into) where merged_into is not null;

    create table accounts (
      key bigint generated always as identity primary key,
      community text not null,
      member text not null,
      platform text not null,
      host text not null,
      external_id text,
      username text,
      username_key text,
      proof text not null check (proof in ('VERIFIED', 'ASSERTED')),
      linked_at timestamptz not null default clock_timestamp(),
      foreign key (community, member) references members (community, id),
      check (external_id is not null or username is not null),
      check ((username is null) = (username_key is null))
    );
    create unique index accounts_external_id on accounts (community, platform, host, external_id) where external_id is not null;
    create unique index accounts_username on accounts (community, platform, host, username_key) where username is not null;
    create index accounts_of_member on accounts (member);

    create table roles (
      id text primary key,
      community text not null references communities,
      name text not null,
      name_key text not null,
      description text,
      created_at timestamptz not null default clock_timestamp(),
      unique (community, id),
      constraint roles_name unique (community, name_key)
    );

    create table requests (
      id text primary key,
      community text not null,
      member text not null,
      role text not null,
      status text not null check (status in ('PENDING', 'GRANTED', 'REFUSED', 'WITHDRAWN')),
      reason text,
      decision text,
      requested_at timestamptz not null default clock_timestamp(),
      settled_at timestamptz,
      foreign key (community, member) references members (community, id),
      foreign key (community, role) references roles (community, id),
      check ((status = 'PENDING') = (settled_at is null))
    );
    create unique index requests_pending on requests (member, role) where status = 'PENDING';
    create index requests_of_community on requests (community, id);
    create index requests_by_status on requests (community, status, id);
    create index requests_of_member on requests (member, role, id);

    create table grants (
      community text not null,
      member text not null,
      role text not null,
      request text references requests,
      decision text,
      granted_at timestamptz not null default clock_timestamp(),
      primary key (member, role),
      foreign key (community, member) references members (community, id),
      foreign key (community, role) references roles (community, id)
    );
    create index grants_of_role on grants (role, member);

    create table api_keys (
      id text primary key,
      community text not null references communities,
      member text,
      name text not null,
      scopes jsonb not null,
      digest text not null unique, -- SHA-256 of the secret, which is kept nowhere
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz,
      revoked_at timestamptz,
      foreign key (community, member) references members (community, id)
    );
    create index api_keys_of_member on api_keys (member) where member is not null;
  `,
  '0002_sessions': `
    -- Who is signed in to the live page. Of what the browser holds only the SHA-256 is kept.
    create table sessions (
      id text primary key,
      community text references communities, -- null: signed in with the key that is admin over all
      key text references api_keys,
      member text, -- signed in by a link
      digest text not null unique,
      started_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      ended_at timestamptz,
      foreign key (community, member) references members (community, id),
      check (key is null or member is null)
    );
    create index sessions_of_member on sessions (member) where ended_at is null;
    create index sessions_of_key on sessions (key) where ended_at is null;
    create index sessions_by_expiry on sessions (expires_at);

    create table sign_in_links (
      digest text primary key, -- SHA-256 of the code
      community text not null references communities,
      member text not null,
      created_at timestamptz not null default clock_timestamp(),
      expires_at timestamptz not null,
      used_at timestamptz,
      foreign key (community, member) references members (community, id)
    );
    create index sign_in_links_of_member on sign_in_links (member) where used_at is null;
    create index sign_in_links_by_expiry on sign_in_links (expires_at);
  `,
  // What happened before is not delivered to endpoints that were set before: nobody was given a secret to check it with.
  '0003_deliveries': `
    alter table communities
      add column driver_secret text, -- sealed
      add column driver_secret_before text, -- sealed; signs along until
      add column driver_secret_before_until timestamptz;

    create table feeds ( -- the communities whose driver has an endpoint, as of the last event looked at
      community text primary key references communities,
      failures int not null default 0, -- in a row
      failing_since timestamptz,
      problem text,
      next_try_at timestamptz,
      delivered_at timestamptz
    );
    create table deliveries ( -- what is not delivered
      position bigint primary key,
      community text not null references feeds on delete cascade,
      event text not null,
      type text not null,
      queued_at timestamptz not null default clock_timestamp(),
      tries int not null default 0,
      problem text,
      dead_at timestamptz
    );
    create index deliveries_waiting on deliveries (community, position) where dead_at is null;
    create index deliveries_dead on deliveries (community, position) where dead_at is not null;

    insert into backbone.cursors (consumer, position)
      select 'communities.deliveries', position from backbone.head on conflict do nothing;
  `,
  '0004_old_deliveries': `
    create index deliveries_by_death on deliveries (dead_at) where dead_at is not null;
  `,
  // Two accounts of before that are one in two spellings stay: only the first of them has it, and the members are told as doubles.
  '0005_spellings': `
    alter table accounts add column id_spelling text, add column username_spelling text;
    update accounts a set username_spelling = first.spelling from (
      select distinct on (community, platform, host, spelling) key, spelling from (
        select key, community, platform, host, ${spelled('username_key')} as spelling
        from accounts where username_key is not null) each
      order by community, platform, host, spelling, key) first
    where a.key = first.key and first.spelling <> '';
    update accounts a set id_spelling = first.spelling from (
      select distinct on (community, platform, host, spelling) key, spelling from (
        select key, community, platform, host, case
          when platform in ('github', 'discourse', 'opencollective', 'reddit', 'ethereum') then ${spelled('external_id')}
          else external_id end as spelling
        from accounts where external_id is not null) each
      order by community, platform, host, spelling, key) first
    where a.key = first.key and first.spelling <> '';
    create unique index accounts_id_spelling on accounts (community, platform, host, id_spelling)
      where id_spelling is not null;
    create unique index accounts_username_spelling on accounts (community, platform, host, username_spelling)
      where username_spelling is not null;
  `,
  '0006_keys_seen': `
    alter table api_keys add column rotated_at timestamptz, add column overlaps_until timestamptz,
      add column last_used_at timestamptz;
    create index api_keys_of_community on api_keys (community, id);
    alter table sessions add column last_seen_at timestamptz;
    create index sessions_of_community on sessions (community, id) where ended_at is null;
  `,
  // What the audit log has of this hour's refusals at the doors: each once, whichever gateway it came to.
  '0007_refused': `
    create table refused (
      hour timestamptz not null,
      community text not null, -- empty: of none
      kind text not null,
      address text not null,
      about text not null, -- the key, or the member whose link it was; or empty
      primary key (hour, community, kind, address, about)
    );
  `,
  // `told`: who may have the secret, members by id, and keys that are nobody's; '?' of what was made before this was kept.
  '0008_two_admins': `
    alter table communities add column two_admins boolean not null default false;
    alter table api_keys add column told text[] not null default '{?}',
      add column told_before text[] not null default '{}'; -- of secrets that are on their way out
    alter table sessions add column told text[] not null default '{?}';
    create table acts ( -- that are dangerous, and that an administrator asked for
      id text primary key,
      community text not null references communities,
      mutation text not null,
      arguments jsonb not null, -- as they are shown: without what is secret
      digest text not null, -- of all of them, keyed
      key text not null references api_keys, -- that asked
      asked_by jsonb not null,
      told text[] not null, -- who may stand behind it
      asked_at timestamptz not null,
      expires_at timestamptz not null,
      status text not null check (status in ('WAITING', 'APPROVED', 'REFUSED', 'USED')),
      settled_key text, -- that approved; null: the key that is admin over all
      settled_by jsonb,
      settled_told text[],
      settled_at timestamptz
    );
    create index acts_of_community on acts (community, id) where status in ('WAITING', 'APPROVED');
    create index acts_of_key on acts (key) where status in ('WAITING', 'APPROVED');
    create index acts_by_expiry on acts (expires_at);
  `,
  '0009_people': `
    alter table members add column erased_at timestamptz;
  `,
}
