import { checkAssignments } from './checks/assignments';
import { computeVerdict } from './figures/figure';
import { countWork, withShops } from './figures/shop-work';
import { post } from './load/post';
import { runFigures } from './run/run-figures';
import { Bench } from './world/bench';
import { QUICK } from './world/sizes';

jest.setTimeout(180_000);

/** `npm run bench -- --quick` measures every figure. */
let bench: Bench;

beforeAll(async () => {
  // On a slow machine Redis commands could time out, and the engine would rebuild the index.
  bench = await Bench.start(QUICK, { environment: { REDIS_COMMAND_TIMEOUT_MS: '10000' } });
});

afterAll(() => bench?.stop());

it('measures a figure against the textbook program and finds all orders in PostgreSQL', async () => {
  const rows = await runFigures(bench, new Set(['P3']));
  expect(rows).toMatchObject([{ figure: 'P3', problems: [] }]);
  expect(rows[0]!.value.median).toBeGreaterThan(0);
  expect(rows[0]!.details.map(({ name }) => name)).toEqual(['engine', 'textbook']);
});

it('finds differences between responses and stored rows', async () => {
  const ids = ['first', 'second', 'third', 'fourth'];
  const { database } = await bench.withProduct({}, async (product) => {
    for (const id of ids) {
      expect(await post(product.ports[0]!, product.orderRequest(id))).toContain('"state":"ASSIGNED"');
    }
    await product.fleet.allEventsAcknowledged();
    return product.fleet;
  });
  const check = (assigned: string[] = []) => checkAssignments(database, assigned);
  const ofOrder = (id: string, column: string) =>
    `(SELECT ${column} FROM driver_dispatch.deliveries WHERE seller_order_id = '${id}')`;

  expect(await check(ids)).toEqual([]);
  expect(await check(['unknown'])).toEqual([expect.stringMatching(/answered ASSIGNED without.*: unknown/)]);

  await database.query(
    `UPDATE driver_dispatch.drivers SET status = 'AVAILABLE' WHERE id = ${ofOrder('first', 'driver_id')}`,
  );
  expect(await check(['first'])).toEqual([expect.stringMatching(/answered ASSIGNED without.*: first/)]);
  await database.query(
    `DELETE FROM driver_dispatch.delivery_events
     WHERE type = 'delivery.assigned' AND delivery_id = ${ofOrder('second', 'id')}`,
  );
  expect(await check(['second'])).toEqual([expect.stringMatching(/answered ASSIGNED without.*: second/)]);
  await database.query(
    `UPDATE driver_dispatch.deliveries SET driver_id = ${ofOrder('third', 'driver_id')}
     WHERE seller_order_id = 'fourth'`,
  );
  expect((await check()).join()).toMatch(/a driver with two deliveries.*a BUSY driver without/);
});

it('counts few statements and commits of the shop per order', async () => {
  const rows = await withShops(bench, (shops) => countWork(shops, { singles: 10, atOnce: 200 }));
  const budget = rows.filter(({ target }) => target);
  expect(budget).toHaveLength(4);
  expect(budget.filter((row) => computeVerdict(row) !== 'met')).toEqual([]);
});
