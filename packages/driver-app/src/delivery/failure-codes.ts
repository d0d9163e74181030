import type { DeliveryState, FailureCode } from '@driver-dispatch/contract/messages';

/** Reasons of a failure at one of the two places; the others are possible at both. */
const AT_STORE: readonly FailureCode[] = ['store_closed', 'store_not_ready'];
const AFTER_PICKUP: readonly FailureCode[] = ['customer_absent', 'customer_refused', 'returned_to_store'];

/** The reasons that are possible in a state, in the given order. */
export function possibleFailures(codes: readonly FailureCode[], state: DeliveryState): FailureCode[] {
  const impossible = state === 'PICKED_UP' ? AT_STORE : AFTER_PICKUP;
  return codes.filter((code) => !impossible.includes(code));
}
