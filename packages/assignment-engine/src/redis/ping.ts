import type { Point } from '@driver-dispatch/contract';

/** What a driver's app reports: a heartbeat, a location, or both. */
export interface Ping {
  driverId: string;
  location?: { point: Point; recordedAt: Date };
  /**
   * Whether the ping renews the sign of life in any case. One with a location alone renews it only if the location is newer
   * than the stored one: a location that is sent again proves nothing.
   */
  heartbeat: boolean;
}

/** Joins two pings of a driver: the later location, and a heartbeat if either has one. Of equal times the second wins. */
export function joinPings<P extends Ping>(first: P | undefined, second: P): P {
  if (!first) {
    return second;
  }
  const newer = isNewer(first, second) ? first : second;
  return { ...newer, heartbeat: first.heartbeat || second.heartbeat };
}

function isNewer({ location }: Ping, { location: other }: Ping): boolean {
  return location !== undefined && (other === undefined || location.recordedAt > other.recordedAt);
}

/** One ping of each driver, joined from all of the driver's. */
export function newestPings(pings: readonly Ping[]): Ping[] {
  const newest = new Map<string, Ping>();
  for (const ping of pings) {
    newest.set(ping.driverId, joinPings(newest.get(ping.driverId), ping));
  }
  return [...newest.values()];
}
