import {
  DispatchError,
  greatCircleDistance,
  offsetPoint,
  type DriverAppClient,
} from '@driver-dispatch/contract';
import { eventually } from '@driver-dispatch/local-servers';
import { SimulatedDriver } from './simulated-driver';

const home = { lat: 52.52, lon: 13.4 };
const store = offsetPoint(home, 300, 0);
const dropoff = offsetPoint(home, 300, 400);

/** An engine with one task. Records the requests. */
class OneTaskApp {
  readonly requests: string[] = [];
  state: 'ASSIGNED' | 'PICKED_UP' | 'DELIVERED' = 'ASSIGNED';
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
  heartbeat = async () => ({
    driverId: 'd',
    status: 'AVAILABLE',
    task:
      this.state === 'DELIVERED'
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
  const work = async (app: OneTaskApp) => {
    const abort = new AbortController();
    const driver = new SimulatedDriver(app as unknown as DriverAppClient, {
      driverId: 'd',
      name: 'D',
      home,
      timeScale: 1000,
      idleRadiusMetres: 0,
      heartbeatMs: 10,
    });
    await driver.goOnline(abort.signal);
    const working = driver.work(abort.signal).catch(() => undefined);
    await eventually(
      () => app.state,
      (state) => state === 'DELIVERED',
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
});
