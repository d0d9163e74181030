import type { z } from 'zod';
import { type DispatchError } from '../errors/dispatch-error';
import * as messages from './driver-app-messages';
import { parseMessage, type Issue } from './parse-message';

const point = { lat: 52.5, lon: 13.4 };
const recordedAt = '2026-05-04T10:20:30.000Z';
const location = { driverId: 'ada', point, recordedAt };
const deliveryId = '7f0c5a52-8f2e-4a3b-9a53-1a1b2c3d4e5f';

type Schema = z.ZodType;
const valid: [string, Schema, Record<string, unknown>][] = [
  [
    'driver.register',
    messages.registerDriverSchema,
    { driverId: 'ada', name: 'Ada', phone: '+49', vehicle: { kind: 'VAN', plate: 'B-1' }, channels: ['1'] },
  ],
  ['driver.set_status', messages.setDriverStatusSchema, { driverId: 'ada', status: 'AVAILABLE', point }],
  ['driver.report_location', messages.reportLocationSchema, location],
  ['driver.report_locations', messages.reportLocationsSchema, { locations: [location] }],
  ['driver.heartbeat', messages.heartbeatSchema, { driverId: 'ada' }],
  ['delivery.pick_up', messages.pickUpDeliverySchema, { deliveryId, driverId: 'ada' }],
  [
    'delivery.complete',
    messages.completeDeliverySchema,
    { deliveryId, driverId: 'ada', proof: { kind: 'in_person', receivedBy: 'Grace' } },
  ],
  [
    'delivery.fail',
    messages.failDeliverySchema,
    { deliveryId, driverId: 'ada', code: 'customer_absent', note: 'Nobody' },
  ],
];

function getPaths(schema: Schema, message: unknown): string[] {
  try {
    parseMessage(schema, message);
  } catch (error) {
    const issues = (error as DispatchError).details!.issues as Issue[];
    return [...new Set(issues.map(({ path }) => path))];
  }
  return [];
}

describe.each(valid)('%s', (type, schema, fields) => {
  it('accepts a valid message', () => {
    expect(parseMessage(schema, { type, ...fields })).toEqual({ type, ...fields });
  });

  it('removes unknown fields', () => {
    expect(parseMessage(schema, { type, ...fields, mood: 'good' })).toEqual({ type, ...fields });
  });

  it('rejects the type of another message', () => {
    for (const [other] of valid.filter(([name]) => name !== type)) {
      expect(getPaths(schema, { ...fields, type: other })).toEqual(['type']);
    }
    expect(getPaths(schema, fields)).toEqual(['type']);
  });
});

describe('driver.register', () => {
  const refusedAt = (fields: object) =>
    getPaths(messages.registerDriverSchema, {
      type: 'driver.register',
      driverId: 'ada',
      name: 'Ada',
      ...fields,
    });

  it('has no default channels', () => {
    const message = { type: 'driver.register', driverId: 'ada', name: 'Ada' };
    expect(parseMessage(messages.registerDriverSchema, message).channels).toBeUndefined();
  });

  it.each([
    ['driverId', 'a b'],
    ['driverId', ''],
    ['driverId', 'a\u0000'],
    ['name', ''],
    ['name', 'A\u0000da'],
    ['phone', 'x'.repeat(41)],
    ['vehicle.kind', { kind: 'rocket' }],
    ['channels.1', ['1', 'a,b']],
    ['channels', Array(101).fill('1')],
  ])('rejects at %s the value %p', (path, value) => {
    expect(refusedAt({ [path.split('.')[0]]: value })).toEqual([path]);
  });
});

describe('driver.set_status', () => {
  it('rejects BUSY', () => {
    const busy = { type: 'driver.set_status', driverId: 'ada', status: 'BUSY' };
    expect(getPaths(messages.setDriverStatusSchema, busy)).toEqual(['status']);
  });

  it('accepts a missing point and rejects an invalid one', () => {
    const message = { type: 'driver.set_status', driverId: 'ada', status: 'OFFLINE' };
    expect(getPaths(messages.setDriverStatusSchema, message)).toEqual([]);
    expect(getPaths(messages.setDriverStatusSchema, { ...message, point: { lat: 91, lon: 1 } })).toEqual([
      'point.lat',
    ]);
  });
});

describe('driver.report_locations', () => {
  const refusedAt = (locations: unknown) =>
    getPaths(messages.reportLocationsSchema, { type: 'driver.report_locations', locations });

  it('accepts 1 to 1000 locations', () => {
    expect(refusedAt([])).toEqual(['locations']);
    expect(refusedAt(Array(messages.MAX_LOCATIONS_PER_REQUEST).fill(location))).toEqual([]);
    expect(refusedAt(Array(messages.MAX_LOCATIONS_PER_REQUEST + 1).fill(location))).toEqual(['locations']);
  });

  it('names the invalid location', () => {
    expect(refusedAt([location, { ...location, point: { lat: 181, lon: 0 } }])).toEqual([
      'locations.1.point.lat',
    ]);
    expect(refusedAt([{ ...location, recordedAt: '2026-05-04T12:20:30+02:00' }, location])).toEqual([
      'locations.0.recordedAt',
    ]);
    expect(refusedAt([{ ...location, point: { lat: 0, lon: 0 } }])).toEqual(['locations.0.point']);
  });
});

describe('delivery.complete', () => {
  const refusedAt = (proof: unknown) =>
    getPaths(messages.completeDeliverySchema, {
      type: 'delivery.complete',
      deliveryId,
      driverId: 'ada',
      proof,
    });

  it.each([
    { kind: 'photo', url: 'https://cdn.example.com/1.jpg' },
    { kind: 'signature', signedBy: 'Grace' },
    { kind: 'pin', pin: '1234' },
    { kind: 'in_person', receivedBy: 'Neighbour' },
  ])('accepts the proof %p', (proof) => {
    expect(refusedAt(proof)).toEqual([]);
  });

  it.each([
    ['proof', undefined],
    ['proof.kind', { kind: 'promise' }],
    ['proof.url', { kind: 'photo', url: 'javascript:alert(1)' }],
    ['proof.url', { kind: 'photo', url: 'file:///etc/passwd' }],
    ['proof.pin', { kind: 'pin', pin: '' }],
    ['proof.signedBy', { kind: 'signature', code: '1234' }],
  ])('rejects at %s the value %p', (path, proof) => {
    expect(refusedAt(proof)).toEqual([path]);
  });
});

describe('delivery.fail', () => {
  it('requires a known failure code', () => {
    const message = { type: 'delivery.fail', deliveryId, driverId: 'ada' };
    expect(getPaths(messages.failDeliverySchema, message)).toEqual(['code']);
    expect(getPaths(messages.failDeliverySchema, { ...message, code: 'tired' })).toEqual(['code']);
  });
});
