-- schema
-- What corrected fixes said, as it arrived: the time of the terminal's clock, and the place on the
-- datum of the fix; `at` and `digest` name the fix as it stands now.
CREATE TABLE IF NOT EXISTS archive.shifted (
    device text NOT NULL,
    at timestamptz NOT NULL,
    digest bytea NOT NULL,
    told_at timestamptz NOT NULL,
    lon double precision,
    lat double precision,
    PRIMARY KEY (device, at, digest)
);

-- keep_shifted
INSERT INTO archive.shifted (device, at, digest, told_at, lon, lat)
SELECT *
FROM unnest($1::text[], $2::timestamptz[], $3::bytea[], $4::timestamptz[],
    $5::double precision[], $6::double precision[])
ON CONFLICT DO NOTHING;

-- read_shifted
-- Fixes of device $1 that stand at $2 or later, as they arrived and as they stand; with any of the
-- flags $3, or all if it is 0.
SELECT fix.at, fix.digest, fix.lon, fix.lat, fix.quality, fix.datum, fix.received_at,
    coalesce(told.told_at, fix.at) AS told_at,
    CASE WHEN told.at IS NULL THEN fix.lon ELSE told.lon END AS told_lon,
    CASE WHEN told.at IS NULL THEN fix.lat ELSE told.lat END AS told_lat
FROM archive.fixes fix
LEFT JOIN archive.shifted told USING (device, at, digest)
WHERE fix.device = $1 AND fix.at >= $2 AND ($3::integer = 0 OR fix.quality & $3::integer <> 0);

-- forget_shifted
DELETE FROM archive.shifted
USING unnest($2::timestamptz[], $3::bytea[]) AS gone (at, digest)
WHERE device = $1 AND shifted.at = gone.at AND shifted.digest = gone.digest;

-- write_shifted
-- Fixes of device $1: their old time ($2) and digest ($3), and what they are now.
UPDATE archive.fixes AS kept
SET at = told.now_at, lon = told.lon, lat = told.lat, quality = told.quality
FROM unnest($2::timestamptz[], $3::bytea[], $4::timestamptz[], $5::double precision[],
    $6::double precision[], $7::integer[]) AS told (at, digest, now_at, lon, lat, quality)
WHERE kept.device = $1 AND kept.at = told.at AND kept.digest = told.digest;

-- move_supplements
UPDATE archive.supplements AS kept
SET at = told.now_at
FROM unnest($2::timestamptz[], $3::bytea[], $4::timestamptz[]) AS told (at, digest, now_at)
WHERE kept.device = $1 AND kept.at = told.at AND kept.digest = told.digest;
