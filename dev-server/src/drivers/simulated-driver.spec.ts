import { DispatchError, greatCircleDistance, type DriverAppClient } from '@driver-dispatch/contract';
import { metresFrom } from '../geography/metres-from';
import { SimulatedDriver } from './simulated-driver';

const home = { lat: 52.52, lon: 13.4 };
const store = metresFrom(home, 300, 0);
const door = metresFrom(home, 300, 400);

/** An engine that has one task and remembers what it was told. */
class OneTaskApp {
  readonly told: string[] = [];
  state: 'ASSIGNED' | 'PICKED_UP' | 'DELIVERED' = 'ASSIGNED';
  faults = 0;

  register = async () => this.tell('register');
  setStatus = async ({ status }: { status: string }) => this.tell(status);
  pickUp = async () => {
    if (this.faults-- > 0) {
      throw new DispatchError('database_unavailable', 'not now');
    }
    this.state = 'PICKED_UP';
    return this.tell('pick up');
  };
  complete = async ({ proof }: { proof: { kind: string } }) => {
    this.state = 'DELIVERED';
    return this.tell(`complete ${proof.kind}`);
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
            dropoff: { point: door, address: {} },
          },
  });

  private tell(what: string) {
    this.told.push(what);
    return { what };
  }
}

async function until(check: () => boolean): Promise<void> {
  while (!check()) {
    await new Promise((resolve) => setTimeout(resolve, 5));
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
      strollMetres: 0,
      heartbeatMs: 10,
    });
    await driver.comeOnline(abort.signal);
    const working = driver.work(abort.signal).catch(() => undefined);
    await until(() => app.state === 'DELIVERED');
    abort.abort();
    await working;
    return driver;
  };

  it('registers, drives to the store, picks up, drives to the door, hands over', async () => {
    const app = new OneTaskApp();
    const driver = await work(app);
    expect(app.told).toEqual(['register', 'AVAILABLE', 'pick up', 'complete handover']);
    // A timer of the last leg may end a moment before it.
    await until(() => greatCircleDistance(driver.position(), door) < 1);
  });

  it('repeats a request the engine could not answer', async () => {
    const app = new OneTaskApp();
    app.faults = 2;
    await work(app);
    expect(app.told).toEqual(['register', 'AVAILABLE', 'pick up', 'complete handover']);
  });
});
