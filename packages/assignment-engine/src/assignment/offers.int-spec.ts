import type { EngineOptions } from '../configuration/engine-options';
import { DriverDevice } from '../testing/driver-device';
import { nextPoint, north } from '../testing/points';
import { createCancellation, eventually, readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { untilOffered } from '../testing/offers';

const servers = useTestServers();

/** An offer that does not expire during a test. */
const LONG = 600;

/** An engine in offer mode. */
const offering = (offers: EngineOptions['offers'] = {}, assignment: EngineOptions['assignment'] = {}) =>
  servers.engine({
    assignment: { mode: 'offer', ...assignment },
    offers: { seconds: LONG, ...offers },
    rateLimits: { driver: 0, guesses: 0 },
  });

/** Names of the drivers of this file, which share engines. */
let names = 0;
const name = () => `driver-${++names}`;

describe('an offer', () => {
  let engine: TestEngine;

  beforeAll(async () => {
    engine = await offering({}, { channelModes: { direct: 'direct' } });
  });

  /** A driver with a device, AVAILABLE at a point. */
  async function deviceAt(point: { lat: number; lon: number }, id = name()): Promise<DriverDevice> {
    await engine.driverAt(id, point);
    return DriverDevice.signIn(engine, id);
  }

  const reasons = async (driverId: string) =>
    (await engine.get(`/v1/drivers/${driverId}/status-history`)).body.history.map(
      ({ reason }: { reason: string }) => reason,
    );

  const offersOf = async (deliveryId: string) =>
    (await engine.delivery(deliveryId)).offers.map(
      ({ driverId, outcome }: { driverId: string; outcome: string | null }) => `${driverId} ${outcome}`,
    );

  it('goes to the nearest driver, who is BUSY and not in the index', async () => {
    const store = nextPoint();
    const near = await deviceAt(north(store, 100));
    const far = await deviceAt(north(store, 200));
    const { deliveryId, state } = await engine.order(store);
    expect(state).toBe('PENDING');
    const { offer, task, status } = (await near.request('GET', 'me')).body;
    expect({ status, task }).toEqual({ status: 'BUSY', task: null });
    expect(offer).toEqual({
      offerId: expect.stringMatching(/^\d+$/),
      store: { name: 'Store', point: store, address: { city: 'Berlin' }, readyAt: expect.any(String) },
      distanceMetres: expect.closeTo(100, 0),
      dropoffArea: { city: 'Berlin', point: { lat: 52.5, lon: 13.4 } },
      tripMetres: expect.any(Number),
      offeredAt: expect.any(String),
      endsAt: expect.any(String),
    });
    expect(Date.parse(offer.endsAt) - Date.parse(offer.offeredAt)).toBe(LONG * 1000);
    expect((await far.request('GET', 'me')).body).toMatchObject({ status: 'AVAILABLE', offer: null });
    expect((await reasons(near.driverId))[0]).toBe('offered');
    const delivery = await engine.delivery(deliveryId);
    expect(delivery).toMatchObject({ state: 'PENDING', sequence: 0, driverId: null, assignments: [] });
    expect(delivery.nextAttemptAt).toBe(offer.endsAt);
    const redis = servers.redisClient(engine.databaseUrl);
    expect(await redis.zrange('drivers:geo', 0, -1)).not.toContain(near.driverId);
    const record = (await engine.get(`/v1/drivers/${near.driverId}`)).body;
    expect(record).toMatchObject({ status: 'BUSY', deliveryId: null });
  });

  it('shows the area of the drop-off without the exact address', async () => {
    const store = nextPoint();
    const device = await deviceAt(store);
    const address = { street: 'Secret Street 5', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
    const dropoff = { name: 'Grace', phone: '030 1234', point: { lat: 52.5312, lon: 13.3849 }, address };
    await engine.order(store, { dropoff: { ...dropoff, instructions: 'Ring twice', deliveryPin: '4711' } });
    const { body } = await device.request('GET', 'me');
    expect(body.offer.dropoffArea).toEqual({
      city: 'Berlin',
      postalCode: '10115',
      countryCode: 'DE',
      point: { lat: 52.53, lon: 13.38 },
    });
    expect(JSON.stringify(body)).not.toMatch(/Secret|Grace|1234|Ring|4711|52\.5312/);
  });

  it('assigns the delivery when the driver accepts, once', async () => {
    const store = nextPoint();
    const device = await deviceAt(north(store, 50));
    const { deliveryId, submissionKey } = await engine.order(store);
    const { offerId } = (await device.request('GET', 'me')).body.offer;
    const first = await device.request('POST', `offers/${offerId}/accept`);
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ status: 'BUSY', offer: null, task: { deliveryId } });
    const second = await device.request('POST', `offers/${offerId}/accept`);
    expect(second).toMatchObject({ status: 200, body: { task: { deliveryId } } });
    const delivery = await engine.delivery(deliveryId);
    expect(delivery).toMatchObject({
      state: 'ASSIGNED',
      sequence: 1,
      driverId: device.driverId,
      assignments: [{ driverId: device.driverId, source: 'REDIS' }],
      offers: [{ driverId: device.driverId, outcome: 'accepted', declineReason: null }],
    });
    expect(delivery.events.map(({ type }: { type: string }) => type)).toEqual([
      'delivery.accepted',
      'delivery.assigned',
    ]);
    await eventually(
      async () => engine.sink.typesOf(submissionKey),
      (types) => types.includes('delivery.assigned'),
    );
    expect((await reasons(device.driverId)).slice(0, 2)).toEqual(['assigned', 'offered']);
    const declined = await device.request('POST', `offers/${offerId}/decline`, { reason: 'too_far' });
    expect(declined).toMatchObject({
      status: 409,
      body: { error: { code: 'offer_ended', details: { outcome: 'accepted' } } },
    });
  });

  it('goes to the next driver when the first one declines', async () => {
    const store = nextPoint();
    const near = await deviceAt(north(store, 100));
    const far = await deviceAt(north(store, 200));
    const { deliveryId } = await engine.order(store);
    const { offerId } = (await near.request('GET', 'me')).body.offer;
    const answer = { reason: 'unsuitable_vehicle', note: 'Too heavy' };
    const declined = await near.request('POST', `offers/${offerId}/decline`, answer);
    expect(declined.body).toMatchObject({ status: 'AVAILABLE', offer: null, task: null });
    expect((await far.request('GET', 'me')).body.offer).not.toBeNull();
    expect((await near.request('POST', `offers/${offerId}/decline`, answer)).status).toBe(200);
    const accepted = await near.request('POST', `offers/${offerId}/accept`);
    expect(accepted.body.error).toMatchObject({ code: 'offer_ended', details: { outcome: 'declined' } });
    expect((await engine.delivery(deliveryId)).offers).toMatchObject([
      {
        offerId,
        driverId: near.driverId,
        outcome: 'declined',
        declineReason: 'unsuitable_vehicle',
        declineNote: 'Too heavy',
      },
      { driverId: far.driverId, outcome: null, endedAt: null },
    ]);
    expect((await reasons(near.driverId))[0]).toBe('offer declined');
    const wrong = await far.request('POST', `offers/${offerId}/decline`, { reason: 'no_such_reason' });
    expect(wrong.body.error.code).toBe('invalid_message');
  });

  it('is not made again to a driver who declined, before the configured time', async () => {
    const store = nextPoint();
    const device = await deviceAt(north(store, 100));
    const { deliveryId } = await engine.order(store);
    const { offerId } = (await device.request('GET', 'me')).body.offer;
    await device.request('POST', `offers/${offerId}/decline`, { reason: 'taking_break' });
    await engine.operate('POST', `/v1/deliveries/${deliveryId}/retry`, {});
    await engine.drivers.setStatus({ driverId: device.driverId, status: 'OFFLINE' });
    await engine.drivers.setStatus({ driverId: device.driverId, status: 'AVAILABLE', point: store });
    expect((await device.request('GET', 'me')).body).toMatchObject({ status: 'AVAILABLE', offer: null });
    await engine.query(
      `UPDATE driver_dispatch.assignments SET released_at = now() - interval '601 seconds' WHERE id = $1`,
      [offerId],
    );
    await engine.operate('POST', `/v1/deliveries/${deliveryId}/retry`, {});
    expect((await device.request('GET', 'me')).body.offer).not.toBeNull();
    expect(await offersOf(deliveryId)).toEqual([`${device.driverId} declined`, `${device.driverId} null`]);
  });

  it('is refused to another driver', async () => {
    const store = nextPoint();
    const device = await deviceAt(store);
    const other = await deviceAt(nextPoint());
    const { deliveryId } = await engine.order(store);
    const { offerId } = (await device.request('GET', 'me')).body.offer;
    const attempts = [
      await other.request('POST', `offers/${offerId}/accept`),
      await other.request('POST', `offers/${offerId}/decline`, { reason: 'other' }),
    ];
    expect(attempts.map(({ body }) => body.error.code)).toEqual(['driver_mismatch', 'driver_mismatch']);
    expect(await offersOf(deliveryId)).toEqual([`${device.driverId} null`]);
    const unknown = await device.request('POST', 'offers/999999999/accept');
    expect(unknown.body.error).toMatchObject({ code: 'not_found', details: { entity: 'offer' } });
  });

  it('is accepted and declined by the signed API as well', async () => {
    const store = nextPoint();
    const [near, far] = [await deviceAt(north(store, 100)), await deviceAt(north(store, 200))];
    const { deliveryId } = await engine.order(store);
    const { offer } = await engine.drivers.heartbeat(near.driverId);
    const declined = await engine.drivers.declineOffer({
      offerId: offer!.offerId,
      driverId: near.driverId,
      reason: 'ending_shift',
    });
    expect(declined).toMatchObject({ status: 'AVAILABLE', offer: null });
    const next = (await engine.drivers.heartbeat(far.driverId)).offer!;
    const accepted = await engine.drivers.acceptOffer({ offerId: next.offerId, driverId: far.driverId });
    expect(accepted).toMatchObject({ status: 'BUSY', offer: null, task: { deliveryId } });
  });

  it('appears and disappears in the event stream', async () => {
    const store = nextPoint();
    const device = await deviceAt(store);
    const stream = await device.listen();
    const order = readyOrder(store);
    await engine.submit(order);
    await stream.until(({ offer }) => offer !== null);
    await engine.send(createCancellation(order.submissionKey));
    await stream.until(
      ({ offer, status }) => offer === null && status === 'AVAILABLE' && stream.events.length > 2,
    );
    device.close();
  });

  it('is listed for operators while it is open', async () => {
    const store = nextPoint();
    const device = await deviceAt(store);
    const { deliveryId } = await engine.order(store, { channelId: 'listed' });
    const open = (await engine.get('/v1/offers?state=open&channelId=listed')).body.offers;
    expect(open).toMatchObject([{ deliveryId, driverId: device.driverId, outcome: null }]);
    await device.request('POST', `offers/${open[0].offerId}/accept`);
    expect((await engine.get('/v1/offers?state=open&channelId=listed')).body.offers).toEqual([]);
    const ended = (await engine.get(`/v1/offers?state=ended&driverId=${device.driverId}`)).body.offers;
    expect(ended).toMatchObject([{ deliveryId, outcome: 'accepted' }]);
  });

  it('is not made in a channel with direct assignment', async () => {
    const store = nextPoint();
    const device = await deviceAt(store);
    expect(await engine.order(store, { channelId: 'direct' })).toMatchObject({ state: 'ASSIGNED' });
    expect((await device.request('GET', 'me')).body).toMatchObject({ offer: null, task: {} });
  });

  it('goes to a driver who becomes AVAILABLE later', async () => {
    const store = nextPoint();
    const { deliveryId } = await engine.order(store);
    const device = await deviceAt(store);
    await untilOffered(engine, device.driverId);
    expect(await offersOf(deliveryId)).toEqual([`${device.driverId} null`]);
  });

  it('is limited to one per driver and delivery by unique indexes', async () => {
    const store = nextPoint();
    const [busy, offered] = [await deviceAt(store), await deviceAt(north(store, 100))];
    const { deliveryId } = await engine.order(store, { channelId: 'direct' });
    const second = await engine.order(store);
    await untilOffered(engine, offered.driverId);
    const insert = (delivery: string, driver: string) =>
      engine.query(
        `INSERT INTO driver_dispatch.assignments
           (delivery_id, driver_id, distance_metres, decision, assigned_at, offered_at, offer_ends_at)
         VALUES ($1, $2, 1, '{}', NULL, now(), now() + interval '1 minute')`,
        [delivery, driver],
      );
    await expect(insert(deliveryId, 'nobody')).rejects.toThrow(/assignments_active_delivery/);
    await expect(insert(second.deliveryId, 'nobody')).rejects.toThrow(/assignments_active_delivery/);
    const third = await engine.order(nextPoint());
    await expect(insert(third.deliveryId, busy.driverId)).rejects.toThrow(/assignments_active_driver/);
    await expect(insert(third.deliveryId, offered.driverId)).rejects.toThrow(/assignments_active_driver/);
    await expect(
      engine.query(
        `UPDATE driver_dispatch.assignments SET assigned_at = offer_ends_at WHERE driver_id = $1`,
        [offered.driverId],
      ),
    ).rejects.toThrow(/check constraint/);
  });
});

describe('an offer that nobody answers', () => {
  it('expires by the clock of PostgreSQL and goes to the next driver', async () => {
    const engine = await offering({ seconds: 1 });
    const store = nextPoint();
    await engine.driverAt('near', north(store, 100));
    const { deliveryId } = await engine.order(store);
    const { offerId } = await untilOffered(engine, 'near');
    await engine.driverAt('far', north(store, 200));
    const next = await untilOffered(engine, 'far');
    const refused = engine.drivers.acceptOffer({ offerId, driverId: 'near' });
    await expect(refused).rejects.toMatchObject({ code: 'offer_ended', details: { outcome: 'expired' } });
    expect(await engine.row('near')).toMatchObject({ status: 'AVAILABLE' });
    const { offers } = await engine.delivery(deliveryId);
    expect(offers[0]).toMatchObject({ driverId: 'near', outcome: 'expired' });
    expect(offers[1]).toMatchObject({ driverId: 'far', offerId: next.offerId });
  });

  it('sets the driver OFFLINE if the heartbeat has expired meanwhile', async () => {
    const engine = await offering({ seconds: 1 });
    const store = nextPoint();
    await engine.driverAt('silent', store);
    await engine.order(store);
    // No heartbeat, which would be stored later.
    await eventually(
      async () => (await engine.get('/v1/offers?driverId=silent')).body.offers,
      (offers) => offers.length > 0,
    );
    await engine.query(`UPDATE driver_dispatch.drivers SET seen_at = now() - interval '1 hour'`);
    await eventually(
      () => engine.row('silent'),
      ({ status }) => status === 'OFFLINE',
    );
    const { history } = (await engine.get('/v1/drivers/silent/status-history')).body;
    expect(history[0].reason).toBe('heartbeat expired');
    expect(await engine.drivers.heartbeat('silent')).toMatchObject({
      status: 'OFFLINE',
      statusReason: 'heartbeat_expired',
    });
  });
});

describe('a delivery whose offers are exhausted', () => {
  /** The only driver declines the only offer. */
  async function declineAll(engine: TestEngine) {
    const store = nextPoint();
    await engine.driverAt('ada', store);
    const order = readyOrder(store);
    const { deliveryId } = await engine.submit(order);
    const { offerId } = await untilOffered(engine, 'ada');
    await engine.drivers.declineOffer({ offerId, driverId: 'ada', reason: 'other' });
    return { deliveryId, submissionKey: order.submissionKey };
  }

  it('is assigned to the nearest driver without an offer', async () => {
    const engine = await offering({ maxOffers: 1, whenExhausted: 'assign' });
    const { deliveryId } = await declineAll(engine);
    expect(await engine.untilState(deliveryId, 'ASSIGNED')).toMatchObject({ driverId: 'ada' });
  });

  it('is assigned after the maximum time', async () => {
    const engine = await offering({ maxSeconds: 1, whenExhausted: 'assign' }, { retrySeconds: 1 });
    const { deliveryId } = await declineAll(engine);
    expect(await engine.untilState(deliveryId, 'ASSIGNED')).toMatchObject({ driverId: 'ada' });
  });

  it('is announced as unassigned at once with `alert`', async () => {
    const engine = await offering({ maxOffers: 1, whenExhausted: 'alert' });
    const { submissionKey, deliveryId } = await declineAll(engine);
    await eventually(
      async () => engine.sink.typesOf(submissionKey),
      (types) => types.includes('delivery.unassigned'),
    );
    expect(engine.sink.events.at(-1)?.data).toMatchObject({ reason: 'not_accepted' });
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'PENDING' });
  });

  it('keeps waiting with `wait`', async () => {
    const engine = await offering({ maxOffers: 1, whenExhausted: 'wait' });
    const { deliveryId, submissionKey } = await declineAll(engine);
    await engine.driverAt('ben', nextPoint());
    const [{ lat, lon }] = await engine.query(
      `SELECT (pickup -> 'point' ->> 'lat')::float8 AS lat, (pickup -> 'point' ->> 'lon')::float8 AS lon
       FROM driver_dispatch.deliveries WHERE id = $1`,
      [deliveryId],
    );
    await engine.drivers.setStatus({ driverId: 'ben', status: 'AVAILABLE', point: { lat, lon } });
    await untilOffered(engine, 'ben');
    expect(engine.sink.typesOf(submissionKey)).toEqual([]);
  });
});
