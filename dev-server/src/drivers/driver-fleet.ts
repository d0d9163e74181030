import {
  DispatchError,
  DriverAppClient,
  MAX_LOCATIONS_PER_REQUEST,
  offsetPoint,
  type Point,
  type SigningKeys,
} from '@driver-dispatch/contract';
import { setTimeout as wait } from 'node:timers/promises';
import { driverName } from './driver-name';
import { SimulatedDriver, type SimulatedDriverOptions } from './simulated-driver';

export interface DriverFleetOptions {
  engineUrl: string;
  /** The engine's driver-app keys. */
  keys: SigningKeys;
  size: number;
  /** Points around which the drivers start, in turn. */
  around: readonly Point[];
  /** Maximum distance of a driver from its point, in metres. @default 1200 */
  spreadMetres?: number;
  /** Milliseconds between two reports of all locations. @default 1000 */
  reportEveryMs?: number;
  /** Options of every driver of the fleet. */
  driver?: Partial<Omit<SimulatedDriverOptions, 'driverId' | 'name' | 'home'>>;
  /** Called with an error that ends a driver's work. @default ignored */
  onError?: (error: unknown) => void;
}

/** Simulated drivers with one driver app. Their locations are reported in one request. */
export class DriverFleet {
  readonly drivers: readonly SimulatedDriver[];
  private readonly app: DriverAppClient;
  private readonly abort = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: DriverFleetOptions) {
    const { size, around, spreadMetres = 1200 } = options;
    this.app = new DriverAppClient({ url: options.engineUrl, keys: options.keys });
    this.drivers = Array.from({ length: size }, (_, index) => {
      const offset = () => (Math.random() * 2 - 1) * spreadMetres * Math.SQRT1_2;
      return new SimulatedDriver(this.app, {
        ...options.driver,
        driverId: `driver-${index + 1}`,
        name: driverName(index),
        phone: `+49 171 39200${String(index % 100).padStart(2, '0')}`,
        home: offsetPoint(around[index % around.length]!, offset(), offset()),
      });
    });
  }

  /** Resolves when every driver is AVAILABLE. The drivers work until {@link stop}. */
  async start(): Promise<void> {
    const { signal } = this.abort;
    await Promise.all(this.drivers.map((driver) => driver.goOnline(signal)));
    const work = this.drivers.map((driver) => this.untilStopped(() => driver.work(signal)));
    this.running = Promise.all([...work, this.untilStopped(() => this.reportLocations(signal))]);
  }

  /** Stops all drivers, sets those without a delivery OFFLINE and closes the connections. */
  async stop(): Promise<void> {
    this.abort.abort();
    await this.running;
    const timeout = AbortSignal.timeout(2_000);
    await Promise.allSettled(this.drivers.map((driver) => driver.goOffline(timeout)));
    this.app.close();
  }

  private async reportLocations(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const recordedAt = new Date().toISOString();
      const locations = this.drivers.map((driver) => ({
        driverId: driver.driverId,
        point: driver.location(),
        recordedAt,
      }));
      for (let start = 0; start < locations.length; start += MAX_LOCATIONS_PER_REQUEST) {
        await this.report(locations.slice(start, start + MAX_LOCATIONS_PER_REQUEST));
      }
      await wait(this.options.reportEveryMs ?? 1000, undefined, { signal });
    }
  }

  /** Ignores a failed report: a newer one follows. */
  private async report(locations: Parameters<DriverAppClient['reportLocations']>[0]): Promise<void> {
    try {
      await this.app.reportLocations(locations);
    } catch (error) {
      if (!(error instanceof DispatchError && error.retryable)) {
        throw error;
      }
    }
  }

  private async untilStopped(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!this.abort.signal.aborted) {
        this.options.onError?.(error);
      }
    }
  }
}
