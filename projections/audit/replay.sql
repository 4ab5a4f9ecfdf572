-- has_archive
SELECT to_regclass('archive.visit_records') IS NOT NULL;

-- visits
-- What is believed now, in the form of the records' content.
SELECT visit_id AS id, jsonb_build_object(
    'vehicle', vehicle,
    'fence', fence,
    'fence_version', fence_version,
    'enter_lo', (extract(epoch FROM enter_lo) * 1000000)::bigint,
    'enter_hi', (extract(epoch FROM enter_hi) * 1000000)::bigint,
    'enter_confirmed', (extract(epoch FROM enter_confirmed) * 1000000)::bigint,
    'exit_lo', (extract(epoch FROM exit_lo) * 1000000)::bigint,
    'exit_hi', (extract(epoch FROM exit_hi) * 1000000)::bigint,
    'exit_confirmed', (extract(epoch FROM exit_confirmed) * 1000000)::bigint,
    'flags', to_jsonb(flags),
    'enter_fixes', enter_fixes,
    'exit_fixes', exit_fixes
) AS row
FROM archive.visits;

-- visit_records
-- What the records amount to.
SELECT visit_id AS id, content || jsonb_build_object(
    'vehicle', vehicle,
    'fence', fence,
    'fence_version', fence_version
) AS row
FROM (
    SELECT DISTINCT ON (visit_id) visit_id, kind, vehicle, fence, fence_version, content
    FROM archive.visit_records
    ORDER BY visit_id, position DESC
) AS last
WHERE kind <> 'voided';

-- standing
-- The findings that the judge compares with.
SELECT finding_id AS id, finding AS row
FROM archive.standing
WHERE NOT voided;
