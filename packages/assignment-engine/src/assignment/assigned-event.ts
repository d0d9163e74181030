import { getIdentity } from '@driver-dispatch/contract';
import type { EventRecord } from '../outbox/event-message';
import type { LeasedEvent } from '../outbox/leased-event';

/** The event of an assignment as a claim returns it. */
export type AssignedEventRow = Omit<EventRecord, 'id' | 'type' | 'state'> & {
  eventId: string;
  /** End of the caller's lease as PostgreSQL writes it; null where any outbox dispatcher may send the event. */
  lease: string | null;
};

/** The event of an assignment; undefined if the caller has no lease to send it. */
export function toLeasedEvent(row: AssignedEventRow): LeasedEvent | undefined {
  const { eventId: id, lease, at, data, sequence, deliveryId } = row;
  return lease === null
    ? undefined
    : {
        id,
        sequence,
        data,
        at,
        deliveryId,
        ...getIdentity(row),
        type: 'delivery.assigned',
        state: 'ASSIGNED',
        lease,
        attempts: 0,
        retry: false,
        more: false,
      };
}
