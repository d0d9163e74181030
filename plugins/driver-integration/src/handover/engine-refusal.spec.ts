import { DispatchError } from '@driver-dispatch/contract';
import { earlierDeliveryId, isFinal } from './engine-refusal';

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
    expect(earlierDeliveryId(conflict({ deliveryId: 'd-1' }))).toBe('d-1');
    expect(earlierDeliveryId(conflict())).toBeUndefined();
    expect(earlierDeliveryId(conflict({ deliveryId: 7 }))).toBeUndefined();
    const unknown = new DispatchError('not_found', 'No delivery', { details: { deliveryId: 'd-1' } });
    expect(earlierDeliveryId(unknown)).toBeUndefined();
  });
});
