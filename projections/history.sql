-- recorded_lifecycle
-- When the last entry up to $1 was recorded.
SELECT recorded_at
FROM lifecycle_events
WHERE notification_id <= $1
ORDER BY notification_id DESC
LIMIT 1;

-- recorded_supervision
SELECT recorded_at
FROM supervision_events
WHERE notification_id <= $1
ORDER BY notification_id DESC
LIMIT 1;
