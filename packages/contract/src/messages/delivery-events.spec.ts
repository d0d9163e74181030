import { type DispatchError } from '../errors/dispatch-error';
import { deliveryEventSchema, type DeliveryEvent } from './delivery-events';
import { parseMessage, type Issue } from './parse-message';

const head = {
  deliveryId: 'd-1',
  submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g',
  sellerOrderId: '42',
  orderCode: 'ABC-42',
  channelId: '2',
  sequence: 1,
};
const timestamp = '2026-05-04T10:20:30.000Z';
const events: DeliveryEvent[] = [
  {
    id: 'e-1',
    type: 'delivery.assigned',
    timestamp,
    data: {
      ...head,
      state: 'ASSIGNED',
      driver: { id: 'ada', name: 'Ada', phone: '+49', vehicle: { kind: 'BICYCLE' } },
      distanceMetres: 120.5,
    },
  },
  {
    id: 'e-2',
    type: 'delivery.unassigned',
    timestamp,
    data: { ...head, state: 'PENDING', waitingSince: timestamp, reason: 'no_driver_in_radius' },
  },
  {
    id: 'e-3',
    type: 'delivery.picked_up',
    timestamp,
    data: { ...head, state: 'PICKED_UP', driverId: 'ada' },
  },
  {
    id: 'e-4',
    type: 'delivery.delivered',
    timestamp,
    data: { ...head, state: 'DELIVERED', driverId: 'ada', proof: { kind: 'pin' } },
  },
  {
    id: 'e-5',
    type: 'delivery.failed',
    timestamp,
    data: { ...head, state: 'FAILED', driverId: 'ada', code: 'other', note: 'Flat tyre' },
  },
  {
    id: 'e-8',
    type: 'delivery.delivered',
    timestamp,
    data: {
      ...head,
      state: 'DELIVERED',
      operator: 'ops@example.com',
      proof: { kind: 'dispatcher', reason: 'Phone is dead' },
    },
  },
  {
    id: 'e-9',
    type: 'delivery.alert_raised',
    timestamp,
    data: { ...head, state: 'PICKED_UP', alert: 'delivery.not_ended', since: timestamp },
  },
  {
    id: 'e-10',
    type: 'delivery.alert_resolved',
    timestamp,
    data: { ...head, state: 'PICKED_UP', alert: 'delivery.driver_silent' },
  },
  {
    id: 'e-11',
    type: 'delivery.pin_attempts_reset',
    timestamp,
    data: { ...head, state: 'PICKED_UP', operator: 'dispatcher@example.com' },
  },
  {
    id: 'e-6',
    type: 'delivery.cancelled',
    timestamp,
    data: { ...head, state: 'CANCELLED', reason: 'Sold out' },
  },
  {
    id: 'e-7',
    type: 'delivery.reassigned',
    timestamp,
    data: {
      ...head,
      state: 'ASSIGNED',
      driver: { id: 'ben', name: 'Ben' },
      distanceMetres: 80,
      previousDriver: { id: 'ada', name: 'Ada' },
      operator: 'ops@example.com',
    },
  },
];

function getPaths(event: unknown): string[] {
  try {
    parseMessage(deliveryEventSchema, event);
  } catch (error) {
    return ((error as DispatchError).details!.issues as Issue[]).map(({ path }) => path);
  }
  return [];
}

describe.each(events.map((event) => [event.type, event] as const))('%s', (_, event) => {
  it('accepts a valid event', () => {
    expect(parseMessage(deliveryEventSchema, event)).toEqual(event);
  });

  it('removes unknown fields', () => {
    const newer = { ...event, version: 2, data: { ...event.data, weather: 'rain' } };
    expect(parseMessage(deliveryEventSchema, newer)).toEqual(event);
  });

  it.each(['deliveryId', 'submissionKey', 'sellerOrderId', 'orderCode', 'channelId', 'sequence', 'state'])(
    'requires %s',
    (name) => {
      expect(getPaths({ ...event, data: { ...event.data, [name]: undefined } })).toEqual([`data.${name}`]);
    },
  );

  it.each([0, -1, 1.5, '1'])('rejects the sequence %p', (sequence) => {
    expect(getPaths({ ...event, data: { ...event.data, sequence } })).toEqual(['data.sequence']);
  });

  it('requires an id and a UTC timestamp', () => {
    expect(getPaths({ ...event, id: undefined })).toEqual(['id']);
    expect(getPaths({ ...event, timestamp: '2026-05-04T10:20:30-07:00' })).toEqual(['timestamp']);
  });
});

describe('delivery.assigned', () => {
  it.each([-1, NaN, Infinity, '12'])('rejects the distance %p', (distanceMetres) => {
    expect(getPaths({ ...events[0], data: { ...events[0].data, distanceMetres } })).toEqual([
      'data.distanceMetres',
    ]);
  });

  it('requires a driver with a name', () => {
    expect(getPaths({ ...events[0], data: { ...events[0].data, driver: { id: 'ada' } } })).toEqual([
      'data.driver.name',
    ]);
  });
});

it('rejects an event of an unknown type', () => {
  expect(getPaths({ ...events[0], type: 'delivery.teleported' })).toEqual(['type']);
});
