import { DispatchError } from '@driver-dispatch/contract';
import { earlierDelivery, isFinal } from './engine-refusal';

const earlier = {
  deliveryId: 'd-1', submissionKey: 'nB1uX4WqT0e7mJ2cL9vR5g',
  sellerOrderId: '42', orderCode: 'ABC', channelId: '1',
};
const conflict = (details?: Record<string, unknown>) =>
  new DispatchError('idempotency_conflict', 'accepted with other contents', { details });

describe('what the engine refuses', () => {
  it('is final where the message is wrong, and nowhere else', () => {
    expect(isFinal(new DispatchError('invalid_message', 'orderCode: too long'))).toBe(true);
    expect(isFinal(conflict())).toBe(true);
    expect(isFinal(new DispatchError('unreachable', 'No connection'))).toBe(false);
    expect(isFinal(new Error('invalid_message'))).toBe(false);
  });

  it('names the delivery of an earlier message, if there is one', () => {
    expect(earlierDelivery(conflict({ ...earlier, state: 'PENDING' }))).toEqual(earlier);
    expect(earlierDelivery(conflict())).toBeUndefined();
    expect(earlierDelivery(conflict({ deliveryId: 'd-1' }))).toBeUndefined();
    expect(earlierDelivery(conflict({ ...earlier, submissionKey: 7 }))).toBeUndefined();
    const unknown = new DispatchError('not_found', 'No delivery', { details: earlier });
    expect(earlierDelivery(unknown)).toBeUndefined();
  });
});
