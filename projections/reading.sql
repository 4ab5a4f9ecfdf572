-- now
-- One clock for all: the database's.
SELECT clock_timestamp();

-- has_archive
SELECT to_regclass('archive.latest') IS NOT NULL;

-- latest
SELECT vehicle, device, at, lon, lat, speed_kmh, course_deg, alarm, status, quality, received_at
FROM archive.latest;

-- latest_then
-- The newest place of each binding that verdicts may use ($6: flags that forbid it), as known
-- at $5.
SELECT bound.vehicle, fix.device, fix.at, fix.lon, fix.lat, fix.speed_kmh, fix.course_deg,
    fix.alarm, fix.status, fix.quality, fix.received_at
FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
    AS bound (vehicle, device, valid_from, valid_to)
CROSS JOIN LATERAL (
    SELECT *
    FROM archive.fixes
    WHERE device = bound.device
        AND at >= bound.valid_from
        AND (bound.valid_to IS NULL OR at < bound.valid_to)
        AND at <= $5
        AND received_at <= $5
        AND quality & $6::integer = 0
        AND lon IS NOT NULL
    ORDER BY at DESC, digest DESC
    LIMIT 1
) AS fix;

-- visits
SELECT vehicle, fence, enter_lo, enter_hi, enter_confirmed, exit_lo, exit_hi, exit_confirmed, flags
FROM archive.visits;

-- visits_then
-- What the corrections recorded up to $1 amount to.
SELECT vehicle, fence, content
FROM (
    SELECT DISTINCT ON (visit_id) kind, vehicle, fence, content
    FROM archive.visit_records
    WHERE recorded_at <= $1
    ORDER BY visit_id, position DESC
) AS last
WHERE kind <> 'voided';
