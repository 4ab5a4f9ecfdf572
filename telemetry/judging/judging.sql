-- read_records
-- What a terminal said in [$2, $3), as columns of big-endian numbers in the order (time, digest);
-- times in microseconds since 2000; without records whose time is no date ($4: that flag).
SELECT
    string_agg(timestamptz_send(at), '') AS at,
    string_agg(timestamptz_send(received_at), '') AS received,
    string_agg(float8send(coalesce(lon, 'NaN')), '') AS lon,
    string_agg(float8send(coalesce(lat, 'NaN')), '') AS lat,
    string_agg(float4send(coalesce(speed_kmh, 'NaN')), '') AS speed_kmh,
    string_agg(float8send(coalesce(odometer_m, 'NaN')), '') AS odometer_m,
    string_agg(int8send(alarm), '') AS alarm,
    string_agg(int8send(status), '') AS status,
    string_agg(int4send(quality), '') AS quality,
    string_agg(digest, '') AS digest
FROM (
    SELECT *
    FROM archive.fixes
    WHERE device = $1 AND at >= $2 AND at < $3 AND quality & $4::integer = 0
    ORDER BY at, digest
) AS told;

-- newest
-- When a vehicle's last good fix was.
SELECT at FROM archive.latest WHERE vehicle = $1;

-- border_before
-- The last long stop that began at $2 or before, and that was sure before $3.
SELECT begins, reads_from, sure
FROM archive.stops
WHERE vehicle = $1 AND begins <= $2 AND sure < $3
ORDER BY begins DESC
LIMIT 1;

-- borders_from
SELECT begins, reads_from, sure
FROM archive.stops
WHERE vehicle = $1 AND begins >= $2
ORDER BY begins;

-- forget_borders
DELETE FROM archive.stops WHERE vehicle = $1 AND begins = ANY($2::timestamptz[]);

-- write_borders
INSERT INTO archive.stops (vehicle, begins, reads_from, sure)
SELECT $1, * FROM unnest($2::timestamptz[], $3::timestamptz[], $4::timestamptz[])
ON CONFLICT (vehicle, begins) DO UPDATE
SET reads_from = excluded.reads_from, sure = excluded.sure;

-- read_found
-- Findings about a vehicle that were not over at $2, of scopes that begin with $3.
SELECT scope, finding, version
FROM archive.standing
WHERE vehicle = $1 AND NOT voided AND starts_with(scope, $3)
    AND (confirmed_end IS NULL OR confirmed_end > $2)
ORDER BY finding_id;

-- read_counted
SELECT vehicle, up_to FROM archive.days_counted ORDER BY vehicle;

-- write_counted
INSERT INTO archive.days_counted (vehicle, up_to)
SELECT * FROM unnest($1::text[], $2::timestamptz[])
ON CONFLICT (vehicle) DO UPDATE
SET up_to = excluded.up_to;

-- read_days
SELECT told FROM archive.days WHERE vehicle = $1 AND day < $2 ORDER BY day;

-- forget_days
DELETE FROM archive.days WHERE vehicle = $1 AND day >= $2;

-- write_days
INSERT INTO archive.days (vehicle, day, told)
SELECT $1, * FROM unnest($2::date[], $3::jsonb[]);

-- read_docket
SELECT vehicle, begins, entry, reason FROM archive.docket ORDER BY vehicle;

-- write_docket
INSERT INTO archive.docket (vehicle, begins, entry, reason)
SELECT * FROM unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[])
ON CONFLICT (vehicle) DO UPDATE
SET begins = excluded.begins, entry = excluded.entry, reason = excluded.reason;

-- clear_docket
DELETE FROM archive.docket WHERE vehicle = ANY($1::text[]);

-- read_clock
SELECT up_to FROM archive.verdict_clock;

-- write_clock
UPDATE archive.verdict_clock SET up_to = $1;

-- heard_vehicles
-- Vehicles whose terminals have ever told a place.
SELECT vehicle FROM archive.latest ORDER BY vehicle;

-- read_seal_starts
SELECT period, told FROM archive.seal_starts WHERE vehicle = $1;

-- write_seal_start
INSERT INTO archive.seal_starts (vehicle, period, told)
VALUES ($1, $2, $3)
ON CONFLICT (vehicle, period) DO UPDATE
SET told = excluded.told;

-- next_seal_sighting
INSERT INTO archive.seal_sightings AS kept (period, version)
VALUES ($1, 1)
ON CONFLICT (period) DO UPDATE
SET version = kept.version + 1
RETURNING version;

-- contested_devices
-- Terminals whose numbers were claimed by two links ($1: kinds) since $2, and from when on.
SELECT device, min(first_at) AS since
FROM archive.link_facts
WHERE kind = ANY($1::text[]) AND last_at >= $2
GROUP BY device
ORDER BY device;
