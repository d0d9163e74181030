-- The metrics that a scrape reads from PostgreSQL.
--
-- $1 integer upper limit of each count, so that a scrape stays cheap.
-- Returns one row. Dead rows are PostgreSQL's own estimate. The transaction age of sessions of other roles is only visible
-- to members of pg_read_all_stats.
SELECT
  (SELECT count(*)::int FROM (
    SELECT FROM driver_dispatch.deliveries WHERE state = 'PENDING' AND waiting_since <= now() LIMIT $1) rows) AS waiting,
  (SELECT count(*)::int FROM (
    SELECT FROM driver_dispatch.delivery_events
    WHERE acknowledged_at IS NULL AND dead_at IS NULL LIMIT $1) rows) AS unsent,
  (SELECT count(*)::int FROM (
    SELECT FROM driver_dispatch.delivery_events WHERE dead_at IS NOT NULL LIMIT $1) rows) AS dead,
  (SELECT coalesce(sum(n_dead_tup), 0)::float8 FROM pg_stat_user_tables
    WHERE schemaname = 'driver_dispatch') AS "deadRows",
  (SELECT coalesce(max(extract(epoch FROM clock_timestamp() - xact_start)), 0)::float8 FROM pg_stat_activity
    WHERE backend_type = 'client backend') AS "oldestTransactionSeconds",
  (SELECT coalesce(max(CASE WHEN NOT pg_is_in_recovery()
      THEN pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) END), 0)::float8
    FROM pg_replication_slots WHERE NOT active) AS "inactiveSlotBytes";
