import { DispatchError, type DeliveryEvent } from '@driver-dispatch/contract';
import { nextPlace } from '../testing/places';
import { eventually, RecordingSink, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';

const servers = useTestServers();

jest.setTimeout(60_000);

describe('the relay of events', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await servers.engine({ relay: { retryDelaysSeconds: [0.2, 0.2, 0.2] } });
  });

  beforeEach(() => {
    engine.sink.before = () => undefined;
  });

  let runs = 0;

  /** An order that was assigned, picked up and delivered, as fast as a driver app can. */
  async function delivered(): Promise<{ sellerOrderId: string; deliveryId: string }> {
    const place = nextPlace();
    const driverId = `driver-${++runs}`;
    const sellerOrderId = `relay-${runs}`;
    await engine.driverAt(driverId, place);
    const { deliveryId } = await engine.order(place, { sellerOrderId });
    await engine.drivers.pickUp({ deliveryId, driverId });
    await engine.drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
    return { sellerOrderId, deliveryId };
  }

  const WHOLE = ['delivery.assigned', 'delivery.picked_up', 'delivery.delivered'];
  const told = (sellerOrderId: string, events: string[], sink = engine.sink) =>
    eventually(
      () => sink.typesOf(sellerOrderId),
      (types) => JSON.stringify(types) === JSON.stringify(events),
    );
  const failFor = (sellerOrderId: string, error: () => Error, until = Infinity) => {
    const tries: DeliveryEvent[] = [];
    engine.sink.before = (event) => {
      if (event.data.sellerOrderId === sellerOrderId && tries.length < until) {
        tries.push(event);
        throw error();
      }
    };
    return tries;
  };
  const away = () => new DispatchError('unreachable', 'away');

  it('tells every event once, in sequence, with what belongs to it', async () => {
    const { sellerOrderId, deliveryId } = await delivered();
    await told(sellerOrderId, WHOLE);
    const events = engine.sink.events.filter(({ data }) => data.sellerOrderId === sellerOrderId);
    expect(events.map(({ data }) => [data.sequence, data.state])).toEqual([
      [1, 'ASSIGNED'],
      [2, 'PICKED_UP'],
      [3, 'DELIVERED'],
    ]);
    for (const { id, data } of events) {
      expect(id).toMatch(/^[0-9a-f-]{36}$/);
      expect(data).toMatchObject({ deliveryId, correlationId: `corr-${sellerOrderId}`, channelId: '1' });
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(3);
  });

  it('keeps the order while Vendure can not be reached, with the same id for each try', async () => {
    const tries = failFor(`relay-${runs + 1}`, away, 2);
    const { sellerOrderId } = await delivered();
    await told(sellerOrderId, WHOLE);
    expect(tries.map(({ data }) => data.sequence)).toEqual([1, 1]);
    const [first] = engine.sink.events.filter(({ data }) => data.sellerOrderId === sellerOrderId);
    expect(tries.map(({ id }) => id)).toEqual([first.id, first.id]);
  });

  it('holds nobody else up', async () => {
    failFor(`relay-${runs + 1}`, away);
    const bad = await delivered();
    const good = await delivered();
    await told(good.sellerOrderId, WHOLE);
    expect(engine.sink.typesOf(bad.sellerOrderId)).toEqual([]);
  });

  it('makes a dead letter of what was tried often enough, and holds back what comes after it', async () => {
    const tries = failFor(`relay-${runs + 1}`, away);
    const { sellerOrderId, deliveryId } = await delivered();
    const deadLetters = async () => (await engine.get('/v1/dead-letters')).body.deadLetters;
    const [dead] = await eventually(
      async () => (await deadLetters()).filter((letter: any) => letter.deliveryId === deliveryId),
      (letters) => letters.length > 0,
    );
    expect(tries).toHaveLength(4);
    expect(dead).toMatchObject({ sequence: 1, relayAttempts: 4 });
    expect(dead.lastError).toMatch(/away/);
    expect(engine.logged('error').some((line) => line.deliveryId === deliveryId)).toBe(true);

    engine.sink.before = () => undefined;
    expect(engine.sink.typesOf(sellerOrderId)).toEqual([]);
    const { body } = await engine.operate('POST', '/v1/dead-letters/replay', { deliveryId });
    expect(body).toEqual({ replayed: 1 });
    await told(sellerOrderId, WHOLE);
    expect((await deadLetters()).filter((letter: any) => letter.deliveryId === deliveryId)).toEqual([]);
  });

  it('does not try again what Vendure refuses for good', async () => {
    const tries = failFor(`relay-${runs + 1}`, () => new DispatchError('not_found', 'no such order'));
    const { deliveryId } = await delivered();
    await eventually(
      () =>
        engine.query(
          'SELECT * FROM driver_dispatch.delivery_events WHERE dead_at IS NOT NULL AND delivery_id = $1',
          [deliveryId],
        ),
      (rows) => rows.length === 1,
    );
    expect(tries).toHaveLength(1);
  });

  it('replays all dead letters at once', async () => {
    failFor(`relay-${runs + 1}`, () => new DispatchError('not_found', 'no such order'));
    const { sellerOrderId } = await delivered();
    await eventually(
      async () => (await engine.get('/v1/dead-letters')).body.deadLetters.length,
      (count) => count > 0,
    );
    engine.sink.before = () => undefined;
    const { body } = await engine.operate('POST', '/v1/dead-letters/replay', {});
    expect(body.replayed).toBeGreaterThan(0);
    await told(sellerOrderId, WHOLE);
  });

  it('takes over what an engine had in hand that died', async () => {
    failFor(`relay-${runs + 1}`, away);
    const { sellerOrderId, deliveryId } = await delivered();
    // As a process leaves it that is killed between taking the lease and hearing from Vendure: the lease is
    // held, and the job is gone.
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET relay_lease_until = now() + interval '3 seconds' WHERE id = $1`,
      [deliveryId],
    );
    await engine.query(
      `UPDATE driver_dispatch.delivery_events
       SET dead_at = NULL, relay_attempts = 0, next_relay_at = now() - interval '1 minute'
       WHERE delivery_id = $1`,
      [deliveryId],
    );
    await engine.query(`SELECT driver_dispatch_jobs.remove_job('relay:' || $1)`, [deliveryId]);
    engine.sink.before = () => undefined;
    await eventually(
      () => engine.sink.typesOf(sellerOrderId),
      (types) => types.length === 3,
      30_000,
    );
    await told(sellerOrderId, WHOLE);
  });

  it('two engines tell an event once while both live', async () => {
    const sink = new RecordingSink();
    const databaseUrl = await servers.database();
    const two = [
      await servers.engine({ database: { url: databaseUrl }, sink }),
      await servers.engine({ database: { url: databaseUrl }, sink }),
    ];
    const place = nextPlace();
    for (let i = 0; i < 20; i++) {
      await two[0].driverAt(`twin-${i}`, place);
    }
    const receipts = await Promise.all(
      Array.from({ length: 20 }, (_, i) => two[i % 2].order(place, { sellerOrderId: `twin-${i}` })),
    );
    await Promise.all(
      receipts.map(async ({ deliveryId }, i) => {
        const { driverId } = await two[0].delivery(deliveryId);
        await two[i % 2].drivers.pickUp({ deliveryId, driverId });
        await two[(i + 1) % 2].drivers.complete({ deliveryId, driverId, proof: { kind: 'code', code: '1' } });
      }),
    );
    for (const { sellerOrderId } of receipts) {
      await told(sellerOrderId, WHOLE, sink);
    }
  });
});
