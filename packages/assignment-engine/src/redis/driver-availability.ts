import type { DriverStatus, DriverTraits } from '@driver-dispatch/contract';

/** The columns of the table `drivers` that form a {@link DriverAvailabilityRow}, as an SQL select list. */
export const AVAILABILITY_COLUMNS = `id, status, status_version AS "statusVersion", status_since AS "statusSince",
  channels, lat, lon, location_at AS "locationAt", vehicle ->> 'kind' AS "vehicleKind", tags,
  load_capacity_grams AS "loadCapacityGrams"`;

/** The fields of a driver that the availability index copies from PostgreSQL; the traits only of AVAILABLE drivers. */
export interface DriverAvailability extends DriverTraits {
  id: string;
  status: DriverStatus;
  /** Increases with each change of the status. */
  statusVersion: number;
  statusSince: Date;
  /** An empty list means every channel, null means none. */
  channels: string[] | null;
  lat: number | null;
  lon: number | null;
  /** When the device measured the location; null if unknown. */
  locationAt: Date | null;
}

/** A row as node-postgres returns it: `statusVersion` is a 64-bit integer, which node-postgres returns as a string. */
export type DriverAvailabilityRow = Omit<DriverAvailability, 'statusVersion'> & {
  statusVersion: string | number;
};

export function toAvailability(row: DriverAvailabilityRow): DriverAvailability {
  return { ...row, statusVersion: Number(row.statusVersion) };
}
