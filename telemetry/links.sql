-- schema
-- Who speaks to the gateway, with which code, and what is strange about it. The gateway writes,
-- verdicts and people read. Codes are kept as SHA-256: they are random, and long.
CREATE TABLE IF NOT EXISTS archive.credentials (
    device text PRIMARY KEY,
    code_sha256 bytea,
    next_sha256 bytea,
    maker text NOT NULL DEFAULT '',
    model text NOT NULL DEFAULT '',
    terminal_id text NOT NULL DEFAULT '',
    plate text NOT NULL DEFAULT '',
    issued_at timestamptz NOT NULL,
    used_at timestamptz,
    revoked_at timestamptz
);
COMMENT ON COLUMN archive.credentials.next_sha256 IS
    'issued, but not used yet: until then the one before is good, too';

CREATE TABLE IF NOT EXISTS archive.links (
    device text PRIMARY KEY,
    peer text NOT NULL,
    connected_at timestamptz NOT NULL,
    heard_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_why text,
    edition text NOT NULL DEFAULT '',
    imei text NOT NULL DEFAULT '',
    software text NOT NULL DEFAULT '',
    iccid text NOT NULL DEFAULT '',
    firmware text NOT NULL DEFAULT ''
);

-- A fact that comes again within an hour is counted.
CREATE TABLE IF NOT EXISTS archive.link_facts (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device text NOT NULL,
    kind text NOT NULL,
    detail text NOT NULL,
    hour timestamptz NOT NULL,
    first_at timestamptz NOT NULL,
    last_at timestamptz NOT NULL,
    times bigint NOT NULL DEFAULT 1,
    UNIQUE (device, kind, detail, hour)
);

-- keep_facts
INSERT INTO archive.link_facts AS kept (device, kind, detail, hour, first_at, last_at, times)
SELECT device, kind, detail, date_trunc('hour', at, 'UTC') AS hour, min(at), max(at), count(*)
FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[]) AS told (device, kind, detail, at)
GROUP BY device, kind, detail, date_trunc('hour', at, 'UTC')
ORDER BY device, kind, detail, hour
ON CONFLICT (device, kind, detail, hour) DO UPDATE
SET first_at = least(kept.first_at, excluded.first_at),
    last_at = greatest(kept.last_at, excluded.last_at),
    times = kept.times + excluded.times;

-- announce_facts
SELECT pg_notify('archive_link_facts', '');

-- read_facts
SELECT device, kind, detail, first_at, last_at, times
FROM archive.link_facts
WHERE device = ANY($1::text[]) AND kind = ANY($2::text[]) AND last_at >= $3 AND first_at < $4
ORDER BY first_at, id;

-- list_facts
SELECT id, device, kind, detail, first_at, last_at, times
FROM archive.link_facts
WHERE ($1::text IS NULL OR device = $1)
ORDER BY first_at, id;

-- list_links
SELECT device, peer, connected_at, heard_at, closed_at, closed_why, edition, imei, software, iccid,
    firmware, plate, terminal_id, issued_at, used_at, revoked_at
FROM archive.links link
FULL JOIN archive.credentials credential USING (device)
WHERE ($1::text IS NULL OR device = $1)
ORDER BY device;

-- read_credentials
SELECT device, code_sha256, next_sha256, terminal_id, plate, used_at IS NOT NULL AS used,
    revoked_at IS NOT NULL AS revoked
FROM archive.credentials
WHERE $1::text[] IS NULL OR device = ANY($1::text[]);

-- issue_code
-- A new code; the one in use stays good until the new one is used.
INSERT INTO archive.credentials (
    device, next_sha256, maker, model, terminal_id, plate, issued_at
)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (device) DO UPDATE
SET next_sha256 = excluded.next_sha256, maker = excluded.maker, model = excluded.model,
    terminal_id = excluded.terminal_id, plate = excluded.plate, issued_at = excluded.issued_at,
    revoked_at = NULL;

-- use_code
-- The code of this hash was used: one that was issued before it is no good any more.
UPDATE archive.credentials
SET code_sha256 = $2, next_sha256 = CASE WHEN next_sha256 = $2 THEN NULL ELSE next_sha256 END,
    used_at = coalesce(used_at, $3)
WHERE device = $1 AND ($2 = code_sha256 OR $2 = next_sha256);

-- revoke_code
-- These codes ($3; all of them if null) are good no more; one that was issued since stays.
UPDATE archive.credentials
SET code_sha256 = NULL,
    next_sha256 = CASE WHEN next_sha256 <> ALL($3::bytea[]) THEN next_sha256 END,
    used_at = NULL,
    revoked_at = CASE WHEN next_sha256 <> ALL($3::bytea[]) THEN NULL ELSE $2::timestamptz END
WHERE device = $1
RETURNING device;

-- announce_credentials
SELECT pg_notify('archive_credentials', $1);

-- open_link
INSERT INTO archive.links AS kept (
    device, peer, connected_at, heard_at, edition, imei, software
)
VALUES ($1, $2, $3, $3, $4, $5, $6)
ON CONFLICT (device) DO UPDATE
SET peer = excluded.peer, connected_at = excluded.connected_at, heard_at = excluded.heard_at,
    closed_at = NULL, closed_why = NULL, edition = excluded.edition,
    imei = coalesce(nullif(excluded.imei, ''), kept.imei),
    software = coalesce(nullif(excluded.software, ''), kept.software);

-- close_link
UPDATE archive.links
SET closed_at = $2, closed_why = $3, heard_at = $4
WHERE device = $1 AND connected_at <= $2;

-- heard
UPDATE archive.links
SET heard_at = told.at
FROM unnest($1::text[], $2::timestamptz[]) AS told (device, at)
WHERE links.device = told.device AND links.heard_at < told.at;

-- describe_link
UPDATE archive.links
SET iccid = $2, firmware = $3
WHERE device = $1;

-- read_links
SELECT device, imei, iccid, firmware
FROM archive.links
WHERE $1::text[] IS NULL OR device = ANY($1::text[]);
