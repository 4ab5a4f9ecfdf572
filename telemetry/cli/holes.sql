-- known
-- Whether positions were ever taken in here.
SELECT to_regclass('archive.sequences') IS NOT NULL;

-- broken
-- Boots of which not everything up to the last record is here.
SELECT device, boot, first, stored, refused
FROM archive.sequences
WHERE cardinality(stored) > 0
    AND (cardinality(stored) > 2 OR cardinality(refused) > 0 OR stored[1] > first);

-- beside
-- The fix times around the missing numbers [$3, $4] of a boot, and in which vehicle that was.
SELECT bound.vehicle, told.after, told.before
FROM (
    SELECT max(at) FILTER (WHERE seq < $3) AS after, min(at) FILTER (WHERE seq > $4) AS before
    FROM archive.fixes
    WHERE device = $1 AND boot = $2
) AS told
JOIN archive.bindings bound
    ON bound.device = $1 AND bound.valid_from < told.before
    AND coalesce(bound.valid_to, 'infinity') > coalesce(told.after, '-infinity')
WHERE told.before IS NOT NULL;
