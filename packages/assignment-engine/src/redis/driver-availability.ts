import type { DriverStatus } from '@driver-dispatch/contract';

/** The columns of `drivers` that make a {@link DriverAvailabilityRow}. */
export const AVAILABILITY_COLUMNS = `id, status, status_version AS "statusVersion", status_since AS "statusSince",
  channels, lat, lon, location_at AS "locationAt"`;

/** A driver's status as PostgreSQL decided it, and what the availability index needs to know beside it. */
export interface DriverAvailability {
  id: string;
  status: DriverStatus;
  statusVersion: number;
  statusSince: Date;
  /** An empty list means every channel, null means none. */
  channels: string[] | null;
  lat: number | null;
  lon: number | null;
  /** When the device measured the location, if it told. */
  locationAt: Date | null;
}

/** A row as PostgreSQL's driver gives it: 64-bit numbers come as text. */
export type DriverAvailabilityRow = Omit<DriverAvailability, 'statusVersion'> & {
  statusVersion: string | number;
};

export function toAvailability(row: DriverAvailabilityRow): DriverAvailability {
  return { ...row, statusVersion: Number(row.statusVersion) };
}
