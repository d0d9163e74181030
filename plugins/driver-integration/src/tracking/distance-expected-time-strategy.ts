import { greatCircleDistance, type Point, type Vehicle } from '@driver-dispatch/contract';
import type { RequestContext } from '@vendure/core';
import type { DriverDelivery } from '../delivery/driver-delivery.entity';
import type { ExpectedTimeStrategy } from './expected-time-strategy';

/** Door to door in a city, in km/h. */
const KILOMETRES_PER_HOUR: Record<Vehicle['kind'], number> = {
  foot: 5,
  bicycle: 15,
  scooter: 20,
  motorcycle: 25,
  car: 20,
  van: 18,
};

/** Of a driver who has told of no vehicle. */
const ANY_KILOMETRES_PER_HOUR = 15;

/** How much longer a way is than the straight line. */
const DETOUR = 1.3;

/** At the store's counter, in ms. */
const AT_THE_STORE_MS = 3 * 60_000;

/** From the way that is left, as the crow flies, and a usual speed of the vehicle. Knows nothing of traffic. */
export class DistanceExpectedTimeStrategy implements ExpectedTimeStrategy {
  /** @param now for tests */
  constructor(private readonly now: () => number = Date.now) {}

  expectedAt(_ctx: RequestContext, delivery: DriverDelivery, position: Point | null): Date | null {
    const { submission, vehicle, state, assignedAt, pickedUpAt, distanceMetres } = delivery;
    if (!submission || !assignedAt) {
      return null;
    }
    const { pickup, dropoff } = submission;
    const travel = (metres: number) => travelMs(metres, vehicle);
    const wholeWay = travel(greatCircleDistance(pickup.point, dropoff.point));
    const now = this.now();
    if (state === 'PICKED_UP' && position) {
      return new Date(now + travel(greatCircleDistance(position, dropoff.point)));
    }
    if (state === 'PICKED_UP' && pickedUpAt) {
      return new Date(Math.max(now, pickedUpAt.getTime() + wholeWay));
    }
    const atTheStore = assignedAt.getTime() + travel(distanceMetres ?? 0);
    const leaves = Math.max(now, atTheStore, Date.parse(pickup.readyAt)) + AT_THE_STORE_MS;
    return new Date(leaves + wholeWay);
  }
}

function travelMs(metres: number, vehicle: Vehicle | null): number {
  const speed = vehicle ? KILOMETRES_PER_HOUR[vehicle.kind] : ANY_KILOMETRES_PER_HOUR;
  return ((metres * DETOUR) / 1000 / speed) * 3_600_000;
}
