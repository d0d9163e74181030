import type { Point } from '@driver-dispatch/contract';
import { nextPoint, north } from '../testing/points';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600 }, heartbeat: { ttlSeconds: 600 } });
});

/** Inserts waiting deliveries at a point, without the API. The first is an hour old, each next one second younger. */
async function insertWaiting(point: Point, name: string, size: number, channelId = '1'): Promise<void> {
  const { pickup, dropoff } = readyOrder(point);
  await engine.query(
    `INSERT INTO driver_dispatch.deliveries (seller_order_id, order_code, channel_id, submission_key, pickup, dropoff,
       search_radius_metres, state, next_attempt_at, created_at)
     SELECT $1::text || number, $1::text || number, $2, $1::text || number, $3, $4, 5000, 'PENDING', now() + interval '1 hour',
       now() - interval '1 hour' + number * interval '1 second'
     FROM generate_series(1, $5) AS number`,
    [name, channelId, JSON.stringify(pickup), JSON.stringify(dropoff), size],
  );
}

const getAssigned = async (name: string): Promise<string[]> => {
  const rows = await engine.query(
    `SELECT seller_order_id FROM driver_dispatch.deliveries
     WHERE seller_order_id LIKE $1 || '%' AND state = 'ASSIGNED' ORDER BY created_at`,
    [name],
  );
  return rows.map(({ seller_order_id }) => seller_order_id);
};

describe('hundreds of waiting deliveries', () => {
  it('in other areas or channels do not delay the assignment of a younger delivery', async () => {
    const [elsewhere, point] = [nextPoint(), nextPoint()];
    await insertWaiting(elsewhere, 'elsewhere-', 600);
    await insertWaiting(point, 'other-channel-', 600, '2');
    await insertWaiting(point, 'younger-', 1);
    await engine.driverAt('late', point, ['1']);
    expect(await getAssigned('younger-')).toEqual(['younger-1']);
    expect(await getAssigned('elsewhere-')).toEqual([]);
    expect(await getAssigned('other-channel-')).toEqual([]);
  });

  it('are assigned oldest first although younger ones are nearer', async () => {
    const point = nextPoint();
    await insertWaiting(point, 'old-', 20);
    await insertWaiting(north(point, 1_000), 'young-', 100);
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET created_at = created_at + interval '5 minutes'
       WHERE seller_order_id LIKE 'young-%'`,
    );
    const ids = Array.from({ length: 30 }, (_, i) => `shift-${i}`);
    const at = north(point, 1_000);
    await engine.query(
      `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, location_at, seen_at)
       SELECT id, id, '{}', 'AVAILABLE', $2, $3, now(), now() FROM unnest($1::text[]) AS id`,
      [ids, at.lat, at.lon],
    );
    await engine.running.application.get(WaitingDeliveriesService).matchAvailable(ids);
    expect(await getAssigned('old-')).toHaveLength(20);
    expect(await getAssigned('young-')).toEqual(Array.from({ length: 10 }, (_, i) => `young-${i + 1}`));
  });
});
