import { DispatchError } from '@driver-dispatch/contract';
import { earlierDelivery, isFinal } from './engine-rejection';

const earlier = {
  deliveryId: 'd-1',
  submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g',
  sellerOrderId: '42',
  orderCode: 'ABC',
  channelId: '1',
};
const conflict = (details?: Record<string, unknown>) =>
  new DispatchError('idempotency_conflict', 'accepted with different contents', { details });

describe('engine rejection', () => {
  it('is final for an invalid message only', () => {
    const isFinalSubmission = (error: Error) => isFinal(error, 'seller_order.ready');
    expect(isFinalSubmission(new DispatchError('invalid_message', 'orderCode: too long'))).toBe(true);
    expect(isFinalSubmission(conflict())).toBe(true);
    expect(isFinalSubmission(new DispatchError('unreachable', 'No connection'))).toBe(false);
    expect(isFinalSubmission(new Error('invalid_message'))).toBe(false);
  });

  it('depends on the type of the message', () => {
    const unknown = new DispatchError('not_found', 'No delivery');
    expect(isFinal(unknown, 'seller_order.updated')).toBe(true);
    expect(isFinal(unknown, 'seller_order.ready')).toBe(false);
    expect(isFinal(unknown, 'seller_order.cancelled')).toBe(false);
    const pickedUp = new DispatchError('illegal_transition', 'PICKED_UP');
    expect(isFinal(pickedUp, 'seller_order.cancelled')).toBe(true);
    expect(isFinal(pickedUp, 'seller_order.ready')).toBe(false);
  });

  it('returns the delivery of an earlier message', () => {
    expect(earlierDelivery(conflict({ ...earlier, state: 'PENDING' }))).toEqual(earlier);
    expect(earlierDelivery(conflict())).toBeUndefined();
    expect(earlierDelivery(conflict({ deliveryId: 'd-1' }))).toBeUndefined();
    expect(earlierDelivery(conflict({ ...earlier, submissionKey: 7 }))).toBeUndefined();
    const unknown = new DispatchError('not_found', 'No delivery', { details: earlier });
    expect(earlierDelivery(unknown)).toBeUndefined();
  });
});
