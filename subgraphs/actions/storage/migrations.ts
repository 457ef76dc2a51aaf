// The tables of actions.

import type { Migrations } from '../../../backbone/database/migrate.ts'

export const migrations: Migrations = {
  '0001_start': `
    create table connections (
      id text primary key,
      community text not null,
      platform text not null,
      external_id text not null,
      settings jsonb not null,
      credentials text,
      webhook_secret text,
      webhook_id text,
      self jsonb,
      watch_from timestamptz,
      place timestamptz,
      status text not null,
      problem text,
      notice text,
      live boolean not null default false,
      last_event_at timestamptz,
      connected_at timestamptz not null default clock_timestamp()
    );
    create index connections_by_community on connections (community, platform);

    create table webhooks (
      id bigint generated always as identity primary key,
      connection text not null,
      event_id text not null,
      subject text,
      body jsonb not null,
      received_at timestamptz not null default clock_timestamp(),
      handled_at timestamptz,
      unique (connection, event_id)
    );
    create index webhooks_waiting on webhooks (connection, id) where handled_at is null;

    create table actions (
      id text primary key,
      community text not null,
      connection text,
      direction text not null,
      platform text not null,
      kind text not null,
      initiator text,
      initiator_name text,
      subject_type text not null,
      subject_id text not null,
      subject_title text,
      subject_url text,
      data jsonb not null,
      status text not null,
      decision text,
      proposal text,
      advisory boolean not null default false,
      asks_permission boolean not null default false,
      verdict text,
      problem text,
      result jsonb,
      occurred_at timestamptz not null,
      recorded_at timestamptz not null default clock_timestamp(),
      platform_event text,
      idempotency_key text,
      request_hash text,
      place timestamptz,
      sent_at timestamptz,
      tries int not null default 0,
      next_try_at timestamptz,
      claimed_by text,
      claimed_until timestamptz
    );
    create unique index actions_once on actions (community, platform, platform_event) where platform_event is not null;
    create unique index actions_idempotent on actions (community, idempotency_key) where idempotency_key is not null;
    create index actions_by_community on actions (community, id);
    create index actions_by_direction on actions (community, direction, id);
    create index actions_by_kind on actions (community, kind text_pattern_ops, id);
    create index actions_by_subject on actions (community, platform, subject_id, id);
    create index actions_waiting on actions (community, id) where problem is not null;
    create index actions_unsettled on actions (next_try_at)
      where direction = 'REQUESTED' and status in ('PENDING', 'UNKNOWN');

    create table attempts (
      action text not null references actions on delete cascade,
      number int not null,
      at timestamptz not null default clock_timestamp(),
      outcome text not null,
      detail text,
      primary key (action, number)
    );

    create table own_events (
      community text not null,
      platform text not null,
      platform_event text not null,
      action text not null,
      primary key (community, platform, platform_event)
    );
    create index own_events_by_action on own_events (action);

    create table expenses (
      connection text not null,
      id text not null,
      community text not null,
      legacy_id int,
      account text not null,
      description text not null,
      status text not null,
      amount_in_cents bigint not null,
      currency text not null,
      payee text not null,
      submitted_by text not null,
      tags jsonb not null,
      url text,
      created_at timestamptz not null,
      read_at timestamptz not null,
      deleted_at timestamptz,
      primary key (connection, id)
    );
    create index expenses_by_community on expenses (community, created_at, id) where deleted_at is null;
    create index expenses_by_id on expenses (community, id);
    create index expenses_by_legacy_id on expenses (connection, legacy_id);

    create table accounts (
      community text not null,
      platform text not null,
      host text not null,
      external_id text not null,
      username text,
      member text not null,
      primary key (community, platform, host, external_id)
    );
    create index accounts_by_username on accounts (community, platform, lower(username));
    create index accounts_by_member on accounts (community, member);
  `,
  '0002_tidy': `
    create index webhooks_handled on webhooks (handled_at) where handled_at is not null;
    create index connections_orphaned on connections (connected_at) where not live and status <> 'DISCONNECTED';
  `,
  // Given up: nothing more happens to it until somebody asks for it.
  '0003_dead': `
    alter table actions add column dead boolean not null generated always as
      (direction = 'REQUESTED' and (status = 'FAILED' or (status in ('PENDING', 'UNKNOWN') and next_try_at is null))) stored;
    create index actions_dead on actions (community, id) where dead;
  `,
  '0004_webhooks': `
    -- Looked up by event, and in order by connection; by id alone never.
    alter table webhooks drop constraint webhooks_pkey;
  `,
  // However long the history, a page of any list is read from its own place.
  '0005_pages': `
    create index actions_by_shape on actions (community, kind, direction, status, id);
    drop index actions_by_kind;
    drop index actions_by_direction;
    create index expenses_by_status on expenses (community, status, created_at, id) where deleted_at is null;
    create index expenses_by_number on expenses (community, legacy_id);
    create index expenses_recent on expenses (connection, created_at) where deleted_at is null;
    create index expenses_unsettled on expenses (connection, created_at)
      where deleted_at is null and status not in ('PAID', 'SPAM', 'DRAFT', 'CANCELED', 'INVITE_DECLINED', 'REJECTED');
  `,
  // What people agree to: as it was read with each action, and as it was last told of each expense.
  '0006_terms': `
    alter table actions add column terms jsonb, add column changed jsonb, add column asks text;
    create table expense_terms (
      connection text not null,
      expense text not null,
      terms jsonb not null,
      primary key (connection, expense)
    );
  `,
  '0007_decisions': `
    create table decisions (
      id text primary key,
      community text not null,
      proposal text not null,
      trigger text,
      outcome text not null,
      enforcement text not null,
      terms jsonb,
      terms_named jsonb,
      decided_at timestamptz not null
    );
  `,
  // How subjects stand to decisions: what was told of it, and what it is found by.
  '0008_standings': `
    alter table expenses add column on_hold boolean;
    alter table actions add column supersedes text;
    create index actions_decided on actions (community, platform, subject_id, id)
      where direction = 'REQUESTED' and decision is not null;
    create index actions_bearing on actions (community, platform, subject_id, occurred_at)
      where direction = 'OBSERVED' and platform_event is not null;
    create table standings (
      decision text not null,
      platform text not null,
      subject text not null,
      told jsonb not null,
      primary key (decision, platform, subject)
    );
  `,
  // Who submitted what an action is about, and who is paid by it: members.
  '0009_parties': `
    alter table actions add column parties jsonb;
  `,
  // What waits for a time to pass, or for people; and who holds which role, from the beginning of the log.
  '0010_waiting': `
    alter table actions
      add column held_until timestamptz,
      add column guardian text,
      add column needs int,
      add column confirmers text,
      add column lapses_at timestamptz,
      add column lacking int not null default 0;

    create table approvals (
      action text not null references actions on delete cascade,
      member text not null,
      at timestamptz not null default clock_timestamp(),
      primary key (action, member)
    );
    create index approvals_of_member on approvals (member);

    create table roles (id text primary key, community text not null, name text not null, name_key text not null);
    create index roles_by_name on roles (community, name_key);
    create table role_holders (role text not null, member text not null, primary key (role, member));
    create index roles_of_member on role_holders (member);
    -- Of records that were merged, who it is now.
    create table persons (member text primary key, person text not null);
    create index persons_by_person on persons (person);
  `,
  // What a person should still do at a platform, apart by what shows that it is done; and when that was looked at.
  '0011_notices': `
    alter table connections add column webhook_notice text, add column checked_at timestamptz;
  `,
  // Whether what was refused for the credentials is to be looked at again; and what that is found by.
  '0012_refused': `
    alter table connections add column retry_due boolean not null default false;
    create index decisions_by_proposal on decisions (proposal);
    create index decisions_by_trigger on decisions (trigger);
  `,
  // Expenses that were there before and that policies are asked about by choice.
  '0013_asked': `
    alter table expenses add column asked_at timestamptz;
    update expenses e set asked_at = a.recorded_at from actions a
      where a.community = e.community and a.platform = 'opencollective' and a.subject_id = e.id
        and a.direction = 'OBSERVED' and a.kind = 'opencollective.expense.created';
    create index expenses_unasked on expenses (connection, status, created_at, id) where deleted_at is null and asked_at is null;
  `,
}
