import {
  DispatchError,
  locationSchema,
  notFound,
  type Location,
  type LocationsReply,
} from '@driver-dispatch/contract';
import { Injectable } from '@nestjs/common';
import { AvailabilityService } from '../redis/availability.service';
import type { Ping } from '../redis/ping';
import { LocationBuffer } from './location-buffer';

/** Maximum time by which a device's clock may be ahead, in ms. Later locations are refused. */
const MAX_CLOCK_AHEAD_MS = 60_000;

/** Receives locations and heartbeats. Writes them to the availability index at once, and to PostgreSQL in batches. */
@Injectable()
export class LocationService {
  constructor(
    private readonly availability: AvailabilityService,
    private readonly buffer: LocationBuffer,
  ) {}

  /**
   * Receives one location.
   *
   * @throws DispatchError `invalid_message` for a location measured in the future, `not_found` for an unknown driver
   */
  async report(location: Location): Promise<LocationsReply> {
    if (isAhead(new Date(location.recordedAt))) {
      throw new DispatchError('invalid_message', `recordedAt: ${AHEAD}`, {
        details: { issues: [{ path: 'recordedAt', code: 'custom', message: AHEAD }] },
      });
    }
    return { ...known(await this.take([toPing(location)])), refused: [] };
  }

  /**
   * Receives many locations, in any order; the newest of each driver is stored. An invalid location does not affect the
   * others. A location of a device whose clock is ahead counts as a heartbeat.
   *
   * @param applyOnce applies the heartbeats, which must not be applied again by a repeated request
   */
  async reportMany(
    locations: readonly unknown[],
    applyOnce: (apply: () => Promise<void>) => Promise<unknown>,
  ): Promise<LocationsReply> {
    const { newest, ahead, refused } = sortLocations(locations);
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
   * Receives locations of one driver, in any order; the newest is stored. The report itself is a heartbeat, whatever its
   * locations are: only the driver's device can send it.
   */
  async reportOwn(driverId: string, locations: readonly unknown[]): Promise<LocationsReply> {
    const { newest, refused } = sortLocations(locations.map((location) => toOwn(driverId, location)));
    const location = newest.get(driverId);
    const ping: Ping = location ? toPing(location) : { driverId, heartbeat: true };
    return { ...(await this.take([{ ...ping, heartbeat: true }])), refused };
  }

  /** Renews the heartbeats of drivers. Their status does not change. Ignores unknown drivers. */
  async heartbeats(driverIds: readonly string[]): Promise<void> {
    await this.take(driverIds.map((driverId) => ({ driverId, heartbeat: true })));
  }

  /**
   * Renews a driver's heartbeat. The status does not change: an OFFLINE driver stays OFFLINE.
   *
   * @throws DispatchError `not_found` for an unknown driver
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
    const unconfirmed = new Set(
      pings.map(({ driverId }) => driverId).filter((driverId) => notIndexed?.has(driverId) ?? true),
    );
    const unavailable = new Set(indexed?.unavailable);
    const unknown = await this.lookUp(unconfirmed);
    const known = pings.filter(({ driverId }) => !unknown.has(driverId));
    this.buffer.add(
      known.map((ping) => {
        const { driverId } = ping;
        const indexedAvailable = unconfirmed.has(driverId) ? undefined : !unavailable.has(driverId);
        return { ...ping, indexedAvailable };
      }),
    );
    return { unknownDrivers: [...unknown] };
  }

  /** Copies drivers from PostgreSQL to the index. Returns the drivers that are unknown to PostgreSQL too. */
  private async lookUp(driverIds: ReadonlySet<string>): Promise<Set<string>> {
    const unknown = new Set(driverIds);
    if (unknown.size > 0) {
      (await this.availability.refresh([...driverIds])).forEach((id) => unknown.delete(id));
    }
    return unknown;
  }
}

const AHEAD = 'measured in the future';

/**
 * Returns the newest valid location of each driver, the drivers with a location measured in the future, and the invalid
 * locations.
 */
function sortLocations(locations: readonly unknown[]) {
  const newest = new Map<string, Location>();
  const ahead = new Set<string>();
  const refused: LocationsReply['refused'] = [];
  for (const [index, input] of locations.entries()) {
    const { data: location, error } = locationSchema.safeParse(input);
    if (!location) {
      refused.push({ index, reason: error.issues.map(describeIssue).join('; ') });
    } else if (isAhead(new Date(location.recordedAt))) {
      refused.push({ index, reason: `recordedAt: ${AHEAD}` });
      ahead.add(location.driverId);
    } else {
      const earlier = newest.get(location.driverId);
      if (!earlier || Date.parse(earlier.recordedAt) <= Date.parse(location.recordedAt)) {
        newest.set(location.driverId, location);
      }
    }
  }
  return { newest, ahead, refused };
}

/** Whether a time is so far in the future that a location measured then is refused. */
export function isAhead(recordedAt: Date): boolean {
  return recordedAt.getTime() > Date.now() + MAX_CLOCK_AHEAD_MS;
}

/** Reads only the fields of a location, as a device can send a text or a list of any length instead. */
function toOwn(driverId: string, location: unknown) {
  const { point, recordedAt } = Object(location) as Record<string, unknown>;
  return { driverId, point, recordedAt };
}

/** Limits the time of measurement to now, for a device whose clock is slightly ahead. */
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
    throw notFound('driver', reply.unknownDrivers.join(', '));
  }
  return reply;
}
