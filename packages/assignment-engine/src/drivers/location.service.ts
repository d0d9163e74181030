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
    const newest = new Map<string, Location>();
    for (const [index, location] of locations.entries()) {
      refuseFuture(location.recordedAt, index);
      const known = newest.get(location.driverId);
      if (!known || Date.parse(known.recordedAt) <= Date.parse(location.recordedAt)) {
        newest.set(location.driverId, location);
      }
    }
    return this.take([...newest.values()].map(toPing));
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

function refuseFuture(recordedAt: string, index: number): void {
  if (Date.parse(recordedAt) > Date.now() + MAX_CLOCK_AHEAD_MS) {
    const path = `locations.${index}.recordedAt`;
    throw new DispatchError('invalid_message', `${path}: measured in the future`, {
      details: { issues: [{ path, message: 'measured in the future' }] },
    });
  }
}

/** A device whose clock is a little ahead has measured now at the latest. */
function toPing({ driverId, point, recordedAt }: Location): Ping {
  return {
    driverId,
    location: { point, recordedAt: new Date(Math.min(Date.parse(recordedAt), Date.now())) },
  };
}
