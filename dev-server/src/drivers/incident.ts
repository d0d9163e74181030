import type { FailureCode } from '@driver-dispatch/contract';

/** What goes wrong during a delivery. */
export type Incident =
  /** The driver reaches the drop-off, but cannot deliver the goods. */
  | { kind: 'failure'; code: FailureCode }
  /** The driver leaves the store late. */
  | { kind: 'delay'; seconds: number };

/** One of this number of deliveries fails or is delayed. */
const DELIVERIES_PER_FAILURE = 11;
const DELIVERIES_PER_DELAY = 7;

const DELAY_SECONDS = 15 * 60;
const FAILURES: readonly FailureCode[] = ['customer_absent', 'address_not_found', 'customer_refused'];

/** Returns a function that returns the incident of each further delivery. About one of four deliveries has one. */
export function createIncidents(): () => Incident | undefined {
  let deliveries = 0;
  return () => {
    deliveries += 1;
    if (deliveries % DELIVERIES_PER_FAILURE === 5) {
      const failures = Math.floor(deliveries / DELIVERIES_PER_FAILURE);
      return { kind: 'failure', code: FAILURES[failures % FAILURES.length]! };
    }
    return deliveries % DELIVERIES_PER_DELAY === 3 ? { kind: 'delay', seconds: DELAY_SECONDS } : undefined;
  };
}
