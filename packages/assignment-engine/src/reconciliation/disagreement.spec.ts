import type { DeliveryState } from '@driver-dispatch/contract';
import { disagreementOf } from './disagreement';

const engine = { state: 'PICKED_UP', sequence: 2 } as const;
const delivery = { id: 'd', ...engine };
const answer = (state: DeliveryState, sequence: number) =>
  ({ sellerOrderId: 'o', known: true, state, sequence }) as const;

describe('disagreementOf', () => {
  it.each([
    ['equal', answer('PICKED_UP', 2)],
    ['about to be told', answer('ASSIGNED', 1)],
  ])('is nothing for sides that are %s', (_, vendure) => {
    expect(disagreementOf(delivery, vendure)).toBeUndefined();
  });

  it('is nothing for a delivery that nobody asked for', () => {
    expect(disagreementOf(undefined, answer('PICKED_UP', 2))).toBeUndefined();
  });

  it.each([
    ['vendure_ahead', answer('DELIVERED', 3)],
    ['state_differs', answer('FAILED', 2)],
  ])('is %s, and shows both', (kind, vendure) => {
    const { state, sequence } = vendure;
    expect(disagreementOf(delivery, vendure)).toEqual({
      ...{ sellerOrderId: 'o', deliveryId: 'd', kind, engine, vendure: { state, sequence } },
    });
  });

  it('is unknown_to_vendure where Vendure has nothing', () => {
    expect(disagreementOf(delivery, { sellerOrderId: 'o', known: false })).toEqual({
      ...{ sellerOrderId: 'o', deliveryId: 'd', kind: 'unknown_to_vendure', engine },
    });
  });
});
