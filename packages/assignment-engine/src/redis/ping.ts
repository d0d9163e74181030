import type { Point } from '@driver-dispatch/contract';

/** A sign of life of a driver, with the location and when it was measured, if the app sent one. */
export interface Ping {
  driverId: string;
  location?: { point: Point; recordedAt: Date };
}

/** Whether a ping replaces another: a location replaces a heartbeat, a later location an earlier one. */
export function isNewer(ping: Ping | undefined, than: Ping | undefined): boolean {
  if (!ping || !than) {
    return ping !== undefined;
  }
  if (!ping.location || !than.location) {
    return ping.location !== undefined;
  }
  return ping.location.recordedAt >= than.location.recordedAt;
}

/** The newest ping of each driver. */
export function newestPings(pings: readonly Ping[]): Ping[] {
  const newest = new Map<string, Ping>();
  for (const ping of pings) {
    if (isNewer(ping, newest.get(ping.driverId))) {
      newest.set(ping.driverId, ping);
    }
  }
  return [...newest.values()];
}
