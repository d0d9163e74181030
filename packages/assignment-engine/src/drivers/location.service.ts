import { DispatchError, type Location } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AvailabilityService } from '../redis/availability.service';
import type { Ping } from '../redis/redis.service';
import {
  AVAILABILITY_COLUMNS,
  toAvailability,
  type DriverAvailabilityRow,
} from '../redis/driver-availability';
import { LocationBuffer } from './location-buffer';

/** How far ahead of ours a device's clock may be before its location is refused, in ms. */
const MAX_CLOCK_AHEAD_MS = 60_000;

/** Where drivers are: in the availability index at once, in PostgreSQL a moment later, many at a time. */
@Injectable()
export class LocationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly availability: AvailabilityService,
    private readonly buffer: LocationBuffer,
  ) {}

  /**
   * Takes locations in any order; for each driver the newest wins.
   *
   * @returns the drivers nobody has registered, whose locations were dropped
   * @throws DispatchError `invalid_message` when a location was measured in the future
   */
  async report(locations: readonly Location[]): Promise<{ unknownDrivers: string[] }> {
    const newest = new Map<string, Ping>();
    for (const [index, { driverId, point, recordedAt }] of locations.entries()) {
      const location = { point, recordedAt: notInTheFuture(recordedAt, index) };
      const known = newest.get(driverId)?.location;
      if (!known || known.recordedAt <= location.recordedAt) {
        newest.set(driverId, { driverId, location });
      }
    }
    return this.take([...newest.values()]);
  }

  /** Renews a driver's heartbeat. A driver who has gone OFFLINE stays so until the driver says otherwise. */
  async heartbeat(driverId: string): Promise<{ unknownDrivers: string[] }> {
    return this.take([{ driverId }]);
  }

  private async take(pings: Ping[]): Promise<{ unknownDrivers: string[] }> {
    const unvouched = await this.availability.ping(pings);
    const unknownDrivers = unvouched.length > 0 ? await this.lookUp(unvouched) : [];
    const unknown = new Set(unknownDrivers);
    this.buffer.add(pings.filter(({ driverId }) => !unknown.has(driverId)));
    return { unknownDrivers };
  }

  /** Brings drivers that PostgreSQL knows into the index; returns those it does not know either. */
  private async lookUp(driverIds: string[]): Promise<string[]> {
    const rows = await this.dataSource.query<DriverAvailabilityRow[]>(
      `SELECT ${AVAILABILITY_COLUMNS} FROM driver_dispatch.drivers WHERE id = ANY ($1) AND active`,
      [driverIds],
    );
    await this.availability.publish(rows.map(toAvailability));
    const known = new Set(rows.map(({ id }) => id));
    return driverIds.filter((id) => !known.has(id));
  }
}

function notInTheFuture(recordedAt: string, index: number): Date {
  const time = new Date(recordedAt);
  const now = Date.now();
  if (time.getTime() > now + MAX_CLOCK_AHEAD_MS) {
    const path = `locations.${index}.recordedAt`;
    throw new DispatchError('invalid_message', `${path}: measured in the future`, {
      details: { issues: [{ path, message: 'measured in the future' }] },
    });
  }
  return new Date(Math.min(time.getTime(), now));
}
