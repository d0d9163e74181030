import { offsetPoint, type DriverAppClient, type Point } from '@driver-dispatch/contract';
import type { Courier, PlanePoint } from './mdrp-instance';

/**
 * The point of the origin of the instance's plane. At the equator the relative error of projected distances within 15 km is
 * a millionth, so that the nearest driver is the nearest courier.
 */
const ORIGIN: Point = { lat: 0, lon: 20 };

const PROOF = { kind: 'in_person' as const, receivedBy: 'Customer' };

/** Projects a point of the instance's plane (x to the east, y to the north). */
export const onEarth = ({ x, y }: PlanePoint): Point => offsetPoint(ORIGIN, x, y);

/** The couriers on duty, with their locations, as drivers of the engine. */
export class CourierFleet {
  private readonly courierLocations = new Map<string, PlanePoint>();
  private readonly idle = new Set<string>();
  private heartbeatTimer: NodeJS.Timeout | undefined;
  private pendingHeartbeats: Promise<unknown> = Promise.resolve();

  /** @param channelId the channel of the couriers */
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

  locationOf(driverId: string): PlanePoint {
    const location = this.courierLocations.get(driverId);
    if (!location) {
      throw new Error(`The engine assigned ${driverId}, who is not on duty`);
    }
    return location;
  }

  async startShift({ id, start }: Courier): Promise<void> {
    await this.app.register({ driverId: id, name: `Courier ${id}`, channels: [this.channelId] });
    this.courierLocations.set(id, start);
    this.idle.add(id);
    await this.app.setStatus({ driverId: id, status: 'AVAILABLE', point: onEarth(start) });
  }

  markBusy(driverId: string): void {
    this.idle.delete(driverId);
  }

  async endShift(driverId: string): Promise<void> {
    this.idle.delete(driverId);
    this.courierLocations.delete(driverId);
    await this.app.setStatus({ driverId, status: 'OFFLINE' });
  }

  /** Completes the delivery. The courier stays at the drop-off and is available. */
  async complete(driverId: string, deliveryId: string, dropoff: PlanePoint): Promise<void> {
    this.courierLocations.set(driverId, dropoff);
    await this.app.complete({ driverId, deliveryId, proof: PROOF, point: onEarth(dropoff) });
    this.idle.add(driverId);
  }

  /** Completes the delivery and ends the shift in the same request. */
  async completeAndEndShift(driverId: string, deliveryId: string): Promise<void> {
    this.courierLocations.delete(driverId);
    await this.app.complete({ driverId, deliveryId, proof: PROOF, endShift: true });
  }

  /** Sends heartbeats and the locations of idle couriers at an interval of real time. */
  startHeartbeats(everyMs: number): void {
    this.heartbeatTimer = setInterval(() => {
      this.pendingHeartbeats = this.pendingHeartbeats
        .then(() => this.sendHeartbeats())
        .catch(() => undefined);
    }, everyMs);
  }

  async stop(): Promise<void> {
    clearInterval(this.heartbeatTimer);
    await this.pendingHeartbeats;
  }

  private async sendHeartbeats(): Promise<void> {
    const recordedAt = new Date().toISOString();
    const locations = [...this.idle].map((driverId) => ({
      driverId,
      point: onEarth(this.locationOf(driverId)),
      recordedAt,
    }));
    if (locations.length > 0) {
      await this.app.reportLocations(locations);
    }
    await Promise.all([...this.courierLocations.keys()].map((driverId) => this.app.heartbeat(driverId)));
  }
}
