-- A database as the first complete state of the schema left it: both flows played, one ballot left open. Made by pg_dump; kept as
-- it is. FOLKMOOT_SECRET was 'the secret of the first state'.
CREATE SCHEMA actions;
CREATE SCHEMA backbone;
CREATE SCHEMA communities;
CREATE SCHEMA cred;
CREATE SCHEMA jobs;
CREATE SCHEMA proposals;
CREATE TYPE jobs.job_state AS ENUM (
    'created',
    'retry',
    'active',
    'completed',
    'cancelled',
    'failed'
);
CREATE FUNCTION jobs.create_queue(queue_name text, options jsonb) RETURNS void
    LANGUAGE plpgsql
    AS $_$
    DECLARE
      tablename varchar := CASE WHEN options->>'partition' = 'true'
                            THEN 'j' || encode(sha224(queue_name::bytea), 'hex')
                            ELSE 'job_common'
                            END;
      queue_created_on timestamptz;
    BEGIN
      WITH q as (
        INSERT INTO jobs.queue (
          name,
          policy,
          retry_limit,
          retry_delay,
          retry_backoff,
          retry_delay_max,
          expire_seconds,
          retention_seconds,
          deletion_seconds,
          warning_queued,
          dead_letter,
          partition,
          table_name,
          heartbeat_seconds,
          notify,
          created_on,
          updated_on
        )
        VALUES (
          queue_name,
          options->>'policy',
          COALESCE((options->>'retryLimit')::int, 2),
          COALESCE((options->>'retryDelay')::int, 0),
          COALESCE((options->>'retryBackoff')::bool, false),
          (options->>'retryDelayMax')::int,
          COALESCE((options->>'expireInSeconds')::int, 900),
          COALESCE((options->>'retentionSeconds')::int, 1209600),
          COALESCE((options->>'deleteAfterSeconds')::int, 604800),
          COALESCE((options->>'warningQueueSize')::int, 0),
          options->>'deadLetter',
          COALESCE((options->>'partition')::bool, false),
          tablename,
          (options->>'heartbeatSeconds')::int,
          COALESCE((options->>'notify')::bool, false),
          jobs.job_now(),
          jobs.job_now()
        )
        ON CONFLICT DO NOTHING
        RETURNING created_on
      )
      SELECT created_on into queue_created_on from q;
      IF queue_created_on IS NULL OR options->>'partition' IS DISTINCT FROM 'true' THEN
        RETURN;
      END IF;
      EXECUTE format('CREATE TABLE jobs.%I (LIKE jobs.job INCLUDING DEFAULTS)', tablename);
      EXECUTE jobs.job_table_format($cmd$ALTER TABLE jobs.job ADD PRIMARY KEY (name, id)$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$ALTER TABLE jobs.job ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$ALTER TABLE jobs.job ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue (name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i11 ON jobs.job (name, priority DESC, created_on, start_after) WHERE state < 'active' AND NOT blocked$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i4 ON jobs.job (name, singleton_on, COALESCE(singleton_key, '')) WHERE state <> 'cancelled' AND singleton_on IS NOT NULL$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i7 ON jobs.job (name, group_id) WHERE state = 'active' AND group_id IS NOT NULL$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i9 ON jobs.job (name, id) WHERE blocking AND state = 'completed'$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i12 ON jobs.job (source_root_id) WHERE source_root_id IS NOT NULL$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i13 ON jobs.job (name, singleton_key) WHERE state = 'created' AND upsert_by_key$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i14 ON jobs.job (name, state, blocked, start_after) WHERE state IN ('created', 'retry', 'active', 'failed')$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i15 ON jobs.job (name, created_on)$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i16 ON jobs.job (name, completed_on) WHERE completed_on IS NOT NULL$cmd$, tablename);
      EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i17 ON jobs.job (name, singleton_key, created_on) WHERE state < 'active' AND singleton_key IS NOT NULL$cmd$, tablename);
      IF options->>'policy' = 'short' THEN
        EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i1 ON jobs.job (name, COALESCE(singleton_key, '')) WHERE state = 'created' AND policy = 'short'$cmd$, tablename);
      ELSIF options->>'policy' = 'singleton' THEN
        EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i2 ON jobs.job (name, COALESCE(singleton_key, '')) WHERE state = 'active' AND policy = 'singleton'$cmd$, tablename);
      ELSIF options->>'policy' = 'stately' THEN
        EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i3 ON jobs.job (name, state, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'stately'$cmd$, tablename);
      ELSIF options->>'policy' = 'exclusive' THEN
        EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i6 ON jobs.job (name, COALESCE(singleton_key, '')) WHERE state <= 'active' AND policy = 'exclusive'$cmd$, tablename);
      ELSIF options->>'policy' = 'key_strict_fifo' THEN
        EXECUTE jobs.job_table_format($cmd$CREATE UNIQUE INDEX job_i8 ON jobs.job (name, singleton_key) WHERE state IN ('active', 'retry', 'failed') AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE jobs.job_table_format($cmd$CREATE INDEX job_i10 ON jobs.job (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE state < 'active' AND NOT blocked AND policy = 'key_strict_fifo'$cmd$, tablename);
        EXECUTE jobs.job_table_format($cmd$ALTER TABLE jobs.job ADD CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK (NOT (policy = 'key_strict_fifo' AND singleton_key IS NULL))$cmd$, tablename);
      END IF;
      EXECUTE format('ALTER TABLE jobs.%I ADD CONSTRAINT cjc CHECK (name=%L)', tablename, queue_name);
      EXECUTE format('ALTER TABLE jobs.job ATTACH PARTITION jobs.%I FOR VALUES IN (%L)', tablename, queue_name);
    END;
    $_$;
CREATE FUNCTION jobs.delete_queue(queue_name text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    DECLARE
      v_table varchar;
      v_partition bool;
    BEGIN
      
      SELECT table_name, partition
      FROM jobs.queue
      WHERE name = queue_name
      INTO v_table, v_partition;
      IF v_partition THEN
        EXECUTE format('DROP TABLE IF EXISTS jobs.%I', v_table);
      ELSE
        EXECUTE format('DELETE FROM jobs.%I WHERE name = %L', v_table, queue_name);
      END IF;
    
      DELETE FROM jobs.queue WHERE name = queue_name;
    END;
    $$;
CREATE FUNCTION jobs.job_now() RETURNS timestamp with time zone
    LANGUAGE sql STABLE
    AS $$
      SELECT pg_catalog.now();
    $$;
CREATE FUNCTION jobs.job_table_format(command text, table_name text) RETURNS text
    LANGUAGE sql IMMUTABLE
    AS $_$
      SELECT format(
        regexp_replace(
          regexp_replace(command, '\.job\y', '.%1$I', 'g'),
          '\yjob_i(\d+)', '%1$s_i\1', 'g'
        ),
        table_name
      );
    $_$;
CREATE FUNCTION jobs.job_table_run(command text, tbl_name text DEFAULT NULL::text, queue_name text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    DECLARE
      tbl RECORD;
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM jobs.queue WHERE name = queue_name;
      END IF;
      IF tbl_name IS NOT NULL THEN
        EXECUTE jobs.job_table_format(command, tbl_name);
        RETURN;
      END IF;
      EXECUTE jobs.job_table_format(command, 'job_common');
      FOR tbl IN SELECT table_name FROM jobs.queue WHERE partition = true
      LOOP
        EXECUTE jobs.job_table_format(command, tbl.table_name);
      END LOOP;
    END;
    $$;
CREATE FUNCTION jobs.job_table_run_async(command_name text, version integer, command text, tbl_name text DEFAULT NULL::text, queue_name text DEFAULT NULL::text) RETURNS void
    LANGUAGE plpgsql
    AS $$
    BEGIN
      IF queue_name IS NOT NULL THEN
        SELECT table_name INTO tbl_name FROM jobs.queue WHERE name = queue_name;
      END IF;
      IF tbl_name IS NOT NULL THEN
        INSERT INTO jobs.bam (name, version, status, queue, table_name, command)
        VALUES (
          command_name,
          version,
          'pending',
          queue_name,
          tbl_name,
          jobs.job_table_format(command, tbl_name)
        );
        RETURN;
      END IF;
      INSERT INTO jobs.bam (name, version, status, queue, table_name, command)
      SELECT
        command_name,
        version,
        'pending',
        NULL,
        'job_common',
        jobs.job_table_format(command, 'job_common')
      UNION ALL
      SELECT
        command_name,
        version,
        'pending',
        queue.name,
        queue.table_name,
        jobs.job_table_format(command, queue.table_name)
      FROM jobs.queue
      WHERE partition = true;
    END;
    $$;
CREATE FUNCTION proposals.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
      begin
        raise exception 'A decision is made once and never changed.' using errcode = 'restrict_violation';
      end $$;
CREATE TABLE actions.accounts (
    community text NOT NULL,
    platform text NOT NULL,
    host text NOT NULL,
    external_id text NOT NULL,
    username text,
    member text NOT NULL
);
CREATE TABLE actions.actions (
    id text NOT NULL,
    community text NOT NULL,
    connection text,
    direction text NOT NULL,
    platform text NOT NULL,
    kind text NOT NULL,
    initiator text,
    initiator_name text,
    subject_type text NOT NULL,
    subject_id text NOT NULL,
    subject_title text,
    subject_url text,
    data jsonb NOT NULL,
    status text NOT NULL,
    decision text,
    proposal text,
    advisory boolean DEFAULT false NOT NULL,
    asks_permission boolean DEFAULT false NOT NULL,
    verdict text,
    problem text,
    result jsonb,
    occurred_at timestamp with time zone NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    platform_event text,
    idempotency_key text,
    request_hash text,
    place timestamp with time zone,
    sent_at timestamp with time zone,
    tries integer DEFAULT 0 NOT NULL,
    next_try_at timestamp with time zone,
    claimed_by text,
    claimed_until timestamp with time zone
);
CREATE TABLE actions.attempts (
    action text NOT NULL,
    number integer NOT NULL,
    at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    outcome text NOT NULL,
    detail text
);
CREATE TABLE actions.connections (
    id text NOT NULL,
    community text NOT NULL,
    platform text NOT NULL,
    external_id text NOT NULL,
    settings jsonb NOT NULL,
    credentials text,
    webhook_secret text,
    webhook_id text,
    self jsonb,
    watch_from timestamp with time zone,
    place timestamp with time zone,
    status text NOT NULL,
    problem text,
    notice text,
    live boolean DEFAULT false NOT NULL,
    last_event_at timestamp with time zone,
    connected_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE actions.expenses (
    connection text NOT NULL,
    id text NOT NULL,
    community text NOT NULL,
    legacy_id integer,
    account text NOT NULL,
    description text NOT NULL,
    status text NOT NULL,
    amount_in_cents bigint NOT NULL,
    currency text NOT NULL,
    payee text NOT NULL,
    submitted_by text NOT NULL,
    tags jsonb NOT NULL,
    url text,
    created_at timestamp with time zone NOT NULL,
    read_at timestamp with time zone NOT NULL,
    deleted_at timestamp with time zone
);
CREATE TABLE actions.own_events (
    community text NOT NULL,
    platform text NOT NULL,
    platform_event text NOT NULL,
    action text NOT NULL
);
CREATE TABLE actions.webhooks (
    id bigint NOT NULL,
    connection text NOT NULL,
    event_id text NOT NULL,
    subject text,
    body jsonb NOT NULL,
    received_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    handled_at timestamp with time zone
);
ALTER TABLE actions.webhooks ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME actions.webhooks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE backbone.cursors (
    consumer text NOT NULL,
    "position" bigint NOT NULL
);
CREATE TABLE backbone.events (
    "position" bigint NOT NULL,
    id text NOT NULL,
    community text,
    type text NOT NULL,
    version integer NOT NULL,
    payload jsonb NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE backbone.head (
    one boolean DEFAULT true NOT NULL,
    "position" bigint NOT NULL,
    CONSTRAINT head_one_check CHECK (one)
);
CREATE TABLE backbone.migrations (
    part text NOT NULL,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE communities.accounts (
    key bigint NOT NULL,
    community text NOT NULL,
    member text NOT NULL,
    platform text NOT NULL,
    host text NOT NULL,
    external_id text,
    username text,
    username_key text,
    proof text NOT NULL,
    linked_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT accounts_check CHECK (((external_id IS NOT NULL) OR (username IS NOT NULL))),
    CONSTRAINT accounts_check1 CHECK (((username IS NULL) = (username_key IS NULL))),
    CONSTRAINT accounts_proof_check CHECK ((proof = ANY (ARRAY['VERIFIED'::text, 'ASSERTED'::text])))
);
ALTER TABLE communities.accounts ALTER COLUMN key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME communities.accounts_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE communities.api_keys (
    id text NOT NULL,
    community text NOT NULL,
    member text,
    name text NOT NULL,
    scopes jsonb NOT NULL,
    digest text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    expires_at timestamp with time zone,
    revoked_at timestamp with time zone
);
CREATE TABLE communities.communities (
    id text NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    visibility text NOT NULL,
    driver text DEFAULT 'BUILT_IN'::text NOT NULL,
    driver_endpoint text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT communities_check CHECK (((driver_endpoint IS NULL) OR (driver = 'EXTERNAL'::text))),
    CONSTRAINT communities_driver_check CHECK ((driver = ANY (ARRAY['BUILT_IN'::text, 'EXTERNAL'::text]))),
    CONSTRAINT communities_visibility_check CHECK ((visibility = ANY (ARRAY['PUBLIC'::text, 'PRIVATE'::text])))
);
CREATE TABLE communities.connections (
    id text NOT NULL,
    community text NOT NULL,
    platform text NOT NULL,
    external_id text NOT NULL,
    settings jsonb NOT NULL,
    webhook_url text,
    status text NOT NULL,
    problem text,
    last_event_at timestamp with time zone,
    connected_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT connections_status_check CHECK ((status = ANY (ARRAY['CONNECTED'::text, 'UNAUTHORIZED'::text, 'UNREACHABLE'::text, 'DISCONNECTED'::text])))
);
CREATE TABLE communities.grants (
    community text NOT NULL,
    member text NOT NULL,
    role text NOT NULL,
    request text,
    decision text,
    granted_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE communities.members (
    id text NOT NULL,
    community text NOT NULL,
    name text NOT NULL,
    joined_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    merged_into text,
    CONSTRAINT members_check CHECK ((merged_into <> id))
);
CREATE TABLE communities.requests (
    id text NOT NULL,
    community text NOT NULL,
    member text NOT NULL,
    role text NOT NULL,
    status text NOT NULL,
    reason text,
    decision text,
    requested_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    settled_at timestamp with time zone,
    CONSTRAINT requests_check CHECK (((status = 'PENDING'::text) = (settled_at IS NULL))),
    CONSTRAINT requests_status_check CHECK ((status = ANY (ARRAY['PENDING'::text, 'GRANTED'::text, 'REFUSED'::text, 'WITHDRAWN'::text])))
);
CREATE TABLE communities.roles (
    id text NOT NULL,
    community text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    description text,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE cred.snapshot_bodies (
    snapshot text NOT NULL,
    body bytea NOT NULL
);
ALTER TABLE ONLY cred.snapshot_bodies ALTER COLUMN body SET STORAGE EXTERNAL;
CREATE TABLE cred.snapshots (
    id text NOT NULL,
    community text NOT NULL,
    source_url text NOT NULL,
    sha256 text NOT NULL,
    fetched_at timestamp with time zone NOT NULL,
    last_interval_end timestamp with time zone NOT NULL,
    participants integer NOT NULL,
    files jsonb NOT NULL,
    ledger_problem text
);
CREATE TABLE cred.sources (
    community text NOT NULL,
    url text NOT NULL,
    refresh_every_seconds integer NOT NULL,
    generation integer NOT NULL,
    status text NOT NULL,
    problem text,
    refreshed_at timestamp with time zone NOT NULL,
    attempted_at timestamp with time zone NOT NULL,
    etags jsonb NOT NULL,
    snapshot text NOT NULL,
    CONSTRAINT sources_status_check CHECK ((status = ANY (ARRAY['READY'::text, 'LOADING'::text, 'UNREACHABLE'::text, 'INVALID'::text])))
);
CREATE TABLE jobs.bam (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    status text DEFAULT 'pending'::text NOT NULL,
    queue text,
    table_name text NOT NULL,
    command text NOT NULL,
    error text,
    created_on timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    started_on timestamp with time zone,
    completed_on timestamp with time zone
);
CREATE TABLE jobs.instance (
    id uuid NOT NULL,
    name text,
    host text NOT NULL,
    pid integer NOT NULL,
    version text NOT NULL,
    node_version text NOT NULL,
    application_name text,
    heartbeat_seconds integer NOT NULL,
    supervise boolean NOT NULL,
    schedule boolean NOT NULL,
    migrate boolean NOT NULL,
    persist_queue_stats boolean NOT NULL,
    persist_warnings boolean NOT NULL,
    pool_max integer,
    pool_total integer,
    pool_idle integer,
    pool_waiting integer,
    workers jsonb DEFAULT '[]'::jsonb NOT NULL,
    metrics jsonb,
    config jsonb DEFAULT '{}'::jsonb NOT NULL,
    crash_restarts integer DEFAULT 0 NOT NULL,
    crash_restarts_since timestamp with time zone,
    started_on timestamp with time zone DEFAULT now() NOT NULL,
    heartbeat_on timestamp with time zone DEFAULT now() NOT NULL,
    stopped_on timestamp with time zone
);
CREATE TABLE jobs.job (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    retry_delay_max integer,
    expire_seconds integer DEFAULT 900 NOT NULL,
    deletion_seconds integer DEFAULT 604800 NOT NULL,
    singleton_key text,
    singleton_on timestamp without time zone,
    group_id text,
    group_tier text,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '336:00:00'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    heartbeat_on timestamp with time zone,
    heartbeat_seconds integer,
    blocked boolean DEFAULT false NOT NULL,
    blocking boolean DEFAULT false NOT NULL,
    pending_dependencies integer DEFAULT 0 NOT NULL,
    source_name text,
    source_id uuid,
    source_created_on timestamp with time zone,
    source_retry_count integer,
    source_output jsonb,
    source_root_id uuid,
    trace_context jsonb,
    upsert_by_key boolean
)
PARTITION BY LIST (name);
CREATE TABLE jobs.job_common (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    priority integer DEFAULT 0 NOT NULL,
    data jsonb,
    state jobs.job_state DEFAULT 'created'::jobs.job_state NOT NULL,
    retry_limit integer DEFAULT 2 NOT NULL,
    retry_count integer DEFAULT 0 NOT NULL,
    retry_delay integer DEFAULT 0 NOT NULL,
    retry_backoff boolean DEFAULT false NOT NULL,
    retry_delay_max integer,
    expire_seconds integer DEFAULT 900 NOT NULL,
    deletion_seconds integer DEFAULT 604800 NOT NULL,
    singleton_key text,
    singleton_on timestamp without time zone,
    group_id text,
    group_tier text,
    start_after timestamp with time zone DEFAULT now() NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    started_on timestamp with time zone,
    completed_on timestamp with time zone,
    keep_until timestamp with time zone DEFAULT (now() + '336:00:00'::interval) NOT NULL,
    output jsonb,
    dead_letter text,
    policy text,
    heartbeat_on timestamp with time zone,
    heartbeat_seconds integer,
    blocked boolean DEFAULT false NOT NULL,
    blocking boolean DEFAULT false NOT NULL,
    pending_dependencies integer DEFAULT 0 NOT NULL,
    source_name text,
    source_id uuid,
    source_created_on timestamp with time zone,
    source_retry_count integer,
    source_output jsonb,
    source_root_id uuid,
    trace_context jsonb,
    upsert_by_key boolean,
    CONSTRAINT job_key_strict_fifo_singleton_key_check CHECK ((NOT ((policy = 'key_strict_fifo'::text) AND (singleton_key IS NULL))))
);
CREATE TABLE jobs.job_dependency (
    child_name text NOT NULL,
    child_id uuid NOT NULL,
    parent_name text NOT NULL,
    parent_id uuid NOT NULL
);
CREATE TABLE jobs.queue (
    name text NOT NULL,
    policy text NOT NULL,
    retry_limit integer NOT NULL,
    retry_delay integer NOT NULL,
    retry_backoff boolean NOT NULL,
    retry_delay_max integer,
    expire_seconds integer NOT NULL,
    retention_seconds integer NOT NULL,
    deletion_seconds integer NOT NULL,
    dead_letter text,
    partition boolean NOT NULL,
    table_name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    blocked_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    warning_queued integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    retained_count integer,
    retained_on timestamp with time zone,
    created_delta integer DEFAULT 0 NOT NULL,
    completed_delta integer DEFAULT 0 NOT NULL,
    failed_delta integer DEFAULT 0 NOT NULL,
    delta_on timestamp with time zone,
    delta_seconds integer,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    ready_history integer[] DEFAULT '{}'::integer[] NOT NULL,
    heartbeat_seconds integer,
    notify boolean DEFAULT false NOT NULL,
    singletons_active text[],
    monitor_claim_on timestamp with time zone,
    monitor_on timestamp with time zone,
    maintain_on timestamp with time zone,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT queue_check CHECK ((dead_letter IS DISTINCT FROM name))
);
CREATE TABLE jobs.queue_stats (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    created_delta integer,
    completed_delta integer,
    failed_delta integer,
    delta_seconds integer,
    delta_on timestamp with time zone,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    captured_on timestamp with time zone DEFAULT now() NOT NULL
)
PARTITION BY RANGE (captured_on);
CREATE TABLE jobs.queue_stats_20261125 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    created_delta integer,
    completed_delta integer,
    failed_delta integer,
    delta_seconds integer,
    delta_on timestamp with time zone,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    captured_on timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE jobs.queue_stats_20261126 (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    deferred_count integer DEFAULT 0 NOT NULL,
    queued_count integer DEFAULT 0 NOT NULL,
    ready_count integer DEFAULT 0 NOT NULL,
    active_count integer DEFAULT 0 NOT NULL,
    failed_count integer DEFAULT 0 NOT NULL,
    total_count integer DEFAULT 0 NOT NULL,
    created_delta integer,
    completed_delta integer,
    failed_delta integer,
    delta_seconds integer,
    delta_on timestamp with time zone,
    wait_bins integer[],
    run_bins integer[],
    ready_oldest_seconds integer,
    captured_on timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE jobs.schedule (
    name text NOT NULL,
    key text DEFAULT ''::text NOT NULL,
    kind text DEFAULT 'cron'::text NOT NULL,
    cron text NOT NULL,
    timezone text DEFAULT 'UTC'::text,
    data jsonb,
    options jsonb,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL,
    last_job_id uuid,
    CONSTRAINT schedule_kind_check CHECK ((kind = ANY (ARRAY['cron'::text, 'rrule'::text])))
);
CREATE TABLE jobs.subscription (
    event text NOT NULL,
    name text NOT NULL,
    created_on timestamp with time zone DEFAULT now() NOT NULL,
    updated_on timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE jobs.version (
    version integer NOT NULL,
    cron_on timestamp with time zone,
    bam_on timestamp with time zone,
    flow_on timestamp with time zone,
    reindex_on timestamp with time zone,
    monitor_backoff_on timestamp with time zone
);
CREATE TABLE jobs.warning (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    type text NOT NULL,
    message text NOT NULL,
    data jsonb,
    created_on timestamp with time zone DEFAULT now() NOT NULL
);
CREATE TABLE proposals.chains (
    community text NOT NULL,
    length bigint NOT NULL,
    head text
);
CREATE TABLE proposals.decisions (
    id text NOT NULL,
    community text NOT NULL,
    "position" bigint NOT NULL,
    proposal text NOT NULL,
    title text NOT NULL,
    trigger text,
    policy text,
    outcome text NOT NULL,
    choice text,
    made_by text NOT NULL,
    maker text,
    reason text NOT NULL,
    tally jsonb NOT NULL,
    evidence jsonb,
    enforcement text NOT NULL,
    decided_at timestamp with time zone NOT NULL,
    hash text NOT NULL,
    previous_hash text,
    CONSTRAINT decisions_made_by_check CHECK ((made_by = ANY (ARRAY['RULE'::text, 'VOTE'::text, 'AUTHORITY'::text]))),
    CONSTRAINT decisions_outcome_check CHECK ((outcome = ANY (ARRAY['APPROVED'::text, 'REJECTED'::text, 'NO_QUORUM'::text, 'CANCELED'::text])))
);
CREATE TABLE proposals.follow_up_actions (
    action text NOT NULL,
    decision text NOT NULL
);
CREATE TABLE proposals.follow_ups (
    decision text NOT NULL,
    proposal text NOT NULL,
    community text NOT NULL,
    compliance text NOT NULL,
    known jsonb NOT NULL
);
CREATE TABLE proposals.idempotency (
    community text NOT NULL,
    key text NOT NULL,
    digest text NOT NULL,
    result text NOT NULL,
    created_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL
);
CREATE TABLE proposals.members (
    id text NOT NULL,
    community text NOT NULL,
    person text NOT NULL
);
CREATE TABLE proposals.policies (
    id text NOT NULL,
    community text NOT NULL,
    name text NOT NULL,
    version integer NOT NULL,
    newest boolean NOT NULL,
    status text NOT NULL,
    document jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT policies_status_check CHECK ((status = ANY (ARRAY['ACTIVE'::text, 'PAUSED'::text, 'RETIRED'::text])))
);
CREATE TABLE proposals.proposals (
    id text NOT NULL,
    community text NOT NULL,
    title text NOT NULL,
    body text NOT NULL,
    status text NOT NULL,
    trigger text,
    policy text,
    enforcement text NOT NULL,
    method text NOT NULL,
    choices jsonb NOT NULL,
    passes jsonb NOT NULL,
    evidence jsonb,
    size integer NOT NULL,
    weight bigint NOT NULL,
    electorate text NOT NULL,
    snapshot text,
    opened_at timestamp with time zone NOT NULL,
    closes_at timestamp with time zone,
    closed_at timestamp with time zone,
    totals jsonb NOT NULL,
    totals_at timestamp with time zone NOT NULL,
    CONSTRAINT proposals_enforcement_check CHECK ((enforcement = ANY (ARRAY['ENFORCING'::text, 'ADVISORY'::text]))),
    CONSTRAINT proposals_method_check CHECK ((method = ANY (ARRAY['SINGLE_CHOICE'::text, 'APPROVAL'::text, 'CONSENT'::text, 'RANKED'::text]))),
    CONSTRAINT proposals_status_check CHECK ((status = ANY (ARRAY['OPEN'::text, 'DECIDED'::text, 'CANCELED'::text])))
)
WITH (fillfactor='70');
CREATE TABLE proposals.role_holders (
    role text NOT NULL,
    member text NOT NULL
);
CREATE TABLE proposals.roles (
    id text NOT NULL,
    community text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL
);
CREATE TABLE proposals.seats (
    proposal text NOT NULL,
    member text NOT NULL,
    weight bigint NOT NULL,
    void boolean DEFAULT false NOT NULL
);
CREATE TABLE proposals.triggers (
    id text NOT NULL,
    community text NOT NULL
);
CREATE TABLE proposals.venues (
    action text NOT NULL,
    proposal text NOT NULL,
    platform text NOT NULL,
    url text,
    external_id text NOT NULL
);
CREATE TABLE proposals.votes (
    id text NOT NULL,
    proposal text NOT NULL,
    member text NOT NULL,
    choices jsonb NOT NULL,
    weight bigint NOT NULL,
    comment text,
    source text NOT NULL,
    cast_at timestamp with time zone NOT NULL,
    revision integer NOT NULL,
    retracted boolean NOT NULL
);
ALTER TABLE ONLY jobs.job ATTACH PARTITION jobs.job_common DEFAULT;
ALTER TABLE ONLY jobs.queue_stats ATTACH PARTITION jobs.queue_stats_20261125 FOR VALUES FROM ('2026-11-25 00:00:00+00') TO ('2026-11-26 00:00:00+00');
ALTER TABLE ONLY jobs.queue_stats ATTACH PARTITION jobs.queue_stats_20261126 FOR VALUES FROM ('2026-11-26 00:00:00+00') TO ('2026-11-27 00:00:00+00');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@maren-holt', 'maren-holt', 'mem_01m8a43jcgeh2vy07r1hpx387w');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'github', '', '@marenholt', 'marenholt', 'mem_01m8a43jcgeh2vy07r1hpx387w');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'discord', '', '412087345210988545', NULL, 'mem_01m8a43jcgeh2vy07r1hpx387w');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@tobias-okafor', 'tobias-okafor', 'mem_01m8a43jebeh2vy08v3vf4xysq');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'github', '', '@tokafor', 'tokafor', 'mem_01m8a43jebeh2vy08v3vf4xysq');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'discord', '', '530172649918373888', NULL, 'mem_01m8a43jebeh2vy08v3vf4xysq');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@ines-carvalho', 'ines-carvalho', 'mem_01m8a43jg2eh2vy09rw2qmk398');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'github', '', '@inescarvalho', 'inescarvalho', 'mem_01m8a43jg2eh2vy09rw2qmk398');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@sunniva-dahl', 'sunniva-dahl', 'mem_01m8a43jhjeh2vy0asf3844jdb');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'github', '', '@sunnivad', 'sunnivad', 'mem_01m8a43jhjeh2vy0asf3844jdb');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@kofi-mensah', 'kofi-mensah', 'mem_01m8a43jkjeh2vy0bxtj67jwe0');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'github', '', '@kofimensah', 'kofimensah', 'mem_01m8a43jkjeh2vy0bxtj67jwe0');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'discord', '', '701443998210572419', NULL, 'mem_01m8a43jkjeh2vy0bxtj67jwe0');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@lin-yue', 'lin-yue', 'mem_01m8a43jmqeh2vy0cvj5qmyrna');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'github', '', '@linyue', 'linyue', 'mem_01m8a43jmqeh2vy0cvj5qmyrna');
INSERT INTO actions.accounts VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', '', '@petra-novak', 'petra-novak', 'mem_01m8a43jp0eh2vy0dr8z8kdq39');
INSERT INTO actions.actions VALUES ('act_01m8a43jvfeh2vy0frdj7vmz54', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'OBSERVED', 'communities', 'communities.role.requested', 'mem_01m8a43jebeh2vy08v3vf4xysq', NULL, 'roleRequest', 'req_01m8a43jtxeh2vy0fdx8c6j0zb', 'steward', NULL, '{"role": "steward", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "request": "req_01m8a43jtxeh2vy0fdx8c6j0zb"}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:45.95+00', '2026-11-25 19:49:45.971848+00', 'evt_01m8a43jtzeh2vy0fqfvgb0jkm', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43k2veh2vy0hbgn2yphe3', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'REQUESTED', 'communities', 'communities.role.grant', NULL, NULL, 'roleRequest', 'req_01m8a43jtxeh2vy0fdx8c6j0zb', NULL, NULL, '{"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 126.11351919999998; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}', 'DONE', 'dec_01m8a43jxgeh2vy0ghnt054yy0', NULL, false, false, NULL, NULL, '{"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43jtxeh2vy0fdx8c6j0zb"}', '2026-11-25 19:49:46.203+00', '2026-11-25 19:49:46.205611+00', NULL, 'dec_01m8a43jxgeh2vy0ghnt054yy0:approved:0', '56GaHniMAb6zUMOsrmhpU2qsWo7GIPv8BaeDZy8gXjE', NULL, '2026-11-25 19:49:46.267+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43k9geh2vy0k660tfjem3', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'OBSERVED', 'communities', 'communities.role.requested', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', NULL, 'roleRequest', 'req_01m8a43k7jeh2vy0jmgphrwf54', 'steward', NULL, '{"role": "steward", "member": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "request": "req_01m8a43k7jeh2vy0jmgphrwf54"}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:46.354+00', '2026-11-25 19:49:46.416835+00', 'evt_01m8a43k7zeh2vy0jsfckgyvk7', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43mtseh2vy1548vyvvnxz', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.approve', NULL, NULL, 'expense', 'ex_RemrNdlt3VI4UI05K0a9r', 'Garden hose and fittings', 'http://127.0.0.1:37635/tidewater-commons/expenses/2000', '{"reason": "Approved. approve 3, reject 0, abstain 0; 3 of 4 voted. The missing votes could not change it."}', 'DONE', 'dec_01m8a43msmeh2vy1454wz3bg3p', NULL, false, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "status": "APPROVED", "already": false, "approvedBy": ["governance-bot"], "externalId": "ex_RemrNdlt3VI4UI05K0a9r"}', '2026-11-25 19:49:47.993+00', '2026-11-25 19:49:47.99397+00', NULL, 'dec_01m8a43msmeh2vy1454wz3bg3p:approved:0', 'leMs4Hk5bpc2Ot_xYx2VaMf_C94ORZz7Ub05RKL07V0', '2026-11-25 19:49:47.609+00', '2026-11-25 19:49:48.092+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43kfeeh2vy0mrr85k9s67', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'REQUESTED', 'communities', 'communities.role.refuse', NULL, NULL, 'roleRequest', 'req_01m8a43k7jeh2vy0jmgphrwf54', NULL, NULL, '{"reason": "The policy \"stewards\" rejects: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 6.5770328000000005; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}', 'DONE', 'dec_01m8a43kcveh2vy0m2p2601qn1', NULL, false, false, NULL, NULL, '{"url": null, "status": "REFUSED", "already": false, "externalId": "req_01m8a43k7jeh2vy0jmgphrwf54"}', '2026-11-25 19:49:46.606+00', '2026-11-25 19:49:46.607852+00', NULL, 'dec_01m8a43kcveh2vy0m2p2601qn1:rejected:0', 'iT53ohlblGcs94m9fn1oP8LYUTHzUmiVbfBg7mgz4Ms', NULL, '2026-11-25 19:49:46.634+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43khfeh2vy0pgcd7zxa0z', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'OBSERVED', 'communities', 'communities.role.requested', 'mem_01m8a43jg2eh2vy09rw2qmk398', NULL, 'roleRequest', 'req_01m8a43kh7eh2vy0nr2j4bf54r', 'steward', NULL, '{"role": "steward", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "request": "req_01m8a43kh7eh2vy0nr2j4bf54r"}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:46.663+00', '2026-11-25 19:49:46.672769+00', 'evt_01m8a43kh9eh2vy0p3w7mhcztn', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43n0zeh2vy15qbtfyqrxa', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.approved', NULL, 'governance-bot', 'expense', 'ex_RemrNdlt3VI4UI05K0a9r', 'Garden hose and fittings', 'http://127.0.0.1:37635/tidewater-commons/expenses/2000', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "tags": [], "actor": "governance-bot", "payee": "lin-yue", "status": "APPROVED", "activity": "act_6suFbmbX9Kw73til5qHEl", "currency": "USD", "legacyId": 2000, "createdAt": "2026-11-25T19:49:47.608Z", "expenseId": "ex_RemrNdlt3VI4UI05K0a9r", "byFolkmoot": true, "collective": "tidewater-commons", "description": "Garden hose and fittings", "submittedBy": "lin-yue", "amountInCents": 6840, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:48.126+00', '2026-11-25 19:49:48.192856+00', 'act_6suFbmbX9Kw73til5qHEl', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43kk4eh2vy0r7dhbqm67r', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'REQUESTED', 'communities', 'communities.role.grant', NULL, NULL, 'roleRequest', 'req_01m8a43kh7eh2vy0nr2j4bf54r', NULL, NULL, '{"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 103.99864240000002; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}', 'DONE', 'dec_01m8a43kj6eh2vy0qfjpx271f7', NULL, false, false, NULL, NULL, '{"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43kh7eh2vy0nr2j4bf54r"}', '2026-11-25 19:49:46.724+00', '2026-11-25 19:49:46.725053+00', NULL, 'dec_01m8a43kj6eh2vy0qfjpx271f7:approved:0', 'vOUlQVYQkLpbf061Ok1tWN_7e24wRNcfjVb9muV8UZg', NULL, '2026-11-25 19:49:46.745+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43krjeh2vy0vpd7vg9201', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'REQUESTED', 'communities', 'communities.role.grant', NULL, NULL, 'roleRequest', 'req_01m8a43knbeh2vy0sdy2t687sj', NULL, NULL, '{"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 57.35786919999999; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}', 'DONE', 'dec_01m8a43kqfeh2vy0trg76f6frg', NULL, false, false, NULL, NULL, '{"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43knbeh2vy0sdy2t687sj"}', '2026-11-25 19:49:46.898+00', '2026-11-25 19:49:46.899377+00', NULL, 'dec_01m8a43kqfeh2vy0trg76f6frg:approved:0', '5RuYFgbKi-etUsZl8KTDbrzGhPiSNuLl-yJZMfm_cxg', NULL, '2026-11-25 19:49:46.934+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43kp0eh2vy0t1xfcww25z', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'OBSERVED', 'communities', 'communities.role.requested', 'mem_01m8a43jhjeh2vy0asf3844jdb', NULL, 'roleRequest', 'req_01m8a43knbeh2vy0sdy2t687sj', 'steward', NULL, '{"role": "steward", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "request": "req_01m8a43knbeh2vy0sdy2t687sj"}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:46.796+00', '2026-11-25 19:49:46.817325+00', 'evt_01m8a43kneeh2vy0shhpeycg55', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43kyceh2vy0xj32tz7epg', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'OBSERVED', 'communities', 'communities.role.requested', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', NULL, 'roleRequest', 'req_01m8a43kw9eh2vy0wvk28wwzye', 'steward', NULL, '{"role": "steward", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "request": "req_01m8a43kw9eh2vy0wvk28wwzye"}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:47.019+00', '2026-11-25 19:49:47.086129+00', 'evt_01m8a43kwyeh2vy0x98kpqd8bc', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43m79eh2vy0z6q90t9hqt', 'com_01m8a43hceeh2vy05kf2bhg5sc', NULL, 'REQUESTED', 'communities', 'communities.role.grant', NULL, NULL, 'roleRequest', 'req_01m8a43kw9eh2vy0wvk28wwzye', NULL, NULL, '{"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 43.26796000000001; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}', 'DONE', 'dec_01m8a43m2yeh2vy0y9xmqsb9r9', NULL, false, false, NULL, NULL, '{"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43kw9eh2vy0wvk28wwzye"}', '2026-11-25 19:49:47.369+00', '2026-11-25 19:49:47.370334+00', NULL, 'dec_01m8a43m2yeh2vy0y9xmqsb9r9:approved:0', 'ttEuzYRdPFQb9862_CK3TnP8efgfWIqkpYqtt7VHOtY', NULL, '2026-11-25 19:49:47.445+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43mj7eh2vy111c4tbbf9q', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.created', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', 'lin-yue', 'expense', 'ex_RemrNdlt3VI4UI05K0a9r', 'Garden hose and fittings', 'http://127.0.0.1:37635/tidewater-commons/expenses/2000', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "tags": [], "actor": "lin-yue", "payee": "lin-yue", "status": "PENDING", "activity": "act_7Rdsihi2oUNAaz10VEVmF", "currency": "USD", "legacyId": 2000, "createdAt": "2026-11-25T19:49:47.608Z", "expenseId": "ex_RemrNdlt3VI4UI05K0a9r", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Garden hose and fittings", "submittedBy": "lin-yue", "amountInCents": 6840, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:47.609+00', '2026-11-25 19:49:47.721825+00', 'act_7Rdsihi2oUNAaz10VEVmF', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43mq3eh2vy12sfeg1efp0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.comment', NULL, NULL, 'expense', 'ex_RemrNdlt3VI4UI05K0a9r', 'Garden hose and fittings', 'http://127.0.0.1:37635/tidewater-commons/expenses/2000', '{"message": "A vote is open: Pay \"Garden hose and fittings\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:47.788Z. (prop_01m8a43mmaeh2vy11zj3sfmbqp)"}', 'DONE', NULL, 'prop_01m8a43mmaeh2vy11zj3sfmbqp', false, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000#comment-cmt_Iyb060TA1HzQ6OVsQKcQ8", "externalId": "cmt_Iyb060TA1HzQ6OVsQKcQ8"}', '2026-11-25 19:49:47.875+00', '2026-11-25 19:49:47.875441+00', NULL, 'prop_01m8a43mmaeh2vy11zj3sfmbqp:venue:0', 'w_0Y4dytmY7AI8GbT0cjeXokYNDwbytkRrV68xmtpQs', '2026-11-25 19:49:47.609+00', '2026-11-25 19:49:47.942+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43n59eh2vy16pda5je1dw', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.created', 'mem_01m8a43jp0eh2vy0dr8z8kdq39', 'petra-novak', 'expense', 'ex_yit8s1HXRymjdNNKMIMNM', 'Marble fountain', 'http://127.0.0.1:37635/tidewater-commons/expenses/2001', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "tags": [], "actor": "petra-novak", "payee": "petra-novak", "status": "PENDING", "activity": "act_w0odAIzXuLFRic7NBd8kg", "currency": "USD", "legacyId": 2001, "createdAt": "2026-11-25T19:49:48.291Z", "expenseId": "ex_yit8s1HXRymjdNNKMIMNM", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Marble fountain", "submittedBy": "petra-novak", "amountInCents": 480000, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:48.292+00', '2026-11-25 19:49:48.332269+00', 'act_w0odAIzXuLFRic7NBd8kg', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43na4eh2vy184bx8p05q9', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.comment', NULL, NULL, 'expense', 'ex_yit8s1HXRymjdNNKMIMNM', 'Marble fountain', 'http://127.0.0.1:37635/tidewater-commons/expenses/2001', '{"message": "A vote is open: Pay \"Marble fountain\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:48.410Z. (prop_01m8a43n7seh2vy1723ac34hm6)"}', 'DONE', NULL, 'prop_01m8a43n7seh2vy1723ac34hm6', false, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001#comment-cmt_ESsTLNsFn394HF6sEAggB", "externalId": "cmt_ESsTLNsFn394HF6sEAggB"}', '2026-11-25 19:49:48.484+00', '2026-11-25 19:49:48.484581+00', NULL, 'prop_01m8a43n7seh2vy1723ac34hm6:venue:0', 'uVaqDN9PQE5iYs8T4SUkpb_ZC1K1INBuPV6xkgiYQ5g', '2026-11-25 19:49:48.292+00', '2026-11-25 19:49:48.603+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43p42eh2vy1db81rz8z33', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.comment', NULL, NULL, 'expense', 'ex_vEaOSLrF7STM7eEPUKE9V', 'Gold-plated lamps', 'http://127.0.0.1:37635/tidewater-commons/expenses/2002', '{"message": "A vote is open: Pay \"Gold-plated lamps\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:49.265Z. The outcome is advice to those who can act. (prop_01m8a43p2feh2vy1cc05mxw0n4)"}', 'DONE', NULL, 'prop_01m8a43p2feh2vy1cc05mxw0n4', false, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002#comment-cmt_xUazYphOom6RkuJmLNREw", "externalId": "cmt_xUazYphOom6RkuJmLNREw"}', '2026-11-25 19:49:49.314+00', '2026-11-25 19:49:49.315517+00', NULL, 'prop_01m8a43p2feh2vy1cc05mxw0n4:venue:0', '3Tt3rXQxNtponEr5iPjQv6zMBCIQy_ypHsYUgfslWWY', '2026-11-25 19:49:49.23+00', '2026-11-25 19:49:49.413+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43nnveh2vy19vnk0vdyw0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.reject', NULL, NULL, 'expense', 'ex_yit8s1HXRymjdNNKMIMNM', 'Marble fountain', 'http://127.0.0.1:37635/tidewater-commons/expenses/2001', '{"reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "message": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it."}', 'DONE', 'dec_01m8a43nbheh2vy18rafn9khmq', NULL, false, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "status": "REJECTED", "already": false, "approvedBy": [], "externalId": "ex_yit8s1HXRymjdNNKMIMNM"}', '2026-11-25 19:49:48.859+00', '2026-11-25 19:49:48.867313+00', NULL, 'dec_01m8a43nbheh2vy18rafn9khmq:rejected:0', '2unuZK9XDnXsTuL5Yf3BVeKFzKucig-Y0li2ePLoCcA', '2026-11-25 19:49:48.292+00', '2026-11-25 19:49:48.932+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43ny2eh2vy1ajbqfsfhsa', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.rejected', NULL, 'governance-bot', 'expense', 'ex_yit8s1HXRymjdNNKMIMNM', 'Marble fountain', 'http://127.0.0.1:37635/tidewater-commons/expenses/2001', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "tags": [], "actor": "governance-bot", "payee": "petra-novak", "status": "REJECTED", "activity": "act_lt3O6vLnYAHx4u51VIzfk", "currency": "USD", "legacyId": 2001, "createdAt": "2026-11-25T19:49:48.291Z", "expenseId": "ex_yit8s1HXRymjdNNKMIMNM", "byFolkmoot": true, "collective": "tidewater-commons", "description": "Marble fountain", "submittedBy": "petra-novak", "amountInCents": 480000, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:48.954+00', '2026-11-25 19:49:49.130602+00', 'act_lt3O6vLnYAHx4u51VIzfk', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43p1xeh2vy1bt4s99vd9y', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.created', 'mem_01m8a43jp0eh2vy0dr8z8kdq39', 'petra-novak', 'expense', 'ex_vEaOSLrF7STM7eEPUKE9V', 'Gold-plated lamps', 'http://127.0.0.1:37635/tidewater-commons/expenses/2002', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "tags": [], "actor": "petra-novak", "payee": "petra-novak", "status": "PENDING", "activity": "act_nFtfb8Mzm9QNskbtTXsOI", "currency": "USD", "legacyId": 2002, "createdAt": "2026-11-25T19:49:49.229Z", "expenseId": "ex_vEaOSLrF7STM7eEPUKE9V", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Gold-plated lamps", "submittedBy": "petra-novak", "amountInCents": 120000, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:49.23+00', '2026-11-25 19:49:49.246652+00', 'act_nFtfb8Mzm9QNskbtTXsOI', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43pd7eh2vy1f09hndeasq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.reject', NULL, NULL, 'expense', 'ex_vEaOSLrF7STM7eEPUKE9V', 'Gold-plated lamps', 'http://127.0.0.1:37635/tidewater-commons/expenses/2002', '{"reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "message": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it."}', 'ADVISED', 'dec_01m8a43p56eh2vy1e3p234ztgq', NULL, true, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002#comment-cmt_aJfXK4MiIAdv3SzOkgkah", "externalId": "cmt_aJfXK4MiIAdv3SzOkgkah"}', '2026-11-25 19:49:49.607+00', '2026-11-25 19:49:49.608589+00', NULL, 'dec_01m8a43p56eh2vy1e3p234ztgq:rejected:0', 'Ib-Usy4IkOWG-hEXrZYJOJQXgHTXXoXdQAG3VsmmxcM', '2026-11-25 19:49:49.23+00', '2026-11-25 19:49:49.687+00', 1, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43ppweh2vy1fsfvbwrcd1', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.approved', 'mem_01m8a43jcgeh2vy07r1hpx387w', 'maren-holt', 'expense', 'ex_vEaOSLrF7STM7eEPUKE9V', 'Gold-plated lamps', 'http://127.0.0.1:37635/tidewater-commons/expenses/2002', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "tags": [], "actor": "maren-holt", "payee": "petra-novak", "status": "APPROVED", "activity": "act_Uurcg2HsdUUyQnHfjYQ3e", "currency": "USD", "legacyId": 2002, "createdAt": "2026-11-25T19:49:49.229Z", "expenseId": "ex_vEaOSLrF7STM7eEPUKE9V", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Gold-plated lamps", "submittedBy": "petra-novak", "amountInCents": 120000, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:49.799+00', '2026-11-25 19:49:49.917499+00', 'act_Uurcg2HsdUUyQnHfjYQ3e', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43pxfeh2vy1gy3gw6s1t2', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'OBSERVED', 'opencollective', 'opencollective.expense.created', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', 'lin-yue', 'expense', 'ex_bUeLuIpiusKv8yauItLmY', 'Left open', 'http://127.0.0.1:37635/tidewater-commons/expenses/2003', '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003", "tags": [], "actor": "lin-yue", "payee": "lin-yue", "status": "PENDING", "activity": "act_w62uLP6njSFV2k3nBTxSd", "currency": "USD", "legacyId": 2003, "createdAt": "2026-11-25T19:49:50.092Z", "expenseId": "ex_bUeLuIpiusKv8yauItLmY", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Left open", "submittedBy": "lin-yue", "amountInCents": 5000, "previousStatus": null}', 'OBSERVED', NULL, NULL, false, false, NULL, NULL, NULL, '2026-11-25 19:49:50.093+00', '2026-11-25 19:49:50.134141+00', 'act_w62uLP6njSFV2k3nBTxSd', NULL, NULL, NULL, NULL, 0, NULL, NULL, NULL);
INSERT INTO actions.actions VALUES ('act_01m8a43q1meh2vy1hrdj51x9d2', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'con_01m8a43hyteh2vy06v5tcg3x8x', 'REQUESTED', 'opencollective', 'opencollective.expense.comment', NULL, NULL, 'expense', 'ex_bUeLuIpiusKv8yauItLmY', 'Left open', 'http://127.0.0.1:37635/tidewater-commons/expenses/2003', '{"message": "A vote is open: Pay \"Left open\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:50.192Z. The outcome is advice to those who can act. (prop_01m8a43pzfeh2vy1hdk3jxh1cy)"}', 'DONE', NULL, 'prop_01m8a43pzfeh2vy1hdk3jxh1cy', false, false, NULL, NULL, '{"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003#comment-cmt_bxetJNLx3UslGVDX62yTc", "externalId": "cmt_bxetJNLx3UslGVDX62yTc"}', '2026-11-25 19:49:50.26+00', '2026-11-25 19:49:50.260755+00', NULL, 'prop_01m8a43pzfeh2vy1hdk3jxh1cy:venue:0', 'AIeYoHn1Fu59ZvSMQlFYPzcpWvmnhK-ylB1c7U_3ZLk', '2026-11-25 19:49:50.093+00', '2026-11-25 19:49:50.296+00', 1, NULL, NULL, NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43k2veh2vy0hbgn2yphe3', 1, '2026-11-25 19:49:46.333472+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43kfeeh2vy0mrr85k9s67', 1, '2026-11-25 19:49:46.653555+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43kk4eh2vy0r7dhbqm67r', 1, '2026-11-25 19:49:46.784726+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43krjeh2vy0vpd7vg9201', 1, '2026-11-25 19:49:46.97828+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43m79eh2vy0z6q90t9hqt', 1, '2026-11-25 19:49:47.527949+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43mq3eh2vy12sfeg1efp0', 1, '2026-11-25 19:49:47.954208+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43mtseh2vy1548vyvvnxz', 1, '2026-11-25 19:49:48.182286+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43na4eh2vy184bx8p05q9', 1, '2026-11-25 19:49:48.686321+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43nnveh2vy19vnk0vdyw0', 1, '2026-11-25 19:49:49.001247+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43p42eh2vy1db81rz8z33', 1, '2026-11-25 19:49:49.49298+00', 'DONE', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43pd7eh2vy1f09hndeasq', 1, '2026-11-25 19:49:49.717744+00', 'ADVISED', NULL);
INSERT INTO actions.attempts VALUES ('act_01m8a43q1meh2vy1hrdj51x9d2', 1, '2026-11-25 19:49:50.306653+00', 'DONE', NULL);
INSERT INTO actions.connections VALUES ('con_01m8a43hyteh2vy06v5tcg3x8x', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', 'tidewater-commons', '{"apiUrl": "http://127.0.0.1:37635/graphql/v2", "webUrl": "http://127.0.0.1:37635", "reconcileEverySeconds": 30}', 'v1.Un30WJxEG-SFrzYnCCtqqe7q6X7VcBWsmMWtr_qreMMg5Md_dCBhCMB9lKxpZ22txYODD0ak0s1W7FrEPgp72cuTzMo7uXEKrHHL5JvWuc4j5uL8sYMS7w', 'v1.1U9V_GnN9kO8kS4B8qxR6GVX85Q-4i2s6k96nfUYgkaYQKApzy_LIVd-q-xQK1JULZST1BOyHVov3TGH', 'not_oZ0a5AvOgqX0eeZvyXPU5', '{"ids": ["acc_fGtUGYUH5B5hLGrjSWmvb", "2002"], "name": "Governance Bot", "username": "governance-bot"}', '1970-01-01 00:00:00+00', '2026-11-25 19:49:50.303+00', 'CONNECTED', NULL, NULL, true, '2026-11-25 19:49:50.093+00', '2026-11-25 19:49:45.293223+00');
INSERT INTO actions.expenses VALUES ('con_01m8a43hyteh2vy06v5tcg3x8x', 'ex_RemrNdlt3VI4UI05K0a9r', 'com_01m8a43hceeh2vy05kf2bhg5sc', 2000, 'tidewater-commons', 'Garden hose and fittings', 'APPROVED', 6840, 'USD', 'lin-yue', 'lin-yue', '[]', 'http://127.0.0.1:37635/tidewater-commons/expenses/2000', '2026-11-25 19:49:47.608+00', '2026-11-25 19:49:50.321+00', NULL);
INSERT INTO actions.expenses VALUES ('con_01m8a43hyteh2vy06v5tcg3x8x', 'ex_bUeLuIpiusKv8yauItLmY', 'com_01m8a43hceeh2vy05kf2bhg5sc', 2003, 'tidewater-commons', 'Left open', 'PENDING', 5000, 'USD', 'lin-yue', 'lin-yue', '[]', 'http://127.0.0.1:37635/tidewater-commons/expenses/2003', '2026-11-25 19:49:50.092+00', '2026-11-25 19:49:50.321+00', NULL);
INSERT INTO actions.expenses VALUES ('con_01m8a43hyteh2vy06v5tcg3x8x', 'ex_vEaOSLrF7STM7eEPUKE9V', 'com_01m8a43hceeh2vy05kf2bhg5sc', 2002, 'tidewater-commons', 'Gold-plated lamps', 'APPROVED', 120000, 'USD', 'petra-novak', 'petra-novak', '[]', 'http://127.0.0.1:37635/tidewater-commons/expenses/2002', '2026-11-25 19:49:49.229+00', '2026-11-25 19:49:50.321+00', NULL);
INSERT INTO actions.expenses VALUES ('con_01m8a43hyteh2vy06v5tcg3x8x', 'ex_yit8s1HXRymjdNNKMIMNM', 'com_01m8a43hceeh2vy05kf2bhg5sc', 2001, 'tidewater-commons', 'Marble fountain', 'REJECTED', 480000, 'USD', 'petra-novak', 'petra-novak', '[]', 'http://127.0.0.1:37635/tidewater-commons/expenses/2001', '2026-11-25 19:49:48.291+00', '2026-11-25 19:49:50.321+00', NULL);
INSERT INTO actions.own_events VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', 'act_6suFbmbX9Kw73til5qHEl', 'act_01m8a43mtseh2vy1548vyvvnxz');
INSERT INTO actions.own_events VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', 'act_lt3O6vLnYAHx4u51VIzfk', 'act_01m8a43nnveh2vy19vnk0vdyw0');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (1, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2000', 'ex_RemrNdlt3VI4UI05K0a9r', '{"id": 2000, "type": "collective.expense.created", "createdAt": "2026-11-25T19:49:47.609Z"}', '2026-11-25 19:49:47.678913+00', '2026-11-25 19:49:47.725+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (2, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2001', NULL, '{"id": 2001, "type": "expense.comment.created", "createdAt": "2026-11-25T19:49:47.949Z"}', '2026-11-25 19:49:47.95608+00', '2026-11-25 19:49:47.976+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (3, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2002', 'ex_RemrNdlt3VI4UI05K0a9r', '{"id": 2002, "type": "collective.expense.approved", "createdAt": "2026-11-25T19:49:48.126Z"}', '2026-11-25 19:49:48.149678+00', '2026-11-25 19:49:48.194+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (4, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2003', 'ex_yit8s1HXRymjdNNKMIMNM', '{"id": 2003, "type": "collective.expense.created", "createdAt": "2026-11-25T19:49:48.292Z"}', '2026-11-25 19:49:48.292085+00', '2026-11-25 19:49:48.337+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (5, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2004', NULL, '{"id": 2004, "type": "expense.comment.created", "createdAt": "2026-11-25T19:49:48.629Z"}', '2026-11-25 19:49:48.685907+00', '2026-11-25 19:49:48.838+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (6, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2005', 'ex_yit8s1HXRymjdNNKMIMNM', '{"id": 2005, "type": "collective.expense.rejected", "createdAt": "2026-11-25T19:49:48.954Z"}', '2026-11-25 19:49:48.970725+00', '2026-11-25 19:49:49.133+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (7, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2006', NULL, '{"id": 2006, "type": "expense.comment.created", "createdAt": "2026-11-25T19:49:48.956Z"}', '2026-11-25 19:49:48.996698+00', '2026-11-25 19:49:49.133+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (8, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2007', 'ex_vEaOSLrF7STM7eEPUKE9V', '{"id": 2007, "type": "collective.expense.created", "createdAt": "2026-11-25T19:49:49.230Z"}', '2026-11-25 19:49:49.233695+00', '2026-11-25 19:49:49.247+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (9, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2008', NULL, '{"id": 2008, "type": "expense.comment.created", "createdAt": "2026-11-25T19:49:49.432Z"}', '2026-11-25 19:49:49.488192+00', '2026-11-25 19:49:49.614+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (10, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2009', NULL, '{"id": 2009, "type": "expense.comment.created", "createdAt": "2026-11-25T19:49:49.707Z"}', '2026-11-25 19:49:49.71693+00', '2026-11-25 19:49:49.868+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (11, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2010', 'ex_vEaOSLrF7STM7eEPUKE9V', '{"id": 2010, "type": "collective.expense.approved", "createdAt": "2026-11-25T19:49:49.799Z"}', '2026-11-25 19:49:49.865334+00', '2026-11-25 19:49:49.918+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (12, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2011', 'ex_bUeLuIpiusKv8yauItLmY', '{"id": 2011, "type": "collective.expense.created", "createdAt": "2026-11-25T19:49:50.093Z"}', '2026-11-25 19:49:50.101176+00', '2026-11-25 19:49:50.137+00');
INSERT INTO actions.webhooks OVERRIDING SYSTEM VALUE VALUES (13, 'con_01m8a43hyteh2vy06v5tcg3x8x', '2012', NULL, '{"id": 2012, "type": "expense.comment.created", "createdAt": "2026-11-25T19:49:50.303Z"}', '2026-11-25 19:49:50.307693+00', '2026-11-25 19:49:50.341+00');
INSERT INTO backbone.cursors VALUES ('actions.communities', 56);
INSERT INTO backbone.cursors VALUES ('proposals.members', 62);
INSERT INTO backbone.cursors VALUES ('communities.connections', 67);
INSERT INTO backbone.cursors VALUES ('driver', 105);
INSERT INTO backbone.cursors VALUES ('proposals.actions', 106);
INSERT INTO backbone.events VALUES (1, 'evt_01m8a43hcjeh2vy05rqnnp8692', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.community.created', 1, '{"community": {"id": "com_01m8a43hceeh2vy05kf2bhg5sc", "name": "Tidewater Commons", "slug": "tidewater-commons", "visibility": "PUBLIC"}}', '2026-11-25 19:49:44.478561+00');
INSERT INTO backbone.events VALUES (2, 'evt_01m8a43hqfeh2vy06fxqpetnqt', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'cred.source.connected', 1, '{"url": "http://127.0.0.1:46727/tidewater-cred/"}', '2026-11-25 19:49:44.81643+00');
INSERT INTO backbone.events VALUES (3, 'evt_01m8a43hqfeh2vy06n6zysb3pj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'cred.snapshot.taken', 1, '{"sha256": "a5d761664c9244d724546c75839fdb5026c75fb82f7cb11b10deafe46e3a0052", "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', '2026-11-25 19:49:44.816489+00');
INSERT INTO backbone.events VALUES (4, 'evt_01m8a43j9teh2vy076xgdt36j6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.connection.added', 1, '{"platform": "opencollective", "connection": "con_01m8a43hyteh2vy06v5tcg3x8x", "externalId": "tidewater-commons"}', '2026-11-25 19:49:45.403092+00');
INSERT INTO backbone.events VALUES (5, 'evt_01m8a43jbgeh2vy07paycm3b4h', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.created', 1, '{"role": {"id": "role_01m8a43jb7eh2vy07cwvyp4rp5", "name": "steward"}}', '2026-11-25 19:49:45.457102+00');
INSERT INTO backbone.events VALUES (6, 'evt_01m8a43jcteh2vy0829jj9nqgf', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jcgeh2vy07r1hpx387w", "name": "Maren Holt", "accounts": [{"host": null, "platform": "opencollective", "username": "maren-holt", "externalId": "@maren-holt"}, {"host": null, "platform": "github", "username": "marenholt", "externalId": "@marenholt"}, {"host": null, "platform": "discord", "username": null, "externalId": "412087345210988545"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.498924+00');
INSERT INTO backbone.events VALUES (7, 'evt_01m8a43jdweh2vy08nexsbyn9v', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jdreh2vy08b9f1bx3qf", "digest": "1c4cfdc058dda5c17babc420af436a56181e7928e68158dd720cbd56b6f40731", "member": "mem_01m8a43jcgeh2vy07r1hpx387w", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.533588+00');
INSERT INTO backbone.events VALUES (8, 'evt_01m8a43jeteh2vy095b4gv4hzt', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jebeh2vy08v3vf4xysq", "name": "Tobias Okafor", "accounts": [{"host": null, "platform": "opencollective", "username": "tobias-okafor", "externalId": "@tobias-okafor"}, {"host": null, "platform": "github", "username": "tokafor", "externalId": "@tokafor"}, {"host": null, "platform": "discord", "username": null, "externalId": "530172649918373888"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.56386+00');
INSERT INTO backbone.events VALUES (9, 'evt_01m8a43jfgeh2vy09jjtdjkpw6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jfbeh2vy098675eqnfh", "digest": "3b750ef351f967d7987df5cff3ebabb16a19c7218eacacac5e43361fe520055a", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.585098+00');
INSERT INTO backbone.events VALUES (10, 'evt_01m8a43jgaeh2vy0a446z5k9va', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jg2eh2vy09rw2qmk398", "name": "Inês Carvalho", "accounts": [{"host": null, "platform": "opencollective", "username": "ines-carvalho", "externalId": "@ines-carvalho"}, {"host": null, "platform": "github", "username": "inescarvalho", "externalId": "@inescarvalho"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.610664+00');
INSERT INTO backbone.events VALUES (11, 'evt_01m8a43jh0eh2vy0amy8dyrx5e', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jgveh2vy0aasxtyf406", "digest": "22d54b5d3b7f47671e41cdbd5d1712500a32859ad3c5bf293253ee3058c71c8b", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.632436+00');
INSERT INTO backbone.events VALUES (12, 'evt_01m8a43jhveh2vy0b0w1antv97', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jhjeh2vy0asf3844jdb", "name": "Sunniva Dahl", "accounts": [{"host": null, "platform": "opencollective", "username": "sunniva-dahl", "externalId": "@sunniva-dahl"}, {"host": null, "platform": "github", "username": "sunnivad", "externalId": "@sunnivad"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.660198+00');
INSERT INTO backbone.events VALUES (13, 'evt_01m8a43jjneh2vy0bme7f7n437', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jjaeh2vy0bej8vebw1z", "digest": "1c6880c4dce48cedf64a3a18e6c1295b71611ad716a3a02f1d8c4707945e5a91", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.685391+00');
INSERT INTO backbone.events VALUES (14, 'evt_01m8a43jkseh2vy0c6pdxr1n64', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "name": "Kofi Mensah", "accounts": [{"host": null, "platform": "opencollective", "username": "kofi-mensah", "externalId": "@kofi-mensah"}, {"host": null, "platform": "github", "username": "kofimensah", "externalId": "@kofimensah"}, {"host": null, "platform": "discord", "username": null, "externalId": "701443998210572419"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.724068+00');
INSERT INTO backbone.events VALUES (15, 'evt_01m8a43jmbeh2vy0cpg8wm1njw', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jmaeh2vy0cb9a29qxzy", "digest": "9145f903bed88b9e0114d66fab65efd8045f13bf64beb5a9ec39aa4179b7b52b", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.739455+00');
INSERT INTO backbone.events VALUES (16, 'evt_01m8a43jmweh2vy0d6cb8dtt73', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "name": "Lin Yue", "accounts": [{"host": null, "platform": "opencollective", "username": "lin-yue", "externalId": "@lin-yue"}, {"host": null, "platform": "github", "username": "linyue", "externalId": "@linyue"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.757161+00');
INSERT INTO backbone.events VALUES (17, 'evt_01m8a43jngeh2vy0dmwpn7668s', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jndeh2vy0dbs0yedtfj", "digest": "ec6feca18b866efbd7444566d95ba41f7467dcebfa536d4ee094cabe2f9e37fb", "member": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.777226+00');
INSERT INTO backbone.events VALUES (18, 'evt_01m8a43jp2eh2vy0e4thb0jsn7', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.member.added', 1, '{"member": {"id": "mem_01m8a43jp0eh2vy0dr8z8kdq39", "name": "Petra Novak", "accounts": [{"host": null, "platform": "opencollective", "username": "petra-novak", "externalId": "@petra-novak"}], "community": "com_01m8a43hceeh2vy05kf2bhg5sc"}}', '2026-11-25 19:49:45.794844+00');
INSERT INTO backbone.events VALUES (19, 'evt_01m8a43jpqeh2vy0epwfvede4x', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.key.created', 1, '{"key": "key_01m8a43jpneh2vy0ed443b08k2", "digest": "5b7d73c46dd3fed0c3e3bf57c38685077d784f94d498b115d0277c28fd4d119b", "member": "mem_01m8a43jp0eh2vy0dr8z8kdq39", "scopes": ["READ", "VOTE"], "expiresAt": null}', '2026-11-25 19:49:45.816273+00');
INSERT INTO backbone.events VALUES (20, 'evt_01m8a43jt4eh2vy0f15p4x68db', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.policy.applied', 1, '{"name": "stewards", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "status": "ACTIVE", "version": 1, "document": "\nname: stewards\non: communities.role.requested\nwhen: action.data.role == \"steward\"\ndecide: { rule: ''cred.status == \"FOUND\" && cred.total > 25.0'' }\nthen:\n  approved: [{ perform: communities.role.grant }]\n  rejected: [{ perform: communities.role.refuse }]\n"}', '2026-11-25 19:49:45.931627+00');
INSERT INTO backbone.events VALUES (21, 'evt_01m8a43jtzeh2vy0fqfvgb0jkm', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.requested', 1, '{"request": {"id": "req_01m8a43jtxeh2vy0fdx8c6j0zb", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "reason": null, "status": "PENDING", "decision": null, "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:45.950Z"}}', '2026-11-25 19:49:45.951437+00');
INSERT INTO backbone.events VALUES (22, 'evt_01m8a43jvqeh2vy0g4p0gf0dnd', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43jvfeh2vy0frdj7vmz54", "data": {"role": "steward", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "request": "req_01m8a43jtxeh2vy0fdx8c6j0zb"}, "kind": "communities.role.requested", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "req_01m8a43jtxeh2vy0fdx8c6j0zb", "url": null, "type": "roleRequest", "title": "steward"}, "verdict": null, "advisory": false, "decision": null, "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jebeh2vy08v3vf4xysq", "occurredAt": "2026-11-25T19:49:45.950Z", "recordedAt": "2026-11-25T19:49:45.971Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:45.975249+00');
INSERT INTO backbone.events VALUES (28, 'evt_01m8a43k7deh2vy0je01r9d3st', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43k2veh2vy0hbgn2yphe3", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 126.11351919999998; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": {"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43jtxeh2vy0fdx8c6j0zb"}, "status": "DONE", "problem": null, "subject": {"id": "req_01m8a43jtxeh2vy0fdx8c6j0zb", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43jxgeh2vy0ghnt054yy0", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.203Z", "recordedAt": "2026-11-25T19:49:46.205Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.350243+00');
INSERT INTO backbone.events VALUES (31, 'evt_01m8a43kbxeh2vy0kkd9wbqkb5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43jxgeh2vy0ghnt054yy0", "proposal": "prop_01m8a43jxdeh2vy0gd34rm7dsq", "compliance": "FOLLOWED"}', '2026-11-25 19:49:46.495081+00');
INSERT INTO backbone.events VALUES (34, 'evt_01m8a43kfkeh2vy0n02jr8ra8f', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43kfeeh2vy0mrr85k9s67", "data": {"reason": "The policy \"stewards\" rejects: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 6.5770328000000005; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.refuse", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "req_01m8a43k7jeh2vy0jmgphrwf54", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43kcveh2vy0m2p2601qn1", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.606Z", "recordedAt": "2026-11-25T19:49:46.607Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.611904+00');
INSERT INTO backbone.events VALUES (37, 'evt_01m8a43kh9eh2vy0p3w7mhcztn', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.requested', 1, '{"request": {"id": "req_01m8a43kh7eh2vy0nr2j4bf54r", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "reason": null, "status": "PENDING", "decision": null, "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:46.663Z"}}', '2026-11-25 19:49:46.665365+00');
INSERT INTO backbone.events VALUES (39, 'evt_01m8a43khkeh2vy0pxvw28sjmp', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43khfeh2vy0pgcd7zxa0z", "data": {"role": "steward", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "request": "req_01m8a43kh7eh2vy0nr2j4bf54r"}, "kind": "communities.role.requested", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "req_01m8a43kh7eh2vy0nr2j4bf54r", "url": null, "type": "roleRequest", "title": "steward"}, "verdict": null, "advisory": false, "decision": null, "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jg2eh2vy09rw2qmk398", "occurredAt": "2026-11-25T19:49:46.663Z", "recordedAt": "2026-11-25T19:49:46.672Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.675338+00');
INSERT INTO backbone.events VALUES (46, 'evt_01m8a43kneeh2vy0shhpeycg55', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.requested', 1, '{"request": {"id": "req_01m8a43knbeh2vy0sdy2t687sj", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "reason": null, "status": "PENDING", "decision": null, "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:46.796Z"}}', '2026-11-25 19:49:46.79859+00');
INSERT INTO backbone.events VALUES (48, 'evt_01m8a43kp7eh2vy0t8an7jbjgx', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43kp0eh2vy0t1xfcww25z", "data": {"role": "steward", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "request": "req_01m8a43knbeh2vy0sdy2t687sj"}, "kind": "communities.role.requested", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "req_01m8a43knbeh2vy0sdy2t687sj", "url": null, "type": "roleRequest", "title": "steward"}, "verdict": null, "advisory": false, "decision": null, "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jhjeh2vy0asf3844jdb", "occurredAt": "2026-11-25T19:49:46.796Z", "recordedAt": "2026-11-25T19:49:46.817Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.824094+00');
INSERT INTO backbone.events VALUES (60, 'evt_01m8a43m7meh2vy0zcyx6bjk09', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43m79eh2vy0z6q90t9hqt", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 43.26796000000001; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "req_01m8a43kw9eh2vy0wvk28wwzye", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43m2yeh2vy0y9xmqsb9r9", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:47.369Z", "recordedAt": "2026-11-25T19:49:47.370Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:47.380467+00');
INSERT INTO backbone.events VALUES (61, 'evt_01m8a43mareh2vy0zjcfdbgj2a', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.granted', 1, '{"role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "request": "req_01m8a43kw9eh2vy0wvk28wwzye", "decision": "dec_01m8a43m2yeh2vy0y9xmqsb9r9", "roleName": "steward"}', '2026-11-25 19:49:47.481639+00');
INSERT INTO backbone.events VALUES (92, 'evt_01m8a43p2neh2vy1chyps8t74q', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43p2feh2vy1cc05mxw0n4", "title": "Pay \"Gold-plated lamps\"?", "policy": "pol_01m8a43p17eh2vy1b8jr3de12h", "venues": ["opencollective.expense.comment"], "trigger": "act_01m8a43p1xeh2vy1bt4s99vd9y", "closesAt": "2026-11-28T19:49:49.265Z", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ADVISORY"}}', '2026-11-25 19:49:49.269562+00');
INSERT INTO backbone.events VALUES (23, 'evt_01m8a43jyheh2vy0gtx9k7er9y', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43jxdeh2vy0gd34rm7dsq", "title": "stewards: steward", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "venues": [], "trigger": "act_01m8a43jvfeh2vy0frdj7vmz54", "closesAt": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:46.066066+00');
INSERT INTO backbone.events VALUES (24, 'evt_01m8a43jyheh2vy0h4g2saw3q0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43jxgeh2vy0ghnt054yy0", "hash": "4d5141f4cd9503416eb9b67f808eb7040831b6f60ca619382b11267e3b589c4c", "choice": null, "madeBy": "RULE", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 126.11351919999998; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "outcome": "APPROVED", "trigger": "act_01m8a43jvfeh2vy0frdj7vmz54", "proposal": "prop_01m8a43jxdeh2vy0gd34rm7dsq", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:46.035Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43jxdeh2vy0gd34rm7dsq"}', '2026-11-25 19:49:46.066137+00');
INSERT INTO backbone.events VALUES (26, 'evt_01m8a43k5weh2vy0hxgmvh3jn3', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.granted', 1, '{"role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "request": "req_01m8a43jtxeh2vy0fdx8c6j0zb", "decision": "dec_01m8a43jxgeh2vy0ghnt054yy0", "roleName": "steward"}', '2026-11-25 19:49:46.300983+00');
INSERT INTO backbone.events VALUES (27, 'evt_01m8a43k5weh2vy0j7ajt56b61', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.settled', 1, '{"request": {"id": "req_01m8a43jtxeh2vy0fdx8c6j0zb", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 126.11351919999998; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "status": "GRANTED", "decision": "dec_01m8a43jxgeh2vy0ghnt054yy0", "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:45.950Z"}}', '2026-11-25 19:49:46.301014+00');
INSERT INTO backbone.events VALUES (32, 'evt_01m8a43kd6eh2vy0m82x82qnj8', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43kcveh2vy0ksaqz2xyxh", "title": "stewards: steward", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "venues": [], "trigger": "act_01m8a43k9geh2vy0k660tfjem3", "closesAt": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:46.534449+00');
INSERT INTO backbone.events VALUES (33, 'evt_01m8a43kd6eh2vy0mh9rheh8fg', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43kcveh2vy0m2p2601qn1", "hash": "5729996bc37e229b3a9fcaeb6af7e520c73cd51fca657c3a1ba001ac279b9d4a", "choice": null, "madeBy": "RULE", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "reason": "The policy \"stewards\" rejects: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 6.5770328000000005; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "outcome": "REJECTED", "trigger": "act_01m8a43k9geh2vy0k660tfjem3", "proposal": "prop_01m8a43kcveh2vy0ksaqz2xyxh", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:46.525Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43kcveh2vy0ksaqz2xyxh"}', '2026-11-25 19:49:46.53448+00');
INSERT INTO backbone.events VALUES (36, 'evt_01m8a43kh2eh2vy0nn0cvermbw', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43kfeeh2vy0mrr85k9s67", "data": {"reason": "The policy \"stewards\" rejects: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 6.5770328000000005; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.refuse", "result": {"url": null, "status": "REFUSED", "already": false, "externalId": "req_01m8a43k7jeh2vy0jmgphrwf54"}, "status": "DONE", "problem": null, "subject": {"id": "req_01m8a43k7jeh2vy0jmgphrwf54", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43kcveh2vy0m2p2601qn1", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.606Z", "recordedAt": "2026-11-25T19:49:46.607Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.659334+00');
INSERT INTO backbone.events VALUES (45, 'evt_01m8a43kn5eh2vy0s3nva4mb5n', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43kk4eh2vy0r7dhbqm67r", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 103.99864240000002; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": {"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43kh7eh2vy0nr2j4bf54r"}, "status": "DONE", "problem": null, "subject": {"id": "req_01m8a43kh7eh2vy0nr2j4bf54r", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43kj6eh2vy0qfjpx271f7", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.724Z", "recordedAt": "2026-11-25T19:49:46.725Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.789468+00');
INSERT INTO backbone.events VALUES (47, 'evt_01m8a43kngeh2vy0sw6vkqga9r', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43kj6eh2vy0qfjpx271f7", "proposal": "prop_01m8a43kj5eh2vy0q3zvwr1hxj", "compliance": "FOLLOWED"}', '2026-11-25 19:49:46.800502+00');
INSERT INTO backbone.events VALUES (49, 'evt_01m8a43kqkeh2vy0v1y55qmty3', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43kqeeh2vy0tk50gsrx96", "title": "stewards: steward", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "venues": [], "trigger": "act_01m8a43kp0eh2vy0t1xfcww25z", "closesAt": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:46.867948+00');
INSERT INTO backbone.events VALUES (50, 'evt_01m8a43kqkeh2vy0vf3vszp572', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43kqfeh2vy0trg76f6frg", "hash": "d56242ad9ec070e9eb5d8107197d229cdf11dd6af9a2b0c678fd26c4ed379b1f", "choice": null, "madeBy": "RULE", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 57.35786919999999; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "outcome": "APPROVED", "trigger": "act_01m8a43kp0eh2vy0t1xfcww25z", "proposal": "prop_01m8a43kqeeh2vy0tk50gsrx96", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:46.865Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43kqeeh2vy0tk50gsrx96"}', '2026-11-25 19:49:46.867972+00');
INSERT INTO backbone.events VALUES (51, 'evt_01m8a43krreh2vy0vt5yc91sm3', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43krjeh2vy0vpd7vg9201", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 57.35786919999999; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "req_01m8a43knbeh2vy0sdy2t687sj", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43kqfeh2vy0trg76f6frg", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.898Z", "recordedAt": "2026-11-25T19:49:46.899Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.904781+00');
INSERT INTO backbone.events VALUES (25, 'evt_01m8a43k39eh2vy0hgc5b4g3xb', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43k2veh2vy0hbgn2yphe3", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 126.11351919999998; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "req_01m8a43jtxeh2vy0fdx8c6j0zb", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43jxgeh2vy0ghnt054yy0", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.203Z", "recordedAt": "2026-11-25T19:49:46.205Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.217961+00');
INSERT INTO backbone.events VALUES (43, 'evt_01m8a43kmceh2vy0rkvxw3dtf7', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.granted', 1, '{"role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "request": "req_01m8a43kh7eh2vy0nr2j4bf54r", "decision": "dec_01m8a43kj6eh2vy0qfjpx271f7", "roleName": "steward"}', '2026-11-25 19:49:46.7653+00');
INSERT INTO backbone.events VALUES (44, 'evt_01m8a43kmceh2vy0rvyva12ww3', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.settled', 1, '{"request": {"id": "req_01m8a43kh7eh2vy0nr2j4bf54r", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 103.99864240000002; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "status": "GRANTED", "decision": "dec_01m8a43kj6eh2vy0qfjpx271f7", "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:46.663Z"}}', '2026-11-25 19:49:46.765332+00');
INSERT INTO backbone.events VALUES (52, 'evt_01m8a43kt3eh2vy0w4s8sedg37', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.granted', 1, '{"role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "request": "req_01m8a43knbeh2vy0sdy2t687sj", "decision": "dec_01m8a43kqfeh2vy0trg76f6frg", "roleName": "steward"}', '2026-11-25 19:49:46.947845+00');
INSERT INTO backbone.events VALUES (53, 'evt_01m8a43kt3eh2vy0w9rwv8jxyj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.settled', 1, '{"request": {"id": "req_01m8a43knbeh2vy0sdy2t687sj", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 57.35786919999999; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "status": "GRANTED", "decision": "dec_01m8a43kqfeh2vy0trg76f6frg", "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:46.796Z"}}', '2026-11-25 19:49:46.947887+00');
INSERT INTO backbone.events VALUES (29, 'evt_01m8a43k7zeh2vy0jsfckgyvk7', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.requested', 1, '{"request": {"id": "req_01m8a43k7jeh2vy0jmgphrwf54", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "reason": null, "status": "PENDING", "decision": null, "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:46.354Z"}}', '2026-11-25 19:49:46.367772+00');
INSERT INTO backbone.events VALUES (30, 'evt_01m8a43k9jeh2vy0kf8e0kwhtn', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43k9geh2vy0k660tfjem3", "data": {"role": "steward", "member": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "request": "req_01m8a43k7jeh2vy0jmgphrwf54"}, "kind": "communities.role.requested", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "req_01m8a43k7jeh2vy0jmgphrwf54", "url": null, "type": "roleRequest", "title": "steward"}, "verdict": null, "advisory": false, "decision": null, "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "occurredAt": "2026-11-25T19:49:46.354Z", "recordedAt": "2026-11-25T19:49:46.416Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.418578+00');
INSERT INTO backbone.events VALUES (35, 'evt_01m8a43kgqeh2vy0nf1z23yka7', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.settled', 1, '{"request": {"id": "req_01m8a43k7jeh2vy0jmgphrwf54", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "reason": "The policy \"stewards\" rejects: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 6.5770328000000005; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "status": "REFUSED", "decision": "dec_01m8a43kcveh2vy0m2p2601qn1", "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:46.354Z"}}', '2026-11-25 19:49:46.648119+00');
INSERT INTO backbone.events VALUES (42, 'evt_01m8a43kk9eh2vy0rb8564xnx0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43kk4eh2vy0r7dhbqm67r", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 103.99864240000002; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "req_01m8a43kh7eh2vy0nr2j4bf54r", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43kj6eh2vy0qfjpx271f7", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.724Z", "recordedAt": "2026-11-25T19:49:46.725Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.730535+00');
INSERT INTO backbone.events VALUES (64, 'evt_01m8a43meceh2vy10h8vh5k8r5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.policy.applied', 1, '{"name": "invoices", "policy": "pol_01m8a43me4eh2vy10c65wqm432", "status": "ACTIVE", "version": 1, "document": "\nname: invoices\non: opencollective.expense.created\nwhen: action.data.amountInCents <= 500000\ndecide:\n  vote:\n    title: ''Pay \"{{ action.subject.title }}\"?''\n    electorate: { role: steward }\n    closesIn: P3D\n    passes: { quorum: 0.4, threshold: 0.5, minVotes: 2, closeEarly: true }\n    venues: [opencollective.expense.comment]\nenforcement: ENFORCING\nthen:\n  approved: [{ perform: opencollective.expense.approve }]\n  rejected: [{ perform: opencollective.expense.reject, with: { message: ''{{ decision.reason }}'' } }]\n"}', '2026-11-25 19:49:47.596514+00');
INSERT INTO backbone.events VALUES (72, 'evt_01m8a43msteh2vy14cr9af3ed5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43mq3eh2vy12sfeg1efp0", "data": {"message": "A vote is open: Pay \"Garden hose and fittings\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:47.788Z. (prop_01m8a43mmaeh2vy11zj3sfmbqp)"}, "kind": "opencollective.expense.comment", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000#comment-cmt_Iyb060TA1HzQ6OVsQKcQ8", "externalId": "cmt_Iyb060TA1HzQ6OVsQKcQ8"}, "status": "DONE", "problem": null, "subject": {"id": "ex_RemrNdlt3VI4UI05K0a9r", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "type": "expense", "title": "Garden hose and fittings"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:47.875Z", "recordedAt": "2026-11-25T19:49:47.875Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:47.963148+00');
INSERT INTO backbone.events VALUES (75, 'evt_01m8a43mvxeh2vy15bbgp6k5fc', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43mtseh2vy1548vyvvnxz", "data": {"reason": "Approved. approve 3, reject 0, abstain 0; 3 of 4 voted. The missing votes could not change it."}, "kind": "opencollective.expense.approve", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_RemrNdlt3VI4UI05K0a9r", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "type": "expense", "title": "Garden hose and fittings"}, "verdict": null, "advisory": false, "decision": "dec_01m8a43msmeh2vy1454wz3bg3p", "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:47.993Z", "recordedAt": "2026-11-25T19:49:47.993Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:48.030168+00');
INSERT INTO backbone.events VALUES (76, 'evt_01m8a43n16eh2vy15rb5vngxwf', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43n0zeh2vy15qbtfyqrxa", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "tags": [], "actor": "governance-bot", "payee": "lin-yue", "status": "APPROVED", "activity": "act_6suFbmbX9Kw73til5qHEl", "currency": "USD", "legacyId": 2000, "createdAt": "2026-11-25T19:49:47.608Z", "expenseId": "ex_RemrNdlt3VI4UI05K0a9r", "byFolkmoot": true, "collective": "tidewater-commons", "description": "Garden hose and fittings", "submittedBy": "lin-yue", "amountInCents": 6840, "previousStatus": null}, "kind": "opencollective.expense.approved", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_RemrNdlt3VI4UI05K0a9r", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "type": "expense", "title": "Garden hose and fittings"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": null, "occurredAt": "2026-11-25T19:49:48.126Z", "recordedAt": "2026-11-25T19:49:48.192Z", "initiatorName": "governance-bot", "asksPermission": false}}', '2026-11-25 19:49:48.199244+00');
INSERT INTO backbone.events VALUES (38, 'evt_01m8a43khdeh2vy0pavbt1vv8j', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43kcveh2vy0m2p2601qn1", "proposal": "prop_01m8a43kcveh2vy0ksaqz2xyxh", "compliance": "FOLLOWED"}', '2026-11-25 19:49:46.669419+00');
INSERT INTO backbone.events VALUES (40, 'evt_01m8a43kjceh2vy0qjt23ynae1', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43kj5eh2vy0q3zvwr1hxj", "title": "stewards: steward", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "venues": [], "trigger": "act_01m8a43khfeh2vy0pgcd7zxa0z", "closesAt": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:46.701658+00');
INSERT INTO backbone.events VALUES (41, 'evt_01m8a43kjceh2vy0qwpb7rh71b', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43kj6eh2vy0qfjpx271f7", "hash": "15ef764db1690cbee7374003c539ccf274cf1c930b7aceb90b9157db5e852bfe", "choice": null, "madeBy": "RULE", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 103.99864240000002; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "outcome": "APPROVED", "trigger": "act_01m8a43khfeh2vy0pgcd7zxa0z", "proposal": "prop_01m8a43kj5eh2vy0q3zvwr1hxj", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:46.696Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43kj5eh2vy0q3zvwr1hxj"}', '2026-11-25 19:49:46.701681+00');
INSERT INTO backbone.events VALUES (54, 'evt_01m8a43kv7eh2vy0wpfvs97w2p', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43krjeh2vy0vpd7vg9201", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 57.35786919999999; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": {"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43knbeh2vy0sdy2t687sj"}, "status": "DONE", "problem": null, "subject": {"id": "req_01m8a43knbeh2vy0sdy2t687sj", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43kqfeh2vy0trg76f6frg", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:46.898Z", "recordedAt": "2026-11-25T19:49:46.899Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:46.984044+00');
INSERT INTO backbone.events VALUES (66, 'evt_01m8a43mkaeh2vy11bsffbm4sp', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43mj7eh2vy111c4tbbf9q", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "tags": [], "actor": "lin-yue", "payee": "lin-yue", "status": "PENDING", "activity": "act_7Rdsihi2oUNAaz10VEVmF", "currency": "USD", "legacyId": 2000, "createdAt": "2026-11-25T19:49:47.608Z", "expenseId": "ex_RemrNdlt3VI4UI05K0a9r", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Garden hose and fittings", "submittedBy": "lin-yue", "amountInCents": 6840, "previousStatus": null}, "kind": "opencollective.expense.created", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_RemrNdlt3VI4UI05K0a9r", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "type": "expense", "title": "Garden hose and fittings"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "occurredAt": "2026-11-25T19:49:47.609Z", "recordedAt": "2026-11-25T19:49:47.721Z", "initiatorName": "lin-yue", "asksPermission": false}}', '2026-11-25 19:49:47.757037+00');
INSERT INTO backbone.events VALUES (67, 'evt_01m8a43mkaeh2vy11pj7e48ja5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.connection.changed', 1, '{"status": "CONNECTED", "problem": null, "connection": "con_01m8a43hyteh2vy06v5tcg3x8x", "lastEventAt": "2026-11-25T19:49:47.609Z"}', '2026-11-25 19:49:47.757084+00');
INSERT INTO backbone.events VALUES (69, 'evt_01m8a43mppeh2vy12jr6ybjy4r', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43mnqeh2vy1296th2qwgz", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp"}', '2026-11-25 19:49:47.863078+00');
INSERT INTO backbone.events VALUES (71, 'evt_01m8a43mqaeh2vy13htrds1ayq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43mq7eh2vy13172dh56zf", "member": "mem_01m8a43jg2eh2vy09rw2qmk398", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp"}', '2026-11-25 19:49:47.882283+00');
INSERT INTO backbone.events VALUES (78, 'evt_01m8a43n2reh2vy16bzs6htvd1', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43msmeh2vy1454wz3bg3p", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp", "compliance": "FOLLOWED"}', '2026-11-25 19:49:48.248628+00');
INSERT INTO backbone.events VALUES (79, 'evt_01m8a43n5peh2vy16t2b5c5hn8', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43n59eh2vy16pda5je1dw", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "tags": [], "actor": "petra-novak", "payee": "petra-novak", "status": "PENDING", "activity": "act_w0odAIzXuLFRic7NBd8kg", "currency": "USD", "legacyId": 2001, "createdAt": "2026-11-25T19:49:48.291Z", "expenseId": "ex_yit8s1HXRymjdNNKMIMNM", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Marble fountain", "submittedBy": "petra-novak", "amountInCents": 480000, "previousStatus": null}, "kind": "opencollective.expense.created", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_yit8s1HXRymjdNNKMIMNM", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "type": "expense", "title": "Marble fountain"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jp0eh2vy0dr8z8kdq39", "occurredAt": "2026-11-25T19:49:48.292Z", "recordedAt": "2026-11-25T19:49:48.332Z", "initiatorName": "petra-novak", "asksPermission": false}}', '2026-11-25 19:49:48.342609+00');
INSERT INTO backbone.events VALUES (55, 'evt_01m8a43kwbeh2vy0x3amdw3h7c', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43kqfeh2vy0trg76f6frg", "proposal": "prop_01m8a43kqeeh2vy0tk50gsrx96", "compliance": "FOLLOWED"}', '2026-11-25 19:49:47.019585+00');
INSERT INTO backbone.events VALUES (56, 'evt_01m8a43kwyeh2vy0x98kpqd8bc', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.requested', 1, '{"request": {"id": "req_01m8a43kw9eh2vy0wvk28wwzye", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "reason": null, "status": "PENDING", "decision": null, "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:47.019Z"}}', '2026-11-25 19:49:47.038965+00');
INSERT INTO backbone.events VALUES (57, 'evt_01m8a43kz4eh2vy0xvrmw51jce', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43kyceh2vy0xj32tz7epg", "data": {"role": "steward", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "request": "req_01m8a43kw9eh2vy0wvk28wwzye"}, "kind": "communities.role.requested", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "req_01m8a43kw9eh2vy0wvk28wwzye", "url": null, "type": "roleRequest", "title": "steward"}, "verdict": null, "advisory": false, "decision": null, "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "occurredAt": "2026-11-25T19:49:47.019Z", "recordedAt": "2026-11-25T19:49:47.086Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:47.109161+00');
INSERT INTO backbone.events VALUES (58, 'evt_01m8a43m3teh2vy0ygp579qhc4', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43m2teh2vy0y1a9h2f6t9", "title": "stewards: steward", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "venues": [], "trigger": "act_01m8a43kyceh2vy0xj32tz7epg", "closesAt": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:47.259075+00');
INSERT INTO backbone.events VALUES (59, 'evt_01m8a43m3teh2vy0yvs8vzp9rk', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43m2yeh2vy0y9xmqsb9r9", "hash": "6df45eadf146ed142b3b7b2fde975bbd7a34009364ec054c17ff3dea4508e3c3", "choice": null, "madeBy": "RULE", "policy": "pol_01m8a43jsyeh2vy0ezr6xczs1p", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 43.26796000000001; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "outcome": "APPROVED", "trigger": "act_01m8a43kyceh2vy0xj32tz7epg", "proposal": "prop_01m8a43m2teh2vy0y1a9h2f6t9", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:47.241Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43m2teh2vy0y1a9h2f6t9"}', '2026-11-25 19:49:47.259117+00');
INSERT INTO backbone.events VALUES (63, 'evt_01m8a43me2eh2vy1037njnz7p2', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43m79eh2vy0z6q90t9hqt", "data": {"reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 43.26796000000001; its rule is cred.status == \"FOUND\" && cred.total > 25.0"}, "kind": "communities.role.grant", "result": {"url": null, "status": "GRANTED", "already": false, "externalId": "req_01m8a43kw9eh2vy0wvk28wwzye"}, "status": "DONE", "problem": null, "subject": {"id": "req_01m8a43kw9eh2vy0wvk28wwzye", "url": null, "type": "roleRequest", "title": null}, "verdict": null, "advisory": false, "decision": "dec_01m8a43m2yeh2vy0y9xmqsb9r9", "platform": "communities", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:47.369Z", "recordedAt": "2026-11-25T19:49:47.370Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:47.5868+00');
INSERT INTO backbone.events VALUES (65, 'evt_01m8a43mgxeh2vy10r5bh6fg8e', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43m2yeh2vy0y9xmqsb9r9", "proposal": "prop_01m8a43m2teh2vy0y1a9h2f6t9", "compliance": "FOLLOWED"}', '2026-11-25 19:49:47.677654+00');
INSERT INTO backbone.events VALUES (68, 'evt_01m8a43mmgeh2vy121rtyts1b9', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43mmaeh2vy11zj3sfmbqp", "title": "Pay \"Garden hose and fittings\"?", "policy": "pol_01m8a43me4eh2vy10c65wqm432", "venues": ["opencollective.expense.comment"], "trigger": "act_01m8a43mj7eh2vy111c4tbbf9q", "closesAt": "2026-11-28T19:49:47.788Z", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:47.792895+00');
INSERT INTO backbone.events VALUES (70, 'evt_01m8a43mq7eh2vy13a3w8xra68', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43mq3eh2vy12sfeg1efp0", "data": {"message": "A vote is open: Pay \"Garden hose and fittings\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:47.788Z. (prop_01m8a43mmaeh2vy11zj3sfmbqp)"}, "kind": "opencollective.expense.comment", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_RemrNdlt3VI4UI05K0a9r", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "type": "expense", "title": "Garden hose and fittings"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:47.875Z", "recordedAt": "2026-11-25T19:49:47.875Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:47.879813+00');
INSERT INTO backbone.events VALUES (80, 'evt_01m8a43n7xeh2vy17cbgz0j1kf', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43n7seh2vy1723ac34hm6", "title": "Pay \"Marble fountain\"?", "policy": "pol_01m8a43me4eh2vy10c65wqm432", "venues": ["opencollective.expense.comment"], "trigger": "act_01m8a43n59eh2vy16pda5je1dw", "closesAt": "2026-11-28T19:49:48.410Z", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ENFORCING"}}', '2026-11-25 19:49:48.41338+00');
INSERT INTO backbone.events VALUES (62, 'evt_01m8a43mareh2vy0zwgjarbrgt', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'communities.role.settled', 1, '{"request": {"id": "req_01m8a43kw9eh2vy0wvk28wwzye", "role": "role_01m8a43jb7eh2vy07cwvyp4rp5", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "reason": "The policy \"stewards\" approves: action.data.role is \"steward\", cred.status is \"FOUND\", cred.total is 43.26796000000001; its rule is cred.status == \"FOUND\" && cred.total > 25.0", "status": "GRANTED", "decision": "dec_01m8a43m2yeh2vy0y9xmqsb9r9", "roleName": "steward", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "requestedAt": "2026-11-25T19:49:47.019Z"}}', '2026-11-25 19:49:47.481669+00');
INSERT INTO backbone.events VALUES (73, 'evt_01m8a43mt1eh2vy14hqszn2gp2', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43msjeh2vy13wqmeb0aqf", "member": "mem_01m8a43jhjeh2vy0asf3844jdb", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp"}', '2026-11-25 19:49:47.96995+00');
INSERT INTO backbone.events VALUES (74, 'evt_01m8a43mt1eh2vy14z8407bwe2', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43msmeh2vy1454wz3bg3p", "hash": "f87697a536291b1ceda5f44be3475c3def686c14dbcce2fe8603feb0fd5624c2", "choice": null, "madeBy": "VOTE", "policy": "pol_01m8a43me4eh2vy10c65wqm432", "reason": "Approved. approve 3, reject 0, abstain 0; 3 of 4 voted. The missing votes could not change it.", "outcome": "APPROVED", "trigger": "act_01m8a43mj7eh2vy111c4tbbf9q", "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:47.962Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp"}', '2026-11-25 19:49:47.969977+00');
INSERT INTO backbone.events VALUES (77, 'evt_01m8a43n1weh2vy164q8j18b0k', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43mtseh2vy1548vyvvnxz", "data": {"reason": "Approved. approve 3, reject 0, abstain 0; 3 of 4 voted. The missing votes could not change it."}, "kind": "opencollective.expense.approve", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "status": "APPROVED", "already": false, "approvedBy": ["governance-bot"], "externalId": "ex_RemrNdlt3VI4UI05K0a9r"}, "status": "DONE", "problem": null, "subject": {"id": "ex_RemrNdlt3VI4UI05K0a9r", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2000", "type": "expense", "title": "Garden hose and fittings"}, "verdict": null, "advisory": false, "decision": "dec_01m8a43msmeh2vy1454wz3bg3p", "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:47.993Z", "recordedAt": "2026-11-25T19:49:47.993Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:48.220474+00');
INSERT INTO backbone.events VALUES (81, 'evt_01m8a43n8yeh2vy17vaky88wnz', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43n87eh2vy17jcsbhj1rw", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "proposal": "prop_01m8a43n7seh2vy1723ac34hm6"}', '2026-11-25 19:49:48.448516+00');
INSERT INTO backbone.events VALUES (82, 'evt_01m8a43najeh2vy18c1qts8te6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43na4eh2vy184bx8p05q9", "data": {"message": "A vote is open: Pay \"Marble fountain\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:48.410Z. (prop_01m8a43n7seh2vy1723ac34hm6)"}, "kind": "opencollective.expense.comment", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_yit8s1HXRymjdNNKMIMNM", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "type": "expense", "title": "Marble fountain"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43n7seh2vy1723ac34hm6", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:48.484Z", "recordedAt": "2026-11-25T19:49:48.484Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:48.498914+00');
INSERT INTO backbone.events VALUES (83, 'evt_01m8a43ndveh2vy195t06b9xag', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43nb0eh2vy18h0x9qp7dq", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "proposal": "prop_01m8a43n7seh2vy1723ac34hm6"}', '2026-11-25 19:49:48.604532+00');
INSERT INTO backbone.events VALUES (84, 'evt_01m8a43ndveh2vy19bk1t5y4v7', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43nbheh2vy18rafn9khmq", "hash": "17e6f1871aca144ad493f1f88b94f96e1bfd3668a94a7dfece988b304e2c22dd", "choice": null, "madeBy": "VOTE", "policy": "pol_01m8a43me4eh2vy10c65wqm432", "reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "outcome": "REJECTED", "trigger": "act_01m8a43n59eh2vy16pda5je1dw", "proposal": "prop_01m8a43n7seh2vy1723ac34hm6", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:48.565Z", "enforcement": "ENFORCING"}, "proposal": "prop_01m8a43n7seh2vy1723ac34hm6"}', '2026-11-25 19:49:48.604575+00');
INSERT INTO backbone.events VALUES (85, 'evt_01m8a43njfeh2vy19qhmdd9mgr', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43na4eh2vy184bx8p05q9", "data": {"message": "A vote is open: Pay \"Marble fountain\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:48.410Z. (prop_01m8a43n7seh2vy1723ac34hm6)"}, "kind": "opencollective.expense.comment", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001#comment-cmt_ESsTLNsFn394HF6sEAggB", "externalId": "cmt_ESsTLNsFn394HF6sEAggB"}, "status": "DONE", "problem": null, "subject": {"id": "ex_yit8s1HXRymjdNNKMIMNM", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "type": "expense", "title": "Marble fountain"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43n7seh2vy1723ac34hm6", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:48.484Z", "recordedAt": "2026-11-25T19:49:48.484Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:48.751592+00');
INSERT INTO backbone.events VALUES (86, 'evt_01m8a43np6eh2vy1a4xt0cpr8a', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43nnveh2vy19vnk0vdyw0", "data": {"reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "message": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it."}, "kind": "opencollective.expense.reject", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_yit8s1HXRymjdNNKMIMNM", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "type": "expense", "title": "Marble fountain"}, "verdict": null, "advisory": false, "decision": "dec_01m8a43nbheh2vy18rafn9khmq", "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:48.859Z", "recordedAt": "2026-11-25T19:49:48.867Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:48.873268+00');
INSERT INTO backbone.events VALUES (90, 'evt_01m8a43p19eh2vy1bncyk8s2e0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.policy.applied', 1, '{"name": "invoices", "policy": "pol_01m8a43p17eh2vy1b8jr3de12h", "status": "ACTIVE", "version": 2, "document": "\nname: invoices\non: opencollective.expense.created\nwhen: action.data.amountInCents <= 500000\ndecide:\n  vote:\n    title: ''Pay \"{{ action.subject.title }}\"?''\n    electorate: { role: steward }\n    closesIn: P3D\n    passes: { quorum: 0.4, threshold: 0.5, minVotes: 2, closeEarly: true }\n    venues: [opencollective.expense.comment]\nenforcement: ADVISORY\nthen:\n  approved: [{ perform: opencollective.expense.approve }]\n  rejected: [{ perform: opencollective.expense.reject, with: { message: ''{{ decision.reason }}'' } }]\n"}', '2026-11-25 19:49:49.225232+00');
INSERT INTO backbone.events VALUES (87, 'evt_01m8a43nxfeh2vy1afzff1chr5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43nnveh2vy19vnk0vdyw0", "data": {"reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "message": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it."}, "kind": "opencollective.expense.reject", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "status": "REJECTED", "already": false, "approvedBy": [], "externalId": "ex_yit8s1HXRymjdNNKMIMNM"}, "status": "DONE", "problem": null, "subject": {"id": "ex_yit8s1HXRymjdNNKMIMNM", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "type": "expense", "title": "Marble fountain"}, "verdict": null, "advisory": false, "decision": "dec_01m8a43nbheh2vy18rafn9khmq", "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:48.859Z", "recordedAt": "2026-11-25T19:49:48.867Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:49.104063+00');
INSERT INTO backbone.events VALUES (88, 'evt_01m8a43nyneh2vy1asjbtxnqhc', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43ny2eh2vy1ajbqfsfhsa", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "tags": [], "actor": "governance-bot", "payee": "petra-novak", "status": "REJECTED", "activity": "act_lt3O6vLnYAHx4u51VIzfk", "currency": "USD", "legacyId": 2001, "createdAt": "2026-11-25T19:49:48.291Z", "expenseId": "ex_yit8s1HXRymjdNNKMIMNM", "byFolkmoot": true, "collective": "tidewater-commons", "description": "Marble fountain", "submittedBy": "petra-novak", "amountInCents": 480000, "previousStatus": null}, "kind": "opencollective.expense.rejected", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_yit8s1HXRymjdNNKMIMNM", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2001", "type": "expense", "title": "Marble fountain"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": null, "occurredAt": "2026-11-25T19:49:48.954Z", "recordedAt": "2026-11-25T19:49:49.130Z", "initiatorName": "governance-bot", "asksPermission": false}}', '2026-11-25 19:49:49.141557+00');
INSERT INTO backbone.events VALUES (89, 'evt_01m8a43nyveh2vy1b2h2s8meg0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43nbheh2vy18rafn9khmq", "proposal": "prop_01m8a43n7seh2vy1723ac34hm6", "compliance": "FOLLOWED"}', '2026-11-25 19:49:49.149582+00');
INSERT INTO backbone.events VALUES (91, 'evt_01m8a43p21eh2vy1c6td00996e', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43p1xeh2vy1bt4s99vd9y", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "tags": [], "actor": "petra-novak", "payee": "petra-novak", "status": "PENDING", "activity": "act_nFtfb8Mzm9QNskbtTXsOI", "currency": "USD", "legacyId": 2002, "createdAt": "2026-11-25T19:49:49.229Z", "expenseId": "ex_vEaOSLrF7STM7eEPUKE9V", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Gold-plated lamps", "submittedBy": "petra-novak", "amountInCents": 120000, "previousStatus": null}, "kind": "opencollective.expense.created", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_vEaOSLrF7STM7eEPUKE9V", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "type": "expense", "title": "Gold-plated lamps"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jp0eh2vy0dr8z8kdq39", "occurredAt": "2026-11-25T19:49:49.230Z", "recordedAt": "2026-11-25T19:49:49.246Z", "initiatorName": "petra-novak", "asksPermission": false}}', '2026-11-25 19:49:49.249697+00');
INSERT INTO backbone.events VALUES (93, 'evt_01m8a43p3deh2vy1d11jz4dvxv', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43p2zeh2vy1cwcnpe2m35", "member": "mem_01m8a43jebeh2vy08v3vf4xysq", "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4"}', '2026-11-25 19:49:49.293591+00');
INSERT INTO backbone.events VALUES (94, 'evt_01m8a43p4heh2vy1dj8d0bfxgh', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43p42eh2vy1db81rz8z33", "data": {"message": "A vote is open: Pay \"Gold-plated lamps\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:49.265Z. The outcome is advice to those who can act. (prop_01m8a43p2feh2vy1cc05mxw0n4)"}, "kind": "opencollective.expense.comment", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_vEaOSLrF7STM7eEPUKE9V", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "type": "expense", "title": "Gold-plated lamps"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:49.314Z", "recordedAt": "2026-11-25T19:49:49.315Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:49.330222+00');
INSERT INTO backbone.events VALUES (95, 'evt_01m8a43p75eh2vy1e99q0k5g1f', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.vote.cast', 1, '{"vote": "vote_01m8a43p4zeh2vy1dxsdbfng6a", "member": "mem_01m8a43jkjeh2vy0bxtj67jwe0", "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4"}', '2026-11-25 19:49:49.417592+00');
INSERT INTO backbone.events VALUES (96, 'evt_01m8a43p75eh2vy1ehjr41f4c6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.decided', 1, '{"decision": {"id": "dec_01m8a43p56eh2vy1e3p234ztgq", "hash": "d7d0455c9ca17a1ac48969982e3451117aedb0b05efb56c77c8e01ed1bc65df9", "choice": null, "madeBy": "VOTE", "policy": "pol_01m8a43p17eh2vy1b8jr3de12h", "reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "outcome": "REJECTED", "trigger": "act_01m8a43p1xeh2vy1bt4s99vd9y", "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "decidedAt": "2026-11-25T19:49:49.373Z", "enforcement": "ADVISORY"}, "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4"}', '2026-11-25 19:49:49.417662+00');
INSERT INTO backbone.events VALUES (97, 'evt_01m8a43pbzeh2vy1ewjahmmbpq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43p42eh2vy1db81rz8z33", "data": {"message": "A vote is open: Pay \"Gold-plated lamps\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:49.265Z. The outcome is advice to those who can act. (prop_01m8a43p2feh2vy1cc05mxw0n4)"}, "kind": "opencollective.expense.comment", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002#comment-cmt_xUazYphOom6RkuJmLNREw", "externalId": "cmt_xUazYphOom6RkuJmLNREw"}, "status": "DONE", "problem": null, "subject": {"id": "ex_vEaOSLrF7STM7eEPUKE9V", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "type": "expense", "title": "Gold-plated lamps"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:49.314Z", "recordedAt": "2026-11-25T19:49:49.315Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:49.567402+00');
INSERT INTO backbone.events VALUES (98, 'evt_01m8a43pdpeh2vy1fcabq2mvxj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43pd7eh2vy1f09hndeasq", "data": {"reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "message": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it."}, "kind": "opencollective.expense.reject", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_vEaOSLrF7STM7eEPUKE9V", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "type": "expense", "title": "Gold-plated lamps"}, "verdict": null, "advisory": true, "decision": "dec_01m8a43p56eh2vy1e3p234ztgq", "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:49.607Z", "recordedAt": "2026-11-25T19:49:49.608Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:49.622847+00');
INSERT INTO backbone.events VALUES (99, 'evt_01m8a43phaeh2vy1fqrdky88mn', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43pd7eh2vy1f09hndeasq", "data": {"reason": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.", "message": "Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it."}, "kind": "opencollective.expense.reject", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002#comment-cmt_aJfXK4MiIAdv3SzOkgkah", "externalId": "cmt_aJfXK4MiIAdv3SzOkgkah"}, "status": "ADVISED", "problem": null, "subject": {"id": "ex_vEaOSLrF7STM7eEPUKE9V", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "type": "expense", "title": "Gold-plated lamps"}, "verdict": null, "advisory": true, "decision": "dec_01m8a43p56eh2vy1e3p234ztgq", "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:49.607Z", "recordedAt": "2026-11-25T19:49:49.608Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:49.739261+00');
INSERT INTO backbone.events VALUES (102, 'evt_01m8a43pr3eh2vy1gjp4hbmh13', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.decision.compliance', 1, '{"decision": "dec_01m8a43p56eh2vy1e3p234ztgq", "proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4", "compliance": "OVERRIDDEN"}', '2026-11-25 19:49:49.956829+00');
INSERT INTO backbone.events VALUES (104, 'evt_01m8a43pzxeh2vy1hkvztyjfr9', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'proposals.proposal.opened', 1, '{"proposal": {"id": "prop_01m8a43pzfeh2vy1hdk3jxh1cy", "title": "Pay \"Left open\"?", "policy": "pol_01m8a43p17eh2vy1b8jr3de12h", "venues": ["opencollective.expense.comment"], "trigger": "act_01m8a43pxfeh2vy1gy3gw6s1t2", "closesAt": "2026-11-28T19:49:50.192Z", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "enforcement": "ADVISORY"}}', '2026-11-25 19:49:50.206098+00');
INSERT INTO backbone.events VALUES (106, 'evt_01m8a43q3ceh2vy1jdsjxjdvht', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.changed', 1, '{"action": {"id": "act_01m8a43q1meh2vy1hrdj51x9d2", "data": {"message": "A vote is open: Pay \"Left open\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:50.192Z. The outcome is advice to those who can act. (prop_01m8a43pzfeh2vy1hdk3jxh1cy)"}, "kind": "opencollective.expense.comment", "result": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003#comment-cmt_bxetJNLx3UslGVDX62yTc", "externalId": "cmt_bxetJNLx3UslGVDX62yTc"}, "status": "DONE", "problem": null, "subject": {"id": "ex_bUeLuIpiusKv8yauItLmY", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003", "type": "expense", "title": "Left open"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43pzfeh2vy1hdk3jxh1cy", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:50.260Z", "recordedAt": "2026-11-25T19:49:50.260Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:50.316955+00');
INSERT INTO backbone.events VALUES (100, 'evt_01m8a43pq8eh2vy1g46fefd2q5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43ppweh2vy1fsfvbwrcd1", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "tags": [], "actor": "maren-holt", "payee": "petra-novak", "status": "APPROVED", "activity": "act_Uurcg2HsdUUyQnHfjYQ3e", "currency": "USD", "legacyId": 2002, "createdAt": "2026-11-25T19:49:49.229Z", "expenseId": "ex_vEaOSLrF7STM7eEPUKE9V", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Gold-plated lamps", "submittedBy": "petra-novak", "amountInCents": 120000, "previousStatus": null}, "kind": "opencollective.expense.approved", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_vEaOSLrF7STM7eEPUKE9V", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2002", "type": "expense", "title": "Gold-plated lamps"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jcgeh2vy07r1hpx387w", "occurredAt": "2026-11-25T19:49:49.799Z", "recordedAt": "2026-11-25T19:49:49.917Z", "initiatorName": "maren-holt", "asksPermission": false}}', '2026-11-25 19:49:49.928529+00');
INSERT INTO backbone.events VALUES (101, 'evt_01m8a43pq8eh2vy1gcw4wr1147', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.decision.contradicted', 1, '{"by": "maren-holt", "kind": "opencollective.expense.approved", "action": "act_01m8a43ppweh2vy1fsfvbwrcd1", "decision": "dec_01m8a43p56eh2vy1e3p234ztgq"}', '2026-11-25 19:49:49.928608+00');
INSERT INTO backbone.events VALUES (103, 'evt_01m8a43pxzeh2vy1h179pydyv6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43pxfeh2vy1gy3gw6s1t2", "data": {"url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003", "tags": [], "actor": "lin-yue", "payee": "lin-yue", "status": "PENDING", "activity": "act_w62uLP6njSFV2k3nBTxSd", "currency": "USD", "legacyId": 2003, "createdAt": "2026-11-25T19:49:50.092Z", "expenseId": "ex_bUeLuIpiusKv8yauItLmY", "byFolkmoot": false, "collective": "tidewater-commons", "description": "Left open", "submittedBy": "lin-yue", "amountInCents": 5000, "previousStatus": null}, "kind": "opencollective.expense.created", "result": null, "status": "OBSERVED", "problem": null, "subject": {"id": "ex_bUeLuIpiusKv8yauItLmY", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003", "type": "expense", "title": "Left open"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": null, "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "OBSERVED", "initiator": "mem_01m8a43jmqeh2vy0cvj5qmyrna", "occurredAt": "2026-11-25T19:49:50.093Z", "recordedAt": "2026-11-25T19:49:50.134Z", "initiatorName": "lin-yue", "asksPermission": false}}', '2026-11-25 19:49:50.144314+00');
INSERT INTO backbone.events VALUES (105, 'evt_01m8a43q1qeh2vy1j5atexsb8h', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'actions.action.recorded', 1, '{"action": {"id": "act_01m8a43q1meh2vy1hrdj51x9d2", "data": {"message": "A vote is open: Pay \"Left open\"?\n\nMembers with the role steward; each vote weighs the same. It closes at 2026-11-28T19:49:50.192Z. The outcome is advice to those who can act. (prop_01m8a43pzfeh2vy1hdk3jxh1cy)"}, "kind": "opencollective.expense.comment", "result": null, "status": "PENDING", "problem": null, "subject": {"id": "ex_bUeLuIpiusKv8yauItLmY", "url": "http://127.0.0.1:37635/tidewater-commons/expenses/2003", "type": "expense", "title": "Left open"}, "verdict": null, "advisory": false, "decision": null, "platform": "opencollective", "proposal": "prop_01m8a43pzfeh2vy1hdk3jxh1cy", "community": "com_01m8a43hceeh2vy05kf2bhg5sc", "direction": "REQUESTED", "initiator": null, "occurredAt": "2026-11-25T19:49:50.260Z", "recordedAt": "2026-11-25T19:49:50.260Z", "initiatorName": null, "asksPermission": false}}', '2026-11-25 19:49:50.263265+00');
INSERT INTO backbone.head VALUES (true, 106);
INSERT INTO backbone.migrations VALUES ('backbone', '0001_event_log', '350832bac2960820b58699b1a60469d7aa8336a1232197dfb65d81783e268373', '2026-11-25 19:49:42.138266+00');
INSERT INTO backbone.migrations VALUES ('communities', '0001_start', 'd86b16e618256e1751a8a19915d6678691e3e950b0d66b5be39003c8f076da29', '2026-11-25 19:49:42.138266+00');
INSERT INTO backbone.migrations VALUES ('cred', '0001_start', '3d124cbfdf29485092feeadf85575f7fb836577a2bf660b8cc585cc2968e8600', '2026-11-25 19:49:42.138266+00');
INSERT INTO backbone.migrations VALUES ('proposals', '0001_start', 'f0c69357a98a63aacf67661126da67a85fd9c673747614183ecd8b621bb230a6', '2026-11-25 19:49:42.138266+00');
INSERT INTO backbone.migrations VALUES ('actions', '0001_start', '2e524a7de5937a9c4afd32d3e8fa82a01b8d4db342d259e1bdb30564ec33f63c', '2026-11-25 19:49:42.138266+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (1, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jcgeh2vy07r1hpx387w', 'opencollective', '', NULL, 'maren-holt', 'maren-holt', 'ASSERTED', '2026-11-25 19:49:45.490501+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (2, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jcgeh2vy07r1hpx387w', 'github', '', NULL, 'marenholt', 'marenholt', 'ASSERTED', '2026-11-25 19:49:45.494032+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (3, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jcgeh2vy07r1hpx387w', 'discord', '', '412087345210988545', NULL, NULL, 'ASSERTED', '2026-11-25 19:49:45.498041+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (4, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq', 'opencollective', '', NULL, 'tobias-okafor', 'tobias-okafor', 'ASSERTED', '2026-11-25 19:49:45.550111+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (5, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq', 'github', '', NULL, 'tokafor', 'tokafor', 'ASSERTED', '2026-11-25 19:49:45.552032+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (6, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq', 'discord', '', '530172649918373888', NULL, NULL, 'ASSERTED', '2026-11-25 19:49:45.560622+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (7, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jg2eh2vy09rw2qmk398', 'opencollective', '', NULL, 'ines-carvalho', 'ines-carvalho', 'ASSERTED', '2026-11-25 19:49:45.604325+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (8, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jg2eh2vy09rw2qmk398', 'github', '', NULL, 'inescarvalho', 'inescarvalho', 'ASSERTED', '2026-11-25 19:49:45.607859+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (9, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jhjeh2vy0asf3844jdb', 'opencollective', '', NULL, 'sunniva-dahl', 'sunniva-dahl', 'ASSERTED', '2026-11-25 19:49:45.653791+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (10, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jhjeh2vy0asf3844jdb', 'github', '', NULL, 'sunnivad', 'sunnivad', 'ASSERTED', '2026-11-25 19:49:45.657331+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (11, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 'opencollective', '', NULL, 'kofi-mensah', 'kofi-mensah', 'ASSERTED', '2026-11-25 19:49:45.716738+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (12, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 'github', '', NULL, 'kofimensah', 'kofimensah', 'ASSERTED', '2026-11-25 19:49:45.719233+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (13, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 'discord', '', '701443998210572419', NULL, NULL, 'ASSERTED', '2026-11-25 19:49:45.721102+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (14, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', 'opencollective', '', NULL, 'lin-yue', 'lin-yue', 'ASSERTED', '2026-11-25 19:49:45.752174+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (15, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', 'github', '', NULL, 'linyue', 'linyue', 'ASSERTED', '2026-11-25 19:49:45.755913+00');
INSERT INTO communities.accounts OVERRIDING SYSTEM VALUE VALUES (16, 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jp0eh2vy0dr8z8kdq39', 'opencollective', '', NULL, 'petra-novak', 'petra-novak', 'ASSERTED', '2026-11-25 19:49:45.793862+00');
INSERT INTO communities.api_keys VALUES ('key_01m8a43jdreh2vy08b9f1bx3qf', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jcgeh2vy07r1hpx387w', 'Maren Holt''s own', '["READ", "VOTE"]', '1c4cfdc058dda5c17babc420af436a56181e7928e68158dd720cbd56b6f40731', '2026-11-25 19:49:45.530962+00', NULL, NULL);
INSERT INTO communities.api_keys VALUES ('key_01m8a43jfbeh2vy098675eqnfh', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq', 'Tobias Okafor''s own', '["READ", "VOTE"]', '3b750ef351f967d7987df5cff3ebabb16a19c7218eacacac5e43361fe520055a', '2026-11-25 19:49:45.580289+00', NULL, NULL);
INSERT INTO communities.api_keys VALUES ('key_01m8a43jgveh2vy0aasxtyf406', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jg2eh2vy09rw2qmk398', 'Inês Carvalho''s own', '["READ", "VOTE"]', '22d54b5d3b7f47671e41cdbd5d1712500a32859ad3c5bf293253ee3058c71c8b', '2026-11-25 19:49:45.627899+00', NULL, NULL);
INSERT INTO communities.api_keys VALUES ('key_01m8a43jjaeh2vy0bej8vebw1z', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jhjeh2vy0asf3844jdb', 'Sunniva Dahl''s own', '["READ", "VOTE"]', '1c6880c4dce48cedf64a3a18e6c1295b71611ad716a3a02f1d8c4707945e5a91', '2026-11-25 19:49:45.674582+00', NULL, NULL);
INSERT INTO communities.api_keys VALUES ('key_01m8a43jmaeh2vy0cb9a29qxzy', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 'Kofi Mensah''s own', '["READ", "VOTE"]', '9145f903bed88b9e0114d66fab65efd8045f13bf64beb5a9ec39aa4179b7b52b', '2026-11-25 19:49:45.738679+00', NULL, NULL);
INSERT INTO communities.api_keys VALUES ('key_01m8a43jndeh2vy0dbs0yedtfj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', 'Lin Yue''s own', '["READ", "VOTE"]', 'ec6feca18b866efbd7444566d95ba41f7467dcebfa536d4ee094cabe2f9e37fb', '2026-11-25 19:49:45.775011+00', NULL, NULL);
INSERT INTO communities.api_keys VALUES ('key_01m8a43jpneh2vy0ed443b08k2', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jp0eh2vy0dr8z8kdq39', 'Petra Novak''s own', '["READ", "VOTE"]', '5b7d73c46dd3fed0c3e3bf57c38685077d784f94d498b115d0277c28fd4d119b', '2026-11-25 19:49:45.813818+00', NULL, NULL);
INSERT INTO communities.communities VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'tidewater-commons', 'Tidewater Commons', 'PUBLIC', 'BUILT_IN', NULL, '2026-11-25 19:49:44.462688+00');
INSERT INTO communities.connections VALUES ('con_01m8a43hyteh2vy06v5tcg3x8x', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'opencollective', 'tidewater-commons', '{"apiUrl": "http://127.0.0.1:37635/graphql/v2", "webUrl": "http://127.0.0.1:37635", "reconcileEverySeconds": 30}', 'v1.XoxtOCOxRjCoW08sBRPe0SHnBWl4GSsp5IEgwsAz-D0R1G2EqFATXvuoK1IPpbwUxu_xgVlrjjqTAfWNf0hFNDB_0t-X6wJBS31aE1Akv-1WP2hSikN1vinVf84GwD2UEjrIX2q2IZWFY-39WeHElUQc2KgFEsQ', 'CONNECTED', NULL, '2026-11-25 19:49:47.609+00', '2026-11-25 19:49:45.392056+00');
INSERT INTO communities.grants VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'req_01m8a43jtxeh2vy0fdx8c6j0zb', 'dec_01m8a43jxgeh2vy0ghnt054yy0', '2026-11-25 19:49:46.295412+00');
INSERT INTO communities.grants VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jg2eh2vy09rw2qmk398', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'req_01m8a43kh7eh2vy0nr2j4bf54r', 'dec_01m8a43kj6eh2vy0qfjpx271f7', '2026-11-25 19:49:46.752612+00');
INSERT INTO communities.grants VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jhjeh2vy0asf3844jdb', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'req_01m8a43knbeh2vy0sdy2t687sj', 'dec_01m8a43kqfeh2vy0trg76f6frg', '2026-11-25 19:49:46.945949+00');
INSERT INTO communities.grants VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'req_01m8a43kw9eh2vy0wvk28wwzye', 'dec_01m8a43m2yeh2vy0y9xmqsb9r9', '2026-11-25 19:49:47.478224+00');
INSERT INTO communities.members VALUES ('mem_01m8a43jcgeh2vy07r1hpx387w', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Maren Holt', '2026-11-25 19:49:45.488778+00', NULL);
INSERT INTO communities.members VALUES ('mem_01m8a43jebeh2vy08v3vf4xysq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Tobias Okafor', '2026-11-25 19:49:45.5483+00', NULL);
INSERT INTO communities.members VALUES ('mem_01m8a43jg2eh2vy09rw2qmk398', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Inês Carvalho', '2026-11-25 19:49:45.602346+00', NULL);
INSERT INTO communities.members VALUES ('mem_01m8a43jhjeh2vy0asf3844jdb', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Sunniva Dahl', '2026-11-25 19:49:45.650462+00', NULL);
INSERT INTO communities.members VALUES ('mem_01m8a43jkjeh2vy0bxtj67jwe0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Kofi Mensah', '2026-11-25 19:49:45.714752+00', NULL);
INSERT INTO communities.members VALUES ('mem_01m8a43jmqeh2vy0cvj5qmyrna', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Lin Yue', '2026-11-25 19:49:45.751355+00', NULL);
INSERT INTO communities.members VALUES ('mem_01m8a43jp0eh2vy0dr8z8kdq39', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Petra Novak', '2026-11-25 19:49:45.792958+00', NULL);
INSERT INTO communities.requests VALUES ('req_01m8a43jtxeh2vy0fdx8c6j0zb', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'GRANTED', 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 126.11351919999998; its rule is cred.status == "FOUND" && cred.total > 25.0', 'dec_01m8a43jxgeh2vy0ghnt054yy0', '2026-11-25 19:49:45.950101+00', '2026-11-25 19:49:46.298413+00');
INSERT INTO communities.requests VALUES ('req_01m8a43k7jeh2vy0jmgphrwf54', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jmqeh2vy0cvj5qmyrna', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'REFUSED', 'The policy "stewards" rejects: action.data.role is "steward", cred.status is "FOUND", cred.total is 6.5770328000000005; its rule is cred.status == "FOUND" && cred.total > 25.0', 'dec_01m8a43kcveh2vy0m2p2601qn1', '2026-11-25 19:49:46.354482+00', '2026-11-25 19:49:46.647396+00');
INSERT INTO communities.requests VALUES ('req_01m8a43kh7eh2vy0nr2j4bf54r', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jg2eh2vy09rw2qmk398', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'GRANTED', 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 103.99864240000002; its rule is cred.status == "FOUND" && cred.total > 25.0', 'dec_01m8a43kj6eh2vy0qfjpx271f7', '2026-11-25 19:49:46.663739+00', '2026-11-25 19:49:46.753198+00');
INSERT INTO communities.requests VALUES ('req_01m8a43knbeh2vy0sdy2t687sj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jhjeh2vy0asf3844jdb', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'GRANTED', 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 57.35786919999999; its rule is cred.status == "FOUND" && cred.total > 25.0', 'dec_01m8a43kqfeh2vy0trg76f6frg', '2026-11-25 19:49:46.796511+00', '2026-11-25 19:49:46.946633+00');
INSERT INTO communities.requests VALUES ('req_01m8a43kw9eh2vy0wvk28wwzye', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 'role_01m8a43jb7eh2vy07cwvyp4rp5', 'GRANTED', 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 43.26796000000001; its rule is cred.status == "FOUND" && cred.total > 25.0', 'dec_01m8a43m2yeh2vy0y9xmqsb9r9', '2026-11-25 19:49:47.019492+00', '2026-11-25 19:49:47.480331+00');
INSERT INTO communities.roles VALUES ('role_01m8a43jb7eh2vy07cwvyp4rp5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'steward', 'steward', 'Decides on invoices', '2026-11-25 19:49:45.45503+00');
INSERT INTO cred.snapshot_bodies VALUES ('snap_01m8a43hn6eh2vy0673qc9yqse', '\x785eed59675454d9b23e121b9020d9c0a82d2a4a039d038cee22836449222234d04a68686832888261cc0a023ac2601a136218503107440ca8200a288a9205094a4650e0ddd38ef366e6a2def5ee7a7feebab5d65ed55ddfaeda5fd5d97bf7595d1676a68bcdcdc894e913302c8118c3e3053b477285911144434f328946257b914446f3507fdc44a3fed9e82288e4f2713393fec51cc61384f179ee7f0639cc2f60e4171385ca26932864fa1f0ed6a1febc581ca0b1e9243afb0ffb1f4128741a95c4617a9188c1819fa9501854368942f32211fd843c7f91814e27d1294cd14abcd8c8df293358643a8941fddd283230c9242a93ccc083f1e2acb811013c7c229bc66493286c7cf1605e9c434c284f2832339864913911fb2c49aef3efc59960d84dade0125c636f721fe21a4e7794e23a295aaf5c842f0c7d2ac2a5cf548af0b2f7cf44f81ef20b11ee1d5e23c275f25f8bf0ae9e3a117e91d628c293229b45b8f5f916113e69e0ad08af667688f08331ef4478d0c52e114e1dea11e1c39c7e117e2b7e50846fbd3224c29d3f7d14e153178c8af0c6442c1ec74f5e17c335448e49e03ae94790c6f54d89641911fea8504e8467882988702f5325113e7bbdb2087f775b558417486a88f0d5169345b8c5c6a9225cf19e96087f469821b2ffb76effa7ba25edb726c69bd8189614f20fd1c124266d1e599f051b7989aa379c99c0ad0e0f60d2592015a640d536a1c3a66d4b2a6b74d970cfa8fc4628910147638fd61fe151a1e6d8c2f6a87774b89efdb664620003460ee598aaf4d361eab5288f635134d0383e23b3229801c79fc5ec4c5c4b87dbbf9aeebed249838e3a1f816f1815f634a7c46dae6282d23a97e6aa675448dc41f7ea5bca80bdc232890a3b3a582dee2dbf944a83356bb7aa31080ce8dc64546cf98c06ed52bc28a97a1aa4681ea8dfca644053ea89b309d15408d608c8eb3d4a055ac1f5e6057c1a0c86d85b4c6250610aa1baa9a0810297fd5e3cf4eca2c0da9fb38f4fd6a64344d041537f6b2acc3a5f11f4ca87092ed51f13d335e8e04f98acfb7a1f053644f465a449b1a0bfdc5e484aa2c189bbad16713f3160db54db91ac322af85dccb8e4f2810212c4db19676b699065e931c5398102dbc90784c76268a09eb7b0827f9b0cdc79ac81d4e37470a07b74e6565081e23fa52732cd00d62657e5078753c1b5bb9d34fd0e156a8f36194fbf4481c3eb257f59144c866b32d7038725a89095a6b137c9920cd9b78e5cdfb85b1f7cf6d4a3575d06a0676b383b619002fac98b6cb2ba4880ceb595861ea742c7d5550799330c60bb9c8e63d67432bccdeddf59f688023fccb33159b6491ff606a4ac3d46d607b196f4bd0c3d32f89a6da629af3300528d9c01e39e3e14fac7ce5189d0834607a3bd72162430b17bb96c93400fcce8b12ba56cf5e064bfab76c7397d30929d77e8e9c1f970604daeac6519058229f2233d93c8f0f8eacf0b8caaf4e1b255a395bd011516c16e8703f5fa70b958abfd921c15665e789ace7fa30f03a50f2aed56fbc3e3abd3a26be37da1ef15e18de9466fd832f971e1db310f484b0d9cb57d8a0b844f171c2f3d650b02a715eb6c0f9943daf46edd2a9d85a0bc4a6b6ddfe9057094bc4877b21f190eab7386ed6f69415a5dfe997afb29f068768fdc82ba8f2cfca615c3304c1cc330090cc324310c93c22f050cc3081886c9601826fb8f432a8761d8440cc3bef0fa7fe38313f993889be68575ae5186513359599d6a75f0d9b47597c54b3510ebf62eb6d75280cc82173f686629c034616260164915044aa7d442141441839cec1993a6043be23759c490d5c0568a99ed7c431d54350fee48bc21055b936fe4785008b0f5fe549f3759ea9077d591776d811424f1ad7655954e8278ed4beec673d520d9c0283e3f5c0deeefc98d777926056673e6f3fccad4e1a4e0c4d8b5d9b2d0e673655db79b04a434c4e8b784a882bdea877e996459e824271790dfc88344f9d6429f36250883d3c9c1d10a70e2e4f3d90f5c956075f9ae0d171c55a0317f16fbd06469287e98dfecff520112ae8befcc0b9e08ba4e959b361b4980fddce89b170e8ac3c7d7935e8e3aa942d7c97383823225b8283b16f55b9532f4ed28334a6a9707936dcfae9e784a80f45f0d3f5d9a3009fa1d0260a9a22c20c5c3c6371d25a12d277e5f53842ce4c7a4b49ee1aac0118beda7639ae4217130f1dde54e39604f961b729b32118a8d6ea6a9878a019f5e62e6592b018fa9c6454eade260e1d7f99eaf28095d7573150ed4cac0e5a2e4f6e6c50478d6a3baae9c29074ca5e4eade7625a892297af97ab332d4e62425ecbb210ec7794b9d38ab54a05ee6daa8f6ea499fef8b7449d8e568f6b86140199e31962af4a5c8c1b973a749a4a732105bee9eb2c256191216453c2e21aa00f50e6986c76c55f825d1a02cfd98249c5c34a9ec9eba2cd82bca2e2a2f51064dcda2377a564a7053cef36c86bb0c5cb6edb9777bb12ce4479778ec98a3021e19b492b7f52aa0507538c9c342190eefbf2cfe93ba12bc71e0f94aec9b00bab96674352f1530bdab303f7c81126c535cf27ab8520e5e8d4ddaa3d7280bee5963ee5a7172e07aa91ff19227816157b1f0a8b6183c51a4ffb6df411e38dd953b1a96c9808b54e0cc65cb144040412c3a4f124246f6beb91522098f96d0b3b3b74980cf99dfea56df940397777d1cbd500248ea7c22e4a7cb41c369f16d4fcfcb01b9f8b71f16af9486a93f7acd452a4a203770f9c0646f023c2b731ae17c54823bc54e9736676230a6eebc3fb3501aa65567ec4e35940705b7c15907b22781fcb28a57ba818ae09a3cb638b7420af6e7679e9e6b88c1814bbd81974d1560fd2683d0d16125a8acbbdb604511834d86d2f3177a4840ddcc2a52fd0b31b83d2dc7cfb07a02d4a9a464fdb45d0a8c1a182e942993a075fd63e33d5d63c8c6bea66e78850c54043c6a8b6d11878bdabe475e15894367ca4979ef3069b07ab7df2b32400ac21297082a64e5a0495065c4daa404b3f5bac27677ca4146baa4d744811c2cfa04c78d378ea0e7058f864ad36581dd3f4757b7e7239279923039e18838281ac71bf8bd1787cea7bb6b15e23e227f2585937b7309b0a0a280ab2a21013cd96db949146908b270b4382a2f0f4b62f76cfd603f84a69d524ca9689100f353d39ddc3b31c808dc29dcea328aceb426e44bdfc0206abd961275a91ccc085f1d7721400656e7463508af8ac3e84eb1619a90000ff9165775f308e07e7bd8f1ec243920a7e4696f592a0789ccab4167ca3058ecc553ceb416830d2f66fbccef2080dee0c5d93ae764c0a35060baed99340877195bd72c14875ab7ca3939733fa251bb7523549a1868b6ae59ee352c019903ebc2ae48c941545bc9cab81f3040f7f27d1a767e444beee89e5f172d0b7d2f0a38b5933fa299dc8840f75513a0b57b46c3d62c0cd41c1a344379c368daf0daf007c42174a8d9a071d9d018d24ee5fbcbdb8da10745d92b6ade8b031f4d6e2ce24b80938f4d354d6d024c31581b9c66308ace56c4df28df3184426ba48b3fba49c00c7f0f72f75d715825b81571a4a207291624d28d87fa50c07dbd41955a71b0de6375b6685e1f6abd821d306818421a2dcbd5ef6fc720d7c765f1dcba09d05c181ed935770c89e5cfb45e6a240e1de92339c72425e0eeece7f7e70f60f07add1d31353331d87ad0f84c93a21844eef658ef9b2b01eeb9375ff85a7d40ee453b1324364d009911db6ba1a9bd48e2c7c0fafc2d1320d3fe60cef61923283669ed9bd2b962b02c7741c7865b62d0bc5c32fb7cd210ba92fd7cdf393971e0afb4b763078981fa6f4f47af950ca08c9fa216ee91c0c0c065f4fc55aa18d8d885cbd9668b8373dfd4e4a7eafde8056bd07de7c74e44e0a45b84d3dea31963eaa797c88fa2ccc0bc12a3059da8b12bed1c691e067d433ab3f4b10fa8d66a6786fdd211244f4a75f5fcd88b0ea76129a1debd286172b1d026b71f1de9eb8eba6ef6098539db2d1533ec446db10f81f7a90319bc3181c9d707d0b37907326b389da860e2ab54b7833da8456032536cc708da56517ca170ca0872ac6824f8b98e2192c2c4e25b8c61e4d8f8fad34f32dde8b6d7b52ddb76f4a36098373676b807192836aef951f21dbab0b2fbda948f1d48e6016d0b3c1e40738a7617a589f5a241dd0ff78cfdbb51309f177be845375aafb5f4465ff9188a777bb24570fc032ac8dfd17796388434e664efba760603a69b7433b1b1179ddc9ea7b27ced0724df44df5f1a368ca64f095f36d3128312c5a342edfa4fa8c9f8b6066b6c0c055411cede200ea2911d7bb43704bc479a7b2443d91b3b51ede2528d84333d481c391cb7adea459475db5e165d6a41b75edf4ef9e5613faaf19ab865ebbd0114f8649997c4aa6614bb33f145cfcbb748f0c6c25287df8c7666f4cef879751f727751884117bbd19eb2e367b2977723dbfc40acc4f01d32e0cd57c8dbda8d34c336acd84e1e449f78c6c255a33de8719e4eeadba81634b33da7d2ddbd1f6d5777ab9bb2a31d1da08e26de911c4456f5958f66ec7d8f3612de0d282ee94233728f941867f6a26767aba45ea90ea0fe79fcdcd1537dc8c850067b3bd085ee9e5533f7906941b57db1c127d83d28b87aa9b736bd1b6595e6dcb894d98d185a36819657de228dead241e7c65ea41d1cb03c30f21dea3b32e11125a80d4d904f12e308bbd081c4ac73dea706d1d9e1ead5adec1e94df3fb1fe675e2f328e1d1d7dcdea469109d67ee776bc4185a6d22a8c8d8d282c26e1bcd59a7644f44dcf6bd76947bb1dcceb46955b10114b3be32df71e35189f6d7fbda503319f6a12bcb4dea0cb1661f77235df21f57659fe7a7a03ba30f2a3fb918575487ea1cebad1ecb7e8d34edb8df665b5e84372fffd2cf95694f45093bc6b632b2278dd3a7821b613d15463aede173420b735f38edb193723720ba1cc706f070a08baa72f4d6e46cbf86382d419cd68cff2010b42db1be49c332bf5ae563d3270cf7c6f54ff16452c791cc4faad01153dd0b2bcd65d8fdebc963f5b3fdc8aac75fd5a133735a1abb901d7e60db4204f99b5fc5189061490c3f50f6dec422dbbf33eb98475a31fd5c2ca7a8f3522b1d3530c4945eda869bdccaf1ed56d68fab44337bb83db507f66c0c1d363ed685a4c7abaa4d75b74bed7d237cda21d0dab16b88e5575a0148d27f533277e449a65070eae111b4249b496b2900f43e803d41fb25e4200f5c231b77cbf4194d577aad8ab570cde35697547cd92869bfa713dfb9bc4c05897ec1fa52b01d364aa7ff0d51940e21a51838b822680c9ae5171a7699f90a6dadc53a7e308b048a6f0447cdc27c4f941e7d711dba3acff149ddaad93d1b5fe095aba0535f736d7a10ff39ea7dcef2d452ef404f365476a505fe243df6b275fa0c7cd429dd6ac97a8b06d968db1f23334b59d749bae558e94035cbb92dc9f20d318eb5fd49c2ad1b90717169e64bd46d1ca9e5b7df42a50d2ec4f831b3e3d41bb84bf243d20d4a035c7b42de6b7d4a12b3e6aaab9b995e889adf1bda26d2fd07bb5b984007e1d9adab768f461711d6a1eec10dca0d6228dbd251d0b8e96a1ca7f5c8f99aa55e874aa4acda84d3d3a96c68fe2cc7e8122236db8e96e3548a2e7e51dd7a935e8e42f27a5d716d4a15d0fb477da922ad18ffbea4e3e995b8bd41616dc8c7b58872428534c178dbc46abbad67464322a51edeed5b1b669af11a6d0feac25a116d5365d68f5cfa9442dec0b328325f5a82d53bbdb4eff158a94a7d1f7116ad05a3d5e99cbc20a341d9b5b925e5c8e383adca39ddec568b7aec6868b8feea235f1c4852bdc0a51aed3e8e19429e5c8fffeb40757da8ad11ab50d629e2577505b6aee8809bd0cf515ae2adaa174032dbe5af2e268ec4d946573a5a1b7e231b27d7cf9e0fabe32349df529f432af0c2dd327ddb7b12a462a6a92aea34ab710df3f5fe592d12da479e0de3bafd765c839c373cc59fd0e7aedfdf3b1d2d12224e99517e5bdbe08ad69c08613c7aea3eda7f232ea3797202e9a7e3331b618fdc43cc2cd2e2b46839ebb6537f8952317813c3fc3a718d1d47b4e9da3dc453179d3350782eea0bb9b796f873617a2b63a075359974768f3ac735b7ed5788c86dc5efcbc7dfd4d94f45ccf6b5ad74d24ff4877bbbded23b436fdf9f96baf4a91b4ecd534879de5285b5c6dbf6d670922fa723ec43ebb81c8dee2776567dd422ededd06afd6dc455af627eede65dffe8f3b4fffae2e2a5d7ef7be421f3a9510b55f8fd2862afb87ad836ff5a274d52598b3541fbaf7f044e434ff5e842d0828df5dfaf6bff5fb37f5d30918c613c33027710c7390c03005490c3b2089613c290cfb20856169d2186648c0b032028665c960981efe670786619e445b574bf3102bb72047734a48a8a31d3d2688b3c2da8a4822867085bc50228918218812faf1f07fc50dfc04429e81b599b9bd8bb58b87c1d73c3dffecb232303220cad7c0d5d97cb1adb58db9e88381287480801ff9d7f0fe81117e02a1bf819db99d89f96283a8089ed0804ea192d92c1a9d41a590396c3683ce18c7274a18c1fb3c3d2032322cc2d0c06085401815a21f19e8cf8be146f284fabc586e48189ff779e56f2565420e09e72ff5e0f039d6b46081ad7be80a5bee0a4ba2178942f224d2384c3a9d43a1d239e4ff152289482753c6b37b2610fda284425ea85f1cd190483124c7fe09fea6104944aebfbf901711413424fe4b6ea6640b0b7362a297979727911912c2308ea1318c058bf9214ba3fd62a2fd17875a134944bc1e7abe82bf95fdaf05f89af3379faa89838bc11fc1bd4864922711cf01af818851a4aba587ab15c38411606b290c72760f89f65d196c823312f8067223bec5e76baedfe423da65918260ee0a81709cfdf2b73dc6a091292c2a93cee150d834168dcd667f79de34169b456750c8b43f559a4822d268d4f1ec9f7335f373f68d710a37a19bb9b2cc2dddad6c3dc26811f8ae0d0ce57d33d3af397e3f533cb21f5718cde50708c649f75f3f1e78206fbfdfb3a732194c1693c6fcfb6eff8afd73f6dcf04571d1c1a16661014cb619d3d155c889e5da1913494421373af05bd97fcdf1fbd9070b56fc2df2780f99c9613318f86d42a3b128643a9bc31c6fa3463987b9b0f9ac95648a398363c189a79a19c7f889ce4b5468686034f75b197ccdf7fb19fc1edc7f3c46ae36f651e16ed14c273bb24018bb248ae3181212134b2411ff39edbfd2f99ae3f7e9e0914378a111dc80ef9795855f7d340e874da590192c2a9dc2192f89000a39ced8c4d46da56db4039febe0c4608547b03d8824e2a2a85081235718fcad44bee6fcfd44fe883e0e2537870086894384ad85253bd64fb8223c28dac59f859f4f6e08d75f10f52d425f73fd0ba1f18a4521933934169dc9a0b059541a9d49a152c6a316ce0972b5259b08cc4c0257bab890ade3c936cc08bc5a61bc48e137b7e0d73cff99d9bf7e277c5e741c9a34d3401b0bbb20a1a3874b983b33841cb862098b81172e282a5410c61506eb51bec5f56beedf7fac5fe28f472a7a25cd3fde91c98a0a095f12e6e11bcab167d09cc28924223ff09bbffb5ff3fb3e1b7e60685c146f9c93f2af9718e7364e2eb12e41d68e0121e161d470db307f57535aac9395237ef463bef312f335c7ef278347e6faf3e2782181ffcc08c3b07aad3c65d52e23b54d344f8d82e092c99d8515ec232c8e353e743fcc7408696a7162139e7b1cbeb465d95a9311effed161bf9c8ce5fc7927aa4326a626c4dd569a13ff7edda184ae19cbd6480fcf4b529e1c9b9c639c97b66543e0cf89d5310727a854e6187f50cd3d1fd2788a95e671463efb44de521fad020d8de717fd884d97189ab23736863a96ee28ffe1c919eeab8a75965e35d5849057179bbc6a2d2253ea6a1df6b5ee99b6b06b96f5a6ae4915a49e9eed431f499b724634cae547f1f75dbcb7870bde03c4fb7ff86b30de03fcfd7558d4239cf07b3f109f837fc77b85f867bc37880b3e17f7c5bfe31ac7f01e22ded2fb321f1fb8e0b1711b3e0f8f8b0fdc0f9f8f73c1d7c1072eb8edcb1a3886c7fb32f038b8fc0f5dbcb44e');
INSERT INTO cred.snapshots VALUES ('snap_01m8a43hn6eh2vy0673qc9yqse', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'http://127.0.0.1:46727/tidewater-cred/', 'a5d761664c9244d724546c75839fdb5026c75fb82f7cb11b10deafe46e3a0052', '2026-11-25 19:49:44.536+00', '2026-11-29 00:00:00+00', 13, '[{"path": "output/credGrainView", "bytes": 4301, "sha256": "2ad02a5e3136f2cf74fc1cef8e2567a63109d151b3ea8eaa9c11de489b4f3b4c"}, {"path": "data/ledger.json", "bytes": 17224, "sha256": "ed7cf63947db70836ba114199be669188302d99a1b5c94bfbecb6a89ea6df8ca"}]', NULL);
INSERT INTO cred.sources VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'http://127.0.0.1:46727/tidewater-cred/', 3600, 1, 'READY', NULL, '2026-11-25 19:49:44.536+00', '2026-11-25 19:49:44.536+00', '{"data/ledger.json": "\"4d05a503775e23818d34e507b88d955b39a924fa\"", "output/credGrainView": "\"2144a5f92524f13f8b380ca95bf90ddc72ed63f9\""}', 'snap_01m8a43hn6eh2vy0673qc9yqse');
INSERT INTO jobs.instance VALUES ('d70e313c-1ce8-4acd-8cef-cf8ad848d53f', NULL, 'vm', 15077, '12.38.0', 'v24.21.0', 'pgboss:d70e313c', 30, true, false, true, false, false, 4, 1, 1, 0, '[]', '{"cpu": null, "rss": 188575744, "cgroup": 1, "cpuLimit": 2, "heapUsed": 52588576, "heapLimit": 4496293888, "loopDelay": null, "memoryUsed": null, "memoryLimit": 25276502016, "cpuThrottled": null, "loopDelayMax": null, "loopUtilization": null}', '{"max": 4, "adapter": "pg", "backend": "postgres", "migrate": true, "reindex": true, "schedule": false, "supervise": true, "createSchema": true, "useListenNotify": false, "bamIntervalSeconds": 60, "flowIntervalSeconds": 5, "warningRetentionDays": 365, "monitorIntervalSeconds": 60, "queueStatRetentionDays": 7, "reindexIntervalSeconds": 86400, "instanceHeartbeatSeconds": 30, "superviseIntervalSeconds": 60, "cronWorkerIntervalSeconds": 5, "queueCacheIntervalSeconds": 60, "cronMonitorIntervalSeconds": 30, "maintenanceIntervalSeconds": 86400, "clockMonitorIntervalSeconds": 600}', 0, NULL, '2026-11-25 19:49:43.34985+00', '2026-11-25 19:49:43.34985+00', '2026-11-25 19:50:02.111108+00');
INSERT INTO jobs.job_common VALUES ('c9eaadbe-1219-4f66-85b6-3c1bc4845cb2', 'cred.refresh', 0, '{"community": "com_01m8a43hceeh2vy05kf2bhg5sc", "generation": 1}', 'created', 10000, 0, 1, true, 3600, 900, 604800, 'com_01m8a43hceeh2vy05kf2bhg5sc:1', NULL, NULL, NULL, '2026-11-25 20:49:44.536+00', '2026-11-25 19:49:44.870271+00', NULL, NULL, '2026-12-09 20:49:44.536+00', NULL, NULL, 'short', NULL, NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('5290718c-f8aa-44c8-bceb-670753e9ddfd', 'actions.reconcile', 0, '{"connection": "con_01m8a43hyteh2vy06v5tcg3x8x"}', 'created', 5, 0, 1, true, 3600, 900, 604800, 'con_01m8a43hyteh2vy06v5tcg3x8x', NULL, NULL, NULL, '2026-11-25 19:50:15.661+00', '2026-11-25 19:49:45.66156+00', NULL, NULL, '2026-12-09 19:50:15.661+00', NULL, NULL, 'short', NULL, NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('a8c29bf4-ac7e-4563-b6dc-03188fa87d57', 'actions.reconcile', 0, '{"connection": "con_01m8a43hyteh2vy06v5tcg3x8x"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'con_01m8a43hyteh2vy06v5tcg3x8x', NULL, NULL, NULL, '2026-11-25 19:49:45.410094+00', '2026-11-25 19:49:45.410094+00', '2026-11-25 19:49:45.617577+00', '2026-11-25 19:49:45.668011+00', '2026-12-09 19:49:45.410094+00', NULL, NULL, 'short', '2026-11-25 19:49:45.617577+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('449a3099-08a6-412a-b7e1-6d19983325d2', 'actions.perform', 0, '{"action": "act_01m8a43k2veh2vy0hbgn2yphe3"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43k2veh2vy0hbgn2yphe3', NULL, NULL, NULL, '2026-11-25 19:49:46.198676+00', '2026-11-25 19:49:46.198676+00', '2026-11-25 19:49:46.227118+00', '2026-11-25 19:49:46.373748+00', '2026-12-09 19:49:46.198676+00', NULL, NULL, 'short', '2026-11-25 19:49:46.227118+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('d47869e6-0547-4389-a934-0fb75c887b02', 'actions.perform', 0, '{"action": "act_01m8a43kfeeh2vy0mrr85k9s67"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43kfeeh2vy0mrr85k9s67', NULL, NULL, NULL, '2026-11-25 19:49:46.606464+00', '2026-11-25 19:49:46.606464+00', '2026-11-25 19:49:46.617379+00', '2026-11-25 19:49:46.661361+00', '2026-12-09 19:49:46.606464+00', NULL, NULL, 'short', '2026-11-25 19:49:46.617379+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('3e5b6487-ed5d-4f45-977c-5c6674a7b8da', 'actions.perform', 0, '{"action": "act_01m8a43kk4eh2vy0r7dhbqm67r"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43kk4eh2vy0r7dhbqm67r', NULL, NULL, NULL, '2026-11-25 19:49:46.722918+00', '2026-11-25 19:49:46.722918+00', '2026-11-25 19:49:46.733356+00', '2026-11-25 19:49:46.795757+00', '2026-12-09 19:49:46.722918+00', NULL, NULL, 'short', '2026-11-25 19:49:46.733356+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('0d2dc582-3ffd-4deb-9383-069ba2e85aaa', 'actions.perform', 0, '{"action": "act_01m8a43krjeh2vy0vpd7vg9201"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43krjeh2vy0vpd7vg9201', NULL, NULL, NULL, '2026-11-25 19:49:46.898721+00', '2026-11-25 19:49:46.898721+00', '2026-11-25 19:49:46.90743+00', '2026-11-25 19:49:46.995851+00', '2026-12-09 19:49:46.898721+00', NULL, NULL, 'short', '2026-11-25 19:49:46.90743+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('d6eae24b-fadb-4d52-823e-88579cb366c1', 'actions.perform', 0, '{"action": "act_01m8a43m79eh2vy0z6q90t9hqt"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43m79eh2vy0z6q90t9hqt', NULL, NULL, NULL, '2026-11-25 19:49:47.365503+00', '2026-11-25 19:49:47.365503+00', '2026-11-25 19:49:47.386079+00', '2026-11-25 19:49:47.5929+00', '2026-12-09 19:49:47.365503+00', NULL, NULL, 'short', '2026-11-25 19:49:47.386079+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('37a1c2c6-466f-42b5-bae6-05a2322c076c', 'proposals.close', 0, '{"proposal": "prop_01m8a43mmaeh2vy11zj3sfmbqp"}', 'created', 20, 0, 1, true, 3600, 900, 604800, 'prop_01m8a43mmaeh2vy11zj3sfmbqp', NULL, NULL, NULL, '2026-11-28 19:49:47.788+00', '2026-11-25 19:49:47.786991+00', NULL, NULL, '2026-12-12 19:49:47.788+00', NULL, NULL, 'short', NULL, NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('371e9f50-8f54-46fe-b3b4-d518f0f607a6', 'actions.perform', 0, '{"action": "act_01m8a43mq3eh2vy12sfeg1efp0"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43mq3eh2vy12sfeg1efp0', NULL, NULL, NULL, '2026-11-25 19:49:47.872812+00', '2026-11-25 19:49:47.872812+00', '2026-11-25 19:49:47.882442+00', '2026-11-25 19:49:47.967107+00', '2026-12-09 19:49:47.872812+00', NULL, NULL, 'short', '2026-11-25 19:49:47.882442+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('c869565f-018f-47bc-a3d4-f846bbd1447b', 'actions.perform', 0, '{"action": "act_01m8a43mtseh2vy1548vyvvnxz"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43mtseh2vy1548vyvvnxz', NULL, NULL, NULL, '2026-11-25 19:49:47.993399+00', '2026-11-25 19:49:47.993399+00', '2026-11-25 19:49:48.051445+00', '2026-11-25 19:49:48.228304+00', '2026-12-09 19:49:47.993399+00', NULL, NULL, 'short', '2026-11-25 19:49:48.051445+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('ee62c502-64a0-4a96-9e56-fd9af850b827', 'proposals.close', 0, '{"proposal": "prop_01m8a43n7seh2vy1723ac34hm6"}', 'created', 20, 0, 1, true, 3600, 900, 604800, 'prop_01m8a43n7seh2vy1723ac34hm6', NULL, NULL, NULL, '2026-11-28 19:49:48.41+00', '2026-11-25 19:49:48.409236+00', NULL, NULL, '2026-12-12 19:49:48.41+00', NULL, NULL, 'short', NULL, NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('b9a72cb8-4d5d-4f0b-92a4-94ad7b7da067', 'actions.perform', 0, '{"action": "act_01m8a43na4eh2vy184bx8p05q9"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43na4eh2vy184bx8p05q9', NULL, NULL, NULL, '2026-11-25 19:49:48.476458+00', '2026-11-25 19:49:48.476458+00', '2026-11-25 19:49:48.515211+00', '2026-11-25 19:49:48.795946+00', '2026-12-09 19:49:48.476458+00', NULL, NULL, 'short', '2026-11-25 19:49:48.515211+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('05092693-7b45-4fa4-b2c0-8f1d55b02f9a', 'actions.perform', 0, '{"action": "act_01m8a43nnveh2vy19vnk0vdyw0"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43nnveh2vy19vnk0vdyw0', NULL, NULL, NULL, '2026-11-25 19:49:48.854808+00', '2026-11-25 19:49:48.854808+00', '2026-11-25 19:49:48.888644+00', '2026-11-25 19:49:49.121738+00', '2026-12-09 19:49:48.854808+00', NULL, NULL, 'short', '2026-11-25 19:49:48.888644+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('d33448ab-b7a1-47d2-8928-9a867bf30a4f', 'proposals.close', 0, '{"proposal": "prop_01m8a43p2feh2vy1cc05mxw0n4"}', 'created', 20, 0, 1, true, 3600, 900, 604800, 'prop_01m8a43p2feh2vy1cc05mxw0n4', NULL, NULL, NULL, '2026-11-28 19:49:49.265+00', '2026-11-25 19:49:49.263983+00', NULL, NULL, '2026-12-12 19:49:49.265+00', NULL, NULL, 'short', NULL, NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('71a69984-6fe5-4da0-a0a9-316e378b5697', 'actions.perform', 0, '{"action": "act_01m8a43p42eh2vy1db81rz8z33"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43p42eh2vy1db81rz8z33', NULL, NULL, NULL, '2026-11-25 19:49:49.303807+00', '2026-11-25 19:49:49.303807+00', '2026-11-25 19:49:49.34765+00', '2026-11-25 19:49:49.599536+00', '2026-12-09 19:49:49.303807+00', NULL, NULL, 'short', '2026-11-25 19:49:49.34765+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('185c0377-ea2f-4d16-8ac5-58b0526be7a8', 'actions.perform', 0, '{"action": "act_01m8a43pd7eh2vy1f09hndeasq"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43pd7eh2vy1f09hndeasq', NULL, NULL, NULL, '2026-11-25 19:49:49.607471+00', '2026-11-25 19:49:49.607471+00', '2026-11-25 19:49:49.627265+00', '2026-11-25 19:49:49.770885+00', '2026-12-09 19:49:49.607471+00', NULL, NULL, 'short', '2026-11-25 19:49:49.627265+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('0cd3534f-e060-42ce-a93a-60a04f1e570c', 'proposals.close', 0, '{"proposal": "prop_01m8a43pzfeh2vy1hdk3jxh1cy"}', 'created', 20, 0, 1, true, 3600, 900, 604800, 'prop_01m8a43pzfeh2vy1hdk3jxh1cy', NULL, NULL, NULL, '2026-11-28 19:49:50.192+00', '2026-11-25 19:49:50.191552+00', NULL, NULL, '2026-12-12 19:49:50.192+00', NULL, NULL, 'short', NULL, NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.job_common VALUES ('c5549286-4c58-4b21-8c54-76bb84caf05a', 'actions.perform', 0, '{"action": "act_01m8a43q1meh2vy1hrdj51x9d2"}', 'completed', 5, 0, 1, true, 3600, 900, 604800, 'act_01m8a43q1meh2vy1hrdj51x9d2', NULL, NULL, NULL, '2026-11-25 19:49:50.259681+00', '2026-11-25 19:49:50.259681+00', '2026-11-25 19:49:50.269049+00', '2026-11-25 19:49:50.319164+00', '2026-12-09 19:49:50.259681+00', NULL, NULL, 'short', '2026-11-25 19:49:50.269049+00', NULL, false, false, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO jobs.queue VALUES ('cred.refresh', 'short', 5, 1, true, 3600, 900, 1209600, 604800, NULL, false, 'job_common', 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, '{}', NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 19:49:43.954731+00', '2026-11-25 19:49:43.954731+00');
INSERT INTO jobs.queue VALUES ('proposals.close', 'short', 20, 1, true, 3600, 900, 1209600, 604800, NULL, false, 'job_common', 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, '{}', NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 19:49:44.021514+00', '2026-11-25 19:49:44.021514+00');
INSERT INTO jobs.queue VALUES ('actions.perform', 'short', 5, 1, true, 3600, 900, 1209600, 604800, NULL, false, 'job_common', 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, '{}', NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 19:49:44.040283+00', '2026-11-25 19:49:44.040283+00');
INSERT INTO jobs.queue VALUES ('actions.reconcile', 'short', 5, 1, true, 3600, 900, 1209600, 604800, NULL, false, 'job_common', 0, 0, 0, 0, 0, 0, 0, 0, NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL, NULL, '{}', NULL, false, NULL, NULL, NULL, NULL, '2026-11-25 19:49:44.067691+00', '2026-11-25 19:49:44.067691+00');
INSERT INTO jobs.version VALUES (46, NULL, '2026-11-25 19:49:43.359074+00', '2026-11-25 19:49:58.450759+00', NULL, NULL);
INSERT INTO proposals.chains VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 8, 'd7d0455c9ca17a1ac48969982e3451117aedb0b05efb56c77c8e01ed1bc65df9');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43jxgeh2vy0ghnt054yy0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 1, 'prop_01m8a43jxdeh2vy0gd34rm7dsq', 'stewards: steward', 'act_01m8a43jvfeh2vy0frdj7vmz54', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'APPROVED', NULL, 'RULE', NULL, 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 126.11351919999998; its rule is cred.status == "FOUND" && cred.total > 25.0', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 0, "choice": "reject", "weight": 0}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 0, "turnout": 0, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:46.029Z", "quorumReached": true}', '{"seen": {"cred.total": 126.11351919999998, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 'ENFORCING', '2026-11-25 19:49:46.035+00', '4d5141f4cd9503416eb9b67f808eb7040831b6f60ca619382b11267e3b589c4c', NULL);
INSERT INTO proposals.decisions VALUES ('dec_01m8a43kcveh2vy0m2p2601qn1', 'com_01m8a43hceeh2vy05kf2bhg5sc', 2, 'prop_01m8a43kcveh2vy0ksaqz2xyxh', 'stewards: steward', 'act_01m8a43k9geh2vy0k660tfjem3', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'REJECTED', NULL, 'RULE', NULL, 'The policy "stewards" rejects: action.data.role is "steward", cred.status is "FOUND", cred.total is 6.5770328000000005; its rule is cred.status == "FOUND" && cred.total > 25.0', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 0, "choice": "reject", "weight": 0}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 0, "turnout": 0, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:46.522Z", "quorumReached": true}', '{"seen": {"cred.total": 6.5770328000000005, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 'ENFORCING', '2026-11-25 19:49:46.525+00', '5729996bc37e229b3a9fcaeb6af7e520c73cd51fca657c3a1ba001ac279b9d4a', '4d5141f4cd9503416eb9b67f808eb7040831b6f60ca619382b11267e3b589c4c');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43kj6eh2vy0qfjpx271f7', 'com_01m8a43hceeh2vy05kf2bhg5sc', 3, 'prop_01m8a43kj5eh2vy0q3zvwr1hxj', 'stewards: steward', 'act_01m8a43khfeh2vy0pgcd7zxa0z', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'APPROVED', NULL, 'RULE', NULL, 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 103.99864240000002; its rule is cred.status == "FOUND" && cred.total > 25.0', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 0, "choice": "reject", "weight": 0}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 0, "turnout": 0, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:46.693Z", "quorumReached": true}', '{"seen": {"cred.total": 103.99864240000002, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 'ENFORCING', '2026-11-25 19:49:46.696+00', '15ef764db1690cbee7374003c539ccf274cf1c930b7aceb90b9157db5e852bfe', '5729996bc37e229b3a9fcaeb6af7e520c73cd51fca657c3a1ba001ac279b9d4a');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43kqfeh2vy0trg76f6frg', 'com_01m8a43hceeh2vy05kf2bhg5sc', 4, 'prop_01m8a43kqeeh2vy0tk50gsrx96', 'stewards: steward', 'act_01m8a43kp0eh2vy0t1xfcww25z', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'APPROVED', NULL, 'RULE', NULL, 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 57.35786919999999; its rule is cred.status == "FOUND" && cred.total > 25.0', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 0, "choice": "reject", "weight": 0}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 0, "turnout": 0, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:46.862Z", "quorumReached": true}', '{"seen": {"cred.total": 57.35786919999999, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 'ENFORCING', '2026-11-25 19:49:46.865+00', 'd56242ad9ec070e9eb5d8107197d229cdf11dd6af9a2b0c678fd26c4ed379b1f', '15ef764db1690cbee7374003c539ccf274cf1c930b7aceb90b9157db5e852bfe');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43m2yeh2vy0y9xmqsb9r9', 'com_01m8a43hceeh2vy05kf2bhg5sc', 5, 'prop_01m8a43m2teh2vy0y1a9h2f6t9', 'stewards: steward', 'act_01m8a43kyceh2vy0xj32tz7epg', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'APPROVED', NULL, 'RULE', NULL, 'The policy "stewards" approves: action.data.role is "steward", cred.status is "FOUND", cred.total is 43.26796000000001; its rule is cred.status == "FOUND" && cred.total > 25.0', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 0, "choice": "reject", "weight": 0}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 0, "turnout": 0, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:47.226Z", "quorumReached": true}', '{"seen": {"cred.total": 43.26796000000001, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 'ENFORCING', '2026-11-25 19:49:47.241+00', '6df45eadf146ed142b3b7b2fde975bbd7a34009364ec054c17ff3dea4508e3c3', 'd56242ad9ec070e9eb5d8107197d229cdf11dd6af9a2b0c678fd26c4ed379b1f');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43msmeh2vy1454wz3bg3p', 'com_01m8a43hceeh2vy05kf2bhg5sc', 6, 'prop_01m8a43mmaeh2vy11zj3sfmbqp', 'Pay "Garden hose and fittings"?', 'act_01m8a43mj7eh2vy111c4tbbf9q', 'pol_01m8a43me4eh2vy10c65wqm432', 'APPROVED', NULL, 'VOTE', NULL, 'Approved. approve 3, reject 0, abstain 0; 3 of 4 voted. The missing votes could not change it.', '{"counts": [{"votes": 3, "choice": "approve", "weight": 3}, {"votes": 0, "choice": "reject", "weight": 0}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 3, "turnout": 0.75, "standing": "APPROVED", "updatedAt": "2026-11-25T19:49:47.955Z", "quorumReached": true}', '{"seen": {"action.data.amountInCents": 6840}, "snapshot": null}', 'ENFORCING', '2026-11-25 19:49:47.962+00', 'f87697a536291b1ceda5f44be3475c3def686c14dbcce2fe8603feb0fd5624c2', '6df45eadf146ed142b3b7b2fde975bbd7a34009364ec054c17ff3dea4508e3c3');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43nbheh2vy18rafn9khmq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 7, 'prop_01m8a43n7seh2vy1723ac34hm6', 'Pay "Marble fountain"?', 'act_01m8a43n59eh2vy16pda5je1dw', 'pol_01m8a43me4eh2vy10c65wqm432', 'REJECTED', NULL, 'VOTE', NULL, 'Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 2, "choice": "reject", "weight": 2}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 2, "turnout": 0.5, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:48.517Z", "quorumReached": true}', '{"seen": {"action.data.amountInCents": 480000}, "snapshot": null}', 'ENFORCING', '2026-11-25 19:49:48.565+00', '17e6f1871aca144ad493f1f88b94f96e1bfd3668a94a7dfece988b304e2c22dd', 'f87697a536291b1ceda5f44be3475c3def686c14dbcce2fe8603feb0fd5624c2');
INSERT INTO proposals.decisions VALUES ('dec_01m8a43p56eh2vy1e3p234ztgq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 8, 'prop_01m8a43p2feh2vy1cc05mxw0n4', 'Pay "Gold-plated lamps"?', 'act_01m8a43p1xeh2vy1bt4s99vd9y', 'pol_01m8a43p17eh2vy1b8jr3de12h', 'REJECTED', NULL, 'VOTE', NULL, 'Rejected. approve 0, reject 2, abstain 0; 2 of 4 voted. The missing votes could not change it.', '{"counts": [{"votes": 0, "choice": "approve", "weight": 0}, {"votes": 2, "choice": "reject", "weight": 2}, {"votes": 0, "choice": "abstain", "weight": 0}], "rounds": [], "voters": 2, "turnout": 0.5, "standing": "REJECTED", "updatedAt": "2026-11-25T19:49:49.344Z", "quorumReached": true}', '{"seen": {"action.data.amountInCents": 120000}, "snapshot": null}', 'ADVISORY', '2026-11-25 19:49:49.373+00', 'd7d0455c9ca17a1ac48969982e3451117aedb0b05efb56c77c8e01ed1bc65df9', '17e6f1871aca144ad493f1f88b94f96e1bfd3668a94a7dfece988b304e2c22dd');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43k2veh2vy0hbgn2yphe3', 'dec_01m8a43jxgeh2vy0ghnt054yy0');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43kfeeh2vy0mrr85k9s67', 'dec_01m8a43kcveh2vy0m2p2601qn1');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43kk4eh2vy0r7dhbqm67r', 'dec_01m8a43kj6eh2vy0qfjpx271f7');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43krjeh2vy0vpd7vg9201', 'dec_01m8a43kqfeh2vy0trg76f6frg');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43m79eh2vy0z6q90t9hqt', 'dec_01m8a43m2yeh2vy0y9xmqsb9r9');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43mtseh2vy1548vyvvnxz', 'dec_01m8a43msmeh2vy1454wz3bg3p');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43nnveh2vy19vnk0vdyw0', 'dec_01m8a43nbheh2vy18rafn9khmq');
INSERT INTO proposals.follow_up_actions VALUES ('act_01m8a43pd7eh2vy1f09hndeasq', 'dec_01m8a43p56eh2vy1e3p234ztgq');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43jxgeh2vy0ghnt054yy0', 'prop_01m8a43jxdeh2vy0gd34rm7dsq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43k2veh2vy0hbgn2yphe3": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43kcveh2vy0m2p2601qn1', 'prop_01m8a43kcveh2vy0ksaqz2xyxh', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43kfeeh2vy0mrr85k9s67": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43kj6eh2vy0qfjpx271f7', 'prop_01m8a43kj5eh2vy0q3zvwr1hxj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43kk4eh2vy0r7dhbqm67r": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43kqfeh2vy0trg76f6frg', 'prop_01m8a43kqeeh2vy0tk50gsrx96', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43krjeh2vy0vpd7vg9201": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43m2yeh2vy0y9xmqsb9r9', 'prop_01m8a43m2teh2vy0y1a9h2f6t9', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43m79eh2vy0z6q90t9hqt": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43msmeh2vy1454wz3bg3p', 'prop_01m8a43mmaeh2vy11zj3sfmbqp', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43mtseh2vy1548vyvvnxz": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43nbheh2vy18rafn9khmq', 'prop_01m8a43n7seh2vy1723ac34hm6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'FOLLOWED', '{"people": null, "actions": {"act_01m8a43nnveh2vy19vnk0vdyw0": "DONE"}, "expected": true}');
INSERT INTO proposals.follow_ups VALUES ('dec_01m8a43p56eh2vy1e3p234ztgq', 'prop_01m8a43p2feh2vy1cc05mxw0n4', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'OVERRIDDEN', '{"people": "contradicted", "actions": {"act_01m8a43pd7eh2vy1f09hndeasq": "ADVISED"}, "expected": true}');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43jvfeh2vy0frdj7vmz54:stewards:decide', 'e3373f4944c097d5a64f435e8330c6d1db4bfc8cdd70d02f4efe3e579500bc81', 'dec_01m8a43jxgeh2vy0ghnt054yy0', '2026-11-25 19:49:46.064225+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43k9geh2vy0k660tfjem3:stewards:decide', '22424e10c100444277728442be095126d9db1bf93750acd9f9554b9d0f83e889', 'dec_01m8a43kcveh2vy0m2p2601qn1', '2026-11-25 19:49:46.533586+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43khfeh2vy0pgcd7zxa0z:stewards:decide', '82210d1130bd3167e1b5815fb1812acffb2b2315aaf72a0bcd184455041634b7', 'dec_01m8a43kj6eh2vy0qfjpx271f7', '2026-11-25 19:49:46.700279+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43kp0eh2vy0t1xfcww25z:stewards:decide', 'ac8479985119493deab5a46e9cb96c4abfc29b0abdd6df4d777be4b54c7a7b80', 'dec_01m8a43kqfeh2vy0trg76f6frg', '2026-11-25 19:49:46.867385+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43kyceh2vy0xj32tz7epg:stewards:decide', 'c0e0efef03a70c33885abbcfb1fd7809b1fe319f12c5cf6148a4e31675305bce', 'dec_01m8a43m2yeh2vy0y9xmqsb9r9', '2026-11-25 19:49:47.257357+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43mj7eh2vy111c4tbbf9q:invoices:decide', '995f710b0706d612c81df578ee522c68116b740a8b96a20202b5f01ba7c4139e', 'prop_01m8a43mmaeh2vy11zj3sfmbqp', '2026-11-25 19:49:47.787613+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43n59eh2vy16pda5je1dw:invoices:decide', 'f33d78d557969b99b6bc7b8b290c0c48778b1b61e41f698565bc1f354c124dfe', 'prop_01m8a43n7seh2vy1723ac34hm6', '2026-11-25 19:49:48.409606+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43p1xeh2vy1bt4s99vd9y:invoices:decide', 'bdbfeaade22d452bbe61527a1db37de488e964678895e39d461f6499b5f08032', 'prop_01m8a43p2feh2vy1cc05mxw0n4', '2026-11-25 19:49:49.26424+00');
INSERT INTO proposals.idempotency VALUES ('com_01m8a43hceeh2vy05kf2bhg5sc', 'act_01m8a43pxfeh2vy1gy3gw6s1t2:invoices:decide', '3240d985059b672367652ca7eace5c1f8021a98af41fdfabc999a2b1a24b5a5a', 'prop_01m8a43pzfeh2vy1hdk3jxh1cy', '2026-11-25 19:49:50.191886+00');
INSERT INTO proposals.members VALUES ('mem_01m8a43jcgeh2vy07r1hpx387w', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jcgeh2vy07r1hpx387w');
INSERT INTO proposals.members VALUES ('mem_01m8a43jebeh2vy08v3vf4xysq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jebeh2vy08v3vf4xysq');
INSERT INTO proposals.members VALUES ('mem_01m8a43jg2eh2vy09rw2qmk398', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jg2eh2vy09rw2qmk398');
INSERT INTO proposals.members VALUES ('mem_01m8a43jhjeh2vy0asf3844jdb', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jhjeh2vy0asf3844jdb');
INSERT INTO proposals.members VALUES ('mem_01m8a43jkjeh2vy0bxtj67jwe0', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jkjeh2vy0bxtj67jwe0');
INSERT INTO proposals.members VALUES ('mem_01m8a43jmqeh2vy0cvj5qmyrna', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jmqeh2vy0cvj5qmyrna');
INSERT INTO proposals.members VALUES ('mem_01m8a43jp0eh2vy0dr8z8kdq39', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'mem_01m8a43jp0eh2vy0dr8z8kdq39');
INSERT INTO proposals.policies VALUES ('pol_01m8a43jsyeh2vy0ezr6xczs1p', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'stewards', 1, true, 'ACTIVE', '"\nname: stewards\non: communities.role.requested\nwhen: action.data.role == \"steward\"\ndecide: { rule: ''cred.status == \"FOUND\" && cred.total > 25.0'' }\nthen:\n  approved: [{ perform: communities.role.grant }]\n  rejected: [{ perform: communities.role.refuse }]\n"', '2026-11-25 19:49:45.918+00');
INSERT INTO proposals.policies VALUES ('pol_01m8a43me4eh2vy10c65wqm432', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'invoices', 1, false, 'RETIRED', '"\nname: invoices\non: opencollective.expense.created\nwhen: action.data.amountInCents <= 500000\ndecide:\n  vote:\n    title: ''Pay \"{{ action.subject.title }}\"?''\n    electorate: { role: steward }\n    closesIn: P3D\n    passes: { quorum: 0.4, threshold: 0.5, minVotes: 2, closeEarly: true }\n    venues: [opencollective.expense.comment]\nenforcement: ENFORCING\nthen:\n  approved: [{ perform: opencollective.expense.approve }]\n  rejected: [{ perform: opencollective.expense.reject, with: { message: ''{{ decision.reason }}'' } }]\n"', '2026-11-25 19:49:47.588+00');
INSERT INTO proposals.policies VALUES ('pol_01m8a43p17eh2vy1b8jr3de12h', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'invoices', 2, true, 'ACTIVE', '"\nname: invoices\non: opencollective.expense.created\nwhen: action.data.amountInCents <= 500000\ndecide:\n  vote:\n    title: ''Pay \"{{ action.subject.title }}\"?''\n    electorate: { role: steward }\n    closesIn: P3D\n    passes: { quorum: 0.4, threshold: 0.5, minVotes: 2, closeEarly: true }\n    venues: [opencollective.expense.comment]\nenforcement: ADVISORY\nthen:\n  approved: [{ perform: opencollective.expense.approve }]\n  rejected: [{ perform: opencollective.expense.reject, with: { message: ''{{ decision.reason }}'' } }]\n"', '2026-11-25 19:49:49.223+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43jxdeh2vy0gd34rm7dsq', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'stewards: steward', '', 'DECIDED', 'act_01m8a43jvfeh2vy0frdj7vmz54', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0, "minVotes": 0, "threshold": 0.5, "closeEarly": true}', '{"seen": {"cred.total": 126.11351919999998, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 0, 0, 'Nobody: a rule decides.', NULL, '2026-11-25 19:49:46.029+00', NULL, '2026-11-25 19:49:46.035+00', '{"cast": {"votes": 0, "weight": 0}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 0, "weight": 0}}', '2026-11-25 19:49:46.029+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43kcveh2vy0ksaqz2xyxh', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'stewards: steward', '', 'DECIDED', 'act_01m8a43k9geh2vy0k660tfjem3', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0, "minVotes": 0, "threshold": 0.5, "closeEarly": true}', '{"seen": {"cred.total": 6.5770328000000005, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 0, 0, 'Nobody: a rule decides.', NULL, '2026-11-25 19:49:46.522+00', NULL, '2026-11-25 19:49:46.525+00', '{"cast": {"votes": 0, "weight": 0}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 0, "weight": 0}}', '2026-11-25 19:49:46.522+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43kj5eh2vy0q3zvwr1hxj', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'stewards: steward', '', 'DECIDED', 'act_01m8a43khfeh2vy0pgcd7zxa0z', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0, "minVotes": 0, "threshold": 0.5, "closeEarly": true}', '{"seen": {"cred.total": 103.99864240000002, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 0, 0, 'Nobody: a rule decides.', NULL, '2026-11-25 19:49:46.693+00', NULL, '2026-11-25 19:49:46.696+00', '{"cast": {"votes": 0, "weight": 0}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 0, "weight": 0}}', '2026-11-25 19:49:46.693+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43kqeeh2vy0tk50gsrx96', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'stewards: steward', '', 'DECIDED', 'act_01m8a43kp0eh2vy0t1xfcww25z', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0, "minVotes": 0, "threshold": 0.5, "closeEarly": true}', '{"seen": {"cred.total": 57.35786919999999, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 0, 0, 'Nobody: a rule decides.', NULL, '2026-11-25 19:49:46.862+00', NULL, '2026-11-25 19:49:46.865+00', '{"cast": {"votes": 0, "weight": 0}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 0, "weight": 0}}', '2026-11-25 19:49:46.862+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43m2teh2vy0y1a9h2f6t9', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'stewards: steward', '', 'DECIDED', 'act_01m8a43kyceh2vy0xj32tz7epg', 'pol_01m8a43jsyeh2vy0ezr6xczs1p', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0, "minVotes": 0, "threshold": 0.5, "closeEarly": true}', '{"seen": {"cred.total": 43.26796000000001, "cred.status": "FOUND", "action.data.role": "steward"}, "snapshot": "snap_01m8a43hn6eh2vy0673qc9yqse"}', 0, 0, 'Nobody: a rule decides.', NULL, '2026-11-25 19:49:47.226+00', NULL, '2026-11-25 19:49:47.241+00', '{"cast": {"votes": 0, "weight": 0}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 0, "weight": 0}}', '2026-11-25 19:49:47.226+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43mmaeh2vy11zj3sfmbqp', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Pay "Garden hose and fittings"?', '', 'DECIDED', 'act_01m8a43mj7eh2vy111c4tbbf9q', 'pol_01m8a43me4eh2vy10c65wqm432', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0.4, "minVotes": 2, "threshold": 0.5, "closeEarly": true}', '{"seen": {"action.data.amountInCents": 6840}, "snapshot": null}', 4, 4000000, 'Members with the role steward; each vote weighs the same.', NULL, '2026-11-25 19:49:47.788+00', '2026-11-28 19:49:47.788+00', '2026-11-25 19:49:47.962+00', '{"cast": {"votes": 3, "weight": 3000000}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 3, "weight": 3000000}}, "orders": {}, "decided": {"votes": 3, "weight": 3000000}}', '2026-11-25 19:49:47.955+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43pzfeh2vy1hdk3jxh1cy', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Pay "Left open"?', '', 'OPEN', 'act_01m8a43pxfeh2vy1gy3gw6s1t2', 'pol_01m8a43p17eh2vy1b8jr3de12h', 'ADVISORY', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0.4, "minVotes": 2, "threshold": 0.5, "closeEarly": true}', '{"seen": {"action.data.amountInCents": 5000}, "snapshot": null}', 4, 4000000, 'Members with the role steward; each vote weighs the same.', NULL, '2026-11-25 19:49:50.192+00', '2026-11-28 19:49:50.192+00', NULL, '{"cast": {"votes": 0, "weight": 0}, "counts": {"reject": {"votes": 0, "weight": 0}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 0, "weight": 0}}', '2026-11-25 19:49:50.192+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43n7seh2vy1723ac34hm6', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Pay "Marble fountain"?', '', 'DECIDED', 'act_01m8a43n59eh2vy16pda5je1dw', 'pol_01m8a43me4eh2vy10c65wqm432', 'ENFORCING', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0.4, "minVotes": 2, "threshold": 0.5, "closeEarly": true}', '{"seen": {"action.data.amountInCents": 480000}, "snapshot": null}', 4, 4000000, 'Members with the role steward; each vote weighs the same.', NULL, '2026-11-25 19:49:48.41+00', '2026-11-28 19:49:48.41+00', '2026-11-25 19:49:48.565+00', '{"cast": {"votes": 2, "weight": 2000000}, "counts": {"reject": {"votes": 2, "weight": 2000000}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 2, "weight": 2000000}}', '2026-11-25 19:49:48.517+00');
INSERT INTO proposals.proposals VALUES ('prop_01m8a43p2feh2vy1cc05mxw0n4', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'Pay "Gold-plated lamps"?', '', 'DECIDED', 'act_01m8a43p1xeh2vy1bt4s99vd9y', 'pol_01m8a43p17eh2vy1b8jr3de12h', 'ADVISORY', 'SINGLE_CHOICE', '[{"key": "approve", "label": "Approve"}, {"key": "reject", "label": "Reject"}, {"key": "abstain", "label": "Abstain"}]', '{"quorum": 0.4, "minVotes": 2, "threshold": 0.5, "closeEarly": true}', '{"seen": {"action.data.amountInCents": 120000}, "snapshot": null}', 4, 4000000, 'Members with the role steward; each vote weighs the same.', NULL, '2026-11-25 19:49:49.265+00', '2026-11-28 19:49:49.265+00', '2026-11-25 19:49:49.373+00', '{"cast": {"votes": 2, "weight": 2000000}, "counts": {"reject": {"votes": 2, "weight": 2000000}, "abstain": {"votes": 0, "weight": 0}, "approve": {"votes": 0, "weight": 0}}, "orders": {}, "decided": {"votes": 2, "weight": 2000000}}', '2026-11-25 19:49:49.344+00');
INSERT INTO proposals.role_holders VALUES ('role_01m8a43jb7eh2vy07cwvyp4rp5', 'mem_01m8a43jebeh2vy08v3vf4xysq');
INSERT INTO proposals.role_holders VALUES ('role_01m8a43jb7eh2vy07cwvyp4rp5', 'mem_01m8a43jg2eh2vy09rw2qmk398');
INSERT INTO proposals.role_holders VALUES ('role_01m8a43jb7eh2vy07cwvyp4rp5', 'mem_01m8a43jhjeh2vy0asf3844jdb');
INSERT INTO proposals.role_holders VALUES ('role_01m8a43jb7eh2vy07cwvyp4rp5', 'mem_01m8a43jkjeh2vy0bxtj67jwe0');
INSERT INTO proposals.roles VALUES ('role_01m8a43jb7eh2vy07cwvyp4rp5', 'com_01m8a43hceeh2vy05kf2bhg5sc', 'steward', 'steward');
INSERT INTO proposals.seats VALUES ('prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jebeh2vy08v3vf4xysq', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jg2eh2vy09rw2qmk398', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jhjeh2vy0asf3844jdb', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43n7seh2vy1723ac34hm6', 'mem_01m8a43jebeh2vy08v3vf4xysq', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43n7seh2vy1723ac34hm6', 'mem_01m8a43jg2eh2vy09rw2qmk398', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43n7seh2vy1723ac34hm6', 'mem_01m8a43jhjeh2vy0asf3844jdb', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43n7seh2vy1723ac34hm6', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43p2feh2vy1cc05mxw0n4', 'mem_01m8a43jebeh2vy08v3vf4xysq', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43p2feh2vy1cc05mxw0n4', 'mem_01m8a43jg2eh2vy09rw2qmk398', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43p2feh2vy1cc05mxw0n4', 'mem_01m8a43jhjeh2vy0asf3844jdb', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43p2feh2vy1cc05mxw0n4', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43pzfeh2vy1hdk3jxh1cy', 'mem_01m8a43jebeh2vy08v3vf4xysq', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43pzfeh2vy1hdk3jxh1cy', 'mem_01m8a43jg2eh2vy09rw2qmk398', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43pzfeh2vy1hdk3jxh1cy', 'mem_01m8a43jhjeh2vy0asf3844jdb', 1000000, false);
INSERT INTO proposals.seats VALUES ('prop_01m8a43pzfeh2vy1hdk3jxh1cy', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', 1000000, false);
INSERT INTO proposals.triggers VALUES ('act_01m8a43jvfeh2vy0frdj7vmz54', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43k2veh2vy0hbgn2yphe3', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43k9geh2vy0k660tfjem3', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43kfeeh2vy0mrr85k9s67', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43khfeh2vy0pgcd7zxa0z', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43kk4eh2vy0r7dhbqm67r', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43kp0eh2vy0t1xfcww25z', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43krjeh2vy0vpd7vg9201', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43kyceh2vy0xj32tz7epg', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43m79eh2vy0z6q90t9hqt', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43mj7eh2vy111c4tbbf9q', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43mq3eh2vy12sfeg1efp0', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43mtseh2vy1548vyvvnxz', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43n0zeh2vy15qbtfyqrxa', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43n59eh2vy16pda5je1dw', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43na4eh2vy184bx8p05q9', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43nnveh2vy19vnk0vdyw0', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43ny2eh2vy1ajbqfsfhsa', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43p1xeh2vy1bt4s99vd9y', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43p42eh2vy1db81rz8z33', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43pd7eh2vy1f09hndeasq', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43ppweh2vy1fsfvbwrcd1', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43pxfeh2vy1gy3gw6s1t2', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.triggers VALUES ('act_01m8a43q1meh2vy1hrdj51x9d2', 'com_01m8a43hceeh2vy05kf2bhg5sc');
INSERT INTO proposals.venues VALUES ('act_01m8a43mq3eh2vy12sfeg1efp0', 'prop_01m8a43mmaeh2vy11zj3sfmbqp', 'opencollective', 'http://127.0.0.1:37635/tidewater-commons/expenses/2000#comment-cmt_Iyb060TA1HzQ6OVsQKcQ8', 'cmt_Iyb060TA1HzQ6OVsQKcQ8');
INSERT INTO proposals.venues VALUES ('act_01m8a43na4eh2vy184bx8p05q9', 'prop_01m8a43n7seh2vy1723ac34hm6', 'opencollective', 'http://127.0.0.1:37635/tidewater-commons/expenses/2001#comment-cmt_ESsTLNsFn394HF6sEAggB', 'cmt_ESsTLNsFn394HF6sEAggB');
INSERT INTO proposals.venues VALUES ('act_01m8a43p42eh2vy1db81rz8z33', 'prop_01m8a43p2feh2vy1cc05mxw0n4', 'opencollective', 'http://127.0.0.1:37635/tidewater-commons/expenses/2002#comment-cmt_xUazYphOom6RkuJmLNREw', 'cmt_xUazYphOom6RkuJmLNREw');
INSERT INTO proposals.venues VALUES ('act_01m8a43q1meh2vy1hrdj51x9d2', 'prop_01m8a43pzfeh2vy1hdk3jxh1cy', 'opencollective', 'http://127.0.0.1:37635/tidewater-commons/expenses/2003#comment-cmt_bxetJNLx3UslGVDX62yTc', 'cmt_bxetJNLx3UslGVDX62yTc');
INSERT INTO proposals.votes VALUES ('vote_01m8a43mnqeh2vy1296th2qwgz', 'prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jebeh2vy08v3vf4xysq', '["approve"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:47.832886+00', 0, false);
INSERT INTO proposals.votes VALUES ('vote_01m8a43mq7eh2vy13172dh56zf', 'prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jg2eh2vy09rw2qmk398', '["approve"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:47.879572+00', 0, false);
INSERT INTO proposals.votes VALUES ('vote_01m8a43msjeh2vy13wqmeb0aqf', 'prop_01m8a43mmaeh2vy11zj3sfmbqp', 'mem_01m8a43jhjeh2vy0asf3844jdb', '["approve"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:47.95568+00', 0, false);
INSERT INTO proposals.votes VALUES ('vote_01m8a43n87eh2vy17jcsbhj1rw', 'prop_01m8a43n7seh2vy1723ac34hm6', 'mem_01m8a43jebeh2vy08v3vf4xysq', '["reject"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:48.424769+00', 0, false);
INSERT INTO proposals.votes VALUES ('vote_01m8a43nb0eh2vy18h0x9qp7dq', 'prop_01m8a43n7seh2vy1723ac34hm6', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', '["reject"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:48.517488+00', 0, false);
INSERT INTO proposals.votes VALUES ('vote_01m8a43p2zeh2vy1cwcnpe2m35', 'prop_01m8a43p2feh2vy1cc05mxw0n4', 'mem_01m8a43jebeh2vy08v3vf4xysq', '["reject"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:49.280356+00', 0, false);
INSERT INTO proposals.votes VALUES ('vote_01m8a43p4zeh2vy1dxsdbfng6a', 'prop_01m8a43p2feh2vy1cc05mxw0n4', 'mem_01m8a43jkjeh2vy0bxtj67jwe0', '["reject"]', 1000000, NULL, 'folkmoot', '2026-11-25 19:49:49.344657+00', 0, false);
SELECT pg_catalog.setval('actions.webhooks_id_seq', 13, true);
SELECT pg_catalog.setval('communities.accounts_key_seq', 16, true);
ALTER TABLE ONLY actions.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (community, platform, host, external_id);
ALTER TABLE ONLY actions.actions
    ADD CONSTRAINT actions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY actions.attempts
    ADD CONSTRAINT attempts_pkey PRIMARY KEY (action, number);
ALTER TABLE ONLY actions.connections
    ADD CONSTRAINT connections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY actions.expenses
    ADD CONSTRAINT expenses_pkey PRIMARY KEY (connection, id);
ALTER TABLE ONLY actions.own_events
    ADD CONSTRAINT own_events_pkey PRIMARY KEY (community, platform, platform_event);
ALTER TABLE ONLY actions.webhooks
    ADD CONSTRAINT webhooks_connection_event_id_key UNIQUE (connection, event_id);
ALTER TABLE ONLY actions.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (id);
ALTER TABLE ONLY backbone.cursors
    ADD CONSTRAINT cursors_pkey PRIMARY KEY (consumer);
ALTER TABLE ONLY backbone.events
    ADD CONSTRAINT events_id_key UNIQUE (id);
ALTER TABLE ONLY backbone.events
    ADD CONSTRAINT events_pkey PRIMARY KEY ("position");
ALTER TABLE ONLY backbone.head
    ADD CONSTRAINT head_pkey PRIMARY KEY (one);
ALTER TABLE ONLY backbone.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (part, name);
ALTER TABLE ONLY communities.accounts
    ADD CONSTRAINT accounts_pkey PRIMARY KEY (key);
ALTER TABLE ONLY communities.api_keys
    ADD CONSTRAINT api_keys_digest_key UNIQUE (digest);
ALTER TABLE ONLY communities.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (id);
ALTER TABLE ONLY communities.communities
    ADD CONSTRAINT communities_pkey PRIMARY KEY (id);
ALTER TABLE ONLY communities.communities
    ADD CONSTRAINT communities_slug UNIQUE (slug);
ALTER TABLE ONLY communities.connections
    ADD CONSTRAINT connections_external_id UNIQUE (community, platform, external_id);
ALTER TABLE ONLY communities.connections
    ADD CONSTRAINT connections_pkey PRIMARY KEY (id);
ALTER TABLE ONLY communities.grants
    ADD CONSTRAINT grants_pkey PRIMARY KEY (member, role);
ALTER TABLE ONLY communities.members
    ADD CONSTRAINT members_community_id_key UNIQUE (community, id);
ALTER TABLE ONLY communities.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY communities.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (id);
ALTER TABLE ONLY communities.roles
    ADD CONSTRAINT roles_community_id_key UNIQUE (community, id);
ALTER TABLE ONLY communities.roles
    ADD CONSTRAINT roles_name UNIQUE (community, name_key);
ALTER TABLE ONLY communities.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY cred.snapshot_bodies
    ADD CONSTRAINT snapshot_bodies_pkey PRIMARY KEY (snapshot);
ALTER TABLE ONLY cred.snapshots
    ADD CONSTRAINT snapshots_pkey PRIMARY KEY (id);
ALTER TABLE ONLY cred.sources
    ADD CONSTRAINT sources_pkey PRIMARY KEY (community);
ALTER TABLE ONLY jobs.bam
    ADD CONSTRAINT bam_pkey PRIMARY KEY (id);
ALTER TABLE ONLY jobs.instance
    ADD CONSTRAINT instance_pkey PRIMARY KEY (id);
ALTER TABLE ONLY jobs.job
    ADD CONSTRAINT job_pkey PRIMARY KEY (name, id);
ALTER TABLE ONLY jobs.job_common
    ADD CONSTRAINT job_common_pkey PRIMARY KEY (name, id);
ALTER TABLE ONLY jobs.job_dependency
    ADD CONSTRAINT job_dependency_pkey PRIMARY KEY (child_name, child_id, parent_name, parent_id);
ALTER TABLE ONLY jobs.queue
    ADD CONSTRAINT queue_pkey PRIMARY KEY (name);
ALTER TABLE ONLY jobs.queue_stats
    ADD CONSTRAINT queue_stats_pkey PRIMARY KEY (id, captured_on);
ALTER TABLE ONLY jobs.queue_stats_20261125
    ADD CONSTRAINT queue_stats_20261125_pkey PRIMARY KEY (id, captured_on);
ALTER TABLE ONLY jobs.queue_stats_20261126
    ADD CONSTRAINT queue_stats_20261126_pkey PRIMARY KEY (id, captured_on);
ALTER TABLE ONLY jobs.schedule
    ADD CONSTRAINT schedule_pkey PRIMARY KEY (name, key);
ALTER TABLE ONLY jobs.subscription
    ADD CONSTRAINT subscription_pkey PRIMARY KEY (event, name);
ALTER TABLE ONLY jobs.version
    ADD CONSTRAINT version_pkey PRIMARY KEY (version);
ALTER TABLE ONLY jobs.warning
    ADD CONSTRAINT warning_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.chains
    ADD CONSTRAINT chains_pkey PRIMARY KEY (community);
ALTER TABLE ONLY proposals.decisions
    ADD CONSTRAINT decisions_community_position_key UNIQUE (community, "position");
ALTER TABLE ONLY proposals.decisions
    ADD CONSTRAINT decisions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.decisions
    ADD CONSTRAINT decisions_proposal_key UNIQUE (proposal);
ALTER TABLE ONLY proposals.follow_up_actions
    ADD CONSTRAINT follow_up_actions_pkey PRIMARY KEY (action);
ALTER TABLE ONLY proposals.follow_ups
    ADD CONSTRAINT follow_ups_pkey PRIMARY KEY (decision);
ALTER TABLE ONLY proposals.idempotency
    ADD CONSTRAINT idempotency_pkey PRIMARY KEY (community, key);
ALTER TABLE ONLY proposals.members
    ADD CONSTRAINT members_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.policies
    ADD CONSTRAINT policies_community_name_version_key UNIQUE (community, name, version);
ALTER TABLE ONLY proposals.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.proposals
    ADD CONSTRAINT proposals_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.role_holders
    ADD CONSTRAINT role_holders_pkey PRIMARY KEY (role, member);
ALTER TABLE ONLY proposals.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.seats
    ADD CONSTRAINT seats_pkey PRIMARY KEY (proposal, member);
ALTER TABLE ONLY proposals.triggers
    ADD CONSTRAINT triggers_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.venues
    ADD CONSTRAINT venues_pkey PRIMARY KEY (action);
ALTER TABLE ONLY proposals.venues
    ADD CONSTRAINT venues_proposal_platform_external_id_key UNIQUE (proposal, platform, external_id);
ALTER TABLE ONLY proposals.votes
    ADD CONSTRAINT votes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY proposals.votes
    ADD CONSTRAINT votes_proposal_member_key UNIQUE (proposal, member);
CREATE INDEX accounts_by_member ON actions.accounts USING btree (community, member);
CREATE INDEX accounts_by_username ON actions.accounts USING btree (community, platform, lower(username));
CREATE INDEX actions_by_community ON actions.actions USING btree (community, id);
CREATE INDEX actions_by_direction ON actions.actions USING btree (community, direction, id);
CREATE INDEX actions_by_kind ON actions.actions USING btree (community, kind text_pattern_ops, id);
CREATE INDEX actions_by_subject ON actions.actions USING btree (community, platform, subject_id, id);
CREATE UNIQUE INDEX actions_idempotent ON actions.actions USING btree (community, idempotency_key) WHERE (idempotency_key IS NOT NULL);
CREATE UNIQUE INDEX actions_once ON actions.actions USING btree (community, platform, platform_event) WHERE (platform_event IS NOT NULL);
CREATE INDEX actions_unsettled ON actions.actions USING btree (next_try_at) WHERE ((direction = 'REQUESTED'::text) AND (status = ANY (ARRAY['PENDING'::text, 'UNKNOWN'::text])));
CREATE INDEX actions_waiting ON actions.actions USING btree (community, id) WHERE (problem IS NOT NULL);
CREATE INDEX connections_by_community ON actions.connections USING btree (community, platform);
CREATE INDEX expenses_by_community ON actions.expenses USING btree (community, created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX expenses_by_id ON actions.expenses USING btree (community, id);
CREATE INDEX expenses_by_legacy_id ON actions.expenses USING btree (connection, legacy_id);
CREATE INDEX own_events_by_action ON actions.own_events USING btree (action);
CREATE INDEX webhooks_waiting ON actions.webhooks USING btree (connection, id) WHERE (handled_at IS NULL);
CREATE INDEX events_by_community ON backbone.events USING btree (community, "position");
CREATE INDEX events_by_type ON backbone.events USING btree (type, "position");
CREATE UNIQUE INDEX accounts_external_id ON communities.accounts USING btree (community, platform, host, external_id) WHERE (external_id IS NOT NULL);
CREATE INDEX accounts_of_member ON communities.accounts USING btree (member);
CREATE UNIQUE INDEX accounts_username ON communities.accounts USING btree (community, platform, host, username_key) WHERE (username IS NOT NULL);
CREATE INDEX api_keys_of_member ON communities.api_keys USING btree (member) WHERE (member IS NOT NULL);
CREATE INDEX grants_of_role ON communities.grants USING btree (role, member);
CREATE INDEX members_merged ON communities.members USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX members_of_community ON communities.members USING btree (community, id) WHERE (merged_into IS NULL);
CREATE INDEX requests_by_status ON communities.requests USING btree (community, status, id);
CREATE INDEX requests_of_community ON communities.requests USING btree (community, id);
CREATE INDEX requests_of_member ON communities.requests USING btree (member, role, id);
CREATE UNIQUE INDEX requests_pending ON communities.requests USING btree (member, role) WHERE (status = 'PENDING'::text);
CREATE INDEX snapshots_by_community ON cred.snapshots USING btree (community, fetched_at);
CREATE UNIQUE INDEX job_common_i1 ON jobs.job_common USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'created'::jobs.job_state) AND (policy = 'short'::text));
CREATE INDEX job_common_i10 ON jobs.job_common USING btree (name, singleton_key, state DESC, created_on, id) INCLUDE (start_after) WHERE ((state < 'active'::jobs.job_state) AND (NOT blocked) AND (policy = 'key_strict_fifo'::text));
CREATE INDEX job_common_i11 ON jobs.job_common USING btree (name, priority DESC, created_on, start_after) WHERE ((state < 'active'::jobs.job_state) AND (NOT blocked));
CREATE INDEX job_common_i12 ON jobs.job_common USING btree (source_root_id) WHERE (source_root_id IS NOT NULL);
CREATE UNIQUE INDEX job_common_i13 ON jobs.job_common USING btree (name, singleton_key) WHERE ((state = 'created'::jobs.job_state) AND upsert_by_key);
CREATE INDEX job_common_i14 ON jobs.job_common USING btree (name, state, blocked, start_after) WHERE (state = ANY (ARRAY['created'::jobs.job_state, 'retry'::jobs.job_state, 'active'::jobs.job_state, 'failed'::jobs.job_state]));
CREATE INDEX job_common_i15 ON jobs.job_common USING btree (name, created_on);
CREATE INDEX job_common_i16 ON jobs.job_common USING btree (name, completed_on) WHERE (completed_on IS NOT NULL);
CREATE INDEX job_common_i17 ON jobs.job_common USING btree (name, singleton_key, created_on) WHERE ((state < 'active'::jobs.job_state) AND (singleton_key IS NOT NULL));
CREATE UNIQUE INDEX job_common_i2 ON jobs.job_common USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state = 'active'::jobs.job_state) AND (policy = 'singleton'::text));
CREATE UNIQUE INDEX job_common_i3 ON jobs.job_common USING btree (name, state, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'stately'::text));
CREATE UNIQUE INDEX job_common_i4 ON jobs.job_common USING btree (name, singleton_on, COALESCE(singleton_key, ''::text)) WHERE ((state <> 'cancelled'::jobs.job_state) AND (singleton_on IS NOT NULL));
CREATE UNIQUE INDEX job_common_i6 ON jobs.job_common USING btree (name, COALESCE(singleton_key, ''::text)) WHERE ((state <= 'active'::jobs.job_state) AND (policy = 'exclusive'::text));
CREATE INDEX job_common_i7 ON jobs.job_common USING btree (name, group_id) WHERE ((state = 'active'::jobs.job_state) AND (group_id IS NOT NULL));
CREATE UNIQUE INDEX job_common_i8 ON jobs.job_common USING btree (name, singleton_key) WHERE ((state = ANY (ARRAY['active'::jobs.job_state, 'retry'::jobs.job_state, 'failed'::jobs.job_state])) AND (policy = 'key_strict_fifo'::text));
CREATE INDEX job_common_i9 ON jobs.job_common USING btree (name, id) WHERE (blocking AND (state = 'completed'::jobs.job_state));
CREATE INDEX job_dep_parent_idx ON jobs.job_dependency USING btree (parent_name, parent_id);
CREATE INDEX queue_stats_i1 ON ONLY jobs.queue_stats USING btree (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);
CREATE INDEX queue_stats_20261125_name_captured_on_deferred_count_queued_idx ON jobs.queue_stats_20261125 USING btree (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);
CREATE INDEX queue_stats_20261126_name_captured_on_deferred_count_queued_idx ON jobs.queue_stats_20261126 USING btree (name, captured_on DESC) INCLUDE (deferred_count, queued_count, ready_count, active_count, failed_count, total_count);
CREATE INDEX warning_i1 ON jobs.warning USING btree (created_on DESC);
CREATE INDEX actions_of_decision ON proposals.follow_up_actions USING btree (decision, action);
CREATE INDEX decisions_by_outcome ON proposals.decisions USING btree (community, outcome, "position");
CREATE INDEX members_of_community ON proposals.members USING btree (community, id);
CREATE INDEX members_of_person ON proposals.members USING btree (person);
CREATE UNIQUE INDEX newest_policies ON proposals.policies USING btree (community, name) WHERE newest;
CREATE INDEX proposals_by_deadline ON proposals.proposals USING btree (closes_at) WHERE (status = 'OPEN'::text);
CREATE INDEX proposals_by_status ON proposals.proposals USING btree (community, status, id);
CREATE INDEX proposals_of_community ON proposals.proposals USING btree (community, id);
CREATE INDEX roles_by_name ON proposals.roles USING btree (community, name_key);
CREATE INDEX roles_of_member ON proposals.role_holders USING btree (member);
CREATE INDEX seats_of_member ON proposals.seats USING btree (member);
CREATE INDEX votes_of_member ON proposals.votes USING btree (member, id) WHERE (NOT retracted);
CREATE INDEX votes_of_proposal ON proposals.votes USING btree (proposal, id) WHERE (NOT retracted);
ALTER INDEX jobs.job_pkey ATTACH PARTITION jobs.job_common_pkey;
ALTER INDEX jobs.queue_stats_i1 ATTACH PARTITION jobs.queue_stats_20261125_name_captured_on_deferred_count_queued_idx;
ALTER INDEX jobs.queue_stats_pkey ATTACH PARTITION jobs.queue_stats_20261125_pkey;
ALTER INDEX jobs.queue_stats_i1 ATTACH PARTITION jobs.queue_stats_20261126_name_captured_on_deferred_count_queued_idx;
ALTER INDEX jobs.queue_stats_pkey ATTACH PARTITION jobs.queue_stats_20261126_pkey;
CREATE TRIGGER decisions_all_stay BEFORE TRUNCATE ON proposals.decisions FOR EACH STATEMENT EXECUTE FUNCTION proposals.refuse_change();
CREATE TRIGGER decisions_stay BEFORE DELETE OR UPDATE ON proposals.decisions FOR EACH ROW EXECUTE FUNCTION proposals.refuse_change();
CREATE TRIGGER seats_keep_weight BEFORE UPDATE OF weight, proposal ON proposals.seats FOR EACH ROW WHEN (((old.weight IS DISTINCT FROM new.weight) OR (old.proposal IS DISTINCT FROM new.proposal))) EXECUTE FUNCTION proposals.refuse_change();
ALTER TABLE ONLY actions.attempts
    ADD CONSTRAINT attempts_action_fkey FOREIGN KEY (action) REFERENCES actions.actions(id) ON DELETE CASCADE;
ALTER TABLE ONLY communities.accounts
    ADD CONSTRAINT accounts_community_member_fkey FOREIGN KEY (community, member) REFERENCES communities.members(community, id);
ALTER TABLE ONLY communities.api_keys
    ADD CONSTRAINT api_keys_community_fkey FOREIGN KEY (community) REFERENCES communities.communities(id);
ALTER TABLE ONLY communities.api_keys
    ADD CONSTRAINT api_keys_community_member_fkey FOREIGN KEY (community, member) REFERENCES communities.members(community, id);
ALTER TABLE ONLY communities.connections
    ADD CONSTRAINT connections_community_fkey FOREIGN KEY (community) REFERENCES communities.communities(id);
ALTER TABLE ONLY communities.grants
    ADD CONSTRAINT grants_community_member_fkey FOREIGN KEY (community, member) REFERENCES communities.members(community, id);
ALTER TABLE ONLY communities.grants
    ADD CONSTRAINT grants_community_role_fkey FOREIGN KEY (community, role) REFERENCES communities.roles(community, id);
ALTER TABLE ONLY communities.grants
    ADD CONSTRAINT grants_request_fkey FOREIGN KEY (request) REFERENCES communities.requests(id);
ALTER TABLE ONLY communities.members
    ADD CONSTRAINT members_community_fkey FOREIGN KEY (community) REFERENCES communities.communities(id);
ALTER TABLE ONLY communities.members
    ADD CONSTRAINT members_community_merged_into_fkey FOREIGN KEY (community, merged_into) REFERENCES communities.members(community, id);
ALTER TABLE ONLY communities.requests
    ADD CONSTRAINT requests_community_member_fkey FOREIGN KEY (community, member) REFERENCES communities.members(community, id);
ALTER TABLE ONLY communities.requests
    ADD CONSTRAINT requests_community_role_fkey FOREIGN KEY (community, role) REFERENCES communities.roles(community, id);
ALTER TABLE ONLY communities.roles
    ADD CONSTRAINT roles_community_fkey FOREIGN KEY (community) REFERENCES communities.communities(id);
ALTER TABLE ONLY cred.snapshot_bodies
    ADD CONSTRAINT snapshot_bodies_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES cred.snapshots(id) ON DELETE CASCADE;
ALTER TABLE ONLY cred.sources
    ADD CONSTRAINT sources_snapshot_fkey FOREIGN KEY (snapshot) REFERENCES cred.snapshots(id);
ALTER TABLE ONLY jobs.job_common
    ADD CONSTRAINT dlq_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY jobs.job_common
    ADD CONSTRAINT q_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE RESTRICT DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY jobs.queue
    ADD CONSTRAINT queue_dead_letter_fkey FOREIGN KEY (dead_letter) REFERENCES jobs.queue(name);
ALTER TABLE ONLY jobs.schedule
    ADD CONSTRAINT schedule_name_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE CASCADE;
ALTER TABLE ONLY jobs.subscription
    ADD CONSTRAINT subscription_name_fkey FOREIGN KEY (name) REFERENCES jobs.queue(name) ON DELETE CASCADE;
ALTER TABLE ONLY proposals.decisions
    ADD CONSTRAINT decisions_proposal_fkey FOREIGN KEY (proposal) REFERENCES proposals.proposals(id);
ALTER TABLE ONLY proposals.follow_up_actions
    ADD CONSTRAINT follow_up_actions_decision_fkey FOREIGN KEY (decision) REFERENCES proposals.decisions(id);
ALTER TABLE ONLY proposals.follow_ups
    ADD CONSTRAINT follow_ups_decision_fkey FOREIGN KEY (decision) REFERENCES proposals.decisions(id);
ALTER TABLE ONLY proposals.proposals
    ADD CONSTRAINT proposals_policy_fkey FOREIGN KEY (policy) REFERENCES proposals.policies(id);
ALTER TABLE ONLY proposals.seats
    ADD CONSTRAINT seats_proposal_fkey FOREIGN KEY (proposal) REFERENCES proposals.proposals(id);
ALTER TABLE ONLY proposals.venues
    ADD CONSTRAINT venues_proposal_fkey FOREIGN KEY (proposal) REFERENCES proposals.proposals(id);
ALTER TABLE ONLY proposals.votes
    ADD CONSTRAINT votes_proposal_fkey FOREIGN KEY (proposal) REFERENCES proposals.proposals(id);
