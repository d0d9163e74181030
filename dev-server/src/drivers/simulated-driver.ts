import {
  DispatchError,
  offsetPoint,
  type DriverAppClient,
  type DriverReply,
  type DriverTask,
  type Point,
  type Vehicle,
} from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { Journey } from './journey';
import { retryWithBackoff } from './retry-with-backoff';

/** Speed without the time scale. */
export const METRES_PER_SECOND = 7;

export interface SimulatedDriverOptions {
  driverId: string;
  name: string;
  /** Start, and the centre of the area in which the driver moves without a delivery. */
  home: Point;
  vehicle?: Vehicle;
  /** Channels that the driver serves. An empty list means every channel. @default [] */
  channels?: string[];
  /** Speed in metres per second, without the time scale. @default 7 */
  metresPerSecond?: number;
  /** Simulated seconds per real second. @default 1 */
  timeScale?: number;
  /** Milliseconds between two heartbeats of a driver without a task. @default 500 */
  heartbeatMs?: number;
  /** Maximum distance from home of a driver without a task, in metres. 0 does not move. @default 300 */
  idleRadiusMetres?: number;
}

/** A driver who registers, waits for a task, drives, picks up and delivers. */
export class SimulatedDriver {
  readonly driverId: string;
  private journey: Journey;
  private readonly options: Required<SimulatedDriverOptions>;

  constructor(
    private readonly app: DriverAppClient,
    options: SimulatedDriverOptions,
  ) {
    this.options = {
      vehicle: { kind: 'BICYCLE' },
      channels: [],
      metresPerSecond: METRES_PER_SECOND,
      timeScale: 1,
      heartbeatMs: 500,
      idleRadiusMetres: 300,
      ...options,
    };
    this.driverId = options.driverId;
    this.journey = Journey.stayAt(options.home);
  }

  location(): Point {
    return this.journey.locationAt(Date.now());
  }

  /** Registers the driver and sets it AVAILABLE. A driver with an open delivery continues it. */
  async goOnline(signal: AbortSignal): Promise<void> {
    const { driverId, name, vehicle, channels } = this.options;
    await retryWithBackoff(() => this.app.register({ driverId, name, vehicle, channels }), signal);
    await this.setAvailable(signal, true);
  }

  /** Works until the signal is aborted. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { status, task } = await retryWithBackoff(() => this.app.heartbeat(this.driverId), signal);
      if (task) {
        await this.deliver(task, signal);
      } else if (status === 'OFFLINE') {
        const reply = await this.setAvailable(signal);
        if (reply?.status !== 'AVAILABLE' && !reply?.task) {
          await wait(this.options.heartbeatMs, undefined, { signal });
        }
      } else {
        this.moveAround();
        await wait(this.options.heartbeatMs, undefined, { signal });
      }
    }
  }

  /** Sets the driver OFFLINE, unless it has a delivery. */
  async goOffline(signal: AbortSignal): Promise<void> {
    await ignoreRejection(() => this.app.setStatus({ driverId: this.driverId, status: 'OFFLINE' }), signal);
  }

  private setAvailable(signal: AbortSignal, newShift?: boolean): Promise<DriverReply | undefined> {
    const { driverId } = this;
    return ignoreRejection(
      () => this.app.setStatus({ driverId, status: 'AVAILABLE', newShift, point: this.location() }),
      signal,
    );
  }

  /** Stops when the engine rejects a step, as after a cancellation. The next heartbeat returns the current task. */
  private async deliver(task: DriverTask, signal: AbortSignal): Promise<void> {
    const { deliveryId, pickup, dropoff, state } = task;
    const delivery = { deliveryId, driverId: this.driverId };
    if (state === 'ASSIGNED') {
      const readyAt = Date.now() + this.scaled(Date.parse(pickup.readyAt) - Date.now());
      await this.driveTo(pickup.point, signal);
      await wait(Math.max(0, readyAt - Date.now()), undefined, { signal });
      if (!(await ignoreRejection(() => this.app.pickUp(delivery), signal))) {
        await wait(this.options.heartbeatMs, undefined, { signal });
        return;
      }
    }
    await this.driveTo(dropoff.point, signal);
    const proof = { kind: 'in_person' as const, receivedBy: dropoff.name ?? 'Customer' };
    await ignoreRejection(() => this.app.complete({ ...delivery, proof, point: dropoff.point }), signal);
  }

  private async driveTo(point: Point, signal: AbortSignal): Promise<void> {
    const metresPerSecond = this.options.metresPerSecond * this.options.timeScale;
    this.journey = new Journey(this.location(), point, Date.now(), metresPerSecond);
    await wait(this.journey.durationMs, undefined, { signal });
  }

  private moveAround(): void {
    const { home, idleRadiusMetres, metresPerSecond } = this.options;
    if (idleRadiusMetres > 0 && Date.now() >= this.journey.arrivesAt) {
      const offset = () => (Math.random() * 2 - 1) * idleRadiusMetres;
      const target = offsetPoint(home, offset(), offset());
      this.journey = new Journey(this.location(), target, Date.now(), metresPerSecond);
    }
  }

  private scaled(milliseconds: number): number {
    return milliseconds / this.options.timeScale;
  }
}

/** Retries with backoff. Resolves to undefined if the engine rejects the request with an error that is not retryable. */
async function ignoreRejection<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await retryWithBackoff(request, signal);
  } catch (error) {
    if (error instanceof DispatchError && !error.retryable) {
      return undefined;
    }
    throw error;
  }
}
