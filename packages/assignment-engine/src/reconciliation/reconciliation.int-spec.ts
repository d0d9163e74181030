import {
  DispatchError,
  newSubmissionKey,
  reconcileDeliveries,
  type DeliveryState,
  type KnownDelivery,
  type ReconcileReply,
} from '@driver-dispatch/contract';
import { sql } from '../database/sql';
import { nextPoint } from '../testing/points';
import { eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();
let engine: TestEngine;
let sink: RecordingSink;
let driverCount = 0;
const UNKNOWN = newSubmissionKey();

beforeAll(async () => {
  sink = new RecordingSink();
  engine = await servers.engine({ sink, outbox: { retryDelaysSeconds: [600] } });
});
beforeEach(() => {
  sink.before = () => undefined;
  sink.events.length = 0;
});

const known = (submissionKey: string, sequence: number, state: DeliveryState): KnownDelivery => ({
  submissionKey,
  sequence,
  state,
});
const reconcileFromVendure = (...deliveries: KnownDelivery[]): Promise<ReconcileReply> =>
  engine.vendure.post('/v1/webhooks/vendure/reconcile', `msg_${Math.random()}`, {
    ...reconcileDeliveries(deliveries),
  }) as Promise<ReconcileReply>;
const getSequences = (submissionKey: string) =>
  sink.events.filter(({ data }) => data.submissionKey === submissionKey).map(({ data }) => data.sequence);
const expectResent = (submissionKey: string, sequences: number[]) =>
  eventually(
    () => getSequences(submissionKey),
    (sent) => sent.length >= sequences.length,
  ).then((sent) => expect(sent).toEqual(sequences));
const rows = (deliveryId: string) =>
  engine.query(
    `SELECT sequence, acknowledged_at IS NOT NULL AS acknowledged, attempts, dead_at IS NOT NULL AS dead
     FROM driver_dispatch.delivery_events WHERE delivery_id = $1 AND sequence > 0 ORDER BY sequence`,
    [deliveryId],
  );
const untilAcknowledged = (deliveryId: string) =>
  eventually(
    () => rows(deliveryId),
    (events) => events.every(({ acknowledged }) => acknowledged),
  );

/** Creates a completed delivery with three events. */
async function delivered() {
  const point = nextPoint();
  const driverId = `driver-${++driverCount}`;
  await engine.driverAt(driverId, point);
  const { deliveryId, submissionKey } = await engine.order(point);
  await engine.drivers.pickUp({ deliveryId, driverId });
  await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'pin', pin: '1' } });
  return { deliveryId, submissionKey };
}

/** Creates a completed delivery whose events were acknowledged a minute ago, and clears the recorded events. */
async function acknowledged() {
  const delivery = await delivered();
  await untilAcknowledged(delivery.deliveryId);
  // Events acknowledged seconds ago are not resent: Vendure may have read its state before it received them.
  await engine.query(
    `UPDATE driver_dispatch.delivery_events SET acknowledged_at = acknowledged_at - interval '1 minute'
     WHERE delivery_id = $1`,
    [delivery.deliveryId],
  );
  sink.events.length = 0;
  return delivery;
}

describe('reconciliation requested by Vendure', () => {
  it('returns the state of known deliveries and marks unknown ones', async () => {
    const { deliveryId, submissionKey } = await acknowledged();
    const reply = await reconcileFromVendure(
      known(submissionKey, 3, 'DELIVERED'),
      known(UNKNOWN, 1, 'ASSIGNED'),
    );
    expect(reply).toEqual({
      deliveries: [
        { submissionKey, known: true, deliveryId, state: 'DELIVERED', sequence: 3 },
        { submissionKey: UNKNOWN, known: false },
      ],
    });
    expect((await rows(deliveryId)).every(({ acknowledged }) => acknowledged)).toBe(true);
    expect(getSequences(submissionKey)).toEqual([]);
  });

  it('resends only the events that Vendure lacks, in order', async () => {
    const [behind, upToDate] = [await acknowledged(), await acknowledged()];
    await reconcileFromVendure(
      known(behind.submissionKey, 1, 'ASSIGNED'),
      known(upToDate.submissionKey, 3, 'DELIVERED'),
    );
    await expectResent(behind.submissionKey, [2, 3]);
    await untilAcknowledged(behind.deliveryId);
    expect(getSequences(upToDate.submissionKey)).toEqual([]);
    const lacking = engine.logged('warn').filter(({ message }) => /lacks events/.test(String(message)));
    expect(lacking.at(-1)).toMatchObject({ submissionKeys: [behind.submissionKey] });
  });

  it('resends dead letters except after a conflict', async () => {
    const codes = { gone: 'not_found', conflicting: 'idempotency_conflict' } as const;
    const given = { gone: await acknowledged(), conflicting: await acknowledged() };
    for (const [name, code] of Object.entries(codes)) {
      const { deliveryId } = given[name as keyof typeof given];
      await engine.query(
        `UPDATE driver_dispatch.delivery_events
         SET acknowledged_at = NULL, dead_at = now(), attempts = 1, last_error = $2
         WHERE delivery_id = $1 AND sequence = 3`,
        [deliveryId, JSON.stringify({ code, message: 'no' })],
      );
    }
    await reconcileFromVendure(
      ...Object.values(given).map(({ submissionKey }) => known(submissionKey, 2, 'PICKED_UP')),
    );
    await expectResent(given.gone.submissionKey, [3]);
    expect((await untilAcknowledged(given.gone.deliveryId)).at(-1)).toMatchObject({
      attempts: 0,
      dead: false,
    });
    expect((await rows(given.conflicting.deliveryId)).at(-1)).toMatchObject({ attempts: 1, dead: true });
  });

  it('does not resend an event acknowledged during the request', async () => {
    const { deliveryId, submissionKey } = await acknowledged();
    await engine.query(
      `UPDATE driver_dispatch.delivery_events SET acknowledged_at = now() - interval '5 seconds'
       WHERE delivery_id = $1 AND sequence = 3`,
      [deliveryId],
    );
    await reconcileFromVendure(known(submissionKey, 2, 'PICKED_UP'));
    expect((await rows(deliveryId)).at(-1).acknowledged).toBe(true);
    await reconcileFromVendure(known(submissionKey, 1, 'ASSIGNED'));
    await expectResent(submissionKey, [2, 3]);
  });

  it('does not change unsent events', async () => {
    sink.before = () => {
      throw new DispatchError('unreachable', 'Connection refused');
    };
    const { deliveryId, submissionKey } = await delivered();
    const [first] = await eventually(
      () => rows(deliveryId),
      ([event]) => event.attempts === 1,
    );
    await reconcileFromVendure(known(submissionKey, 0, 'PENDING'));
    expect((await rows(deliveryId))[0]).toEqual(first);
  });
});

describe('reconciliation requested by an operator', () => {
  const reconcile = async (body?: unknown) => {
    const { status, body: report } = await engine.operate('POST', '/v1/reconcile', body);
    expect(status).toBe(200);
    return report;
  };

  it('resends the events that Vendure lacks', async () => {
    const [behind, upToDate] = [await acknowledged(), await acknowledged()];
    const first = (sequence: number, { submissionKey }: typeof behind) => ({
      submissionKey,
      known: true as const,
      sequence,
      state: sequence === 3 ? ('DELIVERED' as const) : ('ASSIGNED' as const),
    });
    jest.spyOn(sink, 'reconcile').mockResolvedValueOnce({
      deliveries: [first(1, behind), first(3, upToDate)],
    });
    const submissionKeys = [behind.submissionKey, upToDate.submissionKey, UNKNOWN];
    expect(await reconcile({ submissionKeys })).toEqual({ compared: 2, resent: 1, mismatches: [] });
    expect(sink.reconcile).toHaveBeenCalledWith(
      expect.objectContaining({
        data: {
          deliveries: expect.arrayContaining([
            known(behind.submissionKey, 3, 'DELIVERED'),
            known(upToDate.submissionKey, 3, 'DELIVERED'),
          ]),
        },
      }),
    );
    await expectResent(behind.submissionKey, [2, 3]);
    expect(getSequences(upToDate.submissionKey)).toEqual([]);
  });

  it('reports mismatches that resending does not resolve', async () => {
    const [unknown, ahead] = [await acknowledged(), await acknowledged()];
    jest.spyOn(sink, 'reconcile').mockResolvedValueOnce({
      deliveries: [
        { submissionKey: unknown.submissionKey, known: false },
        { submissionKey: ahead.submissionKey, known: true, state: 'FAILED', sequence: 4 },
      ],
    });
    const submissionKeys = [unknown.submissionKey, ahead.submissionKey];
    const { resent, mismatches } = await reconcile({ submissionKeys });
    expect(resent).toBe(0);
    expect(mismatches.map(({ submissionKey, kind }: any) => [submissionKey, kind])).toEqual([
      [unknown.submissionKey, 'unknown_to_vendure'],
      [ahead.submissionKey, 'vendure_ahead'],
    ]);
  });

  it('does not report an event that occurred during the comparison as a mismatch', async () => {
    const { deliveryId, submissionKey } = await acknowledged();
    jest.spyOn(sink, 'reconcile').mockImplementationOnce(async () => {
      await engine.query('UPDATE driver_dispatch.deliveries SET sequence = 4 WHERE id = $1', [deliveryId]);
      return { deliveries: [{ submissionKey, known: true, state: 'DELIVERED', sequence: 4 }] };
    });
    expect(await reconcile({ submissionKeys: [submissionKey] })).toMatchObject({ mismatches: [] });
  });

  it('compares all deliveries changed within a day, in pages', async () => {
    await engine.query(`UPDATE driver_dispatch.deliveries SET created_at = now() - interval '2 days',
      unassigned_at = NULL, assigned_at = NULL, picked_up_at = NULL, finished_at = NULL`);
    await engine.query(
      `INSERT INTO driver_dispatch.deliveries
         (submission_key, seller_order_id, order_code, channel_id, state, finished_at)
       SELECT rpad('page-' || n || '-', 22, 'x'), n, 'MANY', '1', 'CANCELLED', now() FROM generate_series(1, 501) AS n`,
    );
    const requests = jest.spyOn(sink, 'reconcile');
    requests.mockClear();
    const { compared, mismatches } = await reconcile();
    expect(compared).toBe(501);
    expect(mismatches).toHaveLength(501);
    expect(requests.mock.calls.map(([{ data }]) => data.deliveries.length)).toEqual([500, 1]);
    // No delivery twice, although many changed at the same time.
    expect(new Set(mismatches.map(({ submissionKey }: any) => submissionKey)).size).toBe(501);
  });

  it('reports the mismatches found before Vendure became unreachable', async () => {
    const ids = (await engine.query('SELECT submission_key FROM driver_dispatch.deliveries LIMIT 501')).map(
      ({ submission_key }) => submission_key,
    );
    const answer = RecordingSink.prototype.reconcile.bind(sink);
    for (const submissionKeys of [ids, undefined]) {
      jest
        .spyOn(sink, 'reconcile')
        .mockImplementationOnce(answer)
        .mockRejectedValueOnce(new DispatchError('unreachable', 'Connection refused'));
      const { error, compared, mismatches } = await reconcile(submissionKeys && { submissionKeys });
      expect([compared, error]).toEqual([500, expect.objectContaining({ code: 'unreachable' })]);
      expect(mismatches.length).toBeGreaterThan(0);
    }
  });

  it('finds changed deliveries with an index', async () => {
    const plan = await engine.database.transaction(async (manager) => {
      // For a small table the planner would prefer a sequential scan and a sort.
      for (const way of ['seqscan', 'bitmapscan', 'sort']) {
        await manager.query(`SET LOCAL enable_${way} = off`);
      }
      return manager.query(`EXPLAIN ${sql('reconciliation/list-changed-deliveries.sql')}`, [
        null,
        null,
        500,
        null,
      ]);
    });
    expect(JSON.stringify(plan)).toContain('deliveries_changed');
    expect(JSON.stringify(plan)).not.toContain('Sort');
  });

  it.each(['signature_invalid', 'unauthorized', 'not_found', 'endpoint_gone'] as const)(
    'returns 502 response_invalid if Vendure answers with %s',
    async (code) => {
      const { submissionKey } = await acknowledged();
      jest.spyOn(sink, 'reconcile').mockRejectedValueOnce(new DispatchError(code, 'No'));
      const { status, body } = await engine.operate('POST', '/v1/reconcile', {
        submissionKeys: [submissionKey],
      });
      expect([status, body.error]).toMatchObject([502, { code: 'response_invalid', details: { code } }]);
    },
  );

  it('returns 503 while Vendure is unreachable', async () => {
    const { submissionKey } = await acknowledged();
    jest
      .spyOn(sink, 'reconcile')
      .mockRejectedValueOnce(new DispatchError('unreachable', 'Connection refused'));
    const { status } = await engine.operate('POST', '/v1/reconcile', { submissionKeys: [submissionKey] });
    expect(status).toBe(503);
  });
});
