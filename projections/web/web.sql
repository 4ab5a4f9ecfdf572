-- latest
-- Where each vehicle is, if it moved on since change $1; 0 asks for all. Times as epoch seconds.
SELECT vehicle, lon, lat, speed_kmh, course_deg, extract(epoch FROM at)::double precision AS at,
    alarm, status, quality, change
FROM archive.latest
WHERE change > $1
ORDER BY vehicle;

-- latest_of
-- The same for one vehicle.
SELECT vehicle, lon, lat, speed_kmh, course_deg, extract(epoch FROM at)::double precision AS at,
    alarm, status, quality, change
FROM archive.latest
WHERE vehicle = $1;

-- alive
SELECT 1;

-- newest_change
SELECT coalesce(max(change), 0)
FROM archive.latest;

-- view_positions
SELECT view, ledger, position
FROM views.positions
ORDER BY view, ledger;

-- positions_of
SELECT ledger, position
FROM views.positions
WHERE view = $1;

-- view_position
-- Of those of these views that are furthest behind.
SELECT min(position)
FROM views.positions
WHERE view = ANY($1::text[]) AND ledger = $2;
