import type { Point } from '@driver-dispatch/contract';
import { nextPlace, north } from '../testing/places';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { WaitingDeliveriesService } from './waiting-deliveries.service';

const servers = useTestServers();
let engine: TestEngine;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600 }, heartbeat: { ttlSeconds: 600 } });
});

/** Deliveries that wait at a point, past the API, one second younger each; the first has waited an hour. */
async function crowdAt(point: Point, name: string, size: number, channelId = '1'): Promise<void> {
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

const servedOf = async (name: string): Promise<string[]> => {
  const rows = await engine.query(
    `SELECT seller_order_id FROM driver_dispatch.deliveries
     WHERE seller_order_id LIKE $1 || '%' AND state = 'ASSIGNED' ORDER BY created_at`,
    [name],
  );
  return rows.map(({ seller_order_id }) => seller_order_id);
};

describe('hundreds of orders that wait', () => {
  it('elsewhere, or for other channels, keep nobody from the order that waits behind them all', async () => {
    const [crowded, place] = [nextPlace(), nextPlace()];
    await crowdAt(crowded, 'elsewhere-', 600);
    await crowdAt(place, 'other-channel-', 600, '2');
    await crowdAt(place, 'behind-', 1);
    await engine.driverAt('late', place, ['1']);
    expect(await servedOf('behind-')).toEqual(['behind-1']);
    expect(await servedOf('elsewhere-')).toEqual([]);
    expect(await servedOf('other-channel-')).toEqual([]);
  });

  it('are served oldest first by drivers who come free together, though younger ones are nearer', async () => {
    const place = nextPlace();
    await crowdAt(place, 'old-', 20);
    await crowdAt(north(place, 1_000), 'young-', 100);
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET created_at = created_at + interval '5 minutes'
       WHERE seller_order_id LIKE 'young-%'`,
    );
    const ids = Array.from({ length: 30 }, (_, i) => `shift-${i}`);
    const at = north(place, 1_000);
    await engine.query(
      `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, location_at, seen_at)
       SELECT id, id, '{}', 'AVAILABLE', $2, $3, now(), now() FROM unnest($1::text[]) AS id`,
      [ids, at.lat, at.lon],
    );
    await engine.running.application.get(WaitingDeliveriesService).matchFreed(ids);
    expect(await servedOf('old-')).toHaveLength(20);
    expect(await servedOf('young-')).toEqual(Array.from({ length: 10 }, (_, i) => `young-${i + 1}`));
  });
});
