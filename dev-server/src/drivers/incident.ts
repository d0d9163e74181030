import type { FailureCode } from '@driver-dispatch/contract';

/** What goes wrong during a delivery. */
export type Incident =
  /** The driver reaches the drop-off, but cannot deliver the goods. */
  | { kind: 'failure'; code: FailureCode }
  /** The driver leaves the store late. */
  | { kind: 'delay'; seconds: number }
  /** The driver does not go to the store. */
  | { kind: 'decline' };

/** One of this number of deliveries fails, is delayed or is declined. */
const DELIVERIES_PER_FAILURE = 11;
const DELIVERIES_PER_DELAY = 7;
const DELIVERIES_PER_DECLINE = 13;

/** Longer than the shop's promised time after the order is ready. */
const DELAY_SECONDS = 30 * 60;
const FAILURES: readonly FailureCode[] = ['customer_absent', 'address_not_found', 'customer_refused'];

/** Returns a function that returns the incident of each further delivery. About three of ten deliveries have one. */
export function createIncidents(): () => Incident | undefined {
  let deliveries = 0;
  return () => {
    deliveries += 1;
    if (deliveries % DELIVERIES_PER_FAILURE === 5) {
      const failures = Math.floor(deliveries / DELIVERIES_PER_FAILURE);
      return { kind: 'failure', code: FAILURES[failures % FAILURES.length]! };
    }
    if (deliveries % DELIVERIES_PER_DECLINE === 6) {
      return { kind: 'decline' };
    }
    return deliveries % DELIVERIES_PER_DELAY === 3 ? { kind: 'delay', seconds: DELAY_SECONDS } : undefined;
  };
}
