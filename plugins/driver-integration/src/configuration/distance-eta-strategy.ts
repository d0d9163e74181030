import { greatCircleDistance, type Point, type Vehicle } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../deliveries/driver-delivery.entity';
import type { EtaStrategy } from './eta-strategy';

/** Average speed in a city, in km/h. */
const KILOMETRES_PER_HOUR: Record<Vehicle['kind'], number> = {
  FOOT: 5,
  BICYCLE: 15,
  SCOOTER: 20,
  MOTORCYCLE: 25,
  CAR: 20,
  VAN: 18,
};

/** Average speed without a known vehicle, in km/h. */
const DEFAULT_KILOMETRES_PER_HOUR = 15;

/** Ratio of the route to the straight line. */
const DETOUR_FACTOR = 1.3;

/** Duration of a pickup at the store, in ms. */
const PICKUP_DURATION_MS = 3 * 60_000;

export interface DistanceEtaOptions {
  /**
   * How many times faster than usual drivers travel and pick up.
   * @default 1
   * @example 4 for drivers that are simulated at four times the usual speed
   */
  speedFactor?: number;
  /** Current time in Unix ms, for tests. @default Date.now */
  now?: () => number;
}

/** Estimates the ETA from the great-circle distance and an average speed of the vehicle, without traffic data. */
export class DistanceEtaStrategy implements EtaStrategy {
  private readonly speedFactor: number;
  private readonly now: () => number;

  constructor({ speedFactor = 1, now = Date.now }: DistanceEtaOptions = {}) {
    this.speedFactor = speedFactor;
    this.now = now;
  }

  estimate(_ctx: RequestContext, delivery: DriverDelivery, location: Point | null): Date | null {
    const { submission, vehicle, state, assignedAt, pickedUpAt, distanceMetres } = delivery;
    if (!submission || !assignedAt) {
      return null;
    }
    const { pickup, dropoff } = submission;
    const travel = (metres: number) => travelMs(metres, vehicle) / this.speedFactor;
    const pickupToDropoff = travel(greatCircleDistance(pickup.point, dropoff.point));
    const now = this.now();
    if (state === 'PICKED_UP' && location) {
      return new Date(now + travel(greatCircleDistance(location, dropoff.point)));
    }
    if (state === 'PICKED_UP' && pickedUpAt) {
      return new Date(Math.max(now, pickedUpAt.getTime() + pickupToDropoff));
    }
    const arrivalAtStore = assignedAt.getTime() + travel(distanceMetres ?? 0);
    const departure =
      Math.max(now, arrivalAtStore, Date.parse(pickup.readyAt)) + PICKUP_DURATION_MS / this.speedFactor;
    return new Date(departure + pickupToDropoff);
  }
}

function travelMs(metres: number, vehicle: Vehicle | null): number {
  const speed = vehicle ? KILOMETRES_PER_HOUR[vehicle.kind] : DEFAULT_KILOMETRES_PER_HOUR;
  return ((metres * DETOUR_FACTOR) / 1000 / speed) * 3_600_000;
}
