// The tables of cred.

import type { Migrations } from '../../../backbone/database/migrate.ts'

export const migrations: Migrations = {
  '0001_start': `
    create table snapshots (
      id text primary key,
      community text not null,
      source_url text not null,
      sha256 text not null,
      fetched_at timestamptz not null,
      last_interval_end timestamptz not null,
      participants int not null,
      files jsonb not null,
      ledger_problem text
    );
    create index snapshots_by_community on snapshots (community, fetched_at);

    -- Apart from the row above, so that what is asked often never drags the body along. Compressed already.
    create table snapshot_bodies (snapshot text primary key references snapshots on delete cascade, body bytea not null);
    alter table snapshot_bodies alter column body set storage external;

    create table sources (
      community text primary key,
      url text not null,
      refresh_every_seconds int not null,
      -- Counts connections: what was begun under an older one (a job, a reading) is dropped.
      generation int not null,
      status text not null check (status in ('READY', 'LOADING', 'UNREACHABLE', 'INVALID')),
      problem text,
      -- The last reading that succeeded, and the last that began.
      refreshed_at timestamptz not null,
      attempted_at timestamptz not null,
      etags jsonb not null,
      snapshot text not null references snapshots
    );
  `,
  '0002_pins': `
    -- Snapshots that a proposal was opened with: their numbers are kept for good.
    create table pins (snapshot text primary key references snapshots);
  `,
  '0003_roster': `
    -- Projections of communities: who is who, and whose accounts are whose.
    create table members (
      id text primary key,
      community text not null,
      person text not null, -- itself, or the member it was merged into
      since text not null -- the first of the members that this one is made of: ids sort by time
    );
    create index members_of_person on members (person);
    -- An account once for each key by which it may be found to be somebody else's too.
    create table accounts (community text not null, key text not null, member text not null, account jsonb not null);
    create index accounts_by_key on accounts (community, key);
    create index accounts_of_member on accounts (member);
    -- The event by which a community's members or accounts last changed.
    create table rosters (community text primary key, position bigint not null);
  `,
}
