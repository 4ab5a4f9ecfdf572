-- of_vehicle
-- What the terminals of vehicle $1 said in [$2, $3) while they were in it, with the last usable
-- place before and the first one behind ($4: flags that spoil a place): neighbours tell flags.
WITH bound AS MATERIALIZED (
    SELECT device, valid_from, coalesce(valid_to, 'infinity') AS valid_to, spare
    FROM archive.bindings
    WHERE vehicle = $1
), before AS (
    SELECT max(beside.at) AS at
    FROM bound
    CROSS JOIN LATERAL (
        SELECT at
        FROM archive.fixes
        WHERE device = bound.device AND at >= valid_from AND at < least(valid_to, $2)
            AND quality & $4::integer = 0 AND lon IS NOT NULL
        ORDER BY at DESC
        LIMIT 1
    ) AS beside
), behind AS (
    SELECT min(beside.at) AS at
    FROM bound
    CROSS JOIN LATERAL (
        SELECT at
        FROM archive.fixes
        WHERE device = bound.device AND at >= greatest(valid_from, $3) AND at < valid_to
            AND quality & $4::integer = 0 AND lon IS NOT NULL
        ORDER BY at
        LIMIT 1
    ) AS beside
)
SELECT fix.*, spare, false AS unbound, (
        SELECT count(*) > 1
        FROM bound other
        WHERE NOT other.spare AND fix.at >= other.valid_from AND fix.at < other.valid_to
    ) AS contested
FROM bound
CROSS JOIN before
CROSS JOIN behind
JOIN archive.fixes fix
    ON fix.device = bound.device AND fix.at >= valid_from AND fix.at < valid_to
    AND fix.at >= coalesce(before.at, $2)
    AND (fix.at < $3 OR fix.at = behind.at)
ORDER BY fix.at, fix.digest;

-- of_terminal
-- What terminal $1 said in [$2, $3), wherever it was then, with the usable places beside ($4).
SELECT fix.*, bound.spare, bound.device IS NULL AS unbound, (
        SELECT count(*) > 1
        FROM archive.bindings other
        WHERE other.vehicle = bound.vehicle AND NOT other.spare
            AND fix.at >= other.valid_from AND fix.at < coalesce(other.valid_to, 'infinity')
    ) AS contested
FROM archive.fixes fix
LEFT JOIN archive.bindings bound
    ON bound.device = fix.device
    AND fix.at >= bound.valid_from AND fix.at < coalesce(bound.valid_to, 'infinity')
WHERE fix.device = $1
    AND fix.at >= coalesce((
        SELECT max(at)
        FROM archive.fixes
        WHERE device = $1 AND at < $2 AND quality & $4::integer = 0 AND lon IS NOT NULL
    ), $2)
    AND (fix.at < $3 OR fix.at = (
        SELECT min(at)
        FROM archive.fixes
        WHERE device = $1 AND at >= $3 AND quality & $4::integer = 0 AND lon IS NOT NULL
    ))
ORDER BY fix.at, fix.digest;
