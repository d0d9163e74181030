import {
  DispatchError,
  type DriverAppClient,
  type DriverReply,
  type DriverTask,
  type Point,
  type Vehicle,
} from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { metresFrom } from '../geography/metres-from';
import { Journey } from './journey';
import { patiently } from './retryWithBackoff';

export interface SimulatedDriverOptions {
  driverId: string;
  name: string;
  /** Where the driver starts, and around where an idle driver strolls. */
  home: Point;
  vehicle?: Vehicle;
  /** Channels the driver serves; none means every channel. @default [] */
  channels?: string[];
  /** Metres a second on the road, before the time scale. @default 7 */
  metresPerSecond?: number;
  /** Simulated seconds in a real second. @default 1 */
  timeScale?: number;
  /** Milliseconds between two heartbeats of a driver who waits for a task. @default 500 */
  heartbeatMs?: number;
  /** How far an idle driver strolls from home, in metres; 0 stands still. @default 300 */
  strollMetres?: number;
}

/** A driver as the engine sees one: registers, waits for a task, drives, picks up, hands over. */
export class SimulatedDriver {
  readonly driverId: string;
  private journey: Journey;
  private readonly options: Required<SimulatedDriverOptions>;

  constructor(
    private readonly app: DriverAppClient,
    options: SimulatedDriverOptions,
  ) {
    this.options = {
      vehicle: { kind: 'bicycle' },
      channels: [],
      metresPerSecond: 7,
      timeScale: 1,
      heartbeatMs: 500,
      strollMetres: 300,
      ...options,
    };
    this.driverId = options.driverId;
    this.journey = Journey.standingAt(options.home);
  }

  position(): Point {
    return this.journey.positionAt(Date.now());
  }

  /** Makes the driver known and AVAILABLE; one who still carries a delivery goes on with it. */
  async comeOnline(signal: AbortSignal): Promise<void> {
    const { driverId, name, vehicle, channels } = this.options;
    await retryWithBackoff(() => this.app.register({ driverId, name, vehicle, channels }), signal);
    await this.becomeAvailable(signal, true);
  }

  /** Works until the signal is aborted. */
  async work(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const { status, task } = await retryWithBackoff(() => this.app.heartbeat(this.driverId), signal);
      if (task) {
        await this.carryOut(task, signal);
      } else if (status === 'OFFLINE') {
        const reply = await this.becomeAvailable(signal);
        if (reply?.status !== 'AVAILABLE' && !reply?.task) {
          await wait(this.options.heartbeatMs, undefined, { signal });
        }
      } else {
        this.stroll();
        await wait(this.options.heartbeatMs, undefined, { signal });
      }
    }
  }

  /** Leaves the road, unless a delivery is still carried. */
  async goOffline(signal: AbortSignal): Promise<void> {
    await ignoringRefusal(() => this.app.setStatus({ driverId: this.driverId, status: 'OFFLINE' }), signal);
  }

  private becomeAvailable(signal: AbortSignal, newShift?: boolean): Promise<DriverReply | undefined> {
    const { driverId } = this;
    return ignoringRefusal(
      () => this.app.setStatus({ driverId, status: 'AVAILABLE', newShift, point: this.position() }),
      signal,
    );
  }

  /** A refusal ends the task: the delivery is cancelled, or has another driver. The next heartbeat tells. */
  private async carryOut(task: DriverTask, signal: AbortSignal): Promise<void> {
    const { deliveryId, pickup, dropoff, state } = task;
    const delivery = { deliveryId, driverId: this.driverId };
    if (state === 'ASSIGNED') {
      const readyAt = Date.now() + this.scaled(Date.parse(pickup.readyAt) - Date.now());
      await this.driveTo(pickup.point, signal);
      await wait(Math.max(0, readyAt - Date.now()), undefined, { signal });
      if (!(await ignoringRefusal(() => this.app.pickUp(delivery), signal))) {
        await wait(this.options.heartbeatMs, undefined, { signal });
        return;
      }
    }
    await this.driveTo(dropoff.point, signal);
    const proof = { kind: 'handover' as const, receivedBy: dropoff.name ?? 'Customer' };
    await ignoringRefusal(() => this.app.complete({ ...delivery, proof, point: dropoff.point }), signal);
  }

  private async driveTo(point: Point, signal: AbortSignal): Promise<void> {
    const metresPerSecond = this.options.metresPerSecond * this.options.timeScale;
    this.journey = new Journey(this.position(), point, Date.now(), metresPerSecond);
    await wait(this.journey.durationMs, undefined, { signal });
  }

  private stroll(): void {
    const { home, strollMetres, metresPerSecond } = this.options;
    if (strollMetres > 0 && Date.now() >= this.journey.arrivesAt) {
      const around = () => (Math.random() * 2 - 1) * strollMetres;
      const target = metresFrom(home, around(), around());
      this.journey = new Journey(this.position(), target, Date.now(), metresPerSecond);
    }
  }

  private scaled(milliseconds: number): number {
    return milliseconds / this.options.timeScale;
  }
}

/** Patient with faults; resolves to undefined when the engine refuses the request for good. */
async function ignoringRefusal<T>(request: () => Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  try {
    return await retryWithBackoff(request, signal);
  } catch (error) {
    if (error instanceof DispatchError && !error.retryable) {
      return undefined;
    }
    throw error;
  }
}
