// The tables of proposals. What must never change is refused by the database itself, whoever asks.

import type { Migrations } from '../../../backbone/database/migrate.ts'

export const migrations: Migrations = {
  '0001_start': `
    -- Projections of communities: who belongs, who is who, who holds which role.
    create table members (
      id text primary key,
      community text not null,
      person text not null -- itself, or the member it was merged into
    );
    create index members_of_community on members (community, id);
    create index members_of_person on members (person);
    create table roles (id text primary key, community text not null, name text not null, name_key text not null);
    create index roles_by_name on roles (community, name_key);
    create table role_holders (role text not null, member text not null, primary key (role, member));
    create index roles_of_member on role_holders (member);

    -- Projection of actions: what can have triggered a proposal.
    create table triggers (id text primary key, community text not null);

    create table policies (
      id text primary key,
      community text not null,
      name text not null,
      version int not null,
      newest boolean not null,
      status text not null check (status in ('ACTIVE', 'PAUSED', 'RETIRED')),
      document jsonb not null,
      created_at timestamptz not null,
      unique (community, name, version)
    );
    create unique index newest_policies on policies (community, name) where newest;

    create table proposals (
      id text primary key,
      community text not null,
      title text not null,
      body text not null,
      status text not null check (status in ('OPEN', 'DECIDED', 'CANCELED')),
      trigger text,
      policy text references policies,
      enforcement text not null check (enforcement in ('ENFORCING', 'ADVISORY')),
      method text not null check (method in ('SINGLE_CHOICE', 'APPROVAL', 'CONSENT', 'RANKED')),
      choices jsonb not null,
      passes jsonb not null,
      evidence jsonb,
      size int not null,
      weight bigint not null,
      electorate text not null,
      snapshot text,
      opened_at timestamptz not null,
      closes_at timestamptz,
      closed_at timestamptz,
      totals jsonb not null,
      totals_at timestamptz not null
    ) with (fillfactor = 70); -- each vote rewrites the row: room for it on the same page
    create index proposals_of_community on proposals (community, id);
    create index proposals_by_status on proposals (community, status, id);
    create index proposals_by_deadline on proposals (closes_at) where status = 'OPEN';

    -- Who may vote and with what weight. A seat is void when its person turns out to sit on another one too.
    create table seats (
      proposal text not null references proposals,
      member text not null,
      weight bigint not null,
      void boolean not null default false,
      primary key (proposal, member)
    );
    create index seats_of_member on seats (member);

    create table votes (
      id text primary key,
      proposal text not null references proposals,
      member text not null,
      choices jsonb not null,
      weight bigint not null,
      comment text,
      source text not null,
      cast_at timestamptz not null,
      revision int not null,
      retracted boolean not null,
      unique (proposal, member)
    );
    create index votes_of_proposal on votes (proposal, id) where not retracted;
    create index votes_of_member on votes (member, id) where not retracted;

    create table venues (
      action text primary key,
      proposal text not null references proposals,
      platform text not null,
      url text,
      external_id text not null,
      unique (proposal, platform, external_id)
    );

    create table chains (community text primary key, length bigint not null, head text);
    create table decisions (
      id text primary key,
      community text not null,
      position bigint not null,
      proposal text not null unique references proposals,
      title text not null,
      trigger text,
      policy text,
      outcome text not null check (outcome in ('APPROVED', 'REJECTED', 'NO_QUORUM', 'CANCELED')),
      choice text,
      made_by text not null check (made_by in ('RULE', 'VOTE', 'AUTHORITY')),
      maker text,
      reason text not null,
      tally jsonb not null,
      evidence jsonb,
      enforcement text not null,
      decided_at timestamptz not null,
      hash text not null,
      previous_hash text,
      unique (community, position)
    );
    create index decisions_by_outcome on decisions (community, outcome, position);

    create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'A decision is made once and never changed.' using errcode = 'restrict_violation';
      end $$;
    create trigger decisions_stay before update or delete on decisions for each row execute function refuse_change();
    create trigger decisions_all_stay before truncate on decisions for each statement execute function refuse_change();
    create trigger seats_keep_weight before update of weight, proposal on seats for each row
      when (old.weight is distinct from new.weight or old.proposal is distinct from new.proposal)
      execute function refuse_change();

    -- What became of a decision: this part does change.
    create table follow_ups (
      decision text primary key references decisions,
      proposal text not null,
      community text not null,
      compliance text not null,
      known jsonb not null
    );
    create table follow_up_actions (
      action text primary key,
      decision text not null references decisions
    );
    create index actions_of_decision on follow_up_actions (decision, action);

    create table idempotency (
      community text not null,
      key text not null,
      digest text not null,
      result text not null,
      created_at timestamptz not null default clock_timestamp(),
      primary key (community, key)
    );
  `,
  '0002_forgetting': `
    create index idempotency_by_age on idempotency (created_at);
  `,
  // What people agree to, pinned with the question; and the newest that is known of each subject.
  '0003_terms': `
    alter table triggers add column platform text, add column subject text, add column terms jsonb, add column occurred_at timestamptz;
    create table subjects (
      community text not null,
      platform text not null,
      id text not null,
      terms jsonb,
      action text not null, -- by which the terms are known
      settles jsonb, -- kinds that its newest act of people leaves nothing to decide on; ["*"]: there is nothing any more
      settled_by text,
      settled_how text,
      settled_at timestamptz,
      primary key (community, platform, id)
    );
    alter table proposals add column platform text, add column subject text, add column terms jsonb,
      add column terms_named jsonb, add column on_change text not null default 'REOPEN', add column replaces text;
    create index proposals_on_subject on proposals (community, platform, subject, id) where subject is not null;
    create index proposals_replacing on proposals (replaces) where replaces is not null;
  `,
  '0004_caster': `
    -- By what a vote was cast, or taken back, last; null where that was before this was kept.
    alter table votes add column cast_by jsonb;
    alter table votes add column note text;
    alter table proposals add column opened_by jsonb;
    -- Projection of communities: how keys are called.
    create table keys (id text primary key, community text not null, name text not null);
  `,
  '0005_may': `
    -- Who did it, who submitted what it is about, who is paid: members, who may be kept out of the vote on it.
    alter table triggers add column initiator text, add column submitter text, add column payee text;
    -- [{ member, name, why }]: who would else have voted, or not.
    alter table proposals add column left_out jsonb not null default '[]';
  `,
  '0006_seats': `
    -- Who has no seat because another member, who seems to be the same person, has it.
    create table doubles (
      proposal text not null references proposals,
      member text not null,
      seated_as text not null,
      primary key (proposal, member)
    );
  `,
  '0007_choices': `
    -- A ballot of options chooses, which approves nothing.
    alter table decisions drop constraint decisions_outcome_check;
    alter table decisions add constraint decisions_outcome_check
      check (outcome in ('APPROVED', 'REJECTED', 'CHOSEN', 'NO_WINNER', 'NO_QUORUM', 'CANCELED'));
    -- When a ballot with a minimum time is looked at, whether it may close early; null once that is done.
    alter table proposals add column early_at timestamptz;
    create index proposals_by_early_close on proposals (early_at) where status = 'OPEN' and early_at is not null;
  `,
  '0008_proofs': `
    -- Of the ballots their number and peaks, and the root of the electorate (domain/merkle.ts); null where it was opened before.
    alter table proposals add column ballots jsonb, add column electorate_root text;
    -- The electorate is hashed in the order of the ids' bytes, whatever order the database prefers.
    create index seats_in_order on seats (proposal, member collate "C");
    -- What records of form 2 hold beyond those of form 1.
    alter table decisions
      add column form int not null default 1,
      add column terms jsonb,
      add column policy_hash text,
      add column method text,
      add column choices jsonb,
      add column passes jsonb,
      add column electorate jsonb,
      add column ballots jsonb;
  `,
  '0009_people': `
    create index votes_taken_back on votes (member, id) where retracted;
    alter table members add column erased boolean not null default false;
    -- What records of form 3 commit to, and with what; and what was erased with a member.
    alter table decisions add column commitments jsonb, add column salts jsonb, add column erased jsonb;
    -- Nothing of a decision changes but its texts, where a member is erased, and that says so.
    create function refuse_other_change() returns trigger language plpgsql as $$
      begin
        if new.erased is not null and to_jsonb(new) - array['title', 'reason', 'evidence', 'terms', 'salts', 'erased']
          = to_jsonb(old) - array['title', 'reason', 'evidence', 'terms', 'salts', 'erased'] then
          return new;
        end if;
        raise exception 'A decision is made once and never changed.' using errcode = 'restrict_violation';
      end $$;
    drop trigger decisions_stay on decisions;
    create trigger decisions_stay before update on decisions for each row execute function refuse_other_change();
    create trigger decisions_are_kept before delete on decisions for each row execute function refuse_change();
  `,
}
