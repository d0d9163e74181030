import { possibleFailures } from './failure-codes';

describe('possibleFailures', () => {
  it('contains reasons at the store before the pickup only, and reasons at the receiver after it only', () => {
    const codes = ['customer_absent', 'store_closed', 'other', 'returned_to_store'] as const;
    expect(possibleFailures(codes, 'ASSIGNED')).toEqual(['store_closed', 'other']);
    expect(possibleFailures(codes, 'PICKED_UP')).toEqual(['customer_absent', 'other', 'returned_to_store']);
  });
});
