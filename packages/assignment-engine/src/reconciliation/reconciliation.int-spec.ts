import {
  DispatchError,
  newSubmissionKey,
  reconcileDeliveries,
  type DeliveryState,
  type KnownDelivery,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { sql } from '../database/sql';
import { nextPlace } from '../testing/places';
import { eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;
let made = 0;
const UNKNOWN = newSubmissionKey();

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({ sink, relay: { retryDelaysSeconds: [600] } });
});
beforeEach(() => {
  sink.before = () => undefined;
  sink.events.length = 0;
});

const known = (submissionKey: string, sequence: number, state: DeliveryState): KnownDelivery => ({
  submissionKey, sequence, state,
});
const ask = (...deliveries: KnownDelivery[]): Promise<ReconcileReply> =>
  engine.vendure.post('/v1/webhooks/vendure/reconcile', `msg_${Math.random()}`, {
    ...reconcileDeliveries(deliveries),
  }) as Promise<ReconcileReply>;
const sequencesOf = (submissionKey: string) =>
  sink.events.filter(({ data }) => data.submissionKey === submissionKey).map(({ data }) => data.sequence);
const untilTold = (submissionKey: string, sequences: number[]) =>
  eventually(
    () => sequencesOf(submissionKey),
    (told) => told.length >= sequences.length,
  ).then((told) => expect(told).toEqual(sequences));
const rows = (deliveryId: string) =>
  engine.query(
    `SELECT sequence, acknowledged_at IS NOT NULL AS relayed, attempts AS attempts, dead_at IS NOT NULL AS dead
     FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence > 0 ORDER BY sequence`,
    [deliveryId],
  );
const untilAcknowledged = (deliveryId: string) =>
  eventually(
    () => rows(deliveryId),
    (events) => events.every(({ relayed }) => relayed),
  );

/** A delivery at its end, after three events. */
async function delivered() {
  const place = nextPlace();
  const driverId = `driver-${++made}`;
  await engine.driverAt(driverId, place);
  const { deliveryId, submissionKey } = await engine.order(place);
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
  return { deliveryId, submissionKey };
}

/** The same, after Vendure has confirmed every event, and this test has forgotten them. */
async function told() {
  const delivery = await delivered();
  await untilAcknowledged(delivery.deliveryId);
  // Longer ago than Vendure may have had it without having had it when it read what it has.
  await engine.query(
    `UPDATE driver_dispatch.delivery_events SET acknowledged_at = acknowledged_at - interval '1 minute'
     WHERE delivery_id = $1`,
    [delivery.deliveryId],
  );
  sink.events.length = 0;
  return delivery;
}

describe('Vendure asks', () => {
  it('and hears what the engine has, and what it does not know', async () => {
    const { deliveryId, submissionKey } = await told();
    const answer = await ask(known(submissionKey, 3, 'DELIVERED'), known(UNKNOWN, 1, 'ASSIGNED'));
    expect(answer).toEqual({
      deliveries: [
        { submissionKey, known: true, deliveryId, state: 'DELIVERED', sequence: 3 },
        { submissionKey: UNKNOWN, known: false },
      ],
    });
    expect((await rows(deliveryId)).every(({ relayed }) => relayed)).toBe(true);
    expect(sequencesOf(submissionKey)).toEqual([]);
  });

  it('and is told again, in order, of the events that it has lost, and of no others', async () => {
    const [behind, even] = [await told(), await told()];
    await ask(known(behind.submissionKey, 1, 'ASSIGNED'), known(even.submissionKey, 3, 'DELIVERED'));
    await untilTold(behind.submissionKey, [2, 3]);
    await untilAcknowledged(behind.deliveryId);
    expect(sequencesOf(even.submissionKey)).toEqual([]);
    const lacking = engine.logged('warn').filter(({ message }) => /lacks events/.test(String(message)));
    expect(lacking.at(-1)).toMatchObject({ submissionKeys: [behind.submissionKey] });
  });

  it('and is told of what was given up, but not of what it has another event for', async () => {
    const codes = { gone: 'not_found', conflicting: 'idempotency_conflict' } as const;
    const given = { gone: await told(), conflicting: await told() };
    for (const [name, code] of Object.entries(codes)) {
      const { deliveryId } = given[name as keyof typeof given];
      await engine.query(
        `UPDATE driver_dispatch.delivery_events
         SET acknowledged_at = NULL, dead_at = now(), attempts = 1, last_error = $2
         WHERE delivery_id = $1 AND sequence = 3`,
        [deliveryId, JSON.stringify({ name: 'DispatchError', message: 'no', code })],
      );
    }
    await ask(...Object.values(given).map(({ submissionKey }) => known(submissionKey, 2, 'PICKED_UP')));
    await untilTold(given.gone.submissionKey, [3]);
    expect((await untilAcknowledged(given.gone.deliveryId)).at(-1)).toMatchObject({ attempts: 0, dead: false });
    expect((await rows(given.conflicting.deliveryId)).at(-1)).toMatchObject({ attempts: 1, dead: true });
  });

  it('and is not told again of what it confirmed while it asked', async () => {
    const { deliveryId, submissionKey } = await told();
    await engine.query(
      `UPDATE driver_dispatch.delivery_events SET acknowledged_at = now() - interval '5 seconds'
       WHERE delivery_id = $1 AND sequence = 3`,
      [deliveryId],
    );
    await ask(known(submissionKey, 2, 'PICKED_UP'));
    expect((await rows(deliveryId)).at(-1).relayed).toBe(true);
    await ask(known(submissionKey, 1, 'ASSIGNED'));
    await untilTold(submissionKey, [2, 3]);
  });

  it('and changes nothing of events that are still on their way', async () => {
    sink.before = () => {
      throw new DispatchError('unreachable', 'Nobody there');
    };
    const { deliveryId, submissionKey } = await delivered();
    const [first] = await eventually(
      () => rows(deliveryId),
      ([event]) => event.attempts === 1,
    );
    await ask(known(submissionKey, 0, 'PENDING'));
    expect((await rows(deliveryId))[0]).toEqual(first);
  });
});

describe('an operator asks', () => {
  const reconcile = async (body?: unknown) => {
    const { status, body: report } = await engine.operate('POST', '/v1/reconcile', body);
    expect(status).toBe(200);
    return report;
  };

  it('and what Vendure lacks is told again, what it has is not', async () => {
    const [behind, even] = [await told(), await told()];
    const first = (sequence: number, { submissionKey }: typeof behind) => ({
      submissionKey, known: true as const, sequence,
      state: sequence === 3 ? ('DELIVERED' as const) : ('ASSIGNED' as const),
    });
    jest.spyOn(sink, 'reconcile').mockResolvedValueOnce({ deliveries: [first(1, behind), first(3, even)] });
    const submissionKeys = [behind.submissionKey, even.submissionKey, UNKNOWN];
    expect(await reconcile({ submissionKeys })).toEqual({ compared: 2, resent: 1, disagreeing: [] });
    expect(sink.reconcile).toHaveBeenCalledWith(
      expect.objectContaining({
        data: {
          deliveries: expect.arrayContaining([
            known(behind.submissionKey, 3, 'DELIVERED'),
            known(even.submissionKey, 3, 'DELIVERED'),
          ]),
        },
      }),
    );
    await untilTold(behind.submissionKey, [2, 3]);
    expect(sequencesOf(even.submissionKey)).toEqual([]);
  });

  it('and is shown what telling again does not heal', async () => {
    const [unknown, ahead] = [await told(), await told()];
    jest.spyOn(sink, 'reconcile').mockResolvedValueOnce({
      deliveries: [
        { submissionKey: unknown.submissionKey, known: false },
        { submissionKey: ahead.submissionKey, known: true, state: 'FAILED', sequence: 4 },
      ],
    });
    const submissionKeys = [unknown.submissionKey, ahead.submissionKey];
    const { resent, disagreeing } = await reconcile({ submissionKeys });
    expect(resent).toBe(0);
    expect(disagreeing.map(({ submissionKey, kind }: any) => [submissionKey, kind])).toEqual([
      [unknown.submissionKey, 'unknown_to_vendure'],
      [ahead.submissionKey, 'vendure_ahead'],
    ]);
  });

  it('and takes no event that came meanwhile for one that the engine has lost', async () => {
    const { deliveryId, submissionKey } = await told();
    jest.spyOn(sink, 'reconcile').mockImplementationOnce(async () => {
      await engine.query('UPDATE driver_dispatch.deliveries SET sequence = 4 WHERE id = $1', [deliveryId]);
      return { deliveries: [{ submissionKey, known: true, state: 'DELIVERED', sequence: 4 }] };
    });
    expect(await reconcile({ submissionKeys: [submissionKey] })).toMatchObject({ disagreeing: [] });
  });

  it('and without naming any, those that changed within a day are compared, a page at a time', async () => {
    await engine.query(`UPDATE driver_dispatch.deliveries SET created_at = now() - interval '2 days',
      unassigned_at = NULL, assigned_at = NULL, picked_up_at = NULL, finished_at = NULL`);
    await engine.query(
      `INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, finished_at)
       SELECT rpad('page-' || n || '-', 22, 'x'), n, 'MANY', '1', 'CANCELLED', now() FROM generate_series(1, 501) AS n`,
    );
    const asked = jest.spyOn(sink, 'reconcile');
    asked.mockClear();
    const { compared, disagreeing } = await reconcile();
    expect(compared).toBe(501);
    expect(disagreeing).toHaveLength(501);
    expect(asked.mock.calls.map(([{ data }]) => data.deliveries.length)).toEqual([500, 1]);
    // Many at the same moment, none of them twice.
    expect(new Set(disagreeing.map(({ submissionKey }: any) => submissionKey)).size).toBe(501);
  });

  it('and is shown what was found until Vendure could not be asked any more', async () => {
    const ids = (await engine.query('SELECT submission_key FROM driver_dispatch.deliveries LIMIT 501')).map(
      ({ submission_key }) => submission_key,
    );
    const answer = RecordingSink.prototype.reconcile.bind(sink);
    for (const submissionKeys of [ids, undefined]) {
      jest
        .spyOn(sink, 'reconcile')
        .mockImplementationOnce(answer)
        .mockRejectedValueOnce(new DispatchError('unreachable', 'Nobody there'));
      const { error, compared, disagreeing } = await reconcile(submissionKeys && { submissionKeys });
      expect([compared, error]).toEqual([500, expect.objectContaining({ code: 'unreachable' })]);
      expect(disagreeing.length).toBeGreaterThan(0);
    }
  });

  it('and those that changed are found by an index', async () => {
    const plan = await engine.database.transaction(async (manager) => {
      // Few rows are read and sorted sooner; what counts is that many need not be.
      for (const way of ['seqscan', 'bitmapscan', 'sort']) {
        await manager.query(`SET LOCAL enable_${way} = off`);
      }
      return manager.query(`EXPLAIN ${sql('changed-lately.sql')}`, [null, null, 500, null]);
    });
    expect(JSON.stringify(plan)).toContain('deliveries_changed');
    expect(JSON.stringify(plan)).not.toContain('Sort');
  });

  it.each(['signature_invalid', 'unauthorized', 'not_found', 'endpoint_gone'] as const)(
    "and does not take Vendure's %s for an answer to the request of its own",
    async (code) => {
      const { submissionKey } = await told();
      jest.spyOn(sink, 'reconcile').mockRejectedValueOnce(new DispatchError(code, 'No'));
      const { status, body } = await engine.operate('POST', '/v1/reconcile', {
        submissionKeys: [submissionKey],
      });
      expect([status, body.error]).toMatchObject([502, { code: 'response_invalid', details: { code } }]);
    },
  );

  it('and hears that Vendure can not be asked', async () => {
    const { submissionKey } = await told();
    jest.spyOn(sink, 'reconcile').mockRejectedValueOnce(new DispatchError('unreachable', 'Nobody there'));
    const { status } = await engine.operate('POST', '/v1/reconcile', { submissionKeys: [submissionKey] });
    expect(status).toBe(503);
  });
});
