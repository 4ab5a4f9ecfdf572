-- newest
-- The newest good fix of anybody; none: an empty archive.
SELECT max(at) AS newest FROM archive.latest;

-- positions
-- How many rows there are for each device and second since $1.
SELECT device, extract(epoch FROM at)::bigint AS second, count(*) AS rows
FROM archive.fixes
WHERE at >= $1
GROUP BY device, at;

-- stored
-- How many rows there are since $1.
SELECT count(*) FROM archive.fixes WHERE at >= $1;
