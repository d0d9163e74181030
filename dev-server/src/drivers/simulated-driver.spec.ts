import {
  DispatchError,
  greatCircleDistance,
  offsetPoint,
  type DriverAppClient,
} from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import type { Incident } from './incident';
import { SimulatedDriver } from './simulated-driver';

const home = { lat: 52.52, lon: 13.4 };
const store = offsetPoint(home, 300, 0);
const dropoff = offsetPoint(home, 300, 400);

/** An engine with one task. Records the requests. */
class OneTaskApp {
  readonly requests: string[] = [];
  state: 'ASSIGNED' | 'PICKED_UP' | 'DELIVERED' | 'FAILED' | 'CANCELLED' = 'ASSIGNED';
  faults = 0;

  register = async () => this.record('register');
  setStatus = async ({ status }: { status: string }) => this.record(status);
  pickUp = async () => {
    if (this.faults-- > 0) {
      throw new DispatchError('database_unavailable', 'not now');
    }
    this.state = 'PICKED_UP';
    return this.record('pick up');
  };
  complete = async ({ proof }: { proof: { kind: string } }) => {
    this.state = 'DELIVERED';
    return this.record(`complete ${proof.kind}`);
  };
  fail = async ({ code }: { code: string }) => {
    this.state = 'FAILED';
    return this.record(`fail ${code}`);
  };
  heartbeat = async () => ({
    driverId: 'd',
    status: 'AVAILABLE',
    task:
      this.state !== 'ASSIGNED' && this.state !== 'PICKED_UP'
        ? null
        : {
            deliveryId: '1',
            orderCode: 'A',
            state: this.state,
            pickup: { name: 'Store', point: store, address: {}, readyAt: new Date().toISOString() },
            dropoff: { point: dropoff, address: {} },
          },
  });

  private record(what: string) {
    this.requests.push(what);
    return { what };
  }
}

describe('SimulatedDriver', () => {
  const work = async (app: OneTaskApp, incident?: Incident) => {
    const abort = new AbortController();
    const driver = new SimulatedDriver(app as unknown as DriverAppClient, {
      driverId: 'd',
      name: 'D',
      home,
      timeScale: 1000,
      idleRadiusMetres: 0,
      heartbeatMs: 10,
      nextIncident: () => incident,
    });
    await driver.goOnline(abort.signal);
    const working = driver.work(abort.signal).catch(() => undefined);
    await eventually(
      () => app.state,
      (state) => state === 'DELIVERED' || state === 'FAILED',
    );
    abort.abort();
    await working;
    return driver;
  };

  it('registers, drives to the store, picks up, drives to the drop-off and delivers', async () => {
    const app = new OneTaskApp();
    const driver = await work(app);
    expect(app.requests).toEqual(['register', 'AVAILABLE', 'pick up', 'complete in_person']);
    // The timer may fire shortly before the drive ends.
    await eventually(
      () => greatCircleDistance(driver.location(), dropoff),
      (metres) => metres < 1,
    );
  });

  it('repeats a request after a retryable error', async () => {
    const app = new OneTaskApp();
    app.faults = 2;
    await work(app);
    expect(app.requests).toEqual(['register', 'AVAILABLE', 'pick up', 'complete in_person']);
  });

  it('fails a delivery at the drop-off, declines one before the pickup, and delays one after the pickup', async () => {
    const failed = new OneTaskApp();
    await work(failed, { kind: 'failure', code: 'customer_absent' });
    expect(failed.requests.slice(2)).toEqual(['pick up', 'fail customer_absent']);

    const declined = new OneTaskApp();
    await work(declined, { kind: 'decline' });
    expect(declined.requests.slice(2)).toEqual(['fail other']);

    const delayed = new OneTaskApp();
    const started = Date.now();
    await work(delayed, { kind: 'delay', seconds: 500 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(500);
    expect(delayed.requests.slice(2)).toEqual(['pick up', 'complete in_person']);
  });

  it('leaves a delivery that is cancelled', async () => {
    const app = new OneTaskApp();
    const abort = new AbortController();
    const driver = new SimulatedDriver(app as unknown as DriverAppClient, {
      driverId: 'd',
      name: 'D',
      home,
      idleRadiusMetres: 0,
      heartbeatMs: 10,
    });
    await driver.goOnline(abort.signal);
    const working = driver.work(abort.signal).catch(() => undefined);
    await eventually(
      () => greatCircleDistance(driver.location(), home),
      (metres) => metres > 0.1,
    );
    app.state = 'CANCELLED';
    let location = driver.location();
    await eventually(
      () => {
        const moved = greatCircleDistance(driver.location(), location);
        location = driver.location();
        return moved;
      },
      (metres) => metres === 0,
    );
    abort.abort();
    await working;
    expect(app.requests).toEqual(['register', 'AVAILABLE']);
  });
});
