import type { DriverEdit, Point, Requirements } from '@driver-dispatch/contract';
import { nextPoint, north } from '../testing/points';
import { pauseReconciler } from '../testing/reconciler';
import { readyOrder, type TestEngine } from '../testing/test-engine';
import { useTestServers } from '../testing/test-servers';
import { AssignmentService } from './assignment.service';
import { ChosenDriverService } from './chosen-driver.service';
import { DriverClaims } from './driver-claims';
import { matchOldest } from './match-nearest';
import { PostgresCandidateSource } from './postgres-candidate-source';

const servers = useTestServers();
let engine: TestEngine;
let cases = 0;

beforeAll(async () => {
  engine = await servers.engine({ assignment: { retrySeconds: 600, reassignment: true } });
  await pauseReconciler(engine);
});

/** Creates AVAILABLE drivers at a new point, each 10 metres farther away than the one before. Returns their ids. */
async function driversNearby(...traits: DriverEdit[]): Promise<{ point: Point; ids: string[] }> {
  const point = nextPoint();
  const ids = traits.map((_, i) => `r${++cases}-${i}`);
  for (const [i, id] of ids.entries()) {
    await engine.driverAt(id, north(point, 10 * (i + 1)));
    await edit(id, traits[i]);
  }
  return { point, ids };
}

const edit = async (driverId: string, changes: DriverEdit) => {
  const { status } = await engine.operate('PATCH', `/v1/drivers/${driverId}`, { active: true, ...changes });
  expect(status).toBe(200);
};

/** Changes a driver in PostgreSQL only, so that the availability index is stale. */
const changeSilently = (driverId: string, assignments: string) =>
  engine.query(`UPDATE driver_dispatch.drivers SET ${assignments} WHERE id = $1`, [driverId]);

const CASES: [string, Requirements, DriverEdit, DriverEdit, string, string][] = [
  [
    'a vehicle kind',
    { vehicleKinds: ['CAR', 'VAN'] },
    { vehicle: { kind: 'BICYCLE' } },
    { vehicle: { kind: 'VAN' } },
    'vehicle_kind',
    `vehicle = '{"kind": "FOOT"}'`,
  ],
  [
    'tags',
    { tags: ['cooling', 'age_check'] },
    { tags: ['cooling'] },
    { tags: ['heating', 'age_check', 'cooling'] },
    'missing_tag',
    `tags = '{cooling}'`,
  ],
  [
    'a load capacity',
    { loadGrams: 20_000 },
    { loadCapacityGrams: 19_999 },
    { loadCapacityGrams: 20_000 },
    'load_capacity',
    'load_capacity_grams = 1000',
  ],
];

describe.each(CASES)('an order that requires %s', (_, requirements, unsuitable, suitable, reason, change) => {
  it('is assigned to the nearest driver who meets it, and the decision has the reason of the others', async () => {
    const { point, ids } = await driversNearby(unsuitable, suitable, suitable);
    const { deliveryId } = await engine.order(point, { requirements });
    const delivery = await engine.delivery(deliveryId);
    expect(delivery).toMatchObject({ driverId: ids[1], requirements });
    const [{ candidates, source }] = delivery.assignments;
    expect(source).toBe('REDIS');
    expect(candidates.at(-1)).toMatchObject({
      driverId: ids[0],
      distanceMetres: 10,
      outcome: 'INELIGIBLE',
      statusAtAssignment: 'AVAILABLE',
      reason,
    });
  });

  it('finds the same candidates in PostgreSQL', async () => {
    const { point, ids } = await driversNearby(unsuitable, suitable);
    const skipped = new Map();
    const search = { point, radiusMetres: 5_000, channelId: '1', excluded: new Set<string>(), skipped };
    const source = engine.running.application.get(PostgresCandidateSource, { strict: false });
    const [found, all] = await source.find([
      { ...search, requirements },
      { ...search, requirements: null, skipped: new Map() },
    ]);
    expect(found.map(({ driverId }) => driverId)).toEqual([ids[1]]);
    expect(all.map(({ driverId }) => driverId)).toEqual(ids);
    expect([...skipped]).toEqual([[ids[0], { distanceMetres: expect.closeTo(10, 1), reason }]]);
  });

  it('waits, and is assigned when a driver who meets it becomes AVAILABLE', async () => {
    const { point, ids } = await driversNearby(unsuitable);
    const { deliveryId } = await engine.order(point, { requirements });
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'PENDING' });
    await edit(ids[0], suitable);
    expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: ids[0] });
  });

  it('is not offered to a driver who became AVAILABLE without meeting it', async () => {
    const { point, ids } = await driversNearby(unsuitable);
    const { deliveryId } = await engine.order(point, { requirements });
    await engine.query(
      `UPDATE driver_dispatch.deliveries SET waiting_since = now() - interval '1 minute' WHERE id = $1`,
      [deliveryId],
    );
    const claims = engine.running.application.get(DriverClaims, { strict: false });
    expect(await claims.claimOldest(ids, [])).toEqual({ driverIds: [], failed: [], isNew: [] });
  });

  it('is not assigned to a driver whom the index wrongly has as meeting it', async () => {
    const { point, ids } = await driversNearby(suitable, suitable);
    await changeSilently(ids[0], change);
    const { deliveryId } = await engine.order(point, { requirements });
    const { driverId, assignments } = await engine.delivery(deliveryId);
    expect(driverId).toBe(ids[1]);
    expect(assignments[0].candidates.at(-1)).toMatchObject({
      driverId: ids[0],
      outcome: 'INELIGIBLE',
      reason,
    });
  });

  it('is not assigned by a later attempt to a driver whom the index wrongly has as meeting it', async () => {
    const { point, ids } = await driversNearby(unsuitable);
    const { deliveryId, submissionKey } = await engine.order(point, { requirements });
    await edit(ids[0], { active: false });
    await edit(ids[0], suitable);
    await engine.drivers.setStatus({ driverId: ids[0], status: 'AVAILABLE', point });
    // The driver has the delivery now: ends it, and submits another one.
    expect(await engine.delivery(deliveryId)).toMatchObject({ driverId: ids[0] });
    await engine.operate('POST', `/v1/deliveries/${deliveryId}/end`, {
      outcome: 'FAILED',
      reason: submissionKey,
      operator: 'Ops',
    });
    await changeSilently(ids[0], change);
    const waiting = readyOrder(point, { requirements });
    const receipt = await engine.submit(waiting);
    expect(receipt.state).toBe('PENDING');
    const assigned = await engine.running.application.get(AssignmentService, { strict: false }).assign(
      [
        {
          id: receipt.deliveryId,
          submissionKey: waiting.submissionKey,
          channelId: '1',
          point,
          searchRadiusMetres: 5_000,
          // As a search that was started before an update of the order.
          requirements: null,
        },
      ],
      matchOldest,
    );
    expect(assigned).toEqual([]);
    expect(await engine.row(ids[0])).toMatchObject({ status: 'AVAILABLE' });
  });

  it('refuses a manual assignment and a reassignment with the reason', async () => {
    const { point, ids } = await driversNearby(unsuitable);
    const { deliveryId } = await engine.order(point, { requirements });
    const refusal = {
      status: 409,
      body: { error: { code: 'driver_unavailable', details: { driverId: ids[0], reason } } },
    };
    const choice = { driverId: ids[0], operator: 'Ops' };
    expect(await engine.operate('POST', `/v1/deliveries/${deliveryId}/assign`, choice)).toMatchObject(
      refusal,
    );
    const other = await driversNearby(suitable);
    const assign = { driverId: other.ids[0], operator: 'Ops' };
    expect(await engine.operate('POST', `/v1/deliveries/${deliveryId}/assign`, assign)).toMatchObject({
      status: 200,
    });
    const path = `/v1/deliveries/${deliveryId}/reassign`;
    const reassign = { ...choice, fromDriverId: other.ids[0] };
    expect(await engine.operate('POST', path, reassign)).toMatchObject(refusal);
    // The traits change between the check and the claim: the statement decides.
    const chosen = engine.running.application.get(ChosenDriverService, { strict: false });
    const candidate = { driverId: ids[0], distanceMetres: 10, idleSince: 0 };
    const checked = jest.spyOn(chosen, 'candidateFor').mockResolvedValue(candidate);
    expect((await engine.operate('POST', path, reassign)).status).toBe(409);
    checked.mockRestore();
    expect(await engine.delivery(deliveryId)).toMatchObject({ driverId: other.ids[0] });
  });
});

it('an update of a waiting order replaces its requirements', async () => {
  const { point, ids } = await driversNearby({ tags: ['cooling'] });
  const order = readyOrder(point, { requirements: { tags: ['heating'] } });
  const { deliveryId } = await engine.submit(order);
  const update = (requirements: Requirements) =>
    engine.send({
      type: 'seller_order.updated',
      timestamp: new Date().toISOString(),
      data: { ...order, requirements },
    });
  await update({ tags: ['heating', 'cooling'] });
  expect(await engine.delivery(deliveryId)).toMatchObject({
    state: 'PENDING',
    requirements: { tags: ['heating', 'cooling'] },
  });
  await update({ tags: ['cooling'] });
  expect(await engine.delivery(deliveryId)).toMatchObject({ state: 'ASSIGNED', driverId: ids[0] });
});

describe('tags, load capacity and working hours of a driver', () => {
  it('are set at the creation, and only the given ones are changed', async () => {
    const driverId = `traits-${++cases}`;
    const workingHours = [{ weekday: 'FRIDAY', from: '22:00', to: '02:00' } as const];
    const created = await engine.operate('POST', '/v1/drivers/create', {
      driverId,
      name: 'Ada',
      tags: ['cooling'],
      loadCapacityGrams: 5_000,
      workingHours,
    });
    expect(created.body).toMatchObject({ tags: ['cooling'], loadCapacityGrams: 5_000, workingHours });
    const change = async (changes: DriverEdit) =>
      (await engine.operate('PATCH', `/v1/drivers/${driverId}`, changes)).body;
    expect(await change({ name: 'Eda' })).toMatchObject({ tags: ['cooling'], loadCapacityGrams: 5_000 });
    expect(await change({ loadCapacityGrams: null })).toMatchObject({
      tags: ['cooling'],
      loadCapacityGrams: null,
    });
    expect(await change({ tags: [] })).toMatchObject({ tags: [], loadCapacityGrams: null, workingHours });
    expect(await change({ workingHours: [] })).toMatchObject({ workingHours: [] });
    await engine.drivers.register({ driverId, name: 'Ada' });
    expect(await change({ tags: ['heating'] })).toMatchObject({ name: 'Ada', tags: ['heating'] });
    await engine.drivers.register({ driverId, name: 'Ada', tags: [] } as never);
    expect((await engine.get(`/v1/drivers/${driverId}`)).body).toMatchObject({ tags: ['heating'] });
  });
});
