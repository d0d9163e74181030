import { DispatchError, locationSchema, type Location, type LocationsReply } from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { AvailabilityService } from '../redis/availability.service';
import type { Ping } from '../redis/ping';
import { LocationBuffer } from './location-buffer';

/** How far ahead of ours a device's clock may be before its location is refused, in ms. */
const MAX_CLOCK_AHEAD_MS = 60_000;

/** Where drivers are: in the availability index at once, in PostgreSQL a moment later, many at a time. */
@Injectable()
export class LocationService {
  constructor(
    private readonly availability: AvailabilityService,
    private readonly buffer: LocationBuffer,
  ) {}

  /**
   * Takes one location.
   *
   * @throws DispatchError `invalid_message` when it was measured in the future, `not_found` when nobody has
   * registered the driver
   */
  async report(location: Location): Promise<LocationsReply> {
    if (isAhead(location)) {
      throw new DispatchError('invalid_message', `recordedAt: ${AHEAD}`, {
        details: { issues: [{ path: 'recordedAt', message: AHEAD }] },
      });
    }
    return { ...known(await this.take([toPing(location)])), refused: [] };
  }

  /**
   * Takes many locations, in any order; for each driver the newest wins. One that is wrong spoils no other, and a
   * device whose clock is ahead gives a sign of life all the same.
   *
   * @param applyOnce applies what must not be applied again when the request is sent again
   */
  async reportMany(
    locations: readonly unknown[],
    applyOnce: (apply: () => Promise<void>) => Promise<unknown>,
  ): Promise<LocationsReply> {
    const newest = new Map<string, Location>();
    const ahead = new Set<string>();
    const refused: LocationsReply['refused'] = [];
    for (const [index, input] of locations.entries()) {
      const { data: location, error } = locationSchema.safeParse(input);
      if (!location) {
        refused.push({ index, reason: error.issues.map(describeIssue).join('; ') });
      } else if (isAhead(location)) {
        refused.push({ index, reason: `recordedAt: ${AHEAD}` });
        ahead.add(location.driverId);
      } else {
        const earlier = newest.get(location.driverId);
        if (!earlier || Date.parse(earlier.recordedAt) <= Date.parse(location.recordedAt)) {
          newest.set(location.driverId, location);
        }
      }
    }
    const { unknownDrivers } = await this.take([...newest.values()].map(toPing));
    const silent = [...ahead].filter((driverId) => !newest.has(driverId));
    if (silent.length > 0) {
      await applyOnce(async () => {
        const heartbeats = await this.take(silent.map((driverId) => ({ driverId, heartbeat: true })));
        unknownDrivers.push(...heartbeats.unknownDrivers);
      });
    }
    return { unknownDrivers, refused };
  }

  /**
   * Renews a driver's heartbeat. A driver who has gone OFFLINE stays so until the driver says otherwise.
   *
   * @throws DispatchError `not_found` when nobody has registered the driver
   */
  async heartbeat(driverId: string): Promise<void> {
    known(await this.take([{ driverId, heartbeat: true }]));
  }

  private async take(pings: Ping[]): Promise<{ unknownDrivers: string[] }> {
    if (pings.length === 0) {
      return { unknownDrivers: [] };
    }
    const indexed = await this.availability.ping(pings);
    const notIndexed = indexed && new Set(indexed.unknown);
    const unvouched = new Set(
      pings.map(({ driverId }) => driverId).filter((driverId) => notIndexed?.has(driverId) ?? true),
    );
    const unavailable = new Set(indexed?.unavailable);
    const unknown = await this.lookUp(unvouched);
    const known = pings.filter(({ driverId }) => !unknown.has(driverId));
    this.buffer.add(
      known.map((ping) => {
        const { driverId } = ping;
        return { ...ping, offered: unvouched.has(driverId) ? undefined : !unavailable.has(driverId) };
      }),
    );
    return { unknownDrivers: [...unknown] };
  }

  /** Brings drivers that PostgreSQL knows into the index; returns those it does not know either. */
  private async lookUp(driverIds: ReadonlySet<string>): Promise<Set<string>> {
    const unknown = new Set(driverIds);
    if (unknown.size > 0) {
      (await this.availability.refresh([...driverIds])).forEach((id) => unknown.delete(id));
    }
    return unknown;
  }
}

const AHEAD = 'measured in the future';

function isAhead({ recordedAt }: Location): boolean {
  return Date.parse(recordedAt) > Date.now() + MAX_CLOCK_AHEAD_MS;
}

/** A device whose clock is a little ahead has measured now at the latest. */
function toPing({ driverId, point, recordedAt }: Location): Ping {
  return {
    driverId,
    heartbeat: false,
    location: { point, recordedAt: new Date(Math.min(Date.parse(recordedAt), Date.now())) },
  };
}

function describeIssue({ path, message }: { path: PropertyKey[]; message: string }): string {
  return `${path.join('.') || 'location'}: ${message}`;
}

function known<T extends { unknownDrivers: string[] }>(reply: T): T {
  if (reply.unknownDrivers.length > 0) {
    throw new DispatchError('not_found', `No driver ${reply.unknownDrivers.join(', ')}`);
  }
  return reply;
}
