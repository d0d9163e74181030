import type { Point } from '@driver-dispatch/contract';

/** A report of a driver's app: a heartbeat, a location, or both. */
export interface Ping {
  driverId: string;
  location?: { point: Point; recordedAt: Date };
  /**
   * Whether the ping always renews the heartbeat. A ping with a location only renews it only if the location is newer than
   * the stored one, so that a repeated message does not.
   */
  heartbeat: boolean;
}

/** Joins two pings of a driver: the later location, and a heartbeat if one has it. At equal times the second one wins. */
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

/** One joined ping per driver. */
export function newestPings(pings: readonly Ping[]): Ping[] {
  const newest = new Map<string, Ping>();
  for (const ping of pings) {
    newest.set(ping.driverId, joinPings(newest.get(ping.driverId), ping));
  }
  return [...newest.values()];
}
