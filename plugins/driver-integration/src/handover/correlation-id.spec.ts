import { correlationIdOf } from './correlation-id';

describe('correlationIdOf', () => {
  it.each([['T5FKQ2R1XBZP4ALC'], ['2026-0001']])('is the order code %s', (orderCode) => {
    expect(correlationIdOf({ orderCode, sellerOrderId: '42' })).toBe(orderCode);
  });

  it.each([['#1001'], ['2026/0001'], ['Köln-1'], ['ORDER 1'], ['x'.repeat(129)]])(
    'is the id of the seller order where the code is %s',
    (orderCode) => {
      expect(correlationIdOf({ orderCode, sellerOrderId: '42' })).toBe('order-42');
    },
  );
});
