// The backbone's own tables.

import type { Migrations } from './migrate.ts'

export const migrations: Migrations = {
  '0001_event_log': `
    create table head (one boolean primary key default true check (one), position bigint not null);
    insert into head values (true, 0);
    create table events (
      position bigint primary key,
      id text not null unique,
      community text,
      type text not null,
      version int not null,
      payload jsonb not null,
      recorded_at timestamptz not null default clock_timestamp()
    );
    create index events_by_community on events (community, position);
    create index events_by_type on events (type, position);
    create table cursors (consumer text primary key, position bigint not null);
  `,
  '0002_lanes': `
    create table lanes (
      consumer text not null,
      community text not null,
      position bigint not null, -- handled up to here
      wanted bigint not null, -- the last event that is known to wait
      primary key (consumer, community)
    );
    create index lanes_unfinished on lanes (consumer, position) where position < wanted;
  `,
  '0003_events_of_proposals': `
    -- What happened to one proposal, among all that happened. The function is what both the index and its readers say.
    create function proposal_of(payload jsonb) returns text language sql immutable parallel safe return
      case jsonb_typeof(payload -> 'proposal') when 'object' then payload -> 'proposal' ->> 'id' else payload ->> 'proposal' end;
    create index events_of_proposals on events (proposal_of(payload), position) where type like 'proposals.%';
  `,
  '0004_moving': `
    -- Which FOLKMOOT_SECRET the rows were written under: a mark that does not tell it.
    create table secret (one boolean primary key default true check (one), mark text not null);
    -- Jobs that came with a restored backup, until the process that knows their queue takes them.
    create table restored_jobs (
      queue text not null,
      data jsonb not null,
      key text not null,
      start_at timestamptz not null,
      group_id text,
      retries int not null
    );
    create index restored_jobs_of_queue on restored_jobs (queue);
  `,
  '0005_streams': `
    -- A stream is of one community and some types: each is read from its own place.
    create index events_by_stream on events (community, type, position);
    drop index events_by_community;
  `,
  // No expression is had from an index alone, and so what it finds cannot be counted there; a column can. An event costs 32 bytes
  // of WAL more (935 instead of 903), and no index entry more. A log of a million events is written anew in six seconds.
  '0006_history': `
    alter table events add column proposal text generated always as
      (case when type like 'proposals.%' then proposal_of(payload) end) stored;
    drop index events_of_proposals;
    create index events_of_proposal on events (proposal, position) where proposal is not null;
  `,
  // One entry for each change that somebody asked for, in the transaction of the change. The head of the log is locked by then, so
  // that one chain has one end; a function sees what was committed since its statement began, which the statement does not.
  '0007_audit': `
    create table audit (
      community text not null, -- empty: of none
      place bigint not null, -- in the chain of the community, from 1
      mutation text not null,
      actor text not null, -- the member, else the key; or admin, system
      record jsonb not null,
      digest text not null, -- of the record
      hash text not null, -- of the hash before and the digest
      primary key (community, place)
    );
    create index audit_by_mutation on audit (community, mutation, place);
    create index audit_by_actor on audit (community, actor, place);
    create table audit_ends (community text primary key, length bigint not null, hash text not null);
    create function record_audit(given jsonb) returns bigint language plpgsql as '
      declare
        one record;
        each record;
        length bigint;
        head text;
      begin
        for one in select distinct value ->> ''community'' as community from jsonb_array_elements(given) loop
          select e.length, e.hash into length, head from backbone.audit_ends e where e.community = one.community;
          if not found then
            length := 0;
            head := '''';
          end if;
          for each in select value from jsonb_array_elements(given) with ordinality as g (value, place)
              where value ->> ''community'' = one.community order by g.place loop
            length := length + 1;
            head := encode(sha256(convert_to(head || (each.value ->> ''digest''), ''UTF8'')), ''hex'');
            insert into backbone.audit (community, place, mutation, actor, record, digest, hash)
              values (one.community, length, each.value ->> ''mutation'', each.value ->> ''actor'', each.value -> ''record'',
                each.value ->> ''digest'', head);
          end loop;
          insert into backbone.audit_ends values (one.community, length, head)
            on conflict (community) do update set length = excluded.length, hash = excluded.hash;
        end loop;
        return jsonb_array_length(given);
      end';
  `,
  '0008_people': `
    -- What an entry of form 2 commits to by a hash: address and salt can be erased, and the chain holds.
    alter table audit add column address text, add column salt text, add column erased boolean not null default false;
    create or replace function record_audit(given jsonb) returns bigint language plpgsql as '
      declare
        one record;
        each record;
        length bigint;
        head text;
      begin
        for one in select distinct value ->> ''community'' as community from jsonb_array_elements(given) loop
          select e.length, e.hash into length, head from backbone.audit_ends e where e.community = one.community;
          if not found then
            length := 0;
            head := '''';
          end if;
          for each in select value from jsonb_array_elements(given) with ordinality as g (value, place)
              where value ->> ''community'' = one.community order by g.place loop
            length := length + 1;
            head := encode(sha256(convert_to(head || (each.value ->> ''digest''), ''UTF8'')), ''hex'');
            insert into backbone.audit (community, place, mutation, actor, record, digest, hash, address, salt)
              values (one.community, length, each.value ->> ''mutation'', each.value ->> ''actor'', each.value -> ''record'',
                each.value ->> ''digest'', head, each.value ->> ''address'', each.value ->> ''salt'');
          end loop;
          insert into backbone.audit_ends values (one.community, length, head)
            on conflict (community) do update set length = excluded.length, hash = excluded.hash;
        end loop;
        return jsonb_array_length(given);
      end';

    -- Members who are erased, or are being erased: what was known of them is sealed, and gone when it is nowhere any more.
    create table erasures (
      id text primary key, -- the member
      community text not null,
      members jsonb not null, -- all ids of the person
      words text, -- sealed: names and accounts
      begun_at timestamptz not null default clock_timestamp(),
      done_at timestamptz
    );
    create index erasures_of_community on erasures (community, id);
    create table erasing (
      erasure text not null references erasures,
      part text not null,
      step int not null default 0,
      place text, -- how far the step has come
      done_at timestamptz,
      primary key (erasure, part)
    );
    -- By what communities know an account again that was erased: a key of each, sealed.
    create table erasure_keys (id text primary key, key text not null); -- the community
    -- Accounts that were erased, as marks of that key: what a platform says of them later is not kept again.
    create table tombstones (
      community text not null,
      platform text not null,
      mark text not null,
      primary key (community, platform, mark)
    );
  `,
}
