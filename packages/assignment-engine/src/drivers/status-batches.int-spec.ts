import { Client } from 'pg';
import { WaitingDeliveriesService } from '../assignment/waiting-deliveries.service';
import { StatementRunner } from '../database/statement-runner';
import { nextPoint, north } from '../testing/points';
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

/** Counts the executions of a statement from now on. */
function countRuns(file: string): () => number {
  const runs = jest.spyOn(engine.running.application.get(StatementRunner, { strict: false }), 'run');
  return () => runs.mock.calls.filter(([statement]) => statement === file).length;
}

const setStatus = (driverId: string, status: 'AVAILABLE' | 'OFFLINE', point = nextPoint()) =>
  service.setStatus({ type: 'driver.set_status', driverId, status, point }, new Date());

const getStatus = async (driverId: string) => (await engine.row(driverId)).status;

describe('concurrent status changes', () => {
  it('are stored by one statement', async () => {
    const ids = Array.from({ length: 40 }, (_, i) => `together-${i}`);
    await register(...ids);
    const runs = countRuns('drivers/set-driver-status.sql');
    await Promise.all(ids.map((driverId) => setStatus(driverId, 'AVAILABLE')));
    expect(runs()).toBe(1);
    expect(new Set(await Promise.all(ids.map(getStatus)))).toEqual(new Set(['AVAILABLE']));
  });

  it('of one driver are applied in order', async () => {
    await register('twice');
    await Promise.all((['AVAILABLE', 'OFFLINE'] as const).map((status) => setStatus('twice', status)));
    const history = (await service.history('twice', 2)) as { status: string }[];
    expect(history.map(({ status }) => status)).toEqual(['OFFLINE', 'AVAILABLE']);
  });

  it('do not wait for another driver with a locked row', async () => {
    await register('locked', 'unlocked');
    const other = new Client({ connectionString: engine.databaseUrl });
    await other.connect();
    try {
      await other.query('BEGIN');
      await other.query(`SELECT FROM driver_dispatch.drivers WHERE id = 'locked' FOR UPDATE`);
      const runs = countRuns('drivers/set-driver-status.sql');
      const [locked, unlocked] = ['locked', 'unlocked'].map((driverId) => setStatus(driverId, 'AVAILABLE'));
      await unlocked;
      await eventually(runs, (count) => count > 1);
      expect(await getStatus('locked')).toBe('OFFLINE');
      await other.query('COMMIT');
      await locked;
      expect(await getStatus('locked')).toBe('AVAILABLE');
    } finally {
      await other.end();
    }
  });
});

it('assigns the oldest waiting delivery to an available driver with one statement', async () => {
  const point = nextPoint();
  const receipt = await engine.order(point);
  await engine.query(
    `UPDATE driver_dispatch.deliveries SET waiting_since = waiting_since - interval '1 minute' WHERE id = $1`,
    [receipt.deliveryId],
  );
  await register('one-statement');
  const [claims, searches] = [
    countRuns('assignment/claim-drivers.sql'),
    countRuns('assignment/find-nearest-drivers.sql'),
  ];
  await setStatus('one-statement', 'AVAILABLE', point);
  expect((await engine.delivery(receipt.deliveryId)).driverId).toBe('one-statement');
  expect([claims(), searches()]).toEqual([1, 0]);
});

it('assigns the nearest driver to a new delivery although a farther one becomes AVAILABLE', async () => {
  const point = nextPoint();
  await register('nearer', 'farther');
  const { deliveryId } = await engine.order(point);
  const waiting = engine.running.application.get(WaitingDeliveriesService, { strict: false });
  // As if the row of the nearer driver had been locked.
  jest.spyOn(waiting, 'matchAvailable').mockResolvedValueOnce();
  await setStatus('nearer', 'AVAILABLE', point);
  await setStatus('farther', 'AVAILABLE', north(point, 500));
  expect((await engine.delivery(deliveryId)).driverId).toBe('nearer');
});
