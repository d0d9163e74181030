import type { Point } from '@driver-dispatch/contract';
import type { DataSource } from 'typeorm';
import { RETENTION_LOCK } from '../personal-data/retention';

/** A driver of a generated fleet. */
export interface FleetDriver {
  id: string;
  point: Point;
  channels?: string[];
  /** Seconds since the driver became AVAILABLE. */
  idleSeconds?: number;
}

/** Number of fleets inserted so far. */
let fleets = 0;

/** Deletes all drivers and deliveries and inserts a fleet of AVAILABLE drivers, without the API. */
export async function replaceFleet(database: DataSource, fleet: readonly FleetDriver[]): Promise<void> {
  await database.query(
    // Waits for a running batch of the retention. The outbox dispatcher locks the tables in this order.
    `SELECT pg_advisory_xact_lock(${RETENTION_LOCK});
     TRUNCATE driver_dispatch.delivery_events, driver_dispatch.deliveries, driver_dispatch.assignments,
       driver_dispatch.drivers, driver_dispatch.driver_status_history`,
  );
  await database.query(
    `INSERT INTO driver_dispatch.drivers
       (id, name, status, channels, lat, lon, location_at, seen_at, status_since)
     SELECT id, id, 'AVAILABLE', string_to_array(channels, ','), lat, lon, now(), now(),
       date_trunc('second', now()) - make_interval(secs => idle + $6::float8 / 1000)
     FROM unnest($1::text[], $2::float8[], $3::float8[], $4::float8[], $5::text[])
       AS fleet (id, lat, lon, idle, channels)`,
    [
      fleet.map(({ id }) => id),
      fleet.map(({ point }) => point.lat),
      fleet.map(({ point }) => point.lon),
      fleet.map(({ idleSeconds }) => idleSeconds ?? 0),
      fleet.map(({ channels }) => (channels ?? []).join(',')),
      // A different `status_since` than for the driver with the same id in the previous fleet.
      fleets++ % 1_000,
    ],
  );
}
