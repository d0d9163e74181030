import { Client, escapeLiteral } from 'pg';
import { StatementRunner } from '../database/statement-runner';
import { RedisService } from '../redis/redis.service';
import { rebuild } from '../testing/reconciler';
import type { TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import type { CandidateSearch } from './candidate';
import { PostgresCandidateSource } from './postgres-candidate-source';

const FLEET = 100_000;
const POINT = { lat: 52.5, lon: 13.4 };
const FIND_ELIGIBLE = 'assignment/find-eligible-drivers.sql';

/** Rows that an index may return for the search of one driver. */
const FEW = 200;

interface PlanNode {
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

const servers = useTestServers();
let engine: TestEngine;

const inEngine = <T>(type: new (...parameters: any[]) => T): T =>
  engine.running.application.get(type, { strict: false });

beforeAll(async () => {
  engine = await servers.engine();
  // Within 4.5 km of the point. One driver has the tag `age_check`, every second one has `cooling`.
  // Without the engine's timeout.
  const client = new Client(engine.databaseUrl);
  await client.connect();
  await client.query(
    `INSERT INTO driver_dispatch.drivers (id, name, channels, status, lat, lon, location_at, seen_at, tags)
     SELECT 'd' || n, 'd' || n, '{}', 'AVAILABLE', $1 + 0.03 * sin(n * 1.7) * sqrt(n::float8 / $3),
       $2 + 0.05 * cos(n * 1.7) * sqrt(n::float8 / $3), now(), now(),
       CASE WHEN n = $3 / 2 THEN '{age_check,cooling}' WHEN n % 2 = 0 THEN '{cooling}' ELSE '{}' END::text[]
     FROM generate_series(1, $3::int) n`,
    [POINT.lat, POINT.lon, FLEET],
  );
  await client.end();
}, 120_000);

const rare = `d${FLEET / 2}`;
const search = (...tags: string[]): CandidateSearch => ({
  point: POINT,
  radiusMetres: 5_000,
  channelId: '1',
  requirements: { tags },
  excluded: new Set(),
  skipped: new Map(),
});

/** Runs the statement of a search with EXPLAIN. Returns the number of rows that were read from each index. */
async function readByIndex(requested: CandidateSearch): Promise<Record<string, number>> {
  const runner = inEngine(StatementRunner);
  const run = jest.spyOn(runner, 'run');
  await inEngine(PostgresCandidateSource).find([requested]);
  const [, values] = run.mock.calls.filter(([file]) => file === FIND_ELIGIBLE).at(-1)!;
  run.mockRestore();
  const literals = values.map((value) =>
    Array.isArray(value)
      ? escapeLiteral(`{${value.map((item) => JSON.stringify(String(item))).join(',')}}`)
      : value,
  );
  const { rows } = await runner['pool'].query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE "${FIND_ELIGIBLE}" (${literals.join(', ')})`,
  );
  const read: Record<string, number> = {};
  const visit = (node: PlanNode) => {
    const { 'Index Name': index, 'Actual Rows': kept, 'Actual Loops': loops } = node;
    if (index) {
      const removed = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
      read[index] = (read[index] ?? 0) + (kept + removed) * loops;
    }
    node.Plans?.forEach(visit);
  };
  visit(rows[0]!['QUERY PLAN'][0].Plan);
  return read;
}

describe('a tag that one of 100,000 drivers has', () => {
  it('is found in PostgreSQL by an index', async () => {
    const [found] = await inEngine(PostgresCandidateSource).find([search('age_check')]);
    expect(found.map(({ driverId }) => driverId)).toEqual([rare]);
    const read = await readByIndex(search('age_check'));
    expect(read['drivers_available_tags']).toBe(1);
    expect(read['drivers_available_cell']).toBeLessThan(FEW);
  });

  it('is found together with a tag that many have', async () => {
    const [found] = await inEngine(PostgresCandidateSource).find([search('cooling', 'age_check')]);
    expect(found.map(({ driverId }) => driverId)).toEqual([rare]);
    expect((await readByIndex(search('cooling', 'age_check')))['drivers_available_tags']).toBe(1);
  });

  it('is found without Redis', async () => {
    const withoutRedis = await servers.engine({ database: { url: engine.databaseUrl }, redis: false });
    const order = await withoutRedis.order(POINT, { requirements: { tags: ['age_check'] } });
    const delivery = await engine.delivery(order.deliveryId);
    expect(delivery).toMatchObject({ state: 'ASSIGNED', driverId: rare });
    const outcomes = delivery.assignments[0].candidates.map(({ reason }: { reason: string }) => reason);
    expect(outcomes).toEqual([null, ...Array(5).fill('missing_tag')]);
    await engine.operate('POST', `/v1/deliveries/${order.deliveryId}/end`, {
      outcome: 'FAILED',
      reason: 'Test',
      operator: 'Ops',
    });
    await withoutRedis.close();
  });

  it('is found with Redis, which examines few drivers', async () => {
    const redis = servers.redisClient(engine.databaseUrl);
    await redis.flushdb();
    await rebuild(engine, redis);
    const lookups = jest.spyOn(inEngine(RedisService), 'searchNearest');
    const { deliveryId } = await engine.order(POINT, { requirements: { tags: ['age_check'] } });
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: rare });
    const examined = lookups.mock.calls.map(([[{ examine }]]) => examine);
    expect(examined.length).toBeGreaterThan(0);
    expect(examined.reduce((sum, count) => sum + count, 0)).toBeLessThan(3 * FEW);
    lookups.mockRestore();
  });
});

describe('a tag that half of 100,000 drivers have', () => {
  it('is found in Redis', async () => {
    const { deliveryId } = await engine.order(POINT, { requirements: { tags: ['cooling'] } });
    const { assignments } = await engine.delivery(deliveryId);
    expect(assignments[0]).toMatchObject({ source: 'REDIS' });
  });

  it('is found in PostgreSQL by reading few drivers', async () => {
    const read = await readByIndex(search('cooling'));
    expect(read['drivers_available_tags']).toBeLessThan(FEW);
    expect(read['drivers_available_cell']).toBeLessThan(FEW);
  });
});
