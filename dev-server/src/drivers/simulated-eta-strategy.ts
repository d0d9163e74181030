import { greatCircleDistance, type Point } from '@driver-dispatch/contract';
import type { EtaStrategy } from '@driver-dispatch/driver-integration-plugin';
import { METRES_PER_SECOND } from './simulated-driver';

type EtaArguments = Parameters<EtaStrategy['estimate']>;

/** Estimates the ETA of simulated drivers, who drive straight and faster than real ones. */
export class SimulatedEtaStrategy implements EtaStrategy {
  /** @param timeScale simulated seconds per real second */
  constructor(private readonly timeScale: number) {}

  estimate(_ctx: EtaArguments[0], delivery: EtaArguments[1], location: Point | null): Date | null {
    const { submission, state, assignedAt, pickedUpAt, distanceMetres } = delivery;
    if (!submission || !assignedAt) {
      return null;
    }
    const { pickup, dropoff } = submission;
    const fromStoreMs = this.travelMs(greatCircleDistance(pickup.point, dropoff.point));
    if (state === 'PICKED_UP' && location) {
      return new Date(Date.now() + this.travelMs(greatCircleDistance(location, dropoff.point)));
    }
    if (state === 'PICKED_UP' && pickedUpAt) {
      return new Date(Math.max(Date.now(), pickedUpAt.getTime() + fromStoreMs));
    }
    const assigned = assignedAt.getTime();
    const atStore = assigned + this.travelMs(distanceMetres ?? 0);
    const ready = assigned + (Date.parse(pickup.readyAt) - assigned) / this.timeScale;
    return new Date(Math.max(Date.now(), atStore, ready) + fromStoreMs);
  }

  private travelMs(metres: number): number {
    return (metres / (METRES_PER_SECOND * this.timeScale)) * 1_000;
  }
}
