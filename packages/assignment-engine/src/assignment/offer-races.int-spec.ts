import type { DispatchError, Point } from '@driver-dispatch/contract';
import { DataSource } from 'typeorm';
import { DriverDevice } from '../testing/driver-device';
import { untilOffered } from '../testing/offers';
import { nextPoint, north } from '../testing/points';
import { createCancellation, eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers, type TestEngineOptions } from '../testing/test-servers';
import { OfferEndings } from './offer-endings';
import { OffersService } from './offers.service';

const servers = useTestServers();

/** Number of repetitions of a race without a forced order. */
const RACES = 10;

let engine: TestEngine;

/** An engine in offer mode. Offers don't expire during a test. */
const offering = (options: TestEngineOptions = {}) =>
  servers.engine({
    ...options,
    assignment: { mode: 'offer', reassignment: true, ...options.assignment },
    offers: { seconds: 600, ...options.offers },
    rateLimits: { driver: 0, guesses: 0, driverApp: 0, vendure: 0, operator: 0 },
  });

beforeAll(async () => {
  engine = await offering();
});

let drivers = 0;

interface Offered {
  store: Point;
  driverId: string;
  deliveryId: string;
  offerId: string;
  submissionKey: string;
}

/** A delivery that is offered to its only driver. */
async function offered(on = engine): Promise<Offered> {
  const [store, driverId] = [nextPoint(), `race-${++drivers}`];
  await on.driverAt(driverId, store);
  const order = readyOrder(store);
  const { deliveryId } = await on.submit(order);
  const { offerId } = await untilOffered(on, driverId);
  return { store, driverId, deliveryId, offerId, submissionKey: order.submissionKey };
}

/** A driver near a store. */
async function another(store: Point, on = engine): Promise<string> {
  const driverId = `race-${++drivers}`;
  await on.driverAt(driverId, north(store, 300));
  return driverId;
}

const accept = ({ offerId, driverId }: Offered, on = engine) => on.drivers.acceptOffer({ offerId, driverId });

/** `ok`, or the code of the error, with the outcome of an ended offer. */
const outcomeOf = (request: Promise<unknown>) =>
  request.then(
    () => 'ok',
    ({ code, details }: DispatchError) =>
      code === 'offer_ended' ? `ended ${String(details?.outcome)}` : code,
  );

const operate = async (path: string, body: object) => {
  const reply = await engine.operate('POST', path, body);
  return reply.status < 300 ? 'ok' : reply.body.error.code;
};

const statusOf = async (driverId: string) => (await engine.row(driverId)).status;

/** Outcomes of the offers of a delivery, oldest first. */
const outcomes = async (deliveryId: string, on = engine) =>
  (await on.delivery(deliveryId)).offers.map(({ outcome }: { outcome: string | null }) => outcome);

/** Checks that states, assignments, offers and drivers agree, whatever the order of the requests was. */
async function expectConsistent(): Promise<void> {
  const wrong = await engine.query(`
    SELECT w.id, w.state, w.driver_id, a.driver_id AS active, a.assigned_at, d.status FROM driver_dispatch.deliveries w
    LEFT JOIN driver_dispatch.assignments a ON a.delivery_id = w.id AND a.released_at IS NULL
    LEFT JOIN driver_dispatch.drivers d ON d.id = a.driver_id
    WHERE (w.state = 'ASSIGNED') <> (a.assigned_at IS NOT NULL)
      OR (w.offered_until IS NOT NULL) <> (a.id IS NOT NULL AND a.assigned_at IS NULL)
      OR (a.id IS NOT NULL AND d.status <> 'BUSY')`);
  expect(wrong).toEqual([]);
  const busy = await engine.query(`
    SELECT id FROM driver_dispatch.drivers WHERE status = 'BUSY' AND id NOT IN (
      SELECT driver_id FROM driver_dispatch.assignments WHERE released_at IS NULL)`);
  expect(busy).toEqual([]);
}

describe('an acceptance', () => {
  it('that waits for a lock until the end of the offer is refused', async () => {
    const offer = await offered();
    const gate = engine.database.createQueryRunner();
    await engine.query(
      `UPDATE driver_dispatch.assignments SET offer_ends_at = now() + interval '200 ms' WHERE id = $1`,
      [offer.offerId],
    );
    await gate.startTransaction();
    await gate.query('SELECT FROM driver_dispatch.deliveries WHERE id = $1 FOR UPDATE', [offer.deliveryId]);
    const accepted = outcomeOf(accept(offer));
    await gate.query(`SELECT pg_sleep(0.25)`);
    await gate.commitTransaction();
    await gate.release();
    // Without an answer in time the app tries again.
    const first = await accepted;
    expect(first === 'ok' ? first : await outcomeOf(accept(offer))).toBe('ended expired');
    await expectConsistent();
  });

  it('races with the expiry: one of them ends the offer', async () => {
    const short = await offering({
      database: { url: engine.databaseUrl },
      offers: { seconds: 2 },
      outbox: { enabled: false },
    });
    const offers = await Promise.all(Array.from({ length: RACES }, () => offered(short)));
    const results = await Promise.all(
      offers.map(async (offer, i) => {
        await eventually(
          () =>
            engine.query(
              'SELECT FROM driver_dispatch.assignments WHERE id = $1 AND offer_ends_at < now() + $2::interval',
              [offer.offerId, `${i * 10} ms`],
            ),
          (rows) => rows.length > 0,
        );
        return { offer, result: await outcomeOf(accept(offer)) };
      }),
    );
    for (const { offer, result } of results) {
      const [outcome] = await outcomes(offer.deliveryId);
      expect([result, outcome]).toEqual(result === 'ok' ? ['ok', 'accepted'] : ['ended expired', 'expired']);
    }
    const late = await engine.query(
      'SELECT id FROM driver_dispatch.assignments WHERE assigned_at >= offer_ends_at',
    );
    expect(late).toEqual([]);
    await expectConsistent();
    await short.close();
  });

  it('races with the cancellation: the delivery is CANCELLED, and the driver released once', async () => {
    for (let i = 0; i < RACES; i++) {
      const offer = await offered();
      const [accepted, cancelled] = await Promise.all([
        outcomeOf(accept(offer)),
        outcomeOf(engine.send(createCancellation(offer.submissionKey))),
      ]);
      expect(cancelled).toBe('ok');
      expect(['ok', 'ended withdrawn']).toContain(accepted);
      expect((await engine.delivery(offer.deliveryId)).state).toBe('CANCELLED');
      expect(await outcomes(offer.deliveryId)).toEqual([accepted === 'ok' ? 'accepted' : 'withdrawn']);
      expect(await statusOf(offer.driverId)).toBe('AVAILABLE');
      expect(await outcomeOf(accept(offer))).toBe(accepted);
    }
    await expectConsistent();
  });

  it('races with a manual assignment to another driver: the first one wins', async () => {
    for (let i = 0; i < RACES; i++) {
      const offer = await offered();
      const other = await another(offer.store);
      const [accepted, chosen] = await Promise.all([
        outcomeOf(accept(offer)),
        operate(`/v1/deliveries/${offer.deliveryId}/assign`, { driverId: other, operator: 'grace' }),
      ]);
      const { driverId, state } = await engine.delivery(offer.deliveryId);
      expect([state, accepted, chosen, driverId]).toEqual(
        accepted === 'ok'
          ? ['ASSIGNED', 'ok', 'illegal_transition', offer.driverId]
          : ['ASSIGNED', 'ended withdrawn', 'ok', other],
      );
      expect(await statusOf(accepted === 'ok' ? other : offer.driverId)).toBe('AVAILABLE');
    }
    await expectConsistent();
  });

  it('races with OFFLINE: the first one wins', async () => {
    for (let i = 0; i < RACES; i++) {
      const offer = await offered();
      const { driverId, deliveryId } = offer;
      const [accepted, offline] = await Promise.all([
        outcomeOf(accept(offer)),
        outcomeOf(engine.drivers.setStatus({ driverId, status: 'OFFLINE' })),
      ]);
      expect([accepted, offline, await statusOf(driverId), await outcomes(deliveryId)]).toEqual(
        accepted === 'ok'
          ? ['ok', 'illegal_transition', 'BUSY', ['accepted']]
          : ['ended withdrawn', 'ok', 'OFFLINE', ['withdrawn']],
      );
    }
    await expectConsistent();
  });

  it('by two devices assigns the delivery once, and both get the task', async () => {
    const offer = await offered();
    const devices = [
      await DriverDevice.signIn(engine, offer.driverId, 'Phone'),
      await DriverDevice.signIn(engine, offer.driverId, 'Tablet'),
    ];
    const replies = await Promise.all(
      devices.map((device) => device.request('POST', `offers/${offer.offerId}/accept`)),
    );
    for (const { status, body } of replies) {
      expect([status, body.task?.deliveryId]).toEqual([200, offer.deliveryId]);
    }
    const { events } = await engine.delivery(offer.deliveryId);
    expect(events.map(({ type }: { type: string }) => type)).toEqual([
      'delivery.accepted',
      'delivery.assigned',
    ]);
  });

  it('on one device races with a decline on another: the first one wins', async () => {
    for (let i = 0; i < RACES; i++) {
      const offer = await offered();
      const { offerId, driverId } = offer;
      const [accepted, declined] = await Promise.all([
        outcomeOf(accept(offer)),
        outcomeOf(engine.drivers.declineOffer({ offerId, driverId, reason: 'other' })),
      ]);
      expect([accepted, declined]).toEqual(
        accepted === 'ok' ? ['ok', 'ended accepted'] : ['ended declined', 'ok'],
      );
    }
    await expectConsistent();
  });

  it('counts as a heartbeat of a driver whose heartbeat has expired', async () => {
    const offer = await offered();
    await engine.query(
      `UPDATE driver_dispatch.drivers SET seen_at = now() - interval '2 hours' WHERE id = $1`,
      [offer.driverId],
    );
    expect(await outcomeOf(accept(offer))).toBe('ok');
    const { status, seen_at: seenAt } = await engine.row(offer.driverId);
    expect(status).toBe('BUSY');
    expect(Date.now() - seenAt.getTime()).toBeLessThan(60_000);
  });

  it('is refused to a deactivated driver', async () => {
    const offer = await offered();
    await engine.operate('PATCH', `/v1/drivers/${offer.driverId}`, { active: false });
    expect(await outcomeOf(accept(offer))).toBe('driver_inactive');
    expect((await engine.delivery(offer.deliveryId)).state).toBe('PENDING');
  });
});

describe('a manual assignment of an offered delivery', () => {
  it('to the offered driver assigns it', async () => {
    const offer = await offered();
    const choice = { driverId: offer.driverId, operator: 'grace' };
    expect(await operate(`/v1/deliveries/${offer.deliveryId}/assign`, choice)).toBe('ok');
    expect(await engine.delivery(offer.deliveryId)).toMatchObject({
      state: 'ASSIGNED',
      driverId: offer.driverId,
      offers: [{ outcome: 'withdrawn' }],
    });
    expect(await outcomeOf(accept(offer))).toBe('ended withdrawn');
  });

  it('keeps the offer if the chosen driver is unavailable', async () => {
    const [offer, busy] = [await offered(), await offered()];
    const choice = { driverId: busy.driverId, operator: 'grace' };
    expect(await operate(`/v1/deliveries/${offer.deliveryId}/assign`, choice)).toBe('driver_unavailable');
    expect(await outcomes(offer.deliveryId)).toEqual([null]);
    expect(await outcomeOf(accept(offer))).toBe('ok');
  });

  it('is refused for a reassignment to a driver with an open offer', async () => {
    const [assigned, offer] = [await offered(), await offered()];
    await accept(assigned);
    const choice = { driverId: offer.driverId, fromDriverId: assigned.driverId, operator: 'grace' };
    expect(await operate(`/v1/deliveries/${assigned.deliveryId}/reassign`, choice)).toBe(
      'driver_unavailable',
    );
    expect(await outcomes(offer.deliveryId)).toEqual([null]);
  });
});

describe('a driver with an open offer', () => {
  it('who goes OFFLINE gets no other delivery, and the next driver gets the offer', async () => {
    const offer = await offered();
    const device = await DriverDevice.signIn(engine, offer.driverId);
    const other = await another(offer.store);
    const { body } = await device.request('PUT', 'duty', { status: 'OFFLINE' });
    expect(body).toMatchObject({ status: 'OFFLINE', offer: null });
    await untilOffered(engine, other);
    const late = { driverId: offer.driverId, status: 'AVAILABLE' as const };
    expect(await engine.drivers.setStatus(late)).toMatchObject({ status: 'AVAILABLE' });
  });

  it('goes OFFLINE also if the offer expires meanwhile', async () => {
    const { driverId, deliveryId, offerId } = await offered();
    const { application } = engine.running;
    const endings = application.get(OfferEndings, { strict: false });
    const offers = application.get(OffersService, { strict: false });
    jest.spyOn(offers, 'withdrawFromDriver').mockImplementationOnce(async () => {
      await endings.end(application.get(DataSource).manager, [offerId], { outcome: 'expired' });
      return false;
    });
    await engine.drivers.setStatus({ driverId, status: 'OFFLINE' });
    expect([await statusOf(driverId), (await outcomes(deliveryId))[0]]).toEqual(['OFFLINE', 'expired']);
  });

  it('keeps it after an OFFLINE of a session that is older than a later status', async () => {
    const offer = await offered();
    const device = await DriverDevice.signIn(engine, offer.driverId);
    const reply = await device.request('PUT', 'duty', { status: 'OFFLINE', ageSeconds: 60 });
    expect(reply.body.error.code).toBe('illegal_transition');
    expect(await outcomes(offer.deliveryId)).toEqual([null]);
  });

  it.each([true, false])('becomes OFFLINE by an operator, hold: %s', async (hold) => {
    const offer = await offered();
    const { body } = await engine.operate('POST', `/v1/drivers/${offer.driverId}/status`, {
      status: 'OFFLINE',
      hold,
    });
    expect(body).toMatchObject({ status: 'OFFLINE', holdSince: hold ? expect.any(String) : null });
    expect(await outcomes(offer.deliveryId)).toEqual(['withdrawn']);
    expect(await outcomeOf(accept(offer))).toBe('ended withdrawn');
  });
});

it('withdraws the offer when the shop changes the order', async () => {
  const offer = await offered();
  const { store, submissionKey, deliveryId } = offer;
  const { results: _none, ...order } = readyOrder(north(store, 50)) as never as Record<string, unknown>;
  const [{ seller_order_id: sellerOrderId, order_code: orderCode }] = await engine.query(
    'SELECT seller_order_id, order_code FROM driver_dispatch.deliveries WHERE id = $1',
    [deliveryId],
  );
  await engine.send({
    type: 'seller_order.updated',
    timestamp: new Date().toISOString(),
    data: { ...order, submissionKey, sellerOrderId, orderCode },
  });
  expect(await outcomes(deliveryId)).toEqual(['withdrawn', null]);
  expect(await outcomeOf(accept(offer))).toBe('ended withdrawn');
  await expectConsistent();
});

describe('an engine that stops', () => {
  it('after an offer leaves its expiry to the others', async () => {
    const first = await offering({ offers: { seconds: 1 } });
    const [store, next] = [nextPoint(), 'next'];
    await first.driverAt('first', store);
    await first.driverAt(next, north(store, 100));
    const { deliveryId } = await first.order(store);
    await untilOffered(first, 'first');
    const second = await offering({ database: { url: first.databaseUrl } });
    await first.close();
    await untilOffered(second, next);
    expect(await outcomes(deliveryId, second)).toEqual(['expired', null]);
  });

  it('after the end of an offer leaves the search for the next driver to the others', async () => {
    const offer = await offered();
    const other = await another(offer.store);
    const endings = engine.running.application.get(OfferEndings, { strict: false });
    // The transaction of a decline, without the work after its commit.
    await engine.running.application
      .get(DataSource)
      .transaction((manager) => endings.endOne(manager, offer, { outcome: 'declined', reason: 'other' }));
    await untilOffered(engine, other);
    await expectConsistent();
  });
});

it('offers and assigns without Redis', async () => {
  const alone = await offering({ redis: { url: 'redis://127.0.0.1:1', commandTimeoutMs: 100 } });
  const offer = await offered(alone);
  const other = await another(offer.store, alone);
  const { offerId, driverId } = offer;
  await alone.drivers.declineOffer({ offerId, driverId, reason: 'too_far' });
  const next = await untilOffered(alone, other);
  await alone.drivers.acceptOffer({ offerId: next.offerId, driverId: other });
  expect(await alone.delivery(offer.deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: other });
});

it('expires an offer once when two engines sweep', async () => {
  const first = await offering({ offers: { seconds: 1 } });
  await offering({ database: { url: first.databaseUrl }, offers: { seconds: 1 } });
  const offer = await offered(first);
  const expiries = () =>
    first.query(
      `SELECT FROM driver_dispatch.driver_status_history WHERE driver_id = $1 AND reason = 'offer expired'`,
      [offer.driverId],
    );
  await eventually(expiries, (rows) => rows.length > 0);
  expect(await expiries()).toHaveLength(1);
});
