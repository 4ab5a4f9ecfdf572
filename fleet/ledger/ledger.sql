-- create_events
-- One row an event; written by append-only writers, hashed one to the next. `{events}` is the
-- table's name. `hash` and `prev_hash` are SHA-256; what they cover: fleet/ledger/chain.py.
CREATE TABLE IF NOT EXISTS public.{events} (
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigserial NOT NULL,
    event_id uuid NOT NULL,
    metadata jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    prev_hash bytea NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (originator_id, originator_version)
);

-- create_position_index
CREATE UNIQUE INDEX IF NOT EXISTS {events}_notification_id_idx
ON public.{events} (notification_id);

-- create_time_index
CREATE INDEX IF NOT EXISTS {events}_recorded_at_idx
ON public.{events} (recorded_at, notification_id);

-- create_gate
-- Always empty. Whoever holds its lock may write to the ledger: a lock on the events themselves
-- would need rights that an append-only role must not have.
CREATE TABLE IF NOT EXISTS public.{events}_gate ();

-- create_head
-- Where the chain ends. The next event continues from here and not from the last row, so that a
-- tail that was cut off is missed for ever. Changed under the gate's lock only.
CREATE TABLE IF NOT EXISTS public.{events}_head (
    the_one boolean PRIMARY KEY DEFAULT true CHECK (the_one),
    position bigint NOT NULL,
    events bigint NOT NULL,
    hash bytea NOT NULL,
    recorded_at timestamptz
);

-- create_first_head
INSERT INTO public.{events}_head (position, events, hash)
SELECT 0, 0, decode(repeat('00', 32), 'hex')
ON CONFLICT (the_one) DO NOTHING;

-- create_commands
-- Which commands were answered, and with which positions, so that a repeat gets the same answer.
CREATE TABLE IF NOT EXISTS public.{events}_commands (
    command_id uuid PRIMARY KEY,
    positions bigint[] NOT NULL
);

-- create_tracking
-- The library's: how far a reaction has followed another ledger, kept with what it wrote.
CREATE TABLE IF NOT EXISTS public.{tracking} (
    application_name text PRIMARY KEY,
    notification_id bigint
);

-- create_tracking_version
-- The library's mark: one row an application.
INSERT INTO public.{tracking} (application_name, notification_id)
VALUES ('__migration__', 1)
ON CONFLICT (application_name) DO NOTHING;

-- limit_wait
SET LOCAL lock_timeout = '30s';

-- lock
-- Positions rise in the order of commits, so that no reader passes over one that comes later.
LOCK TABLE public.{events}_gate IN EXCLUSIVE MODE;

-- notify
NOTIFY {events};

-- claim
-- The end of the chain, the time, and positions for $1 events. Needs the lock.
SELECT
    head.hash,
    greatest(head.recorded_at, clock_timestamp()) AS recorded_at,
    ARRAY(
        SELECT nextval('public.{events}_notification_id_seq')
        FROM generate_series(1, $1::integer)
    ) AS positions
FROM public.{events}_head AS head;

-- move_head
UPDATE public.{events}_head
SET position = $1,
    events = events + $2,
    hash = $3,
    recorded_at = $4;

-- keep_command
INSERT INTO public.{events}_commands (command_id, positions)
VALUES ($1, $2);

-- keep_events
-- Each parameter is a column, but $8: the time is the same for all.
WITH kept AS (
    INSERT INTO public.{events} (
        originator_id, originator_version, topic, state, notification_id,
        event_id, metadata, recorded_at, prev_hash, hash
    )
    SELECT
        originator_id, originator_version, topic, state, notification_id,
        event_id, metadata::jsonb, $8::timestamptz, prev_hash, hash
    FROM unnest(
        $1::text[], $2::bigint[], $3::text[], $4::bytea[], $5::bigint[],
        $6::uuid[], $7::text[], $9::bytea[], $10::bytea[]
    ) AS given (
        originator_id, originator_version, topic, state, notification_id,
        event_id, metadata, prev_hash, hash
    )
    RETURNING notification_id
)
SELECT array_agg(notification_id ORDER BY notification_id) AS positions
FROM kept;

-- read_streams
-- Of each stream $1 what comes after its version $2.
SELECT
    kept.originator_id, kept.originator_version, kept.topic, kept.state, kept.event_id
FROM unnest($1::text[], $2::bigint[]) AS wanted (stream, version)
INNER JOIN public.{events} AS kept
    ON
        kept.originator_id = wanted.stream
        AND kept.originator_version > wanted.version
ORDER BY kept.originator_id, kept.originator_version;

-- read_names
-- The streams from name $1 up to name $2; each has one first event.
SELECT originator_id
FROM public.{events}
WHERE originator_id >= $1
    AND originator_id < $2
    AND originator_version = 1
ORDER BY originator_id;

-- read_positions
SELECT
    notification_id, originator_id, originator_version, topic, state,
    event_id, metadata::text AS metadata, recorded_at
FROM public.{events}
WHERE notification_id = ANY ($1::bigint[])
ORDER BY notification_id;

-- read_command
SELECT
    notification_id, originator_id, originator_version, topic, state,
    event_id, metadata::text AS metadata, recorded_at
FROM public.{events}
WHERE notification_id = ANY (
    SELECT unnest(positions)
    FROM public.{events}_commands
    WHERE command_id = $1
)
ORDER BY notification_id;

-- read_page
-- Events after position $1 up to position $2, at most $3.
SELECT
    notification_id, originator_id, originator_version, topic, state,
    event_id, metadata::text AS metadata, recorded_at
FROM public.{events}
WHERE notification_id > $1
    AND notification_id <= $2
ORDER BY notification_id
LIMIT $3;

-- read_topics
-- The same, of the topics $4 only.
SELECT
    notification_id, originator_id, originator_version, topic, state,
    event_id, metadata::text AS metadata, recorded_at
FROM public.{events}
WHERE notification_id > $1
    AND notification_id <= $2
    AND topic = ANY ($4::text[])
ORDER BY notification_id
LIMIT $3;

-- last_position
SELECT coalesce(max(notification_id), 0)
FROM public.{events};

-- position_at
-- The last position recorded at $1 or before.
SELECT notification_id
FROM public.{events}
WHERE recorded_at <= $1
ORDER BY recorded_at DESC, notification_id DESC
LIMIT 1;

-- read_chain
SELECT
    notification_id, event_id, originator_id, originator_version, topic, state,
    metadata::text AS metadata, recorded_at, prev_hash, hash
FROM public.{events}
ORDER BY notification_id;

-- read_head
SELECT position, events, hash
FROM public.{events}_head;

-- find_successor
-- The row that was written after the one with hash $1.
SELECT notification_id
FROM public.{events}
WHERE prev_hash = $1
ORDER BY notification_id
LIMIT 1;
