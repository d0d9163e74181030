import type { OrderState } from '@vendure/core';
import { rolledUpState } from './rolled-up-state';

describe('rolledUpState', () => {
  it.each<[OrderState[], OrderState | undefined]>([
    [[], undefined],
    [['PaymentSettled', 'PaymentSettled'], undefined],
    [['Shipped', 'PaymentSettled'], 'PartiallyShipped'],
    [['PartiallyShipped'], 'PartiallyShipped'],
    [['Shipped', 'Shipped'], 'Shipped'],
    [['Delivered', 'PaymentSettled'], 'PartiallyDelivered'],
    [['Delivered', 'Shipped'], 'PartiallyDelivered'],
    [['Delivered', 'Delivered'], 'Delivered'],
    [['Delivered', 'Cancelled'], 'Delivered'],
    [['Cancelled', 'Cancelled'], undefined],
  ])('returns for %j the state %s', (states, rolledUp) => expect(rolledUpState(states)).toBe(rolledUp));
});
