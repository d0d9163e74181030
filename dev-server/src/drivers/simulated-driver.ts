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
import type { Incident } from './incident';
import { Journey } from './journey';
import { retryWithBackoff } from './retry-with-backoff';

export interface SimulatedDriverOptions {
  driverId: string;
  name: string;
  /** Telephone number. @default none */
  phone?: string;
  /** Start, and the centre of the area in which the driver moves without a delivery. */
  home: Point;
  vehicle?: Vehicle;
  /** Channels that the driver serves. An empty list means every channel. @default [] */
  channels?: string[];
  /**
   * Speed along a straight line in metres per second, without the time scale.
   * @default 3.2: 15 km/h with a detour of 30 %, as `DistanceEtaStrategy` assumes for bicycles
   */
  metresPerSecond?: number;
  /** Simulated seconds per real second. @default 1 */
  timeScale?: number;
  /** Simulated seconds per real second until an order is ready. @default timeScale */
  readyTimeScale?: number;
  /** Duration of a pickup at the store in seconds, without the time scale. @default 180 */
  pickupSeconds?: number;
  /** Returns what goes wrong during the next delivery. @default nothing */
  nextIncident?: () => Incident | undefined;
  /** Milliseconds between two heartbeats of a driver without a task. @default 500 */
  heartbeatMs?: number;
  /** Maximum distance from home of a driver without a task, in metres. 0 does not move. @default 300 */
  idleRadiusMetres?: number;
}

/** Interval in ms at which a driver with a delivery checks whether it is still assigned. */
const TASK_POLL_MS = 2_000;

/** Time until a driver declines a delivery in seconds, without the time scale. */
const DECLINE_SECONDS = 60;

/** A driver who registers, waits for a task, drives, picks up and delivers. */
export class SimulatedDriver {
  readonly driverId: string;
  private journey: Journey;
  private readonly options: Required<Omit<SimulatedDriverOptions, 'phone'>> &
    Pick<SimulatedDriverOptions, 'phone'>;

  constructor(
    private readonly app: DriverAppClient,
    options: SimulatedDriverOptions,
  ) {
    this.options = {
      vehicle: { kind: 'BICYCLE' },
      channels: [],
      metresPerSecond: 3.2,
      timeScale: 1,
      readyTimeScale: options.timeScale ?? 1,
      pickupSeconds: 180,
      nextIncident: () => undefined,
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
    const { driverId, name, phone, vehicle, channels } = this.options;
    await retryWithBackoff(() => this.app.register({ driverId, name, phone, vehicle, channels }), signal);
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

  /** Ends early if the delivery is cancelled or reassigned. The next heartbeat returns the current task. */
  private async deliver(task: DriverTask, signal: AbortSignal): Promise<void> {
    const withdrawn = new AbortController();
    const working = AbortSignal.any([signal, withdrawn.signal]);
    const watching = this.watch(task, withdrawn, working).catch(() => withdrawn.abort());
    try {
      await this.takeSteps(task, working);
    } catch (error) {
      if (signal.aborted || !withdrawn.signal.aborted) {
        throw error;
      }
      this.journey = Journey.stayAt(this.location());
    } finally {
      withdrawn.abort();
      await watching;
    }
  }

  /** Aborts `withdrawn` when the engine no longer returns the task. */
  private async watch(
    { deliveryId }: DriverTask,
    withdrawn: AbortController,
    signal: AbortSignal,
  ): Promise<void> {
    while (!signal.aborted) {
      await wait(TASK_POLL_MS, undefined, { signal });
      const { task } = await retryWithBackoff(() => this.app.heartbeat(this.driverId), signal);
      if (task?.deliveryId !== deliveryId) {
        withdrawn.abort();
      }
    }
  }

  /** Stops when the engine rejects a step. */
  private async takeSteps(task: DriverTask, signal: AbortSignal): Promise<void> {
    const { deliveryId, pickup, dropoff, state } = task;
    const delivery = { deliveryId, driverId: this.driverId };
    const incident = this.options.nextIncident();
    if (state === 'ASSIGNED' && incident?.kind === 'decline') {
      await wait(this.scaled(DECLINE_SECONDS * 1000), undefined, { signal });
      const reason = { code: 'other' as const, note: 'Declined by the driver' };
      await ignoreRejection(() => this.app.fail({ ...delivery, ...reason, point: this.location() }), signal);
      return;
    }
    if (state === 'ASSIGNED') {
      const untilReady = (Date.parse(pickup.readyAt) - Date.now()) / this.options.readyTimeScale;
      const readyAt = Date.now() + untilReady;
      await this.driveTo(pickup.point, signal);
      await wait(Math.max(0, readyAt - Date.now()), undefined, { signal });
      await wait(this.scaled(this.options.pickupSeconds * 1000), undefined, { signal });
      if (!(await ignoreRejection(() => this.app.pickUp(delivery), signal))) {
        await wait(this.options.heartbeatMs, undefined, { signal });
        return;
      }
    }
    if (incident?.kind === 'delay') {
      await wait(this.scaled(incident.seconds * 1000), undefined, { signal });
    }
    await this.driveTo(dropoff.point, signal);
    const end = { ...delivery, point: dropoff.point };
    if (incident?.kind === 'failure') {
      await ignoreRejection(() => this.app.fail({ ...end, code: incident.code }), signal);
    } else {
      const proof = { kind: 'in_person' as const, receivedBy: dropoff.name ?? 'Customer' };
      await ignoreRejection(() => this.app.complete({ ...end, proof }), signal);
    }
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
