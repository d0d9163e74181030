import {
  deliveryEventBatch,
  deliveryEventBatchSchema,
  deliveryEventResultsSchema,
  MAX_EVENTS_PER_BATCH,
  receivedEventBatchSchema,
} from './delivery-event-batch';
import type { DeliveryEvent } from './delivery-events';

const event: DeliveryEvent = {
  id: 'e-1',
  type: 'delivery.cancelled',
  timestamp: '2026-05-04T10:20:30.000Z',
  data: {
    deliveryId: 'd-1',
    submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g',
    sellerOrderId: '42',
    orderCode: 'ABC-42',
    channelId: '2',
    sequence: 1,
    state: 'CANCELLED',
  },
};
const unknown = { ...event, type: 'delivery.teleported' };
const many = (length: number) => Array.from({ length }, () => event);

describe('event batch', () => {
  it('accepts one event and the maximum number of events', () => {
    for (const events of [[event], many(MAX_EVENTS_PER_BATCH)]) {
      expect(deliveryEventBatchSchema.parse(deliveryEventBatch(events)).data.events).toEqual(events);
    }
  });

  it.each([[[]], [many(MAX_EVENTS_PER_BATCH + 1)]])('rejects an empty or too large batch', (events) => {
    expect(deliveryEventBatchSchema.safeParse(deliveryEventBatch(events)).success).toBe(false);
    expect(receivedEventBatchSchema.safeParse(deliveryEventBatch(events)).success).toBe(false);
  });

  it('parses a received event of an unknown type and keeps its fields', () => {
    expect(deliveryEventBatchSchema.safeParse(deliveryEventBatch([event, unknown])).success).toBe(false);
    const { data } = receivedEventBatchSchema.parse(deliveryEventBatch([event, unknown]));
    expect(data.events).toEqual([event, unknown]);
  });

  it('rejects an event without an id', () => {
    const { success } = receivedEventBatchSchema.safeParse(deliveryEventBatch([event, { type: 'x' }]));
    expect(success).toBe(false);
  });
});

describe('deliveryEventResultsSchema', () => {
  it('accepts acknowledged and rejected events', () => {
    const results = [
      { id: 'e-1', result: 'applied' },
      { id: 'e-2', result: 'duplicate' },
      { id: 'e-3', result: 'error', error: { code: 'sequence_gap', message: 'Event 2 comes first' } },
      { id: 'e-4', result: 'error', error: { code: 'internal', message: 'x', retryAfterSeconds: 7 } },
    ];
    expect(deliveryEventResultsSchema.parse({ results })).toEqual({ results });
  });

  it.each([
    [{ id: 'e-1', result: 'error' }],
    [{ id: 'e-1', result: 'error', error: { code: 'teapot', message: 'x' } }],
    [{ id: 'e-1', result: 'maybe' }],
    [{ result: 'applied' }],
  ])('rejects %j', (result) => {
    expect(deliveryEventResultsSchema.safeParse({ results: [result] }).success).toBe(false);
  });
});
