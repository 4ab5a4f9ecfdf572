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

-- stream_events
-- The papers of one stream of the lifecycle ledger, oldest first.
SELECT topic, state
FROM lifecycle_events
WHERE originator_id = $1
ORDER BY originator_version;

-- fence_events
-- The papers of these fences ($1: streams), and of every fence that is for all vehicles.
SELECT originator_id, topic, state
FROM lifecycle_events
WHERE originator_id = ANY($1::text[])
    OR originator_id IN (
        SELECT DISTINCT originator_id
        FROM lifecycle_events
        WHERE topic = 'fence.published'
            AND convert_from(state, 'UTF8')::jsonb @> '{"everyone": true}'
    )
ORDER BY originator_id, originator_version;

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
SELECT position
FROM views.positions
WHERE view = $1 AND ledger = $2;
