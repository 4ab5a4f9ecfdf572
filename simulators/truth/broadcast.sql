-- broadcast.sql (checked on PostgreSQL 18)

-- waiting
-- So many cars wait for judgement.
SELECT count(*) FROM archive.docket;

-- stored
-- So many records have come.
SELECT count(*) FROM archive.fixes;
