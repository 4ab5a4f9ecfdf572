-- schema
-- Times are UTC; degrees in the row's own datum; km/h; metres. The ledger keeps verdicts, this
-- keeps what they rest on. (checked on PostgreSQL 15 and 18)
CREATE SCHEMA IF NOT EXISTS archive;

CREATE TABLE IF NOT EXISTS archive.fixes (
    device text NOT NULL,
    at timestamptz NOT NULL,
    digest bytea NOT NULL,
    lon double precision,
    lat double precision,
    speed_kmh real,
    course_deg real,
    altitude_m real,
    alarm bigint NOT NULL,
    status bigint NOT NULL,
    quality integer NOT NULL,
    datum text NOT NULL,
    boot bigint,
    seq bigint,
    source text NOT NULL,
    raw bytea NOT NULL,
    received_at timestamptz NOT NULL,
    odometer_m double precision,
    PRIMARY KEY (device, at, digest)
) PARTITION BY RANGE (at);

-- Archives of earlier releases have no odometer; looked up first, as adding waits for readers.
DO $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_attribute
        WHERE attrelid = 'archive.fixes'::regclass AND attname = 'odometer_m'
    ) THEN
        ALTER TABLE archive.fixes ADD COLUMN IF NOT EXISTS odometer_m double precision;
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS archive.fixes_default PARTITION OF archive.fixes DEFAULT;

-- A day gets its partition, and what strayed into the default one moves there.
CREATE OR REPLACE FUNCTION archive.make_day(day date) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    child text := 'fixes_' || to_char(day, 'YYYYMMDD');
    begins timestamptz := day::timestamp AT TIME ZONE 'UTC';
    ends timestamptz := (day + 1)::timestamp AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('archive.' || child) IS NOT NULL THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE archive.%I (LIKE archive.fixes INCLUDING ALL)', child);
    EXECUTE format(
        'WITH strayed AS (
            DELETE FROM archive.fixes_default WHERE at >= %L AND at < %L RETURNING *
        )
        INSERT INTO archive.%I SELECT * FROM strayed',
        begins, ends, child
    );
    EXECUTE format(
        'ALTER TABLE archive.fixes ATTACH PARTITION archive.%I FOR VALUES FROM (%L) TO (%L)',
        child, begins, ends
    );
END
$$;

-- What a later copy of the same fix carried besides (jt808.md section 9).
CREATE TABLE IF NOT EXISTS archive.supplements (
    device text NOT NULL,
    at timestamptz NOT NULL,
    digest bytea NOT NULL,
    raw bytea NOT NULL,
    received_at timestamptz NOT NULL,
    PRIMARY KEY (device, at, digest, raw)
);

-- Frames that carry no position, as they came.
CREATE TABLE IF NOT EXISTS archive.messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device text NOT NULL,
    message integer NOT NULL,
    raw bytea NOT NULL,
    received_at timestamptz NOT NULL
);

-- Which records of a boot are here, as bounds of closed ranges: {0,17,19,19}.
CREATE TABLE IF NOT EXISTS archive.sequences (
    device text NOT NULL,
    boot bigint NOT NULL,
    first bigint NOT NULL,
    stored bigint[] NOT NULL,
    refused bigint[] NOT NULL,
    PRIMARY KEY (device, boot)
);

CREATE TABLE IF NOT EXISTS archive.quarantine (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    received_at timestamptz NOT NULL,
    source text NOT NULL,
    device text NOT NULL,
    boot bigint,
    seq bigint,
    raw bytea NOT NULL,
    sha256 bytea NOT NULL,
    reason text NOT NULL,
    detail text NOT NULL,
    times bigint NOT NULL DEFAULT 1,
    retry_requested_at timestamptz,
    settled_at timestamptz,
    outcome text,
    UNIQUE (source, sha256, reason)
);

CREATE SEQUENCE IF NOT EXISTS archive.changes;

CREATE TABLE IF NOT EXISTS archive.latest (
    vehicle text PRIMARY KEY,
    device text NOT NULL,
    at timestamptz NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    speed_kmh real,
    course_deg real,
    alarm bigint NOT NULL,
    status bigint NOT NULL,
    quality integer NOT NULL,
    received_at timestamptz NOT NULL,
    change bigint NOT NULL
);
CREATE INDEX IF NOT EXISTS latest_change ON archive.latest (change);

-- staging
CREATE TEMPORARY TABLE IF NOT EXISTS staged_fixes (
    LIKE archive.fixes INCLUDING DEFAULTS
) ON COMMIT DELETE ROWS;

-- partitions
-- The days that have a partition of their own, as names.
SELECT child.relname AS name
FROM pg_inherits
JOIN pg_class child ON child.oid = inhrelid
WHERE inhparent = 'archive.fixes'::regclass;

-- wait_a_little
SET LOCAL lock_timeout = '1s';

-- make_day
SELECT archive.make_day($1);

-- keep_fixes
-- Answers with the fixes that are new, or that this copy changed: it made them plausible ($1: the
-- flag `future`) or doubtful ($2: flags of doubt), whichever copy came first.
INSERT INTO archive.fixes AS kept
SELECT device, at, digest, lon, lat, speed_kmh, course_deg, altitude_m, alarm, status, quality,
    datum, boot, seq, source, raw, received_at, odometer_m
FROM staged_fixes
ON CONFLICT (device, at, digest) DO UPDATE
SET quality = (kept.quality | (excluded.quality & $2::integer))
    & ~($1::integer & ~excluded.quality)
WHERE kept.quality & $1::integer & ~excluded.quality <> 0
    OR excluded.quality & $2::integer & ~kept.quality <> 0
RETURNING device, at, digest;

-- keep_supplements
INSERT INTO archive.supplements (device, at, digest, raw, received_at)
SELECT staged.device, staged.at, staged.digest, staged.raw, staged.received_at
FROM staged_fixes staged
JOIN archive.fixes kept USING (device, at, digest)
WHERE staged.raw <> kept.raw AND kept.source = 'jt808'
ON CONFLICT DO NOTHING;

-- keep_copy
INSERT INTO archive.supplements (device, at, digest, raw, received_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT DO NOTHING;

-- heard
-- Which of these terminals have ever said anything.
SELECT device
FROM unnest($1::text[]) AS asked (device)
WHERE EXISTS (SELECT FROM archive.fixes WHERE fixes.device = asked.device);

-- flag_reused
-- Same device, boot and number with other content: both are kept, both are flagged ($4).
UPDATE archive.fixes
SET quality = quality | $4::integer
WHERE device = $1 AND boot = $2 AND seq = $3;

-- keep_messages
INSERT INTO archive.messages (device, message, raw, received_at)
SELECT * FROM unnest($1::text[], $2::integer[], $3::bytea[], $4::timestamptz[]);

-- keep_quarantine
INSERT INTO archive.quarantine AS kept (
    received_at, source, device, boot, seq, raw, sha256, reason, detail, times
)
SELECT received_at, source, device, boot, seq, raw, sha256(raw), reason, detail, times
FROM unnest(
    $1::timestamptz[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bytea[],
    $7::text[], $8::text[], $9::bigint[]
) AS arrived (received_at, source, device, boot, seq, raw, reason, detail, times)
ON CONFLICT (source, sha256, reason) DO UPDATE
SET times = kept.times + excluded.times;

-- request_retry
UPDATE archive.quarantine
SET retry_requested_at = $3, settled_at = NULL, outcome = NULL
WHERE settled_at IS NULL
    AND ($1::text IS NULL OR reason = $1)
    AND ($2::text IS NULL OR device = $2)
RETURNING id;

-- announce_retry
SELECT pg_notify('archive_retry', '');

-- wanted_retries
SELECT id, source, raw, reason
FROM archive.quarantine
WHERE retry_requested_at IS NOT NULL AND settled_at IS NULL
ORDER BY id
LIMIT $1;

-- settle_retry
UPDATE archive.quarantine
SET settled_at = CASE WHEN $2 = 'admitted' THEN $3::timestamptz END,
    retry_requested_at = NULL,
    outcome = $2
WHERE id = $1;

-- list_quarantine
SELECT id, received_at, source, device, boot, seq, reason, detail, times, raw, settled_at, outcome
FROM archive.quarantine
WHERE ($1::text IS NULL OR reason = $1) AND ($2::text IS NULL OR device = $2)
ORDER BY id;

-- read_sequences
SELECT device, boot, first, stored, refused
FROM archive.sequences
WHERE (device, boot) IN (SELECT * FROM unnest($1::text[], $2::bigint[]));

-- write_sequence
INSERT INTO archive.sequences (device, boot, first, stored, refused)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (device, boot) DO UPDATE
SET first = excluded.first, stored = excluded.stored, refused = excluded.refused;

-- extend_sequences
-- The last range of each of these boots reaches further ($3).
UPDATE archive.sequences AS kept
SET stored[cardinality(stored)] = told.high
FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS told (device, boot, high)
WHERE kept.device = told.device AND kept.boot = told.boot;

-- write_latest
INSERT INTO archive.latest (
    vehicle, device, at, lon, lat, speed_kmh, course_deg, alarm, status, quality, received_at,
    change
)
SELECT arrived.*, change.number
FROM unnest(
    $1::text[], $2::text[], $3::timestamptz[], $4::double precision[], $5::double precision[],
    $6::real[], $7::real[], $8::bigint[], $9::bigint[], $10::integer[], $11::timestamptz[]
) AS arrived
CROSS JOIN (SELECT nextval('archive.changes') AS number) AS change
ON CONFLICT (vehicle) DO UPDATE
SET device = excluded.device, at = excluded.at, lon = excluded.lon, lat = excluded.lat,
    speed_kmh = excluded.speed_kmh, course_deg = excluded.course_deg, alarm = excluded.alarm,
    status = excluded.status, quality = excluded.quality, received_at = excluded.received_at,
    change = excluded.change
WHERE latest.at < excluded.at;

-- settle_latest
-- Where these vehicles are by their bindings, which papers changed ($2: flags that forbid it).
INSERT INTO archive.latest (
    vehicle, device, at, lon, lat, speed_kmh, course_deg, alarm, status, quality, received_at,
    change
)
SELECT newest.*, nextval('archive.changes')
FROM (
    SELECT DISTINCT ON (vehicle) bound.vehicle, fix.device, fix.at, lon, lat, speed_kmh,
        course_deg, alarm, status, quality, received_at
    FROM archive.bindings bound
    CROSS JOIN LATERAL (
        SELECT *
        FROM archive.fixes
        WHERE device = bound.device AND at >= bound.valid_from
            AND at < coalesce(bound.valid_to, 'infinity')
            AND quality & $2::integer = 0 AND lon IS NOT NULL
        ORDER BY at DESC, digest DESC
        LIMIT 1
    ) AS fix
    WHERE vehicle = ANY($1::text[]) AND NOT spare
    ORDER BY vehicle, fix.at DESC, digest DESC
) AS newest
ON CONFLICT (vehicle) DO UPDATE
SET device = excluded.device, at = excluded.at, lon = excluded.lon, lat = excluded.lat,
    speed_kmh = excluded.speed_kmh, course_deg = excluded.course_deg, alarm = excluded.alarm,
    status = excluded.status, quality = excluded.quality, received_at = excluded.received_at,
    change = excluded.change
WHERE (latest.device, latest.at) <> (excluded.device, excluded.at);

-- drop_latest
-- The terminal that told where these vehicles are is no longer theirs at that time.
DELETE FROM archive.latest
WHERE vehicle = ANY($1::text[]) AND NOT EXISTS (
    SELECT
    FROM archive.bindings bound
    WHERE bound.vehicle = latest.vehicle AND bound.device = latest.device AND NOT spare
        AND latest.at >= valid_from AND latest.at < coalesce(valid_to, 'infinity')
);

-- read_places
-- The places of one device that verdicts may use, in time order ($4: flags that forbid it).
SELECT at, digest, lon, lat, quality, received_at
FROM archive.fixes
WHERE device = $1 AND at >= $2 AND at < $3 AND quality & $4::integer = 0 AND lon IS NOT NULL
ORDER BY at, digest;

-- place_before
-- Fix time of the last usable place of one device before $3.
SELECT max(at)
FROM archive.fixes
WHERE device = $1 AND at >= $2 AND at < $3 AND quality & $4::integer = 0 AND lon IS NOT NULL;

-- read_fixes
SELECT *
FROM archive.fixes
WHERE device = $1 AND at >= $2 AND at < $3
ORDER BY at, digest;
