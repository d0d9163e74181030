import type { DriverStatus } from '@driver-dispatch/contract';

/** The columns of `drivers` that make a {@link DriverAvailabilityRow}. */
export const AVAILABILITY_COLUMNS = `id, status, status_version AS "statusVersion", status_since AS "statusSince",
  channels, lat, lon, location_at AS "locationAt"`;

/** A driver's status in PostgreSQL, with the other fields of the availability index. */
export interface DriverAvailability {
  id: string;
  status: DriverStatus;
  statusVersion: number;
  statusSince: Date;
  /** An empty list means every channel, null means none. */
  channels: string[] | null;
  lat: number | null;
  lon: number | null;
  /** When the device measured the location; null if unknown. */
  locationAt: Date | null;
}

/** A row as node-postgres returns it: 64-bit numbers are strings. */
export type DriverAvailabilityRow = Omit<DriverAvailability, 'statusVersion'> & {
  statusVersion: string | number;
};

export function toAvailability(row: DriverAvailabilityRow): DriverAvailability {
  return { ...row, statusVersion: Number(row.statusVersion) };
}
