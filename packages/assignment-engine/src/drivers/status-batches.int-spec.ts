import { Client } from 'pg';
import { StatementRunner } from '../database/statement-runner';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import { nextPlace, north } from '../testing/places';
import { eventually, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { DriversService } from './drivers.service';

const servers = useTestServers();
let engine: TestEngine;
let service: DriversService;

beforeAll(async () => {
  engine = await servers.engine();
  service = engine.running.application.get(DriversService, { strict: false });
});

afterEach(() => jest.restoreAllMocks());

async function register(...driverIds: string[]): Promise<void> {
  await Promise.all(driverIds.map((driverId) => engine.drivers.register({ driverId, name: driverId })));
}

/** How often a statement was run since. */
function countRuns(file: string): () => number {
  const runs = jest.spyOn(engine.running.application.get(StatementRunner, { strict: false }), 'run');
  return () => runs.mock.calls.filter(([statement]) => statement === file).length;
}

const setStatus = (driverId: string, status: 'AVAILABLE' | 'OFFLINE', point = nextPlace()) =>
  service.setStatus({ type: 'driver.set_status', driverId, status, point }, new Date());

const statusOf = async (driverId: string) => (await engine.row(driverId)).status;

describe('status changes that arrive together', () => {
  it('are stored by one statement', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `together-${i}`);
    await register(...ids);
    const runs = countRuns('set-driver-status.sql');
    await Promise.all(ids.map((driverId) => setStatus(driverId, 'AVAILABLE')));
    expect(runs()).toBe(1);
    expect(new Set(await Promise.all(ids.map(statusOf)))).toEqual(new Set(['AVAILABLE']));
  });

  it('of one driver are applied one after the other', async () => {
    await register('twice');
    await Promise.all((['AVAILABLE', 'OFFLINE'] as const).map((status) => setStatus('twice', status)));
    const history = (await service.history('twice', 2)) as { status: string }[];
    expect(history.map(({ status }) => status)).toEqual(['OFFLINE', 'AVAILABLE']);
  });

  it('wait for no other driver, whose row is locked', async () => {
    await register('locked', 'unlocked');
    const other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query(`SELECT FROM driver_dispatch.drivers WHERE id = 'locked' FOR UPDATE`);
      const runs = countRuns('set-driver-status.sql');
      const [locked, unlocked] = ['locked', 'unlocked'].map((driverId) => setStatus(driverId, 'AVAILABLE'));
      await unlocked;
      await eventually(runs, (count) => count > 1);
      expect(await statusOf('locked')).toBe('OFFLINE');
      await other.query('COMMIT');
      await locked;
      expect(await statusOf('locked')).toBe('AVAILABLE');
    } finally {
      await other.end();
    }
  });
});

it('a driver who becomes available has the oldest waiting delivery by one statement', async () => {
  const place = nextPlace();
  const receipt = await engine.order(place);
  await engine.query(
    `UPDATE driver_dispatch.deliveries SET waiting_since = waiting_since - interval '1 minute' WHERE id = $1`,
    [receipt.deliveryId],
  );
  await register('one-statement');
  const [claims, searches] = [countRuns('claim-drivers.sql'), countRuns('find-nearest-drivers.sql')];
  await setStatus('one-statement', 'AVAILABLE', place);
  expect((await engine.delivery(receipt.deliveryId)).driverId).toBe('one-statement');
  expect([claims(), searches()]).toEqual([1, 0]);
});

it('a delivery that has just come has its nearest driver, though a farther one becomes available', async () => {
  const place = nextPlace();
  await register('nearer', 'farther');
  const { deliveryId } = await engine.order(place);
  const waiting = engine.running.application.get(WaitingDeliveriesService, { strict: false });
  // As if the row of the nearer driver had been locked.
  jest.spyOn(waiting, 'matchFreed').mockResolvedValueOnce();
  await setStatus('nearer', 'AVAILABLE', place);
  await setStatus('farther', 'AVAILABLE', north(place, 500));
  expect((await engine.delivery(deliveryId)).driverId).toBe('nearer');
});
