import type { DeliveryEvent } from '@driver-dispatch/contract';
import { remainingEventData, remainingHistoryData } from './remaining-data';

const identity = { deliveryId: 'd', submissionKey: 'k', sellerOrderId: '1', orderCode: 'C', channelId: '2' };

describe('data that remains after erasing', () => {
  it('of a reassignment contains the drivers without names', () => {
    const kept = { ...identity, sequence: 2, state: 'ASSIGNED', distanceMetres: 5 };
    const data = {
      ...kept,
      driver: { id: 'ada', name: 'Ada', phone: '+49', vehicle: { kind: 'CAR', plate: 'B-AD 1' } },
      previousDriver: { id: 'bob', name: 'Bob' },
      operator: 'grace',
    } as DeliveryEvent['data'];
    expect(remainingEventData(data)).toEqual({
      ...kept,
      driver: { id: 'ada' },
      previousDriver: { id: 'bob' },
    });
  });

  it.each([
    [{ kind: 'photo', url: 'https://shop/image' }],
    [{ kind: 'signature', signedBy: 'Sam' }],
    [{ kind: 'dispatcher', reason: 'Sam called' }],
  ])('of a drop-off contains the kind of the proof %j', (proof) => {
    const kept = { ...identity, sequence: 3, state: 'DELIVERED', driverId: 'ada' };
    const data = { ...kept, operator: 'grace', proof } as DeliveryEvent['data'];
    expect(remainingEventData(data)).toEqual({ ...kept, proof: { kind: proof.kind } });
  });

  it('of a failure contains the code without the note', () => {
    const kept = { ...identity, sequence: 3, state: 'FAILED', code: 'other' };
    expect(remainingEventData({ ...kept, note: 'Sam moved' } as DeliveryEvent['data'])).toEqual(kept);
  });

  it('excludes fields of later versions', () => {
    const data = { ...identity, sequence: 1, state: 'CANCELLED', reason: 'x', later: 'Sam' };
    expect(Object.keys(remainingEventData(data as never))).toEqual([
      ...Object.keys(identity),
      'sequence',
      'state',
    ]);
  });

  it('of an entry in the history contains state and event', () => {
    expect(
      remainingHistoryData({
        state: 'FAILED',
        event: 'delivery.failed',
        driverName: 'Ada',
        previousDriverName: 'Bob',
        operator: 'grace',
        failureCode: 'other',
        note: 'Sam moved',
      }),
    ).toEqual({ state: 'FAILED', event: 'delivery.failed', failureCode: 'other' });
  });
});
