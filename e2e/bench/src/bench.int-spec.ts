import { checkAssignments } from './checks/assignments';
import { OUTCOME } from './load/load';
import { runScenarios } from './run/run-scenarios';
import type { ScenarioReport } from './run/table';
import { measureAssignments } from './scenarios/assignment-rate';
import { signOrders } from './scenarios/order-load';
import { oneAtATime } from './scenarios/s03-one-at-a-time';
import { Bench } from './world/bench';
import { QUICK } from './world/sizes';

jest.setTimeout(180_000);

/** One world for all. `npm run bench -- --quick` runs every scenario. */
let bench: Bench;

beforeAll(async () => {
  // What Redis missed is in PostgreSQL all the same: where the two are held together, a slow Redis is waited for.
  bench = await Bench.start(QUICK, { environment: { REDIS_COMMAND_TIMEOUT_MS: '10000' } });
});

afterAll(() => bench?.stop());

it('finds every answered order of a scenario in PostgreSQL', async () => {
  const [{ findings }] = (await runScenarios(bench, [oneAtATime])) as [ScenarioReport];
  expect(findings).toMatchObject([{ unit: 'ms', problems: [] }]);
  expect(findings[0]!.figure).toBeGreaterThan(0);
  expect(findings[0]!.ratio).toBeGreaterThan(0);
});

describe('the checks', () => {
  const report = (...outcomes: number[]) => ({
    ...{ outcomes: Uint8Array.from(outcomes), latencies: new Float64Array() },
    ...{ seconds: 1, cpuSeconds: 0, complaints: [] },
  });

  it('find what was answered and is not so', async () => {
    const fleet = await bench.fleet('uniform', QUICK.city);
    await bench.withEngines(fleet, {}, async (engines) => {
      const rate = await measureAssignments(bench, fleet, engines, { connections: 2, seconds: 0.5 });
      expect(rate.problems).toEqual([]);
      // The last round may have been too short for as many.
      const { requests } = signOrders(bench.servers.keys.vendure[0]!, fleet.layout, 4);
      const ports = engines.map(({ port }) => port);
      await bench.load(requests, { ports, connections: 1, seconds: 60 });
    });
    const { rows } = await fleet.database.query<{ id: string }>(
      `SELECT seller_order_id AS id FROM driver_dispatch.deliveries WHERE state = 'ASSIGNED' LIMIT 4`,
    );
    expect(rows).toHaveLength(4);
    const [first, second, third, fourth] = rows.map(({ id }) => id) as [string, string, string, string];
    const check = (id: string, outcome: number) =>
      checkAssignments(fleet.database, [id], report(outcome), 500);
    const update = (statement: string, id: string) => fleet.database.query(statement, [id]);

    expect(await check(first, OUTCOME.ASSIGNED)).toEqual([]);
    expect(await check('nobody', OUTCOME.TAKEN)).toEqual([expect.stringMatching(/not stored: nobody/)]);
    expect(await check(first, OUTCOME.UNSENT)).toEqual([expect.stringMatching(/never sent/)]);
    expect(await check(first, OUTCOME.REFUSED)).toEqual([expect.stringMatching(/1 refused/)]);
    expect(await check(first, OUTCOME.BROKEN)).toEqual([expect.stringMatching(/without an answer/)]);

    await update(
      `UPDATE driver_dispatch.drivers SET status = 'AVAILABLE' WHERE id =
       (SELECT driver_id FROM driver_dispatch.deliveries WHERE seller_order_id = $1)`,
      first,
    );
    expect(await check(first, OUTCOME.ASSIGNED)).toEqual([expect.stringMatching(/without its driver/)]);
    await update(
      `DELETE FROM driver_dispatch.delivery_events WHERE type = 'delivery.assigned' AND delivery_id =
       (SELECT id FROM driver_dispatch.deliveries WHERE seller_order_id = $1)`,
      second,
    );
    expect(await check(second, OUTCOME.ASSIGNED)).toEqual([expect.stringMatching(/or its event/)]);
    await fleet.database.query(
      `UPDATE driver_dispatch.deliveries SET driver_id =
       (SELECT driver_id FROM driver_dispatch.deliveries WHERE seller_order_id = $1) WHERE seller_order_id = $2`,
      [third, fourth],
    );
    expect((await check(third, OUTCOME.ASSIGNED)).join()).toMatch(
      /a driver with two orders.*BUSY driver without/,
    );
    await fleet.clear();
    await fleet.database.query(
      `WITH late AS (
         INSERT INTO driver_dispatch.deliveries (submission_key, seller_order_id, order_code, channel_id, state)
         VALUES ('late', 'late', '1', '1', 'CANCELLED') RETURNING id)
       INSERT INTO driver_dispatch.delivery_events (delivery_id, sequence, type, state, actor)
       SELECT id, 1, 'delivery.cancelled', 'CANCELLED', 'vendure' FROM late`,
    );
    expect(await check('late', OUTCOME.TAKEN)).toEqual([expect.stringMatching(/in no queue/)]);
  });
});
