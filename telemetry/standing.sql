-- schema
-- What is believed now and how it came to be; `archive.sql` keeps what it rests on.
CREATE TABLE IF NOT EXISTS archive.bindings (
    device text NOT NULL,
    vehicle text NOT NULL,
    valid_from timestamptz NOT NULL,
    valid_to timestamptz,
    spare boolean NOT NULL,
    PRIMARY KEY (device, valid_from)
);

-- The memory of the visits machine of a vehicle after the instant `at`.
CREATE TABLE IF NOT EXISTS archive.checkpoints (
    vehicle text NOT NULL,
    at timestamptz NOT NULL,
    memories jsonb NOT NULL,
    PRIMARY KEY (vehicle, at)
);

CREATE TABLE IF NOT EXISTS archive.visits (
    visit_id text PRIMARY KEY,
    vehicle text NOT NULL,
    fence text NOT NULL,
    fence_version integer NOT NULL,
    profile text NOT NULL,
    enter_lo timestamptz,
    enter_hi timestamptz NOT NULL,
    enter_confirmed timestamptz NOT NULL,
    exit_lo timestamptz,
    exit_hi timestamptz,
    exit_confirmed timestamptz,
    flags text[] NOT NULL,
    enter_fixes integer NOT NULL,
    exit_fixes integer NOT NULL
);
CREATE INDEX IF NOT EXISTS visits_vehicle ON archive.visits (vehicle, exit_confirmed);

CREATE TABLE IF NOT EXISTS archive.visit_records (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    visit_id text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('opened', 'amended', 'voided')),
    vehicle text NOT NULL,
    fence text NOT NULL,
    fence_version integer NOT NULL,
    content jsonb NOT NULL,
    changed jsonb NOT NULL,
    reason text,
    merged_into text,
    cause jsonb NOT NULL,
    late boolean NOT NULL,
    recorded_at timestamptz NOT NULL
);

-- Findings as they stand, to compare with; what is voided stays for its stream's version.
CREATE TABLE IF NOT EXISTS archive.standing (
    finding_id text PRIMARY KEY,
    vehicle text NOT NULL,
    scope text NOT NULL,
    finding jsonb NOT NULL,
    confirmed_end timestamptz,
    version integer NOT NULL,
    voided boolean NOT NULL
);
CREATE INDEX IF NOT EXISTS standing_vehicle ON archive.standing (vehicle) WHERE NOT voided;

-- Up to which entry of the lifecycle ledger the past was judged.
CREATE TABLE IF NOT EXISTS archive.followed (
    ledger text PRIMARY KEY,
    position bigint NOT NULL
);
INSERT INTO archive.followed (ledger, position)
VALUES ('lifecycle', 0)
ON CONFLICT (ledger) DO NOTHING;

-- First instants of long stops: from each of them on a car's past can be judged anew.
CREATE TABLE IF NOT EXISTS archive.stops (
    vehicle text NOT NULL,
    begins timestamptz NOT NULL,
    reads_from timestamptz NOT NULL,
    sure timestamptz NOT NULL,
    PRIMARY KEY (vehicle, begins)
);

-- Cars that wait for judgement: from when on something may have changed, and which paper did it.
CREATE TABLE IF NOT EXISTS archive.docket (
    vehicle text PRIMARY KEY,
    begins timestamptz NOT NULL,
    entry text NOT NULL,
    reason text NOT NULL
);

-- What a car's local days were like, and up to which midnight they are counted.
CREATE TABLE IF NOT EXISTS archive.days (
    vehicle text NOT NULL,
    day date NOT NULL,
    told jsonb NOT NULL,
    PRIMARY KEY (vehicle, day)
);
CREATE TABLE IF NOT EXISTS archive.days_counted (
    vehicle text PRIMARY KEY,
    up_to timestamptz NOT NULL
);

-- Where cars were at the beginnings of sealed periods, as it was told last; and how often per period.
CREATE TABLE IF NOT EXISTS archive.seal_starts (
    vehicle text NOT NULL,
    period text NOT NULL,
    told jsonb NOT NULL,
    PRIMARY KEY (vehicle, period)
);
CREATE TABLE IF NOT EXISTS archive.seal_sightings (
    period text PRIMARY KEY,
    version integer NOT NULL
);

-- Up to when silence was known when something was judged last.
CREATE TABLE IF NOT EXISTS archive.verdict_clock (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    up_to timestamptz NOT NULL
);
INSERT INTO archive.verdict_clock (up_to)
VALUES ('1970-01-01T00:00:00Z')
ON CONFLICT (one) DO NOTHING;

-- read_bindings
SELECT device, vehicle, valid_from, valid_to, spare
FROM archive.bindings
WHERE vehicle = $1
ORDER BY valid_from;

-- write_bindings
INSERT INTO archive.bindings (device, vehicle, valid_from, valid_to, spare)
SELECT * FROM unnest(
    $1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[], $5::boolean[]
);

-- forget_bindings
DELETE FROM archive.bindings WHERE device = ANY($1::text[]);

-- read_followed
SELECT position FROM archive.followed WHERE ledger = 'lifecycle';

-- write_followed
UPDATE archive.followed SET position = $1 WHERE ledger = 'lifecycle';

-- read_checkpoint
-- The newest memory strictly before $2.
SELECT at, memories
FROM archive.checkpoints
WHERE vehicle = $1 AND at < $2
ORDER BY at DESC
LIMIT 1;

-- read_checkpoints
SELECT at, memories
FROM archive.checkpoints
WHERE vehicle = $1 AND at >= $2
ORDER BY at;

-- forget_checkpoints
DELETE FROM archive.checkpoints WHERE vehicle = $1 AND at >= $2 AND at <= $3;

-- write_checkpoint
INSERT INTO archive.checkpoints (vehicle, at, memories)
VALUES ($1, $2, $3)
ON CONFLICT (vehicle, at) DO UPDATE
SET memories = excluded.memories;

-- read_visits
-- Visits of a vehicle that were not over at $2.
SELECT *
FROM archive.visits
WHERE vehicle = $1 AND (exit_confirmed IS NULL OR exit_confirmed > $2)
ORDER BY enter_hi, visit_id;

-- write_visit
INSERT INTO archive.visits (
    visit_id, vehicle, fence, fence_version, profile, enter_lo, enter_hi, enter_confirmed,
    exit_lo, exit_hi, exit_confirmed, flags, enter_fixes, exit_fixes
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (visit_id) DO UPDATE
SET enter_lo = excluded.enter_lo, enter_hi = excluded.enter_hi,
    enter_confirmed = excluded.enter_confirmed, exit_lo = excluded.exit_lo,
    exit_hi = excluded.exit_hi, exit_confirmed = excluded.exit_confirmed,
    flags = excluded.flags, enter_fixes = excluded.enter_fixes,
    exit_fixes = excluded.exit_fixes;

-- drop_visit
DELETE FROM archive.visits WHERE visit_id = $1;

-- write_record
INSERT INTO archive.visit_records (
    visit_id, kind, vehicle, fence, fence_version, content, changed, reason, merged_into, cause,
    late, recorded_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);

-- read_standing
-- Findings about the areas of a vehicle that were not over at $2.
SELECT finding_id, scope, finding, version
FROM archive.standing
WHERE vehicle = $1 AND NOT voided AND starts_with(scope, 'rule:')
    AND (confirmed_end IS NULL OR confirmed_end > $2)
ORDER BY finding_id;

-- streams
SELECT finding_id, version, voided
FROM archive.standing
WHERE finding_id = $1 OR starts_with(finding_id, $1 || ':');

-- write_standing
INSERT INTO archive.standing (
    finding_id, vehicle, scope, finding, confirmed_end, version, voided
)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (finding_id) DO UPDATE
SET scope = excluded.scope, finding = excluded.finding, confirmed_end = excluded.confirmed_end,
    version = excluded.version, voided = excluded.voided;
