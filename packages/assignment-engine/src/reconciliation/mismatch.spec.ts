import type { DeliveryState } from '@driver-dispatch/contract';
import { getMismatch } from './mismatch';

const engine = { state: 'PICKED_UP', sequence: 2 } as const;
const identity = {
  submissionKey: 'k',
  sellerOrderId: 'o',
  orderCode: 'O',
  channelId: '1',
};
const delivery = { id: 'd', ...identity, ...engine };
const answer = (state: DeliveryState, sequence: number) =>
  ({ submissionKey: 'k', known: true, state, sequence }) as const;

describe('getMismatch', () => {
  it.each([
    ['equal', answer('PICKED_UP', 2)],
    ['out of sync by an unsent event', answer('ASSIGNED', 1)],
  ])('returns undefined for states that are %s', (_, vendure) => {
    expect(getMismatch(delivery, vendure)).toBeUndefined();
  });

  it('returns undefined for a delivery that was not requested', () => {
    expect(getMismatch(undefined, answer('PICKED_UP', 2))).toBeUndefined();
  });

  it.each([
    ['vendure_ahead', answer('DELIVERED', 3)],
    ['state_differs', answer('FAILED', 2)],
  ])('returns %s with both states', (kind, vendure) => {
    const { state, sequence } = vendure;
    expect(getMismatch(delivery, vendure)).toEqual({
      ...identity,
      deliveryId: 'd',
      kind,
      engine,
      vendure: { state, sequence },
    });
  });

  it('returns unknown_to_vendure if Vendure does not know the delivery', () => {
    expect(getMismatch(delivery, { submissionKey: 'k', known: false })).toEqual({
      ...identity,
      deliveryId: 'd',
      kind: 'unknown_to_vendure',
      engine,
    });
  });
});
