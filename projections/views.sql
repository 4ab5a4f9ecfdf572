-- schema
-- Folds of the ledgers: all of it can be thrown away and made anew. A view has a table of its own
-- name; while a new version of it is built, that one is called `<name>_next`.
CREATE SCHEMA IF NOT EXISTS views;

CREATE TABLE IF NOT EXISTS views.positions (
    view text NOT NULL,
    version integer NOT NULL,
    ledger text NOT NULL,
    position bigint NOT NULL,
    PRIMARY KEY (view, ledger)
);

-- Entries a view could not take; the rest went on.
CREATE TABLE IF NOT EXISTS views.poison (
    view text NOT NULL,
    ledger text NOT NULL,
    position bigint NOT NULL,
    error text NOT NULL,
    found_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (view, ledger, position)
);

-- Up to which entry the alerts went out.
CREATE TABLE IF NOT EXISTS views.published (
    sink text PRIMARY KEY,
    position bigint NOT NULL
);

-- make
-- {view}: a name of `projections.views.ALL`, also below.
CREATE TABLE IF NOT EXISTS views."{view}" (
    id text PRIMARY KEY,
    row jsonb NOT NULL
);

-- begin
INSERT INTO views.positions (view, version, ledger, position)
SELECT $1, $2, ledger, 0
FROM unnest($3::text[]) AS ledger
ON CONFLICT (view, ledger) DO NOTHING;

-- forget
DELETE FROM views.positions WHERE view = $1;

-- forget_poison
DELETE FROM views.poison WHERE view = $1;

-- drop
DROP TABLE IF EXISTS views."{view}";

-- rename
ALTER TABLE views."{view}_next" RENAME TO "{view}";

-- rename_positions
UPDATE views.positions SET view = $1 WHERE view = $2;

-- rename_poison
UPDATE views.poison SET view = $1 WHERE view = $2;

-- versions
SELECT DISTINCT view, version FROM views.positions;

-- positions
SELECT view, position
FROM views.positions
WHERE ledger = $1 AND view = ANY($2::text[]);

-- all_positions
SELECT view, version, ledger, position FROM views.positions ORDER BY view, ledger;

-- advance
-- Takes the entries up to $4 for these views, if nobody else did; locks their places until commit.
UPDATE views.positions AS place
SET position = $4
FROM unnest($1::text[], $2::bigint[]) AS expected (view, position)
WHERE place.view = expected.view
    AND place.ledger = $3
    AND place.position = expected.position
RETURNING place.view;

-- read
SELECT id, row FROM views."{view}" WHERE id = ANY($1::text[]);

-- read_all
SELECT id, row FROM views."{view}" ORDER BY id COLLATE "C";

-- write
INSERT INTO views."{view}" (id, row)
SELECT * FROM unnest($1::text[], $2::jsonb[])
ON CONFLICT (id) DO UPDATE
SET row = excluded.row;

-- remove
DELETE FROM views."{view}" WHERE id = ANY($1::text[]);

-- poison
INSERT INTO views.poison (view, ledger, position, error)
VALUES ($1, $2, $3, $4)
ON CONFLICT (view, ledger, position) DO NOTHING;

-- read_poison
SELECT view, ledger, position, error FROM views.poison ORDER BY view, ledger, position;

-- read_published
SELECT position FROM views.published WHERE sink = $1;

-- write_published
INSERT INTO views.published (sink, position)
VALUES ($1, $2)
ON CONFLICT (sink) DO UPDATE
SET position = excluded.position
WHERE published.position < excluded.position;

-- held
-- How many of these advisory locks somebody holds.
SELECT count(*)
FROM pg_locks
WHERE locktype = 'advisory'
    AND granted
    AND objsubid = 1
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND (classid::bigint << 32) + objid::bigint = ANY($1::bigint[]);

-- read_of_cars
-- The rows that name one of the cars $1.
SELECT id, row
FROM views."{view}"
WHERE row->>'vehicle' = ANY($1::text[]);
