import { greatCircleDistance } from '@driver-dispatch/contract';
import type { MeasuredLocation } from './measured-location';

/** The highest speed of a driver, in metres per second: 252 km/h. */
export const MAX_SPEED = 70;

/** Sum of the errors of two locations, in metres, by which a driver may seem to be faster. */
export const TOLERANCE_METRES = 100;

export interface RemainingLocations {
  /** The newest location that remains; undefined if none does. */
  newest: MeasuredLocation | undefined;
  /** The last location that was dropped as a jump, unless a later one remains. */
  dropped: MeasuredLocation | undefined;
}

/**
 * Drops duplicates, locations that are older than the stored one, and jumps: locations that the driver could reach from the
 * previous one only faster than {@link MAX_SPEED}.
 *
 * A jump is accepted if it was the stored location that was wrong: if it could be reached from a location that was itself
 * dropped since the stored one. Two locations in a row therefore correct a wrong stored location.
 *
 * @param received in any order
 * @param stored the driver's last location
 * @param droppedBefore the location that was dropped last by an earlier request
 */
export function dropJumps(
  received: readonly MeasuredLocation[],
  stored: MeasuredLocation | undefined,
  droppedBefore: MeasuredLocation | undefined,
): RemainingLocations {
  let newest: MeasuredLocation | undefined;
  let dropped: MeasuredLocation | undefined;
  let last = stored;
  let unconfirmed = droppedBefore;
  for (const location of [...received].sort((a, b) => a.recordedAt.getTime() - b.recordedAt.getTime())) {
    if (last && location.recordedAt <= last.recordedAt) {
      continue;
    }
    const isConfirmed = unconfirmed && isLater(unconfirmed, last) && canFollow(location, unconfirmed);
    if (!last || canFollow(location, last) || isConfirmed) {
      newest = last = location;
      dropped = undefined;
    } else {
      dropped = unconfirmed = location;
    }
  }
  return { newest, dropped };
}

function isLater(location: MeasuredLocation, other: MeasuredLocation | undefined): boolean {
  return other === undefined || location.recordedAt > other.recordedAt;
}

/** Whether a driver can be at one location and later at another. */
function canFollow(later: MeasuredLocation, earlier: MeasuredLocation): boolean {
  const seconds = (later.recordedAt.getTime() - earlier.recordedAt.getTime()) / 1000;
  const metres = greatCircleDistance(earlier.point, later.point);
  return seconds > 0 && metres <= seconds * MAX_SPEED + TOLERANCE_METRES;
}
