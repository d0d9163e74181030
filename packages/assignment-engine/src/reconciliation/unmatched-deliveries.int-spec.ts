import { getIdentity } from '@driver-dispatch/contract';
import { nextPoint } from '../testing/points';
import {
  createCancellation,
  eventually,
  readyOrder,
  RecordingSink,
  type TestEngine,
} from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;

/** A sink that knows only the deliveries of the given submission keys. */
class PartialSink extends RecordingSink {
  readonly known = new Set<string>();

  override async reconcile({ data }: Parameters<RecordingSink['reconcile']>[0]) {
    return {
      deliveries: data.deliveries.map(({ submissionKey, ...rest }) =>
        this.known.has(submissionKey)
          ? { submissionKey, known: true as const, ...rest }
          : { submissionKey, known: false as const },
      ),
    };
  }
}

beforeEach(async () => {
  sink = new PartialSink();
  engine = await servers.engine({ sink });
});

const unmatched = async (query = '') => (await engine.get(`/v1/unmatched-deliveries${query}`)).body;
const alertTypes = async () =>
  (await engine.get('/v1/alerts')).body.alerts.map(({ type }: { type: string }) => type);
const reconcile = async (body?: object) => (await engine.operate('POST', '/v1/reconcile', body)).body;
const vendureKnows = (...keys: string[]) => keys.forEach((key) => (sink as PartialSink).known.add(key));

it('lists deliveries that Vendure does not know, raises an alert and logs their identity', async () => {
  const known = await engine.order(nextPoint());
  const lost = readyOrder(nextPoint());
  const { deliveryId } = await engine.submit(lost);
  vendureKnows(known.submissionKey);
  expect(await reconcile()).toMatchObject({
    compared: 2,
    mismatches: [{ kind: 'unknown_to_vendure', deliveryId, ...getIdentity(lost) }],
  });
  const expected = { deliveryId, ...getIdentity(lost), state: 'PENDING', driverId: null };
  expect(await unmatched()).toMatchObject({ deliveries: [expected], total: 1 });
  expect(await alertTypes()).toEqual(['unmatched_delivery.added']);
  const warnings = engine.logged('warn').filter(({ message }) => /unknown to Vendure/.test(String(message)));
  expect(warnings).toEqual([
    expect.objectContaining({ deliveries: [expect.objectContaining(getIdentity(lost))] }),
  ]);
  await reconcile();
  const again = engine.logged('warn').filter(({ message }) => /unknown to Vendure/.test(String(message)));
  expect(again).toHaveLength(1);
});

it('clears a delivery that Vendure knows again, by either kind of reconciliation', async () => {
  const [first, second] = [await engine.order(nextPoint()), await engine.order(nextPoint())];
  await reconcile();
  expect((await unmatched()).total).toBe(2);
  vendureKnows(first.submissionKey);
  await reconcile();
  expect(await unmatched()).toMatchObject({ deliveries: [{ deliveryId: second.deliveryId }], total: 1 });
  await engine.vendure.post('/v1/webhooks/vendure/reconcile', `msg_${Math.random()}`, {
    type: 'deliveries.reconcile',
    timestamp: new Date().toISOString(),
    data: { deliveries: [{ submissionKey: second.submissionKey, sequence: 0, state: 'PENDING' }] },
  });
  expect(await unmatched()).toEqual({ deliveries: [], total: 0 });
  expect(await alertTypes()).toEqual([]);
});

it('lists a finished delivery for a week and an open one until it ends', async () => {
  const [open, ended] = [await engine.order(nextPoint()), await engine.order(nextPoint())];
  await engine.send(createCancellation(ended.submissionKey));
  await reconcile();
  expect((await unmatched()).total).toBe(2);
  await engine.query(
    `UPDATE driver_dispatch.deliveries SET unmatched_since = unmatched_since - interval '8 days'`,
  );
  expect(await unmatched()).toMatchObject({ deliveries: [{ deliveryId: open.deliveryId }], total: 1 });
});

it('lists deliveries in pages and by channel', async () => {
  for (const channelId of ['1', '2', '2']) {
    await engine.order(nextPoint(), { channelId });
  }
  await reconcile();
  expect(await unmatched('?channelId=2')).toMatchObject({ total: 2 });
  const pages = [await unmatched('?take=2'), await unmatched('?take=2&skip=2')];
  expect(pages.map(({ deliveries, total }) => [deliveries.length, total])).toEqual([
    [2, 3],
    [1, 3],
  ]);
  expect((await engine.get('/v1/unmatched-deliveries?take=0')).status).toBe(400);
});

it('compares deliveries changed since the time that an operator sets', async () => {
  const { deliveryId } = await engine.order(nextPoint());
  await engine.query(
    `UPDATE driver_dispatch.deliveries SET created_at = now() - interval '3 days' WHERE id = $1`,
    [deliveryId],
  );
  expect(await reconcile()).toMatchObject({ compared: 0 });
  const since = new Date(Date.now() - 4 * 86_400_000).toISOString();
  expect(await reconcile({ since })).toMatchObject({ compared: 1 });
  expect((await unmatched()).total).toBe(1);
});

it('finds unmatched deliveries by the scheduled reconciliation', async () => {
  const own = await servers.engine({ sink: new PartialSink(), reconciliation: { everySeconds: 0.2 } });
  const { deliveryId } = await own.order(nextPoint());
  const { deliveries } = await eventually(
    async () => (await own.get('/v1/unmatched-deliveries')).body,
    ({ total }) => total === 1,
  );
  expect(deliveries).toMatchObject([{ deliveryId }]);
});
