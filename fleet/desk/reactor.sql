-- create_schema
CREATE SCHEMA IF NOT EXISTS reactions;

-- create_followed
-- How far each of those who answer has come in its ledger.
CREATE TABLE IF NOT EXISTS reactions.followed (
    name text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL
);

-- create_followed_from_checkpoint
-- Until release 0.2 there was one of them, the loop, with a table of its own.
DO $$
BEGIN
    IF to_regclass('reactions.checkpoint') IS NOT NULL THEN
        INSERT INTO reactions.followed (name, position)
        SELECT 'loop', position FROM reactions.checkpoint
        ON CONFLICT (name) DO NOTHING;
        DROP TABLE reactions.checkpoint;
    END IF;
END
$$;

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
FROM reactions.followed
WHERE name = $1;

-- advance
INSERT INTO reactions.followed (name, position)
VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE
SET position = excluded.position;

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
