-- ask
-- $1: names of tables, with their schema; answers with those that are there.
SELECT
  split_part(current_setting('server_version'), ' ', 1) AS version,
  clock_timestamp() AS now,
  ARRAY(SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL) AS there;
