import type { DriverAppClient, Point } from '@driver-dispatch/contract';
import { metresFrom } from '../geography/metres-from';
import type { Courier, PlanePoint } from './mdrp-instance';

/**
 * Where the instance's plane touches the Earth. On the equator the projection keeps distances to a millionth
 * over the 15 km an instance spans, so that the nearest driver is the nearest courier.
 */
const ORIGIN: Point = { lat: 0, lon: 20 };

const PROOF = { kind: 'handover' as const, receivedBy: 'Customer' };

/** The instance's plane on the Earth, x to the east and y to the north. */
export const onEarth = ({ x, y }: PlanePoint): Point => metresFrom(ORIGIN, x, y);

/** Couriers as the engine knows them: who is on duty, where they stand, who is free. */
export class CourierCrew {
  private readonly places = new Map<string, PlanePoint>();
  private readonly idle = new Set<string>();
  private keeper: NodeJS.Timeout | undefined;
  private beating: Promise<unknown> = Promise.resolve();

  /** @param channelId the one channel the couriers serve */
  constructor(
    private readonly app: DriverAppClient,
    private readonly channelId: string,
  ) {}

  get idleCount(): number {
    return this.idle.size;
  }

  isIdle(driverId: string): boolean {
    return this.idle.has(driverId);
  }

  placeOf(driverId: string): PlanePoint {
    const place = this.places.get(driverId);
    if (!place) {
      throw new Error(`The engine chose ${driverId}, who is not on duty`);
    }
    return place;
  }

  async comeOn({ id, start }: Courier): Promise<void> {
    await this.app.register({ driverId: id, name: `Courier ${id}`, channels: [this.channelId] });
    this.places.set(id, start);
    this.idle.add(id);
    await this.app.setStatus({ driverId: id, status: 'AVAILABLE', point: onEarth(start) });
  }

  take(driverId: string): void {
    this.idle.delete(driverId);
  }

  async goOff(driverId: string): Promise<void> {
    this.idle.delete(driverId);
    this.places.delete(driverId);
    await this.app.setStatus({ driverId, status: 'OFFLINE' });
  }

  /** Hands over at the door and waits there for the next order. */
  async finish(driverId: string, deliveryId: string, door: PlanePoint): Promise<void> {
    this.places.set(driverId, door);
    await this.app.complete({ driverId, deliveryId, proof: PROOF, point: onEarth(door) });
    this.idle.add(driverId);
  }

  /** Hands over at the door and goes off duty with it. */
  async finishForGood(driverId: string, deliveryId: string): Promise<void> {
    this.places.delete(driverId);
    await this.app.complete({ driverId, deliveryId, proof: PROOF, endShift: true });
  }

  /** Sends heartbeats and the places of idle couriers in real time, whatever the simulated time does. */
  keepFresh(everyMs: number): void {
    this.keeper = setInterval(() => {
      this.beating = this.beating.then(() => this.beat()).catch(() => undefined);
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.keeper);
    await this.beating;
  }

  private async beat(): Promise<void> {
    const recordedAt = new Date().toISOString();
    const locations = [...this.idle].map((driverId) => ({
      driverId,
      point: onEarth(this.placeOf(driverId)),
      recordedAt,
    }));
    if (locations.length > 0) {
      await this.app.reportLocations(locations);
    }
    await Promise.all([...this.places.keys()].map((driverId) => this.app.heartbeat(driverId)));
  }
}
