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
  '0009_numbering': `
    -- What transactions that run side by side append, one row each, until it is numbered (backbone/log/numbering.ts).
    create table pending (
      xact xid8 not null default pg_current_xact_id(),
      id bigint not null generated by default as identity, -- who began to append after another's commit has a later one
      events text not null, -- as they are to stand in the log: a JSON list
      entries text, -- of the audit log, the same
      primary key (xact, id)
    );
    alter table pending alter column events set storage external, alter column entries set storage external;
    -- No transaction older than this has anything pending: rows that were taken are not looked at again, though something long
    -- (a backup) keeps the database from removing them.
    alter table head add column floor xid8 not null default '0';

    -- Gives positions to all that is pending and committed, and then to what is given. The head is locked first: each statement
    -- after that sees what was committed before it. What was removed is passed by, by the index; without JIT, which would take a
    -- plan that must not scan for one that is worth compiling.
    create function append(given text, noted text) returns bigint language plpgsql set enable_seqscan = off set jit = off as '
      declare
        here bigint;
        since xid8;
        oldest xid8;
        many bigint;
        entries jsonb;
      begin
        if given is null and not exists (
          select from backbone.head h join backbone.pending p
            on p.xact >= case when h.floor > pg_snapshot_xmax(pg_current_snapshot()) then ''0'' else h.floor end
        ) then
          return 0;
        end if;
        select h.position, h.floor into here, since from backbone.head h for update;
        oldest := pg_snapshot_xmin(pg_current_snapshot());
        if since > pg_snapshot_xmax(pg_current_snapshot()) then -- of another server, whose data were brought here
          since := ''0'';
        end if;
        with taken as (delete from backbone.pending p where p.xact >= since returning p.id, p.events, p.entries),
        told as (
          select e.*, row_number() over (order by taken.id, e."offset") as place
          from taken, jsonb_to_recordset(taken.events::jsonb)
            as e("offset" int, id text, community text, type text, version int, payload jsonb)
        ),
        added as (
          insert into backbone.events (position, id, community, type, version, payload)
          select here + told.place, told.id, told.community, told.type, told.version, told.payload from told order by told.place
          returning position
        )
        select (select count(*) from added), (
          select jsonb_agg(e.value order by taken.id, e.place)
          from taken, jsonb_array_elements(taken.entries::jsonb) with ordinality as e (value, place)
        ) into many, entries;
        here := here + many;
        if entries is not null then
          perform backbone.record_audit(entries);
        end if;
        if given is not null then
          insert into backbone.events (position, id, community, type, version, payload)
          select here + e."offset", e.id, e.community, e.type, e.version, e.payload
          from jsonb_to_recordset(given::jsonb)
            as e("offset" int, id text, community text, type text, version int, payload jsonb);
          get diagnostics many = row_count;
          here := here + many;
        end if;
        if noted is not null then
          perform backbone.record_audit(noted::jsonb);
        end if;
        update backbone.head set position = here, floor = oldest;
        perform pg_notify(''folkmoot_log'', here::text);
        return here;
      end';
  `,
}
