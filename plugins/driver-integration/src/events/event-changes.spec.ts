import type { DeliveryEvent } from '@driver-dispatch/contract';
import { getChanges } from './event-changes';

const at = '2026-03-04T05:06:07.000Z';
const event = (type: string, data: object) =>
  ({ id: 'e', type, timestamp: at, data: { deliveryId: 'd', sequence: 1, ...data } }) as DeliveryEvent;

describe('getChanges', () => {
  it('sets the driver and distance of an assignment', () => {
    const driver = { id: 'ada', name: 'Ada', vehicle: { kind: 'BICYCLE' } };
    expect(
      getChanges(event('delivery.assigned', { state: 'ASSIGNED', driver, distanceMetres: 120 })),
    ).toMatchObject({
      state: 'ASSIGNED',
      driverId: 'ada',
      driverName: 'Ada',
      driverPhone: null,
      distanceMetres: 120,
      assignedAt: new Date(at),
      problem: null,
    });
  });

  it('replaces all driver data on reassignment', () => {
    const reassigned = {
      state: 'ASSIGNED',
      driver: { id: 'ben', name: 'Ben' },
      distanceMetres: 80,
      operator: 'Ops',
      previousDriver: { id: 'ada', name: 'Ada' },
    };
    expect(getChanges(event('delivery.reassigned', reassigned))).toMatchObject({
      state: 'ASSIGNED',
      driverId: 'ben',
      driverName: 'Ben',
      driverPhone: null,
      vehicle: null,
      distanceMetres: 80,
      assignedAt: new Date(at),
    });
  });

  it('sets the problem of an unassigned delivery', () => {
    expect(getChanges(event('delivery.unassigned', { state: 'PENDING' }))).toMatchObject({
      problem: { code: 'NO_DRIVER_AVAILABLE' },
      problemCode: 'NO_DRIVER_AVAILABLE',
    });
  });

  it("sets the failure code of a failed delivery and the driver's note", () => {
    const failed = { state: 'FAILED', code: 'customer_absent', note: 'rang twice' };
    expect(getChanges(event('delivery.failed', failed))).toMatchObject({
      failureCode: 'customer_absent',
      problem: null,
      endReason: 'rang twice',
    });
  });

  it('resets reconciledAt at the end of a delivery', () => {
    expect(getChanges(event('delivery.cancelled', { state: 'CANCELLED' }))).toMatchObject({
      reconciledAt: null,
    });
    expect(getChanges(event('delivery.picked_up', { state: 'PICKED_UP' }))).not.toHaveProperty(
      'reconciledAt',
    );
  });

  it('sets the dispatcher who ended a delivery and the reason', () => {
    const proof = { kind: 'dispatcher', reason: 'Phone is dead' };
    const delivered = { state: 'DELIVERED', operator: 'ops', proof };
    expect(getChanges(event('delivery.delivered', delivered))).toMatchObject({
      endedBy: 'ops',
      endReason: 'Phone is dead',
      proof,
    });
    const failed = { state: 'FAILED', operator: 'ops', code: 'returned_to_store', note: 'Back again' };
    expect(getChanges(event('delivery.failed', failed))).toMatchObject({
      endedBy: 'ops',
      endReason: 'Back again',
      failureCode: 'returned_to_store',
    });
    const byDriver = getChanges(event('delivery.failed', { ...failed, operator: undefined }));
    expect(byDriver.endedBy).toBeNull();
  });

  it('sets an alert and clears it when it is resolved or the state changes', () => {
    const since = '2026-03-04T04:00:00.000Z';
    const raised = (alert: string) =>
      getChanges(event('delivery.alert_raised', { state: 'PICKED_UP', alert, since }));
    expect(raised('delivery.not_ended')).toEqual({ noProgressSince: new Date(since) });
    expect(raised('delivery.not_picked_up')).toEqual({ noProgressSince: new Date(since) });
    expect(raised('delivery.driver_silent')).toEqual({ driverSilentSince: new Date(since) });
    expect(raised('delivery.no_show')).toEqual({ noShowSince: new Date(since) });
    const resolved = { state: 'PICKED_UP', alert: 'delivery.driver_silent' };
    expect(getChanges(event('delivery.alert_resolved', resolved))).toEqual({ driverSilentSince: null });
    expect(getChanges(event('delivery.picked_up', { state: 'PICKED_UP' }))).toMatchObject({
      noProgressSince: null,
      driverSilentSince: null,
      noShowSince: null,
    });
  });

  it('sets the times of pickup and drop-off and the proof', () => {
    expect(getChanges(event('delivery.picked_up', { state: 'PICKED_UP' })).pickedUpAt).toEqual(new Date(at));
    const proof = { kind: 'pin' };
    expect(getChanges(event('delivery.delivered', { state: 'DELIVERED', proof }))).toMatchObject({
      deliveredAt: new Date(at),
      proof,
    });
  });
});
