import { type DispatchError } from '../errors/dispatch-error';
import { parseMessage, type Issue } from './parse-message';
import {
  MAX_SUBMITTED_ORDERS,
  sellerOrderMessageSchema,
  sellerOrderReadyMessage,
  sellerOrderReadySchema,
  type SellerOrderUpdated,
} from './seller-order-messages';

const KEY = 'nB1uX4WqT0e7mJ2cL9vR5g';

const updated = (): SellerOrderUpdated => ({
  type: 'seller_order.updated',
  timestamp: '2026-05-04T10:20:30.000Z',
  data: {
    submissionKey: KEY,
    sellerOrderId: '42',
    orderCode: 'ABC-42',
    channelId: '2',
    sellerId: '7',
    pickup: {
      name: 'Bakery',
      point: { lat: 52.5, lon: 13.4 },
      address: { street: 'Weg 1', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
      phone: '+49 30 1',
      readyAt: '2026-05-04T10:40:00Z',
    },
    dropoff: {
      name: 'Grace',
      point: { lat: 52.6, lon: 13.5 },
      address: { city: 'Berlin' },
      instructions: 'Third floor',
    },
    searchRadiusMetres: 2500,
  },
});
const cancelled = () => ({
  type: 'seller_order.cancelled',
  timestamp: '2026-05-04T10:20:30Z',
  data: { submissionKey: KEY, sellerOrderId: '42', orderCode: 'ABC-42', channelId: '2', reason: 'Sold out' },
});

/** Returns a copy with one field replaced; `undefined` removes the field. */
function changed(message: object, path: string, value: unknown): object {
  const copy = structuredClone(message);
  const names = path.split('.');
  const last = names.pop()!;
  const parent = names.reduce<any>((at, name) => at[name], copy);
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return copy;
}

function getPaths(message: unknown): string[] {
  try {
    parseMessage(sellerOrderMessageSchema, message);
  } catch (error) {
    const { code, details } = error as DispatchError;
    expect(code).toBe('invalid_message');
    return [...new Set((details!.issues as Issue[]).map(({ path }) => path))];
  }
  return [];
}

describe('seller-order message', () => {
  it('accepts a valid message', () => {
    expect(parseMessage(sellerOrderMessageSchema, updated())).toEqual(updated());
    expect(parseMessage(sellerOrderMessageSchema, cancelled())).toEqual(cancelled());
  });

  it.each([
    'data.sellerId',
    'data.searchRadiusMetres',
    'data.pickup.phone',
    'data.pickup.address.street',
    'data.dropoff.name',
    'data.dropoff.instructions',
  ])('accepts a message without %s', (path) => {
    expect(getPaths(changed(updated(), path, undefined))).toEqual([]);
  });

  it('removes unknown fields', () => {
    const newer = changed(changed(updated(), 'data.priority', 1), 'data.pickup.point.altitude', 30);
    expect(parseMessage(sellerOrderMessageSchema, newer)).toEqual(updated());
  });

  it.each([
    'timestamp',
    'data.submissionKey',
    'data.sellerOrderId',
    'data.orderCode',
    'data.channelId',
    'data.pickup',
    'data.pickup.name',
    'data.pickup.point',
    'data.pickup.point.lat',
    'data.pickup.readyAt',
    'data.pickup.address',
    'data.dropoff',
    'data.dropoff.point',
  ])('requires %s', (path) => {
    expect(getPaths(changed(updated(), path, undefined))).toEqual([path]);
  });

  it.each([
    ['data.pickup.point.lat', 181],
    ['data.pickup.point.lat', 90.0001],
    ['data.pickup.point.lat', NaN],
    ['data.pickup.point.lat', Infinity],
    ['data.pickup.point.lat', '52.5'],
    ['data.pickup.point.lat', null],
    ['data.pickup.point.lon', -180.0001],
    ['data.pickup.point.lon', 181],
    ['data.pickup.point', { lat: 0, lon: 0 }],
    ['data.dropoff.point', { lat: 0, lon: -0 }],
    ['data.pickup.readyAt', 'soon'],
    ['data.pickup.readyAt', 1_700_000_000_000],
    ['data.pickup.readyAt', '2026-05-04T10:40:00'],
    ['data.pickup.readyAt', '2026-05-04T10:40:00+02:00'],
    ['data.pickup.readyAt', '2026-02-30T10:40:00Z'],
    ['timestamp', '2026-05-04'],
    ['data.sellerOrderId', ''],
    ['data.sellerOrderId', 42],
    ['data.sellerOrderId', 'a/b'],
    ['data.sellerOrderId', 'a\u0000b'],
    ['data.sellerOrderId', 'x'.repeat(129)],
    ['data.submissionKey', '42'],
    ['data.submissionKey', 'x'.repeat(21)],
    ['data.submissionKey', 'x'.repeat(65)],
    ['data.submissionKey', `${KEY} `],
    ['data.orderCode', '   '],
    ['data.orderCode', 'x'.repeat(65)],
    ['data.pickup.name', 'a\u0000b'],
    ['data.pickup.name', 'a\ud800b'],
    ['data.dropoff.instructions', 'x'.repeat(1001)],
    ['data.pickup.address.countryCode', 'de'],
    ['data.searchRadiusMetres', 0],
    ['data.searchRadiusMetres', -1],
    ['data.searchRadiusMetres', 100_001],
  ])('rejects %s with the value %p', (path, value) => {
    expect(getPaths(changed(updated(), path, value))).toEqual([path]);
  });

  it('lists every invalid field', () => {
    const invalid = changed(changed(updated(), 'data.channelId', ''), 'data.pickup.point.lat', 181);
    expect(getPaths(invalid)).toEqual(expect.arrayContaining(['data.channelId', 'data.pickup.point.lat']));
  });

  it.each([
    ['another type', { ...updated(), type: 'seller_order.shipped' }, 'type'],
    ['the contents of another type', { ...cancelled(), type: 'seller_order.updated' }, 'data.pickup'],
    ['no object', 'hello', ''],
    ['null', null, ''],
    ['a list', [updated()], ''],
  ])('rejects %s', (_, message, path) => {
    expect(getPaths(message)).toContain(path);
  });

  it.each([
    ['a pole', { lat: 90, lon: 0 }],
    ['the antimeridian', { lat: 0, lon: 180 }],
    ['the equator', { lat: 0, lon: 13 }],
    ['the prime meridian', { lat: 51, lon: 0 }],
  ])('accepts a point on %s', (_, point) => {
    expect(getPaths(changed(updated(), 'data.pickup.point', point))).toEqual([]);
  });

  it('trims text', () => {
    const parsed = parseMessage(
      sellerOrderMessageSchema,
      changed(updated(), 'data.pickup.name', '  Bakery \n'),
    );
    expect(parsed).toEqual(updated());
  });
});

describe('submission', () => {
  const submission = (orders: unknown[]) => ({ ...sellerOrderReadyMessage([]), data: { orders } });
  const errorPath = (message: unknown) =>
    sellerOrderReadySchema.safeParse(message).error?.issues[0]?.path.join('.');
  const many = (count: number) => Array.from({ length: count }, () => updated().data);

  it('accepts 1 to 128 orders', () => {
    expect(errorPath(submission(many(1)))).toBeUndefined();
    expect(errorPath(submission(many(MAX_SUBMITTED_ORDERS)))).toBeUndefined();
    expect(errorPath(submission([]))).toBe('data.orders');
    expect(errorPath(submission(many(MAX_SUBMITTED_ORDERS + 1)))).toBe('data.orders');
    expect(getPaths(submission([]))).toEqual(['data.orders']);
  });

  it('is received with an invalid order', () => {
    const orders = [updated().data, { orderCode: 42 }];
    expect(errorPath(submission(orders))).toBe('data.orders.1.submissionKey');
    expect(getPaths(submission(orders))).toEqual([]);
  });
});
