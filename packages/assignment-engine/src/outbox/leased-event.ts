import type { EventRecord } from './event-message';

/** An event that this process has leased to send it: the first unacknowledged event of its delivery. */
export type LeasedEvent = EventRecord & {
  /** Previous failed attempts. */
  attempts: number;
  /** The event has failed before, alone or in a batch. It is sent in a request of its own. */
  retry: boolean;
  /** The delivery has later events. */
  more: boolean;
  /** End of the lease as text of PostgreSQL: a Date would lose the microseconds that identify the lease. */
  lease: string;
};
