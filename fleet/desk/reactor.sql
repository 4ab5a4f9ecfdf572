-- create_schema
CREATE SCHEMA IF NOT EXISTS reactions;

-- create_checkpoint
-- How far the ledger `lifecycle` has been answered.
CREATE TABLE IF NOT EXISTS reactions.checkpoint (
    the_one boolean PRIMARY KEY DEFAULT true CHECK (the_one),
    position bigint NOT NULL
);

-- create_first_checkpoint
INSERT INTO reactions.checkpoint (position)
VALUES (0)
ON CONFLICT (the_one) DO NOTHING;

-- create_due
-- What waits for a date: a command to say, a notice to raise, or both.
CREATE TABLE IF NOT EXISTS reactions.due (
    key text COLLATE "C" PRIMARY KEY,
    at timestamptz NOT NULL,
    wire jsonb,
    notice jsonb
);

-- create_due_index
CREATE INDEX IF NOT EXISTS due_at_idx
ON reactions.due (at, key);

-- lock_migration
SELECT pg_advisory_xact_lock($1);

-- position
SELECT position
FROM reactions.checkpoint;

-- advance
UPDATE reactions.checkpoint
SET position = $1;

-- keep_due
INSERT INTO reactions.due (key, at, wire, notice)
VALUES ($1, $2, $3, $4)
ON CONFLICT (key) DO UPDATE
SET at = excluded.at,
    wire = excluded.wire,
    notice = excluded.notice;

-- forget
DELETE FROM reactions.due
WHERE starts_with(key, $1);

-- come
-- What is due at $1, oldest first, at most $2.
SELECT key, at, wire::text AS wire, notice::text AS notice
FROM reactions.due
WHERE at <= $1
ORDER BY at, key
LIMIT $2;

-- done
DELETE FROM reactions.due
WHERE key = $1;

-- waiting
SELECT key, at, wire::text AS wire, notice::text AS notice
FROM reactions.due
ORDER BY at, key;
