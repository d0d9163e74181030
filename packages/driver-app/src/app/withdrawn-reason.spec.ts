import type { DeliveryState } from '@driver-dispatch/contract/messages';
import { withdrawnReason } from './withdrawn-reason';

it.each<[DeliveryState | undefined, string]>([
  ['CANCELLED', 'cancelled'],
  ['DELIVERED', 'ended'],
  ['FAILED', 'ended'],
  ['ASSIGNED', 'reassigned'],
  [undefined, 'reassigned'],
])('explains a withdrawn delivery in state %s as %s', (state, reason) => {
  expect(withdrawnReason(state)).toBe(reason);
});
