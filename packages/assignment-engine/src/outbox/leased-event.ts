import type { EventRecord } from './event-message';

/** An event that this process sends: the first of its delivery that Vendure has not acknowledged. */
export type LeasedEvent = EventRecord & {
  /** Failed attempts before. */
  attempts: number;
  /** The event has failed before, by itself or with its batch. It is sent in a request of its own. */
  retry: boolean;
  /** The delivery has later events. */
  more: boolean;
  /** End of the lease as PostgreSQL writes it: a Date would lose the microseconds that the lease is recognized by. */
  lease: string;
};
