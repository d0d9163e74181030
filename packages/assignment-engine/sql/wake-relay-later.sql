-- Wakes the relay of a delivery when the event that is next may be tried again, after all that is tried for the first
-- time.
--
-- $1 uuid delivery, $2 timestamptz when.
SELECT driver_dispatch_jobs.add_job('relay_delivery', json_build_object('deliveryId', $1::uuid),
  job_key => 'relay:' || $1::text, run_at => $2::timestamptz, max_attempts => 3, priority => 1);
